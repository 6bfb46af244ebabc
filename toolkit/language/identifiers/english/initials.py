"""Initials that stand for a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.identifiers.english.reading import Reading

_DOTTED = re.compile(
    r"(?<![\w.])(?:[A-Z]\. ?){1,2}[A-Z]\.?(?![\w'’])(?! [A-Z][a-z])(?<!I\. I)(?<!I\. I\.)"
)
_SAID_INITIALS = re.compile(r"\binitials?\b[^.\n]{0,40}?(?<!\w)(?P<code>[A-Z]{2,3})(?!\w)")
_NO_INITIALS = word_set(
    "DOB US UK UN EU PS DC NB AM PM EG IE TV IT HR AI ID CV USA BA MA UAE OK NI NY LA PHD QA"
)


_NUMBERED = re.compile(r" ?(?:No\.? ?)?\d")
"""A number behind: `O.S. 214` is a suit, `P.M.B. 12` a box."""
_SPELLED = re.compile(r"(?<![\w-])(?:[A-Z][-–]){3,20}[A-Z](?![\w-])")
_SPELLING = re.compile(
    r"\bspel(?:l|ls|t|led|ling)\b[^.?!\n]{0,40}?(?<![\w'’])(?P<name>(?:[A-Za-z][,.\s-]{1,2}){2,20}[A-Za-z])"
    r"(?![\w'’])"
)


def find_initials(text: str) -> Iterator[Candidate]:
    """Initials with full stops, and others behind the word `initials`."""
    for match in _DOTTED.finditer(text):
        letters = "".join(filter(str.isalpha, match.group()))
        if letters not in _NO_INITIALS and not _NUMBERED.match(text, match.end()):
            yield Candidate(
                match.start(),
                match.start() + len(match.group().rstrip()),
                Kind.PERSON,
                "initials",
                45,
            )
    for match in _SPELLED.finditer(text):
        yield Candidate(*match.span(), Kind.PERSON, "spelled", 45)
    for match in _SPELLING.finditer(text):
        yield Candidate(*match.span("name"), Kind.PERSON, "spelled", 45)
    for match in _SAID_INITIALS.finditer(text):
        yield Candidate(*match.span("code"), Kind.PERSON, "initials", 45)


def bare_initials(reading: Reading, index: int) -> Iterator[Candidate]:
    """Capitals that stand for a person, as in `J.K. said`."""
    word = reading.words[index]
    after = reading.words[index + 1] if index + 1 < len(reading.words) else None
    if (
        2 <= len(word.text) <= 3 and not word.never and word.entity == "person" and not word.common
        and after is not None and after.before == " " and after.lower in lists.SPEECH
    ):  # fmt: skip
        yield Candidate(word.start, word.end, Kind.PERSON, "initials", 40)
