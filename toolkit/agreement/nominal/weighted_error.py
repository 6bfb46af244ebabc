"""The standard error of weighted kappa, for units that are independent.

Fleiss, Cohen & Everitt (1969), Large sample standard errors of kappa and weighted kappa,
Psychological Bulletin 72(5), 323-327. The errors of Gwet's AC2 and of the weighted kappas of
Fleiss and Conger are :func:`toolkit.agreement.intervals.analytic.gwet_interval`.
"""

from __future__ import annotations

import numpy as np

from toolkit.agreement.coefficient import NO_CHANCE_ROOM, NO_PAIR, NO_VARIATION
from toolkit.agreement.intervals.analytic import COHEN_METHOD, refuse_characters
from toolkit.agreement.intervals.interval import Interval
from toolkit.agreement.nominal.family import weighted_ratings
from toolkit.agreement.ratings import Categories, Data, Floats, Weights, one_category


def weighted_kappa_interval(
    data: Data,
    categories: Categories = None,
    weights: Weights = "quadratic",
    *,
    positions: str = "ranks",
    level: float = 0.95,
) -> Interval:
    """Return the large-sample interval of weighted kappa (Fleiss, Cohen & Everitt 1969).

    Parameters
    ----------
    data : shape (units, coders)
    categories, weights, positions
        As in :mod:`toolkit.agreement.nominal`. With identity weights it is the interval of
        Cohen's kappa.
    level
        The confidence level.

    Raises
    ------
    ValueError
        There are more than two coders, the weights are unknown, or the units are characters.

    Examples
    --------
    The manual of SAS (PROC FREQ), linear weights: kappa .4701, SE .1457, .1845 to .7558.

    >>> from toolkit.agreement.examples import ratings_of_cells
    >>> data = ratings_of_cells([[0, 4, 1], [0, 8, 0], [0, 1, 5]])
    >>> interval = weighted_kappa_interval(data, weights="linear")
    >>> round(interval.standard_error, 4), round(interval.low, 4), round(interval.high, 4)
    (0.1457, 0.1845, 0.7558)
    """
    from scipy.special import ndtri

    ratings, matrix = weighted_ratings(data, categories, weights, positions)
    refuse_characters(ratings)
    cells = ratings.confusion()
    n = cells.sum()
    if not n:
        return Interval(COHEN_METHOD, None, None, level, reason=NO_PAIR)
    if one_category(cells.sum(0) + cells.sum(1)):
        return Interval(COHEN_METHOD, None, None, level, reason=NO_VARIATION)
    if float(cells.sum(1) @ matrix @ cells.sum(0)) >= n * n:
        return Interval(COHEN_METHOD, None, None, level, reason=NO_CHANCE_ROOM)
    value, variance = weighted_kappa_variance(cells / n, matrix)
    error = float(np.sqrt(max(variance, 0.0) / n))
    margin = float(ndtri(0.5 + level / 2.0)) * error
    return Interval(COHEN_METHOD, max(value - margin, -1.0), min(value + margin, 1.0), level, error)


def weighted_kappa_variance(shares: Floats, weights: Floats) -> tuple[float, float]:
    """Return weighted kappa and n times its variance (Fleiss, Cohen & Everitt 1969, eq. 8).

    Parameters
    ----------
    shares : shape (categories, categories)
        The share of units in each pair of categories; they add up to 1.
    weights : shape (categories, categories)
        How much each pair of categories agrees, 1 on the diagonal.
    """
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed = float((weights * shares).sum())
    expected = float(rows @ weights @ columns)
    room = 1.0 - expected
    # The mean weight of a rating against what the other coder chooses.
    of_rows, of_columns = weights @ columns, rows @ weights
    terms = weights * room - (of_rows[:, None] + of_columns[None, :]) * (1.0 - observed)
    middle = observed * expected - 2.0 * expected + observed
    variance = (float((shares * terms**2).sum()) - middle**2) / room**4
    return (observed - expected) / room, variance
