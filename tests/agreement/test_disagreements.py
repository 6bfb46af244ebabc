"""Tests of the alignment of the codings of two coders."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.agreement.disagreements import (
    AGREED,
    BOUNDARY,
    EXTRA,
    MISSED,
    OTHER_CODE,
    Disagreement,
    align,
    ranked,
)
from toolkit.agreement.spans import CodedSpan

A, B = "ann", "ben"
SWAPPED = {MISSED: EXTRA, EXTRA: MISSED}
DOMAINS = {"law": "impact", "cost": "impact", "barrier": "facet"}


def span(coder: str, code: str, start: int, end: int, source: str = "s") -> CodedSpan:
    return CodedSpan(source, coder, code, start, end)


spans = st.lists(
    st.builds(
        lambda coder, code, start, length, source: span(coder, code, start, start + length, source),
        st.sampled_from([A, B]),
        st.sampled_from(["law", "cost", "barrier"]),
        st.integers(0, 40),
        st.integers(1, 15),
        st.sampled_from(["s", "t"]),
    ),
    max_size=14,
)


def _codings(rows: list[Disagreement]) -> Counter[CodedSpan]:
    return Counter(span for row in rows for span in (*row.a, *row.b))


@settings(deadline=None)  # the solver is imported on first use
@given(spans, st.sampled_from([None, DOMAINS]))
def test_every_coding_is_in_exactly_one_row(
    given_spans: list[CodedSpan], domains: dict[str, str] | None
) -> None:
    rows = align(given_spans, (A, B), domains)
    assert _codings(rows) == Counter(set(given_spans))


@given(spans, st.sampled_from([None, DOMAINS]))
def test_exchanging_the_coders_exchanges_missed_and_extra(
    given_spans: list[CodedSpan], domains: dict[str, str] | None
) -> None:
    other = {A: "zoe", B: B}
    swapped = [replace(span, coder=other[span.coder]) for span in given_spans]
    rows = align(given_spans, (A, B), domains)
    mirrored = align(swapped, ("zoe", B), domains)
    assert Counter(row.kind for row in mirrored if row.kind in (AGREED, BOUNDARY)) == Counter(
        row.kind for row in rows if row.kind in (AGREED, BOUNDARY)
    )
    # Of equally good pairings either may be taken, but the number of pairs must not differ.
    assert Counter(row.kind for row in mirrored) == Counter(
        SWAPPED.get(row.kind, row.kind) for row in rows
    )
    assert align(given_spans, (B, A), domains) == rows


@given(spans)
def test_the_order_of_the_input_does_not_matter(given_spans: list[CodedSpan]) -> None:
    assert align(given_spans[::-1], (A, B)) == align(given_spans, (A, B))


@given(spans)
def test_nothing_is_in_dispute_exactly_where_the_coders_agree(
    given_spans: list[CodedSpan],
) -> None:
    for row in align(given_spans, (A, B)):
        assert (row.characters == 0) == (row.kind == AGREED)


@given(spans)
def test_a_coder_never_disagrees_with_a_copy(given_spans: list[CodedSpan]) -> None:
    of_a = [replace(span, coder=A) for span in given_spans]
    copy = [replace(span, coder=B) for span in given_spans]
    assert {row.kind for row in align([*of_a, *copy], (A, B))} <= {AGREED}


@pytest.mark.parametrize(
    ("codings", "kind", "characters"),
    [
        ([span(A, "law", 0, 9), span(B, "law", 0, 9)], AGREED, 0),
        ([span(A, "law", 0, 9), span(B, "law", 3, 12)], BOUNDARY, 6),
        ([span(A, "law", 0, 9), span(B, "law", 0, 4), span(B, "law", 4, 9)], AGREED, 0),
        ([span(A, "law", 0, 9), span(B, "cost", 0, 9)], OTHER_CODE, 9),
        ([span(A, "law", 0, 9)], MISSED, 9),
        ([span(B, "law", 0, 9)], EXTRA, 9),
    ],
)
def test_each_kind(codings: list[CodedSpan], kind: str, characters: int) -> None:
    rows = align(codings, (A, B))
    assert [(row.kind, row.characters) for row in rows] == [(kind, characters)]


def test_spans_that_only_touch_have_nothing_in_common() -> None:
    rows = align([span(A, "law", 0, 5), span(B, "law", 5, 9)], (A, B))
    assert [row.kind for row in rows] == [MISSED, EXTRA]


def test_a_code_of_the_same_domain_is_the_other_code_first() -> None:
    rows = align(
        [span(A, "law", 0, 10), span(B, "cost", 0, 6), span(B, "barrier", 0, 10)], (A, B), DOMAINS
    )
    assert {(row.kind, row.codes) for row in rows} == {
        (OTHER_CODE, ("law", "cost")),
        (EXTRA, ("barrier",)),
    }


def test_across_domains_half_of_the_common_extent_must_be_shared() -> None:
    near = [span(A, "law", 0, 10), span(B, "barrier", 0, 9)]
    far = [span(A, "law", 0, 10), span(B, "barrier", 8, 20)]
    assert [row.kind for row in align(near, (A, B), DOMAINS)] == [OTHER_CODE]
    assert [row.kind for row in align(far, (A, B), DOMAINS)] == [MISSED, EXTRA]
    assert [row.kind for row in align(far, (A, B))] == [OTHER_CODE]


def test_the_id_holds_while_the_answers_hold() -> None:
    (row,) = align([span(A, "law", 0, 9), span(B, "law", 3, 12)], (A, B))
    (same,) = align([span(B, "law", 3, 12), span(A, "law", 0, 9)], (B, A))
    (moved,) = align([span(A, "law", 0, 9), span(B, "law", 3, 13)], (A, B))
    assert row.id == same.id != moved.id


def test_the_largest_come_first_and_agreement_not_at_all() -> None:
    rows = align(
        [
            span(A, "law", 0, 5),
            span(B, "law", 0, 5),
            span(A, "cost", 10, 12),
            span(B, "barrier", 30, 60),
        ],
        (A, B),
    )
    assert [row.kind for row in ranked(rows)] == [EXTRA, MISSED]
