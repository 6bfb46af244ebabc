"""Sources, the turns in them, and the cases (participants) that speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from toolkit.domain.spans import Span


class Role(StrEnum):
    """Who speaks in a turn."""

    EXPERT = "expert"
    INTERVIEWER = "interviewer"


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's utterance.

    `span` covers the whole turn including its label; `body` only what was said.
    A text without speaker labels is a single expert turn per paragraph with an
    empty speaker.
    """

    index: int
    speaker: str
    role: Role
    span: Span
    body: Span
    timestamp: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A transcript or document. Its text is immutable; corrections make a new revision."""

    id: str
    title: str
    language: str
    """ISO 639-1 code, or "und" where it is unknown or mixed."""
    text_sha256: str
    length: int
    """In code points."""
    revision: int = 1
    origin: str = ""
    """Where it was imported from, as a name to show; never opened again."""
    metadata: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Case:
    """A participant, with the attributes that matrices are split by."""

    id: str
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Participation:
    """Which case speaks under which label in a source; an empty speaker means all expert turns."""

    source_id: str
    case_id: str
    speaker: str = ""
