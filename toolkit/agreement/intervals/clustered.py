"""The interval of the method auto: a posterior of the fourfold table, with sources as clusters.

A code that is rare leaves its coefficient undefined in many resamples of sources, and a
bootstrap or a jackknife that drops them is far too narrow. Here nothing is dropped:

1. The fourfold table of a code is counted in stretches and not in characters, since the
   characters of a stretch are decided together. This gives `n` independent decisions.
2. `n` is divided by the design effect: the jackknife variance over sources divided by the
   variance of `n` decisions, times the squared ratio of the t and the normal quantile for the
   effective number of sources (Kish 1965, Survey Sampling, section 8.2; Korn & Graubard 1998,
   Survey Methodology 24, who adjust `n` in this way for intervals of rare shares). That
   ratio counts less where a source has few stretches, since then the stretches are most of
   what varies. The product is at least 1, and is widened by a factor that was found by
   simulation.
3. The posterior of the table is a Dirichlet with the prior of Jeffreys, 1/2 a cell. The
   coefficient of each draw is taken, and the quantiles of these are the limits.
4. A tail is moved outward by the bias that the jackknife over sources shows (Quenouille 1956).

Coverage is measured by `benchmarks/coverage.py`; `make coverage` prints it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.intervals.bootstrap import NO_ESTIMATE
from toolkit.agreement.intervals.interval import Interval
from toolkit.agreement.ratings import Bools, Floats
from toolkit.agreement.table.code_sums import pair_values
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CLUSTERED = _("Dirichlet posterior of the fourfold table, with sources as clusters")
PRIOR = 0.5
"""What each cell of a fourfold table has before anything is coded (Jeffreys)."""
WIDENED = 1.25
"""Factor of the design effect, since sources that were not drawn may be less alike."""
WIDENED_SKEWED = 1.5
"""The same for coefficients whose disagreement is rare and lies in few sources."""
WIDENED_MEAN = 1.5
"""A further factor for the mean over codes, whose rare codes say little of themselves."""
STRETCHES = 3.0
"""With so many stretches in a source the t quantile counts for one half."""
MEASURED = (0.91, 1.0)
"""The lowest and the highest coverage of the grid in docs/agreement.md, at a level of .95."""
LEAST_USES = 5
LEAST_SOURCES = 3
ENOUGH_USES = 10
"""From so many uses of both coders on the rule of least uses chooses no samples."""

TOO_FEW = _("an interval needs three or more sources that two coders worked on")
FEW_USES = _("an interval needs five or more uses by each of two coders")
FEW_SOURCES = _("an interval needs three or more sources in which the code was used")

_BASES = {
    "conger_kappa": "cohen_kappa",
    "fleiss_kappa": "scott_pi",
    "u_alpha": "krippendorff_alpha",
}
"""The coefficient of a fourfold table whose draws stand for another coefficient."""
_FAMILIES = {
    "cohen_kappa": "krippendorff_alpha",
    "scott_pi": "krippendorff_alpha",
    "brennan_prediger": "percent",
}
"""Coefficients that have the design effect, and so the draws, of another one."""
_ROWS = 32
"""Rows whose draws are in memory together."""


@dataclass(frozen=True)
class SourceTables:
    """Fourfold tables of two coders, or of the mean pair of several, by source."""

    cells: Floats
    """Shape (sources, rows, 4): units coded by both, first only, second only, neither."""
    uses: Floats
    """Shape (sources, rows, coders): coded stretches."""
    used: Floats | None = None
    """Shape (sources, rows): units that a coder coded on average, where the table has only
    some of them."""

    def pooled(self) -> SourceTables:
        """Return all rows summed into a single one."""
        return SourceTables(
            self.cells.sum(axis=1, keepdims=True), self.uses.sum(axis=1, keepdims=True)
        )

    def rows(self, chosen: Bools) -> SourceTables:
        """Return some of the rows; `chosen` has the shape (rows,)."""
        used = None if self.used is None else self.used[:, chosen]
        return SourceTables(self.cells[:, chosen], self.uses[:, chosen], used)

    def withheld(self) -> list[str | None]:
        """Return why a row can have no interval, None where it can."""
        if len(self.cells) < LEAST_SOURCES:
            return [TOO_FEW] * self.cells.shape[1]
        second = np.sort(self.uses.sum(axis=0), axis=-1)[:, -2]
        used_in = (self.uses.sum(axis=-1) > 0).sum(axis=0)
        return [
            FEW_USES if few else FEW_SOURCES if narrow else None
            for few, narrow in zip(
                (second < LEAST_USES).tolist(), (used_in < LEAST_SOURCES).tolist(), strict=True
            )
        ]


@dataclass(frozen=True)
class Estimate:
    """A coefficient of the rows, and the coefficient of their fourfold tables behind it."""

    values: Floats
    """Shape (rows,), NaN where undefined."""
    base: str
    """A coefficient of `pair_values`."""
    ratio: Floats | None = None
    """Shape (rows,): disagreement beyond that of the base, where the base agrees completely."""


@dataclass(frozen=True)
class Draws:
    """How many draws are made, and what is said of them."""

    level: float
    count: int
    seed: int
    thresholds: tuple[float, ...]

    @property
    def tails(self) -> tuple[float, float]:
        """Return the shares of draws below the limits."""
        return 0.5 - self.level / 2.0, 0.5 + self.level / 2.0


def estimate_of(name: str, values: Floats) -> Estimate:
    """Return the estimates of a column of the agreement table."""
    return Estimate(values, _BASES.get(name, name))


def row_intervals(
    tables: SourceTables, estimates: Mapping[str, Estimate], draws: Draws
) -> dict[str, list[Interval]]:
    """Return the intervals of coefficients by name, a list with one interval for each row.

    Parameters
    ----------
    tables
        The fourfold tables of the rows.
    estimates
        The coefficients of the rows by name.
    draws
        The level, how many draws are made, their seed, and thresholds for which the
        probability of a coefficient below them is given.

    Notes
    -----
    An interval has no limits, and a reason, where the coefficient is undefined, fewer than
    three sources are shared or used, or fewer than two coders used the code five times.
    """
    reasons = tables.withheld()
    shown = np.array([reason is None for reason in reasons], dtype=np.bool_)
    shown &= np.logical_or.reduce([~np.isnan(item.values) for item in estimates.values()])
    limits: dict[str, dict[int, Interval]] = {name: {} for name in estimates}
    at = np.flatnonzero(shown)
    for begin in range(0, len(at), _ROWS):
        rows = at[begin : begin + _ROWS]
        chosen = np.zeros(len(shown), dtype=np.bool_)
        chosen[rows] = True
        for name, intervals in _some_rows(
            tables.rows(chosen), _chosen(estimates, chosen), draws
        ).items():
            limits[name] |= dict(zip(rows.tolist(), intervals, strict=True))
    none = Interval(CLUSTERED, None, None, draws.level)
    return {
        name: [
            replace(none, reason=NO_ESTIMATE)
            if np.isnan(value)
            else limits[name].get(row, replace(none, reason=reasons[row]))
            for row, value in enumerate(estimate.values.tolist())
        ]
        for name, estimate in estimates.items()
    }


def macro_intervals(
    tables: SourceTables, estimates: Mapping[str, Estimate], draws: Draws
) -> dict[str, Interval]:
    """Return the interval of the mean over rows of each coefficient, of the rows that have one.

    The deviations of each row's draws from their mean are averaged, put around the mean of
    the values and scaled by the design effect of that mean. Parameters are as in
    :func:`row_intervals`.
    """
    reason = tables.pooled().withheld()[0]
    none = Interval(CLUSTERED, None, None, draws.level)
    intervals: dict[str, Interval] = {}
    defined = {name: ~np.isnan(estimate.values) for name, estimate in estimates.items()}
    used = np.logical_or.reduce(list(defined.values())) & (tables.uses.sum(axis=(0, 2)) > 0)
    if reason is None and used.any():
        intervals = _means(tables.rows(used), _chosen(estimates, used), draws)
    return {
        name: replace(none, reason=NO_ESTIMATE)
        if not has.any()
        else intervals.get(name, replace(none, reason=reason or FEW_USES))
        for name, has in defined.items()
    }


def _chosen(estimates: Mapping[str, Estimate], rows: Bools) -> dict[str, Estimate]:
    return {
        name: replace(
            estimate,
            values=estimate.values[rows],
            ratio=None if estimate.ratio is None else estimate.ratio[rows],
        )
        for name, estimate in estimates.items()
    }


class _Sample:
    """What the sources say of fourfold tables: shares, decisions, and what varies."""

    def __init__(self, tables: SourceTables) -> None:
        """No row may be without a use, or without a unit."""
        self.sources, coders = len(tables.cells), tables.uses.shape[-1]
        self.total = tables.cells.sum(axis=0)
        self.units = self.total.sum(axis=-1)
        coded = tables.cells[..., :3].sum(axis=-1)
        overall = coded.sum(axis=0)
        agreed = 2.0 * self.total[:, 0] / (overall + self.total[:, 0])
        self.coder_uses = np.sort(tables.uses.sum(axis=0), axis=-1)[:, -2]
        uses = tables.uses.sum(axis=(0, 2))
        if tables.used is None:
            # Where all coders agree the same stretch is a use of each of them.
            stretches = uses * (1.0 - agreed * (coders - 1.0) / coders) / overall
        else:
            stretches = uses / coders / tables.used.sum(axis=0)
        self.per_unit = np.minimum(stretches, 1.0)
        self.stretches = overall * self.per_unit
        """How many stretches a unit is, shape (rows,)."""
        self.smoothed = self.total + PRIOR / self.per_unit[:, None]
        self.left_out = self.smoothed - tables.cells
        self.effective_sources = overall**2 / (coded**2).sum(axis=0)
        """Kish's effective number of sources, shape (rows,)."""

    def values(self) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Return coefficients of the smoothed table, and of it without each source."""
        return pair_values(self.smoothed), pair_values(self.left_out)

    def stretch_variance(self, base: str) -> Floats:
        """Return the variance of a coefficient if stretches were independent, shape (rows,)."""
        size = self.smoothed.sum(axis=-1)
        shares = self.smoothed / size[:, None]
        gradient = np.empty_like(shares)
        for cell in range(shares.shape[1]):
            step = np.zeros_like(shares)
            step[:, cell] = np.minimum(1e-4, shares[:, cell] / 100.0)
            up, down = (
                pair_values((shares + sign * step) * size[:, None])[base] for sign in (1.0, -1.0)
            )
            gradient[:, cell] = (up - down) / (2.0 * step[:, cell])
        mean = (shares * gradient).sum(axis=-1)
        variance = (shares * gradient**2).sum(axis=-1) - mean**2
        return np.maximum(variance, 1e-12) / (size * self.per_unit)

    def posterior(self, effect: Floats) -> Floats:
        """Return the parameters of the Dirichlet distribution, shape (rows, 4)."""
        decisions = self.units * self.per_unit / effect
        return decisions[:, None] * self.total / self.units[:, None] + PRIOR


def _effect(
    between: Floats, within: Floats, sources: Floats, stretches: Floats, family: str, draws: Draws
) -> Floats:
    """Return the design effect of coefficients, of any shape.

    Parameters
    ----------
    between, within
        The variance over sources, and that of independent stretches.
    sources, stretches
        The effective number of sources, and how many stretches each of them has.
    """
    from scipy.special import ndtri, stdtrit

    high = draws.tails[1]
    few = (stdtrit(np.maximum(sources - 1.0, 1.0), high) / float(ndtri(high))) ** 2
    if family == "krippendorff_alpha":
        few = few ** (stretches / (stretches + STRETCHES))
        widened = WIDENED
    else:
        widened = WIDENED_SKEWED
    return np.asarray(widened * np.maximum(few * between / within, 1.0), dtype=np.float64)


def _jackknife(left_out: Floats, value: Floats) -> tuple[Floats, Floats]:
    """Return the variance and the bias over sources, of shape (...) for (sources, ...)."""
    n = len(left_out)
    mean = left_out.mean(axis=0)
    return (n - 1.0) / n * ((left_out - mean) ** 2).sum(axis=0), (n - 1.0) * (mean - value)


def _drawn(parameters: Floats, units: Floats, draws: Draws) -> Floats:
    """Return draws of fourfold tables in units, shape (rows, draws, 4).

    Every row has the same stream of random numbers, so that a row does not depend on others.
    """
    rng = np.random.default_rng(draws.seed)
    state = rng.bit_generator.state
    tables = np.empty((len(parameters), draws.count, parameters.shape[1]))
    for at, row in enumerate(parameters):
        rng.bit_generator.state = state
        tables[at] = rng.standard_gamma(row, size=tables.shape[1:])
    return tables * (units[:, None] / tables.sum(axis=-1))[..., None]


def _some_rows(
    tables: SourceTables, estimates: Mapping[str, Estimate], draws: Draws
) -> dict[str, list[Interval]]:
    sample = _Sample(tables)
    whole, left_out = sample.values()
    observed = pair_values(sample.total)
    drawn: dict[str, dict[str, Floats]] = {}
    intervals: dict[str, list[Interval]] = {}
    for name, estimate in estimates.items():
        base = estimate.base
        family = _FAMILIES.get(base, base)
        if family not in drawn:
            between, _bias = _jackknife(left_out[family], whole[family])
            within = sample.stretch_variance(family)
            sources = sample.effective_sources
            each = sample.stretches / sources
            effect = _effect(between, within, sources, each, family, draws)
            drawn[family] = pair_values(_drawn(sample.posterior(effect), sample.units, draws))
        bias = _jackknife(left_out[base], whole[base])[1]
        values = _outward(drawn[family][base], observed[base], bias)
        scale = _scale(estimate, observed[base])
        # What the rule of least uses shows is coded more often than is typical of it, so that
        # coefficients that rise with rarity may be higher.
        open_above = (sample.coder_uses < ENOUGH_USES) & (family != "krippendorff_alpha")
        rows = zip(
            1.0 - (1.0 - values) * scale[:, None],
            estimate.values.tolist(),
            open_above.tolist(),
            strict=True,
        )
        least = 0.0 if name == "percent" else -1.0
        intervals[name] = [
            _interval(row, value, draws, least, open_above=is_open) for row, value, is_open in rows
        ]
    return intervals


def _scale(estimate: Estimate, observed: Floats) -> Floats:
    """Return the disagreement of the coefficient by that of its base, shape (rows,)."""
    disagrees = observed < 1.0
    ratio = np.ones_like(observed) if estimate.ratio is None else estimate.ratio.copy()
    np.divide(1.0 - estimate.values, 1.0 - observed, out=ratio, where=disagrees)
    return ratio


def _outward(values: Floats, centre: Floats, bias: Floats) -> Floats:
    """Move draws away from the centre by the bias: below it if it is positive, else above.

    `values` has the shape (..., draws), the others have the shape (...).
    """
    down, up = np.maximum(bias, 0.0)[..., None], np.maximum(-bias, 0.0)[..., None]
    return np.where(values < centre[..., None], values - down, values + up)


def _interval(
    values: Floats, value: float, draws: Draws, least: float, *, open_above: bool = False
) -> Interval:
    """Return the interval of draws of shape (draws,), which includes the value."""
    low, high = np.quantile(values, draws.tails).tolist()
    return Interval(
        CLUSTERED,
        min(max(low, least), value),
        1.0 if open_above else max(min(high, 1.0), value),
        draws.level,
        float(values.std(ddof=1)) if draws.count > 1 else None,
        draws.count,
        below=tuple((at, float(np.mean(values < at))) for at in draws.thresholds),
        seed=draws.seed,
    )


def _means(
    tables: SourceTables, estimates: Mapping[str, Estimate], draws: Draws
) -> dict[str, Interval]:
    """Return the interval of the mean of each coefficient over its rows."""
    sample = _Sample(tables)
    whole, left_out = sample.values()
    observed = pair_values(sample.total)
    coded = tables.cells[..., :3].sum(axis=(1, 2))
    sources = coded.sum() ** 2 / (coded**2).sum()
    scales = {name: _scale(item, observed[item.base]) for name, item in estimates.items()}
    deviations = {name: np.zeros(draws.count) for name in estimates}
    curved = dict.fromkeys(estimates, 0.0)
    for row, (values, at_mean) in enumerate(_streams(sample, draws)):
        for name, estimate in estimates.items():
            if not np.isnan(estimate.values[row]):
                drawn, weight = values[estimate.base], scales[name][row]
                deviations[name] += (drawn - drawn.mean()) * weight
                # A coefficient of few stretches is biased, being no straight line in them.
                curved[name] += float(drawn.mean() - at_mean[estimate.base]) * weight
    intervals = {}
    for name, estimate in estimates.items():
        base, rows = estimate.base, ~np.isnan(estimate.values)
        if not rows.any():
            continue
        weight = scales[name][rows]
        between, bias = _jackknife(
            (left_out[base][:, rows] * weight).mean(axis=1),
            np.asarray((whole[base][rows] * weight).mean()),
        )
        family = _FAMILIES.get(base, base)
        variance = sample.stretch_variance(family)[rows]
        within = (weight**2 * variance).sum() / len(weight) ** 2
        each = np.asarray(sample.stretches[rows].sum() / sources)
        effect = WIDENED_MEAN * _effect(between, within, np.asarray(sources), each, family, draws)
        value = float(estimate.values[rows].mean())
        values = value + deviations[name] / len(weight) * float(np.sqrt(effect))
        values = _outward(values, np.asarray(value), bias + curved[name] / len(weight))
        intervals[name] = _interval(values, value, draws, 0.0 if name == "percent" else -1.0)
    return intervals


def _streams(
    sample: _Sample, draws: Draws
) -> Iterator[tuple[dict[str, Floats], dict[str, Floats]]]:
    """Yield the coefficients of draws of each row, and those of their mean table.

    The draws of rows are independent of each other.
    """
    rng = np.random.default_rng(draws.seed)
    parameters = sample.posterior(np.ones(len(sample.units)))
    for row, units in zip(parameters, sample.units.tolist(), strict=True):
        tables = rng.standard_gamma(row, size=(draws.count, len(row)))
        drawn = pair_values(tables * (units / tables.sum(axis=-1))[:, None])
        yield drawn, pair_values(row * (units / row.sum()))
