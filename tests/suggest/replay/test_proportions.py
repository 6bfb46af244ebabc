"""Exact bounds against published values and their own definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from toolkit.suggest.replay.proportions import clopper_pearson, lower_bound, share_of


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 5.
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0000, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_published_intervals(count: int, total: int, low: float, high: float) -> None:
    assert clopper_pearson(count, total) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 300), st.data())
def test_bounds_are_those_of_scipy(total: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, total))
    exact = binomtest(count, total).proportion_ci(0.95, "exact")
    assert clopper_pearson(count, total) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_a_lower_bound_is_the_share_at_which_so_many_successes_are_rare() -> None:
    bound = lower_bound(14, 18, 0.80)
    assert binom.sf(13, 18, bound) == pytest.approx(0.20)
    assert lower_bound(18, 18, 0.80) == pytest.approx(0.2 ** (1 / 18))
    assert lower_bound(0, 18, 0.80) == 0.0


@pytest.mark.parametrize("truth", [0.3, 0.7, 0.95])
@pytest.mark.parametrize("total", [18, 60, 250])
def test_the_true_share_is_below_the_bound_no_more_often_than_said(
    truth: float, total: int
) -> None:
    counts = np.arange(total + 1)
    bounds = np.array([lower_bound(int(count), total, 0.80) for count in counts])
    assert binom.pmf(counts, total, truth)[bounds > truth].sum() <= 0.20


def test_a_share_of_nothing_is_unknown() -> None:
    nothing = share_of(0, 0)
    assert [math.isnan(value) for value in (nothing.value, nothing.low, nothing.high)] == [True] * 3
    assert share_of(3, 4).value == 0.75
    for count, total, level in ((5, 4, 0.9), (-1, 4, 0.9), (1, 4, 1.0)):
        with pytest.raises(ValueError, match="not between"):
            lower_bound(count, total, level)
