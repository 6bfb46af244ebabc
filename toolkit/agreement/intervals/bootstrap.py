"""Bootstrap over units, and the bootstrap of Hayes & Krippendorff.

Which units were coded is chance: the bootstrap draws them again. For coded spans the
units are the sources, see :mod:`toolkit.agreement.by_source`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from toolkit.agreement.alpha import disagreement
from toolkit.agreement.coefficient import NO_PAIR, NO_VARIATION, Coefficient
from toolkit.agreement.intervals.analytic import Interval, refuse_characters
from toolkit.agreement.nominal.kappa import Categories, Data, one_category
from toolkit.agreement.ratings import Floats, Ints, Ratings, as_ratings

RESAMPLES = 2000
THRESHOLDS = (0.667, 0.8)

PERCENTILE = "percentile bootstrap over {unit}s"
BCA = "BCa bootstrap over {unit}s"
HAYES_KRIPPENDORFF = "Hayes-Krippendorff bootstrap of disagreements"
TOO_NARROW = (
    "for comparison with KALPHA only: it draws disagreements, not units, and is far too narrow"
)
ALL_DEGENERATE = "the coefficient is undefined in every resample"
NO_ESTIMATE = "the coefficient is undefined on the data itself"
ONE_SIDED = "all resamples lie on one side of the estimate"


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
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    coefficient
        Any coefficient of ratings, for example `krippendorff_alpha`.
    thresholds
        Values for which the share of resamples below is wanted.

    Raises
    ------
    ValueError
        Units that are characters, or no resamples.

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
        some = times > 0
        found = coefficient(replace(ratings, values=ratings.values[some], times=times[some])).value
        return np.nan if found is None else found

    if not n:
        none = Interval(PERCENTILE.format(unit=unit), None, None, level, reason=NO_PAIR)
        return none, replace(none, method=BCA.format(unit=unit))
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(n, ratings.times / n, size=resamples)
    values = np.array([value(times) for times in draws])
    without = np.repeat(ratings.times[None, :], len(ratings.times), axis=0) - np.eye(
        len(ratings.times), dtype=np.int64
    )
    left_out = np.array([value(times) for times in without])
    spread = Resamples(value(ratings.times), values, left_out, ratings.times.astype(np.float64))
    return spread.intervals(unit, level, seed, thresholds)


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
    """Bootstrap of alpha as KALPHA does it (Hayes & Krippendorff 2007), for comparison.

    Every pair of ratings of every unit is given the disagreement of a pair drawn from
    all pairs, whichever unit that came from.

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    metric
        As in :func:`toolkit.agreement.alpha.krippendorff_alpha`.
    thresholds
        Values for which the share of resamples below is wanted: KALPHA's q.

    Raises
    ------
    ValueError
        Unknown metric, words where the metric needs numbers, units that are characters, or
        no resamples.

    Examples
    --------
    The note says how to read it:

    >>> found = hayes_krippendorff([[1, 1], [1, 1], [2, 2], [2, 1], [2, 2]], resamples=100)
    >>> "too narrow" in found.note
    True
    """
    if resamples < 1:
        raise ValueError(f"a bootstrap needs one resample or more, got {resamples}")
    ratings = as_ratings(data, categories).rated()
    refuse_characters(ratings)
    parts = disagreement(ratings, metric)
    if not parts.totals.sum():
        return Interval(HAYES_KRIPPENDORFF, None, None, level, reason=NO_PAIR)
    if one_category(parts.totals):
        return Interval(HAYES_KRIPPENDORFF, None, None, level, reason=NO_VARIATION)
    lost, share = _pair_disagreements(ratings, parts.distances)
    scale = 2.0 / (parts.totals.sum() * parts.expected)
    rng = np.random.default_rng(seed)
    values = np.empty(resamples)
    for begin in range(0, resamples, 1000):
        count = min(1000, resamples - begin)
        drawn = lost[rng.integers(len(lost), size=(count, len(lost)))]
        values[begin : begin + count] = 1.0 - scale * (drawn @ share)
    values = np.maximum(values, -1.0)
    low, high = np.quantile(values, [0.5 - level / 2.0, 0.5 + level / 2.0])
    return Interval(
        HAYES_KRIPPENDORFF,
        float(low),
        float(high),
        level,
        float(values.std(ddof=1)) if resamples > 1 else None,
        resamples,
        below=shares_below(values, thresholds),
        seed=seed,
        note=TOO_NARROW,
    )


@dataclass(frozen=True)
class Resamples:
    """A statistic on the data, on resamples, and with each unit left out."""

    estimate: float
    values: Floats
    """NaN where undefined."""
    left_out: Floats
    times: Floats
    """How many units each of `left_out` stands for."""

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
        other = replace(base, method=BCA.format(unit=unit))
        if np.isnan(self.estimate) or not len(known):
            reason = NO_ESTIMATE if np.isnan(self.estimate) else ALL_DEGENERATE
            return replace(base, reason=reason), replace(other, reason=reason)
        tails = np.array([0.5 - level / 2.0, 0.5 + level / 2.0])
        error = float(known.std(ddof=1)) if len(known) > 1 else None
        below = shares_below(known, thresholds)
        base, other = (replace(i, standard_error=error, below=below) for i in (base, other))
        known = np.sort(known)
        percentile = _between(base, known, tails)
        shifted = bca_tails(known, self.estimate, self.left_out, self.times, tails)
        if shifted is None:
            return percentile, replace(other, reason=ONE_SIDED)
        return percentile, _between(other, known, shifted)


def _between(interval: Interval, ordered: Floats, tails: Floats) -> Interval:
    """Set the limits to quantiles of ordered values, interpolated linearly."""
    at = tails * (len(ordered) - 1)
    low, high = np.interp(at, np.arange(len(ordered)), ordered).tolist()
    return replace(interval, low=low, high=high)


def bca_tails(
    known: Floats, estimate: float, left_out: Floats, times: Floats, tails: Floats
) -> Floats | None:
    """Return bias-corrected and accelerated tail shares (Efron 1987), None if out of reach.

    `known` is in ascending order.
    """
    from scipy.special import ndtr, ndtri

    below = np.searchsorted(known, estimate, "left") + np.searchsorted(known, estimate, "right")
    share = float(below) / (2.0 * len(known))
    if not 0.0 < share < 1.0:
        return None
    bias = ndtri(share)
    fine = ~np.isnan(left_out)
    weight = times[fine] / max(times[fine].sum(), 1.0)
    apart = weight @ left_out[fine] - left_out[fine]
    spread = float(times[fine] @ apart**2)
    acceleration = float(times[fine] @ apart**3) / (6.0 * spread**1.5) if spread > 0 else 0.0
    reach = bias + ndtri(tails)
    return np.asarray(ndtr(bias + reach / (1.0 - acceleration * reach)), dtype=np.float64)


def shares_below(values: Floats, thresholds: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    """Return each threshold with the share of values below it."""
    return tuple((at, float(np.mean(values < at))) for at in thresholds)


def _pair_disagreements(ratings: Ratings, distances: Floats) -> tuple[Floats, Floats]:
    """Return each pair of ratings of a unit: its squared distance, and 1 / (m_u - 1)."""
    lost, share = [], []
    for row, times in zip(ratings.values, ratings.times.tolist(), strict=True):
        given = row[row >= 0]
        first, second = np.triu_indices(len(given), 1)
        found = np.tile(distances[given[first], given[second]], times)
        lost.append(found)
        share.append(np.full(len(found), 1.0 / max(len(given) - 1, 1)))
    return np.concatenate(lost), np.concatenate(share)
