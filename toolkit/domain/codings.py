"""What people put on the text, and what machines propose."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.domain.evidence import Evidence
from toolkit.domain.spans import Span

MANUAL = "manual"
"""Origin of a coding that no suggestion preceded."""


class Mode(StrEnum):
    """How much of others' work and of models a coder could see while deciding."""

    BLIND = "blind"
    COMMIT_THEN_REVEAL = "commit-then-reveal"
    ASSISTED = "assisted"


@dataclass(frozen=True, slots=True)
class Coder:
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
    """`manual`, or `suggested:<suggestion id>` for ever."""
    discuss: bool = False
    """Flagged by its coder as one to talk about."""

    @property
    def independent(self) -> bool:
        """Whether it was decided before any suggestion was seen."""
        return self.origin == MANUAL and self.mode is not Mode.ASSISTED


class MemoTarget(StrEnum):
    PROJECT = "project"
    SOURCE = "source"
    CODE = "code"
    CODING = "coding"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Memo:
    id: str
    target: MemoTarget
    target_id: str
    coder_id: str
    text: str
    created_at: str = ""
    updated_at: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A machine's proposal: never data until a person decides."""

    id: str
    batch_id: str
    """Candidates offered together share it."""
    source_id: str
    span: Span
    coder_id: str
    """For whom it was made."""
    code_id: str
    rank: int
    """1 is the best."""
    score: float
    verdict: str
    """`strong`, `possible` or `silent`."""
    model: str
    """Name and weights hash."""
    training_sha256: str
    """Hash of the codings the scorer had learnt from."""
    evidence: Evidence = field(default_factory=Evidence)
    created_at: str = ""


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    NONE_OF_THESE = "none-of-these"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person did with the suggestions of one batch."""

    id: str
    batch_id: str
    coder_id: str
    outcome: Outcome
    suggestion_id: str | None = None
    """The candidate taken, if one was."""
    seen_first: bool = True
    """Whether the coder had seen the suggestion before deciding."""
    codes_before: tuple[str, ...] = ()
    codes_after: tuple[str, ...] = ()
    decided_at: str = ""


class Stance(StrEnum):
    BARRIER = "barrier"
    ENABLER = "enabler"
    PROPOSAL = "proposal"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class DirectionProposal:
    """A machine's proposal that a segment belongs to a direction; data only once confirmed."""

    id: str
    source_id: str
    span: Span
    direction_id: str
    score: float
    verdict: str
    prior: float | None
    """What the codes' direction links say, 0 to 1; None for a segment without codes."""
    evidence: float
    """What the text says, standardised over directions."""
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
    """The proposal it confirms, where there was one."""
    note: str = ""
    created_at: str = ""


NO_DIRECTION = "none"
"""Direction id of a segment that a person mapped to no direction."""
