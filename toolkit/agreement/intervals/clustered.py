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

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.intervals.bootstrap import NO_ESTIMATE
from toolkit.agreement.intervals.clusters import (
    FEW_USES,
    ClusterSample,
    Draws,
    Estimate,
    SourceTables,
    design_effect,
    jackknife,
)
from toolkit.agreement.intervals.interval import Interval
from toolkit.agreement.table.code_sums import pair_values
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from toolkit.agreement.ratings import Bools, Floats

CLUSTERED = _("Dirichlet posterior of the fourfold table, with sources as clusters")
WIDENED_MEAN = 1.5
"""A further factor for the mean over codes, whose rare codes say little of themselves."""
MEASURED = (0.91, 1.0)
"""The lowest and the highest coverage of the grid in docs/agreement.md, at a level of .95."""
ENOUGH_USES = 10
"""From so many uses of both coders on the rule of least uses chooses no samples."""
_BASES = {
    "conger_kappa": "cohen_kappa",
    "fleiss_kappa": "scott_pi",
    "u_alpha": "krippendorff_alpha",
}
"""The coefficient of a fourfold table whose draws stand for another coefficient."""
_ROWS = 32
"""Rows whose draws are in memory together."""


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
    tables *= (units[:, None] / tables.sum(axis=-1))[..., None]
    return tables


def _some_rows(
    tables: SourceTables, estimates: Mapping[str, Estimate], draws: Draws
) -> dict[str, list[Interval]]:
    sample = ClusterSample(tables)
    whole, left_out = sample.values()
    observed = pair_values(sample.total)
    drawn: dict[str, dict[str, Floats]] = {}
    intervals: dict[str, list[Interval]] = {}
    for name, estimate in estimates.items():
        base, family = estimate.base, estimate.family
        if family not in drawn:
            between, _bias = jackknife(left_out[family], whole[family])
            within = sample.stretch_variance(family)
            sources = sample.effective_sources
            each = sample.stretches / sources
            effect = design_effect(between, within, sources, each, draws, skewed=estimate.skewed)
            own = {item.base for item in estimates.values() if item.family == family}
            shares = _drawn(sample.posterior(effect), sample.units, draws)
            drawn[family] = pair_values(shares, own)
        bias = jackknife(left_out[base], whole[base])[1]
        values = _outward(drawn[family][base], observed[base], bias)
        scale = _scale(estimate, observed[base])
        # What the rule of least uses shows is coded more often than is typical of it, so that
        # coefficients that rise with rarity may be higher.
        open_above = (sample.coder_uses < ENOUGH_USES) & estimate.skewed
        values = 1.0 - (1.0 - values) * scale[:, None]
        intervals[name] = _limits(name, values, estimate.values, open_above, draws)
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


def _limits(
    name: str, drawn: Floats, values: Floats, open_above: Bools, draws: Draws
) -> list[Interval]:
    """Return the intervals of rows, each of which includes the value.

    Parameters
    ----------
    drawn : shape (rows, draws)
    values : shape (rows,)
        The coefficient called `name`; rows without one have an interval that nobody reads.
    open_above : shape (rows,)
        Whether the upper limit is 1.
    """
    low, high = np.quantile(drawn, draws.tails, axis=1)
    low = np.fmin(np.maximum(low, 0.0 if name == "percent" else -1.0), values)
    high = np.where(open_above, 1.0, np.fmax(np.minimum(high, 1.0), values))
    error = drawn.std(axis=1, ddof=1) if draws.count > 1 else np.full(len(drawn), np.nan)
    below = [(drawn < at).mean(axis=1).tolist() for at in draws.thresholds]
    return [
        Interval(
            CLUSTERED,
            float(low[at]),
            float(high[at]),
            draws.level,
            None if np.isnan(error[at]) else float(error[at]),
            draws.count,
            below=tuple(
                (limit, shares[at]) for limit, shares in zip(draws.thresholds, below, strict=True)
            ),
            seed=draws.seed,
        )
        for at in range(len(drawn))
    ]


def _means(
    tables: SourceTables, estimates: Mapping[str, Estimate], draws: Draws
) -> dict[str, Interval]:
    """Return the interval of the mean of each coefficient over its rows."""
    sample = ClusterSample(tables)
    whole, left_out = sample.values()
    observed = pair_values(sample.total)
    coded = tables.cells[..., :3].sum(axis=(1, 2))
    sources = coded.sum() ** 2 / (coded**2).sum()
    scales = {name: _scale(item, observed[item.base]) for name, item in estimates.items()}
    deviations = {name: np.zeros(draws.count) for name in estimates}
    curved = dict.fromkeys(estimates, 0.0)
    bases = {estimate.base for estimate in estimates.values()}
    for row, (values, at_mean) in enumerate(_streams(sample, bases, draws)):
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
        between, bias = jackknife(
            (left_out[base][:, rows] * weight).mean(axis=1),
            np.asarray((whole[base][rows] * weight).mean()),
        )
        variance = sample.stretch_variance(estimate.family)[rows]
        within = (weight**2 * variance).sum() / len(weight) ** 2
        each = np.asarray(sample.stretches[rows].sum() / sources)
        effect = design_effect(
            between, within, np.asarray(sources), each, draws, skewed=estimate.skewed
        )
        value = float(estimate.values[rows].mean())
        means = value + deviations[name] / len(weight) * np.sqrt(WIDENED_MEAN * effect)
        means = _outward(means, np.asarray(value), bias + curved[name] / len(weight))
        never = np.zeros(1, dtype=np.bool_)
        (intervals[name],) = _limits(name, means[None, :], np.array([value]), never, draws)
    return intervals


def _streams(
    sample: ClusterSample, bases: Collection[str], draws: Draws
) -> Iterator[tuple[dict[str, Floats], dict[str, Floats]]]:
    """Yield the coefficients of draws of each row, and those of their mean table.

    The draws of rows are independent of each other.
    """
    rng = np.random.default_rng(draws.seed)
    parameters = sample.posterior(np.ones(len(sample.units)))
    for row, units in zip(parameters, sample.units.tolist(), strict=True):
        tables = rng.standard_gamma(row, size=(draws.count, len(row)))
        drawn = pair_values(tables * (units / tables.sum(axis=-1))[:, None], bases)
        yield drawn, pair_values(row * (units / row.sum()), bases)
