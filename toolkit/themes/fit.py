"""The fit of themes to segments and their vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.text.stage_directions import without_stage_directions
from toolkit.themes.bertopic_model import fit_topics, versions
from toolkit.themes.recipe import Labels, Matrix, Recipe, choose, without_interviews
from toolkit.themes.result import Theme, ThemeMember, ThemeRun
from toolkit.themes.stability import RESAMPLES, Stability, stability
from toolkit.themes.units import ThemeSegment, languages

if TYPE_CHECKING:
    from numpy.typing import NDArray

TermsOf = Callable[[ThemeSegment], Sequence[str]]
_JOINED = "\u241f"
"""Stands for a blank inside a term while BERTopic counts terms."""
REPRESENTATIVES = 3
RELEVANCE = 0.7
"""Weight of typicality against novelty in maximal marginal relevance."""


def fit_themes(
    segments: Sequence[ThemeSegment],
    vectors: NDArray[np.floating],
    *,
    model: str,
    terms_of: TermsOf,
    topics: int | None = None,
    method: str | None = None,
    seed: int = 42,
    resamples: int = RESAMPLES,
) -> ThemeRun:
    """The themes of the segments, whatever their order.

    `vectors` has a row for each segment, by the embedding model with the id `model`.
    `terms_of` gives the terms of which keywords are made, words or phrases, of each segment.
    """
    recipe = choose(len(segments), topics=topics, method=method, seed=seed)
    order = sorted(range(len(segments)), key=lambda at: segments[at])
    ordered = [segments[at] for at in order]
    sources = [segment.source_id for segment in ordered]
    texts = [without_stage_directions(segment.text) for segment in ordered]
    adjusted = without_interviews(
        np.asarray(vectors, dtype=np.float64)[order],
        sources,
        languages(texts),
        recipe.interview_share,
    )
    # Topics are made of the vectors; the words are counted for the keywords alone.
    documents = [
        " ".join(term.replace(" ", _JOINED) for term in terms_of(segment)) for segment in ordered
    ]
    fitted = fit_topics(documents, adjusted, recipe, str.split)
    stable = stability(adjusted, sources, fitted.labels, recipe, resamples)
    ranks = representatives(adjusted, sources, fitted.labels)
    return ThemeRun(
        themes=tuple(
            Theme(
                number=number,
                size=int((fitted.labels == number).sum()),
                sources=len(
                    {s for s, label in zip(sources, fitted.labels, strict=True) if label == number}
                ),
                keywords=tuple(
                    replace(keyword, word=keyword.word.replace(_JOINED, " ")) for keyword in words
                ),
                stability=stable.found_again[number] if stable else None,
            )
            for number, words in enumerate(fitted.keywords)
        ),
        members=tuple(
            ThemeMember(segment.source_id, segment.span, int(label), ranks.get(at))
            for at, (segment, label) in enumerate(zip(ordered, fitted.labels, strict=True))
        ),
        model=model,
        seed=seed,
        parameters=parameters(recipe, fitted.reassigned, stable),
        versions=versions(recipe.method),
    )


def parameters(recipe: Recipe, reassigned: int, stable: Stability | None) -> dict[str, object]:
    """The recipe and the figures of the fit, for the record."""
    result = recipe.as_plain() | {"outliers_reassigned": reassigned}
    if stable is not None:
        result |= {
            "stability_resamples": stable.resamples,
            "stability_ari_median": stable.ari_median,
            "stability_ari_low": stable.ari_low,
        }
    return result


def representatives(vectors: Matrix, sources: Sequence[str], labels: Labels) -> dict[int, int]:
    """The rank (1, 2, 3) of the representative segments of each theme, by row.

    Segments are chosen by maximal marginal relevance to the mean of the theme, each from
    another interview as long as there are more.
    """
    ranks: dict[int, int] = {}
    for number in range(int(labels.max()) + 1):
        rows = np.flatnonzero(labels == number)
        centre = vectors[rows].mean(axis=0)
        typical = np.round(vectors[rows] @ centre / max(float(np.linalg.norm(centre)), 1e-9), 6)
        chosen: list[int] = []
        for rank in range(1, min(REPRESENTATIVES, len(rows)) + 1):
            sources_taken = {sources[rows[at]] for at in chosen}
            remaining = [at for at in range(len(rows)) if at not in chosen]
            candidates = [
                at for at in remaining if sources[rows[at]] not in sources_taken
            ] or remaining
            redundancy = (
                (vectors[rows[candidates]] @ vectors[rows[chosen]].T).max(axis=1)
                if chosen
                else np.zeros(len(candidates))
            )
            gain = np.round(RELEVANCE * typical[candidates] - (1 - RELEVANCE) * redundancy, 6)
            chosen.append(candidates[int(np.argmax(gain))])
            ranks[int(rows[chosen[-1]])] = rank
    return ranks
