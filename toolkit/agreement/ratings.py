"""Ratings of units by coders, held as integers, and weights between categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

Categories = Sequence[Any] | int | None
"""The categories in their order, or how many there are; None for those that occur."""
Weights = str | ArrayLike
"""The name of a rule for weights, or a matrix of shape (categories, categories)."""

MISSING = -1
WEIGHTS = ("identity", "linear", "quadratic", "ordinal", "radical", "ratio")
POSITIONS = ("ranks", "values")


@dataclass(frozen=True)
class Ratings:
    """The category that each coder gave each unit.

    A row may stand for many equal units: coded spans enter as runs of characters.
    """

    values: Ints
    """Shape (units, coders): indices into the categories, -1 for a missing rating."""
    categories: tuple[Any, ...]
    """The categories in their order, which may include some that nobody used."""
    times: Ints
    """Shape (units,): how many equal units each row stands for, at least 1."""
    unit: str = "unit"

    @property
    def coders(self) -> int:
        """Return the number of coders."""
        return int(self.values.shape[1])

    def counts(self) -> Floats:
        """Return how many coders put each unit in each category, shape (units, categories)."""
        counts = np.zeros((self.values.shape[0], len(self.categories)))
        rows, columns = np.nonzero(self.values != MISSING)
        np.add.at(counts, (rows, self.values[rows, columns]), 1.0)
        return counts

    def per_coder(self) -> Floats:
        """Return how many units each coder put in each category, shape (coders, categories)."""
        counts = np.zeros((self.coders, len(self.categories)))
        rows, columns = np.nonzero(self.values != MISSING)
        np.add.at(counts, (columns, self.values[rows, columns]), self.times[rows])
        return counts

    def paired(self) -> Ratings:
        """Keep the units that were rated twice or more, since only their ratings can agree."""
        keep = (self.values != MISSING).sum(axis=1) >= 2
        return replace(self, values=self.values[keep], times=self.times[keep])

    def pair(self, first: int, second: int) -> Ratings:
        """Keep two coders, given by their columns."""
        return replace(self, values=self.values[:, [first, second]])

    def confusion(self) -> Floats:
        """Return how many units both coders rated, shape (categories, categories).

        Raises
        ------
        ValueError
            There are not exactly two coders.
        """
        if self.coders != 2:
            raise ValueError(f"a confusion matrix needs two coders, got {self.coders}")
        both = (self.values != MISSING).all(axis=1)
        q = len(self.categories)
        cells = self.values[both, 0] * q + self.values[both, 1]
        table = np.bincount(cells, self.times[both], q * q).reshape(q, q)
        return table.astype(np.float64)

    def against_rest(self, category: object) -> Ratings:
        """Fold to two categories: this category, and the rest before it.

        Raises
        ------
        ValueError
            The category is not among the categories.
        """
        if category not in self.categories:
            raise ValueError(f"no category {category!r}; the categories are {self.categories}")
        index = self.categories.index(category)
        folded = np.where(self.values == MISSING, MISSING, self.values == index)
        return replace(self, values=folded.astype(np.int64), categories=("rest", category))

    def rated(self) -> Ratings:
        """Leave out the units that nobody rated, since they carry no information."""
        keep = (self.values != MISSING).any(axis=1)
        return replace(self, values=self.values[keep], times=self.times[keep])


Data = Ratings | ArrayLike | Sequence[Sequence[Any]]
"""Ratings, or a table of shape (units, coders) that can be read as ratings."""


def as_ratings(data: Data, categories: Categories = None, unit: str = "unit") -> Ratings:
    """Read a table of ratings.

    Parameters
    ----------
    data : array_like, shape (units, coders)
        Numbers, strings or any hashable values; None and NaN mean missing. A pandas
        DataFrame is read too, and Ratings are returned as they are.
    categories
        The categories in their order, or how many there are. The default is those
        that occur, sorted. Some coefficients depend on their number, unused
        categories included.
    unit
        What a row is, for example "turn".

    Raises
    ------
    ValueError
        The table is not two-dimensional, has fewer than two coders, or holds a value
        outside the categories.

    Examples
    --------
    >>> as_ratings([["y", "y"], ["n", None]]).values.tolist()
    [[1, 1], [0, -1]]
    """
    if isinstance(data, Ratings):
        return data
    table = np.array(data, dtype=object)
    if table.ndim != 2 or table.shape[1] < 2:
        raise ValueError(f"ratings need shape (units, two or more coders), got {table.shape}")
    cells = [None if _is_missing(value) else value for value in table.ravel().tolist()]
    ordered = _ordered({value for value in cells if value is not None}, categories)
    index = {value: at for at, value in enumerate(ordered)}
    unknown = {value for value in cells if value is not None} - index.keys()
    if unknown:
        raise ValueError(f"not among the categories {ordered}: {sorted(map(repr, unknown))}")
    flat = [MISSING if value is None else index[value] for value in cells]
    values = np.array(flat, dtype=np.int64).reshape(table.shape)
    return Ratings(values, ordered, np.ones(len(values), dtype=np.int64), unit)


def _is_missing(value: Any) -> bool:
    if value is None:
        return True
    if type(value).__name__ in {"NAType", "NaTType"}:
        return True
    return isinstance(value, float) and value != value


def _ordered(occurring: set[Any], categories: Categories) -> tuple[Any, ...]:
    """Return the categories in order, with numbers before everything else."""
    if categories is not None and not isinstance(categories, int):
        given = tuple(categories)
        if len(set(given)) != len(given):
            raise ValueError(f"a category is named twice: {given}")
        return given
    ordered = sorted(occurring, key=lambda v: (0, v, "") if _is_number(v) else (1, 0, str(v)))
    if categories is None:
        return tuple(ordered)
    if categories < len(ordered):
        raise ValueError(f"{len(ordered)} categories occur, more than the {categories} stated")
    unused = [f"(unused {n})" for n in range(1, categories - len(ordered) + 1)]
    return (*ordered, *unused)


def _is_number(value: Any) -> bool:
    return isinstance(value, (bool, int, float, np.number))


def numeric_categories(categories: tuple[Any, ...]) -> Floats:
    """Return the categories as numbers.

    Raises
    ------
    ValueError
        A category is not a number.
    """
    words = [value for value in categories if not _is_number(value)]
    if words:
        raise ValueError(f"distances between values need numbers, got {words}")
    return np.array(categories, dtype=np.float64)


def weight_matrix(
    categories: tuple[Any, ...],
    weights: Weights = "identity",
    positions: str = "ranks",
) -> Floats:
    """Return how much each pair of categories agrees: 1 on the diagonal, less elsewhere.

    Parameters
    ----------
    weights
        identity, linear, quadratic, ordinal, radical, ratio (Gwet 2014, ch. 3),
        or a symmetric matrix of shape (categories, categories).
    positions
        ranks: the categories stand at 0, 1, 2, ...; values: at their own numbers.
        The two differ when the numbers are not evenly spaced.

    Returns
    -------
    array of shape (categories, categories)

    Raises
    ------
    ValueError
        The weights or positions are unknown, the matrix has another shape, or a category
        is a word where numbers are needed.

    Examples
    --------
    >>> weight_matrix((1, 2, 3), "linear")[0].tolist()
    [1.0, 0.5, 0.0]
    """
    q = len(categories)
    if not isinstance(weights, str):
        return _checked(np.asarray(weights, dtype=np.float64), q)
    if weights not in WEIGHTS:
        raise ValueError(f"unknown weights {weights!r}; choose from {', '.join(WEIGHTS)}")
    if positions not in POSITIONS:
        raise ValueError(f"unknown positions {positions!r}; choose from {', '.join(POSITIONS)}")
    if weights == "identity" or q < 2:
        return np.eye(q)
    at = numeric_categories(categories) if positions == "values" else np.arange(q, dtype=float)
    distance = _distances(at, weights)
    return np.asarray(1.0 - distance / distance.max(), dtype=np.float64)


def one_category(totals: Floats) -> bool:
    """Whether there is no variation, given how often each category occurs."""
    return int(np.count_nonzero(totals)) < 2


def _checked(matrix: Floats, q: int) -> Floats:
    if matrix.shape != (q, q) or not np.allclose(matrix, matrix.T):
        raise ValueError(f"weights must be a symmetric matrix of shape {(q, q)}")
    if not np.allclose(np.diag(matrix), 1.0) or (matrix > 1.0).any():
        raise ValueError("weights are 1 on the diagonal and at most 1 elsewhere")
    return matrix


def _distances(at: Floats, weights: str) -> Floats:
    """Return the distance of each pair of positions (Gwet 2014, ch. 3)."""
    distance = np.abs(at[:, None] - at[None, :])
    if weights == "linear":
        return distance
    if weights == "quadratic":
        return distance**2
    if weights == "radical":
        return np.sqrt(distance)
    if weights == "ratio":
        total = np.abs(at[:, None] + at[None, :])
        return (distance / np.where(total == 0, 1.0, total)) ** 2
    ranks = np.arange(len(at))
    steps = np.abs(ranks[:, None] - ranks[None, :])
    return np.asarray((steps + 1) * steps / 2.0, dtype=np.float64)
