"""Details of a quote that say little alone and may name one person together.

They are the role, the body, the event and the date that somebody mentions, also where a pseudonym
stands for them. A rule finds them in English and Korean; no analyser is needed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language.identifiers.candidate import Kind
from toolkit.language.identifiers.find import find
from toolkit.language.identifiers.pseudonyms import PSEUDONYM
from toolkit.language.protocol import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Sort(StrEnum):
    """What a detail says."""

    ROLE = "role"
    BODY = "body"
    EVENT = "event"
    DATE = "date"


class Detail(NamedTuple):
    """Words of a quote that say one of these things."""

    sort: Sort
    words: str


_ROLES_EN = (
    "(?:deputy |vice |assistant |first |permanent )?(?:minister|secretary|commissioner|"
    "director[- ]general|director|governor|mayor|ambassador|prosecutor|inspector|"
    "chief information officer|chief data officer|head of [a-z]+)"
)
_ROLES_KO = (
    "장관|차관|차관보|국장|실장|과장|팀장|단장|본부장|센터장|원장|청장|처장|위원장|시장|군수|구청장|"
    "도지사|사무관|서기관|주무관|이사관|부이사관|정보화담당관|담당관|교육감|총장|학장|병원장|소장"
)
_ROLE = re.compile(
    rf"\b{_ROLES_EN}\b|(?<![가-힣])(?:{_ROLES_KO})(?=님|[은는이가을를의도과와,.\s]|$)", re.I
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = re.compile(
    rf"\b(?:{_MONTHS})\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\s+(?:19|20)\d\d\b"
    r"|(?:19|20)\d\d\s*년(?:\s*\d{1,2}\s*월)?(?:\s*\d{1,2}\s*일)?"
    r"|\b(?:19|20)\d\d-\d{2}(?:-\d{2})?\b|\b(?:19|20)\d\d\b",
    re.I,
)
_OF_PSEUDONYM = {
    "Position": Sort.ROLE, "직위": Sort.ROLE, "Ministry": Sort.BODY, "Agency": Sort.BODY,
    "Organisation": Sort.BODY, "기관": Sort.BODY, "Event": Sort.EVENT, "사건": Sort.EVENT,
}  # fmt: skip
_OF_KIND = {Kind.ORGANISATION: Sort.BODY, Kind.TITLE: Sort.ROLE, Kind.EVENT: Sort.EVENT}


def details(text: str, names: Iterable[tuple[str, Kind]] = ()) -> list[Detail]:
    """The details of a text, each once, in the order of their sorts and words.

    `names` are those that the project lists.

    >>> [str(detail.sort) + " " + detail.words for detail in details("In 2019 the director left.")]
    ['date 2019', 'role director']
    """
    result = set()
    for match in PSEUDONYM.finditer(text):
        sort = _OF_PSEUDONYM.get(re.split(r"[ -]", match[0][1:], maxsplit=1)[0])
        if sort is not None:
            result.add(Detail(sort, match[0]))
    for candidate in find(text, language="", analyses=NOTHING, names=names):
        if (sort := _OF_KIND.get(candidate.kind)) is not None:
            result.add(Detail(sort, text[candidate.start : candidate.end]))
    for sort, pattern in ((Sort.ROLE, _ROLE), (Sort.DATE, _DATE)):
        result |= {Detail(sort, " ".join(match[0].split())) for match in pattern.finditer(text)}
    unique = {(detail.sort, detail.words.casefold()): detail for detail in sorted(result)}
    return sorted(unique.values())


def is_combination(found: Iterable[Detail]) -> bool:
    """Whether details say two things of different sorts, or name two bodies."""
    listed = list(found)
    return len({detail.sort for detail in listed}) > 1 or (
        sum(detail.sort is Sort.BODY for detail in listed) > 1
    )
