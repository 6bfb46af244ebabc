"""What the rules for English propose in a Korean sentence, and what of it is kept.

Words in Latin letters in a Korean sentence are mostly products and technical terms: Slack으로,
Dashboard가.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Kind
from toolkit.language.identifiers.english.given_names import GIVEN_NAMES
from toolkit.language.identifiers.english.vocabulary import is_common

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.language.identifiers.candidate import Candidate

_HANGUL = re.compile(r"[가-힣]")
_LATIN = re.compile(r"[A-Za-z]")
_NAMES = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)
_AROUND = 80
"""Code points before and behind a word that show in what language the sentence is."""


def fitting(text: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates of the rules for English that can be names where they stand."""
    for candidate in candidates:
        if candidate.kind not in _NAMES or not _is_korean(text, candidate):
            yield candidate
            continue
        piece = text[candidate.start : candidate.end]
        particle = _HANGUL.search(piece)
        bare = piece[: particle.start()].rstrip() if particle else piece
        if bare and (candidate.kind is not Kind.PERSON or _is_name(bare)):
            yield candidate._replace(end=candidate.start + len(bare))


def _is_korean(text: str, candidate: Candidate) -> bool:
    start, end = max(0, candidate.start - _AROUND), candidate.end + _AROUND
    before = text[start : candidate.start].rpartition("\n")[2]
    after = text[candidate.end : end].partition("\n")[0]
    around = before + text[candidate.start : candidate.end] + after
    return len(_HANGUL.findall(around)) * 2 > len(_LATIN.findall(around))


def _is_name(words: str) -> bool:
    """Whether words are those of a person: a given name, or several that are no common words."""
    parts = words.split()
    if any(part.lower() in GIVEN_NAMES and not is_common(part.lower()) for part in parts):
        return True
    return len(parts) > 1 and not any(is_common(part.lower()) for part in parts)
