"""Which clustering fits how many segments, and the clustering of small corpora.

| segments     | clustering                                                                |
| ------------ | ------------------------------------------------------------------------- |
| under 10     | none: too few for topics                                                  |
| to 3,000     | `kmeans`: PCA(10), k-means with a seed, best of 50 starts                 |
| to 20,000    | `umap`: UMAP with a seed, HDBSCAN, outliers put into the nearest topic,   |
|              | merged                                                                    |
| beyond       | `kmeans` in batches, on PCA(20)                                           |
| on request   | `ward`: PCA(10), Ward to about n/15 fine clusters, their centroids merged |
|              | by complete linkage of cosine distances down to the wanted number         |

Why k-means: on 738 segments of 20 interviews, leaving out a fifth of the interviews, its
clusters came back with an adjusted Rand index of .46 at 10 topics (.70 at 6), those of Ward
with .29 (.25), of fine clusters merged with .26 (.24). UMAP with HDBSCAN calls everything
an outlier below about 60 segments, and takes a quarter of a minute to start.

Before clustering, the mean of each language is taken off, so that Korean and English
segments meet, and half of each interview's mean, so that themes are not people.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _

FEWEST = 10
KMEANS_UP_TO = 3_000
UMAP_UP_TO = 20_000
METHODS = ("kmeans", "umap", "ward")
STARTS = 50
INTERVIEW_SHARE = 0.5
INTERVIEW_SHRINK = 5
"""Segments of the overall mean that each interview's mean is shrunk by."""

Matrix = NDArray[np.float64]
Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Every choice that decides a fit."""

    method: str
    segments: int
    topics: int
    """Wanted at the end; a density method may find fewer."""
    components: int
    fine: int
    """Clusters before merging (ward)."""
    min_cluster_size: int
    """For HDBSCAN (umap)."""
    neighbors: int
    """For UMAP."""
    seed: int
    interview_share: float = INTERVIEW_SHARE

    def as_plain(self) -> dict[str, object]:
        return asdict(self)


def choose(
    segments: int, *, topics: int | None = None, method: str | None = None, seed: int = 42
) -> Recipe:
    """The recipe for a number of segments.

    Raises InputError when there are fewer than 10, UsageError for a number of topics
    that cannot be had.
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
    wanted = topics if topics is not None else default_topics(segments)
    if not 2 <= wanted <= segments // 2:
        raise UsageError(
            _(
                "{requested} topics cannot be had from {segments} segments; valid: 2 to {most}."
            ).format(requested=wanted, segments=segments, most=segments // 2),
            code="themes-topics",
        )
    if method is None:
        by_size = ((KMEANS_UP_TO, "kmeans"), (UMAP_UP_TO, "umap"))
        method = next((name for most, name in by_size if segments <= most), "kmeans")
    return Recipe(
        method=method,
        segments=segments,
        topics=wanted,
        components=5 if method == "umap" else 20 if segments > UMAP_UP_TO else 10,
        fine=max(wanted, round(segments / 15)),
        min_cluster_size=max(10, segments // 80),
        neighbors=min(15, segments - 1),
        seed=seed,
    )


def default_topics(segments: int) -> int:
    """The square root of a twentieth of the segments, between 5 and 15; fewer under 25 segments.

    Few, because few come back: of 6 topics in 738 segments all were found again in .7 and
    more of the fits without a fifth of the interviews, of 10 topics four were.
    """
    return max(2, min(15, segments // 5, max(5, round(math.sqrt(segments / 20)))))


def without_interviews(
    vectors: Matrix, sources: Sequence[str], languages: Sequence[str], share: float
) -> Matrix:
    """Unit vectors with the languages' means and a share of each interview's mean taken off."""
    centred = vectors.astype(np.float64)
    for language in sorted(set(languages)):
        rows = np.array([one == language for one in languages])
        centred[rows] -= centred[rows].mean(axis=0)
    adjusted = centred.copy()
    for source in sorted(set(sources)):
        rows = np.array([one == source for one in sources])
        # The overall mean is 0 by now, so shrinking towards it is a division.
        mean = centred[rows].sum(axis=0) / (rows.sum() + INTERVIEW_SHRINK)
        adjusted[rows] -= share * mean
    lengths = np.linalg.norm(adjusted, axis=1, keepdims=True)
    result: Matrix = np.zeros_like(adjusted)
    np.divide(adjusted, lengths, out=result, where=lengths > 1e-9)
    return np.round(result, 6)


def reduce(vectors: Matrix, components: int) -> Matrix:
    """Principal components, by full decomposition: no randomness."""
    from sklearn.decomposition import PCA

    most = min(components, *vectors.shape)
    reduced: Matrix = PCA(most, svd_solver="full").fit_transform(vectors)
    return np.round(reduced, 6)


def cluster(vectors: Matrix, recipe: Recipe) -> Labels:
    """Labels by k-means or Ward, largest cluster first; `umap` belongs to BERTopic."""
    reduced = reduce(vectors, recipe.components)
    return cluster_reduced(reduced, vectors, recipe)


def cluster_reduced(reduced: Matrix, vectors: Matrix, recipe: Recipe) -> Labels:
    if recipe.method == "kmeans":
        return by_size(kmeans(reduced, recipe.topics, recipe.seed))
    fine = ward(reduced, recipe.fine)
    return by_size(merge(vectors, fine, recipe.topics))


def kmeans(reduced: Matrix, clusters: int, seed: int) -> Labels:
    """In one thread, as threads would add up their parts in any order."""
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
    from sklearn.cluster import AgglomerativeClustering

    labels: Labels = AgglomerativeClustering(clusters, linkage="ward").fit_predict(reduced)
    return labels


def merge(vectors: Matrix, labels: Labels, topics: int) -> Labels:
    """Join clusters whose centroids are near until `topics` are left."""
    count = int(labels.max()) + 1
    if count <= topics:
        return labels
    from sklearn.cluster import AgglomerativeClustering

    centroids = np.stack([vectors[labels == one].mean(axis=0) for one in range(count)])
    joined = AgglomerativeClustering(topics, metric="cosine", linkage="complete")
    merged: Labels = joined.fit_predict(centroids)[labels]
    return merged


def by_size(labels: Labels) -> Labels:
    """Renumbered from 0, largest first; equal ones by their first segment. -1 stays."""
    found = sorted({int(one) for one in labels if one >= 0})
    first = {one: int(np.argmax(labels == one)) for one in found}
    size = {one: int(np.sum(labels == one)) for one in found}
    order = sorted(found, key=lambda one: (-size[one], first[one]))
    renumbered = {one: at for at, one in enumerate(order)} | {-1: -1}
    return np.array([renumbered[int(one)] for one in labels], dtype=np.intp)


class PreparedReduction:
    """The slot for dimensionality reduction that BERTopic fills, filled with what is known."""

    def __init__(self, reduced: Matrix) -> None:
        self._reduced = reduced

    def fit(self, vectors: Matrix, y: Any = None) -> PreparedReduction:
        return self

    def transform(self, vectors: Matrix) -> Matrix:
        return self._reduced


class PreparedClusters:
    """The slot for clustering, likewise."""

    def __init__(self, labels: Labels) -> None:
        self.labels_ = labels

    def fit(self, reduced: Matrix, y: Any = None) -> PreparedClusters:
        return self

    def predict(self, reduced: Matrix) -> Labels:
        return self.labels_
