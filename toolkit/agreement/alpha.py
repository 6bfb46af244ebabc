"""Krippendorff's alpha on ratings of units by coders.

Krippendorff (2011), Computing Krippendorff's alpha-reliability; (2019), Content Analysis,
4th ed., ch. 12.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

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
from toolkit.i18n import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

NO_DISTANCE = _("the categories that occur do not differ by the distances given")
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


def given_distances(ratings: Ratings, distances: ArrayLike) -> Floats:
    """Check distances that were given, and return them, shape (categories, categories).

    Raises
    ------
    ValueError
        The matrix has another shape, is not symmetric, has a number other than 0 on its
        diagonal, or holds one that is negative or no number.
    """
    matrix = np.asarray(distances, dtype=np.float64)
    shape = (len(ratings.categories),) * 2
    if matrix.shape != shape:
        raise ValueError(
            f"distances must have the shape {shape}, a row and a column for each of the categories "
            f"{ratings.categories}, got {matrix.shape}"
        )
    if not np.isfinite(matrix).all() or (matrix < 0).any():
        raise ValueError("distances are numbers of 0 or more")
    if not np.allclose(matrix, matrix.T) or matrix.diagonal().any():
        raise ValueError("distances are symmetric, and 0 from a category to itself")
    return matrix


def alpha_terms(
    ratings: Ratings, metric: str = "nominal", distances: ArrayLike | None = None
) -> AlphaTerms:
    """Return the coincidences and the distances that alpha is made of."""
    pairs = coincidences(ratings)
    if distances is not None:
        return AlphaTerms(pairs, given_distances(ratings, distances))
    return AlphaTerms(pairs, squared_distances(ratings, metric, pairs.sum(axis=1)))


def krippendorff_alpha(
    data: Data,
    categories: Categories = None,
    *,
    metric: str = "nominal",
    distances: ArrayLike | None = None,
) -> Coefficient:
    """Return Krippendorff's alpha for any number of coders, with missing ratings.

    Parameters
    ----------
    data : array_like, shape (units, coders)
        The ratings, with None or NaN for missing, as in :mod:`toolkit.agreement.nominal`.
    metric
        nominal, ordinal, interval or ratio. The ordinal metric takes the categories in
        their order: sorted, unless `categories` gives another.
    distances : array_like, shape (categories, categories)
        How much each pair of categories differs, in place of a metric. They are taken as
        they are: who has distances whose squares should count gives the squares. The
        order is that of `categories`, or the sorted one.

    Raises
    ------
    ValueError
        The metric is unknown, categories are words where the metric needs numbers, or the
        distances are no symmetric matrix with 0 on the diagonal.

    Examples
    --------
    Artstein & Poesio (2008), p. 568: a check differs from a statement or a request for
    information by .5, these from each other by 1; .8156.

    >>> from toolkit.agreement.examples import ratings_of_cells
    >>> data = ratings_of_cells([[46, 6, 0], [0, 32, 0], [0, 6, 10]])
    >>> given = [[0, 1, 0.5], [1, 0, 0.5], [0.5, 0.5, 0]]
    >>> round(krippendorff_alpha(data, distances=given).value, 4)
    0.8156

    Krippendorff (2011), sections C to F: .743, .815, .849, .797.

    >>> from toolkit.agreement.examples import FOUR_OBSERVERS
    >>> [round(krippendorff_alpha(FOUR_OBSERVERS, metric=metric).value, 3) for metric in METRICS]
    [0.743, 0.815, 0.849, 0.797]
    """
    ratings = as_ratings(data, categories).rated()
    terms = alpha_terms(ratings, metric, distances)
    raters = ratings.counts().sum(axis=1)
    n_paired = int(ratings.times[raters >= 2].sum())
    params = {"metric": metric if distances is None else "given"}
    builder = CoefficientBuilder("krippendorff_alpha", n_paired, ratings.unit, PAIRABLE, params)
    if not n_paired:
        return builder.undefined(NO_PAIR)
    if one_category(terms.totals):
        return builder.undefined(NO_VARIATION)
    if not terms.expected:
        return builder.undefined(NO_DISTANCE)
    return builder.value(1.0 - terms.observed / terms.expected)


def krippendorff_alpha_of_category(
    data: Data, category: object, categories: Categories = None
) -> Coefficient:
    """Return Krippendorff's alpha of a category against all others together.

    It says how well this category is told from the rest. The other categories are lumped,
    and what remains is binary data (Krippendorff 2019, Content Analysis, ch. 12). Where
    every unit has the same number of ratings, it is 1 - (1 - kappa) (n - 1) / n of the kappa
    that Fleiss (1971) gives for a category, n being the number of ratings.

    Parameters
    ----------
    data : shape (units, coders)
    category
        One of the categories.

    Raises
    ------
    ValueError
        The category is not among the categories.

    Examples
    --------
    Krippendorff (2011), section A: of two categories each has the alpha of both, .095.

    >>> first, second = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]
    >>> data = list(zip(first, second))
    >>> [round(krippendorff_alpha_of_category(data, value).value, 3) for value in (0, 1)]
    [0.095, 0.095]
    """
    ratings = as_ratings(data, categories).against_rest(category)
    alpha = krippendorff_alpha(ratings)
    name = "krippendorff_alpha_of_category"
    return replace(alpha, name=name, params={"category": category})
