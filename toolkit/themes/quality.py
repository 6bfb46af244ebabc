"""Figures on themes: whether their words belong together, and how they lie to human codes.

None of them alone says whether themes are good: on interviews, coherence and stability rank
themes of small talk first (docs/themes.md).
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.themes.recipe import Labels

COHERENCE_WORDS = 8
"""Keywords of a theme of which the coherence is computed."""
LARGEST = 0.4
"""Largest share of one theme before themes are called collapsed."""
FEWEST_THEMES, FROM_SEGMENTS = 4, 300
"""Fewer themes than this, from so many segments on, are called collapsed."""


def npmi(
    keywords: Sequence[Sequence[str]], documents: Sequence[Sequence[str]]
) -> tuple[float | None, ...]:
    """The mean normalised pointwise mutual information of the keywords of each theme.

    Words are together where a segment has both (Bouma 2009): 1 always, 0 as often as by chance,
    -1 never. None for a theme with fewer than two keywords.
    """
    wanted = {word for words in keywords for word in words[:COHERENCE_WORDS]}
    having: dict[str, set[int]] = {word: set() for word in wanted}
    for number, terms in enumerate(documents):
        for term in wanted.intersection(terms):
            having[term].add(number)
    return tuple(
        _mean(
            [
                _npmi(having[first], having[second], len(documents))
                for first, second in combinations(words[:COHERENCE_WORDS], 2)
            ]
        )
        for words in keywords
    )


def _npmi(first: set[int], second: set[int], count: int) -> float:
    both = len(first & second)
    if not both:
        return -1.0
    if both == count:
        return 1.0
    return math.log(both * count / (len(first) * len(second))) / -math.log(both / count)


def _mean(values: Sequence[float]) -> float | None:
    return round(math.fsum(values) / len(values), 4) if values else None


def diversity(keywords: Sequence[Sequence[str]]) -> float | None:
    """The share of different words among the keywords of all themes."""
    words = [word for of_theme in keywords for word in of_theme[:COHERENCE_WORDS]]
    return round(len(set(words)) / len(words), 4) if words else None


def collapse(sizes: Sequence[int]) -> str:
    """`largest` or `few` where themes have collapsed, else nothing; `sizes` are of all themes."""
    segments = sum(sizes)
    if len(sizes) < FEWEST_THEMES and segments >= FROM_SEGMENTS:
        return "few"
    # Two or three themes cannot all be small, so that this says something from four on.
    if len(sizes) >= FEWEST_THEMES and max(sizes) > LARGEST * segments:
        return "largest"
    return ""


def mutual_information(first: Labels, second: Labels) -> tuple[float, float]:
    """The normalised and the adjusted mutual information of two labellings (arithmetic mean).

    Adjusted (Vinh, Epps & Bailey 2010): 1 is identical, 0 is what chance gives.
    """
    from sklearn.metrics import adjusted_mutual_info_score, normalized_mutual_info_score

    return (
        round(float(normalized_mutual_info_score(first, second)), 4),
        round(float(adjusted_mutual_info_score(first, second)), 4),
    )


def numbered(names: Sequence[str]) -> Labels:
    """Names as numbers."""
    _unique, numbers = np.unique(np.asarray(names, dtype=str), return_inverse=True)
    return numbers.astype(np.intp)
