"""Passes over the material by named coders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.domain.codings import Coding, Mode

DEFAULT_ROUND = "main"
"""The standing round of work that belongs to no other."""
CONSENSUS = "consensus"
"""Round, and coder, of what was settled together; never part of agreement by default."""


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

    @property
    def takes_no_new_codes(self) -> bool:
        """Whether a code made now cannot be used: the round keeps to its codebook version."""
        return self.is_blind and self.codebook_version != 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """That a coder worked on a source in a round, so that silence there means "no"."""

    round_id: str
    coder_id: str
    source_id: str
    progress: Progress = Progress.WORKING


@dataclass(frozen=True, slots=True)
class Viewer:
    """Through whose eyes the project is read.

    While a blind round is open,

    - who works in it sees their own rows of that round and nothing else;
    - who takes part in it but looks from elsewhere sees, on its sources, no row of anyone
      else, whatever round it belongs to: the same coder may not peek by another door;
    - everyone else sees none of its rows.
    """

    coder_id: str
    """Empty: nobody in particular."""
    round: Round
    blind: tuple[Round, ...] = ()
    """The blind rounds of the project that are open."""

    @property
    def bound(self) -> tuple[Round, ...]:
        """The open blind rounds that this coder takes part in."""
        others = tuple(one for one in self.blind if one.id != self.round.id and self._in(one))
        return (self.round, *others) if self.round.is_blind else others

    def _in(self, round_: Round) -> bool:
        return bool(self.coder_id) and (not round_.coders or self.coder_id in round_.coders)

    @property
    def is_limited(self) -> bool:
        return self.round.is_blind or bool(self.blind)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What a listing says of what it does not show; the same whatever was done there."""
        if self.round.is_blind:
            whose = f"the own rows of {self.coder_id}" if self.coder_id else "nobody's rows"
            return (f"round {self.round.id} is blind until it is closed: {whose} are shown",)
        bound = {one.id for one in self.bound}
        return tuple(
            f"round {one.id} is blind until it is closed: its rows are left out"
            + (
                f", and those of others on its sources; see your own with --round {one.id}"
                if one.id in bound
                else ""
            )
            for one in self.blind
        )

    def may_see(self, coding: Coding) -> bool:
        if self.round.is_blind:
            return coding.coder_id == self.coder_id and coding.round_id == self.round.id
        if any(coding.round_id == one.id for one in self.blind):
            return False
        return coding.coder_id == self.coder_id or not any(
            not one.sources or coding.source_id in one.sources for one in self.bound
        )
