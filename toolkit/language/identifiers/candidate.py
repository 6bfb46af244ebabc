"""A stretch of a text that may identify somebody."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What an identifier names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    ADDRESS = "address"
    TELEPHONE = "telephone"
    EXTENSION = "extension"
    ROOM = "room"
    EMAIL = "email"
    URL = "url"
    RESIDENT_NUMBER = "resident_number"
    """A number that a state or an employer gave a person: identity, passport, staff number."""
    ACCOUNT = "account"
    """A bank account or a card."""
    PLATE = "plate"
    BIRTH_DATE = "birth_date"
    TITLE = "title"
    """A job title that names one person; only what somebody decided before."""
    NICKNAME = "nickname"
    """Only what somebody decided before."""
    EVENT = "event"
    """Something that few took part in; only what the project lists."""


KINDS = {kind.value: kind for kind in Kind}
"""Kinds by their names."""


class Candidate(NamedTuple):
    """A stretch `[start, end)` in code points: the name alone, without titles and particles."""

    start: int
    end: int
    kind: Kind
    rule: str
    """The rule that found it, in words a developer can look for; never shown to users."""
    strength: int
    """Which of two that overlap is kept: the stronger, then the longer."""
