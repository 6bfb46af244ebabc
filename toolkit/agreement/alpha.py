"""Krippendorff's alpha on ratings of units by coders.

Krippendorff (2011), Computing Krippendorff's alpha-reliability; (2019), Content Analysis,
4th ed., ch. 12.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.agreement.coefficient import (
    NO_PAIR,
    NO_VARIATION,
    PAIRABLE,
    Coefficient,
    CoefficientBuilder,
)
from toolkit.agreement.ratings import (
    Categories,
    Data,
    Floats,
    Ratings,
    as_ratings,
    numeric_categories,
    one_category,
)

METRICS = ("nominal", "ordinal", "interval", "ratio")


@dataclass(frozen=True)
class AlphaTerms:
    """Observed and expected disagreement of pairable values, which alpha is made of."""

    coincidences: Floats
    """o_ck, shape (categories, categories); the sum is the number of pairable values."""
    distances: Floats
    """Squared difference of each pair of categories, shape (categories, categories)."""

    @property
    def totals(self) -> Floats:
        """Return n_c, how often each category occurs among pairable values."""
        return np.asarray(self.coincidences.sum(axis=1), dtype=np.float64)

    @property
    def observed(self) -> float:
        """Return Do, the mean squared difference within units."""
        return float((self.coincidences * self.distances).sum() / self.totals.sum())

    @property
    def expected(self) -> float:
        """Return De, the mean squared difference of values drawn without replacement."""
        n_c = self.totals
        n = n_c.sum()
        return float(n_c @ self.distances @ n_c / (n * (n - 1.0)))


def coincidences(ratings: Ratings) -> Floats:
    """Return o_ck, the pairs of values c and k within units, shape (categories, categories).

    A unit with m_u ratings weighs 1 / (m_u - 1).
    """
    counts = ratings.counts()
    raters = counts.sum(axis=1)
    keep = raters >= 2
    counts, share = counts[keep], ratings.times[keep] / (raters[keep] - 1.0)
    pairs = (counts * share[:, None]).T @ counts
    return np.asarray(pairs - np.diag(share @ counts), dtype=np.float64)


def squared_distances(ratings: Ratings, metric: str, totals: Floats) -> Floats:
    """Return the squared difference of each pair of categories, shape (categories, categories).

    Parameters
    ----------
    metric
        nominal, ordinal, interval or ratio (Krippendorff 2011).
    totals : shape (categories,)
        n_c; ordinal differences are counted in the values that lie between.

    Raises
    ------
    ValueError
        The metric is unknown, or categories are words where numbers are needed.
    """
    if metric not in METRICS:
        raise ValueError(f"unknown metric {metric!r}; choose from {', '.join(METRICS)}")
    if metric == "nominal":
        return 1.0 - np.eye(len(totals))
    if metric == "ordinal":
        middle = np.cumsum(totals) - totals / 2.0
        return np.asarray((middle[:, None] - middle[None, :]) ** 2, dtype=np.float64)
    at = numeric_categories(ratings.categories)
    difference = at[:, None] - at[None, :]
    if metric == "interval":
        return np.asarray(difference**2, dtype=np.float64)
    total = at[:, None] + at[None, :]
    return np.asarray((difference / np.where(total == 0.0, 1.0, total)) ** 2, dtype=np.float64)


def alpha_terms(ratings: Ratings, metric: str = "nominal") -> AlphaTerms:
    """Return the coincidences and the distances that alpha is made of."""
    pairs = coincidences(ratings)
    return AlphaTerms(pairs, squared_distances(ratings, metric, pairs.sum(axis=1)))


def krippendorff_alpha(
    data: Data, categories: Categories = None, *, metric: str = "nominal"
) -> Coefficient:
    """Return Krippendorff's alpha for any number of coders, with missing ratings.

    Parameters
    ----------
    data : array_like, shape (units, coders)
        The ratings, with None or NaN for missing, as in :mod:`toolkit.agreement.nominal`.
    metric
        nominal, ordinal, interval or ratio. The ordinal metric takes the categories in
        their order: sorted, unless `categories` gives another.

    Raises
    ------
    ValueError
        The metric is unknown, or categories are words where the metric needs numbers.

    Examples
    --------
    Krippendorff (2011), sections C to F: .743, .815, .849, .797.

    >>> from toolkit.agreement.examples import FOUR_OBSERVERS
    >>> [round(krippendorff_alpha(FOUR_OBSERVERS, metric=metric).value, 3) for metric in METRICS]
    [0.743, 0.815, 0.849, 0.797]
    """
    ratings = as_ratings(data, categories).rated()
    terms = alpha_terms(ratings, metric)
    raters = ratings.counts().sum(axis=1)
    n_paired = int(ratings.times[raters >= 2].sum())
    builder = CoefficientBuilder(
        "krippendorff_alpha", n_paired, ratings.unit, PAIRABLE, {"metric": metric}
    )
    if not n_paired:
        return builder.undefined(NO_PAIR)
    if one_category(terms.totals):
        return builder.undefined(NO_VARIATION)
    return builder.value(1.0 - terms.observed / terms.expected)
