"""Samples of segments: their weights add up, and intervals contain the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.directions.sampling import Drawn, draw, interval, shares

STRATA = {"a": [("E1", at, at + 1) for at in range(60)], "b": [("E2", 5, 6), ("E2", 7, 9)]}


@given(st.integers(1, 100), st.integers(0, 50))
def test_weights_add_up_to_all_segments(size: int, seed: int) -> None:
    drawn = draw(STRATA, size, seed)
    assert sum(part.weight for part in drawn) == pytest.approx(62)
    assert len({part.key for part in drawn}) == len(drawn)
    assert {part.stratum for part in drawn} == {"a", "b"}
    assert draw(STRATA, size, seed) == drawn


def test_a_census_has_no_interval() -> None:
    drawn = draw(STRATA, 1_000)
    answers = {part.key: ["x"] if part.start < 30 else ["none"] for part in drawn}
    (share,) = shares(drawn, answers, ["x"])
    assert share.share == share.low == share.high == 32 / 62


def test_intervals_contain_the_true_share() -> None:
    random = np.random.Generator(np.random.PCG64(5))
    keys = {name: [(name, at, at + 1) for at in range(size)] for name, size in
            (("a", 300), ("b", 100), ("c", 30))}  # fmt: skip
    rates = {"a": 0.1, "b": 0.5, "c": 0.3}
    contained = 0
    for seed in range(200):
        answers = {
            key: {"x"} if random.random() < rates[name] else {"none"}
            for name, listed in keys.items()
            for key in listed
        }
        truth = sum("x" in given for given in answers.values()) / 430
        (share,) = shares(draw(keys, 80, seed), answers, ["x"])
        contained += share.low <= truth <= share.high
    assert contained >= 182


def test_a_segment_without_an_answer_is_named() -> None:
    with pytest.raises(KeyError):
        shares([Drawn("E1", 0, 1, "a", 1, 1)], {}, ["x"])


def test_the_interval_is_that_of_wilson_for_a_plain_sample() -> None:
    low, high = interval(0.3, 0.3 * 0.7 / 50, 50)
    # Published: Wilson, 15 of 50.
    assert (round(low, 3), round(high, 3)) == (0.191, 0.438)
    assert interval(0.0, 0.0, 50)[0] == 0.0
    assert interval(0.0, 0.0, 50)[1] > 0.05
