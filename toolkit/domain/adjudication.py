"""How a disagreement between two coders was settled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Settlement(StrEnum):
    """How a disagreement was settled."""

    ACCEPT_A = "accept-a"
    ACCEPT_B = "accept-b"
    UNION = "union"
    INTERSECTION = "intersection"
    SPAN = "span"
    """A span that the person who settled it chose."""
    LEAVE_OPEN = "leave-open"
    """Someone looked at it and left it unsettled."""
    AGREED = "agreed"
    """Both coders gave the same answer, so there was nothing to settle."""


@dataclass(frozen=True, slots=True)
class Adjudication:
    """The settlement of one disagreement, with the answers it was made from."""

    id: str
    disagreement_id: str
    """Hash of the answers that it settles; a changed answer has another hash."""
    source_id: str
    round_id: str
    """The consensus round that the result belongs to."""
    kind: str
    """`missed`, `extra`, `other-code`, `boundary` or `agreed`."""
    coder_a: str
    coder_b: str
    answers_a: tuple[str, ...]
    """`code start:end` of each coding of coder a when it was settled."""
    answers_b: tuple[str, ...]
    outcome: Settlement
    codings: tuple[str, ...] = ()
    """Ids of the consensus codings that it made or confirmed."""
    yielded: tuple[str, ...] = ()
    """Coders whose answer differs from the result."""
    decided_by: str = ""
    reason: str = ""
    created_at: str = ""

    @property
    def is_settled(self) -> bool:
        return self.outcome is not Settlement.LEAVE_OPEN
