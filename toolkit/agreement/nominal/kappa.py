"""The kappa family, on ratings of units by coders.

Every function takes a table of shape (units, coders), None or NaN for missing, or
:class:`~toolkit.agreement.ratings.Ratings` (span data as runs of characters), and
returns a :class:`~toolkit.agreement.coefficient.Coefficient`. Without variation there
is nothing to correct for chance, so the value is None with the reason: a 1.0 would
claim reliability that the data cannot show. Percent agreement is then 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from toolkit.agreement.coefficient import (
    BY_RATINGS,
    DROP_PAIR,
    EVERY_PAIR,
    GWET,
    NO_PAIR,
    NO_VARIATION,
    Coefficient,
    CoefficientBuilder,
)
from toolkit.agreement.nominal import chance
from toolkit.agreement.ratings import Floats, Ratings, as_ratings, weight_matrix

Data = Ratings | ArrayLike | Sequence[Sequence[Any]]
Categories = Sequence[Any] | int | None
Weights = str | ArrayLike

PAIRABLE_ONLY = "units with fewer than two ratings are left out of both terms"


def percent_agreement(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    missing: str = "units",
) -> Coefficient:
    """Share of agreeing pairs of coders.

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    missing
        units: mean of the units' agreement, units rated twice or more count alike
        (Gwet 2014). ratings: a unit counts as often as it was rated, so that this is
        1 - Do of Krippendorff's alpha. The two differ only with missing ratings.

    Raises
    ------
    ValueError
        Unknown `missing`, or a table that is not one.

    Examples
    --------
    Krippendorff (2011), 4 coders, 12 units: .818 by units.

    >>> data = [[1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2],
    ...         [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5],
    ...         [None, None, 1, 1], [None, None, 3, None]]
    >>> round(percent_agreement(data).value, 3)
    0.818
    >>> round(percent_agreement(data, missing="ratings").value, 3)
    0.8
    """
    if missing not in ("units", "ratings"):
        raise ValueError(f"unknown rule for missing ratings {missing!r}; choose units or ratings")
    ratings, matrix = prepare(data, categories, weights, "ranks")
    parts = chance.mean_agreement(ratings, matrix)
    rule = GWET if missing == "units" else BY_RATINGS
    result = CoefficientBuilder(
        "percent_agreement", parts.n_paired, ratings.unit, rule, {"missing": missing}
    )
    if not parts.n_paired:
        return result.undefined(NO_PAIR)
    if missing == "units":
        return result.value(parts.observed)
    raters = np.where(parts.paired, ratings.counts().sum(axis=1), 0.0) * ratings.times
    return result.value(float(parts.unit_observed @ raters / raters.sum()))


def cohen_kappa(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Cohen's kappa of two coders (Cohen 1960), weighted on request (Cohen 1968).

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        How many, or their names in order; those that occur by default.
    weights
        identity, linear, quadratic, ordinal, radical, ratio, or a matrix of shape
        (categories, categories) with 1 on the diagonal.
    positions
        Weights between category ranks (0, 1, 2, ...) or between the values.

    Raises
    ------
    ValueError
        More than two coders, unknown weights, or data that is no table of ratings.

    Examples
    --------
    Cohen (1960, p. 45): 200 cases, .492.

    >>> cells = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    >>> data = [[a, b] for a in range(3) for b in range(3) for _ in range(cells[a][b])]
    >>> round(cohen_kappa(data).value, 3)
    0.492
    """
    ratings, matrix = prepare(data, categories, weights, positions)
    cells = ratings.confusion()
    n = cells.sum()
    result = CoefficientBuilder(
        "cohen_kappa", int(n), ratings.unit, DROP_PAIR, _weight_params(weights, positions)
    )
    if not n:
        return result.undefined(NO_PAIR)
    shares = cells / n
    observed = float((matrix * shares).sum())
    expected = float(shares.sum(axis=1) @ matrix @ shares.sum(axis=0))
    if one_category(cells.sum(0) + cells.sum(1)):
        return result.undefined(NO_VARIATION)
    return result.corrected(observed, expected)


def scott_pi(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Scott's pi of two coders: chance from the shared marginals (Scott 1955).

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        How many, or their names in order; those that occur by default.
    weights
        identity, linear, quadratic, ordinal, radical, ratio, or a matrix of shape
        (categories, categories) with 1 on the diagonal.
    positions
        Weights between category ranks (0, 1, 2, ...) or between the values.

    Raises
    ------
    ValueError
        More than two coders, unknown weights, or data that is no table of ratings.

    Examples
    --------
    Artstein & Poesio (2008, p. 558): .341.

    >>> cells = [[20, 20], [10, 50]]
    >>> data = [[a, b] for a in range(2) for b in range(2) for _ in range(cells[a][b])]
    >>> round(scott_pi(data).value, 3)
    0.341
    """
    ratings = as_ratings(data, categories)
    if ratings.coders != 2:
        raise ValueError(f"Scott's pi is for two coders, got {ratings.coders}; use fleiss_kappa")
    return _family("scott_pi", chance.fleiss, ratings, None, weights, positions)


def fleiss_kappa(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Fleiss' kappa: Scott's pi for two or more coders (Fleiss 1971; gaps as Gwet 2014).

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        How many, or their names in order; those that occur by default.
    weights
        identity, linear, quadratic, ordinal, radical, ratio, or a matrix of shape
        (categories, categories) with 1 on the diagonal.
    positions
        Weights between category ranks (0, 1, 2, ...) or between the values.

    Raises
    ------
    ValueError
        Unknown weights or positions, or data that is no table of ratings.

    Examples
    --------
    Randolph (2005, example 1), as printed .33:

    >>> data = [["Yes"] * 3, ["No"] * 3, ["Yes", "Yes", "No"], ["No", "No", "Yes"]]
    >>> round(fleiss_kappa(data).value, 2)
    0.33
    """
    return _family("fleiss_kappa", chance.fleiss, data, categories, weights, positions)


def conger_kappa(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Conger's (Hubert's) kappa: Cohen's kappa for two or more coders (Conger 1980).

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        How many, or their names in order; those that occur by default.
    weights
        identity, linear, quadratic, ordinal, radical, ratio, or a matrix of shape
        (categories, categories) with 1 on the diagonal.
    positions
        Weights between category ranks (0, 1, 2, ...) or between the values.

    Raises
    ------
    ValueError
        Unknown weights or positions, or data that is no table of ratings.

    Examples
    --------
    Gwet (2014), the data of Krippendorff (2011): .763.

    >>> data = [[1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2],
    ...         [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5],
    ...         [None, None, 1, 1], [None, None, 3, None]]
    >>> round(conger_kappa(data).value, 3)
    0.763
    """
    return _family("conger_kappa", chance.conger, data, categories, weights, positions)


def brennan_prediger(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """S of Bennett, Alpert & Goldstein (1954), kappa_n of Brennan & Prediger (1981).

    Randolph's free-marginal kappa is the same. It depends on how many categories
    there are, unused ones too: state them.

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        How many, or their names in order; unused ones count.
    weights
        identity, linear, quadratic, ordinal, radical, ratio, or a matrix of shape
        (categories, categories) with 1 on the diagonal.
    positions
        Weights between category ranks (0, 1, 2, ...) or between the values.

    Raises
    ------
    ValueError
        Unknown weights or positions, or data that is no table of ratings.

    Examples
    --------
    Artstein & Poesio (2008, p. 558): .4.

    >>> cells = [[20, 20], [10, 50]]
    >>> data = [[a, b] for a in range(2) for b in range(2) for _ in range(cells[a][b])]
    >>> round(brennan_prediger(data).value, 3)
    0.4
    """
    return _family(
        "brennan_prediger", chance.brennan_prediger, data, categories, weights, positions
    )


def gwet_ac1(data: Data, categories: Categories = None, *, missing: str = "rated") -> Coefficient:
    """Gwet's AC1 (Gwet 2008).

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        How many, or their names in order; those that occur by default.
    missing
        rated: every rated unit counts in the chance term (Gwet). pairable: only
        units rated twice or more (DKPro).

    Raises
    ------
    ValueError
        Unknown `missing`, or data that is no table of ratings.

    Examples
    --------
    Gwet (2014), the data of Krippendorff (2011): .775.

    >>> data = [[1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2],
    ...         [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5],
    ...         [None, None, 1, 1], [None, None, 3, None]]
    >>> round(gwet_ac1(data).value, 3)
    0.775
    """
    return _gwet("gwet_ac1", data, categories, "identity", "ranks", missing)


def gwet_ac2(
    data: Data,
    categories: Categories = None,
    weights: Weights = "quadratic",
    *,
    positions: str = "ranks",
    missing: str = "rated",
) -> Coefficient:
    """Gwet's AC2: AC1 with weights (Gwet 2014, ch. 3); identity weights give AC1.

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        How many, or their names in order; those that occur by default.
    weights
        identity, linear, quadratic, ordinal, radical, ratio, or a matrix of shape
        (categories, categories) with 1 on the diagonal.
    positions
        Weights between category ranks (0, 1, 2, ...) or between the values.
    missing
        As in :func:`gwet_ac1`.

    Raises
    ------
    ValueError
        Unknown weights, or data that is no table of ratings.

    Examples
    --------
    With identity weights on Gwet's skewed example (irrCAC): AC1 .808.

    >>> data = [[1, 1]] * 80 + [[2, 1]] * 8 + [[1, 2]] * 7 + [[2, 2]] * 5
    >>> round(gwet_ac2(data, weights="identity").value, 3)
    0.808
    """
    return _gwet("gwet_ac2", data, categories, weights, positions, missing)


def light_kappa(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Mean of the pairwise Cohen kappas (Light 1971); undefined when one pair is.

    Parameters
    ----------
    data : shape (units, coders)
        Lists, an array, a DataFrame or :class:`Ratings`; None or NaN is missing.
    categories
        How many, or their names in order; those that occur by default.
    weights
        identity, linear, quadratic, ordinal, radical, ratio, or a matrix of shape
        (categories, categories) with 1 on the diagonal.
    positions
        Weights between category ranks (0, 1, 2, ...) or between the values.

    Raises
    ------
    ValueError
        Unknown weights, or data that is no table of ratings.

    Examples
    --------
    Two pairs of three agree wholly or not beyond chance:

    >>> light_kappa([[1, 1, 1], [1, 1, 2], [2, 2, 1], [2, 2, 2]]).value
    0.3333333333333333
    """
    ratings, _ = prepare(data, categories, weights, positions)
    paired = int(ratings.paired().times.sum())
    params = _weight_params(weights, positions)
    result = CoefficientBuilder("light_kappa", paired, ratings.unit, EVERY_PAIR, params)
    values = []
    for first, second in combinations(range(ratings.coders), 2):
        pair = cohen_kappa(ratings.pair(first, second), None, weights, positions=positions)
        if pair.value is None:
            return result.undefined(f"coders {first + 1} and {second + 1}: {pair.reason}")
        values.append(pair.value)
    return result.value(float(np.mean(values)))


def _family(
    name: str,
    term: Callable[[Ratings, Floats], chance.Parts],
    data: Data,
    categories: Categories,
    weights: Weights,
    positions: str,
    rule: str = GWET,
) -> Coefficient:
    ratings, matrix = prepare(data, categories, weights, positions)
    paired = ratings.paired()
    count = int(paired.times.sum())
    params = {**_weight_params(weights, positions), "categories": len(ratings.categories)}
    result = CoefficientBuilder(name, count, ratings.unit, rule, params)
    if not count:
        return result.undefined(NO_PAIR)
    # A unit rated once may differ, and says nothing of agreement where it was compared.
    if one_category(paired.per_coder().sum(axis=0)):
        return result.undefined(NO_VARIATION)
    parts = term(ratings, matrix)
    return result.corrected(parts.observed, parts.expected)


def _gwet(
    name: str, data: Data, categories: Categories, weights: Weights, positions: str, missing: str
) -> Coefficient:
    if missing not in ("rated", "pairable"):
        raise ValueError(f"unknown rule for missing ratings {missing!r}; choose rated or pairable")
    pairable_only = missing == "pairable"

    def term(ratings: Ratings, matrix: Floats) -> chance.Parts:
        return chance.gwet(ratings, matrix, pairable_only)

    rule = PAIRABLE_ONLY if pairable_only else GWET
    return _family(name, term, data, categories, weights, positions, rule)


def prepare(
    data: Data, categories: Categories, weights: Weights, positions: str
) -> tuple[Ratings, Floats]:
    """Read ratings, leave out units nobody rated, and return them with their weights."""
    ratings = as_ratings(data, categories).rated()
    return ratings, weight_matrix(ratings.categories, weights, positions)


def _weight_params(weights: Weights, positions: str) -> dict[str, object]:
    if isinstance(weights, str) and weights == "identity":
        return {}
    name = weights if isinstance(weights, str) else "given"
    return {"weights": name, "positions": positions}


def one_category(totals: Floats) -> bool:
    """Whether there is no variation, given how often each category occurs."""
    return int(np.count_nonzero(totals)) < 2
