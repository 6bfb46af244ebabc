"""Keywords of themes: chosen for weight and variety, and from each language that a theme has."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.themes.result import Keyword

KEYWORDS = 10
WEIGHED = 100
"""Words of the highest weight that are looked at."""
CANDIDATES = 30
"""Those of them of which the keywords are chosen."""
RELEVANCE = 0.7
"""Weight of a word's own weight against its novelty (Carbonell & Goldstein 1998)."""


def frequent(
    candidates: Sequence[Keyword], places: Mapping[str, frozenset[int]], own: frozenset[int]
) -> list[Keyword]:
    """The first candidates that two segments of the theme have, and a twentieth of them: a word
    that one person says once is no keyword. All where too few are left; `own` has its segments."""
    needed = max(2, len(own) / 20)
    kept = [word for word in candidates if len(places.get(word.word, own) & own) >= needed]
    return (kept if len(kept) >= KEYWORDS // 2 else list(candidates))[:CANDIDATES]


def varied(
    candidates: Sequence[Keyword], places: Mapping[str, frozenset[int]], most: int = KEYWORDS
) -> tuple[Keyword, ...]:
    """The keywords by maximal marginal relevance.

    Two words are alike by the segments that have both (cosine), and by the words that phrases
    share. `places` has the segments of each word.
    """
    if not candidates:
        return ()
    top = max(keyword.weight for keyword in candidates) or 1.0
    chosen: list[Keyword] = []
    left = list(candidates)
    while left and len(chosen) < most:
        best = max(
            left,
            key=lambda keyword: round(
                RELEVANCE * keyword.weight / top
                - (1 - RELEVANCE)
                * max((_alike(keyword.word, other.word, places) for other in chosen), default=0.0),
                6,
            ),
        )
        chosen.append(best)
        left.remove(best)
    return tuple(chosen)


def _alike(first: str, second: str, places: Mapping[str, frozenset[int]]) -> float:
    parts, others = set(first.split()), set(second.split())
    shared = len(parts & others) / min(len(parts), len(others))
    here, there = places.get(first, frozenset()), places.get(second, frozenset())
    if not here or not there:
        return shared
    return max(shared, len(here & there) / math.sqrt(len(here) * len(there)))


def places_of(documents: Sequence[Sequence[str]], words: set[str]) -> dict[str, frozenset[int]]:
    """The numbers of the documents that have each of the words."""
    having: dict[str, set[int]] = {word: set() for word in words}
    for number, terms in enumerate(documents):
        for term in words.intersection(terms):
            having[term].add(number)
    return {word: frozenset(numbers) for word, numbers in having.items()}


def shared_out(
    ranked: Mapping[str, Sequence[Keyword]], shares: Mapping[str, float], most: int = KEYWORDS
) -> tuple[Keyword, ...]:
    """Keywords of several languages, as many of each as its share of the theme asks for.

    A language with a tenth of the theme or more has one at least; the largest comes first.
    """
    order = sorted(ranked, key=lambda name: (-shares.get(name, 0.0), name))
    counts = {
        name: max(1, round(most * shares.get(name, 0.0))) if shares.get(name, 0.0) >= 0.1 else 0
        for name in order
    }
    chosen: list[Keyword] = []
    for name in order:
        chosen += ranked[name][: min(counts[name], most - len(chosen))]
    return tuple(chosen)
