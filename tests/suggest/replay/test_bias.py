"""Differences between groups are found where there are some, and not where there are none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.suggest.replay.bias import (
    THIRDS,
    Agreement,
    benjamini_hochberg,
    compare_groups,
    corrected,
    thirds,
)


def simulated(
    seed: int, *, worse: float = 0.0, interviews: int = 20, each: int = 30, within: bool = False
) -> tuple[Agreement, list[str]]:
    """Interviews that differ by chance; half of them, or of each's passages, agree less."""
    generator = np.random.default_rng(seed)
    sources = np.repeat(np.arange(interviews), each)
    level = 0.6 + generator.normal(0, 0.08, interviews)[sources]
    first = (np.arange(len(sources)) if within else sources) % 2 == 0
    hits = (generator.random(len(sources)) < np.clip(level - worse * first, 0, 1)).astype(float)
    groups = ["first" if inside else "second" for inside in first]
    return Agreement("topics", "hit_3", hits, sources), groups


@pytest.mark.parametrize("within", [False, True])
def test_equal_groups_are_called_different_as_often_as_the_level_says(within: bool) -> None:
    found = [
        compare_groups(
            *_named(*simulated(seed, within=within)), within=within, seed=seed, draws=199
        )[0].p
        for seed in range(100)
    ]
    # Binomial with n 100 and p .05: 11 or fewer in .995 of the cases.
    assert sum((p or 1.0) <= 0.05 for p in found) <= 11


def _named(agreement: Agreement, groups: list[str]) -> tuple[Agreement, str, list[str]]:
    return agreement, "half", groups


@pytest.mark.parametrize("within", [False, True])
def test_a_large_difference_is_found_with_its_sign_and_an_interval(within: bool) -> None:
    first, second = compare_groups(*_named(*simulated(1, worse=0.25, within=within)), within=within)
    assert (first.group, second.group) == ("first", "second")
    assert first.difference == pytest.approx(-(second.difference or 0.0))
    assert (first.p or 1.0) < 0.01
    low, high = first.difference_low or 0.0, first.difference_high or 0.0
    assert low < -0.25 < high < 0
    assert (first.low or 1) < (first.agreement or 0) < (first.high or 0)


def test_what_is_too_small_has_a_reason_in_place_of_figures() -> None:
    agreement, _groups = simulated(1, interviews=6)
    few = ["few" if source < 4 else "many" for source in agreement.sources.tolist()]
    for row in compare_groups(agreement, "half", few, within=False):
        assert (row.agreement, row.p, row.low) == (None, None, None)
        assert row.reason.startswith("too few: ")
    (alone,) = compare_groups(agreement, "half", ["all"] * len(few), within=False)
    assert alone.reason == "there is no other group"
    agreement, _groups = simulated(1, interviews=12, each=4)
    split = ["few" if source < 6 else "many" for source in agreement.sources.tolist()]
    assert {row.passages for row in compare_groups(agreement, "half", split, within=False)} == {24}
    rows = compare_groups(agreement, "half", split, within=False)
    assert all("passages" in row.reason for row in rows)
    assert [row.q for row in corrected(rows)] == [None, None]


def test_the_correction_has_published_values() -> None:
    # Benjamini and Hochberg (1995), section 3.2: 15 p-values; .05 finds the first four.
    p = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .324, .4262, .5719,
         .6528, .759, 1.0]  # fmt: skip
    q = benjamini_hochberg(p)
    assert sum(value <= 0.05 for value in q) == 4
    assert q[:4] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625])


@given(st.lists(st.floats(0, 1), max_size=20))
def test_corrected_values_keep_their_order_and_are_no_smaller(p: list[float]) -> None:
    q = benjamini_hochberg(p)
    assert all(low <= high + 1e-12 for low, high in zip(p, q, strict=True))
    ranked = [q[at] for at in np.argsort(p, kind="stable").tolist()]
    assert ranked == sorted(ranked)


def test_lengths_are_grouped_within_their_language() -> None:
    lengths = np.array([10, 20, 30, 100, 200, 300], dtype=np.intp)
    assert thirds(lengths, ["ko"] * 3 + ["en"] * 3) == [*THIRDS, *THIRDS]
    assert len(set(thirds(np.full(9, 5, dtype=np.intp), ["en"] * 9))) == 1
