"""Further occurrences of names that were found with certainty: `Grace` behind `Grace Okafor`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.given_names import GIVEN_NAMES
from toolkit.language.identifiers.english.vocabulary import is_common

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d[\d,.\-]*\d|\d+")
_NAMED = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)
_CODES = (Kind.ROOM, Kind.EXTENSION, Kind.TELEPHONE, Kind.PLATE, Kind.ACCOUNT, Kind.RESIDENT_NUMBER)
_CODE = re.compile(r"(?!(?:19|20)\d\d$)[A-Za-z]?[\d.\-]{3,}[A-Za-z]?")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def repeats(text: str, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Occurrences of the words of persons, bodies and places, and of codes, that no rule found."""
    parts: dict[str, Kind] = {}
    codes: dict[str, Kind] = {}
    for candidate in candidates:
        piece = text[candidate.start : candidate.end]
        if candidate.kind in _NAMED and _LATIN.search(piece):
            for word in _WORD.findall(piece):
                if _is_telling(word):
                    parts.setdefault(word, candidate.kind)
        elif candidate.kind in _CODES and candidate.strength >= 60 and _CODE.fullmatch(piece):
            codes.setdefault(piece, candidate.kind)
    yield from _whole_names(text, candidates)
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s$", "", match.group())
        kind = parts.get(word)
        if kind is not None:
            yield Candidate(match.start(), match.start() + len(word), kind, "named elsewhere", 30)
        elif match.group() in codes and len(match.group()) >= 4:
            yield Candidate(*match.span(), codes[match.group()], "said elsewhere", 30)


def _whole_names(text: str, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Further occurrences of names of several words."""
    names: dict[str, dict[tuple[str, ...], Kind]] = {}
    for candidate in candidates:
        words = tuple(_WORD.findall(text[candidate.start : candidate.end]))
        several = candidate.kind in _NAMED and 2 <= len(words) <= 6 and candidate.strength >= 50
        if several and not all(map(is_common, words)):
            names.setdefault(words[0], {})[words] = candidate.kind
    if not names:
        return
    matches = list(_WORD.finditer(text))
    for place, match in enumerate(matches):
        for words, kind in names.get(match.group(), {}).items():
            piece = matches[place : place + len(words)]
            if len(piece) == len(words) and all(
                m.group() == w for m, w in zip(piece, words, strict=True)
            ):
                yield Candidate(match.start(), piece[-1].end(), kind, "named elsewhere", 32)


def _is_telling(word: str) -> bool:
    """Whether a word of a name names it alone, wherever it stands."""
    lower = word.lower()
    if len(word) < 3 or is_common(lower) or lower in lists.PARTICLES or lower in lists.PLACE_STARTS:
        return False
    return lower not in lists.COUNTRIES | lists.DEMONYMS | lists.CALENDAR and (
        word[0].isupper() or lower in GIVEN_NAMES or len(word) >= 4
    )
