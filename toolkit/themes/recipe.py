"""Recipes: the clustering for a number of segments, and the clustering of small corpora.

| segments     | clustering                                                                |
| ------------ | ------------------------------------------------------------------------- |
| under 10     | none: too few for topics                                                  |
| to 3,000     | `kmeans`: PCA(10), k-means with a seed, best of 50 starts                 |
| to 20,000    | `umap`: UMAP with a seed, HDBSCAN, outliers put into the nearest topic,   |
|              | merged                                                                    |
| beyond       | `kmeans` in batches, on PCA(20)                                           |
| on request   | `ward`: PCA(10), Ward to about n/15 fine clusters, their centroids merged |
|              | by complete linkage of cosine distances down to the requested number      |

Why k-means: on 738 segments of 20 interviews, leaving out a fifth of the interviews, its
clusters came back with an adjusted Rand index of .46 at 10 topics (.70 at 6), those of Ward
with .29 (.25), of fine clusters merged with .26 (.24). UMAP with HDBSCAN calls everything
an outlier below about 60 segments, and takes a quarter of a minute to start.

Before clustering, the mean of each language is taken off, so that Korean and English
segments meet, and half of each interview's mean, so that themes are not people.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST = 10
KMEANS_UP_TO = 3_000
UMAP_UP_TO = 20_000
METHODS = ("kmeans", "umap", "ward")
STARTS = 50
INTERVIEW_SHARE = 0.5
INTERVIEW_SHRINK = 5
"""Pseudo-segments of the overall mean by which the mean of each interview is shrunk."""

Matrix = NDArray[np.float64]
Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Recipe:
    """All choices that decide a fit."""

    method: str
    segments: int
    topics: int
    """Requested number of topics; a density method may give fewer."""
    components: int
    fine: int
    """Number of clusters before merging, for `ward`."""
    min_cluster_size: int
    """Smallest cluster of HDBSCAN, for `umap`."""
    neighbors: int
    """Number of neighbours of UMAP, for `umap`."""
    seed: int
    interview_share: float = INTERVIEW_SHARE

    def as_plain(self) -> dict[str, object]:
        """The recipe as a dictionary, for the record."""
        return asdict(self)


def choose(
    segments: int, *, topics: int | None = None, method: str | None = None, seed: int = 42
) -> Recipe:
    """The recipe for a number of segments.

    Raises `InputError` for fewer than 10 segments, and `UsageError` for an impossible number
    of topics.
    """
    if segments < FEWEST:
        raise InputError(
            _("{segments} segments are too few for themes; {needed} are needed.").format(
                segments=segments, needed=FEWEST
            ),
            code="themes-too-few",
            hint=_(
                "Import more interviews, or name more sources. A segment is a piece "
                "of an expert's turn of about 80 to 120 words."
            ),
        )
    if method is not None and method not in METHODS:
        raise unknown("method", method, METHODS)
    requested = topics if topics is not None else default_topics(segments)
    if not 2 <= requested <= segments // 2:
        raise UsageError(
            _(
                "{requested} topics are not possible with {segments} segments; valid: 2 to {most}."
            ).format(requested=requested, segments=segments, most=segments // 2),
            code="themes-topics",
        )
    if method is None:
        by_size = ((KMEANS_UP_TO, "kmeans"), (UMAP_UP_TO, "umap"))
        method = next((name for most, name in by_size if segments <= most), "kmeans")
    return Recipe(
        method=method,
        segments=segments,
        topics=requested,
        components=5 if method == "umap" else 20 if segments > UMAP_UP_TO else 10,
        fine=max(requested, round(segments / 15)),
        min_cluster_size=max(10, segments // 80),
        neighbors=min(15, segments - 1),
        seed=seed,
    )


def default_topics(segments: int) -> int:
    """The square root of a twentieth of the segments, between 5 and 15; fewer under 25 segments.

    The number is small, because few topics are stable: of 6 topics in 738 segments all came
    back in .7 and more of the fits without a fifth of the interviews, of 10 topics four did.
    """
    return max(2, min(15, segments // 5, max(5, round(math.sqrt(segments / 20)))))


def without_interviews(
    vectors: Matrix, sources: Sequence[str], languages: Sequence[str], share: float
) -> Matrix:
    """Unit vectors without the mean of their language and a share of that of their interview."""
    centred = vectors.astype(np.float64)
    for language in sorted(set(languages)):
        rows = np.array([label == language for label in languages])
        centred[rows] -= centred[rows].mean(axis=0)
    adjusted = centred.copy()
    for source in sorted(set(sources)):
        rows = np.array([label == source for label in sources])
        # The overall mean is 0 here, so that shrinking towards it is a division.
        mean = centred[rows].sum(axis=0) / (rows.sum() + INTERVIEW_SHRINK)
        adjusted[rows] -= share * mean
    lengths = np.linalg.norm(adjusted, axis=1, keepdims=True)
    result: Matrix = np.zeros_like(adjusted)
    np.divide(adjusted, lengths, out=result, where=lengths > 1e-9)
    return np.round(result, 6)


def reduce(vectors: Matrix, components: int) -> Matrix:
    """The principal components, by full decomposition and thus without randomness."""
    from sklearn.decomposition import PCA

    most = min(components, *vectors.shape)
    reduced: Matrix = PCA(most, svd_solver="full").fit_transform(vectors)
    return np.round(reduced, 6)


def cluster(vectors: Matrix, recipe: Recipe) -> Labels:
    """Labels by k-means or Ward, largest cluster first; BERTopic does `umap`."""
    reduced = reduce(vectors, recipe.components)
    return cluster_reduced(reduced, vectors, recipe)


def cluster_reduced(reduced: Matrix, vectors: Matrix, recipe: Recipe) -> Labels:
    """The same with the principal components already computed."""
    if recipe.method == "kmeans":
        return by_size(kmeans(reduced, recipe.topics, recipe.seed))
    fine = ward(reduced, recipe.fine)
    return by_size(merge(vectors, fine, recipe.topics))


def kmeans(reduced: Matrix, clusters: int, seed: int) -> Labels:
    """Labels by k-means in a single thread: several would add their parts in any order."""
    from sklearn.cluster import KMeans, MiniBatchKMeans
    from threadpoolctl import threadpool_limits

    model = (
        KMeans(clusters, random_state=seed, n_init=STARTS)
        if len(reduced) <= UMAP_UP_TO
        else MiniBatchKMeans(clusters, random_state=seed, n_init=5, batch_size=4096)
    )
    with threadpool_limits(1):
        labels: Labels = model.fit_predict(reduced)
    return labels


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
