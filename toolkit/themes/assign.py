"""New segments put into themes that were fitted before, and a theme cut into parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.themes.bertopic_model import counted
from toolkit.themes.clustering import PrincipalComponents, SphericalKMeans, by_size, centres_of
from toolkit.themes.fit import JOINED, chosen_keywords, representatives
from toolkit.themes.recipe import (
    INTERVIEW_SHARE,
    INTERVIEW_SHRINK,
    Labels,
    Matrix,
    choose,
    rows_by_name,
    unit,
    without_interviews,
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The segments of a fit, as they were clustered."""

    vectors: Matrix
    sources: Sequence[str]
    languages: Sequence[str]
    labels: Labels
    """Themes from 0; below 0 what was set apart."""


def assign(
    fitted: Fitted, vectors: Matrix, sources: Sequence[str], languages: Sequence[str]
) -> Labels:
    """The nearest theme of each new segment, or -1 where it lies nearer to what was set apart.

    The means of the languages are those of the fit; a language that the fit does not have is
    centred by itself. Nothing is fitted again.
    """
    themed = np.flatnonzero(fitted.labels >= 0)
    base = fitted.vectors[themed].astype(np.float64)
    spoken = [fitted.languages[at] for at in themed.tolist()]
    own = [fitted.sources[at] for at in themed.tolist()]
    means = {spoken[rows[0]]: base[rows].mean(axis=0) for rows in rows_by_name(spoken)}
    clustered = without_interviews(base, own, spoken, INTERVIEW_SHARE)
    count = int(fitted.labels.max()) + 1
    centres = centres_of(clustered, fitted.labels[themed], count)
    apart = np.flatnonzero(fitted.labels == -1)
    new = vectors.astype(np.float64).copy()
    for rows in rows_by_name(languages):
        new[rows] -= means.get(languages[rows[0]], new[rows].mean(axis=0))
    for rows in rows_by_name(sources):
        mean = new[rows].sum(axis=0) / (len(rows) + INTERVIEW_SHRINK)
        new[rows] -= INTERVIEW_SHARE * mean
    if len(apart):
        idle = np.stack(
            [fitted.vectors[at] - means.get(fitted.languages[at], 0.0) for at in apart.tolist()]
        )
        centres = np.vstack([centres, unit(idle.mean(axis=0, keepdims=True))])
    nearest: Labels = np.round(unit(new) @ centres.T, 6).argmax(axis=1)
    return np.where(nearest == count, -1, nearest)


@dataclass(frozen=True, slots=True)
class Parts:
    """A theme cut into parts, the largest first."""

    labels: Labels
    keywords: tuple[tuple[str, ...], ...]
    ranks: dict[int, int]
    """Rank of the segments that stand for their part, by row."""


def split(
    vectors: Matrix,
    sources: Sequence[str],
    languages: Sequence[str],
    terms: Sequence[Sequence[str]],
    *,
    parts: int,
    seed: int,
) -> Parts:
    """A theme's segments in parts. Raises as `recipe.choose` does where there are too few."""
    recipe = choose(len(vectors), topics=parts, seed=seed)
    adjusted = without_interviews(vectors, sources, languages, INTERVIEW_SHARE)
    reduced = PrincipalComponents(recipe.components).fit(adjusted).transform(adjusted)
    labels = by_size(SphericalKMeans(parts, seed, recipe.starts).fit(reduced).labels_)
    documents = [" ".join(term.replace(" ", JOINED) for term in of_one) for of_one in terms]
    words = chosen_keywords(counted(documents, adjusted, labels, str.split).keywords, terms, labels)
    return Parts(
        labels,
        tuple(tuple(keyword.word for keyword in of_part) for of_part in words),
        representatives(adjusted, sources, labels),
    )


def words_of_groups(terms: Sequence[Sequence[str]], labels: Labels) -> list[tuple[str, ...]]:
    """The keywords of groups of segments that are known already, by c-TF-IDF.

    `labels` has the group of each segment, from 0, every one of them used.
    """
    documents = [" ".join(term.replace(" ", JOINED) for term in of_one) for of_one in terms]
    no_vectors = np.zeros((len(terms), 2))
    order = by_size(labels)
    words = chosen_keywords(counted(documents, no_vectors, order, str.split).keywords, terms, order)
    place = {int(label): int(number) for label, number in zip(labels, order, strict=True)}
    return [tuple(keyword.word for keyword in words[place[group]]) for group in range(len(words))]
