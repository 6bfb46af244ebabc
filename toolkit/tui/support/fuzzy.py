"""Finding a code by a few of its letters.

A query matches a text when its characters appear in order. The score prefers
beginnings: of the whole text, of words, of runs. Case, width and accents do not
count; Korean syllables also match by their leading consonants (ㅊㅈ finds 책임 전가).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
    return tuple(_fold_char(char) for char in text)


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


def match(query: str, text: str) -> Match | None:
    """The best way `query` runs through `text`, or None. An empty query matches with score 0."""
    wanted = [part for char in query if not char.isspace() for part in _fold_char(char)]
    if not wanted:
        return Match(0.0, ())
    letters = fold(text)
    # best[i]: the best score and path for the query so far that ends at text[i].
    best: dict[int, tuple[float, tuple[int, ...]]] = {}
    for index, letter in enumerate(wanted):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for at, candidate in enumerate(letters):
            if not _same(letter, candidate):
                continue
            worth = _START if at == 0 else _WORD_START if _starts_word(text, at) else _PLAIN
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
        if not best:
            return None
    score, positions = max(best.values())
    return Match(score - _LENGTH * len(text), positions)


def _same(letter: str, candidate: str) -> bool:
    if candidate.startswith(letter):
        return True
    return bool(candidate) and letter == _lead(candidate[0])


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


def rank(query: str, items: Sequence[Sequence[str]], weights: Iterable[float]) -> list[Ranked]:
    """The items one of whose fields matches, best first; ties and empty queries keep order.

    `items` holds the fields of each item; `weights` multiplies the score of each field
    position, the last one for all that follow.
    """
    factors = list(weights)
    found = []
    for index, fields in enumerate(items):
        best: Ranked | None = None
        for number, text in enumerate(fields):
            hit = match(query, text)
            if hit is None:
                continue
            score = hit.score * factors[min(number, len(factors) - 1)]
            if best is None or score > best.score:
                best = Ranked(index, score, number, hit.positions)
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda ranked: -ranked.score)
