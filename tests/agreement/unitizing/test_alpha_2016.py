"""The unitizing family equals a slow count by characters and keeps its invariances."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toolkit.agreement import (
    CodedSpan,
    Coefficient,
    Overlap,
    OverlapError,
    SourceFrame,
    alpha_u,
    cover_tables,
    cu_alpha,
    cu_alpha_coverage,
    find_overlaps,
    ku_alpha,
    ku_alpha_coverage,
    u_alpha,
    u_alpha_binary,
    unit_sums,
)
from toolkit.agreement.table.code_sums import add_sources, group_sums
from toolkit.agreement.unitizing.alpha_2016 import ONE_CODE, u_alpha_by_code
from toolkit.agreement.unitizing.unit_sums import SELF_PAIRINGS, UnitSums

CODERS = ("ann", "ben", "cat")
CODES = ("a", "b", "c")
LENGTH = 50

FAMILY = (
    u_alpha,
    u_alpha_binary,
    cu_alpha,
    cu_alpha_coverage,
    *(lambda sums, rule=rule: cu_alpha(sums, rule) for rule in SELF_PAIRINGS),
    *(lambda sums, code=code: ku_alpha(sums, code) for code in CODES),
    *(lambda sums, code=code: ku_alpha_coverage(sums, code) for code in CODES),
)


@st.composite
def one_layer(draw: Any, coders: tuple[str, ...] = CODERS) -> list[CodedSpan]:
    """Draw spans that do not overlap inside a coder."""
    spans = []
    for coder in coders:
        at = 0
        for _ in range(draw(st.integers(0, 6))):
            start = at + draw(st.integers(0, 8))
            end = start + draw(st.integers(1, 9))
            if end > LENGTH:
                break
            spans.append(CodedSpan("E01", coder, draw(st.sampled_from(CODES)), start, end))
            at = end
    return spans


def everyone(*names: str) -> list[SourceFrame]:
    return [SourceFrame(name, LENGTH, coverage=frozenset(CODERS)) for name in names or ("E01",)]


def measure(spans: list[CodedSpan]) -> UnitSums:
    return unit_sums(everyone(), spans, CODERS, CODES)


def slow(spans: list[CodedSpan], rule: str) -> tuple[float, float]:
    """Compute u-alpha and cu-alpha by looking at every character; NaN where they are undefined."""
    label = np.zeros((len(CODERS), LENGTH), dtype=int)
    units = []
    for span in spans:
        row = CODERS.index(span.coder)
        label[row, span.start : span.end] = CODES.index(span.code) + 1
        units.append((row, CODES.index(span.code) + 1, span.start, span.end))
    m = len(CODERS)
    seen = np.zeros((4, 4))
    for i in range(m):
        for j in range(m):
            if i != j:
                np.add.at(seen, (label[i], label[j]), 1 / (m - 1))
    squares, shared = np.zeros(4), np.zeros(4)
    squares[0] = (label == 0).sum()
    for row, code, start, end in units:
        squares[code] += (end - start) ** 2
        others = [label[j, start:end] > 0 for j in range(m) if j != row]
        if rule == "mean":
            shared[code] += np.mean([np.sum(o) for o in others]) ** 2
        elif rule == "pair":
            shared[code] += np.mean([np.sum(o) ** 2 for o in others])
        else:
            shared[code] += np.logical_or.reduce(others).sum() ** 2
    return _alpha(seen, squares), _alpha(seen[1:, 1:], shared[1:])


def _alpha(seen: Any, squares: Any) -> float:
    length, total = seen.sum(axis=1), seen.sum()
    if np.count_nonzero(length) < 2:
        return np.nan
    scale = total - squares.sum() / total
    if scale < 1e-9:
        return np.nan
    expected = (np.outer(length, length) - np.diag(squares)) / scale
    return float(1 - (total - np.trace(seen)) / (expected.sum() - np.trace(expected)))


@given(one_layer(), st.sampled_from(SELF_PAIRINGS))
@settings(deadline=None)
def test_equals_the_slow_way(spans: list[CodedSpan], rule: str) -> None:
    sums = measure(spans)
    u, cu = slow(spans, rule)
    same_value(u_alpha(sums).value, u)
    same_value(cu_alpha(sums, rule).value, cu)


@given(one_layer(), st.permutations(CODERS), st.permutations(CODES))
@settings(deadline=None)
def test_names_and_order_change_nothing(
    spans: list[CodedSpan], coders: list[str], codes: list[str]
) -> None:
    new_coders = dict(zip(CODERS, coders, strict=True))
    new_codes = dict(zip(CODES, codes, strict=True))
    moved = [replace(s, coder=new_coders[s.coder], code=new_codes[s.code]) for s in spans][::-1]
    sums, changed = measure(spans), unit_sums(everyone(), moved, coders, codes)
    for coefficient in (u_alpha, u_alpha_binary, cu_alpha, cu_alpha_coverage):
        same(coefficient(sums), coefficient(changed))
    for code in CODES:
        same(ku_alpha(sums, code), ku_alpha(changed, new_codes[code]))


@given(one_layer(), one_layer())
@settings(deadline=None)
def test_two_sources_are_one_text_cut_in_two(left: list[CodedSpan], right: list[CodedSpan]) -> None:
    apart = left + [replace(s, source_id="E02") for s in right]
    whole = [SourceFrame("E01", 2 * LENGTH, coverage=frozenset(CODERS))]
    joined = left + [replace(s, start=s.start + LENGTH, end=s.end + LENGTH) for s in right]
    sums = unit_sums(everyone("E01", "E02"), apart, CODERS, CODES)
    changed = unit_sums(whole, joined, CODERS, CODES)
    for coefficient in FAMILY:
        same(coefficient(sums), coefficient(changed))


@given(one_layer(), st.integers(1, 500))
@settings(deadline=None)
def test_uncoded_text_leaves_cu_alpha_unchanged(spans: list[CodedSpan], more: int) -> None:
    longer = [SourceFrame("E01", LENGTH + more, coverage=frozenset(CODERS))]
    sums, changed = measure(spans), unit_sums(longer, spans, CODERS, CODES)
    same(cu_alpha(sums), cu_alpha(changed))
    for code in CODES:
        same(ku_alpha(sums, code), ku_alpha(changed, code))
        same(ku_alpha_coverage(sums, code), ku_alpha_coverage(changed, code))


@given(one_layer(), st.integers(2, 40))
@settings(deadline=None)
def test_scaling_leaves_cu_alpha_unchanged(spans: list[CodedSpan], factor: int) -> None:
    frame = [SourceFrame("E01", LENGTH * factor, coverage=frozenset(CODERS))]
    moved = [replace(s, start=s.start * factor, end=s.end * factor) for s in spans]
    same(cu_alpha(measure(spans)), cu_alpha(unit_sums(frame, moved, CODERS, CODES)))


@given(one_layer(("ann",)))
@settings(deadline=None)
def test_a_duplicated_coder_agrees_completely(spans: list[CodedSpan]) -> None:
    twins = [replace(s, coder=name) for s in spans for name in CODERS]
    sums = measure(twins)
    for coefficient in FAMILY:
        result = coefficient(sums)
        if result.name not in ("cu_alpha_coverage",):
            assert result.value is None or result.value == pytest.approx(1.0)
    for code in CODES:
        result = alpha_u(everyone(), twins, CODERS, [code])
        used = any(span.code == code for span in spans)
        assert result.value == (pytest.approx(1.0) if used else None)


@given(one_layer())
@settings(deadline=None)
def test_two_coders_need_no_self_pairing_rule(spans: list[CodedSpan]) -> None:
    pair = [s for s in spans if s.coder != "cat"]
    sums = unit_sums(everyone(), pair, CODERS[:2], CODES)
    for rule in SELF_PAIRINGS[1:]:
        same_value(cu_alpha(sums).value, cu_alpha(sums, rule).value)


@given(one_layer())
@settings(deadline=None)
def test_a_missing_coder_is_left_out(spans: list[CodedSpan]) -> None:
    pair = [s for s in spans if s.coder != "cat"]
    frames = [SourceFrame("E01", LENGTH, coverage={"ann", "ben"})]
    sums = unit_sums(frames, pair, CODERS, CODES)
    changed = unit_sums(frames, pair, CODERS[:2], CODES)
    for coefficient in FAMILY:
        same(coefficient(sums), coefficient(changed))


@given(one_layer())
@settings(deadline=None)
def test_no_shared_text_never_scores_above_zero(spans: list[CodedSpan]) -> None:
    left = [s for s in spans if s.coder == "ann" and s.end <= LENGTH // 2]
    right = [s for s in spans if s.coder == "ben" and s.start >= LENGTH // 2]
    assume(left or right)
    sums = unit_sums(everyone(), left + right, CODERS[:2], CODES)
    for value in (u_alpha(sums).value, u_alpha_binary(sums).value):
        assert value is not None
        assert value <= 1e-12
    assert cu_alpha(sums).value is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(CODERS), st.sampled_from(CODES), st.integers(0, 40), st.integers(1, 10)
        ),
        max_size=20,
    )
)
@settings(deadline=None)
def test_one_code_at_a_time_equals_its_own_layer(rows: list[tuple[str, str, int, int]]) -> None:
    spans = [CodedSpan("E01", who, code, at, at + size) for who, code, at, size in rows]
    tables = cover_tables(everyone(), spans, CODERS, CODES)
    values = u_alpha_by_code(add_sources(group_sums(tables), np.ones((1, 1))))[0]
    for at, code in enumerate(CODES):
        of_code = [span for span in spans if span.code == code]
        same_value(u_alpha(unit_sums(everyone(), of_code, CODERS, [code])).value, values[at])


@given(one_layer(), st.permutations(CODERS))
@settings(deadline=None)
def test_alpha_u_does_not_depend_on_the_order_of_coders(
    spans: list[CodedSpan], coders: list[str]
) -> None:
    same(alpha_u(everyone(), spans, CODERS), alpha_u(everyone(), spans[::-1], coders))


def test_alpha_u_is_undefined_without_units() -> None:
    assert alpha_u(everyone(), [], CODERS, ["a"]).reason == "no coder used the code"
    absent = [SourceFrame("E01", LENGTH, coverage={"ann"})]
    result = alpha_u(absent, [CodedSpan("E01", "ann", "a", 0, 5)], CODERS)
    assert result.reason == "no source was worked on by every coder"


def test_one_code_has_no_cu_alpha() -> None:
    spans = [CodedSpan("E01", coder, "a", 0, 9) for coder in CODERS]
    assert cu_alpha(measure(spans)).reason == ONE_CODE
    assert ku_alpha(measure(spans), "a").reason == ONE_CODE
    assert cu_alpha_coverage(measure(spans)).value == pytest.approx(9 / LENGTH)


def test_overlaps_inside_a_coder_are_listed() -> None:
    spans = [
        CodedSpan("E01", "ann", "a", 0, 10),
        CodedSpan("E01", "ann", "b", 5, 20),
        CodedSpan("E01", "ann", "a", 8, 15),
        CodedSpan("E01", "ben", "c", 0, 50),
    ]
    with pytest.raises(OverlapError, match="a and b by ann in E01") as caught:
        measure(spans)
    assert caught.value.overlaps == [
        Overlap("E01", "ann", "a", "b", 5, 10),
        Overlap("E01", "ann", "b", "a", 8, 15),
    ]
    assert find_overlaps(spans, ["a", "c"]) == []
    assert u_alpha(unit_sums(everyone(), spans, CODERS, ["a", "c"])).defined


def test_unknown_names_are_listed() -> None:
    sums = measure([])
    with pytest.raises(ValueError, match="no code 'x' in the layer; it has a, b, c"):
        ku_alpha(sums, "x")
    with pytest.raises(ValueError, match="choose from mean, pair, union"):
        cu_alpha(sums, "median")


def same(first: Coefficient, second: Coefficient) -> None:
    assert first.reason == second.reason
    same_value(first.value, second.value)


def same_value(left: float | None, right: float | None) -> None:
    first, second = (np.nan if value is None else value for value in (left, right))
    assert first == pytest.approx(second, abs=1e-9, nan_ok=True)
