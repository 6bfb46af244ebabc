"""Tests of the figures of MAXQDA and NVivo, of matching, and of boundary similarity."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.agreement import (
    CodedSpan,
    SourceFrame,
    boundary_kappa,
    boundary_similarity,
    cover_tables,
    document_agreement,
    nvivo_average,
    nvivo_rows,
    segment_agreement,
)
from toolkit.agreement.coefficient import NOT_USED
from toolkit.agreement.matching import best_pairs, meeting

PAIR = ("ann", "ben")
FRAMES = [
    SourceFrame("E01", 100, coverage=set(PAIR)),
    SourceFrame("E02", 100, coverage={"ann"}),
    SourceFrame("E03", 400, coverage=set(PAIR)),
]


def coded(*rows: tuple[str, str, str, int, int]) -> list[CodedSpan]:
    return [CodedSpan(*row) for row in rows]


def test_segments_find_one_partner_each() -> None:
    spans = coded(
        ("E01", "ann", "law", 0, 20),
        ("E01", "ben", "law", 0, 10),
        ("E01", "ben", "law", 10, 20),
        ("E02", "ann", "law", 0, 20),
        ("E03", "ann", "cost", 5, 15),
        ("E03", "ben", "cost", 5, 14),
    )
    rows = segment_agreement(FRAMES, spans, PAIR, overlap=0.5)
    assert [(r.code, r.matched, r.first_only, r.second_only) for r in rows] == [
        ("cost", 1, 0, 0),
        ("law", 1, 0, 1),
        ("", 2, 0, 1),
    ]
    assert rows[-1].percent.value == pytest.approx(4 / 5)
    assert rows[-1].kappa.value == pytest.approx((2 / 3 - 1 / 2) / (1 / 2))
    strict = segment_agreement(FRAMES, spans, PAIR, overlap=0.95)
    assert strict[-1].matched == 0
    shorter = segment_agreement(FRAMES, spans, PAIR, overlap=0.95, of="shorter")
    assert shorter[-1].matched == 2


def test_segments_without_a_code_are_undefined() -> None:
    (row, everything) = segment_agreement(FRAMES, [], PAIR, ["law"])
    assert (row.percent.value, row.percent.reason) == (None, NOT_USED)
    assert everything.kappa.value is None
    spans = coded(("E01", "ann", "law", 0, 5), ("E01", "ben", "law", 0, 5))
    assert segment_agreement(FRAMES, spans, PAIR)[0].kappa.reason == (
        "chance agreement needs two or more codes to choose from"
    )


def test_documents_by_presence_and_frequency() -> None:
    spans = coded(
        ("E01", "ann", "law", 0, 5),
        ("E01", "ann", "law", 9, 12),
        ("E01", "ben", "law", 50, 60),
        ("E03", "ann", "cost", 0, 5),
        ("E02", "ann", "cost", 0, 5),
    )
    presence = document_agreement(FRAMES, spans, PAIR)
    assert (presence.value, presence.n_units) == (0.75, 4)
    assert document_agreement(FRAMES, spans, PAIR, by="frequency").value == 0.5
    assert document_agreement([], [], PAIR).value is None


def test_nvivo_marks_undefined_what_nvivo_prints_as_1() -> None:
    spans = coded(
        ("E01", "ann", "law", 0, 50),
        ("E01", "ben", "law", 0, 50),
        ("E03", "ann", "law", 0, 100),
        ("E03", "ben", "law", 100, 200),
    )
    rows = nvivo_rows(cover_tables(FRAMES, spans, PAIR, ["cost", "law"]))
    assert [(row.source_id, row.code) for row in rows] == [
        (source, code) for source in ("E01", "E03") for code in ("cost", "law")
    ]
    assert (rows[0].kappa, rows[0].percent, rows[0].reason) == (None, 1.0, NOT_USED)
    values = [row.kappa for row in rows if row.kappa is not None]
    assert values == pytest.approx([1.0, -1 / 3])
    assert nvivo_average(rows).value == pytest.approx(1 / 3)
    assert nvivo_average(rows, "length").value == pytest.approx((100 - 400 / 3) / 500)
    assert nvivo_average([]).reason == "no row has a value"


intervals = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8)


@given(intervals, intervals, st.integers(0, 3))
@settings(deadline=None)
def test_meeting_finds_every_pair_that_shares_a_character(
    first: list[tuple[int, int]], second: list[tuple[int, int]], reach: int
) -> None:
    sides = [
        (np.array([a for a, _ in side], dtype=int), np.array([a + n for a, n in side], dtype=int))
        for side in (first, second)
    ]
    items, partners = meeting(sides[0], sides[1], reach)
    expected = {
        (i, j)
        for i, (a, n) in enumerate(first)
        for j, (b, k) in enumerate(second)
        if a < b + k + reach and b < a + n + reach
    }
    assert set(zip(items.tolist(), partners.tolist(), strict=True)) == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 9)), max_size=9))
@settings(deadline=None)
def test_best_pairs_gain_the_most(edges: list[tuple[int, int, int]]) -> None:
    best = {(a, b): gain for a, b, gain in edges}
    first = np.array([a for a, _ in best], dtype=int)
    second = np.array([b for _, b in best], dtype=int)
    gain = np.array(list(best.values()), dtype=float)
    chosen = best_pairs(first, second, gain)
    assert len(set(first[chosen].tolist())) == len(chosen)
    assert len(set(second[chosen].tolist())) == len(chosen)
    most = max(sum(best.get((a, b), 0) for a, b in enumerate(p)) for p in permutations(range(4)))
    assert gain[chosen].sum() == most


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ([2, 3, 6], [5, 6], 0.5),
        ([2, 3, 6], [2, 3, 3, 3], 2 / 3),
        ([2, 3, 6], [2, 2, 7], 0.75),
        ([2, 3, 6], [1, 1, 3, 1, 5], 0.5),
        ([2, 3, 6], [2, 3, 6], 1.0),
        ([11], [5, 6], 0.0),
    ],
)
def test_boundary_similarity_of_segeval(first: list[int], second: list[int], value: float) -> None:
    """The expected values come from the tests of segeval (Fournier 2013)."""
    assert boundary_similarity(first, second).value == pytest.approx(value)
    assert boundary_similarity(second, first).value == pytest.approx(value)


def test_boundaries_without_moves() -> None:
    assert boundary_similarity([2, 3, 6], [2, 2, 7], n_t=1).value == pytest.approx(1 / 3)
    assert boundary_similarity([11], [11]).value is None


def test_boundary_pi_uses_shared_marginals() -> None:
    text = {"text": {"c1": [2, 8, 2, 1], "c2": [2, 1, 7, 2, 1]}}
    kappa, pi = boundary_kappa(text).value, boundary_kappa(text, chance="pi").value
    assert kappa == pytest.approx((0.75 - 1 / 12) / (1 - 1 / 12))
    assert pi == pytest.approx((0.75 - (7 / 24) ** 2) / (1 - (7 / 24) ** 2))


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="choose from union, shorter, longer"):
        segment_agreement(FRAMES, [], PAIR, of="mean")
    with pytest.raises(ValueError, match="not a share"):
        segment_agreement(FRAMES, [], PAIR, overlap=90)
    with pytest.raises(ValueError, match="between two coders, got 3"):
        segment_agreement(FRAMES, [], ("a", "b", "c"))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="choose presence or frequency"):
        document_agreement(FRAMES, [], PAIR, by="weight")
    with pytest.raises(ValueError, match="choose plain or length"):
        nvivo_average([], "words")
    with pytest.raises(ValueError, match="not one text"):
        boundary_similarity([3], [4])
    with pytest.raises(ValueError, match="1 or more"):
        boundary_similarity([3, 0], [3])
    with pytest.raises(ValueError, match="not segmented by a, b"):
        boundary_kappa({"s": {"a": [2], "b": [2]}, "t": {"a": [2]}})
