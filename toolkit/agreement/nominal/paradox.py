"""What bounds and shifts the kappa of two coders, and Holsti's coefficient.

Kappa falls with skewed prevalence and rises with biased marginals (Feinstein &
Cicchetti 1990), so these are read beside it. The parameters are those of
:mod:`toolkit.agreement.nominal`.
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
from toolkit.agreement.ratings import Categories, Data, Floats, as_ratings, one_category
from toolkit.i18n import _


def cohen_kappa_max(data: Data, categories: Categories = None) -> Coefficient:
    """Return the largest kappa that the marginals of the two coders allow (Cohen 1960, p. 42).

    Parameters
    ----------
    data : shape (units, coders)

    Raises
    ------
    ValueError
        There are more than two coders, or the data are no table of ratings.

    Examples
    --------
    Cohen (1960, p. 45):

    >>> from toolkit.agreement.examples import ratings_of_cells
    >>> data = ratings_of_cells([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    >>> round(cohen_kappa_max(data).value, 3)
    0.831
    """
    ratings = as_ratings(data, categories).rated()
    cells = ratings.confusion()
    n = cells.sum()
    builder = CoefficientBuilder("cohen_kappa_max", int(n), ratings.unit, DROP_PAIR)
    if not n:
        return builder.undefined(NO_PAIR)
    rows, columns = cells.sum(axis=1) / n, cells.sum(axis=0) / n
    highest = float(np.minimum(rows, columns).sum())
    if one_category(rows + columns):
        return builder.undefined(NO_VARIATION)
    return builder.corrected(highest, float(rows @ columns))


def pabak(data: Data, categories: Categories = None) -> Coefficient:
    """Return the prevalence- and bias-adjusted kappa, 2 po - 1 (Byrt, Bishop & Carlin 1993).

    Parameters
    ----------
    data : shape (units, coders)

    Raises
    ------
    ValueError
        There are more than two categories or more than two coders.

    Examples
    --------
    Feinstein & Cicchetti (1990): 85 of 100 agreed, kappa .32 for skewed marginals.

    >>> from toolkit.agreement.examples import ratings_of_cells
    >>> data = ratings_of_cells([[80, 10], [5, 5]])
    >>> round(pabak(data).value, 2)
    0.7
    """
    builder, cells = _binary("pabak", data, categories)
    if not cells.sum():
        return builder.undefined(NO_PAIR)
    if one_category(cells.sum(0) + cells.sum(1)):
        return builder.undefined(NO_VARIATION)
    return builder.value(2.0 * float(np.trace(cells) / cells.sum()) - 1.0)


def prevalence_index(data: Data, categories: Categories = None) -> Coefficient:
    """Return the difference in prevalence of the two categories (Byrt et al. 1993).

    It is the units that both coders put in the second category, minus those that both
    put in the first, divided by all units. Near -1 or 1 kappa is low however much the
    two coders agree.

    Parameters
    ----------
    data : shape (units, coders)

    Raises
    ------
    ValueError
        There are more than two categories or more than two coders.

    Examples
    --------
    The skewed table of Feinstein & Cicchetti (1990):

    >>> from toolkit.agreement.examples import ratings_of_cells
    >>> data = ratings_of_cells([[80, 10], [5, 5]])
    >>> prevalence_index(data).value
    -0.75
    """
    builder, cells = _binary("prevalence_index", data, categories)
    if not cells.sum():
        return builder.undefined(NO_PAIR)
    return builder.value(float((cells[1, 1] - cells[0, 0]) / cells.sum()))


def bias_index(data: Data, categories: Categories = None) -> Coefficient:
    """Return how much more often the first coder chose the second category (Byrt et al. 1993).

    Parameters
    ----------
    data : shape (units, coders)

    Raises
    ------
    ValueError
        There are more than two categories or more than two coders.

    Examples
    --------
    The skewed table of Feinstein & Cicchetti (1990):

    >>> from toolkit.agreement.examples import ratings_of_cells
    >>> data = ratings_of_cells([[80, 10], [5, 5]])
    >>> bias_index(data).value
    -0.05
    """
    builder, cells = _binary("bias_index", data, categories)
    if not cells.sum():
        return builder.undefined(NO_PAIR)
    return builder.value(float((cells[1, 0] - cells[0, 1]) / cells.sum()))


def holsti(agreed: int, first: int, second: int) -> Coefficient:
    """Return Holsti's coefficient of reliability, 2 M / (N1 + N2) (Holsti 1969).

    Parameters
    ----------
    agreed, first, second
        The coding decisions that the two coders agree on, and that each of them made.

    Raises
    ------
    ValueError
        There are more agreed decisions than a coder made, or fewer than none.

    Examples
    --------
    >>> holsti(18, 24, 21).value
    0.8
    """
    if not 0 <= agreed <= min(first, second):
        raise ValueError(f"{agreed} agreed of {first} and {second} decisions is not possible")
    missing_rule = _("decisions that only one coder made count as disagreement")
    total = first + second
    builder = CoefficientBuilder("holsti", total, "decision", missing_rule)
    if not total:
        return builder.undefined(_("no coder decided anything"))
    return builder.value(2.0 * agreed / total)


def _binary(name: str, data: Data, categories: Categories) -> tuple[CoefficientBuilder, Floats]:
    ratings = as_ratings(data, 2 if categories is None else categories)
    if len(ratings.categories) != 2:
        raise ValueError(f"{name} is for two categories, got {ratings.categories}")
    cells = ratings.confusion()
    return CoefficientBuilder(name, int(cells.sum()), ratings.unit, DROP_PAIR), cells
