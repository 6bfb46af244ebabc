"""Names for a new code from the words of a passage."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.language.terms.occurrences import LONGEST, phrase_term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.language.terms.words import Reading

_NOUNS = ("NOUN", "PROPN", "X")


def names_of(readings: Iterable[Reading], most: int) -> tuple[str, ...]:
    """Up to `most` names: noun phrases first, then nouns that stand in none of them.

    What the passage says more often comes first, and then what it says earlier. A name begins
    with a capital letter where its script has some.
    """
    phrases: Counter[str] = Counter()
    nouns: Counter[str] = Counter()
    for reading in readings:
        inside: set[int] = set()
        for first, end in reading.runs:
            begin = max(first, end - LONGEST)
            phrases[phrase_term(reading.words[begin:end])] += 1
            inside |= set(range(begin, end))
        nouns.update(
            word.term
            for at, word in enumerate(reading.words)
            if word.pos in _NOUNS and at not in inside
        )
    # Equal counts keep the order in which they were met.
    listed = [name for counts in (phrases, nouns) for name, _count in counts.most_common()]
    return tuple(name[:1].upper() + name[1:] for name in dict.fromkeys(listed))[:most]
