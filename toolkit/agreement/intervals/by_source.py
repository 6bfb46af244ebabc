"""Intervals of the agreement table: sources are drawn again, not characters.

Every coefficient is a function of sums over sources, so all resamples of everything
are one matrix product. With few sources the bootstrap knows too little, and the
jackknife is given instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolkit.agreement.intervals.analytic import Interval
from toolkit.agreement.intervals.bootstrap import (
    ALL_DEGENERATE,
    NO_ESTIMATE,
    RESAMPLES,
    THRESHOLDS,
    Resamples,
)
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
from toolkit.agreement.table.cover import CoverTables
from toolkit.agreement.unitizing.alpha_2016 import (
    UnitSums,
    cu_values,
    fold,
    ku_values,
    u_alpha_by_code,
    u_values,
)

FEW_SOURCES = 15
JACKKNIFE = "jackknife over sources, t with n - 1 degrees of freedom"
METHODS = ("auto", "bootstrap", "jackknife")
TOO_FEW = "an interval needs two or more sources that two coders worked on"


@dataclass(frozen=True, slots=True)
class RowInterval:
    """Intervals of one coefficient of one row of the agreement table."""

    scope: str
    """code, pooled or macro."""
    code: str
    coders: tuple[str, ...]
    coefficient: str
    value: float | None
    intervals: tuple[Interval, ...]
    """Percentile and BCa, or the jackknife."""


@dataclass(frozen=True)
class _Values:
    """Coefficients of one group of coders, each of shape (draws, codes + 2)."""

    coders: tuple[str, ...]
    sources: int
    """How many sources are drawn: all that the group shares."""
    values: dict[str, Floats]


class _Drawn:
    """Draws of the sources that a group of coders shares; the same for the same sources."""

    def __init__(self, method: str, resamples: int, seed: int) -> None:
        self._method = method
        self._resamples = resamples
        self._seed = seed
        self._known: dict[bytes, Floats] = {}

    def weights(self, shared: Bools) -> Floats:
        """As :func:`source_weights`; resamples where the method, or auto, asks for them."""
        few = int(shared.sum()) < FEW_SOURCES
        jackknife = self._method == "jackknife" or (self._method == "auto" and few)
        key = shared.tobytes()
        if key not in self._known:
            resamples = 0 if jackknife else self._resamples
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
    """Return intervals in the order of the agreement table.

    Parameters
    ----------
    coefficients
        Columns of :class:`toolkit.agreement.report.AgreementRow`, or u_alpha (of each
        code against the rest, all coders only).
    method
        bootstrap, jackknife, or auto: the jackknife below 15 sources. For each group of
        coders the sources it shares are drawn, so a pair with few may have the jackknife
        beside a pair with many.

    Raises
    ------
    ValueError
        Unknown method or coefficient, or no resamples.

    Examples
    --------
    >>> from toolkit.agreement import CodedSpan, SourceFrame, cover_tables
    >>> frames = [SourceFrame(f"E{n}", 100, coverage={"ann", "ben"}) for n in range(4)]
    >>> spans = [CodedSpan(f"E{n}", coder, "law", 10 * n, 60 + at) for n in range(4)
    ...     for at, coder in enumerate(("ann", "ben"))]
    >>> first = source_intervals(cover_tables(frames, spans, ["ann", "ben"]))[0]
    >>> first.coefficient, round(first.value, 3), [i.method for i in first.intervals]
    ('cohen_kappa', 0.98, ['jackknife over sources, t with n - 1 degrees of freedom'])
    """
    if method not in METHODS:
        raise ValueError(f"unknown method {method!r}; choose from {', '.join(METHODS)}")
    if resamples < 1:
        raise ValueError(f"a bootstrap needs one resample or more, got {resamples}")
    groups = list(_groups(tables, pairs, _Drawn(method, resamples, seed)))
    known = {name for group in groups for name in group.values}
    unknown = [name for name in coefficients if name not in known]
    if unknown:
        raise ValueError(f"no intervals for {', '.join(unknown)}; choose from {sorted(known)}")
    rows = [("code", code) for code in tables.codes] + [("pooled", ""), ("macro", "")]
    return [
        RowInterval(
            scope,
            code,
            group.coders,
            name,
            *_row(group.values[name][:, at], group.sources, level, seed, thresholds),
        )
        for at, (scope, code) in enumerate(rows)
        for group in groups
        for name in coefficients
        if name in group.values
    ]


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
    """Return intervals of a coefficient of the unitizing family, sources drawn again.

    Parameters
    ----------
    sums
        With sources as the first axis, as :func:`unit_sums` gives them.
    coefficient
        u_alpha, u_alpha_binary, cu_alpha, or ku_alpha with the `code` it is of.
    method
        bootstrap, jackknife, or auto: the jackknife below 15 sources.

    Returns
    -------
    Percentile and BCa, or the jackknife.

    Raises
    ------
    ValueError
        Another coefficient or method, no resamples; ku_alpha without a code of the layer.

    Examples
    --------
    One source says nothing of how sources vary:

    >>> from toolkit.agreement.examples import three_observers
    >>> [one] = unit_intervals(three_observers(), "cu_alpha")
    >>> one.low, one.reason
    (None, 'an interval needs two or more sources that two coders worked on')
    """
    if coefficient not in _OF_LAYER:
        raise ValueError(f"no interval for {coefficient!r}; choose from {', '.join(_OF_LAYER)}")
    if coefficient == "ku_alpha" and code not in sums.codes:
        raise ValueError(f"ku_alpha is of a code of the layer: {', '.join(sums.codes)}")
    if method not in METHODS:
        raise ValueError(f"unknown method {method!r}; choose from {', '.join(METHODS)}")
    if resamples < 1:
        raise ValueError(f"a bootstrap needs one resample or more, got {resamples}")
    shared = sums.lengths > 0
    n = int(shared.sum())
    weights = _Drawn(method, resamples, seed).weights(shared)
    values = _OF_LAYER[coefficient](sums.over_sources(weights))
    if coefficient == "ku_alpha":
        values = values[:, sums.codes.index(str(code))]
    return _row(np.where(np.isfinite(values), values, np.nan), n, level, seed, thresholds)[1]


def _folded(sums: UnitSums) -> Floats:
    return u_values(fold(sums))


_OF_LAYER: dict[str, Callable[[UnitSums], Floats]] = {
    "u_alpha": u_values,
    "u_alpha_binary": _folded,
    "cu_alpha": cu_values,
    "ku_alpha": ku_values,
}


def source_weights(shared: Bools, resamples: int, seed: int) -> Floats:
    """Return how often each source counts: the data, each left out, each resample.

    Returns
    -------
    shape (1 + shared sources + resamples, sources)
    """
    at = np.flatnonzero(shared)
    out = np.zeros((1 + len(at) + resamples, len(shared)))
    out[: 1 + len(at), at] = 1.0
    out[np.arange(1, 1 + len(at)), at] = 0.0
    if len(at) and resamples:
        rng = np.random.default_rng(seed)
        drawn = rng.multinomial(len(at), np.full(len(at), 1.0 / len(at)), size=resamples)
        out[1 + len(at) :, at] = drawn
    return out


def _groups(tables: CoverTables, pairs: bool, drawn: _Drawn) -> Iterator[_Values]:
    sums = pair_sums(tables)
    several = len(tables.coders) > 2
    if several:
        shared = tables.covered.sum(axis=1) >= 2
        total = add_sources(group_sums(tables), drawn.weights(shared))
        values = _with_macro(_group(total), _group(pool_codes(total)))
        yield _Values(tables.coders, int(shared.sum()), values)
    if pairs or not several:
        together = [tables.covered[:, one] & tables.covered[:, two] for one, two in sums.pairs]
        cells = _pair_cells(sums, together, drawn)
        for pair, shared, own in zip(sums.pairs, together, cells, strict=True):
            values = _with_macro(_pair(own), _pair(own.sum(axis=1, keepdims=True)))
            names = tables.coders[pair[0]], tables.coders[pair[1]]
            yield _Values(names, int(shared.sum()), values)


def _pair_cells(sums: PairSums, together: Sequence[Bools], drawn: _Drawn) -> Iterator[Floats]:
    """Fourfold tables of each pair, shape (draws, codes, 4); one product for the same sources."""
    done: dict[bytes, tuple[list[int], Floats]] = {}
    for at, shared in enumerate(together):
        key = shared.tobytes()
        if key not in done:
            same = [other for other, mask in enumerate(together) if mask.tobytes() == key]
            product = np.tensordot(drawn.weights(shared), sums.cells[:, :, same], axes=(1, 0))
            done[key] = same, product
        same, product = done[key]
        yield product[:, :, same.index(at)]


def _group(total: GroupSums) -> dict[str, Floats]:
    return group_ratios(total) | {"u_alpha": u_alpha_by_code(total)}


def _pair(cells: Floats) -> dict[str, Floats]:
    found = pair_values(cells)
    found["fleiss_kappa"], found["conger_kappa"] = found.pop("scott_pi"), found["cohen_kappa"]
    return found


def _with_macro(each: dict[str, Floats], pooled: dict[str, Floats]) -> dict[str, Floats]:
    found = {}
    for name, values in each.items():
        fine = ~np.isnan(values)
        count = fine.sum(axis=1)
        mean = np.where(fine, values, 0.0).sum(axis=1) / np.maximum(count, 1)
        macro = np.where(count > 0, mean, np.nan)
        found[name] = np.concatenate([values, pooled[name], macro[:, None]], axis=1)
    return found


def _row(
    values: Floats, n: int, level: float, seed: int, thresholds: tuple[float, ...]
) -> tuple[float | None, tuple[Interval, ...]]:
    estimate, left_out, drawn = float(values[0]), values[1 : 1 + n], values[1 + n :]
    value = None if np.isnan(estimate) else estimate
    if len(drawn) and n >= 2:
        spread = Resamples(estimate, drawn, left_out, np.ones(n))
        return value, spread.intervals("source", level, seed, thresholds)
    return value, (_jackknife(estimate, left_out, level, thresholds),)


def _jackknife(
    estimate: float, left_out: Floats, level: float, thresholds: tuple[float, ...]
) -> Interval:
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
    reach = float(stdtrit(n - 1, 0.5 + level / 2.0)) * error
    low, high = max(estimate - reach, -1.0), min(estimate + reach, 1.0)
    below: tuple[tuple[float, float], ...] = ()
    if error > 0.0:
        below = tuple((at, float(stdtr(n - 1, (at - estimate) / error))) for at in thresholds)
    return replace(base, low=low, high=high, standard_error=error, below=below)
