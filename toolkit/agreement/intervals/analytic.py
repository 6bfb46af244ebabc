"""How sure a coefficient is: analytic intervals, for units that are independent.

Characters of one text are not independent: for coded spans resample sources
(:mod:`toolkit.agreement.resampling`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from toolkit.agreement.alpha import coincidences, squared_distances
from toolkit.agreement.coefficient import NO_PAIR, NO_VARIATION
from toolkit.agreement.nominal import chance
from toolkit.agreement.nominal.kappa import Categories, Data, Weights, one_category, prepare
from toolkit.agreement.ratings import Floats, Ratings

GWET = "Gwet linearised variance, t with n - 1 degrees of freedom, at most 1"
COHEN = "large-sample standard error (Fleiss, Cohen & Everitt 1969), normal"

NOT_INDEPENDENT = (
    "characters of one text are not independent, so their number says nothing of precision: "
    "resample sources"
)
TOO_FEW = "a standard error needs two or more units"


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval for a coefficient, or the reason why there is none."""

    method: str
    low: float | None
    high: float | None
    level: float = 0.95
    standard_error: float | None = None
    resamples: int = 0
    """Resamples drawn; 0 for analytic intervals."""
    degenerate: int = 0
    """Resamples in which the coefficient was undefined; they are left out."""
    below: tuple[tuple[float, float], ...] = ()
    """Thresholds, each with the share of resamples below it; of the jackknife, with the
    probability that its t distribution gives."""
    seed: int | None = None
    reason: str | None = None
    note: str = ""


def gwet_interval(
    name: str,
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
    metric: str = "nominal",
    level: float = 0.95,
) -> Interval:
    """Interval by Gwet's linearised variance, units sampled, coders fixed.

    Parameters
    ----------
    name
        percent_agreement, scott_pi, fleiss_kappa, conger_kappa, brennan_prediger,
        gwet_ac1, gwet_ac2 or krippendorff_alpha.
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories, weights, positions
        As the coefficient takes them.
    metric
        Of Krippendorff's alpha, whose distances count as fixed.

    Raises
    ------
    ValueError
        Another name, or units that are characters.

    Examples
    --------
    Gwet (2014), the data of Krippendorff (2011): SE .143, interval .461 to 1.

    >>> data = [[1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2],
    ...         [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5],
    ...         [None, None, 1, 1], [None, None, 3, None]]
    >>> found = gwet_interval("gwet_ac1", data)
    >>> round(found.standard_error, 3), round(found.low, 3), found.high
    (0.143, 0.461, 1.0)
    """
    known = (*_PARTS, "krippendorff_alpha")
    if name not in known:
        raise ValueError(f"no linearised variance for {name!r}; choose from {', '.join(known)}")
    ratings, matrix = prepare(data, categories, weights, positions)
    refuse_characters(ratings)
    paired = ratings.paired()
    if not paired.times.sum():
        return Interval(GWET, None, None, level, reason=NO_PAIR)
    if name != "percent_agreement" and one_category(paired.counts().sum(axis=0)):
        return Interval(GWET, None, None, level, reason=NO_VARIATION)
    if name == "krippendorff_alpha":
        value, influence, times = _alpha_influence(ratings, metric)
    else:
        parts = _PARTS[name](ratings, matrix)
        value, influence = parts.value, _influence(parts)
        times = ratings.times.astype(np.float64)
    n = int(times.sum())
    if n < 2:
        return Interval(GWET, None, None, level, reason=TOO_FEW)
    error = float(np.sqrt(times @ (influence - value) ** 2 / (n * (n - 1.0))))
    return _student(value, error, n - 1, level)


def cohen_interval(
    data: Data,
    categories: Categories = None,
    *,
    level: float = 0.95,
) -> Interval:
    """Large-sample interval of Cohen's kappa (Fleiss, Cohen & Everitt 1969).

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        How many, or their names in order; those that occur by default.
    level
        Of confidence.

    Raises
    ------
    ValueError
        More than two coders, or units that are characters.

    Examples
    --------
    Agresti (1992), p. 202, two pathologists: kappa .493, SE .057.

    >>> cells = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]
    >>> data = [[a, b] for a in range(4) for b in range(4) for _ in range(cells[a][b])]
    >>> found = cohen_interval(data)
    >>> round(found.standard_error, 3), round(found.low, 2), round(found.high, 2)
    (0.057, 0.38, 0.6)
    """
    from scipy.special import ndtri

    ratings, _ = prepare(data, categories, "identity", "ranks")
    refuse_characters(ratings)
    cells = ratings.confusion()
    n = cells.sum()
    if not n:
        return Interval(COHEN, None, None, level, reason=NO_PAIR)
    if one_category(cells.sum(0) + cells.sum(1)):
        return Interval(COHEN, None, None, level, reason=NO_VARIATION)
    value, variance = kappa_variance(cells / n)
    error = float(np.sqrt(variance / n))
    reach = float(ndtri(0.5 + level / 2.0)) * error
    return Interval(COHEN, max(value - reach, -1.0), min(value + reach, 1.0), level, error)


def kappa_variance(shares: Floats) -> tuple[float, float]:
    """Return Cohen's kappa and n times its large-sample variance.

    Parameters
    ----------
    shares : shape (categories, categories)
        Of all units; they add up to 1.
    """
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float(np.trace(shares)), float(rows @ columns)
    kappa = (observed - expected) / (1.0 - expected)
    rest = 1.0 - kappa
    agreeing = float(np.diag(shares) @ (1.0 - (rows + columns) * rest) ** 2)
    # Cell (i, j) counts with the column share of i and the row share of j.
    across = shares * (columns[:, None] + rows[None, :]) ** 2
    disagreeing = rest**2 * float(across.sum() - np.trace(across))
    middle = (kappa - expected * rest) ** 2
    return kappa, (agreeing + disagreeing - middle) / (1.0 - expected) ** 2


def refuse_characters(ratings: Ratings) -> None:
    """Raise for units that cannot be sampled one by one."""
    if ratings.unit in ("character", "token"):
        raise ValueError(NOT_INDEPENDENT)


_PARTS: dict[str, Callable[[Ratings, Floats], chance.Parts]] = {
    "percent_agreement": chance.mean_agreement,
    "scott_pi": chance.fleiss,
    "fleiss_kappa": chance.fleiss,
    "conger_kappa": chance.conger,
    "brennan_prediger": chance.brennan_prediger,
    "gwet_ac1": chance.gwet,
    "gwet_ac2": chance.gwet,
}


def _influence(parts: chance.Parts) -> Floats:
    """Return each unit's linearised coefficient; their mean is the coefficient."""
    room = 1.0 - parts.expected
    observed = parts.unit_observed - parts.expected * parts.paired
    own = parts.n / parts.n_paired * observed / room
    if parts.fixed_chance:
        return own
    # Chance agreement is quadratic in the shares, so a unit moves it twice.
    moved = 2.0 * (1.0 - parts.value) * (parts.unit_expected - parts.expected) / room
    return np.asarray(own - moved, dtype=np.float64)


def _alpha_influence(ratings: Ratings, metric: str) -> tuple[float, Floats, Floats]:
    """The same for alpha as Gwet writes it, with agreement weights 1 - d / max d."""
    distances = squared_distances(ratings, metric, coincidences(ratings).sum(axis=1))
    weights = 1.0 - distances / distances.max()
    counts = ratings.counts()
    raters = counts.sum(axis=1)
    counts, times = counts[raters >= 2], ratings.times[raters >= 2].astype(np.float64)
    raters = raters[raters >= 2]
    n = times.sum()
    mean = float(times @ raters / n)
    more = (raters - mean) / mean
    agreeing = (counts * (counts @ weights - 1.0)).sum(axis=1) / (mean * (raters - 1.0))
    observed = float(times @ agreeing / n)
    shares = times @ counts / (n * mean)
    expected = float(shares @ weights @ shares)
    room = 1.0 - expected
    plain = (observed - expected) / room
    own = (agreeing - observed * more - expected) / room
    unit_expected = counts @ (weights @ shares) / mean - expected * more
    influence = own - 2.0 * (1.0 - plain) * (unit_expected - expected) / room
    # The small-sample correction moves alpha, and Gwet leaves the variance as it is.
    small = 1.0 / float(times @ raters)
    value = ((1.0 - small) * observed + small - expected) / room
    return value, influence + (value - plain), times


def _student(value: float, error: float, freedom: int, level: float) -> Interval:
    from scipy.special import stdtrit

    reach = float(stdtrit(freedom, 0.5 + level / 2.0)) * error
    return Interval(GWET, value - reach, min(value + reach, 1.0), level, error)
