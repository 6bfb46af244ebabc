"""Passes over the material by named coders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.domain.coding import Coding, Mode

DEFAULT_ROUND = "main"
"""The standing round of work that belongs to no other."""


class RoundStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Progress(StrEnum):
    """How far a coder is with a source in a round. No row at all means: did not work on it."""

    WORKING = "working"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Round:
    id: str
    mode: Mode
    status: RoundStatus = RoundStatus.OPEN
    coders: tuple[str, ...] = ()
    """Empty: anyone."""
    sources: tuple[str, ...] = ()
    """Empty: all."""
    codebook_version: int = 1

    @property
    def is_blind(self) -> bool:
        return self.mode is Mode.BLIND and self.status is RoundStatus.OPEN


@dataclass(frozen=True, slots=True)
class Coverage:
    """That a coder worked on a source in a round, so that silence there means "no"."""

    round_id: str
    coder_id: str
    source_id: str
    progress: Progress = Progress.WORKING


@dataclass(frozen=True, slots=True)
class Viewer:
    """Through whose eyes the project is read."""

    coder_id: str
    round: Round

    def may_see(self, coding: Coding) -> bool:
        """In an open blind round a coder sees their own codings of that round only."""
        if not self.round.is_blind:
            return True
        return coding.coder_id == self.coder_id and coding.round_id == self.round.id
