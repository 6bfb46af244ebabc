"""Tests of drift, and of the probability that a jackknifed alpha is too low."""

from __future__ import annotations

import pytest

from toolkit.agreement.intervals.by_source import TOO_FEW as TOO_FEW_SOURCES
from toolkit.agreement.intervals.by_source import source_intervals
from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.table.cover import cover_tables
from toolkit.agreement.trend import TOO_FEW, slope


def test_a_line_is_found_and_its_interval_is_exact() -> None:
    # Computed by hand: slope 0.03, residuals 0.02 -0.03 0 0.01, s^2 = 0.0014 / 2, Sxx = 5.
    line = slope([0.50, 0.48, 0.54, 0.58])
    assert line.value == pytest.approx(0.03)
    error = (0.0014 / 2 / 5) ** 0.5
    assert line.high == pytest.approx(0.03 + 4.302652729911275 * error, abs=1e-6)
    assert not line.is_drift


def test_steady_decline_is_drift_and_one_dip_is_not() -> None:
    assert slope([0.90, 0.85, 0.81, 0.74, 0.71, 0.64]).is_drift
    assert not slope([0.85, 0.86, 0.50, 0.85, 0.86, 0.85]).is_drift


def test_missing_values_keep_their_place() -> None:
    line = slope([0.9, None, 0.7, 0.6])
    assert line.value == pytest.approx(-0.1)
    assert line.n == 3


def test_two_values_are_too_few() -> None:
    assert slope([0.9, None, 0.5]).reason == TOO_FEW


def test_the_jackknife_says_how_likely_alpha_is_below() -> None:
    frames = [SourceFrame(f"s{i}", 100, coverage={"a", "b"}) for i in range(6)]
    spans = [CodedSpan(f"s{i}", "a", "x", 10, 40) for i in range(6)]
    spans += [CodedSpan(f"s{i}", "b", "x", 10 + i, 40 + 2 * i) for i in range(6)]
    (row,) = source_intervals(
        cover_tables(frames, spans, ["a", "b"]),
        ("krippendorff_alpha",),
        method="jackknife",
        thresholds=(0.5, 0.9),
    )[:1]
    (interval,) = row.intervals
    assert row.value is not None
    below = dict(interval.below)
    assert 0.0 < below[0.5] < below[0.9] < 1.0
    again = source_intervals(
        cover_tables(frames, spans, ["a", "b"]),
        ("krippendorff_alpha",),
        method="jackknife",
        thresholds=(row.value,),
    )[0]
    assert again.intervals[0].below[0][1] == pytest.approx(0.5)


@pytest.mark.parametrize("method", ["bootstrap", "jackknife"])
def test_one_source_has_no_interval_by_any_method(method: str) -> None:
    frame = SourceFrame("s", 100, coverage={"a", "b"})
    spans = [CodedSpan("s", "a", "x", 10, 40), CodedSpan("s", "b", "x", 20, 40)]
    tables = cover_tables([frame], spans, ["a", "b"])
    for row in source_intervals(tables, method=method, resamples=50):
        assert row.value is not None
        assert {interval.reason for interval in row.intervals} == {TOO_FEW_SOURCES}
