"""Krippendorff's alpha on ratings of units by coders."""

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
from toolkit.agreement.nominal.kappa import Categories, Data, one_category
from toolkit.agreement.ratings import Floats, Ratings, as_ratings, numeric_categories

METRICS = ("nominal", "ordinal", "interval", "ratio")


@dataclass(frozen=True)
class Disagreement:
    """Observed and expected disagreement of pairable values."""

    coincidences: Floats
    """o_ck, shape (categories, categories); sums to the number of pairable values."""
    distances: Floats
    """Squared difference of each pair of categories, shape (categories, categories)."""

    @property
    def totals(self) -> Floats:
        """n_c: how often each category occurs among pairable values."""
        return np.asarray(self.coincidences.sum(axis=1), dtype=np.float64)

    @property
    def observed(self) -> float:
        """Do."""
        return float((self.coincidences * self.distances).sum() / self.totals.sum())

    @property
    def expected(self) -> float:
        """De, for values drawn without replacement."""
        n_c = self.totals
        n = n_c.sum()
        return float(n_c @ self.distances @ n_c / (n * (n - 1.0)))


def coincidences(ratings: Ratings) -> Floats:
    """Return o_ck: pairs of values c, k within units, each unit weighted by 1 / (m_u - 1)."""
    counts = ratings.counts()
    raters = counts.sum(axis=1)
    keep = raters >= 2
    counts, share = counts[keep], ratings.times[keep] / (raters[keep] - 1.0)
    pairs = (counts * share[:, None]).T @ counts
    return np.asarray(pairs - np.diag(share @ counts), dtype=np.float64)


def squared_distances(ratings: Ratings, metric: str, totals: Floats) -> Floats:
    """Return the metric's squared difference between categories.

    Parameters
    ----------
    metric
        nominal, ordinal, interval or ratio (Krippendorff 2011).
    totals : shape (categories,)
        n_c; ordinal differences count the values in between.

    Raises
    ------
    ValueError
        Unknown metric, or categories without numbers where numbers are needed.
    """
    if metric not in METRICS:
        raise ValueError(f"unknown metric {metric!r}; choose from {', '.join(METRICS)}")
    if metric == "nominal":
        return 1.0 - np.eye(len(totals))
    if metric == "ordinal":
        middle = np.cumsum(totals) - totals / 2.0
        return np.asarray((middle[:, None] - middle[None, :]) ** 2, dtype=np.float64)
    at = numeric_categories(ratings.categories)
    apart = at[:, None] - at[None, :]
    if metric == "interval":
        return np.asarray(apart**2, dtype=np.float64)
    total = at[:, None] + at[None, :]
    return np.asarray((apart / np.where(total == 0.0, 1.0, total)) ** 2, dtype=np.float64)


def disagreement(ratings: Ratings, metric: str = "nominal") -> Disagreement:
    """Return the coincidences and the distances that alpha is made of."""
    pairs = coincidences(ratings)
    return Disagreement(pairs, squared_distances(ratings, metric, pairs.sum(axis=1)))


def krippendorff_alpha(
    data: Data, categories: Categories = None, *, metric: str = "nominal"
) -> Coefficient:
    """Krippendorff's alpha for any number of coders, with missing ratings.

    Parameters
    ----------
    data : array_like, shape (units, coders)
        None or NaN for missing.
    metric
        nominal, ordinal, interval or ratio. Ordinal takes the categories in
        their order: sorted, unless `categories` gives it.

    Raises
    ------
    ValueError
        Unknown metric, or words where the metric needs numbers.

    Examples
    --------
    Krippendorff (2011), sections C to F: .743, .815, .849, .797.

    >>> data = [[1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2],
    ...         [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5],
    ...         [None, None, 1, 1], [None, None, 3, None]]
    >>> [round(krippendorff_alpha(data, metric=metric).value, 3) for metric in METRICS]
    [0.743, 0.815, 0.849, 0.797]
    """
    ratings = as_ratings(data, categories).rated()
    parts = disagreement(ratings, metric)
    raters = ratings.counts().sum(axis=1)
    units = int(ratings.times[raters >= 2].sum())
    result = CoefficientBuilder(
        "krippendorff_alpha", units, ratings.unit, PAIRABLE, {"metric": metric}
    )
    if not units:
        return result.undefined(NO_PAIR)
    if one_category(parts.totals):
        return result.undefined(NO_VARIATION)
    return result.value(1.0 - parts.observed / parts.expected)
