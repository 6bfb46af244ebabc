"""Stability of themes under resamples of the interviews.

Each resample leaves out a fifth of the interviews and clusters the rest again. Themes are
matched one to one (Hungarian assignment on the Jaccard overlap of their segments). A theme
comes back where its match shares at least half of the joint segments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.themes.clustering import cluster
from toolkit.themes.quality import mutual_information
from toolkit.themes.recipe import FEWEST, Labels, Matrix, Recipe, choose

if TYPE_CHECKING:
    from collections.abc import Sequence

RESAMPLES = 30
STARTS = 5
"""Starts of k-means in a resample; every fit is compared with the one of many starts."""
LEFT_OUT = 0.2
"""Share of the interviews that a resample leaves out, at least one interview."""
FOUND_AGAIN = 0.5
"""Jaccard overlap from which on two themes are the same."""
STABLE = 0.6
"""Share of the resamples from which on a theme counts as stable."""


@dataclass(frozen=True, slots=True)
class Stability:
    """How well a clustering comes back in resamples."""

    resamples: int
    ari_median: float
    """Adjusted Rand index between the resamples and the fit; 1 is identical, 0 is chance."""
    ari_low: float
    """The 10th percentile of that index over the resamples: a spread, not a confidence limit."""
    nmi_median: float
    """Normalised mutual information between the resamples and the fit."""
    found_again: tuple[float, ...]
    """Share of the resamples in which each theme came back."""

    def as_plain(self) -> dict[str, object]:
        """The figures of the whole partition, for the record."""
        return {
            "stability_resamples": self.resamples,
            "stability_ari_median": self.ari_median,
            "stability_ari_low": self.ari_low,
            "stability_nmi_median": self.nmi_median,
        }


def stability(
    vectors: Matrix,
    sources: Sequence[str],
    labels: Labels,
    recipe: Recipe,
    resamples: int = RESAMPLES,
) -> Stability | None:
    """The stability of a clustering over `resamples` repetitions without a fifth of interviews.

    `vectors` are those that were clustered. None where it cannot be measured: fewer than four
    interviews, too few segments left, or `umap`, whose fits take too long to repeat.
    """
    people = sorted(set(sources))
    if recipe.method == "umap" or len(people) < 4 or resamples < 1:
        return None
    random = np.random.default_rng(recipe.seed)
    place = {name: number for number, name in enumerate(people)}
    owner = np.array([place[source] for source in sources])
    drop = max(1, round(len(people) * LEFT_OUT))
    topics = int(labels.max()) + 1
    rand: list[float] = []
    information: list[float] = []
    again = np.zeros(topics)
    for _resample in range(resamples):
        left_out = random.choice(len(people), size=drop, replace=False)
        rows = np.flatnonzero(~np.isin(owner, left_out))
        if len(rows) < max(FEWEST, 2 * recipe.topics):
            return None
        sub = choose(len(rows), topics=recipe.topics, method=recipe.method, seed=recipe.seed)
        repeated = cluster(vectors[rows], sub, STARTS)
        rand.append(adjusted_rand(labels[rows], repeated))
        information.append(mutual_information(labels[rows], repeated)[0])
        again += matched(labels[rows], repeated, topics)
    return Stability(
        resamples=resamples,
        ari_median=round(float(np.median(rand)), 4),
        ari_low=round(float(np.percentile(rand, 10)), 4),
        nmi_median=round(float(np.median(information)), 4),
        found_again=tuple(round(float(share), 4) for share in again / resamples),
    )


def matched(labels: Labels, repeated: Labels, topics: int) -> Matrix:
    """1 for each theme whose match overlaps it by at least half, else 0; shape (topics,)."""
    from scipy.optimize import linear_sum_assignment

    table = contingency(labels, repeated, topics, int(repeated.max()) + 1)
    either = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    overlap = np.divide(table, either, out=np.zeros_like(table), where=either > 0)
    rows, columns = linear_sum_assignment(-overlap)
    result: Matrix = np.zeros(topics)
    result[rows] = overlap[rows, columns] >= FOUND_AGAIN
    return result


def adjusted_rand(first: Labels, second: Labels) -> float:
    """The adjusted Rand index of Hubert and Arabie; 1 for two trivial clusterings."""
    table = contingency(first, second, int(first.max()) + 1, int(second.max()) + 1)
    pairs = pairs_of(table).sum()
    rows, columns = pairs_of(table.sum(axis=1)).sum(), pairs_of(table.sum(axis=0)).sum()
    every = len(first) * (len(first) - 1) / 2
    expected = rows * columns / every
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((pairs - expected) / (most - expected))


def contingency(first: Labels, second: Labels, height: int, width: int) -> Matrix:
    """Counts of label pairs, shape (height, width)."""
    counts = np.bincount(first * width + second, minlength=height * width)
    return counts.reshape(height, width).astype(np.float64)


def pairs_of(counts: Matrix) -> Matrix:
    """The number of pairs within each count."""
    return counts * (counts - 1) / 2
