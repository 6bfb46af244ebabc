"""Recipes: the clustering for a number of segments, and what is taken off the vectors before it.

| segments   | clustering                                                                  |
| ---------- | --------------------------------------------------------------------------- |
| under 10   | none: too few for themes                                                    |
| 10 or more | `kmeans`: principal components, spherical k-means with a seed               |
| on request | `umap`: UMAP with a seed, HDBSCAN, outliers put into the nearest theme,     |
|            | merged                                                                      |
| on request | `ward`: principal components, Ward to about n/15 fine clusters, their       |
|            | centroids merged by complete linkage of cosine distances                    |

Why k-means at every size: on 4,081 Korean speeches UMAP with HDBSCAN gave three themes, one of
them with 89 % of the speeches, where k-means gave 14 that people can read, for a quarter of the
time. On 738 segments of 20 interviews k-means came back with an adjusted Rand index of .46 at
10 themes without a fifth of the interviews, Ward with .29.

Before clustering, the mean of each language is taken off, so that Korean and English
segments meet, and half of each interview's mean, so that themes are not people.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST = 10
RELIABLE_FROM = 100
"""Number of segments from which on themes are more than a first impression."""
METHODS = ("kmeans", "umap", "ward")
INTERVIEW_SHARE = 0.5
INTERVIEW_SHRINK = 5
"""Pseudo-segments of the overall mean by which the mean of each interview is shrunk."""
MOST_STARTS_UP_TO = 3_000
"""Number of segments up to which k-means starts `STARTS` times; a fifth as often beyond."""
STARTS = 50
WIDER_FROM = 200
"""Number of segments from which on 20 instead of 10 principal components are kept."""

Matrix = NDArray[np.float64]
Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Recipe:
    """All choices that decide a fit."""

    method: str
    segments: int
    topics: int
    """Requested number of themes; a density method may give fewer."""
    components: int
    starts: int
    """Number of starts of k-means, of which the best counts."""
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

    Raises `InputError` for fewer than 10 segments and for an unknown method, and `UsageError`
    for an impossible number of themes.
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
                "{requested} themes are not possible with {segments} segments; valid: 2 to {most}."
            ).format(requested=requested, segments=segments, most=segments // 2),
            code="themes-number",
        )
    method = method or METHODS[0]
    return Recipe(
        method=method,
        segments=segments,
        topics=requested,
        components=5 if method == "umap" else 20 if segments >= WIDER_FROM else 10,
        starts=STARTS if segments <= MOST_STARTS_UP_TO else STARTS // 5,
        fine=max(requested, round(segments / 15)),
        min_cluster_size=max(10, segments // 80),
        neighbors=min(15, segments - 1),
        seed=seed,
    )


def default_topics(segments: int) -> int:
    """The square root of a twentieth of the segments, between 5 and 15; fewer under 25 segments.

    The number is small, because few themes are stable: of 6 themes in 738 segments all came
    back in .7 and more of the fits without a fifth of the interviews, of 10 themes four did.
    """
    return max(2, min(15, segments // 5, max(5, round(math.sqrt(segments / 20)))))


def without_interviews(
    vectors: Matrix, sources: Sequence[str], languages: Sequence[str], share: float
) -> Matrix:
    """Unit vectors without the mean of their language and a share of that of their interview."""
    centred = vectors.astype(np.float64)
    for rows in rows_by_name(languages):
        centred[rows] -= centred[rows].mean(axis=0)
    adjusted = centred.copy()
    for rows in rows_by_name(sources):
        # The overall mean is 0 here, so that shrinking towards it is a division.
        mean = centred[rows].sum(axis=0) / (len(rows) + INTERVIEW_SHRINK)
        adjusted[rows] -= share * mean
    return unit(adjusted)


def rows_by_name(names: Sequence[str]) -> list[NDArray[np.intp]]:
    """The numbers of the rows of each name, names in their order."""
    unique, numbers = np.unique(np.asarray(names, dtype=str), return_inverse=True)
    return [np.flatnonzero(numbers == number) for number in range(len(unique))]


def unit(rows: Matrix) -> Matrix:
    """The rows with length 1, to six digits; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: Matrix = np.zeros_like(rows)
    np.divide(rows, lengths, out=result, where=lengths > 1e-9)
    return np.round(result, 6)
