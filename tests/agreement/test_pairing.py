"""Trying every pairing gives what the solver gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.agreement import pairing
from toolkit.agreement.matching import best_pairs

candidates = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(0.01, 1.0), max_size=13
).map(lambda found: [(one, other, gain) for (one, other), gain in found.items()])


@settings(deadline=None)
@given(candidates)
def test_nothing_gains_more_and_nothing_is_taken_twice(
    found: list[pairing.Candidate],
) -> None:
    chosen = pairing.best_pairing(found)
    assert (
        len({found[at][0] for at in chosen}) == len({found[at][1] for at in chosen}) == len(chosen)
    )
    if not found:
        return
    one, other, gain = zip(*found, strict=True)
    solved = best_pairs(np.array(one), np.array(other), np.array(gain))
    best = sum(gain[int(at)] for at in solved)
    assert sum(found[at][2] for at in chosen) == pytest.approx(best)


def test_large_groups_go_to_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(i, j, 1.0 / (1 + abs(i - j))) for i in range(5) for j in range(5)]
    chosen = pairing.best_pairing(found)
    assert [found[at][:2] for at in chosen] == [(i, i) for i in range(5)]
    monkeypatch.setattr(pairing, "MAX_TRIED", 25)
    small = [(i, j, 1.0 / (1 + abs(i - j))) for i in range(3) for j in range(3)]
    assert [small[at][:2] for at in pairing.best_pairing(small)] == [(i, i) for i in range(3)]
