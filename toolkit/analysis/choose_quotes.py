"""Which of many passages to quote: typical ones, far-off ones, short ones, some of each expert.

Two passages are close where they have the same words. Each passage is a vector of its words, of
which a word weighs the more the fewer passages have it (tf-idf, of length 1); how typical a
passage is is the cosine between its vector and the sum of those of the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum
from math import log, sqrt
from typing import TYPE_CHECKING

from toolkit.text.sentences import words

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_WORDS = 5
"""Fewest words of a passage that can stand for itself."""


class Choice(StrEnum):
    """In which order passages are quoted."""

    TYPICAL = "typical"
    """Those first that share most words with the others."""
    EXTREME = "extreme"
    """Those first that share fewest words with the others."""
    SHORT = "short"
    """The shortest first, of those with five words or more."""
    CONTRADICTING = "contradicting"
    """Those whose stance is not the most frequent stance of the passages."""
    BALANCED = "balanced"
    """One of each expert in turn, the most typical of each first."""


def typicality(quotes: Sequence[str]) -> list[float]:
    """How close each passage is to all others, from 0 to 1."""
    bags = [_bag(quote) for quote in quotes]
    having = Counter(word for bag in bags for word in bag)
    vectors = []
    for bag in bags:
        weights = {
            word: count * (log((1 + len(bags)) / (1 + having[word])) + 1)
            for word, count in bag.items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / length for word, weight in weights.items()})
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for word, weight in vector.items():
            total[word] += weight
    return [_to_others(vector, total) for vector in vectors]


def _to_others(vector: dict[str, float], total: dict[str, float]) -> float:
    size = sum(weight * weight for weight in total.values())
    inside = sum(weight * total[word] for word, weight in vector.items())
    own = sum(weight * weight for weight in vector.values())
    # The sum of the others is the total less this vector: its length and product follow.
    others = size - 2 * inside + own
    return max(0.0, (inside - own) / sqrt(others)) if others > 1e-12 else 0.0


def _bag(text: str) -> Counter[str]:
    return Counter(text[span.start : span.end].casefold() for span in words(text))


def chosen(
    choice: Choice, quotes: Sequence[str], experts: Sequence[str], stances: Sequence[str]
) -> list[int]:
    """The places of the passages that are chosen, the first to be quoted first.

    `experts` and `stances` have the expert and the stance of each passage, empty for none.
    Passages that are alike keep their order.
    """
    every = range(len(quotes))
    if choice is Choice.SHORT:
        lengths = [len(words(quote)) for quote in quotes]
        return sorted((at for at in every if lengths[at] >= LEAST_WORDS), key=lengths.__getitem__)
    if choice is Choice.CONTRADICTING:
        counts = Counter(stance for stance in stances if stance)
        if not counts:
            return []
        usual = max(counts, key=lambda stance: (counts[stance], stance))
        return [at for at in every if stances[at] and stances[at] != usual]
    close = [round(value, 12) for value in typicality(quotes)]
    if choice is Choice.EXTREME:
        return sorted(every, key=close.__getitem__)
    typical = sorted(every, key=lambda at: -close[at])
    if choice is Choice.TYPICAL:
        return typical
    turn: Counter[str] = Counter()
    rounds = []
    for at in typical:
        rounds.append((turn[experts[at]], at))
        turn[experts[at]] += 1
    return [at for _round, at in sorted(rounds, key=lambda pair: pair[0])]
