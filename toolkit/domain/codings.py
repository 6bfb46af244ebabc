"""Codings, memos, suggestions, decisions and direction mappings."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.domain.evidence import Evidence
from toolkit.domain.spans import Span

MANUAL = "manual"
"""Origin of a coding made without a suggestion."""


class Mode(StrEnum):
    """What coders see of others' work and of suggestions before they decide."""

    BLIND = "blind"
    """Neither others' codings nor suggestions, until the round is closed."""
    COMMIT_THEN_REVEAL = "commit-then-reveal"
    """Suggestions after the coder's own answer. People read and write this mode as `open`."""
    ASSISTED = "assisted"
    """Suggestions at any time."""


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code applied by a coder to a span of a source."""

    id: str
    source_id: str
    span: Span
    code_id: str
    coder_id: str
    round_id: str
    mode: Mode = Mode.COMMIT_THEN_REVEAL
    codebook_version: int = 1
    created_at: str = ""
    """ISO 8601 in UTC."""
    origin: str = MANUAL
    """`manual`, or `suggested:<suggestion id>`; it never changes."""
    discuss: bool = False
    """Whether its coder flagged it for discussion."""

    @property
    def independent(self) -> bool:
        """Whether the coder decided before seeing any suggestion."""
        return self.origin == MANUAL and self.mode is not Mode.ASSISTED


class MemoTarget(StrEnum):
    """What a memo is about."""

    PROJECT = "project"
    SOURCE = "source"
    CODE = "code"
    CODING = "coding"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Memo:
    """A note of a coder about the project, a source, a code, a coding or a case."""

    id: str
    target: MemoTarget
    target_id: str
    coder_id: str
    text: str
    created_at: str = ""
    updated_at: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that a model proposes for a passage. It is not data until a person decides."""

    id: str
    batch_id: str
    """Shared by the candidates that were offered together."""
    source_id: str
    span: Span
    coder_id: str
    """The coder whom it was offered to."""
    code_id: str
    rank: int
    """1 is the best."""
    score: float
    verdict: str
    """`strong`, `possible` or `silent`."""
    model: str
    """Name of the model and hash of its weights."""
    training_sha256: str
    """Hash of the codings that the scorer had learned from."""
    evidence: Evidence = field(default_factory=Evidence)
    created_at: str = ""


class Outcome(StrEnum):
    """What a coder did with the suggestions of a batch."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    NONE_OF_THESE = "none-of-these"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Decision:
    """The record of what a coder did with the suggestions of one batch."""

    id: str
    batch_id: str
    coder_id: str
    outcome: Outcome
    suggestion_id: str | None = None
    """The suggestion that was accepted; None where none was."""
    seen_first: bool = True
    """Whether the coder had seen the suggestion before deciding."""
    codes_before: tuple[str, ...] = ()
    codes_after: tuple[str, ...] = ()
    decided_at: str = ""


class Stance(StrEnum):
    """How a passage speaks of its content: it hinders, it helps, it should be done, or neither."""

    BARRIER = "barrier"
    ENABLER = "enabler"
    PROPOSAL = "proposal"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class DirectionProposal:
    """A direction that a model proposes for a segment. It is not data until a person confirms."""

    id: str
    source_id: str
    span: Span
    direction_id: str
    score: float
    verdict: str
    prior: float | None
    """Share of the codes' direction links, 0 to 1; None for a segment without codes."""
    evidence: float
    """Score of the text, standardised over directions."""
    model: str
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class DirectionMapping:
    """A person's decision that a segment belongs to a direction (`none`: to no direction)."""

    id: str
    source_id: str
    span: Span
    direction_id: str
    coder_id: str
    round_id: str
    stance: Stance | None = None
    proposal_id: str | None = None
    """Id of the proposal that it confirms; None where there was none."""
    note: str = ""
    created_at: str = ""


NO_DIRECTION = "none"
"""Direction id of a segment that a person mapped to no direction at all."""
