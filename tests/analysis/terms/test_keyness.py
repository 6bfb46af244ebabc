"""Keyness, against published values and by its definition."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.analysis.terms.keyness import (
    adjusted,
    log_likelihood,
    log_ratio,
    p_value,
    percent_difference,
)

SIZES = st.integers(1, 100_000)
BENJAMINI = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0,
)  # fmt: skip
"""The 15 p values of the example in Benjamini and Hochberg (1995), section 3.2."""


@pytest.mark.parametrize(
    ("a", "b", "words_a", "words_b", "expected"),
    [
        # The example of the significance calculator of Lancaster University: 52 in 50,000 words
        # and 57 in 75,000.
        (52, 57, 50_000, 75_000, 2.65),
        # Rayson on the list Corpora, 18 January 2002: forms of KEEP in two corpora of a million.
        (348, 99, 1_000_000, 1_000_000, 147),
        (9, 32, 1_000_000, 1_000_000, 14),
        (21, 25, 1_000_000, 1_000_000, 0),
    ],
)
def test_log_likelihood_has_the_published_values(
    a: int, b: int, words_a: int, words_b: int, expected: float
) -> None:
    digits = 2 if expected % 1 else 0
    assert round(log_likelihood(a, b, words_a, words_b), digits) == expected


@pytest.mark.parametrize(("g2", "p"), [(3.84, 0.05), (6.63, 0.01), (10.83, 0.001), (15.13, 0.0001)])
def test_p_has_the_critical_values_of_rayson(g2: float, p: float) -> None:
    """The table of critical values in Rayson, Berridge and Francis (2004)."""
    assert p_value(g2) == pytest.approx(p, rel=0.01)


def test_log_ratio_doubles_by_one() -> None:
    """The table in Hardie (2014): 1 is twice as common, 2 four times, 3 eight times."""
    for points in range(-4, 11):
        a, b = (2**points, 1) if points >= 0 else (1, 2**-points)
        assert log_ratio(a, b, 10_000, 10_000) == points
    # Absence counts as half an occurrence.
    assert log_ratio(8, 0, 1000, 1000) == 4
    assert log_ratio(0, 8, 1000, 1000) == -4


def test_percent_difference_by_gabrielatos_and_marchi() -> None:
    """Twice as frequent is 100 %, three times 200 %, half -50 %."""
    assert percent_difference(20, 10, 1000, 1000) == pytest.approx(100)
    assert percent_difference(30, 10, 1000, 1000) == pytest.approx(200)
    assert percent_difference(5, 10, 1000, 1000) == pytest.approx(-50)
    assert percent_difference(5, 5, 1000, 2000) == pytest.approx(100)
    assert percent_difference(5, 0, 1000, 1000) is None


def test_benjamini_and_hochberg_reject_the_first_four_of_their_example() -> None:
    values = adjusted(BENJAMINI)
    assert [value <= 0.05 for value in values] == [True] * 4 + [False] * 11
    # p(4) = .0095 is compared with 4/15 of .05 = .013.
    assert values[3] == pytest.approx(0.0095 * 15 / 4)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusted_values_keep_the_order_and_never_fall_below_their_own(
    values: list[float],
) -> None:
    result = adjusted(values)
    assert all(before <= after <= 1 for before, after in zip(values, result, strict=True))
    order = sorted(range(len(values)), key=lambda at: values[at])
    assert all(result[a] <= result[b] for a, b in pairwise(order))


@given(st.integers(0, 500), st.integers(0, 500), SIZES, SIZES)
def test_keyness_is_the_same_seen_from_both_sides(a: int, b: int, m: int, n: int) -> None:
    there, back = log_likelihood(a, b, m, n), log_likelihood(b, a, n, m)
    assert there == pytest.approx(back, abs=1e-9)
    assert there >= 0
    assert 0 <= p_value(there) <= 1
    if a and b:
        assert log_ratio(a, b, m, n) == pytest.approx(-log_ratio(b, a, n, m), abs=1e-9)
        share = percent_difference(a, b, m, n)
        assert share is not None
        assert math.log2(1 + share / 100) == pytest.approx(log_ratio(a, b, m, n), abs=1e-6)
