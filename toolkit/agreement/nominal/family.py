"""What the kappa family shares: weighted ratings and the correction for chance."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.agreement.coefficient import (
    GWET_RULE,
    NO_PAIR,
    NO_VARIATION,
    Coefficient,
    CoefficientBuilder,
)
from toolkit.agreement.nominal.chance import ChanceTerms
from toolkit.agreement.ratings import (
    Categories,
    Data,
    Floats,
    Ratings,
    Weights,
    as_ratings,
    one_category,
    weight_matrix,
)

ChanceModel = Callable[[Ratings, Floats], ChanceTerms]
"""Computes observed and chance agreement from ratings and weights."""


def weighted_ratings(
    data: Data, categories: Categories, weights: Weights, positions: str
) -> tuple[Ratings, Floats]:
    """Read ratings, leave out the units that nobody rated, and return them with the weights.

    The parameters are those of :mod:`toolkit.agreement.nominal`; the weights have the
    shape (categories, categories).
    """
    ratings = as_ratings(data, categories).rated()
    return ratings, weight_matrix(ratings.categories, weights, positions)


def chance_corrected(
    name: str,
    model: ChanceModel,
    data: Data,
    categories: Categories,
    weights: Weights,
    positions: str,
    missing_rule: str = GWET_RULE,
) -> Coefficient:
    """Return (pa - pe) / (1 - pe), with pa and pe from a model of chance."""
    ratings, matrix = weighted_ratings(data, categories, weights, positions)
    paired = ratings.paired()
    n_paired = int(paired.times.sum())
    params = {**weight_params(weights, positions), "categories": len(ratings.categories)}
    builder = CoefficientBuilder(name, n_paired, ratings.unit, missing_rule, params)
    if not n_paired:
        return builder.undefined(NO_PAIR)
    # A unit with a single rating may differ from the rest without being compared with it.
    if one_category(paired.per_coder().sum(axis=0)):
        return builder.undefined(NO_VARIATION)
    terms = model(ratings, matrix)
    return builder.corrected(terms.observed, terms.expected)


def weight_params(weights: Weights, positions: str) -> dict[str, object]:
    """Return the parameters to record with a coefficient; none for identity weights."""
    if isinstance(weights, str) and weights == "identity":
        return {}
    name = weights if isinstance(weights, str) else "given"
    return {"weights": name, "positions": positions}
