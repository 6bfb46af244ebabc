"""Two coders: what bounds and shifts kappa, and Holsti's coefficient.

Kappa falls with skewed prevalence and rises with biased marginals (Feinstein &
Cicchetti 1990). Read it next to these.
"""

from __future__ import annotations

import numpy as np

from toolkit.agreement.coefficient import (
    DROP_PAIR,
    NO_PAIR,
    NO_VARIATION,
    Coefficient,
    CoefficientBuilder,
)
from toolkit.agreement.nominal.kappa import Categories, Data, one_category
from toolkit.agreement.ratings import Floats, as_ratings


def cohen_kappa_max(data: Data, categories: Categories = None) -> Coefficient:
    """Largest kappa that the two coders' marginals allow (Cohen 1960, p. 42).

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        How many, or their names in order; those that occur by default.

    Raises
    ------
    ValueError
        More than two coders, or data that is no table of ratings.

    Examples
    --------
    >>> cells = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    >>> data = [[a, b] for a in range(3) for b in range(3) for _ in range(cells[a][b])]
    >>> round(cohen_kappa_max(data).value, 3)
    0.831
    """
    ratings = as_ratings(data, categories).rated()
    cells = ratings.confusion()
    n = cells.sum()
    result = CoefficientBuilder("cohen_kappa_max", int(n), ratings.unit, DROP_PAIR)
    if not n:
        return result.undefined(NO_PAIR)
    rows, columns = cells.sum(axis=1) / n, cells.sum(axis=0) / n
    highest = float(np.minimum(rows, columns).sum())
    if one_category(rows + columns):
        return result.undefined(NO_VARIATION)
    return result.corrected(highest, float(rows @ columns))


def pabak(data: Data, categories: Categories = None) -> Coefficient:
    """Prevalence- and bias-adjusted kappa, 2 po - 1 (Byrt, Bishop & Carlin 1993).

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        The two in order; those that occur by default.

    Raises
    ------
    ValueError
        More than two categories or coders.

    Examples
    --------
    Feinstein & Cicchetti (1990): 85 of 100 agreed, kappa .32 for skewed marginals.

    >>> cells = [[80, 10], [5, 5]]
    >>> data = [[a, b] for a in range(2) for b in range(2) for _ in range(cells[a][b])]
    >>> round(pabak(data).value, 2)
    0.7
    """
    result, cells = _binary("pabak", data, categories)
    if not cells.sum():
        return result.undefined(NO_PAIR)
    if one_category(cells.sum(0) + cells.sum(1)):
        return result.undefined(NO_VARIATION)
    return result.value(2.0 * float(np.trace(cells) / cells.sum()) - 1.0)


def prevalence_index(data: Data, categories: Categories = None) -> Coefficient:
    """Second category's agreements minus the first's, over all units (Byrt et al. 1993).

    Near -1 or 1, kappa is low however much the two coders agree.

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        The two in order; those that occur by default.

    Raises
    ------
    ValueError
        More than two categories or coders.

    Examples
    --------
    The skewed table of Feinstein & Cicchetti (1990):

    >>> cells = [[80, 10], [5, 5]]
    >>> data = [[a, b] for a in range(2) for b in range(2) for _ in range(cells[a][b])]
    >>> prevalence_index(data).value
    -0.75
    """
    result, cells = _binary("prevalence_index", data, categories)
    if not cells.sum():
        return result.undefined(NO_PAIR)
    return result.value(float((cells[1, 1] - cells[0, 0]) / cells.sum()))


def bias_index(data: Data, categories: Categories = None) -> Coefficient:
    """How much more often the first coder chose the second category (Byrt et al. 1993).

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        The two in order; those that occur by default.

    Raises
    ------
    ValueError
        More than two categories or coders.

    Examples
    --------
    The skewed table of Feinstein & Cicchetti (1990):

    >>> cells = [[80, 10], [5, 5]]
    >>> data = [[a, b] for a in range(2) for b in range(2) for _ in range(cells[a][b])]
    >>> bias_index(data).value
    -0.05
    """
    result, cells = _binary("bias_index", data, categories)
    if not cells.sum():
        return result.undefined(NO_PAIR)
    return result.value(float((cells[1, 0] - cells[0, 1]) / cells.sum()))


def holsti(agreed: int, first: int, second: int) -> Coefficient:
    """Holsti's coefficient of reliability, 2 M / (N1 + N2) (Holsti 1969).

    Parameters
    ----------
    agreed, first, second
        Coding decisions that the two agree on; that each of them made.

    Raises
    ------
    ValueError
        More agreed decisions than one of the two made, or fewer than none.

    Examples
    --------
    >>> holsti(18, 24, 21).value
    0.8
    """
    if not 0 <= agreed <= min(first, second):
        raise ValueError(f"{agreed} agreed of {first} and {second} decisions is not possible")
    rule = "decisions that only one coder made count as disagreement"
    total = first + second
    result = CoefficientBuilder("holsti", total, "decision", rule)
    if not total:
        return result.undefined("no coder decided anything")
    return result.value(2.0 * agreed / total)


def _binary(name: str, data: Data, categories: Categories) -> tuple[CoefficientBuilder, Floats]:
    ratings = as_ratings(data, 2 if categories is None else categories)
    if len(ratings.categories) != 2:
        raise ValueError(f"{name} is for two categories, got {ratings.categories}")
    cells = ratings.confusion()
    return CoefficientBuilder(name, int(cells.sum()), ratings.unit, DROP_PAIR), cells
