"""Where terms occur: noun phrases where they recur, and single words everywhere else."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.language.terms.words import Reading, Word

LONGEST = 4
"""Most content words of a phrase."""
LEAST = 2
"""Occurrences from which on a phrase is a term."""

Term = tuple[str, str]
"""Language and term."""


class Kind(StrEnum):
    """Which terms are asked for."""

    BOTH = "both"
    WORDS = "words"
    PHRASES = "phrases"


class Occurrence(NamedTuple):
    """A term in a text; offsets are code points."""

    start: int
    end: int
    language: str
    term: str
    words: int
    """Content words in it."""

    @property
    def key(self) -> Term:
        """The term with its language."""
        return self.language, self.term


def phrase_term(words: Sequence[Word]) -> str:
    """A phrase as a term: its words as they are spoken, the last one by its lemma."""
    return " ".join([*(word.form for word in words[:-1]), words[-1].term])


def known_phrases(readings: Iterable[Reading], least: int = LEAST) -> frozenset[Term]:
    """The phrases of two to `LONGEST` words that occur `least` times or more."""
    counts: Counter[Term] = Counter()
    for reading in readings:
        for first, end in reading.runs:
            for begin in range(first, end - 1):
                for stop in range(begin + 2, min(end, begin + LONGEST) + 1):
                    if _is_head(reading.words[stop - 1]):
                        term = phrase_term(reading.words[begin:stop])
                        counts[reading.language, term] += 1
    return frozenset(term for term, count in counts.items() if count >= least)


def occurrences(
    reading: Reading, known: frozenset[Term], kind: Kind = Kind.BOTH
) -> list[Occurrence]:
    """The terms of a text in order.

    A known phrase is taken whole, the longest first, and its words do not count a second time.
    """
    taken: dict[int, int] = {}
    if kind is not Kind.WORDS:
        for first, end in reading.runs:
            taken |= _cut(reading, first, end, known)
    result = []
    at = 0
    while at < len(reading.words):
        stop = taken.get(at, at + 1)
        words = reading.words[at:stop]
        term = phrase_term(words) if stop - at > 1 else words[0].term
        if stop - at > 1 or kind is not Kind.PHRASES:
            start, finish = words[0].start, words[-1].end
            result.append(Occurrence(start, finish, reading.language, term, stop - at))
        at = stop
    return result


def _cut(reading: Reading, first: int, end: int, known: frozenset[Term]) -> dict[int, int]:
    """The phrases of a run that are taken, as their ends by their beginnings."""
    taken: dict[int, int] = {}
    used: set[int] = set()
    for begin, stop in _longest_first(first, end):
        if used.isdisjoint(range(begin, stop)) and _is_head(reading.words[stop - 1]):
            term = phrase_term(reading.words[begin:stop])
            if (reading.language, term) in known:
                taken[begin] = stop
                used |= set(range(begin, stop))
    return taken


def _longest_first(first: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of a run, longer ones first; of equal ones that nearer to its end, its head."""
    for size in range(min(LONGEST, end - first), 1, -1):
        for stop in range(end, first + size - 1, -1):
            yield stop - size, stop


def _is_head(word: Word) -> bool:
    return word.pos in ("NOUN", "PROPN", "X")
