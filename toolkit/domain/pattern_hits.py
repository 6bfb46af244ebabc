"""Hits of a code's search patterns, and what coders decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.domain.spans import Span

LEAST = 10
"""Hits that must be decided before a share of them is a figure."""


class HitOutcome(StrEnum):
    """What a coder did with a hit."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class PatternDecision:
    """The record of what a coder did with one hit."""

    id: str
    source_id: str
    span: Span
    """The passage that was coded, or was not."""
    code_id: str
    coder_id: str
    round_id: str
    patterns: tuple[str, ...]
    """The patterns that had led to the passage."""
    outcome: HitOutcome
    decided_at: str = ""


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the decided hits were kept."""

    accepted: int
    decided: int

    @property
    def share(self) -> float | None:
        """Accepted of decided hits; None below `LEAST` decided ones."""
        return self.accepted / self.decided if self.decided >= LEAST else None
