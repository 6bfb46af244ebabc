"""What no coefficient may depend on, and where chance must land, for every family at once.

Each family is measured by one function from coded spans to named values; None is undefined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toolkit.agreement import (
    CodedSpan,
    SourceFrame,
    UnitSums,
    agreement_table,
    alpha_u,
    boundary_kappa,
    boundary_similarity,
    cover_tables,
    cu_alpha,
    cu_alpha_coverage,
    cu_alpha_domains,
    document_agreement,
    domain_agreement,
    gamma_agreement,
    ku_alpha,
    ku_alpha_coverage,
    nvivo_average,
    nvivo_rows,
    segment_agreement,
    u_alpha,
    u_alpha_binary,
    unit_sums,
)
from toolkit.agreement.table.rows import COEFFICIENTS
from toolkit.agreement.unitizing.unit_sums import SELF_PAIRINGS

CODERS = ("ann", "ben", "cat")
CODES = ("a1", "a2", "b1")
DOMAINS = {"a": ("a1", "a2"), "b": ("b1",)}
LENGTH = 60

Key = tuple[str, ...]
Values = dict[Key, float | None]
Measure = Callable[[Sequence[SourceFrame], Sequence[CodedSpan], Sequence[str]], Values]


def nominal(frames: Sequence[SourceFrame], spans: Sequence[CodedSpan], coders: Any) -> Values:
    """Every coefficient of every row; rows do not depend on the order in which coders are named."""
    return {
        (name, row.scope, row.code, *sorted(row.coders)): getattr(row, name)
        for row in agreement_table(frames, spans, coders, CODES)
        for name in COEFFICIENTS
    }


def unitizing(frames: Sequence[SourceFrame], spans: Sequence[CodedSpan], coders: Any) -> Values:
    sums = unit_sums(frames, spans, coders, CODES)
    values: Values = {
        ("u",): u_alpha(sums).value,
        ("u binary",): u_alpha_binary(sums).value,
        ("cu coverage",): cu_alpha_coverage(sums).value,
        ("cu domains",): cu_alpha_domains(frames, spans, coders, DOMAINS).value,
    }
    for domain in domain_agreement(frames, spans, coders, DOMAINS):
        values["u", domain.domain] = domain.u_alpha.value
        values["cu", domain.domain] = domain.cu_alpha.value
    for rule in SELF_PAIRINGS:
        values["cu", "all", rule] = cu_alpha(sums, rule).value
        values |= {("ku", code, rule): ku_alpha(sums, code, rule).value for code in CODES}
    return values | {("ku coverage", code): ku_alpha_coverage(sums, code).value for code in CODES}


def of_1995(frames: Sequence[SourceFrame], spans: Sequence[CodedSpan], coders: Any) -> Values:
    values: Values = {("1995", "all"): alpha_u(frames, spans, coders, CODES).value}
    return values | {("1995", code): alpha_u(frames, spans, coders, [code]).value for code in CODES}


def segments(frames: Sequence[SourceFrame], spans: Sequence[CodedSpan], coders: Any) -> Values:
    """The segment agreement of the first two coders, which is the third level of MAXQDA."""
    pair = tuple(coders[:2])
    values: Values = {}
    for of in ("union", "shorter", "longer"):
        for row in segment_agreement(frames, spans, pair, CODES, overlap=0.6, of=of):
            values["maxqda percent", of, row.code] = row.percent.value
            values["maxqda kappa", of, row.code] = row.kappa.value
    return values


def by_source(frames: Sequence[SourceFrame], spans: Sequence[CodedSpan], coders: Any) -> Values:
    """The values that NVivo and MAXQDA average over sources."""
    pair = tuple(coders[:2])
    rows = nvivo_rows(cover_tables(frames, spans, pair, CODES))
    values: Values = {("nvivo", how): nvivo_average(rows, how).value for how in ("plain", "length")}
    for by in ("presence", "frequency"):
        values["maxqda", by] = document_agreement(frames, spans, pair, CODES, by=by).value
    return values


def gamma(frames: Sequence[SourceFrame], spans: Sequence[CodedSpan], coders: Any) -> Values:
    """The observed disorder alone, since the expected disorder is drawn at random."""
    rows = [span for span in spans if span.code in CODES]
    return {("disorder",): gamma_agreement(rows, coders, samples=1).observed}


EVERY: tuple[Measure, ...] = (nominal, unitizing, of_1995, segments, by_source, gamma)


@st.composite
def one_layer(draw: Any, coders: tuple[str, ...] = CODERS, least: int = 0) -> list[CodedSpan]:
    """Draw spans that do not overlap inside a coder, so that every family can read them."""
    spans = []
    for coder in coders:
        at = 0
        for _ in range(draw(st.integers(least, 6))):
            start = at + draw(st.integers(0, 8))
            end = start + draw(st.integers(1, 9))
            if end > LENGTH:
                break
            spans.append(CodedSpan("E01", coder, draw(st.sampled_from(CODES)), start, end))
            at = end
    return spans


def text(*names: str, length: int = LENGTH, coders: Iterable[str] = CODERS) -> list[SourceFrame]:
    return [SourceFrame(name, length, coverage=frozenset(coders)) for name in names or ("E01",)]


def same(first: Values, second: Values, rename: Callable[[Key], Key] = lambda key: key) -> None:
    assert {rename(key) for key in first} == set(second)
    for key, value in first.items():
        left, right = (np.nan if v is None else v for v in (value, second[rename(key)]))
        assert left == pytest.approx(right, abs=1e-9, nan_ok=True), key


@pytest.mark.parametrize("measure", EVERY)
@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_names_change_nothing(measure: Measure, data: Any) -> None:
    spans = data.draw(one_layer())
    inside = dict(zip(("a1", "a2"), data.draw(st.permutations(("a1", "a2"))), strict=True))
    codes = inside | {"b1": "b1"}
    people = dict(zip(CODERS, data.draw(st.permutations(CODERS)), strict=True))
    moved = [replace(s, coder=people[s.coder], code=codes[s.code]) for s in spans]
    names = codes | people

    def rename(key: Key) -> Key:
        new = tuple(names.get(part, part) for part in key)
        return (*new[:3], *sorted(new[3:])) if measure is nominal else new

    new = [people[name] for name in CODERS]
    same(measure(text(), spans, CODERS), measure(text(), moved, new), rename)


@pytest.mark.parametrize("measure", EVERY)
@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_the_order_of_coders_and_of_spans_changes_nothing(measure: Measure, data: Any) -> None:
    spans = data.draw(one_layer())
    shuffled = data.draw(st.permutations(spans))
    if measure in (segments, by_source):
        coders = ["ben", "ann", "cat"]
    else:
        coders = data.draw(st.permutations(CODERS))
    same(measure(text(), spans, CODERS), measure(text(), shuffled, coders))


@pytest.mark.parametrize("measure", [nominal, unitizing, of_1995, segments])
@given(left=one_layer(), right=one_layer())
@settings(deadline=None, max_examples=40)
def test_a_text_in_two_sources_is_the_text_in_one(
    measure: Measure, left: list[CodedSpan], right: list[CodedSpan]
) -> None:
    apart = left + [replace(s, source_id="E02") for s in right]
    joined = left + [replace(s, start=s.start + LENGTH, end=s.end + LENGTH) for s in right]
    whole = text(length=2 * LENGTH)
    same(measure(text("E01", "E02"), apart, CODERS), measure(whole, joined, CODERS))


@given(spans=one_layer(), factor=st.integers(2, 30))
@settings(deadline=None, max_examples=60)
def test_the_grain_of_the_text_changes_nothing(spans: list[CodedSpan], factor: int) -> None:
    """Alpha, u-alpha and alpha_U are left out, since they depend on the number of positions."""
    finer = [replace(s, start=s.start * factor, end=s.end * factor) for s in spans]
    longer = text(length=LENGTH * factor)
    fixed = {"u", "u binary", "krippendorff_alpha"}
    for measure in (nominal, unitizing, segments, by_source, gamma):
        coarse, fine = measure(text(), spans, CODERS), measure(longer, finer, CODERS)
        free_keys = {key for key in coarse if key[0] not in fixed}
        assert free_keys
        same({key: coarse[key] for key in free_keys}, {key: fine[key] for key in free_keys})


@given(one_layer(("ann",)))
@settings(deadline=None, max_examples=60)
def test_a_duplicated_coder_agrees_completely(spans: list[CodedSpan]) -> None:
    twins = [replace(s, coder=name) for s in spans for name in CODERS]
    for measure in (nominal, unitizing, of_1995, segments, by_source):
        for key, value in measure(text(), twins, CODERS).items():
            if "coverage" not in key[0]:
                assert value is None or value == pytest.approx(1.0), key
    assert gamma(text(), twins, CODERS)["disorder",] == pytest.approx(0.0, abs=1e-12)


@given(one_layer(CODERS[:2]))
@settings(deadline=None, max_examples=80)
def test_no_shared_text_never_scores_above_zero(spans: list[CodedSpan]) -> None:
    half = LENGTH // 2
    apart = [s for s in spans if s.coder == "ann" and s.end <= half]
    apart += [s for s in spans if s.coder == "ben" and s.start >= half]
    assume(apart)
    pair = CODERS[:2]
    frames = text(coders=pair)
    never_above = {"cohen_kappa", "conger_kappa", "fleiss_kappa", "krippendorff_alpha"}
    never_above |= {"u", "u binary", "maxqda percent", "maxqda kappa", "nvivo"}
    checked = 0
    for measure in (nominal, unitizing, segments, by_source):
        for key, value in measure(frames, apart, pair).items():
            if key[0] in never_above:
                assert value is None or value <= 1e-12, key
                checked += value is not None
            if key[0] in ("cu", "ku"):
                assert value is None, key
    assert checked > 4


@given(one_layer(), st.integers(1, 500))
@settings(deadline=None, max_examples=60)
def test_uncoded_text_leaves_what_is_silent_about_it_unchanged(
    spans: list[CodedSpan], more: int
) -> None:
    longer = text(length=LENGTH + more)
    for measure in (unitizing, segments, gamma):
        short, extended = measure(text(), spans, CODERS), measure(longer, spans, CODERS)
        about = {key for key in short if key[0] not in ("u", "u binary", "cu coverage")}
        same({key: short[key] for key in about}, {key: extended[key] for key in about})


# --- chance ----------------------------------------------------------------------------------


def at_random(density: float, seed: int, sources: int = 60) -> tuple[list[SourceFrame], UnitSums]:
    """Draw coders who mark this share of each text, each with random units and random codes."""
    rng = np.random.default_rng(seed)
    frames = text(*(f"E{at:02}" for at in range(sources)), length=20_000)
    spans = []
    for frame in frames:
        for coder in CODERS:
            at = -int(rng.integers(0, 400))
            while at < frame.length:
                size = int(rng.integers(20, 120))
                gap = int(rng.exponential(70.0 * (1.0 - density) / density))
                start, end = max(at, 0), min(at + size, frame.length)
                if start < end:
                    code = CODES[int(rng.integers(0, len(CODES)))]
                    spans.append(CodedSpan(frame.source_id, coder, code, start, end))
                at += size + gap
    return frames, unit_sums(frames, spans, CODERS, CODES)


@given(density=st.floats(0.01, 0.95), seed=st.integers(0, 10**6), pieces=st.integers(1, 3))
@settings(deadline=None, max_examples=15, derandomize=True)
def test_independent_coders_score_about_zero_on_characters(
    density: float, seed: int, pieces: int
) -> None:
    """Values are within six standard errors of zero, also where coders differ in density."""
    rng = np.random.default_rng(seed)
    size, units = 50, 10_000
    frames = text(*(f"E{at}" for at in range(pieces)), length=size * units)
    spans = [
        CodedSpan(frame.source_id, coder, "a1", start, start + size)
        for frame in frames
        for coder, share in zip(CODERS, (density, density, density / 2.0), strict=True)
        for start in (np.flatnonzero(rng.random(units) < share) * size).tolist()
    ]
    rows = agreement_table(frames, spans, CODERS, ["a1"])
    for row in rows:
        assert row.conger_kappa == pytest.approx(0.0, abs=6.0 / np.sqrt(units * pieces))
        if row.coders == CODERS[:2]:
            assert row.krippendorff_alpha == pytest.approx(0.0, abs=6.0 / np.sqrt(units))


@pytest.mark.parametrize("density", [0.01, 0.05, 0.2, 0.5, 0.8, 0.95])
def test_independent_coders_score_about_zero_on_units(density: float) -> None:
    _, sums = at_random(density, seed=11)
    coded = 1.0 - float(sums.observed[:, 0].sum() / sums.observed.sum())
    assert coded == pytest.approx(density, rel=0.15)
    for coefficient in (u_alpha, u_alpha_binary, cu_alpha):
        # At a density of one in a hundred only about two shared passages are left in each text.
        tolerance = 0.2 if coefficient is cu_alpha and density < 0.05 else 0.05
        assert coefficient(sums).value == pytest.approx(0.0, abs=tolerance), coefficient


@pytest.mark.parametrize("density", [0.05, 0.5, 0.9])
def test_independent_coders_score_about_zero_on_gamma(density: float) -> None:
    """The value is about zero over many texts; that of a single text scatters."""
    rng = np.random.default_rng(5)
    values = []
    for seed in range(12):
        spans = []
        for coder in CODERS[:2]:
            starts = np.sort(rng.integers(0, int(40 * 30 / density), 40))
            spans += [
                CodedSpan("s", coder, CODES[int(rng.integers(0, 3))], at, at + 30)
                for at in starts.tolist()
            ]
        gamma = gamma_agreement(spans, CODERS[:2], samples=10, seed=seed).gamma.value
        assert gamma is not None
        values.append(gamma)
    assert np.mean(values) == pytest.approx(0.0, abs=0.06)


# --- where texts are cut ---------------------------------------------------------------------

masses = st.lists(st.integers(1, 6), min_size=1, max_size=8)


def as_long(first: list[int], second: list[int]) -> tuple[list[int], list[int]]:
    """Lengthen the last segment of the shorter list until both texts are equally long."""
    short = sum(second) - sum(first)
    if short > 0:
        return [*first, short], second
    return (first, [*second, -short]) if short < 0 else (first, second)


@given(masses, masses, st.integers(1, 4), st.integers(2, 20))
def test_boundaries_by_order_copy_and_grain(
    first: list[int], second: list[int], n_t: int, factor: int
) -> None:
    first, second = as_long(first, second)
    similarity = boundary_similarity(first, second, n_t).value
    assert boundary_similarity(second, first, n_t).value == similarity
    assert boundary_similarity(first, first, n_t).value == (1.0 if len(first) > 1 else None)
    finer = boundary_similarity(
        [mass * factor for mass in first], [mass * factor for mass in second], n_t * factor
    ).value
    assert finer == (pytest.approx(similarity) if similarity is not None else None)
    pair = {"text": {"ann": first, "ben": second}}
    again = {"text": {"zoe": first, "ann": second}}
    assert boundary_kappa(pair, n_t).value == boundary_kappa(again, n_t).value
