"""Names, titles and particles as parts of Korean words."""

from __future__ import annotations

from functools import lru_cache

from toolkit.language.identifiers.ko.lookalikes import NOUNS
from toolkit.language.identifiers.ko.people import titles
from toolkit.language.identifiers.ko.people.native import NATIVE
from toolkit.language.identifiers.ko.people.surnames import (
    TWO_SYLLABLES,
    USUAL,
    WORDS_TOO,
    given_of,
)
from toolkit.language.identifiers.ko.words import is_tail

CERTAIN, LIKELY, POSSIBLE = 90, 70, 50
AMBIGUOUS = NOUNS | WORDS_TOO
"""Words with the syllables of a name, some of which are names as well."""
CLEAR_NAMES = USUAL - AMBIGUOUS
"""Given names that are no other word."""
AFTER_SURNAMES = frozenset(["씨", "군", "양", "선배", "쌤", "샘", "옹"])
OFFICES = frozenset(titles.OFFICES)
TITLES = OFFICES | frozenset(titles.KIN)
_LONGEST_TITLE = max(map(len, TITLES))


def title_end(text: str, start: int, end: int) -> int:
    """Where the title ends that a word `[start, end)` is, particles aside; 0 if it is none."""
    return start + _title_length(text[start : min(end, start + _LONGEST_TITLE + 16)])


@lru_cache(maxsize=65536)
def _title_length(word: str) -> int:
    for length in range(min(len(word), _LONGEST_TITLE), 0, -1):
        if word[:length] in TITLES:
            rest = word[length:]
            polite = rest.startswith("님")
            if is_tail(rest[polite:].removeprefix("들")):
                return length + polite
    return 0


def is_word_and_particle(word: str) -> bool:
    """Whether the first two syllables are a word, and the rest can be its particle."""
    return word[:2] in NOUNS and is_tail(word[2:]) and given_of(word) not in USUAL


def lengths_of_name(word: str) -> tuple[int, ...]:
    """The lengths that a name can have at the beginning of a word, the likeliest first.

    In 허윤이라는 the 이 is part of the copula, since 윤 ends in a consonant.
    """
    if word[:2] in TWO_SYLLABLES:
        return (4, 3, 2)
    copula = word[2:3] == "이" and word[3:4] in "라에었지고며" and len(word) > 3
    called = (
        word[2:3] == "이" and word[3:4] in "가는를의도만네한랑하야께" and word[:2] in USUAL | NATIVE
    )
    closed = len(word) > 1 and (ord(word[1]) - 0xAC00) % 28 > 0
    return (2, 3, 4) if (copula or called) and closed and len(word) > 3 else (3, 2, 4)


def starts_name(text: str, at: int) -> bool:
    """Whether a name can begin at a place: nothing of the same word stands before it."""
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "[_")
