"""Measure how often the intervals of the method auto contain the truth: `make coverage`.

Coders whose agreement is known code samples of sources again and again. A row says in how
many of the runs an interval was shown, how many of these contain the value of the population,
the lower end of the 95 % Wilson interval of that share, and their mean width. The command ends
with 1 where that lower end is below .90. With --quick there are fewer cells and runs, and
nothing is judged.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.simulated_coders import (
    Process,
    Simulated,
    population,
    simulate,
    source_lengths,
    truth,
)
from benchmarks.simulated_layers import (
    CODES,
    RARE,
    LayerProcess,
    codes_truth,
    layer_truth,
    simulate_codes,
    simulate_layer,
)
from toolkit.agreement.intervals.by_source import source_intervals, unit_intervals
from toolkit.agreement.intervals.clustered import (
    estimate_of,
    macro_intervals,
    row_intervals,
)
from toolkit.agreement.intervals.clusters import Draws, SourceTables
from toolkit.agreement.table.code_sums import pair_values
from toolkit.agreement.trend import slope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.agreement.intervals.interval import Interval

REQUIRED = 0.90
SOURCES = (5, 10, 20)
PREVALENCES = (0.01, 0.03, 0.1, 0.3)
ALPHAS = (0.2, 0.5, 0.8, 0.95)
KINDS = {
    "independent": (1.0, False),
    "stretches": (8.0, False),
    "varied": (1.0, True),
    "clustered": (8.0, True),
}
"""Mean length of a stretch, and whether sources vary."""
COEFFICIENTS = ("krippendorff_alpha", "cohen_kappa", "gwet_ac1")
CODEBOOK = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2)
"""Prevalences of the codes that are pooled."""
ROUNDS = 4
FEWEST, MOST = 400, 10
"""Where few samples have an interval, up to ten times as many are drawn to have so many."""
DRAWS = 500
"""A quarter of the default, which saves time; fewer draws cover no better."""
LAYER_RUNS = 500
"""Runs of a cell of layers and of three coders, which is outside the grid."""
Z = 1.959964


@dataclass(frozen=True)
class Coverage:
    """How often intervals of a cell contained the truth."""

    what: str
    kind: str
    sources: int
    prevalence: str
    alpha: str
    coefficient: str
    runs: int
    shown: int
    below: int
    """Intervals that lie below the truth."""
    above: int
    width: float
    probable: float = float("nan")
    """Share of runs in which P(coefficient < truth) is between .025 and .975."""

    @property
    def coverage(self) -> float:
        """Return the share of the intervals shown that contain the truth."""
        return 1.0 - (self.below + self.above) / self.shown

    @property
    def least(self) -> float:
        """Return the lower end of the Wilson interval of the coverage."""
        return wilson(self.shown - self.below - self.above, self.shown)

    def line(self) -> str:
        """Return the cell as a line of the printed table."""
        start = (
            f"{self.what:<9} {self.kind:<12} {self.sources:>3} {self.prevalence:>5} "
            f"{self.alpha:>5} {self.coefficient:<19} {self.shown:>5} of {self.runs:>5} "
        )
        if not self.shown:
            return start + "  withheld"
        chance = "" if np.isnan(self.probable) else f"{self.probable:.3f}"
        mark = "" if self.least >= REQUIRED else "  below .90"
        return start + (
            f"{self.coverage:.3f} {self.least:.3f} {self.width:.3f} "
            f"{self.below / self.shown:.3f} {self.above / self.shown:.3f} {chance}{mark}"
        )


HEAD = (
    f"{'row':<9} {'sources are':<12} {'n':>3} {'prev.':>5} {'alpha':>5} {'coefficient':<19} "
    f"{'shown':>14} cover lower width below above P"
)


def wilson(hits: int, runs: int) -> float:
    """Return the lower end of the 95 % interval of a share (Wilson 1927)."""
    share = hits / runs
    middle = share + Z**2 / (2 * runs)
    margin = Z * float(np.sqrt(share * (1 - share) / runs + Z**2 / (4 * runs**2)))
    return (middle - margin) / (1 + Z**2 / runs)


def of_code(process: Process, kind: str, runs: int, seed: int = 1) -> list[Coverage]:
    """Measure the coverage for single codes, of each coefficient."""
    true = truth(process)
    draws = Draws(0.95, DRAWS, 0, tuple(true[name] for name in COEFFICIENTS))
    parts: dict[str, list[Interval]] = {name: [] for name in COEFFICIENTS}
    drawn = 0
    for more in range(MOST):
        tables = simulate(process, runs, seed + 1000 * more).tables()
        shown = np.array([reason is None for reason in tables.withheld()])
        drawn += len(shown)
        for name, intervals in _intervals(tables.rows(shown), draws).items():
            parts[name] += [interval for interval in intervals if interval.low is not None]
        if len(parts[COEFFICIENTS[0]]) >= min(FEWEST, runs):
            break
    return [
        _counted(
            Coverage(
                "code",
                kind,
                process.sources,
                f"{process.prevalence:g}",
                f"{process.alpha:g}",
                name,
                drawn,
                0,
                0,
                0,
                0.0,
            ),
            parts[name],
            np.full(len(parts[name]), true[name]),
            at,
        )
        for at, name in enumerate(COEFFICIENTS)
    ]


def _intervals(tables: SourceTables, draws: Draws) -> dict[str, list[Interval]]:
    values = pair_values(tables.cells.sum(axis=0))
    estimates = {name: estimate_of(name, values[name]) for name in COEFFICIENTS}
    return row_intervals(tables, estimates, draws)


def _counted(
    cell: Coverage, intervals: Sequence[Interval], true: np.ndarray, threshold: int | None = None
) -> Coverage:
    if not intervals:
        return cell
    low = np.array([interval.low for interval in intervals], dtype=float)
    high = np.array([interval.high for interval in intervals], dtype=float)
    probable = float("nan")
    if threshold is not None:
        chance = np.array([interval.below[threshold][1] for interval in intervals])
        probable = float(((chance >= 0.025) & (chance <= 0.975)).mean())
    return replace(
        cell,
        shown=len(intervals),
        below=int((high < true).sum()),
        above=int((low > true).sum()),
        width=float((high - low).mean()),
        probable=probable,
    )


def of_table(kind: str, sources: int, alpha: float, runs: int, seed: int = 1) -> list[Coverage]:
    """Measure the coverage of pooled and macro over codes of unequal prevalence."""
    stretch, varied = KINDS[kind]
    codes = [Process(sources, share, alpha, stretch, varied) for share in CODEBOOK]
    every = _codebook(codes, runs, seed)
    cells = np.stack([simulated.cells for simulated in every], axis=2).astype(float)
    uses = np.stack([simulated.uses for simulated in every], axis=2).astype(float)
    shares = np.array([population(process) for process in codes])
    pooled_true = pair_values(shares.sum(axis=0) * 1e12)
    true = {name: np.array([truth(process)[name] for process in codes]) for name in COEFFICIENTS}
    draws = Draws(0.95, DRAWS, 0, ())
    summed = SourceTables(np.moveaxis(cells.sum(axis=2), 0, 1), np.moveaxis(uses.sum(axis=2), 0, 1))
    pooled = {
        name: [interval for interval in intervals if interval.low is not None]
        for name, intervals in _intervals(summed, draws).items()
    }
    macro: dict[str, list[Interval]] = {name: [] for name in COEFFICIENTS}
    macro_true: dict[str, list[float]] = {name: [] for name in COEFFICIENTS}
    for run in range(runs):
        tables = SourceTables(cells[run], uses[run])
        values = pair_values(tables.cells.sum(axis=0))
        estimates = {name: estimate_of(name, values[name]) for name in COEFFICIENTS}
        for name, interval in macro_intervals(tables, estimates, draws).items():
            if interval.low is not None:
                macro[name].append(interval)
                macro_true[name].append(float(true[name][~np.isnan(values[name])].mean()))
    rows = []
    for what, intervals in (("pooled", pooled), ("macro", macro)):
        for name in COEFFICIENTS:
            of = np.full(len(intervals[name]), pooled_true[name])
            if what == "macro":
                of = np.array(macro_true[name])
            base = Coverage(what, kind, sources, "mixed", f"{alpha:g}", name, runs, 0, 0, 0, 0.0)
            rows.append(_counted(base, intervals[name], of))
    return rows


def _codebook(codes: Sequence[Process], runs: int, seed: int) -> list[Simulated]:
    """Give all codes to the same sources, which are as easy or as hard for each code."""
    rng = np.random.default_rng(seed)
    lengths = source_lengths(codes[0], runs, rng)
    difficulty = rng.random(lengths.shape)
    return [
        simulate(process, runs, seed + 100 + at, lengths, difficulty)
        for at, process in enumerate(codes)
    ]


def of_trend(kind: str, sources: int, alphas: Sequence[float], runs: int) -> Coverage:
    """Measure the coverage of the slope through pooled alpha of four rounds."""
    stretch, varied = KINDS[kind]
    values, true = [], []
    for at, alpha in enumerate(alphas):
        codes = [Process(sources, share, alpha, stretch, varied) for share in CODEBOOK]
        cells = sum(simulated.cells.sum(axis=1) for simulated in _codebook(codes, runs, 7 * at + 1))
        values.append(pair_values(np.asarray(cells, dtype=float))["krippendorff_alpha"])
        shares = sum(population(process) for process in codes)
        true.append(float(pair_values(np.asarray(shares) * 1e12)["krippendorff_alpha"]))
    expected = slope(true).value or 0.0
    slopes = [slope(list(row)) for row in np.array(values).T.tolist()]
    low, high = (np.array([getattr(line, end) for line in slopes]) for end in ("low", "high"))
    label = f"{alphas[0]:g}-{alphas[-1]:g}"
    return Coverage(
        "slope",
        kind,
        sources,
        "mixed",
        label,
        "krippendorff_alpha",
        runs,
        runs,
        int((high < expected).sum()),
        int((low > expected).sum()),
        float((high - low).mean()),
    )


def of_layer(process: LayerProcess, runs: int) -> list[Coverage]:
    """Measure the coverage of the unitizing family."""
    true = layer_truth(process)
    parts: dict[str, list[Interval]] = {name: [] for name in true}
    for run in range(runs):
        sums = simulate_layer(process, 10_000 + run)
        for name, intervals in parts.items():
            code = CODES[RARE] if name == "ku_alpha" else None
            (interval,) = unit_intervals(sums, name, code=code, resamples=DRAWS)
            if interval.low is not None:
                intervals.append(interval)
    kind = "varied" if process.varied else "alike"
    level = f"{process.marked:g}/{process.right:g}"
    return [
        _counted(
            Coverage("layer", kind, process.sources, "mixed", level, name, runs, 0, 0, 0, 0.0),
            intervals,
            np.full(len(intervals), true[name]),
        )
        for name, intervals in parts.items()
    ]


def of_three(process: LayerProcess, runs: int) -> list[Coverage]:
    """Measure the coverage for all of three coders, over single codes, pooled and macro."""
    true = codes_truth(process)
    parts: dict[tuple[str, str], list[tuple[Interval, float]]] = {}
    for run in range(runs):
        tables = simulate_codes(process, 10_000 + run)
        names = ("krippendorff_alpha", "gwet_ac1")
        for row in source_intervals(tables, names, pairs=False, resamples=DRAWS):
            (interval,) = row.intervals
            if interval.low is not None:
                value = true[row.scope, row.code][row.coefficient]
                parts.setdefault((row.scope, row.coefficient), []).append((interval, value))
    kind = "varied" if process.varied else "alike"
    level = f"{process.marked:g}/{process.right:g}"
    return [
        _counted(
            Coverage(
                "three",
                kind,
                process.sources,
                scope,
                level,
                name,
                runs * len(CODES) if scope == "code" else runs,
                0,
                0,
                0,
                0.0,
            ),
            [interval for interval, _true in own],
            np.array([value for _interval, value in own]),
        )
        for (scope, name), own in parts.items()
    ]


def layer_cells(quick: bool) -> Iterator[Coverage]:
    """Yield the measured cells of the unitizing family."""
    for varied in (False, True):
        for count in (5,) if quick else SOURCES:
            for marked, right in (
                ((0.9, 0.9),) if quick else ((0.75, 0.75), (0.9, 0.9), (0.97, 0.98))
            ):
                process = LayerProcess(count, marked, right, varied)
                yield from of_layer(process, 100 if quick else LAYER_RUNS)
                yield from of_three(replace(process, coders=3), 50 if quick else LAYER_RUNS)


def cells(quick: bool) -> Iterator[Coverage]:
    """Yield the measured cells, those of the grid or a few of them."""
    runs = 200 if quick else 2000
    kinds = ("independent", "clustered") if quick else tuple(KINDS)
    prevalences = (0.03, 0.3) if quick else PREVALENCES
    sources = (5, 20) if quick else SOURCES
    alphas = (0.5, 0.95) if quick else ALPHAS
    for kind in kinds:
        stretch, varied = KINDS[kind]
        for count in sources:
            for prevalence in prevalences:
                for alpha in alphas:
                    process = Process(count, prevalence, alpha, stretch, varied)
                    yield from of_code(process, kind, runs)
            for alpha in alphas:
                yield from of_table(kind, count, alpha, runs)
            for line in ((0.8,) * ROUNDS, (0.9, 0.8, 0.7, 0.6)):
                yield of_trend(kind, count, line, runs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer cells and runs, unjudged")
    arguments = parser.parse_args()
    began = time.monotonic()
    print(HEAD)
    rows = []
    for row in chain(cells(arguments.quick), layer_cells(arguments.quick)):
        rows.append(row)
        print(row.line(), flush=True)
    for line in chain(summary(rows), grid(rows, "independent"), grid(rows, "clustered")):
        print(line)
    print(f"took {time.monotonic() - began:.0f} s", file=sys.stderr)
    short = [row for row in rows if row.shown and row.least < REQUIRED]
    return 0 if arguments.quick else int(bool(short))


def summary(rows: Sequence[Coverage]) -> Iterator[str]:
    """Yield a line for each kind of row and of sources: the range of coverage, the mean width."""
    yield ""
    yield "| row | sources are | coefficient | cells | coverage | lower bound | mean width |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    keys = dict.fromkeys((row.what, row.kind, row.coefficient) for row in rows)
    for what, kind, name in keys:
        own = [
            row
            for row in rows
            if (row.what, row.kind, row.coefficient) == (what, kind, name) and row.shown
        ]
        if own:
            covered = [row.coverage for row in own]
            yield (
                f"| {what} | {kind} | {name} | {len(own)} | {min(covered):.3f} to "
                f"{max(covered):.3f} | {min(row.least for row in own):.3f} | "
                f"{np.mean([row.width for row in own]):.3f} |"
            )


def grid(rows: Sequence[Coverage], kind: str) -> Iterator[str]:
    """Yield the coverage and the mean width for alpha of a code, by sources and prevalence."""
    own = {
        (row.sources, row.prevalence, row.alpha): row
        for row in rows
        if (row.what, row.kind, row.coefficient) == ("code", kind, "krippendorff_alpha")
    }
    alphas = list(dict.fromkeys(alpha for _sources, _prevalence, alpha in own))
    yield ""
    yield f"| {kind}: sources, prevalence | " + " | ".join(f"alpha {at}" for at in alphas) + " |"
    yield "| --- |" + " --- |" * len(alphas)
    for sources, prevalence in dict.fromkeys(key[:2] for key in own):
        cells = []
        for alpha in alphas:
            row = own[sources, prevalence, alpha]
            share = f", {row.shown / row.runs:.0%} shown" if row.shown < 0.995 * row.runs else ""
            cells.append(
                f"{row.coverage:.3f} ({row.width:.2f}{share})" if row.shown else "none shown"
            )
        yield f"| {sources}, {float(prevalence):.0%} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
