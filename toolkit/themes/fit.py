"""From segments and their vectors to themes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from toolkit.text.stage_directions import without_stage_directions
from toolkit.themes.bertopic_model import Tokenizer, fit_topics, versions
from toolkit.themes.recipe import Labels, Matrix, Recipe, choose, without_interviews
from toolkit.themes.result import Theme, ThemeMember, ThemeRun
from toolkit.themes.stability import RESAMPLES, Stability, stability
from toolkit.themes.units import Unit, languages

REPRESENTATIVES = 3
RELEVANCE = 0.7
"""Weight of being typical against being unlike those already chosen (MMR)."""


def fit_themes(
    segments: Sequence[Unit],
    vectors: NDArray[np.floating],
    *,
    model: str,
    tokenizer: Tokenizer,
    topics: int | None = None,
    method: str | None = None,
    seed: int = 42,
    resamples: int = RESAMPLES,
) -> ThemeRun:
    """Find themes in segments; the order in which they are given does not matter.

    `vectors`: one row a segment, by the embedding model whose id is `model`. `tokenizer`
    gives the words that keywords are made of.
    """
    recipe = choose(len(segments), topics=topics, method=method, seed=seed)
    order = sorted(range(len(segments)), key=lambda at: segments[at])
    ordered = [segments[at] for at in order]
    sources = [unit.source_id for unit in ordered]
    texts = [without_stage_directions(unit.text) for unit in ordered]
    adjusted = without_interviews(
        np.asarray(vectors, dtype=np.float64)[order],
        sources,
        languages(texts),
        recipe.interview_share,
    )
    found = fit_topics(texts, adjusted, recipe, tokenizer)
    stable = stability(adjusted, sources, found.labels, recipe, resamples)
    ranks = representatives(adjusted, sources, found.labels)
    return ThemeRun(
        themes=tuple(
            Theme(
                number=number,
                size=int((found.labels == number).sum()),
                sources=len(
                    {s for s, one in zip(sources, found.labels, strict=True) if one == number}
                ),
                keywords=words,
                stability=stable.found_again[number] if stable else None,
            )
            for number, words in enumerate(found.keywords)
        ),
        members=tuple(
            ThemeMember(unit.source_id, unit.span, int(label), ranks.get(at))
            for at, (unit, label) in enumerate(zip(ordered, found.labels, strict=True))
        ),
        model=model,
        seed=seed,
        parameters=parameters(recipe, found.reassigned, stable),
        versions=versions(recipe.method),
    )


def parameters(recipe: Recipe, reassigned: int, stable: Stability | None) -> dict[str, object]:
    """The recipe and what it came to, for the record."""
    result = recipe.as_plain() | {"outliers_reassigned": reassigned}
    if stable is not None:
        result |= {
            "stability_resamples": stable.resamples,
            "stability_ari_median": stable.ari_median,
            "stability_ari_low": stable.ari_low,
        }
    return result


def representatives(vectors: Matrix, sources: Sequence[str], labels: Labels) -> dict[int, int]:
    """Rank (1, 2, 3) of the segments that stand for each theme, by row.

    Maximal marginal relevance to the theme's mean, each from another interview while
    there are interviews left.
    """
    ranks: dict[int, int] = {}
    for number in range(int(labels.max()) + 1):
        rows = np.flatnonzero(labels == number)
        centre = vectors[rows].mean(axis=0)
        typical = np.round(vectors[rows] @ centre / max(float(np.linalg.norm(centre)), 1e-9), 6)
        chosen: list[int] = []
        for rank in range(1, min(REPRESENTATIVES, len(rows)) + 1):
            taken = {sources[rows[at]] for at in chosen}
            free = [at for at in range(len(rows)) if at not in chosen]
            fresh = [at for at in free if sources[rows[at]] not in taken] or free
            alike = (
                (vectors[rows[fresh]] @ vectors[rows[chosen]].T).max(axis=1)
                if chosen
                else np.zeros(len(fresh))
            )
            gain = np.round(RELEVANCE * typical[fresh] - (1 - RELEVANCE) * alike, 6)
            chosen.append(fresh[int(np.argmax(gain))])
            ranks[int(rows[chosen[-1]])] = rank
    return ranks
