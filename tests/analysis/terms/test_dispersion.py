"""Dispersion, against published values and by its limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.analysis.terms.dispersion import deviation, normalised_deviation

GRIES = ("bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat")
"""The corpus of five parts in Gries (2008: 406); every letter stands for a word."""


def test_gries_own_example() -> None:
    """DP of the word a is .18 there, and .22 in its normalised form (Gries 2020, p. 104)."""
    counts = [part.count("a") for part in GRIES]
    sizes = [len(part) for part in GRIES]
    assert (counts, sizes) == ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    assert deviation(counts, sizes) == pytest.approx(0.18)
    assert normalised_deviation(counts, sizes) == pytest.approx(0.22, abs=0.005)


def test_the_example_of_lijffijt_and_gries() -> None:
    """Three equal parts with two thirds, one third and nothing: DP 1/3, normalised 1/2."""
    assert deviation([2, 1, 0], [10, 10, 10]) == pytest.approx(1 / 3)
    assert normalised_deviation([2, 1, 0], [10, 10, 10]) == pytest.approx(0.5)


def test_a_term_in_the_smallest_part_alone_has_one() -> None:
    assert normalised_deviation([3, 0, 0], [5, 20, 30]) == 1


def test_what_cannot_differ_has_no_dispersion() -> None:
    assert normalised_deviation([3], [100]) is None
    assert normalised_deviation([3, 0], [100, 0]) is None
    assert normalised_deviation([0, 0], [100, 100]) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(30, 300)), min_size=2, max_size=12))
def test_dispersion_lies_between_nought_and_one(parts: list[tuple[int, int]]) -> None:
    counts, sizes = zip(*parts, strict=True)
    value = normalised_deviation(counts, sizes)
    assert (value is None) == (not sum(counts))
    assert value is None or 0 <= value <= 1
    assert normalised_deviation(sizes, sizes) == 0
