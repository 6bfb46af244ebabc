"""Percent agreement, and the kappas of Cohen, Scott, Fleiss, Conger, Light and Brennan-Prediger.

The parameters data, categories, weights and positions are those of
:mod:`toolkit.agreement.nominal`, which also says when a coefficient is undefined.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from toolkit.agreement.coefficient import (
    BY_RATINGS,
    DROP_PAIR,
    EVERY_PAIR,
    GWET_RULE,
    NO_PAIR,
    NO_VARIATION,
    Coefficient,
    CoefficientBuilder,
)
from toolkit.agreement.nominal import chance
from toolkit.agreement.nominal.family import chance_corrected, weight_params, weighted_ratings
from toolkit.agreement.ratings import Categories, Data, Weights, as_ratings, one_category
from toolkit.i18n import _


def percent_agreement(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    missing: str = "units",
) -> Coefficient:
    """Return the share of agreeing pairs of coders (Gwet 2014, ch. 2).

    Parameters
    ----------
    data : shape (units, coders)
    missing
        units: the mean of the units' agreement, where units that were rated twice or
        more count alike. ratings: a unit counts as often as it was rated, so that this
        is 1 - Do of Krippendorff's alpha. The two differ only with missing ratings.

    Raises
    ------
    ValueError
        The rule for missing ratings is unknown, or the data are no table of ratings.

    Examples
    --------
    Krippendorff (2011), 4 coders, 12 units: .818 by units.

    >>> from toolkit.agreement.examples import FOUR_OBSERVERS
    >>> round(percent_agreement(FOUR_OBSERVERS).value, 3)
    0.818
    >>> round(percent_agreement(FOUR_OBSERVERS, missing="ratings").value, 3)
    0.8
    """
    if missing not in ("units", "ratings"):
        raise ValueError(f"unknown rule for missing ratings {missing!r}; choose units or ratings")
    ratings, matrix = weighted_ratings(data, categories, weights, "ranks")
    terms = chance.mean_agreement(ratings, matrix)
    missing_rule = GWET_RULE if missing == "units" else BY_RATINGS
    builder = CoefficientBuilder(
        "percent_agreement", terms.n_paired, ratings.unit, missing_rule, {"missing": missing}
    )
    if not terms.n_paired:
        return builder.undefined(NO_PAIR)
    if missing == "units":
        return builder.value(terms.observed)
    raters = np.where(terms.paired, ratings.counts().sum(axis=1), 0.0) * ratings.times
    return builder.value(float(terms.unit_observed @ raters / raters.sum()))


def cohen_kappa(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Return Cohen's kappa of two coders (Cohen 1960), weighted on request (Cohen 1968).

    Parameters
    ----------
    data : shape (units, coders)

    Raises
    ------
    ValueError
        There are more than two coders, the weights are unknown, or the data are no table
        of ratings.

    Examples
    --------
    Cohen (1960, p. 45): 200 cases, .492.

    >>> from toolkit.agreement.examples import ratings_of_cells
    >>> data = ratings_of_cells([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    >>> round(cohen_kappa(data).value, 3)
    0.492
    """
    ratings, matrix = weighted_ratings(data, categories, weights, positions)
    cells = ratings.confusion()
    n = cells.sum()
    builder = CoefficientBuilder(
        "cohen_kappa", int(n), ratings.unit, DROP_PAIR, weight_params(weights, positions)
    )
    if not n:
        return builder.undefined(NO_PAIR)
    shares = cells / n
    observed = float((matrix * shares).sum())
    expected = float(shares.sum(axis=1) @ matrix @ shares.sum(axis=0))
    if one_category(cells.sum(0) + cells.sum(1)):
        return builder.undefined(NO_VARIATION)
    return builder.corrected(observed, expected)


def scott_pi(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Return Scott's pi of two coders, with chance from their shared marginals (Scott 1955).

    Parameters
    ----------
    data : shape (units, coders)

    Raises
    ------
    ValueError
        There are more than two coders, the weights are unknown, or the data are no table
        of ratings.

    Examples
    --------
    Artstein & Poesio (2008, p. 558): .341.

    >>> from toolkit.agreement.examples import ratings_of_cells
    >>> round(scott_pi(ratings_of_cells([[20, 20], [10, 50]])).value, 3)
    0.341
    """
    ratings = as_ratings(data, categories)
    if ratings.coders != 2:
        raise ValueError(f"Scott's pi is for two coders, got {ratings.coders}; use fleiss_kappa")
    return chance_corrected("scott_pi", chance.fleiss, ratings, None, weights, positions)


def fleiss_kappa(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Return Fleiss' kappa, Scott's pi for any number of coders (Fleiss 1971; gaps: Gwet 2014).

    Parameters
    ----------
    data : shape (units, coders)

    Raises
    ------
    ValueError
        The weights or positions are unknown, or the data are no table of ratings.

    Examples
    --------
    Randolph (2005, example 1), as printed .33:

    >>> data = [["Yes"] * 3, ["No"] * 3, ["Yes", "Yes", "No"], ["No", "No", "Yes"]]
    >>> round(fleiss_kappa(data).value, 2)
    0.33
    """
    return chance_corrected("fleiss_kappa", chance.fleiss, data, categories, weights, positions)


def conger_kappa(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Return Conger's (Hubert's) kappa, Cohen's for any number of coders (Conger 1980).

    Parameters
    ----------
    data : shape (units, coders)

    Raises
    ------
    ValueError
        The weights or positions are unknown, or the data are no table of ratings.

    Examples
    --------
    Gwet (2014), the data of Krippendorff (2011): .763.

    >>> from toolkit.agreement.examples import FOUR_OBSERVERS
    >>> round(conger_kappa(FOUR_OBSERVERS).value, 3)
    0.763
    """
    return chance_corrected("conger_kappa", chance.conger, data, categories, weights, positions)


def brennan_prediger(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Return S of Bennett, Alpert & Goldstein (1954), kappa_n of Brennan & Prediger (1981).

    Randolph's free-marginal kappa is the same. The value depends on how many categories
    there are, unused ones included, so state them.

    Parameters
    ----------
    data : shape (units, coders)

    Raises
    ------
    ValueError
        The weights or positions are unknown, or the data are no table of ratings.

    Examples
    --------
    Artstein & Poesio (2008, p. 558): .4.

    >>> from toolkit.agreement.examples import ratings_of_cells
    >>> round(brennan_prediger(ratings_of_cells([[20, 20], [10, 50]])).value, 3)
    0.4
    """
    return chance_corrected(
        "brennan_prediger", chance.brennan_prediger, data, categories, weights, positions
    )


def light_kappa(
    data: Data,
    categories: Categories = None,
    weights: Weights = "identity",
    *,
    positions: str = "ranks",
) -> Coefficient:
    """Return the mean of the pairwise Cohen kappas (Light 1971); undefined where a pair is.

    Parameters
    ----------
    data : shape (units, coders)

    Raises
    ------
    ValueError
        The weights or positions are unknown, or the data are no table of ratings.

    Examples
    --------
    One pair of three coders agrees fully, the other two pairs by chance alone:

    >>> light_kappa([[1, 1, 1], [1, 1, 2], [2, 2, 1], [2, 2, 2]]).value
    0.3333333333333333
    """
    ratings, _matrix = weighted_ratings(data, categories, weights, positions)
    n_paired = int(ratings.paired().times.sum())
    params = weight_params(weights, positions)
    builder = CoefficientBuilder("light_kappa", n_paired, ratings.unit, EVERY_PAIR, params)
    values = []
    for first, second in combinations(range(ratings.coders), 2):
        kappa = cohen_kappa(ratings.pair(first, second), None, weights, positions=positions)
        if kappa.value is None:
            reason = _("coders {first} and {second}: {reason}").format(
                first=first + 1, second=second + 1, reason=kappa.reason
            )
            return builder.undefined(reason)
        values.append(kappa.value)
    return builder.value(float(np.mean(values)))
