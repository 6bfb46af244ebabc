"""How a disagreement between two coders was settled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Settlement(StrEnum):
    ACCEPT_A = "accept-a"
    ACCEPT_B = "accept-b"
    UNION = "union"
    INTERSECTION = "intersection"
    SPAN = "span"
    """A placement of its own."""
    LEAVE_OPEN = "leave-open"
    """Looked at and not settled."""
    AGREED = "agreed"
    """There was nothing to settle: both had it."""


@dataclass(frozen=True, slots=True)
class Adjudication:
    id: str
    disagreement_id: str
    """Hash of the answers it settles; it fits no more once one of them has changed."""
    source_id: str
    round_id: str
    """The consensus round that the result is in."""
    kind: str
    """missed, extra, other-code, boundary or agreed."""
    coder_a: str
    coder_b: str
    answers_a: tuple[str, ...]
    """`code start:end` as coder a had it when it was settled."""
    answers_b: tuple[str, ...]
    outcome: Settlement
    codings: tuple[str, ...] = ()
    """Ids of the consensus codings it made or confirmed."""
    yielded: tuple[str, ...] = ()
    """Coders whose answer is not the result."""
    decided_by: str = ""
    reason: str = ""
    created_at: str = ""

    @property
    def is_settled(self) -> bool:
        return self.outcome is not Settlement.LEAVE_OPEN
