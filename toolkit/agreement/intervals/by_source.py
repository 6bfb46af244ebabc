"""Confidence intervals of the agreement table, which draw sources and not characters.

Every coefficient is a function of sums over sources, so that all resamples of all rows
are a single matrix product. The method auto is that of
:mod:`toolkit.agreement.intervals.clustered`, whose coverage is measured; bootstrap and
jackknife are too narrow for rare codes and few sources, and stay for comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.intervals.bootstrap import (
    ALL_DEGENERATE,
    NO_ESTIMATE,
    RESAMPLES,
    THRESHOLDS,
    Resamples,
)
from toolkit.agreement.intervals.clustered import (
    estimate_of,
    macro_intervals,
    row_intervals,
)
from toolkit.agreement.intervals.clusters import Draws
from toolkit.agreement.intervals.interval import Interval
from toolkit.agreement.intervals.source_tables import layer_tables, source_tables
from toolkit.agreement.ratings import Bools, Floats
from toolkit.agreement.table.code_sums import (
    GroupSums,
    PairSums,
    add_sources,
    group_ratios,
    group_sums,
    pair_sums,
    pair_values,
    pool_codes,
)
from toolkit.agreement.unitizing.alpha_2016 import cu_values, ku_values, u_alpha_by_code, u_values
from toolkit.agreement.unitizing.unit_sums import UnitSums, fold
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolkit.agreement.table.cover import CoverTables

JACKKNIFE = _("jackknife over sources, t with n - 1 degrees of freedom")
METHODS = ("auto", "bootstrap", "jackknife")
TOO_FEW = _("an interval needs two or more sources that two coders worked on")


@dataclass(frozen=True, slots=True)
class RowInterval:
    """The intervals of a coefficient in a row of the agreement table."""

    scope: str
    """code, pooled or macro."""
    code: str
    coders: tuple[str, ...]
    coefficient: str
    value: float | None
    intervals: tuple[Interval, ...]
    """The percentile and the BCa interval of the bootstrap, or the single one of the others."""


@dataclass(frozen=True)
class _GroupValues:
    """The coefficients of a group of coders."""

    coders: tuple[str, ...]
    members: tuple[int, ...]
    """Indices of the coders."""
    sources: int
    """How many sources are drawn: all that the group shares."""
    values: dict[str, Floats]
    """By coefficient, shape (draws, codes + 2): each code, pooled, and macro."""


class _SourceDraws:
    """Draws of the sources that a group of coders shares, equal for equal sets of sources."""

    def __init__(self, method: str, resamples: int, seed: int) -> None:
        self._method = method
        self._resamples = resamples
        self._seed = seed
        self._known: dict[bytes, Floats] = {}

    def weights(self, shared: Bools) -> Floats:
        """Return :func:`source_weights`, with resamples if the method is the bootstrap.

        `shared` has the shape (sources,).
        """
        key = shared.tobytes()
        if key not in self._known:
            resamples = self._resamples if self._method == "bootstrap" else 0
            self._known[key] = source_weights(shared, resamples, self._seed)
        return self._known[key]


def source_intervals(
    tables: CoverTables,
    coefficients: tuple[str, ...] = ("cohen_kappa", "gwet_ac1", "krippendorff_alpha"),
    *,
    pairs: bool = True,
    method: str = "auto",
    resamples: int = RESAMPLES,
    level: float = 0.95,
    seed: int = 0,
    thresholds: tuple[float, ...] = THRESHOLDS,
) -> list[RowInterval]:
    """Return the intervals of the rows of the agreement table, in their order.

    Parameters
    ----------
    coefficients
        Columns of :class:`toolkit.agreement.table.rows.AgreementRow`, or u_alpha (each
        code against everything else, for all coders only).
    pairs
        Whether the pairs of coders have rows besides all coders together.
    method
        auto: the posterior of :mod:`toolkit.agreement.intervals.clustered`; bootstrap or
        jackknife for comparison. The sources that a group of coders shares are the sample.
    resamples, level, seed
        How many draws or resamples are made, the confidence level, and the seed.
    thresholds
        Values for which the probability of a coefficient below them is given.

    Raises
    ------
    ValueError
        The method or a coefficient is unknown, or there are no resamples.

    Examples
    --------
    >>> from toolkit.agreement import CodedSpan, SourceFrame, cover_tables
    >>> frames = [SourceFrame(f"E{n}", 100, coverage={"ann", "ben"}) for n in range(4)]
    >>> spans = [CodedSpan(f"E{n}", coder, "law", 10 * n, 60 + at) for n in range(4)
    ...     for at, coder in enumerate(("ann", "ben"))]
    >>> first = source_intervals(cover_tables(frames, spans, ["ann", "ben"]))[0]
    >>> first.coefficient, round(first.value, 3), [i.method for i in first.intervals]
    ('cohen_kappa', 0.98, ['Dirichlet posterior of the fourfold table, with sources as clusters'])
    >>> first.intervals[0].reason
    'an interval needs five or more uses by each of two coders'
    """
    if method not in METHODS:
        raise ValueError(f"unknown method {method!r}; choose from {', '.join(METHODS)}")
    if resamples < 1:
        raise ValueError(f"a bootstrap needs one resample or more, got {resamples}")
    groups = list(_groups(tables, pairs, _SourceDraws(method, resamples, seed)))
    known = {name for group in groups for name in group.values}
    unknown = [name for name in coefficients if name not in known]
    if unknown:
        raise ValueError(f"no intervals for {', '.join(unknown)}; choose from {sorted(known)}")
    rows = [("code", code) for code in tables.codes] + [("pooled", ""), ("macro", "")]
    draws = Draws(level, resamples, seed, thresholds)
    clustered: list[dict[str, list[Interval]]] = [{}] * len(groups)
    if method == "auto":
        sums = pair_sums(tables)
        clustered = [_clustered(tables, sums, group, coefficients, draws) for group in groups]

    def intervals(at: int, of: int, name: str) -> tuple[float | None, tuple[Interval, ...]]:
        values = groups[of].values[name][:, at]
        if method == "auto":
            return _number(values[0]), (clustered[of][name][at],)
        return _row(values, groups[of].sources, level, seed, thresholds)

    return [
        RowInterval(scope, code, group.coders, name, *intervals(at, of, name))
        for at, (scope, code) in enumerate(rows)
        for of, group in enumerate(groups)
        for name in coefficients
        if name in group.values
    ]


def _clustered(
    tables: CoverTables,
    sums: PairSums,
    group: _GroupValues,
    coefficients: tuple[str, ...],
    draws: Draws,
) -> dict[str, list[Interval]]:
    """Return the intervals of the method auto: of each code, pooled, and macro."""
    codes = source_tables(tables, sums, group.members)
    names = [name for name in coefficients if name in group.values]
    values = {name: group.values[name][0] for name in names}
    each = row_intervals(codes, {k: estimate_of(k, v[:-2]) for k, v in values.items()}, draws)
    pooled = row_intervals(
        codes.pooled(), {k: estimate_of(k, v[-2:-1]) for k, v in values.items()}, draws
    )
    macro = macro_intervals(codes, {k: estimate_of(k, v[:-2]) for k, v in values.items()}, draws)
    return {name: [*each[name], *pooled[name], macro[name]] for name in names}


def unit_intervals(
    sums: UnitSums,
    coefficient: str = "u_alpha",
    *,
    code: str | None = None,
    method: str = "auto",
    resamples: int = RESAMPLES,
    level: float = 0.95,
    seed: int = 0,
    thresholds: tuple[float, ...] = THRESHOLDS,
) -> tuple[Interval, ...]:
    """Return the intervals of a unitizing coefficient, with sources drawn again.

    Parameters
    ----------
    sums
        The sums of a layer, sources first, as
        :func:`~toolkit.agreement.unitizing.unit_sums.unit_sums` gives them.
    coefficient
        u_alpha, u_alpha_binary, cu_alpha or ku_alpha.
    code
        The code of the layer that ku_alpha is about.
    method, resamples, level, seed, thresholds
        As in :func:`source_intervals`.

    Returns
    -------
    tuple of Interval
        The percentile and the BCa interval of the bootstrap, or the single one of the others.

    Raises
    ------
    ValueError
        The coefficient or the method is unknown, there are no resamples, or ku_alpha has
        no code of the layer.

    Examples
    --------
    A single source cannot show how much sources vary:

    >>> from toolkit.agreement.examples import three_observers
    >>> [interval] = unit_intervals(three_observers(), "cu_alpha")
    >>> interval.low, interval.reason
    (None, 'an interval needs three or more sources that two coders worked on')
    """
    if coefficient not in _LAYER_VALUES:
        raise ValueError(f"no interval for {coefficient!r}; choose from {', '.join(_LAYER_VALUES)}")
    if coefficient == "ku_alpha" and code not in sums.codes:
        raise ValueError(f"ku_alpha is of a code of the layer: {', '.join(sums.codes)}")
    if method not in METHODS:
        raise ValueError(f"unknown method {method!r}; choose from {', '.join(METHODS)}")
    if resamples < 1:
        raise ValueError(f"a bootstrap needs one resample or more, got {resamples}")
    shared = sums.lengths > 0
    n = int(shared.sum())
    weights = _SourceDraws(method, resamples, seed).weights(shared)
    values = _LAYER_VALUES[coefficient](sums.over_sources(weights))
    at = sums.codes.index(str(code)) if coefficient == "ku_alpha" else None
    if at is not None:
        values = values[:, at]
    if method == "auto":
        value = values[:1]
        cells, estimate = layer_tables(
            sums, coefficient, np.where(np.isfinite(value), value, np.nan), at
        )
        draws = Draws(level, resamples, seed, thresholds)
        return tuple(row_intervals(cells, {coefficient: estimate}, draws)[coefficient])
    return _row(np.where(np.isfinite(values), values, np.nan), n, level, seed, thresholds)[1]


def _binary_values(sums: UnitSums) -> Floats:
    return u_values(fold(sums))


_LAYER_VALUES: dict[str, Callable[[UnitSums], Floats]] = {
    "u_alpha": u_values,
    "u_alpha_binary": _binary_values,
    "cu_alpha": cu_values,
    "ku_alpha": ku_values,
}


def source_weights(shared: Bools, resamples: int, seed: int) -> Floats:
    """Return how often each source counts in the data, with each left out, and in resamples.

    Parameters
    ----------
    shared : shape (sources,)
        Whether a source is among those that are drawn.

    Returns
    -------
    array of shape (1 + shared sources + resamples, sources)
        A row for the data, a row for each source that is left out, a row for each resample.
    """
    at = np.flatnonzero(shared)
    weights = np.zeros((1 + len(at) + resamples, len(shared)))
    weights[: 1 + len(at), at] = 1.0
    weights[np.arange(1, 1 + len(at)), at] = 0.0
    if len(at) and resamples:
        rng = np.random.default_rng(seed)
        drawn = rng.multinomial(len(at), np.full(len(at), 1.0 / len(at)), size=resamples)
        weights[1 + len(at) :, at] = drawn
    return weights


def _groups(tables: CoverTables, pairs: bool, draws: _SourceDraws) -> Iterator[_GroupValues]:
    sums = pair_sums(tables)
    several = len(tables.coders) > 2
    if several:
        shared = tables.covered.sum(axis=1) >= 2
        total = add_sources(group_sums(tables), draws.weights(shared))
        values = _with_macro(_group(total), _group(pool_codes(total)))
        members = tuple(range(len(tables.coders)))
        yield _GroupValues(tables.coders, members, int(shared.sum()), values)
    if pairs or not several:
        together = [tables.covered[:, a] & tables.covered[:, b] for a, b in sums.pairs]
        cells = _pair_cells(sums, together, draws)
        for pair, shared, table in zip(sums.pairs, together, cells, strict=True):
            values = _with_macro(_pair(table), _pair(table.sum(axis=1, keepdims=True)))
            names = tables.coders[pair[0]], tables.coders[pair[1]]
            yield _GroupValues(names, pair, int(shared.sum()), values)


def _pair_cells(sums: PairSums, together: Sequence[Bools], draws: _SourceDraws) -> Iterator[Floats]:
    """Yield the fourfold tables of each pair, shape (draws, codes, 4).

    Pairs that share the same sources are computed in the same product.
    """
    products: dict[bytes, tuple[list[int], Floats]] = {}
    for at, shared in enumerate(together):
        key = shared.tobytes()
        if key not in products:
            same = [other for other, mask in enumerate(together) if mask.tobytes() == key]
            product = np.tensordot(draws.weights(shared), sums.cells[:, :, same], axes=(1, 0))
            products[key] = same, product
        same, product = products[key]
        yield product[:, :, same.index(at)]


def _group(total: GroupSums) -> dict[str, Floats]:
    return group_ratios(total) | {"u_alpha": u_alpha_by_code(total)}


def _pair(cells: Floats) -> dict[str, Floats]:
    values = pair_values(cells)
    values["fleiss_kappa"], values["conger_kappa"] = values.pop("scott_pi"), values["cohen_kappa"]
    return values


def _with_macro(each: dict[str, Floats], pooled: dict[str, Floats]) -> dict[str, Floats]:
    """Put the values of each code, pooled and macro side by side, shape (draws, codes + 2)."""
    columns = {}
    for name, values in each.items():
        defined = ~np.isnan(values)
        count = defined.sum(axis=1)
        mean = np.where(defined, values, 0.0).sum(axis=1) / np.maximum(count, 1)
        macro = np.where(count > 0, mean, np.nan)
        columns[name] = np.concatenate([values, pooled[name], macro[:, None]], axis=1)
    return columns


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _row(
    values: Floats, n: int, level: float, seed: int, thresholds: tuple[float, ...]
) -> tuple[float | None, tuple[Interval, ...]]:
    """Return the value and the intervals of a column of draws, of which n leave a source out."""
    estimate, left_out, drawn = float(values[0]), values[1 : 1 + n], values[1 + n :]
    value = _number(estimate)
    if len(drawn) and n >= 2:
        estimates = Resamples(estimate, drawn, left_out, np.ones(n))
        return value, estimates.intervals("source", level, seed, thresholds)
    return value, (_jackknife(estimate, left_out, level, thresholds),)


def _jackknife(
    estimate: float, left_out: Floats, level: float, thresholds: tuple[float, ...]
) -> Interval:
    """Return the jackknife interval (Tukey 1958), cut at -1 and 1."""
    known = left_out[~np.isnan(left_out)]
    n, dropped = len(known), len(left_out) - len(known)
    base = Interval(JACKKNIFE, None, None, level, resamples=len(left_out), degenerate=dropped)
    if np.isnan(estimate):
        return replace(base, reason=NO_ESTIMATE)
    if len(left_out) < 2:
        return replace(base, reason=TOO_FEW)
    if n < 2:
        return replace(base, reason=ALL_DEGENERATE)
    from scipy.special import stdtr, stdtrit

    error = float(np.sqrt((n - 1.0) / n * ((known - known.mean()) ** 2).sum()))
    margin = float(stdtrit(n - 1, 0.5 + level / 2.0)) * error
    low, high = max(estimate - margin, -1.0), min(estimate + margin, 1.0)
    below: tuple[tuple[float, float], ...] = ()
    if error > 0.0:
        below = tuple((at, float(stdtr(n - 1, (at - estimate) / error))) for at in thresholds)
    return replace(base, low=low, high=high, standard_error=error, below=below)
