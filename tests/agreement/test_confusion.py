"""Tests of the code-by-code confusion matrix, and of precision and recall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.agreement.confusion import (
    NOTHING,
    by_characters,
    by_codings,
    confused_pairs,
    retrieval,
    retrieval_ratios,
)
from toolkit.agreement.disagreements import align
from toolkit.agreement.spans import CodedSpan, SourceFrame

A, B = "ann", "ben"
LENGTH = 60
FRAME = SourceFrame("s", LENGTH, coverage=frozenset((A, B)))
DOMAINS = {"law": "impact", "cost": "impact", "barrier": "facet"}

spans = st.lists(
    st.builds(
        lambda coder, code, start, length: CodedSpan(
            "s", coder, code, start, min(start + length, LENGTH)
        ),
        st.sampled_from([A, B]),
        st.sampled_from(["law", "cost", "barrier"]),
        st.integers(0, LENGTH - 1),
        st.integers(1, 20),
    ),
    max_size=12,
)


def _coded(given_spans: list[CodedSpan], coder: str, code: str) -> int:
    return len(
        {
            at
            for s in given_spans
            if (s.coder, s.code) == (coder, code)
            for at in range(s.start, s.end)
        }
    )


@given(spans, st.sampled_from([None, DOMAINS]))
def test_rows_and_columns_add_up_to_what_each_coder_coded(
    given_spans: list[CodedSpan], domains: dict[str, str] | None
) -> None:
    cells = by_characters([FRAME], given_spans, (A, B), domains)
    for code in DOMAINS:
        row = sum(count for (code_a, _), count in cells.items() if code_a == code)
        column = sum(count for (_, code_b), count in cells.items() if code_b == code)
        assert row == pytest.approx(_coded(given_spans, A, code))
        assert column == pytest.approx(_coded(given_spans, B, code))


@given(spans, st.sampled_from([None, DOMAINS]))
def test_exchanging_the_coders_transposes_the_matrix(
    given_spans: list[CodedSpan], domains: dict[str, str] | None
) -> None:
    cells = by_characters([FRAME], given_spans, (A, B), domains)
    turned = by_characters([FRAME], given_spans, (B, A), domains)
    assert {(b, a): pytest.approx(n) for (a, b), n in cells.items()} == turned


def test_only_characters_inside_the_frame_count() -> None:
    frame = SourceFrame("s", LENGTH, frame=[(0, 4), (8, 10)], coverage=frozenset((A, B)))
    given_spans = [CodedSpan("s", A, "law", 0, 10), CodedSpan("s", B, "cost", 2, 10)]
    assert by_characters([frame], given_spans, (A, B)) == {("law", NOTHING): 2, ("law", "cost"): 4}


def test_a_source_that_one_coder_did_not_open_says_nothing() -> None:
    frame = SourceFrame("s", LENGTH, coverage=frozenset((A,)))
    assert by_characters([frame], [CodedSpan("s", A, "law", 0, 10)], (A, B)) == {}


def test_inside_a_domain_comes_before_across() -> None:
    given_spans = [
        CodedSpan("s", A, "law", 0, 10),
        CodedSpan("s", B, "cost", 0, 10),
        CodedSpan("s", B, "barrier", 0, 10),
    ]
    assert by_characters([FRAME], given_spans, (A, B), DOMAINS) == {
        ("law", "cost"): 10,
        (NOTHING, "barrier"): 10,
    }
    assert by_characters([FRAME], given_spans, (A, B)) == {
        ("law", "cost"): 5,
        ("law", "barrier"): 5,
        (NOTHING, "barrier"): 5,
        (NOTHING, "cost"): 5,
    }


def test_the_most_confused_pair_counts_both_directions() -> None:
    given_spans = [
        CodedSpan("s", A, "law", 0, 10),
        CodedSpan("s", B, "cost", 0, 10),
        CodedSpan("s", A, "cost", 20, 24),
        CodedSpan("s", B, "law", 20, 24),
        CodedSpan("s", A, "law", 40, 46),
        CodedSpan("s", B, "law", 40, 46),
    ]
    (pair,) = confused_pairs(
        [by_characters([FRAME], given_spans, (A, B))], [by_codings(align(given_spans, (A, B)))]
    )
    assert (pair.code, pair.other, pair.characters, pair.codings) == ("cost", "law", 14, 2)
    # The code law is on 20 characters and cost on 14, and all 14 are among those 20.
    assert pair.share == pytest.approx(14 / 20)


def test_precision_and_recall_are_each_others_mirror() -> None:
    rows = align(
        [
            CodedSpan("s", A, "law", 0, 10),
            CodedSpan("s", B, "law", 2, 10),
            CodedSpan("s", A, "cost", 20, 24),
            CodedSpan("s", B, "barrier", 30, 34),
            CodedSpan("s", B, "barrier", 40, 44),
        ],
        (A, B),
    )
    assert retrieval(rows, A) == (1, 1, 2)
    assert retrieval(rows, B) == (1, 2, 1)
    assert retrieval_ratios(*retrieval(rows, A)) == (1 / 2, 1 / 3, 2 / 5)
    assert retrieval_ratios(0, 0, 0) == (None, None, None)
    assert retrieval_ratios(0, 0, 3) == (None, 0.0, 0.0)
