"""Suggestions of codes, the decisions of people on them, and which codes are suggested."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.domain.evidence import Evidence
from toolkit.domain.spans import Span


class Proposing(StrEnum):
    """What models may do with a code; people can always give it."""

    ASSIST = "assist"
    """It is proposed like any other."""
    HAND = "hand"
    """It is never proposed."""
    QUEUE = "queue"
    """It is proposed in queues of yes and no alone."""


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
class Reveal:
    """That a suggestion was, or is going to be, shown to its coder."""

    id: str
    """The id of the suggestion."""
    batch_id: str
    source_id: str
    coder_id: str
    round_id: str
    place: int
    """Counts the candidates of the batch from 1 as they are listed."""
    after_commit: bool
    """Whether the coder had given an answer of their own for the passage before."""
    is_check: bool = False
    """Whether the candidate was put there because nothing speaks for it; see `plant`."""
    shown_at: str = ""
    """Empty while it was computed and not shown."""


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
