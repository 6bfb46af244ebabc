"""The solver finds the same pairing as a search through every pairing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.agreement import pairing
from toolkit.agreement.matching import best_pairs

candidates = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(0.01, 1.0), max_size=13
).map(lambda pairs: [(first, second, gain) for (first, second), gain in pairs.items()])


@settings(deadline=None)
@given(candidates)
def test_nothing_gains_more_and_nothing_is_taken_twice(
    candidates: list[pairing.Candidate],
) -> None:
    chosen = pairing.best_pairing(candidates)
    assert (
        len({candidates[at][0] for at in chosen})
        == len({candidates[at][1] for at in chosen})
        == len(chosen)
    )
    if not candidates:
        return
    first, second, gain = zip(*candidates, strict=True)
    solved = best_pairs(np.array(first), np.array(second), np.array(gain))
    best = sum(gain[int(at)] for at in solved)
    assert sum(candidates[at][2] for at in chosen) == pytest.approx(best)


def test_large_groups_go_to_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    candidates = [(i, j, 1.0 / (1 + abs(i - j))) for i in range(5) for j in range(5)]
    chosen = pairing.best_pairing(candidates)
    assert [candidates[at][:2] for at in chosen] == [(i, i) for i in range(5)]
    monkeypatch.setattr(pairing, "MAX_TRIED", 25)
    small = [(i, j, 1.0 / (1 + abs(i - j))) for i in range(3) for j in range(3)]
    assert [small[at][:2] for at in pairing.best_pairing(small)] == [(i, i) for i in range(3)]
