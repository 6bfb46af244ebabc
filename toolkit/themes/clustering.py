"""Clustering by principal components and spherical k-means, in the form that BERTopic takes.

Both are computed so that they give equal labels on every machine: sums are added in the order of
the rows, and products, whose last digits depend on the processor and on the number of threads,
are rounded before they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.themes.recipe import Labels, Matrix, Recipe, unit

if TYPE_CHECKING:
    from numpy.random import Generator

MOST_STEPS = 100
"""Most steps of one start of k-means."""
_DIGITS = 9
"""Digits to which products are compared."""


class PrincipalComponents:
    """The first principal components, as unit vectors; BERTopic's slot for a reduction.

    The signs are those with which the largest loading of each component is positive.
    """

    def __init__(self, components: int) -> None:
        self.components = components
        self._mean: Matrix = np.zeros(0)
        self._axes: Matrix = np.zeros((0, 0))

    def fit(self, vectors: Matrix, y: Any = None) -> PrincipalComponents:  # noqa: ARG002
        """Find the components of vectors, shape (segments, dimensions)."""
        rows = np.asarray(vectors, dtype=np.float64)
        self._mean = rows.mean(axis=0)
        centred = rows - self._mean
        most = min(self.components, *rows.shape)
        kept = _axes(centred)[:, ::-1][:, :most]
        largest = np.abs(kept).argmax(axis=0)
        signs = np.where(kept[largest, np.arange(most)] < 0, -1.0, 1.0)
        self._axes = kept * signs
        return self

    def transform(self, vectors: Matrix) -> Matrix:
        """The components of vectors, as unit vectors to six digits."""
        return unit(self.project(vectors))

    def project(self, vectors: Matrix) -> Matrix:
        """The components of vectors."""
        projected: Matrix = (np.asarray(vectors, dtype=np.float64) - self._mean) @ self._axes
        return projected


def _axes(centred: Matrix) -> Matrix:
    """The principal axes in ascending order of their variance, by the smaller of the two products
    of the rows with themselves: vectors can have more dimensions than there are segments."""
    rows, dimensions = centred.shape
    if dimensions <= rows:
        axes: Matrix = np.linalg.eigh(centred.T @ centred)[1]
        return axes
    values, own = np.linalg.eigh(centred @ centred.T)
    lengths = np.sqrt(np.maximum(values, 1e-12))
    wide: Matrix = (centred.T @ own) / lengths
    return wide


class SphericalKMeans:
    """k-means by cosines (Dhillon & Modha 2001) with a seed; BERTopic's slot for clusters.

    The best of `starts` starts by k-means++ counts; of equally good ones the first.
    """

    def __init__(self, clusters: int, seed: int, starts: int) -> None:
        self.clusters, self.seed, self.starts = clusters, seed, starts
        self.labels_: Labels = np.zeros(0, dtype=np.intp)
        self.centres: Matrix = np.zeros((0, 0))

    def fit(self, rows: Matrix, y: Any = None) -> SphericalKMeans:  # noqa: ARG002
        """Cluster rows, which are made unit vectors first."""
        rows = unit(np.asarray(rows, dtype=np.float64))
        random = np.random.default_rng(self.seed)
        best: Start | None = None
        for _number in range(self.starts):
            start = _run(rows, _first_centres(rows, self.clusters, random))
            if best is None or start.closeness > best.closeness:
                best = start
        assert best is not None, "there is at least one start"
        self.labels_, self.centres = best.labels, best.centres
        return self

    def predict(self, rows: Matrix) -> Labels:
        """The nearest cluster of each row."""
        return _nearest(unit(np.asarray(rows, dtype=np.float64)), self.centres)[0]


@dataclass(frozen=True, slots=True)
class Start:
    """What one start of k-means came to."""

    labels: Labels
    centres: Matrix
    closeness: float
    """The sum of the cosines of the rows with their centres."""


def _run(rows: Matrix, centres: Matrix) -> Start:
    labels, cosines = _nearest(rows, centres)
    for _step in range(MOST_STEPS):
        _fill(labels, cosines, len(centres))
        centres = centres_of(rows, labels, len(centres))
        moved, cosines = _nearest(rows, centres)
        if np.array_equal(moved, labels):
            break
        labels = moved
    _fill(labels, cosines, len(centres))
    return Start(labels, centres, round(float(cosines.sum()), 6))


def _nearest(rows: Matrix, centres: Matrix) -> tuple[Labels, Matrix]:
    cosines = np.round(rows @ centres.T, _DIGITS)
    labels: Labels = cosines.argmax(axis=1)
    return labels, cosines[np.arange(len(rows)), labels]


def _fill(labels: Labels, cosines: Matrix, clusters: int) -> None:
    """Give each empty cluster the row that is farthest from its centre."""
    sizes = np.bincount(labels, minlength=clusters)
    for empty in np.flatnonzero(sizes == 0):
        free = np.flatnonzero(sizes[labels] > 1)
        if not len(free):
            return
        row = free[int(np.argmin(cosines[free]))]
        sizes[labels[row]] -= 1
        labels[row] = empty
        sizes[empty] = 1
        cosines[row] = 1.0


def centres_of(rows: Matrix, labels: Labels, clusters: int) -> Matrix:
    """The means of the clusters as unit vectors; the sums are added in the order of the rows."""
    sums = np.empty((clusters, rows.shape[1]))
    for column in range(rows.shape[1]):
        sums[:, column] = np.bincount(labels, weights=rows[:, column], minlength=clusters)
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    result: Matrix = np.round(sums / lengths, _DIGITS)
    return result


def _first_centres(rows: Matrix, clusters: int, random: Generator) -> Matrix:
    """Centres by k-means++: each next row is drawn by its distance to those before."""
    chosen = [int(random.integers(len(rows)))]
    nearest = np.round(rows @ rows[chosen[0]], 6)
    while len(chosen) < clusters:
        far = np.maximum(1.0 - nearest, 0.0)
        far[chosen] = 0.0
        total = np.cumsum(far)
        drawn = (
            int(np.searchsorted(total, random.random() * total[-1], side="right"))
            if total[-1] > 0
            else int(random.integers(len(rows)))
        )
        chosen.append(min(drawn, len(rows) - 1))
        nearest = np.maximum(nearest, np.round(rows @ rows[chosen[-1]], 6))
    return rows[chosen].copy()


def cluster(vectors: Matrix, recipe: Recipe, starts: int | None = None) -> Labels:
    """Labels by k-means or Ward, largest cluster first; BERTopic does `umap`.

    `starts` is the number of starts of k-means where it is another than that of the recipe.
    """
    reduced = PrincipalComponents(recipe.components).fit(vectors).transform(vectors)
    return cluster_reduced(reduced, vectors, recipe, starts)


def cluster_reduced(
    reduced: Matrix, vectors: Matrix, recipe: Recipe, starts: int | None = None
) -> Labels:
    """The same with the principal components already computed."""
    if recipe.method == "kmeans":
        model = SphericalKMeans(recipe.topics, recipe.seed, starts or recipe.starts)
        return by_size(model.fit(reduced).labels_)
    fine = ward(reduced, recipe.fine)
    return by_size(merge(vectors, fine, recipe.topics))


def ward(reduced: Matrix, clusters: int) -> Labels:
    """Labels by hierarchical clustering after Ward."""
    from sklearn.cluster import AgglomerativeClustering

    labels: Labels = AgglomerativeClustering(clusters, linkage="ward").fit_predict(reduced)
    return labels


def merge(vectors: Matrix, labels: Labels, topics: int) -> Labels:
    """Labels with the nearest clusters joined until `topics` are left."""
    count = int(labels.max()) + 1
    if count <= topics:
        return labels
    from sklearn.cluster import AgglomerativeClustering

    centroids = np.stack([vectors[labels == number].mean(axis=0) for number in range(count)])
    joined = AgglomerativeClustering(topics, metric="cosine", linkage="complete")
    merged: Labels = joined.fit_predict(centroids)[labels]
    return merged


def by_size(labels: Labels) -> Labels:
    """Labels renumbered from 0, largest first, equal sizes by first segment; -1 stays."""
    numbers = sorted({int(number) for number in labels if number >= 0})
    first = {number: int(np.argmax(labels == number)) for number in numbers}
    size = {number: int(np.sum(labels == number)) for number in numbers}
    order = sorted(numbers, key=lambda number: (-size[number], first[number]))
    renumbered = {number: at for at, number in enumerate(order)} | {-1: -1}
    return np.array([renumbered[int(number)] for number in labels], dtype=np.intp)


class PreparedReduction:
    """A reduction for BERTopic that returns precomputed components."""

    def __init__(self, reduced: Matrix) -> None:
        self._reduced = reduced

    def fit(self, vectors: Matrix, y: Any = None) -> PreparedReduction:  # noqa: ARG002
        return self

    def transform(self, vectors: Matrix) -> Matrix:  # noqa: ARG002
        return self._reduced


class PreparedClusters:
    """A clustering for BERTopic that returns precomputed labels."""

    def __init__(self, labels: Labels) -> None:
        self.labels_ = labels

    def fit(self, reduced: Matrix, y: Any = None) -> PreparedClusters:  # noqa: ARG002
        return self

    def predict(self, reduced: Matrix) -> Labels:  # noqa: ARG002
        return self.labels_
