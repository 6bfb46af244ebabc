"""The bootstrap over units, and the bootstrap of Hayes & Krippendorff.

The units that were coded are a sample, and the bootstrap draws them again. For coded
spans the sources are drawn: see :mod:`toolkit.agreement.intervals.by_source`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.alpha import alpha_terms
from toolkit.agreement.coefficient import NO_PAIR, NO_VARIATION, Coefficient
from toolkit.agreement.intervals.analytic import refuse_characters
from toolkit.agreement.intervals.interval import Interval
from toolkit.agreement.ratings import (
    Categories,
    Data,
    Floats,
    Ints,
    Ratings,
    as_ratings,
    one_category,
)
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

RESAMPLES = 2000
THRESHOLDS = (0.667, 0.8)

PERCENTILE = _("percentile bootstrap over {unit}s")
BCA = _("BCa bootstrap over {unit}s")
HAYES_KRIPPENDORFF = _("Hayes-Krippendorff bootstrap of disagreements")
TOO_NARROW = _(
    "for comparison with KALPHA only: it draws disagreements, not units, and is far too narrow"
)
ALL_DEGENERATE = _("the coefficient is undefined in every resample")
NO_ESTIMATE = _("the coefficient is undefined on the data itself")
ONE_SIDED = _("all resamples lie on one side of the estimate")


def bootstrap_units(
    data: Data,
    coefficient: Callable[[Ratings], Coefficient],
    categories: Categories = None,
    *,
    resamples: int = RESAMPLES,
    level: float = 0.95,
    seed: int = 0,
    thresholds: tuple[float, ...] = THRESHOLDS,
) -> tuple[Interval, Interval]:
    """Resample units; return the percentile and the BCa interval (Efron 1987).

    Parameters
    ----------
    data : shape (units, coders)
    coefficient
        Any coefficient of ratings, for example `krippendorff_alpha`.
    categories
        As in :mod:`toolkit.agreement.nominal`.
    resamples, level, seed
        How many resamples are drawn, the confidence level, and the seed of the draws.
    thresholds
        Values for which the share of resamples below them is given.

    Raises
    ------
    ValueError
        The units are characters, or there are no resamples.

    Examples
    --------
    >>> from toolkit.agreement import cohen_kappa
    >>> data = [["a", "a"]] * 8 + [["b", "b"]] * 5 + [["a", "b"]] * 3
    >>> percentile, bca = bootstrap_units(data, cohen_kappa, resamples=200, seed=1)
    >>> percentile.low < cohen_kappa(data).value < percentile.high, percentile.resamples
    (True, 200)
    """
    ratings = as_ratings(data, categories).rated()
    refuse_characters(ratings)
    if resamples < 1:
        raise ValueError(f"a bootstrap needs one resample or more, got {resamples}")
    n = int(ratings.times.sum())
    unit = ratings.unit

    def value(times: Ints) -> float:
        drawn = times > 0
        sample = replace(ratings, values=ratings.values[drawn], times=times[drawn])
        estimate = coefficient(sample).value
        return np.nan if estimate is None else estimate

    if not n:
        empty = Interval(PERCENTILE.format(unit=unit), None, None, level, reason=NO_PAIR)
        return empty, replace(empty, method=BCA.format(unit=unit))
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(n, ratings.times / n, size=resamples)
    values = np.array([value(times) for times in draws])
    without = np.repeat(ratings.times[None, :], len(ratings.times), axis=0) - np.eye(
        len(ratings.times), dtype=np.int64
    )
    left_out = np.array([value(times) for times in without])
    estimates = Resamples(value(ratings.times), values, left_out, ratings.times.astype(np.float64))
    return estimates.intervals(unit, level, seed, thresholds)


def hayes_krippendorff(
    data: Data,
    categories: Categories = None,
    *,
    metric: str = "nominal",
    resamples: int = 20_000,
    level: float = 0.95,
    seed: int = 0,
    thresholds: tuple[float, ...] = THRESHOLDS,
) -> Interval:
    """Bootstrap alpha as KALPHA does it (Hayes & Krippendorff 2007), for comparison only.

    Every pair of ratings of every unit is given the disagreement of a pair that is drawn
    from the pairs of all units.

    Parameters
    ----------
    data : shape (units, coders)
    metric
        As in :func:`toolkit.agreement.alpha.krippendorff_alpha`.
    resamples, level, seed
        As in :func:`bootstrap_units`.
    thresholds
        Values for which the share of resamples below them is given, KALPHA's q.

    Raises
    ------
    ValueError
        The metric is unknown, categories are words where it needs numbers, the units are
        characters, or there are no resamples.

    Examples
    --------
    The note says how to read it:

    >>> data = [[1, 1], [1, 1], [2, 2], [2, 1], [2, 2]]
    >>> "too narrow" in hayes_krippendorff(data, resamples=100).note
    True
    """
    if resamples < 1:
        raise ValueError(f"a bootstrap needs one resample or more, got {resamples}")
    ratings = as_ratings(data, categories).rated()
    refuse_characters(ratings)
    terms = alpha_terms(ratings, metric)
    if not terms.totals.sum():
        return Interval(HAYES_KRIPPENDORFF, None, None, level, reason=NO_PAIR)
    if one_category(terms.totals):
        return Interval(HAYES_KRIPPENDORFF, None, None, level, reason=NO_VARIATION)
    distances, share = _pair_disagreements(ratings, terms.distances)
    scale = 2.0 / (terms.totals.sum() * terms.expected)
    rng = np.random.default_rng(seed)
    values = np.empty(resamples)
    for begin in range(0, resamples, 1000):
        count = min(1000, resamples - begin)
        drawn = distances[rng.integers(len(distances), size=(count, len(distances)))]
        values[begin : begin + count] = 1.0 - scale * (drawn @ share)
    values = np.maximum(values, -1.0)
    low, high = np.quantile(values, [0.5 - level / 2.0, 0.5 + level / 2.0])
    value = max(1.0 - scale * float(distances @ share), -1.0)
    return Interval(
        HAYES_KRIPPENDORFF,
        min(float(low), value),
        max(float(high), value),
        level,
        float(values.std(ddof=1)) if resamples > 1 else None,
        resamples,
        below=shares_below(values, thresholds),
        seed=seed,
        note=TOO_NARROW,
    )


@dataclass(frozen=True)
class Resamples:
    """A coefficient on the data, on resamples, and with each unit left out."""

    estimate: float
    values: Floats
    """Shape (resamples,); NaN where undefined."""
    left_out: Floats
    """Shape (units,): the coefficient without each unit, NaN where undefined."""
    times: Floats
    """Shape (units,): how many equal units each of `left_out` stands for."""

    def intervals(
        self, unit: str, level: float, seed: int, thresholds: tuple[float, ...]
    ) -> tuple[Interval, Interval]:
        """Return the percentile and the BCa interval."""
        known = self.values[~np.isnan(self.values)]
        base = Interval(
            PERCENTILE.format(unit=unit),
            None,
            None,
            level,
            resamples=len(self.values),
            degenerate=len(self.values) - len(known),
            seed=seed,
        )
        bca = replace(base, method=BCA.format(unit=unit))
        if np.isnan(self.estimate) or not len(known):
            reason = NO_ESTIMATE if np.isnan(self.estimate) else ALL_DEGENERATE
            return replace(base, reason=reason), replace(bca, reason=reason)
        tails = np.array([0.5 - level / 2.0, 0.5 + level / 2.0])
        error = float(known.std(ddof=1)) if len(known) > 1 else None
        below = shares_below(known, thresholds)
        base, bca = (replace(i, standard_error=error, below=below) for i in (base, bca))
        known = np.sort(known)
        percentile = _between(base, known, tails, self.estimate)
        shifted = bca_tails(known, self.estimate, self.left_out, self.times, tails)
        if shifted is None:
            return percentile, replace(bca, reason=ONE_SIDED)
        return percentile, _between(bca, known, shifted, self.estimate)


def _between(interval: Interval, ordered: Floats, tails: Floats, estimate: float) -> Interval:
    """Return the interval with quantiles of the ordered values as its limits.

    Where all of them lie on one side of the estimate, the estimate is the other limit.
    """
    at = tails * (len(ordered) - 1)
    low, high = np.interp(at, np.arange(len(ordered)), ordered).tolist()
    return replace(interval, low=min(low, estimate), high=max(high, estimate))


def bca_tails(
    known: Floats, estimate: float, left_out: Floats, times: Floats, tails: Floats
) -> Floats | None:
    """Return bias-corrected and accelerated tail shares (Efron 1987).

    None where all resamples lie on one side of the estimate. `known` is in ascending
    order; `left_out` and `times` have the shape (units,), and `tails` (2,).
    """
    from scipy.special import ndtr, ndtri

    below = np.searchsorted(known, estimate, "left") + np.searchsorted(known, estimate, "right")
    share = float(below) / (2.0 * len(known))
    if not 0.0 < share < 1.0:
        return None
    bias = ndtri(share)
    fine = ~np.isnan(left_out)
    weight = times[fine] / max(times[fine].sum(), 1.0)
    deviation = weight @ left_out[fine] - left_out[fine]
    spread = float(times[fine] @ deviation**2)
    acceleration = float(times[fine] @ deviation**3) / (6.0 * spread**1.5) if spread > 0 else 0.0
    shifted = bias + ndtri(tails)
    return np.asarray(ndtr(bias + shifted / (1.0 - acceleration * shifted)), dtype=np.float64)


def shares_below(values: Floats, thresholds: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    """Return each threshold with the share of values below it."""
    return tuple((at, float(np.mean(values < at))) for at in thresholds)


def _pair_disagreements(ratings: Ratings, distances: Floats) -> tuple[Floats, Floats]:
    """Return the squared distance and the weight 1 / (m_u - 1) of each pair within a unit.

    Both have the shape (pairs,); m_u is the number of ratings of the unit.
    """
    squared, share = [], []
    for row, times in zip(ratings.values, ratings.times.tolist(), strict=True):
        given = row[row >= 0]
        first, second = np.triu_indices(len(given), 1)
        pairs = np.tile(distances[given[first], given[second]], times)
        squared.append(pairs)
        share.append(np.full(len(pairs), 1.0 / max(len(given) - 1, 1)))
    return np.concatenate(squared), np.concatenate(share)
