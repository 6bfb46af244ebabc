"""Tests of who covered which source, and of the agreement table on coded spans."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.agreement import (
    CodedSpan,
    SourceFrame,
    agreement_table,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    cover_tables,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from toolkit.agreement.coefficient import NO_VARIATION, NOT_USED, Coefficient
from toolkit.agreement.table.rows import COEFFICIENTS, NO_SHARED_SOURCE, AgreementRow

if TYPE_CHECKING:
    from collections.abc import Callable

CODERS = ("ann", "ben", "cat")
CODES = ("trust", "law", "cost")
LENGTH = 60

OF_RATINGS: dict[str, Callable[..., Coefficient]] = {
    "percent": percent_agreement,
    "conger_kappa": conger_kappa,
    "fleiss_kappa": fleiss_kappa,
    "brennan_prediger": brennan_prediger,
    "gwet_ac1": gwet_ac1,
    "krippendorff_alpha": krippendorff_alpha,
}


def stretch(length: int = LENGTH) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, length - 1), st.integers(1, 20)).map(
        lambda at: (at[0], min(at[0] + at[1], length))
    )


span = st.tuples(st.sampled_from(CODERS), st.sampled_from(CODES), stretch()).map(
    lambda at: CodedSpan("E01", at[0], at[1], *at[2])
)
spans_in_one = st.lists(span, max_size=25)


def everyone(*names: str) -> list[SourceFrame]:
    return [SourceFrame(name, LENGTH, coverage=frozenset(CODERS)) for name in names]


def by_characters(spans: list[CodedSpan], code: str, coders: tuple[str, ...]) -> np.ndarray:
    """Count the slow way, with one row for each character."""
    table = np.zeros((LENGTH, len(coders)), dtype=bool)
    for item in spans:
        if item.code == code and item.coder in coders:
            table[item.start : item.end, coders.index(item.coder)] = True
    return table


@given(spans_in_one)
@settings(deadline=None)
def test_table_equals_the_slow_way(spans: list[CodedSpan]) -> None:
    for row in agreement_table(everyone("E01"), spans, CODERS, CODES):
        if row.scope == "macro":
            continue
        codes = CODES if row.scope == "pooled" else (row.code,)
        data = np.concatenate([by_characters(spans, code, row.coders) for code in codes])
        for name, coefficient in OF_RATINGS.items():
            if name == "percent" and not data.any():
                assert row.percent is None
            else:
                same_value(getattr(row, name), coefficient(data, [False, True]).value)
        if len(row.coders) == 2:
            same_value(row.cohen_kappa, cohen_kappa(data, [False, True]).value)
        assert row.prevalence == pytest.approx(data.mean())
        assert row.n == LENGTH


@given(spans_in_one)
@settings(deadline=None)
def test_tables_give_ratings(spans: list[CodedSpan]) -> None:
    tables = cover_tables(everyone("E01"), spans, CODERS, CODES)
    for code in CODES:
        data = by_characters(spans, code, CODERS)
        ratings = tables.ratings([code])
        assert ratings.times.sum() == LENGTH
        for coefficient in OF_RATINGS.values():
            same_value(coefficient(ratings).value, coefficient(data, [False, True]).value)


@given(spans_in_one)
@settings(deadline=None)
def test_subsets_add_up_to_the_frame(spans: list[CodedSpan]) -> None:
    tables = cover_tables(everyone("E01"), spans, CODERS, CODES)
    for code in CODES:
        data = by_characters(spans, code, CODERS)
        subsets = tables.subsets("E01", code)
        assert sum(subsets.values()) == LENGTH
        for who, length in subsets.items():
            pattern = [name in who for name in CODERS]
            assert length == (data == pattern).all(axis=1).sum()


@given(spans_in_one, st.permutations(CODERS), st.permutations(CODES))
@settings(deadline=None)
def test_names_and_order_change_nothing(
    spans: list[CodedSpan], coders: list[str], codes: list[str]
) -> None:
    rename = dict(zip(CODES, codes, strict=True))
    moved = [replace(item, code=rename[item.code]) for item in spans][::-1]
    before = {(row.scope, row.code, frozenset(row.coders)): row for row in table(spans)}
    after = agreement_table(everyone("E01"), moved, coders, codes)
    for row in after:
        back = {new: old for old, new in rename.items()}
        other = before[row.scope, back.get(row.code, ""), frozenset(row.coders)]
        for name in COEFFICIENTS:
            same_value(getattr(row, name), getattr(other, name))
        assert sorted(row.uses) == sorted(other.uses)


@given(spans_in_one, st.integers(1, LENGTH - 1))
@settings(deadline=None)
def test_splitting_a_text_and_pooling_is_the_same(spans: list[CodedSpan], cut: int) -> None:
    halves = [
        SourceFrame("left", cut, coverage=frozenset(CODERS)),
        SourceFrame("right", LENGTH - cut, coverage=frozenset(CODERS)),
    ]
    moved = []
    for item in spans:
        if item.start < cut:
            moved.append(replace(item, source_id="left", end=min(item.end, cut)))
        if item.end > cut:
            start = max(item.start, cut) - cut
            moved.append(replace(item, source_id="right", start=start, end=item.end - cut))
    same_rows(table(spans), agreement_table(halves, moved, CODERS, CODES))


@given(spans_in_one, st.integers(2, 50))
@settings(deadline=None)
def test_scaling_all_lengths_changes_no_kappa(spans: list[CodedSpan], factor: int) -> None:
    frame = SourceFrame("E01", LENGTH * factor, coverage=frozenset(CODERS))
    moved = [replace(s, start=s.start * factor, end=s.end * factor) for s in spans]
    for row, other_row in zip(
        table(spans), agreement_table([frame], moved, CODERS, CODES), strict=True
    ):
        for name in COEFFICIENTS:
            # Alpha corrects for the number of characters, so it moves a little.
            limit = 0.05 if name == "krippendorff_alpha" else 1e-9
            same_value(getattr(row, name), getattr(other_row, name), limit)


@given(spans_in_one)
@settings(deadline=None)
def test_a_duplicated_coder_agrees_completely(spans: list[CodedSpan]) -> None:
    ann = [item for item in spans if item.coder == "ann"]
    twins = [replace(item, coder=name) for item in ann for name in ("ann", "ben")]
    for row in agreement_table(everyone("E01"), twins, ("ann", "ben"), CODES):
        assert row.percent == (pytest.approx(1.0) if any(row.uses) else None)
        for name in COEFFICIENTS:
            same_value(getattr(row, name) or 1.0, 1.0)


@given(spans_in_one)
@settings(deadline=None)
def test_self_overlap_counts_once(spans: list[CodedSpan]) -> None:
    again = [replace(s, start=s.start, end=max(s.start + 1, s.end - 1)) for s in spans]
    same_rows(table(spans), table([*spans, *spans, *again]))


@given(spans_in_one)
@settings(deadline=None)
def test_a_missing_coder_is_not_a_no(spans: list[CodedSpan]) -> None:
    two = [item for item in spans if item.coder != "cat"]
    frames = [SourceFrame("E01", LENGTH, coverage={"ann", "ben"})]
    rows = agreement_table(frames, two, CODERS, CODES)
    pair = {row.code or row.scope: row for row in rows if row.coders == ("ann", "ben")}
    for row in rows:
        if len(row.coders) == 3:
            for name in OF_RATINGS:
                same_value(getattr(row, name), getattr(pair[row.code or row.scope], name))
        elif "cat" in row.coders:
            assert (row.percent, row.n, row.sources) == (None, 0, 0)
            assert row.reason == NO_SHARED_SOURCE


def test_what_one_coder_did_alone_makes_no_agreement_elsewhere() -> None:
    """Two uncoded sources are no complete agreement just because one coder coded a third."""
    frames = [SourceFrame(name, 100, coverage=frozenset(CODERS)) for name in ("E01", "E02")]
    frames.append(SourceFrame("E03", 100, coverage=frozenset({"ann"})))
    alone = [CodedSpan("E03", "ann", "law", 0, 50)]
    for row in agreement_table(frames, alone, CODERS, ["law"]):
        assert [getattr(row, name) for name in COEFFICIENTS] == [None] * 7
        assert row.reason == NOT_USED
    rest = [CodedSpan(name, coder, "law", 0, 100) for name in ("E01", "E02") for coder in CODERS]
    for row in agreement_table(frames, [*alone, *rest], CODERS, ["law"]):
        assert [getattr(row, name) for name in COEFFICIENTS[1:]] == [None] * 6
        assert row.reason == NO_VARIATION


def test_a_missing_coder_does_not_lower_agreement() -> None:
    spans = [CodedSpan("E01", name, "trust", 0, 30) for name in ("ann", "ben")]
    absent = [SourceFrame("E01", LENGTH, coverage={"ann", "ben"})]
    assert agreement_table(absent, spans, CODERS)[0].krippendorff_alpha == pytest.approx(1.0)
    silent = agreement_table(everyone("E01"), spans, CODERS)[0].krippendorff_alpha
    assert silent is not None
    assert silent < 0.4


def test_coverage_differs_by_source() -> None:
    """The table counts as many characters as the slow way, with gaps where a coder was absent."""
    frames = [
        SourceFrame("E01", LENGTH, coverage=frozenset(CODERS)),
        SourceFrame("E02", LENGTH, coverage={"ann", "cat"}),
        SourceFrame("E03", LENGTH, coverage={"ben"}),
    ]
    spans = [
        CodedSpan("E01", "ann", "trust", 0, 20),
        CodedSpan("E01", "ben", "trust", 5, 25),
        CodedSpan("E01", "cat", "trust", 50, 60),
        CodedSpan("E02", "ann", "trust", 30, 60),
        CodedSpan("E02", "cat", "trust", 10, 50),
        CodedSpan("E03", "ben", "trust", 0, 9),
    ]
    data: list[list[bool | None]] = []
    for frame in frames:
        in_source = [item for item in spans if item.source_id == frame.source_id]
        for values in by_characters(in_source, "trust", CODERS).tolist():
            data.append(
                [
                    v if name in frame.coverage else None
                    for name, v in zip(CODERS, values, strict=True)
                ]
            )
    row = agreement_table(frames, spans, CODERS)[0]
    for name, coefficient in OF_RATINGS.items():
        same_value(getattr(row, name), coefficient(data).value)
    assert (row.n, row.sources, row.uses) == (2 * LENGTH, 2, (2, 1, 2))


@given(spans_in_one)
@settings(deadline=None)
def test_uncoded_text_outside_the_frame_does_not_count(spans: list[CodedSpan]) -> None:
    frame = SourceFrame("E01", LENGTH + 500, [(0, 30), (30, LENGTH)], frozenset(CODERS))
    same_rows(table(spans), agreement_table([frame], spans, CODERS, CODES))


def test_frame_cuts_spans() -> None:
    frame = SourceFrame("E01", 100, [(10, 20), (50, 70), (90, 100)], {"ann", "ben"})
    spans = [CodedSpan("E01", "ann", "law", 15, 60), CodedSpan("E01", "ben", "law", 0, 12)]
    tables = cover_tables([frame], spans, ["ann", "ben"])
    assert tables.lengths.tolist() == [40]
    assert {tuple(sorted(who)): n for who, n in tables.subsets("E01", "law").items()} == {
        (): 23,
        ("ann",): 15,
        ("ben",): 2,
    }
    aside = [CodedSpan("E01", "ann", "law", 25, 40)]
    assert cover_tables([frame], aside, ["ann", "ben"]).uses.sum() == 0


@st.composite
def cut_text(draw: Any) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Draw units with gaps between them, and a frame with gaps of its own."""
    edges = sorted(draw(st.sets(st.integers(0, LENGTH), min_size=2, max_size=10)))
    units = [unit for unit in pairwise(edges) if draw(st.integers(0, 4))]
    ends = sorted(draw(st.sets(st.integers(0, LENGTH), min_size=4, max_size=4)))
    return units, [(ends[0], ends[1]), (ends[2], ends[3])]


@given(spans_in_one, cut_text())
@settings(deadline=None)
def test_units_equal_the_slow_way(
    spans: list[CodedSpan], cut: tuple[list[tuple[int, int]], list[tuple[int, int]]]
) -> None:
    """A unit is coded when a span covers a character of it that lies in the frame."""
    units, frame = cut
    counted = [[at for at in range(*unit) if any(a <= at < b for a, b in frame)] for unit in units]
    counted = [unit for unit in counted if unit]
    source = SourceFrame("E01", LENGTH, frame, frozenset(CODERS), units)
    for row in agreement_table([source], spans, CODERS, CODES, level="segment"):
        assert row.n == len(counted)
        if row.scope != "code" or not counted:
            continue
        data = [
            [
                any(
                    span.start <= at < span.end
                    for span in spans
                    if (span.code, span.coder) == (row.code, coder)
                    for at in unit
                )
                for coder in row.coders
            ]
            for unit in counted
        ]
        for name, coefficient in OF_RATINGS.items():
            if name == "percent" and not np.any(data):
                assert row.percent is None
            else:
                same_value(getattr(row, name), coefficient(data, [False, True]).value)


def test_what_lies_outside_the_frame_codes_no_source() -> None:
    frame = SourceFrame("E01", LENGTH, [(0, 20), (40, 60)], frozenset(CODERS))
    outside = [CodedSpan("E01", "ann", "law", 25, 35)]
    row = agreement_table([frame], outside, CODERS[:2], ["law"], level="source")[0]
    assert (row.n, row.uses, row.reason) == (1, (0, 0), NOT_USED)


def test_frames_of_several_sources_do_not_leak() -> None:
    frames = [
        SourceFrame("a", 50, [(10, 20)], {"x", "y"}),
        SourceFrame("empty", 10, [], {"x", "y"}),
        SourceFrame("b", 50, [(0, 5), (45, 50)], {"x", "y"}),
    ]
    spans = [
        CodedSpan("a", "x", "c", 0, 50),
        CodedSpan("b", "y", "c", 3, 48),
        CodedSpan("empty", "x", "c", 0, 10),
    ]
    tables = cover_tables(frames, spans, ["x", "y"])
    assert tables.lengths.tolist() == [10, 0, 10]
    assert tables.subsets("a", "c") == {frozenset(): 0, frozenset("x"): 10}
    assert tables.subsets("b", "c") == {frozenset(): 5, frozenset("y"): 5}
    assert tables.subsets("empty", "c") == {frozenset(): 0}


def test_levels_above_the_character() -> None:
    turns = [(0, 10), (12, 30), (30, 60)]
    frame = SourceFrame("E01", LENGTH, coverage={"ann", "ben"}, units=turns)
    spans = [
        CodedSpan("E01", "ann", "law", 5, 13),
        CodedSpan("E01", "ben", "law", 29, 40),
        CodedSpan("E01", "ben", "law", 10, 12),
    ]
    row = agreement_table([frame], spans, ["ann", "ben"], level="turn")[0]
    assert (row.n, row.unit) == (3, "turn")
    assert row.percent == pytest.approx(1 / 3)
    row = agreement_table([frame], spans, ["ann", "ben"], level="source")[0]
    assert (row.n, row.percent, row.reason) == (1, 1.0, NO_VARIATION)


def test_pairs_all_coders_pooled_and_macro_in_order() -> None:
    spans = [CodedSpan("E01", name, "law", 0, 30) for name in CODERS]
    rows = agreement_table(everyone("E01"), spans, CODERS, ["law", "trust"])
    assert [(row.scope, row.code, len(row.coders)) for row in rows] == [
        (scope, code, size)
        for scope, code in [("code", "law"), ("code", "trust"), ("pooled", ""), ("macro", "")]
        for size in (3, 2, 2, 2)
    ]
    unused, macro = rows[4], rows[12]
    assert (unused.krippendorff_alpha, unused.reason, unused.percent) == (None, NOT_USED, None)
    assert macro.krippendorff_alpha == pytest.approx(1.0)
    assert macro.note == "mean over 1 of 2 codes; undefined: trust"
    assert unused.few_uses
    assert len(agreement_table(everyone("E01"), spans, CODERS, ["law"], pairs=False)) == 3


def test_independent_coders_score_about_zero() -> None:
    rng = np.random.default_rng(3)
    for density in (0.01, 0.1, 0.5, 0.95):
        frames, spans = [], []
        for at in range(40):
            name = f"E{at:02}"
            frames.append(SourceFrame(name, 20_000, coverage=frozenset(CODERS)))
            for coder in CODERS:
                edges = np.arange(0, 20_000, 50)
                for start in edges[rng.random(len(edges)) < density].tolist():
                    spans.append(CodedSpan(name, coder, "law", start, start + 50))
        row = agreement_table(frames, spans, CODERS)[0]
        assert row.krippendorff_alpha == pytest.approx(0.0, abs=0.03)
        assert row.conger_kappa == pytest.approx(0.0, abs=0.03)


def test_no_shared_text_never_scores_above_zero() -> None:
    spans = [CodedSpan("E01", "ann", "law", 0, 20), CodedSpan("E01", "ben", "law", 20, 50)]
    row = agreement_table(everyone("E01"), spans, ("ann", "ben"))[0]
    for name in ("cohen_kappa", "fleiss_kappa", "krippendorff_alpha"):
        assert getattr(row, name) < 0


@pytest.mark.parametrize(
    ("frames", "spans", "message"),
    [
        ([SourceFrame("E01", 9)], [("E02", "ann", 0, 1)], "no frame: E02"),
        ([SourceFrame("E01", 9)], [("E01", "ann", 0, 1)], "not in its coverage"),
        ([SourceFrame("E01", 9, coverage={"ann"})], [("E01", "ann", 0, 10)], "has 9 characters"),
        ([SourceFrame("E01", 9, coverage={"ann"})], [("E01", "ann", 3, 3)], "is empty or outside"),
        ([SourceFrame("E01", 9, [(0, 12)])], [], "outside E01"),
        ([SourceFrame("E01", 9), SourceFrame("E01", 9)], [], "source named twice"),
    ],
)
def test_bad_input_is_named(
    frames: list[SourceFrame], spans: list[tuple[str, str, int, int]], message: str
) -> None:
    coded = [CodedSpan(s, coder, "law", start, end) for s, coder, start, end in spans]
    with pytest.raises(ValueError, match=message):
        agreement_table(frames, coded, ["ann", "ben"])


def test_bad_levels_are_named() -> None:
    with pytest.raises(ValueError, match="unknown level 'word'; choose from character"):
        agreement_table([], [], CODERS, level="word")
    with pytest.raises(ValueError, match="has no units"):
        agreement_table([SourceFrame("E01", 9)], [], CODERS, level="turn")
    with pytest.raises(ValueError, match="two or more coders"):
        agreement_table([], [], ["ann"])
    assert agreement_table([], [], CODERS) == []


def table(spans: list[CodedSpan]) -> list[AgreementRow]:
    return agreement_table(everyone("E01"), spans, CODERS, CODES)


def same_rows(first: list[AgreementRow], second: list[AgreementRow]) -> None:
    for left, right in zip(first, second, strict=True):
        assert (left.scope, left.code, left.coders) == (right.scope, right.code, right.coders)
        assert (left.n, left.reason) == (right.n, right.reason)
        for name in (*COEFFICIENTS, "prevalence"):
            same_value(getattr(left, name), getattr(right, name))


def same_value(first: Any, second: Any, limit: float = 1e-9) -> None:
    assert (first is None) == (second is None)
    if first is not None:
        assert first == pytest.approx(second, abs=limit)
