"""Co-occurrence equals published examples and a slow count, and stays within its bounds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.analysis.case_stretches import Material
from toolkit.analysis.cooccurrence import CoOccurrence, CooccurrenceUnit, co_occurrence
from toolkit.domain.codebook import Code, Codebook
from toolkit.domain.codings import Coding
from toolkit.domain.spans import Span, union
from toolkit.domain.transcript import Role, Turn

if TYPE_CHECKING:
    import random

BOOK = Codebook(
    (Code("p", {"en": "P"}), Code("a", {"en": "A"}, parent="p"), Code("b", {"en": "B"}))
)


def turns(count: int, length: int = 10) -> list[Turn]:
    """Turns of `length` characters; the odd ones are an interviewer's, the others an expert's."""
    return [
        Turn(
            at,
            "",
            Role.INTERVIEWER if at % 2 else Role.EXPERT,
            Span(at * length, (at + 1) * length),
            Span(at * length, (at + 1) * length),
        )
        for at in range(count)
    ]


def coding(source: str, start: int, end: int, code: str, name: str = "") -> Coding:
    return Coding(
        name or f"{source}-{start}-{end}-{code}", source, Span(start, end), code, "x", "main"
    )


def test_frequencies_of_a_hundred_and_ten_with_five_together() -> None:
    # The manual of ATLAS.ti, "c-coefficient": n1 = 100, n2 = 10 and n12 = 5 give c = .048.
    codings = [coding(f"S{at:03}", 0, 5, "a") for at in range(100)]
    codings += [coding(f"S{at:03}", 2, 7, "b") for at in range(95, 105)]
    for unit in (CooccurrenceUnit.SOURCE, CooccurrenceUnit.SEGMENT):
        (pair,) = co_occurrence(codings, BOOK, Material(), unit=unit).pairs
        assert (pair.n_a, pair.n_b, pair.n_both) == (100, 10, 5)
        assert pair.jaccard == pytest.approx(0.048, abs=5e-4)
        assert (pair.a_given_b, pair.b_given_a) == (0.5, 0.05)
        assert pair.uneven


def test_what_needs_the_number_of_units() -> None:
    # Of eight units a is in four, b in two and both in two: PMI = ln 2, NPMI = ln 2 / ln 4 = 1/2.
    codings = [coding(f"S{at}", 0, 5, "a") for at in range(4)]
    codings += [coding(f"S{at}", 0, 5, "b") for at in range(2)]
    material = Material(covered=[f"S{at}" for at in range(8)])
    counts = co_occurrence(codings, BOOK, material, unit="source")
    (pair,) = counts.pairs
    assert counts.units == 8
    assert (pair.expected, pair.lift) == (1.0, 2.0)
    assert pair.npmi == pytest.approx(0.5)
    assert not pair.uneven
    (segments,) = co_occurrence(codings, BOOK, material, unit="segment").pairs
    assert (segments.expected, segments.lift, segments.npmi) == (None, None, None)


def test_codes_that_are_everywhere_have_no_npmi() -> None:
    (pair,) = co_occurrence(
        [coding("S", 0, 5, "a"), coding("S", 9, 12, "b")], BOOK, Material(), unit="source"
    ).pairs
    assert (pair.jaccard, pair.lift, pair.npmi) == (1.0, 1.0, None)


def test_turns_are_experts_turns() -> None:
    material = Material(turns={"S": turns(6)})
    codings = [
        coding("S", 0, 3, "a"),
        coding("S", 5, 9, "b"),  # the same turn, elsewhere
        coding("S", 12, 15, "a"),
        coding("S", 12, 15, "b"),  # an interviewer's turn
        coding("S", 25, 45, "a"),  # two expert turns
        coding("S", 41, 42, "b"),
    ]
    counts = co_occurrence(codings, BOOK, material, unit="turn")
    (pair,) = counts.pairs
    assert (counts.units, pair.n_a, pair.n_b, pair.n_both) == (3, 3, 2, 2)
    assert pair.refs == ("S-0-3-a", "S-5-9-b", "S-25-45-a", "S-41-42-b")


def test_a_segment_is_paired_once() -> None:
    codings = [
        coding("S", 0, 20, "a"),
        coding("S", 0, 5, "b"),
        coding("S", 8, 12, "b"),
        coding("S", 18, 30, "b"),
        coding("S", 25, 28, "a"),
        coding("S", 30, 40, "a"),
    ]
    (pair,) = co_occurrence(codings, BOOK, Material(), unit="segment").pairs
    assert (pair.n_a, pair.n_b, pair.n_both) == (3, 3, 2)
    assert pair.refs == ("S-0-5-b", "S-0-20-a", "S-18-30-b", "S-25-28-a")


def test_a_code_is_not_paired_with_what_is_above_it() -> None:
    codings = [coding("S", 0, 5, code) for code in ("p", "a", "b", "zz")]
    counts = co_occurrence(codings, BOOK, Material(), unit="segment")
    assert [(pair.a, pair.b) for pair in counts.pairs] == [
        ("p", "b"),
        ("p", "zz"),
        ("a", "b"),
        ("a", "zz"),
        ("b", "zz"),
    ]


def test_nothing_meets() -> None:
    for unit in CooccurrenceUnit:
        assert co_occurrence([], BOOK, Material(), unit=unit).pairs == ()
    with pytest.raises(ValueError, match="paragraph"):
        co_occurrence([], BOOK, Material(), unit="paragraph")


CODINGS = st.lists(
    st.builds(
        lambda source, start, length, code, number: coding(
            source, start, start + length, code, f"{source}-{start}-{length}-{code}-{number}"
        ),
        st.sampled_from(["S", "T"]),
        st.integers(0, 50),
        st.integers(1, 25),
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 1),
    ),
    max_size=16,
)
MATERIAL = Material(turns={"S": turns(7), "T": turns(7)})


def figures(counts: CoOccurrence) -> list[object]:
    return [counts.unit, counts.units, counts.pairs]


@settings(max_examples=150, deadline=None)
@given(CODINGS, st.sampled_from(CooccurrenceUnit), st.randoms(use_true_random=False))
def test_bounds_order_and_duplicates(
    codings: list[Coding], unit: CooccurrenceUnit, chance: random.Random
) -> None:
    counts = co_occurrence(codings, BOOK, MATERIAL, unit=unit)
    for pair in counts.pairs:
        assert 0 < pair.n_both <= min(pair.n_a, pair.n_b)
        assert 0 < pair.jaccard <= 1
        assert pair.npmi is None or -1 <= pair.npmi <= 1 + 1e-12
        assert {coding.code_id for coding in codings if coding.id in pair.refs} == {pair.a, pair.b}
    again = codings * 2
    chance.shuffle(again)
    assert figures(co_occurrence(again, BOOK, MATERIAL, unit=unit)) == figures(counts)


@settings(max_examples=150, deadline=None)
@given(CODINGS)
def test_units_equal_the_slow_count(codings: list[Coding]) -> None:
    pairs = {(p.a, p.b): p for p in co_occurrence(codings, BOOK, MATERIAL, unit="turn").pairs}
    every = [
        (source, turn) for source in sorted({c.source_id for c in codings}) for turn in
        MATERIAL.turns[source] if turn.role is Role.EXPERT
    ]  # fmt: skip

    def holding(code: str) -> set[tuple[str, int]]:
        return {
            (source, turn.index)
            for source, turn in every
            for c in codings
            if c.code_id == code and c.source_id == source and c.span.overlaps(turn.body)
        }

    for a, b in (("a", "b"), ("a", "c"), ("b", "c")):
        both = holding(a) & holding(b)
        if not both:
            assert (a, b) not in pairs
            continue
        pair = pairs[a, b]
        assert (pair.n_a, pair.n_b, pair.n_both) == (len(holding(a)), len(holding(b)), len(both))
        expected = pair.n_a * pair.n_b / len(every)
        assert pair.lift == pytest.approx(pair.n_both / expected)
        if len(both) < len(every):
            share = len(both) / len(every)
            assert pair.npmi == pytest.approx(math.log(pair.n_both / expected) / -math.log(share))


@settings(max_examples=150, deadline=None)
@given(CODINGS)
def test_the_matching_of_segments_is_a_largest_one(codings: list[Coding]) -> None:
    def segments(code: str) -> list[tuple[str, Span]]:
        return [
            (source, span)
            for source in ("S", "T")
            for span in union(
                (c.span for c in codings if c.code_id == code and c.source_id == source),
                join_touching=False,
            )
        ]

    def largest(left: list[tuple[str, Span]], right: list[tuple[str, Span]]) -> int:
        """The size of a largest matching, found by augmenting paths."""
        partner: dict[int, int] = {}

        def place(at: int, seen: set[int]) -> bool:
            for other, (source, span) in enumerate(right):
                if left[at][0] != source or not left[at][1].overlaps(span) or other in seen:
                    continue
                seen.add(other)
                if other not in partner or place(partner[other], seen):
                    partner[other] = at
                    return True
            return False

        return sum(place(at, set()) for at in range(len(left)))

    pairs = {(p.a, p.b): p for p in co_occurrence(codings, BOOK, MATERIAL, unit="segment").pairs}
    for a, b in (("a", "b"), ("a", "c"), ("b", "c")):
        expected = largest(segments(a), segments(b))
        assert (pairs[a, b].n_both if (a, b) in pairs else 0) == expected
        if expected:
            assert (pairs[a, b].n_a, pairs[a, b].n_b) == (len(segments(a)), len(segments(b)))
