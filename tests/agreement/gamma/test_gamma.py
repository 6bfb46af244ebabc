"""Gamma finds the best of all alignments, and its random draws are reproducible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.agreement import CodedSpan, gamma_agreement
from toolkit.agreement.gamma.alignment import NOBODY, Dissimilarity, PlacedUnits, best_alignment

if TYPE_CHECKING:
    from collections.abc import Iterator

# The observers of Mathet et al. (2015): tests/data/AlexPaulSuzan.csv of pygamma-agreement.
THREE = {
    "Alex": [(1, 2, 9), (2, 11, 17), (5, 24, 30), (6, 32, 36), (6, 36, 44), (7, 44, 60)],
    "Paul": [(1, 2, 9), (3, 11, 17), (5, 19, 25), (6, 32, 44)],
    "Suzan": [(1, 2, 9), (4, 11, 17), (5, 21, 27), (6, 32, 36), (6, 36, 40), (6, 40, 44)],
}
SPANS = [CodedSpan("s", who, str(code), a, b) for who in THREE for code, a, b in THREE[who]]
OBSERVERS = tuple(THREE)

unit = st.tuples(st.integers(0, 30), st.integers(1, 12), st.integers(0, 2))


def as_units(rows: list[tuple[int, int, int]]) -> PlacedUnits:
    rows = sorted(rows)
    return PlacedUnits(
        np.array([a for a, _, _ in rows], dtype=float),
        np.array([a + size for a, size, _ in rows], dtype=float),
        np.array([category for _, _, category in rows], dtype=np.int64),
    )


def every_alignment(left: list[tuple[int, int]], coders: int) -> Iterator[list[dict[int, int]]]:
    """All partitions of units into alignments with at most one unit of each coder."""
    if not left:
        yield []
        return
    (coder, at), rest = left[0], left[1:]
    for parts in every_alignment(rest, coders):
        yield [*parts, {coder: at}]
        for index, part in enumerate(parts):
            if coder not in part:
                yield [*parts[:index], part | {coder: at}, *parts[index + 1 :]]


def slow_disorder(units: list[PlacedUnits], cost: Dissimilarity) -> float:
    n = len(units)
    table = {(i, j): cost.between(units[i], units[j]) for i in range(n) for j in range(i + 1, n)}

    def of(part: dict[int, int]) -> float:
        apart = [
            table[i, j][part[i], part[j]] if i in part and j in part else cost.delta
            for i, j in table
        ]
        return sum(apart) / len(apart)

    everything = [
        (coder, at) for coder, of_coder in enumerate(units) for at in range(len(of_coder))
    ]
    best = min(sum(map(of, parts)) for parts in every_alignment(everything, n))
    return best / (len(everything) / n)


@given(
    st.integers(2, 4).flatmap(
        lambda n: st.lists(st.lists(unit, max_size=2), min_size=n, max_size=n)
    ),
    st.sampled_from([0.5, 1.0, 3.0]),
    st.sampled_from([0.0, 1.0, 2.0]),
)
@settings(deadline=None, max_examples=60)
def test_best_alignment_is_the_best_of_all(
    rows: list[list[tuple[int, int, int]]], alpha: float, beta: float
) -> None:
    if not any(rows):
        return
    units = [as_units(of_coder) for of_coder in rows]
    cost = Dissimilarity(alpha, beta)
    alignment = best_alignment(units, cost)
    assert alignment.disorder == pytest.approx(slow_disorder(units, cost), abs=1e-4)
    for coder, of_coder in enumerate(units):
        column = alignment.tuples[:, coder]
        assert sorted(column[column != NOBODY].tolist()) == list(range(len(of_coder)))


@given(st.lists(unit, min_size=3, max_size=5), st.lists(unit, min_size=3, max_size=5))
@settings(deadline=None, max_examples=30)
def test_two_coders_with_many_units(
    first: list[tuple[int, int, int]], second: list[tuple[int, int, int]]
) -> None:
    units = [as_units(first), as_units(second)]
    cost = Dissimilarity()
    assert best_alignment(units, cost).disorder == pytest.approx(
        slow_disorder(units, cost), abs=1e-4
    )


def test_published_example_of_three_observers() -> None:
    """pygamma-agreement tests for disorder .96, gamma .44-.47, gamma-cat .38-.42, 6 alignments."""
    result = gamma_agreement(SPANS, OBSERVERS, sampler="shuffle", samples=150)
    assert result.observed == pytest.approx(0.960625)
    assert len(result.aligned) == 6
    assert result.gamma.value is not None
    assert result.gamma_cat.value is not None
    assert 0.43 <= result.gamma.value <= 0.48
    assert 0.37 <= result.gamma_cat.value <= 0.43
    published = {"1": 1.0, "2": 0.0, "3": 0.0, "4": 0.0, "5": 1.0, "6": 0.37, "7": 0.0}
    for code, expected in published.items():
        assert result.gamma_k[code].value == pytest.approx(expected, abs=0.05)


def test_the_same_seed_gives_the_same_result() -> None:
    first, again = (gamma_agreement(SPANS, OBSERVERS, samples=5, seed=3) for _ in range(2))
    assert first == again
    assert first.gamma != gamma_agreement(SPANS, OBSERVERS, samples=5, seed=4).gamma


def test_more_texts_are_drawn_for_precision() -> None:
    pair = [span for span in SPANS if span.coder != "Paul"]
    result = gamma_agreement(pair, ("Alex", "Suzan"), samples=10, precision=0.03)
    assert result.samples > 10
    assert result.expected_error < 0.045


def test_identical_coders_agree_completely() -> None:
    alex = [span for span in SPANS if span.coder == "Alex"]
    twins = alex + [CodedSpan("s", "twin", s.code, s.start, s.end) for s in alex]
    result = gamma_agreement(twins, ("Alex", "twin"), samples=5)
    assert (result.observed, result.gamma.value, result.gamma_cat.value) == (0.0, 1.0, 1.0)


def test_unaligned_units_may_be_ignored() -> None:
    ignored = gamma_agreement(SPANS, OBSERVERS, samples=10, unaligned="ignore")
    counted = gamma_agreement(SPANS, OBSERVERS, samples=10)
    assert ignored.gamma.value == counted.gamma.value
    assert ignored.gamma_cat.value != counted.gamma_cat.value
    assert ignored.gamma_k["7"].reason == "no two units are aligned with each other"


def test_no_units_is_undefined() -> None:
    result = gamma_agreement([], ("Alex", "Paul"))
    assert (result.gamma.value, result.gamma.reason) == (None, "no coder marked a unit")


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="measured on one source, got s, t"):
        gamma_agreement([*SPANS, CodedSpan("t", "Alex", "1", 0, 4)], OBSERVERS)
    with pytest.raises(ValueError, match="choose from statistical, shuffle"):
        gamma_agreement(SPANS, OBSERVERS, sampler="urn")
    with pytest.raises(ValueError, match="choose from count, ignore"):
        gamma_agreement(SPANS, OBSERVERS, unaligned="drop")
    with pytest.raises(ValueError, match="two or more different coders"):
        gamma_agreement(SPANS, ("Alex",))
    with pytest.raises(ValueError, match="one random text or more"):
        gamma_agreement(SPANS, OBSERVERS, samples=0)
    with pytest.raises(ValueError, match="delta is above 0"):
        gamma_agreement(SPANS, OBSERVERS, delta=0)
    crowd = [as_units([(0, 9, 0)] * 12) for _ in range(4)]
    with pytest.raises(ValueError, match="more than 1000 candidate alignments"):
        best_alignment(crowd, Dissimilarity(), max_candidates=1000)
