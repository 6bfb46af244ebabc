"""Rounds: passes over the material by named coders, and what each coder may see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import ceil
from typing import TYPE_CHECKING, TypeGuard

from toolkit.domain.codings import Coding, Mode
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

DEFAULT_ROUND = "main"
"""Id of the default round, for work that belongs to no other round."""
ALL_ROUNDS = "all"
"""In place of a round's id: the rounds put together. No round has this name."""
CONSENSUS = "consensus"
"""Id of the round and of the coder of settled codings; agreement leaves them out by default."""


def names_one_round(round_id: str | None) -> TypeGuard[str]:
    """Whether a round is named, not none and not all of them put together."""
    return round_id is not None and round_id != ALL_ROUNDS


class RoundStatus(StrEnum):
    """Whether a round takes new codings."""

    OPEN = "open"
    CLOSED = "closed"


class Progress(StrEnum):
    """How far a coder is with a source in a round. A coder without a row has not started.

    Only finished work is an answer: what a coder has not coded in a source that they are
    still working on is not a "no".
    """

    WORKING = "working"
    FINISHED = "finished"
    SUBMITTED = "submitted"
    """Finished, and locked by the coder."""

    @property
    def is_finished(self) -> bool:
        """Whether what the coder left uncoded counts as having no code."""
        return self is not Progress.WORKING


@dataclass(frozen=True, slots=True)
class Round:
    """A pass over the material. A closed round is read only."""

    id: str
    mode: Mode
    status: RoundStatus = RoundStatus.OPEN
    coders: tuple[str, ...] = ()
    """Ids of the coders who take part; empty for everyone."""
    sources: tuple[str, ...] = ()
    """Ids of the sources; empty for all."""
    codebook_version: int = 1

    @property
    def is_blind(self) -> bool:
        """Whether the round is blind now: its mode is blind and it is open."""
        return self.mode is Mode.BLIND and self.status is RoundStatus.OPEN

    def is_for(self, coder_id: str) -> bool:
        """Whether the coder takes part; a round without names is for every coder."""
        return not self.coders or coder_id in self.coders

    @property
    def takes_no_new_codes(self) -> bool:
        """Whether codes created now cannot be used: a blind round keeps its codebook version."""
        return self.is_blind and self.codebook_version != 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a coder is with a source in a round; an uncoded passage means "no" once finished."""

    round_id: str
    coder_id: str
    source_id: str
    progress: Progress = Progress.WORKING


@dataclass(frozen=True, slots=True)
class SourceShares:
    """Sources shared out among coders for double coding of a sample."""

    shared: tuple[str, ...]
    """Ids of the sources that every coder codes, in the order given."""
    own: dict[str, tuple[str, ...]]
    """By coder, ids of the sources that this coder alone codes, in the order given."""


def share_out(
    source_ids: Sequence[str], coders: Sequence[str], share: Fraction, seed: int
) -> SourceShares:
    """Draw the sources that all coders code, and share out the others, as evenly as they go.

    `share` of the sources, rounded up and at least one, is drawn. The sources are put in the
    order of the SHA-256 of `SEED:SOURCE`, so that the same seed draws the same sources on every
    machine. The first ones are shared, and the others go to the coders in turn.
    """
    drawn = sorted(source_ids, key=lambda name: sha256(f"{seed}:{name}".encode()).digest())
    count = max(1, ceil(share * len(drawn)))
    places = {name: place for place, name in enumerate(source_ids)}

    def in_order(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=places.__getitem__))

    rest = drawn[count:]
    own = {coder: in_order(rest[at :: len(coders)]) for at, coder in enumerate(coders)}
    return SourceShares(in_order(drawn[:count]), own)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The coder and round that a reading is for, with the rules of the open blind rounds.

    While a blind round is open,

    - a coder who works in it sees their own rows of that round and nothing else;
    - a coder who takes part in it but reads in another round sees, on its sources, no row of
      anyone else, whatever round the row belongs to;
    - everyone else sees none of its rows.
    """

    coder_id: str
    """Empty where no coder is named."""
    round: Round
    blind: tuple[Round, ...] = ()
    """All blind rounds of the project that are open."""
    sees_own: bool = False
    """Whether the coder's own rows of every round are shown beside what the round shows."""

    @property
    def blind_rounds(self) -> tuple[Round, ...]:
        """The open blind rounds that this coder takes part in."""
        others = tuple(
            round_ for round_ in self.blind if round_.id != self.round.id and self._in(round_)
        )
        return (self.round, *others) if self.round.is_blind else others

    def _in(self, round_: Round) -> bool:
        return bool(self.coder_id) and round_.is_for(self.coder_id)

    @property
    def is_limited(self) -> bool:
        """Whether any rule of a blind round applies."""
        return self.round.is_blind or bool(self.blind)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Notes on what a listing leaves out; they depend on the rounds only, not on work done."""
        if self.round.is_blind:
            return (self._own_rows_only(),)
        taking_part = {round_.id for round_ in self.blind_rounds}
        return tuple(
            (
                _(
                    "round {round} is blind until it is closed: its codings are hidden here, and "
                    "those of others on its sources; `--round {round}` shows yours"
                )
                if round_.id in taking_part
                else _("round {round} is blind until it is closed: its codings are hidden here")
            ).format(round=round_.id)
            for round_ in self.blind
        )

    def _own_rows_only(self) -> str:
        if not self.coder_id:
            return _(
                "round {round} is blind until it is closed: it shows nothing, because no coder "
                "is named"
            ).format(round=self.round.id)
        return _(
            "round {round} is blind until it is closed: only the codings of {coder} are shown"
        ).format(round=self.round.id, coder=self.coder_id)

    def may_see(self, coding: Coding) -> bool:
        """Whether the coder may see the coding."""
        if self.round.is_blind:
            return coding.coder_id == self.coder_id and coding.round_id == self.round.id
        if any(coding.round_id == round_.id for round_ in self.blind):
            return False
        return coding.coder_id == self.coder_id or not any(
            not round_.sources or coding.source_id in round_.sources for round_ in self.blind_rounds
        )
