"""Tests of the method auto: sources as clusters of stretches, nothing undefined left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.agreement.intervals.bootstrap import NO_ESTIMATE
from toolkit.agreement.intervals.by_source import source_intervals, unit_intervals
from toolkit.agreement.intervals.clustered import (
    CLUSTERED,
    estimate_of,
    macro_intervals,
    row_intervals,
)
from toolkit.agreement.intervals.clusters import (
    FEW_SOURCES,
    FEW_USES,
    TOO_FEW,
    Draws,
    SourceTables,
)
from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.table.code_sums import pair_values
from toolkit.agreement.table.cover import CoverTables, cover_tables
from toolkit.agreement.unitizing.unit_sums import unit_sums

NAMES = (
    "percent",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "brennan_prediger",
    "gwet_ac1",
    "krippendorff_alpha",
    "u_alpha",
)
DRAWS = Draws(0.95, 400, 0, (0.667, 0.8))


def coded(
    uses: dict[str, list[int]], coders: tuple[str, ...] = ("ann", "ben"), sources: int = 5
) -> CoverTables:
    """Code stretches of 50 characters: how many each coder has in each source."""
    frames = [SourceFrame(f"E{at}", 4000 + 100 * at, coverage=coders) for at in range(sources)]
    spans = [
        CodedSpan(f"E{at}", coder, "law", 100 * number + shift, 100 * number + shift + 50)
        for shift, (coder, counts) in enumerate(uses.items())
        for at, count in enumerate(counts)
        for number in range(count)
    ]
    return cover_tables(frames, spans, coders)


def tables_of(cells: list[list[int]], uses: list[list[int]]) -> SourceTables:
    return SourceTables(
        np.array(cells, dtype=float)[:, None, :], np.array(uses, dtype=float)[:, None, :]
    )


CELLS = st.lists(
    st.tuples(*(st.integers(0, 40) for _ in range(3)), st.integers(50, 2000)),
    min_size=3,
    max_size=8,
)


@given(CELLS, st.integers(1, 20))
def test_every_interval_has_its_value_and_lies_in_the_range(
    cells: list[tuple[int, ...]], length: int
) -> None:
    uses = [
        [-(-(both + first) // length), -(-(both + second) // length)]
        for both, first, second, _neither in cells
    ]
    tables = tables_of([list(row) for row in cells], uses)
    values = pair_values(tables.cells.sum(axis=0))
    estimates = {
        name: estimate_of(name, value) for name, value in values.items() if name != "scott_pi"
    }
    for kind in (row_intervals, macro_intervals):
        for name, made in kind(tables, estimates, DRAWS).items():
            interval = made[0] if isinstance(made, list) else made
            value = float(values[name][0])
            if interval.low is None or interval.high is None:
                assert interval.reason in (NO_ESTIMATE, FEW_USES, FEW_SOURCES)
                assert (interval.reason == NO_ESTIMATE) == np.isnan(value)
                continue
            assert (0.0 if name == "percent" else -1.0) <= interval.low <= value
            assert value <= interval.high <= 1.0


def test_intervals_of_every_column_repeat_and_hold_their_values() -> None:
    uses = {"ann": [3, 2, 4, 1, 2], "ben": [3, 1, 4, 2, 2], "cat": [2, 2, 3, 1, 0]}
    tables = coded(uses, ("ann", "ben", "cat"))
    rows = source_intervals(tables, NAMES, resamples=300)
    assert rows == source_intervals(tables, NAMES, resamples=300)
    assert {row.coefficient for row in rows} == set(NAMES)
    for row in rows:
        (interval,) = row.intervals
        assert interval.method == CLUSTERED
        assert (interval.resamples, interval.seed, interval.degenerate) == (300, 0, 0)
        assert interval.low is not None
        assert interval.high is not None
        assert row.value is not None
        assert interval.low <= row.value <= interval.high <= 1.0
    other = source_intervals(tables, NAMES, resamples=300, seed=1)
    assert [row.value for row in other] == [row.value for row in rows]
    assert [row.intervals[0].low for row in other] != [row.intervals[0].low for row in rows]


def test_complete_agreement_on_few_stretches_is_no_certainty() -> None:
    """The jackknife prints [1, 1] here; eight agreed stretches cannot rule out .8."""
    tables = coded({"ann": [2, 1, 2, 1, 2], "ben": [2, 1, 2, 1, 2]})
    same = replace(tables, run_mask=np.full_like(tables.run_mask, 3))
    (row,) = source_intervals(same, ("krippendorff_alpha",))[:1]
    (interval,) = row.intervals
    assert row.value == 1.0
    assert interval.low is not None
    assert interval.low < 0.8
    assert interval.high == 1.0
    (jackknife,) = source_intervals(same, ("krippendorff_alpha",), method="jackknife")[0].intervals
    assert (jackknife.low, jackknife.high) == (1.0, 1.0)


def test_more_sources_that_say_the_same_narrow_the_interval() -> None:
    widths = []
    for sources in (5, 10, 20):
        counts = [3] * sources
        tables = coded({"ann": counts, "ben": counts}, sources=sources)
        interval = source_intervals(tables, ("krippendorff_alpha",))[0].intervals[0]
        assert interval.low is not None
        assert interval.high is not None
        widths.append(interval.high - interval.low)
    assert widths[0] > widths[1] > widths[2]


def test_stretches_and_not_characters_are_decisions() -> None:
    """The same stretches in texts written ten times as long say no more."""
    short = coded({"ann": [3, 2, 4, 1, 2], "ben": [3, 1, 4, 2, 2]})
    long = replace(short, lengths=short.lengths * 10, run_length=short.run_length * 10)
    narrow, wide = (
        source_intervals(tables, ("cohen_kappa",))[0].intervals[0] for tables in (short, long)
    )
    assert narrow.low == pytest.approx(wide.low, abs=1e-4)
    assert narrow.high == pytest.approx(wide.high, abs=1e-4)


@pytest.mark.parametrize(
    ("uses", "sources", "reason"),
    [
        ({"ann": [5, 5], "ben": [5, 5]}, 2, TOO_FEW),
        ({"ann": [2, 1, 1], "ben": [3, 3, 3]}, 3, FEW_USES),
        ({"ann": [3, 3, 0, 0], "ben": [3, 3, 0, 0]}, 4, FEW_SOURCES),
        ({"ann": [0, 0, 0], "ben": [0, 0, 0]}, 3, NO_ESTIMATE),
        ({"ann": [3, 1, 1], "ben": [1, 1, 3]}, 3, None),
        # A third coder who used it less withholds nothing from the two others.
        ({"ann": [3, 1, 1], "ben": [1, 1, 3], "cat": [1, 0, 0]}, 3, None),
    ],
)
def test_an_interval_is_withheld_with_its_reason(
    uses: dict[str, list[int]], sources: int, reason: str | None
) -> None:
    coders = tuple(uses)
    frames = [SourceFrame(f"E{at}", 4000, coverage=coders) for at in range(sources)]
    tables = coded(uses, coders, sources) if any(map(any, uses.values())) else None
    if tables is None:
        tables = cover_tables(frames, [], coders, ["law"])
    (row,) = source_intervals(tables, ("krippendorff_alpha",), pairs=False)[:1]
    (interval,) = row.intervals
    assert interval.reason == reason
    assert (interval.low is None) == (reason is not None)
    assert (interval.below == ()) == (reason is not None)


def test_probabilities_and_limits_are_of_one_distribution() -> None:
    tables = coded({"ann": [3, 2, 4, 1, 2], "ben": [3, 1, 4, 2, 5]})
    interval = source_intervals(tables, ("krippendorff_alpha",))[0].intervals[0]
    assert interval.low is not None
    assert interval.high is not None
    ends = (interval.low, interval.high)
    again = source_intervals(tables, ("krippendorff_alpha",), thresholds=ends)[0].intervals[0]
    below = dict(again.below)
    assert below[interval.low] == pytest.approx(0.025, abs=0.002)
    assert below[interval.high] == pytest.approx(0.975, abs=0.002)


def test_a_row_does_not_depend_on_the_rows_beside_it() -> None:
    first = tables_of([[9, 2, 1, 300], [8, 0, 2, 200], [20, 5, 1, 400]], [[5, 4]] * 3)
    second = tables_of([[90, 20, 1, 300], [8, 9, 2, 200], [2, 5, 11, 400]], [[9, 9]] * 3)
    both = SourceTables(
        np.concatenate([second.cells, first.cells], axis=1),
        np.concatenate([second.uses, first.uses], axis=1),
    )

    def intervals(tables: SourceTables) -> list[object]:
        values = pair_values(tables.cells.sum(axis=0))["gwet_ac1"]
        return list(row_intervals(tables, {"x": estimate_of("gwet_ac1", values)}, DRAWS)["x"])

    assert intervals(both) == [*intervals(second), *intervals(first)]


def test_layers_have_intervals_of_the_same_method() -> None:
    coders = ("ann", "ben")
    frames = [SourceFrame(f"E{at}", 4000, coverage=coders) for at in range(5)]
    spans = [
        CodedSpan(f"E{at}", coder, code, 200 * number + shift, 200 * number + shift + 100)
        for at in range(5)
        for shift, coder in ((0, "ann"), (7 * at, "ben"))
        for number, code in enumerate(["law", "trust"] * 4 + (["law"] if coder == "ann" else []))
    ]
    sums = unit_sums(frames, spans, coders)
    assert sums.uses is not None
    assert sums.uses.sum(axis=(0, 1)).tolist() == [45.0, 40.0]
    for name, code in (
        ("u_alpha", None),
        ("u_alpha_binary", None),
        ("cu_alpha", None),
        ("ku_alpha", "law"),
    ):
        (interval,) = unit_intervals(sums, name, code=code, resamples=300)
        assert interval.method == CLUSTERED
        assert interval.low is not None
        assert interval.high is not None
        assert -1.0 <= interval.low < interval.high <= 1.0
    # All that both marked has one code each, so that cu-alpha is 1 and still not certain.
    (certain,) = unit_intervals(sums, "cu_alpha", resamples=300)
    assert certain.low is not None
    assert certain.low < 0.97
    with pytest.raises(ValueError, match="were not counted"):
        unit_intervals(replace(sums, uses=None), "u_alpha")
