"""Tests of confidence intervals, of sample sizes and of the scales that are quoted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from toolkit.agreement import (
    SCALES,
    CodedSpan,
    SourceFrame,
    agreement_table,
    as_ratings,
    bootstrap_units,
    cohen_interval,
    cohen_kappa,
    cover_tables,
    cu_alpha,
    fleiss_kappa,
    gwet_interval,
    hayes_krippendorff,
    krippendorff_alpha,
    memberships,
    sample_size_alpha,
    sample_size_cohen_kappa,
    source_intervals,
    unit_intervals,
    unit_sums,
)
from toolkit.agreement.coefficient import NO_PAIR, NO_VARIATION
from toolkit.agreement.intervals.analytic import NOT_INDEPENDENT
from toolkit.agreement.intervals.bootstrap import NO_ESTIMATE, TOO_NARROW
from toolkit.agreement.intervals.by_source import JACKKNIFE, TOO_FEW, source_weights
from toolkit.agreement.intervals.clusters import TOO_FEW as TOO_FEW_SOURCES
from toolkit.agreement.scales import LANDIS_KOCH
from toolkit.agreement.unitizing.alpha_2016 import cu_values, ku_values, u_values
from toolkit.agreement.unitizing.unit_sums import UnitSums

CODERS = ("ann", "ben", "cat")
CODES = ("law", "trust")

FLAT = [[1, 1], [1, 1], [1, 1]]


def ratings_of(n: int, seed: int, error: float = 0.2) -> list[list[int]]:
    rng = np.random.default_rng(seed)
    true = rng.integers(0, 3, n)
    ratings = [np.where(rng.random(n) < error, rng.integers(0, 3, n), true) for _ in range(2)]
    table: list[list[int]] = np.stack(ratings, axis=1).tolist()
    return table


def study(sources: int, seed: int = 1) -> tuple[list[SourceFrame], list[CodedSpan]]:
    rng = np.random.default_rng(seed)
    frames, spans = [], []
    for at in range(sources):
        name = f"E{at:02}"
        frames.append(SourceFrame(name, 1000, coverage=frozenset(CODERS)))
        for base in range(0, 1000, 100):
            for coder in CODERS:
                if rng.random() < 0.7:
                    code = "law" if rng.random() < 0.8 or base % 200 else "trust"
                    start = base + int(rng.integers(0, 20))
                    spans.append(CodedSpan(name, coder, code, start, start + 40))
    return frames, spans


def test_analytic_intervals_cover_about_as_often_as_they_say() -> None:
    truth = cohen_kappa(ratings_of(200_000, 99)).value
    assert truth is not None
    hits = {"gwet": 0, "cohen": 0}
    for seed in range(200):
        data = ratings_of(80, seed)
        for name, interval in (
            ("gwet", gwet_interval("conger_kappa", data)),
            ("cohen", cohen_interval(data)),
        ):
            assert interval.low is not None
            assert interval.high is not None
            hits[name] += interval.low <= truth <= interval.high
    assert 180 <= hits["gwet"] <= 198
    assert 180 <= hits["cohen"] <= 198


def test_linearised_and_large_sample_errors_are_close() -> None:
    data = ratings_of(2000, 5)
    gwet, cohen = gwet_interval("conger_kappa", data), cohen_interval(data)
    assert gwet.standard_error == pytest.approx(cohen.standard_error, rel=0.02)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_in_the_middle_of_its_linearised_interval(metric: str) -> None:
    data = [[a + 1, b + 1] for a, b in ratings_of(60, 8)]
    interval = gwet_interval("krippendorff_alpha", data, metric=metric)
    value = krippendorff_alpha(data, metric=metric).value
    assert interval.low is not None
    assert interval.high is not None
    assert (interval.low + interval.high) / 2 == pytest.approx(value)


def test_intervals_without_variation_have_a_reason() -> None:
    assert gwet_interval("gwet_ac1", FLAT).reason == NO_VARIATION
    assert cohen_interval(FLAT).reason == NO_VARIATION
    assert cohen_interval([[1, None], [None, 2]]).reason == NO_PAIR
    assert hayes_krippendorff(FLAT).reason == NO_VARIATION
    percentile, bca = bootstrap_units(FLAT, krippendorff_alpha, resamples=20)
    assert (percentile.reason, bca.reason) == (NO_ESTIMATE, NO_ESTIMATE)
    assert percentile.degenerate == 20


def test_bootstrap_counts_degenerate_resamples() -> None:
    data = [[1, 1]] * 9 + [[1, 2]]
    percentile, _ = bootstrap_units(data, fleiss_kappa, resamples=400)
    # The one unit that differs is missed by (9/10)^10 = 35 % of the resamples.
    assert 100 <= percentile.degenerate <= 180
    assert percentile.resamples == 400


def test_bootstrap_is_reproducible_and_near_the_analytic_error() -> None:
    data = ratings_of(150, 4)
    first, again = (bootstrap_units(data, cohen_kappa, resamples=500) for _ in range(2))
    assert first == again
    percentile, bca = first
    assert percentile.standard_error == pytest.approx(
        cohen_interval(data).standard_error or 0.0, rel=0.15
    )
    assert bca.low == pytest.approx(percentile.low, abs=0.03)
    assert percentile.below[0][1] <= percentile.below[1][1]


def test_hayes_krippendorff_is_narrower_and_says_so() -> None:
    rng = np.random.default_rng(0)
    true = rng.integers(0, 3, 60)
    data = np.stack(
        [np.where(rng.random(60) < 0.2, rng.integers(0, 3, 60), true) for _ in range(5)], axis=1
    )
    narrow = hayes_krippendorff(data, resamples=2000)
    wide, _ = bootstrap_units(data, krippendorff_alpha, resamples=500)
    assert narrow.note == TOO_NARROW
    assert narrow.standard_error is not None
    assert wide.standard_error is not None
    assert narrow.standard_error < 0.8 * wide.standard_error


def test_characters_are_not_resampled() -> None:
    frames, spans = study(2)
    ratings = cover_tables(frames, spans, CODERS).ratings()
    for call in (
        lambda: gwet_interval("gwet_ac1", ratings),
        lambda: cohen_interval(ratings.pair(0, 1)),
        lambda: bootstrap_units(ratings, krippendorff_alpha),
    ):
        with pytest.raises(ValueError, match=NOT_INDEPENDENT):
            call()


def test_source_intervals_follow_the_agreement_table() -> None:
    frames, spans = study(20)
    tables = cover_tables(frames, spans, CODERS, CODES)
    names = ("percent", "cohen_kappa", "gwet_ac1", "krippendorff_alpha")
    with_intervals = source_intervals(tables, names, method="bootstrap", resamples=300)
    rows = agreement_table(frames, spans, CODERS, CODES)
    expected = [
        (row.scope, row.code, row.coders, name)
        for row in rows
        for name in names
        if len(row.coders) == 2 or name != "cohen_kappa"
    ]
    assert [(r.scope, r.code, r.coders, r.coefficient) for r in with_intervals] == expected
    by_row = {(row.scope, row.code, row.coders): row for row in rows}
    for drawn in with_intervals:
        value = getattr(by_row[drawn.scope, drawn.code, drawn.coders], drawn.coefficient)
        assert drawn.value == pytest.approx(value)
        percentile, bca = drawn.intervals
        assert percentile.low is not None
        assert percentile.low <= value <= percentile.high
        assert bca.resamples == 300


def test_the_jackknife_leaves_out_one_source_after_another() -> None:
    frames, spans = study(6)
    tables = cover_tables(frames, spans, CODERS, CODES)
    rows = source_intervals(tables, ("krippendorff_alpha",), pairs=False, method="jackknife")
    (interval,) = rows[0].intervals
    assert (interval.method, interval.resamples) == (JACKKNIFE, 6)
    without = [
        agreement_table(
            [f for f in frames if f is not left],
            [s for s in spans if s.source_id != left.source_id],
            CODERS,
            CODES,
        )[0].krippendorff_alpha
        for left in frames
    ]
    values = np.array(without, dtype=float)
    error = np.sqrt(5 / 6 * ((values - values.mean()) ** 2).sum())
    assert interval.standard_error == pytest.approx(error)


def test_one_source_has_no_interval() -> None:
    frames, spans = study(1)
    tables = cover_tables(frames, spans, CODERS)
    for method, reason in (("auto", TOO_FEW_SOURCES), ("jackknife", TOO_FEW)):
        rows = source_intervals(tables, ("percent",), method=method)
        assert rows[0].intervals[0].reason == reason


def test_sources_that_one_coder_worked_on_are_not_drawn() -> None:
    frames, spans = study(16)
    alone = [
        replace(frame, source_id=f"X{at}", coverage={"ann"}) for at, frame in enumerate(frames)
    ]
    rows = source_intervals(cover_tables(frames, spans, CODERS, CODES), resamples=50)
    others = source_intervals(cover_tables(frames + alone, spans, CODERS, CODES), resamples=50)
    for left, right in zip(rows, others, strict=True):
        if left.coefficient == "krippendorff_alpha":
            assert left.intervals[0].low == pytest.approx(right.intervals[0].low)


def test_layers_are_resampled_by_source() -> None:
    frames, spans = study(18)
    sums = unit_sums(frames, spans, CODERS, CODES)
    for name in ("u_alpha", "u_alpha_binary", "cu_alpha"):
        percentile, bca = unit_intervals(sums, name, method="bootstrap", resamples=200)
        assert percentile.low is not None
        assert percentile.high is not None
        assert percentile.low < percentile.high
        assert bca.low is not None


def test_draws_with_one_code_are_degenerate_and_never_complete_agreement() -> None:
    """Expected agreement is complete in such draws, and rounding must not give them a 1."""
    frames = [SourceFrame(f"E{at:02}", 1000 + at, coverage={"ann", "ben"}) for at in range(16)]
    spans = []
    for at, frame in enumerate(frames):
        code = "law" if at else "trust"
        for coder, shift in (("ann", 0), ("ben", 7 + at)):
            start = 13 * at + shift
            spans.append(CodedSpan(frame.source_id, coder, code, start, start + 331 + 7 * at))
    sums = unit_sums(frames, spans, ("ann", "ben"), ("law", "trust"))
    drawn = source_weights(sums.lengths > 0, 500, 0)[17:]
    without = int((drawn[:, 0] == 0).sum())
    assert without > 100
    coefficients: tuple[tuple[str, str | None], ...] = (("cu_alpha", None), ("ku_alpha", "law"))
    for name, of_code in coefficients:
        percentile, _ = unit_intervals(sums, name, code=of_code, method="bootstrap", resamples=500)
        assert percentile.degenerate == without + int((drawn[:, 0] == 16).sum())
    jackknife = unit_intervals(sums, "cu_alpha", method="jackknife")[0]
    assert jackknife.degenerate == 1
    assert cu_alpha(sums).value == 1.0


def test_one_label_is_undefined_whatever_its_lengths() -> None:
    rng = np.random.default_rng(0)
    seen, squares = np.zeros((2000, 3, 3)), np.zeros((2000, 3))
    seen[:, 1, 1] = rng.integers(1, 5000, 2000) / rng.integers(1, 4, 2000)
    squares[:, 1] = rng.random(2000) * seen[:, 1, 1] ** 2
    sums = UnitSums(("a", "b"), seen, squares, {"mean": squares[:, 1:]}, seen[:, 1, 1])
    for values in (u_values(sums), cu_values(sums), ku_values(sums)):
        assert np.isnan(values).all()


def test_a_pair_draws_the_sources_it_shares() -> None:
    """Codings of other coders in other sources do not narrow the interval of a pair of coders."""
    frames, spans = study(18)
    pair = CODERS[:2]
    few = {frame.source_id for frame in frames[:4]}
    everyone = [
        frame if frame.source_id in few else replace(frame, coverage=frozenset(CODERS) - {pair[1]})
        for frame in frames
    ]
    remaining = [s for s in spans if s.source_id in few or s.coder != pair[1]]
    of_pair = [s for s in remaining if s.source_id in few and s.coder in pair]
    together = source_intervals(cover_tables(everyone, remaining, CODERS, CODES), resamples=50)
    alone = source_intervals(cover_tables(frames[:4], of_pair, pair, CODES), resamples=50)
    expected = {(row.scope, row.code, row.coefficient): row for row in alone}
    compared = 0
    for row in together:
        if row.coders == pair:
            expected_row = expected[row.scope, row.code, row.coefficient]
            assert row.intervals == expected_row.intervals
            compared += 1
        elif len(row.coders) == 3:
            assert row.intervals[0].low is not None
    assert compared == len(alone)


def layer_of(tables: Any) -> UnitSums:
    frames = [SourceFrame(name, 1000, coverage=frozenset(tables.coders)) for name in tables.sources]
    return unit_sums(frames, [], tables.coders, CODES)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda t: source_intervals(t, method="guess"), "auto, bootstrap, jackknife"),
        (lambda t: source_intervals(t, ("kappa",)), "no intervals for kappa; choose from"),
        (lambda t: source_intervals(t, resamples=0), "one resample or more"),
        (lambda t: unit_intervals(layer_of(t), "gamma"), "no interval for 'gamma'; choose from"),
        (lambda t: unit_intervals(layer_of(t), "ku_alpha"), "of a code of the layer: law, trust"),
        (lambda t: unit_intervals(layer_of(t), "ku_alpha", code="x"), "of a code of the layer"),
        (lambda t: unit_intervals(layer_of(t), method="guess"), "auto, bootstrap, jackknife"),
        (lambda t: unit_intervals(layer_of(t), resamples=0), "one resample or more"),
        (lambda t: gwet_interval("kappa", FLAT), "no linearised variance for 'kappa'"),
    ],
)
def test_bad_input_is_named(call: Any, message: str) -> None:
    frames, spans = study(2)
    with pytest.raises(ValueError, match=message):
        call(cover_tables(frames, spans, CODERS))


def test_sample_size_of_cantor() -> None:
    """The expected sizes come from `N.cohen.kappa` of the R package irr."""
    assert sample_size_cohen_kappa(0.5, 0.5, 0.7, 0.85) == 96
    assert sample_size_cohen_kappa(0.3, 0.3, 0.6, 0.4) == 141
    one_sided = sample_size_cohen_kappa(0.3, 0.3, 0.6, 0.4)
    assert sample_size_cohen_kappa(0.3, 0.3, 0.6, 0.4, two_sided=True) > one_sided
    with pytest.raises(ValueError, match="are equal"):
        sample_size_cohen_kappa(0.3, 0.3, 0.6, 0.6)
    with pytest.raises(ValueError, match="not possible with rates"):
        sample_size_cohen_kappa(0.1, 0.9, 0.9, 0.5)
    with pytest.raises(ValueError, match="rate1 0 is not between"):
        sample_size_cohen_kappa(0, 0.9, 0.9, 0.5)


# Numbers of codings of two coders for two codes used equally often, at .1, .05, .01 and .005.
# They follow from the formula of Bloch & Kraemer (1989); published figures are tested below.
REQUIRED = {
    0.667: (36, 60, 119, 146),
    0.8: (62, 103, 206, 252),
    0.9: (128, 211, 422, 518),
}


@pytest.mark.parametrize("smallest", REQUIRED)
def test_sample_sizes_follow_the_formula_in_codings_and_in_units(smallest: float) -> None:
    levels = (0.1, 0.05, 0.01, 0.005)
    sizes = tuple(
        sample_size_alpha(smallest, 0.5, significance=level, counted="codings") for level in levels
    )
    assert sizes == REQUIRED[smallest]
    for level, codings in zip(levels, sizes, strict=True):
        units = sample_size_alpha(smallest, 0.5, significance=level)
        assert codings / 2 - 0.5 <= units <= codings / 2 + 1


def test_the_published_examples_of_sample_size() -> None:
    """The manual of ATLAS.ti quotes the sizes of Krippendorff (2019) for four codes at .05."""
    assert sample_size_alpha(0.8, 0.25, counted="codings") == 139
    assert sample_size_alpha(0.667, 0.25, counted="codings") == 81


def test_sample_size_of_alpha_grows_with_rarity_and_strictness() -> None:
    assert sample_size_alpha(0.8, 0.25) < sample_size_alpha(0.8, 0.05)
    assert sample_size_alpha(0.667, 0.25) < sample_size_alpha(0.8, 0.25)
    with pytest.raises(ValueError, match="below 1"):
        sample_size_alpha(1.0, 0.25)


def test_scales_are_complete_and_quoted() -> None:
    for scale in SCALES:
        assert scale.source
        assert (scale.bands[0].high, scale.bands[-1].low) == (1.0, -1.0)
        for upper, lower in zip(scale.bands, scale.bands[1:], strict=False):
            assert upper.low == lower.high
    assert LANDIS_KOCH.words(0.81) == "almost perfect"
    assert LANDIS_KOCH.words(-0.2) == "poor"
    with pytest.raises(ValueError, match="not between -1 and 1"):
        LANDIS_KOCH.words(1.2)


def test_memberships_add_up() -> None:
    for scale in SCALES:
        bands = memberships(0.6, 0.2, scale)
        assert sum(band.probability for band in bands) == pytest.approx(1.0)
        assert bands[-1].cumulative == pytest.approx(1.0)
    with pytest.raises(ValueError, match="above 0"):
        memberships(0.6, 0.0, LANDIS_KOCH)


def test_grouped_rows_are_resampled_as_units() -> None:
    table = [["a", "a"], ["a", "b"], ["b", "b"]]
    times = np.array([30, 8, 25])
    grouped = replace(as_ratings(table), times=times)
    long = [row for row, count in zip(table, times, strict=True) for _ in range(count)]
    single, _ = bootstrap_units(grouped, cohen_kappa, resamples=600)
    other, _ = bootstrap_units(long, cohen_kappa, resamples=600)
    assert single.standard_error == pytest.approx(other.standard_error, rel=0.15)
    exact = gwet_interval("fleiss_kappa", grouped).standard_error
    assert exact == pytest.approx(gwet_interval("fleiss_kappa", long).standard_error)
