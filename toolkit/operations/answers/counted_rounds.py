"""Which rounds enter a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import Mode
from toolkit.domain.rounds import Round, names_one_round
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class CountedRounds:
    """The rounds whose answers enter a comparison: `round_id in rounds` tells."""

    rounds: Mapping[str, Round]
    """All rounds of the project."""
    round_id: str | None
    """The round asked for; None: every round but those left out."""
    left_out: frozenset[str]
    """Rounds that are open and blind, and rounds that hold what was settled."""

    def __contains__(self, round_id: str) -> bool:
        if self.round_id is not None:
            return round_id == self.round_id
        return round_id not in self.left_out

    def only(self, round_id: str | None) -> CountedRounds:
        """The same for one round; as they are where none is named."""
        return replace(self, round_id=round_id) if names_one_round(round_id) else self

    @property
    def blind(self) -> list[str]:
        """Ids of the rounds that are open and blind."""
        return [round_.id for round_ in self.rounds.values() if round_.is_blind]

    @property
    def assisted(self) -> set[str]:
        """Ids of the rounds with suggestions in view."""
        return {round_.id for round_ in self.rounds.values() if round_.mode is Mode.ASSISTED}


def counted_rounds(session: ProjectSession, round_id: str | None) -> CountedRounds:
    """The round asked for; for None and `all`, every round whose answers may be compared."""
    rounds = {round_.id: round_ for round_ in queries.rounds(session.database)}
    blind = {round_.id for round_ in rounds.values() if round_.is_blind}
    left_out = frozenset(blind | queries.settled_rounds(session.database))
    return CountedRounds(rounds, None, left_out).only(round_id)


def refuse_blind(round_: Round) -> None:
    """Raise `UsageError` for a round that is open and blind."""
    if round_.is_blind:
        raise UsageError(
            _(
                "round {round_id} is open and blind: any figure on it would tell its coders "
                "about each other"
            ).format(round_id=round_.id),
            code="round-blind",
            hint=_("When its coders are done, `qct round close {round_id}`.").format(
                round_id=round_.id
            ),
        )
