"""Fuzzy search: find a code by some of its letters.

A query matches a text when its characters appear in order. The score prefers
beginnings: of the whole text, of words, of runs. Case, width and accents do not
count; Korean syllables also match by their leading consonants (ㅊㅈ finds 책임 전가).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"

_START = 10.0
_WORD_START = 8.0
_RUN = 9.0
_PLAIN = 1.0
_GAP = 0.3
_OFFSET = 0.1
_LENGTH = 0.02


@dataclass(frozen=True, slots=True)
class Match:
    score: float
    positions: tuple[int, ...]
    """Indices of the matched code points in the text."""


@lru_cache(maxsize=8192)
def fold(text: str) -> tuple[str, ...]:
    """Each code point of `text` as it is compared: no case, width or accents."""
    return tuple(text.lower()) if text.isascii() else tuple(map(_fold_char, text))


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in _LEADS:
        return char
    folded = unicodedata.normalize("NFKC", char).casefold()
    if folded and "가" <= folded[0] <= "힣":
        return folded
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return bare or folded


def _lead(char: str) -> str:
    """The leading consonant of a Hangul syllable, else ""."""
    if "가" <= char <= "힣":
        return _LEADS[(ord(char) - 0xAC00) // 588]
    return ""


@dataclass(frozen=True, slots=True)
class _Searchable:
    """A text made ready to be matched; each sequence has an entry for each code point."""

    firsts: str
    """What a letter of the query is compared with."""
    leads: str
    """Leading consonants of Hangul syllables; empty where the text has none."""
    worths: tuple[float, ...]
    """Score of a match there."""


@lru_cache(maxsize=8192)
def _searchable(text: str) -> _Searchable:
    firsts, leads = "".join([letter[:1] or "\0" for letter in fold(text)]), ""
    if not text.isascii():
        leads = "".join([_lead(first) or "\0" for first in firsts])
    worths = [_WORD_START if _starts_word(text, at) else _PLAIN for at in range(len(text))]
    return _Searchable(firsts, leads if leads.strip("\0") else "", (_START, *worths[1:]))


@lru_cache(maxsize=64)
def _letters(query: str) -> str:
    """The characters of a query that count."""
    return "".join(part for char in query if not char.isspace() for part in _fold_char(char))


def match(query: str, text: str) -> Match | None:
    """The best way `query` runs through `text`, or None. An empty query matches with score 0."""
    letters = _letters(query)
    if not letters:
        return Match(0.0, ())
    searchable = _searchable(text)
    if not _runs_through(letters, searchable):
        return None
    worths = searchable.worths
    # best[i]: the best score and path for the query so far that ends at text[i].
    best: dict[int, tuple[float, tuple[int, ...]]] = {}
    for index, letter in enumerate(letters):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for at in _occurrences(letter, searchable):
            worth = worths[at]
            if index == 0:
                following[at] = (worth - _OFFSET * min(at, 20), (at,))
                continue
            options = [
                (score + (max(worth, _RUN) if before == at - 1 else worth), path)
                if before == at - 1
                else (score + worth - _GAP * min(at - before, 20), path)
                for before, (score, path) in best.items()
                if before < at
            ]
            if options:
                score, path = max(options)
                following[at] = (score, (*path, at))
        best = following
    score, positions = max(best.values())
    return Match(score - _LENGTH * len(text), positions)


def _runs_through(letters: str, text: _Searchable) -> bool:
    """Whether all letters occur in the text in their order."""
    firsts, leads, at = text.firsts, text.leads, 0
    for letter in letters:
        place = firsts.find(letter, at)
        if leads:
            lead = leads.find(letter, at)
            place = lead if place < 0 else place if lead < 0 else min(place, lead)
        if place < 0:
            return False
        at = place + 1
    return True


def _occurrences(letter: str, text: _Searchable) -> list[int]:
    """Where a letter of the query fits."""
    leads = text.leads
    if leads:
        return [
            at for at, first in enumerate(text.firsts) if letter == first or letter == leads[at]
        ]
    places, at = [], text.firsts.find(letter)
    while at >= 0:
        places.append(at)
        at = text.firsts.find(letter, at + 1)
    return places


def _starts_word(text: str, at: int) -> bool:
    before, char = text[at - 1], text[at]
    return not before.isalnum() or (char.isupper() and before.islower())


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item that matched, with the field it matched best in."""

    index: int
    score: float
    field: int
    positions: tuple[int, ...]


class Ranker:
    """Ranks items anew with every letter typed; a longer query only tries what matched before."""

    def __init__(self, items: Sequence[Sequence[str]], weights: Iterable[float]) -> None:
        """`items` holds the fields of each item; `weights` multiplies the score of each field
        position, the last one for all that follow."""
        self._items, self._weights = items, list(weights)
        self._last: tuple[str, Sequence[int]] = ("", range(len(items)))
        """The last query, and the items that matched it."""

    def rank(self, query: str) -> list[Ranked]:
        """The items one of whose fields matches, best first; ties and empty queries keep order."""
        letters = _letters(query)
        before, matched = self._last
        tried = matched if letters.startswith(before) else range(len(self._items))
        ranked = [hit for index in tried if (hit := self._best(query, index)) is not None]
        self._last = (letters, [hit.index for hit in ranked])
        return sorted(ranked, key=lambda hit: -hit.score)

    def _best(self, query: str, index: int) -> Ranked | None:
        best: Ranked | None = None
        last = len(self._weights) - 1
        for number, text in enumerate(self._items[index]):
            hit = match(query, text)
            if hit is not None:
                score = hit.score * self._weights[min(number, last)]
                if best is None or score > best.score:
                    best = Ranked(index, score, number, hit.positions)
        return best


def rank(query: str, items: Sequence[Sequence[str]], weights: Iterable[float]) -> list[Ranked]:
    """Rank the items once."""
    return Ranker(items, weights).rank(query)
