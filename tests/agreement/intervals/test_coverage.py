"""A small part of the grid of `make coverage`: intervals contain the known truth often enough.

The bootstrap and the jackknife fail the same bound on the same material, since they leave out
the resamples in which a rare code is undefined.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from benchmarks import coverage
from benchmarks.coverage import REQUIRED, of_code, of_layer, of_table, of_trend, wilson
from benchmarks.simulated_coders import PACK, Process, one_table, simulate, truth
from benchmarks.simulated_layers import LayerProcess
from toolkit.agreement.intervals.by_source import source_intervals
from toolkit.agreement.intervals.clustered import MEASURED

RUNS = 250
RARE = Process(sources=5, prevalence=0.03, alpha=0.95, stretch=1.0, varied=True, units=100)
UNEQUAL = Process(sources=10, prevalence=0.3, alpha=0.2, stretch=1.0, varied=True, units=100)
DOCS = Path(__file__).parents[3] / "docs" / "agreement.md"


@lru_cache(maxsize=8)
def measured(process: Process, method: str) -> tuple[int, int]:
    """Return how many intervals of alpha are shown, and how many of them contain the truth."""
    simulated, true = simulate(process, RUNS, 1), truth(process)["krippendorff_alpha"]
    shown = hits = 0
    for pack in range(RUNS // PACK):
        rows = source_intervals(
            one_table(simulated, pack), ("krippendorff_alpha",), method=method, resamples=500
        )
        for row in rows[:PACK]:
            low, high = row.intervals[0].low, row.intervals[0].high
            if low is not None and high is not None:
                shown += 1
                hits += low <= true <= high
    return shown, hits


@pytest.mark.parametrize("process", [RARE, UNEQUAL])
def test_the_default_contains_the_truth_often_enough(process: Process) -> None:
    shown, hits = measured(process, "auto")
    assert shown > 0.9 * RUNS
    assert wilson(hits, shown) >= REQUIRED


@pytest.mark.parametrize(
    ("process", "method"), [(RARE, "jackknife"), (RARE, "bootstrap"), (UNEQUAL, "bootstrap")]
)
def test_methods_that_drop_undefined_resamples_do_not(process: Process, method: str) -> None:
    shown, hits = measured(process, method)
    assert hits / shown < REQUIRED


def test_every_coefficient_of_clustered_codings_is_covered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coverage, "DRAWS", 500)
    for row in of_code(Process(5, 0.1, 0.5, 8.0, True), "clustered", RUNS):
        assert row.shown > 0.9 * row.runs
        assert row.least >= REQUIRED, row.line()
        # The probability of a lower value is of the same distribution.
        assert row.probable >= REQUIRED, row.line()


def test_pooled_macro_and_slope_are_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "DRAWS", 300)
    rows = of_table("clustered", 5, 0.8, 100)
    assert {row.what for row in rows} == {"pooled", "macro"}
    rows.append(of_trend("clustered", 5, (0.8, 0.8, 0.8, 0.8), 1000))
    for row in rows:
        assert row.shown == row.runs
        assert row.coverage >= REQUIRED, row.line()


def test_the_unitizing_family_is_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "DRAWS", 300)
    monkeypatch.setattr("benchmarks.simulated_layers.MANY", 500)
    for row in of_layer(LayerProcess(5, 0.9, 0.9, varied=True), 40):
        assert row.coverage >= REQUIRED, row.line()


def test_the_truth_of_a_process_is_the_value_of_very_many_sources() -> None:
    for process in (RARE, Process(5, 0.1, 0.5, 8.0, True)):
        assert truth(process)["krippendorff_alpha"] == pytest.approx(process.alpha, abs=0.01)
        cells = simulate(process, 4000, 5).cells.sum(axis=(0, 1)).astype(float)
        coded = (cells[0] + cells[1:3].sum() / 2.0) / cells.sum()
        assert coded == pytest.approx(process.prevalence, rel=0.05)
        apart = cells[1:3].sum() / cells.sum()
        alpha = 1.0 - apart / (2.0 * coded * (1.0 - coded))
        assert alpha == pytest.approx(process.alpha, abs=0.03)


def test_the_published_range_is_that_of_the_table_in_the_documentation() -> None:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in lines
        if line.startswith(("| code | ", "| pooled | ", "| macro | ", "| slope | ", "| layer | "))
    ]
    assert {row[0] for row in rows} == {"code", "pooled", "macro", "slope", "layer"}
    ends = np.array([[float(end) for end in row[4].split(" to ")] for row in rows])
    assert (np.floor(ends.min() * 100) / 100, np.ceil(ends.max() * 100) / 100) == MEASURED
    assert all(float(row[5]) >= REQUIRED for row in rows)
