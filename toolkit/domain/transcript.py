"""Sources, the turns in them, and the cases (participants) that speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType

from toolkit.domain.spans import Span

RENDERING_OF = "rendering_of"
"""Metadata key of a source that says in another language what the named source says."""


class Role(StrEnum):
    """The role of the speaker of a turn."""

    EXPERT = "expert"
    INTERVIEWER = "interviewer"
    OTHER = "other"
    """Someone else, such as an interpreter. Like the interviewer's, these words count nowhere."""


@dataclass(frozen=True, slots=True, init=False)
class Turn:
    """One speaker's utterance.

    `span` covers the whole turn with its label, `body` the spoken words only. In a text without
    speaker labels every paragraph is a turn of an expert, with an empty speaker.
    """

    index: int
    speaker: str
    role: Role
    span: Span
    body: Span
    timestamp: str | None = None
    label_read: str = ""
    """The label that the text has, where a person gave the speaker another; else empty."""
    role_set: bool = False
    """Whether a person set the role; else it follows from the label."""

    def __init__(
        self,
        index: int,
        speaker: str,
        role: Role,
        span: Span,
        body: Span,
        timestamp: str | None = None,
        label_read: str = "",
        role_set: bool = False,
    ) -> None:
        _set_index(self, index)
        _set_speaker(self, speaker)
        _set_role(self, role)
        _set_span(self, span)
        _set_body(self, body)
        _set_timestamp(self, timestamp)
        _set_label_read(self, label_read)
        _set_role_set(self, role_set)


# As in `Span`: a text has thousands of turns, and these set a field in a fraction of the time.
(
    _set_index, _set_speaker, _set_role, _set_span, _set_body, _set_timestamp, _set_label_read,
    _set_role_set,
) = (vars(Turn)[field.name].__set__ for field in fields(Turn))  # fmt: skip


def outside_roles(turns: Iterable[Turn]) -> frozenset[Role]:
    """The roles among the turns whose words do not count, since only those of experts do."""
    return frozenset(turn.role for turn in turns) - {Role.EXPERT}


@dataclass(frozen=True, slots=True)
class Source:
    """A transcript or document. Its text is immutable; corrections make a new revision."""

    id: str
    title: str
    language: str
    """Code of ISO 639-1, or `und` where the language is unknown or mixed."""
    text_sha256: str
    length: int
    """Length of the text in code points."""
    revision: int = 1
    origin: str = ""
    """Name of the file that it was imported from, for showing; the file is never opened again."""
    metadata: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Case:
    """A participant, with the attributes by which matrices group cases."""

    id: str
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Participation:
    """Which case speaks under which label in a source; an empty speaker means all expert turns."""

    source_id: str
    case_id: str
    speaker: str = ""
