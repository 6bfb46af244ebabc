"""Analytic confidence intervals of coefficients, for units that are independent.

Characters of one text are not independent, so for coded spans the sources are drawn
again: see :mod:`toolkit.agreement.intervals.by_source`.
"""

from __future__ import annotations

import numpy as np

from toolkit.agreement.alpha import coincidences, squared_distances
from toolkit.agreement.coefficient import NO_PAIR, NO_VARIATION
from toolkit.agreement.intervals.interval import Interval
from toolkit.agreement.nominal import chance
from toolkit.agreement.nominal.family import ChanceModel, weighted_ratings
from toolkit.agreement.ratings import Categories, Data, Floats, Ratings, Weights, one_category
from toolkit.i18n import _

GWET_METHOD = _("Gwet linearised variance, t with n - 1 degrees of freedom, at most 1")
COHEN_METHOD = _("large-sample standard error (Fleiss, Cohen & Everitt 1969), normal")

NOT_INDEPENDENT = _(
    "characters of one text are not independent, so their number says nothing of precision: "
    "resample sources"
)
TOO_FEW = _("a standard error needs two or more units")


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
    """Return the interval by Gwet's linearised variance, with units sampled and coders fixed.

    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., ch. 5.

    Parameters
    ----------
    name
        percent_agreement, scott_pi, fleiss_kappa, conger_kappa, brennan_prediger,
        gwet_ac1, gwet_ac2 or krippendorff_alpha.
    data : shape (units, coders)
    categories, weights, positions
        As in :mod:`toolkit.agreement.nominal`.
    metric
        The metric of Krippendorff's alpha, whose distances count as fixed.
    level
        The confidence level.

    Raises
    ------
    ValueError
        The name is another one, or the units are characters.

    Examples
    --------
    Gwet (2014), the data of Krippendorff (2011): SE .143, interval .461 to 1.

    >>> from toolkit.agreement.examples import FOUR_OBSERVERS
    >>> interval = gwet_interval("gwet_ac1", FOUR_OBSERVERS)
    >>> round(interval.standard_error, 3), round(interval.low, 3), interval.high
    (0.143, 0.461, 1.0)
    """
    known = (*_CHANCE_MODELS, "krippendorff_alpha")
    if name not in known:
        raise ValueError(f"no linearised variance for {name!r}; choose from {', '.join(known)}")
    ratings, matrix = weighted_ratings(data, categories, weights, positions)
    refuse_characters(ratings)
    paired = ratings.paired()
    if not paired.times.sum():
        return Interval(GWET_METHOD, None, None, level, reason=NO_PAIR)
    if name != "percent_agreement" and one_category(paired.counts().sum(axis=0)):
        return Interval(GWET_METHOD, None, None, level, reason=NO_VARIATION)
    if name == "krippendorff_alpha":
        value, influence, times = _alpha_influence(ratings, metric)
    else:
        terms = _CHANCE_MODELS[name](ratings, matrix)
        value, influence = terms.value, _influence(terms)
        times = ratings.times.astype(np.float64)
    n = int(times.sum())
    if n < 2:
        return Interval(GWET_METHOD, None, None, level, reason=TOO_FEW)
    error = float(np.sqrt(times @ (influence - value) ** 2 / (n * (n - 1.0))))
    return _student(value, error, n - 1, level)


def cohen_interval(
    data: Data,
    categories: Categories = None,
    *,
    level: float = 0.95,
) -> Interval:
    """Return the large-sample interval of Cohen's kappa (Fleiss, Cohen & Everitt 1969).

    Parameters
    ----------
    data : shape (units, coders)
    categories
        As in :mod:`toolkit.agreement.nominal`.
    level
        The confidence level.

    Raises
    ------
    ValueError
        There are more than two coders, or the units are characters.

    Examples
    --------
    Agresti (1992), p. 202, two pathologists: kappa .493, SE .057.

    >>> from toolkit.agreement.examples import ratings_of_cells
    >>> cells = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]
    >>> interval = cohen_interval(ratings_of_cells(cells))
    >>> round(interval.standard_error, 3), round(interval.low, 2), round(interval.high, 2)
    (0.057, 0.38, 0.6)
    """
    from scipy.special import ndtri

    ratings, _matrix = weighted_ratings(data, categories, "identity", "ranks")
    refuse_characters(ratings)
    cells = ratings.confusion()
    n = cells.sum()
    if not n:
        return Interval(COHEN_METHOD, None, None, level, reason=NO_PAIR)
    if one_category(cells.sum(0) + cells.sum(1)):
        return Interval(COHEN_METHOD, None, None, level, reason=NO_VARIATION)
    value, variance = kappa_variance(cells / n)
    error = float(np.sqrt(variance / n))
    margin = float(ndtri(0.5 + level / 2.0)) * error
    return Interval(COHEN_METHOD, max(value - margin, -1.0), min(value + margin, 1.0), level, error)


def kappa_variance(shares: Floats) -> tuple[float, float]:
    """Return Cohen's kappa and n times its variance (Fleiss, Cohen & Everitt 1969).

    Parameters
    ----------
    shares : shape (categories, categories)
        The share of units in each pair of categories; they add up to 1.
    """
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float(np.trace(shares)), float(rows @ columns)
    kappa = (observed - expected) / (1.0 - expected)
    complement = 1.0 - kappa
    agreeing = float(np.diag(shares) @ (1.0 - (rows + columns) * complement) ** 2)
    # Cell (i, j) is weighted by the column share of i and the row share of j.
    weighted = shares * (columns[:, None] + rows[None, :]) ** 2
    disagreeing = complement**2 * float(weighted.sum() - np.trace(weighted))
    middle = (kappa - expected * complement) ** 2
    return kappa, (agreeing + disagreeing - middle) / (1.0 - expected) ** 2


def refuse_characters(ratings: Ratings) -> None:
    """Refuse characters and tokens, which cannot be sampled as independent units.

    Raises
    ------
    ValueError
        The unit of the ratings is the character or the token.
    """
    if ratings.unit in ("character", "token"):
        raise ValueError(NOT_INDEPENDENT)


_CHANCE_MODELS: dict[str, ChanceModel] = {
    "percent_agreement": chance.mean_agreement,
    "scott_pi": chance.fleiss,
    "fleiss_kappa": chance.fleiss,
    "conger_kappa": chance.conger,
    "brennan_prediger": chance.brennan_prediger,
    "gwet_ac1": chance.gwet,
    "gwet_ac2": chance.gwet,
}


def _influence(terms: chance.ChanceTerms) -> Floats:
    """Return the linearised coefficient of each unit, shape (units,); the mean is its value."""
    room = 1.0 - terms.expected
    observed = terms.unit_observed - terms.expected * terms.paired
    from_agreement = terms.n / terms.n_paired * observed / room
    if terms.fixed_chance:
        return from_agreement
    # Chance agreement is quadratic in the shares, so a unit enters its change twice.
    from_chance = 2.0 * (1.0 - terms.value) * (terms.unit_expected - terms.expected) / room
    return np.asarray(from_agreement - from_chance, dtype=np.float64)


def _alpha_influence(ratings: Ratings, metric: str) -> tuple[float, Floats, Floats]:
    """Return alpha, each unit's linearised alpha, and how often each unit occurs.

    Alpha is written as Gwet (2014) writes it, with agreement weights 1 - d / max d.
    """
    distances = squared_distances(ratings, metric, coincidences(ratings).sum(axis=1))
    weights = 1.0 - distances / distances.max()
    counts = ratings.counts()
    raters = counts.sum(axis=1)
    counts, times = counts[raters >= 2], ratings.times[raters >= 2].astype(np.float64)
    raters = raters[raters >= 2]
    n = times.sum()
    mean = float(times @ raters / n)
    surplus = (raters - mean) / mean
    agreeing = (counts * (counts @ weights - 1.0)).sum(axis=1) / (mean * (raters - 1.0))
    observed = float(times @ agreeing / n)
    shares = times @ counts / (n * mean)
    expected = float(shares @ weights @ shares)
    room = 1.0 - expected
    uncorrected = (observed - expected) / room
    from_agreement = (agreeing - observed * surplus - expected) / room
    unit_expected = counts @ (weights @ shares) / mean - expected * surplus
    influence = from_agreement - 2.0 * (1.0 - uncorrected) * (unit_expected - expected) / room
    # The small-sample correction changes alpha, and Gwet leaves the variance unchanged.
    correction = 1.0 / float(times @ raters)
    value = ((1.0 - correction) * observed + correction - expected) / room
    return value, influence + (value - uncorrected), times


def _student(value: float, error: float, freedom: int, level: float) -> Interval:
    from scipy.special import stdtrit

    margin = float(stdtrit(freedom, 0.5 + level / 2.0)) * error
    return Interval(GWET_METHOD, value - margin, min(value + margin, 1.0), level, error)
