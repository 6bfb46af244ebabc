"""The round that is compared where nobody names one: rounds are not put together unasked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import Mode
from toolkit.domain.rounds import ALL_ROUNDS, RoundStatus
from toolkit.i18n import _
from toolkit.operations.agreement.request import AgreementRequest
from toolkit.store import queries
from toolkit.store.log.round_order import newest_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.operations.agreement.counted_rounds import CountedRounds
    from toolkit.operations.session import ProjectSession


def with_default_round(
    session: ProjectSession, request: AgreementRequest, rounds: CountedRounds
) -> tuple[AgreementRequest, list[str]]:
    """The request with the round that it is about, and a note on the choice where there was one.

    Of several rounds in which two coders have finished a source, it is the one that was closed
    last, else the one that was opened last. Where two coders meet in no single round, all rounds
    are put together, and a note says so.
    """
    if request.round_id is not None:
        return request, []
    comparable = _comparable(session, request, rounds)
    if not comparable:
        answered = sorted({place[0] for place in _finished(session, request, rounds)})
        if len(answered) < 2:
            return request, []
        note = _("two coders have finished a source in no single round, so {rounds} are together")
        return replace(request, round_id=ALL_ROUNDS), [note.format(rounds=", ".join(answered))]
    ordered = newest_first(session.database, (rounds.rounds[name] for name in comparable))
    chosen = ordered[0]
    if len(ordered) == 1:
        return replace(request, round_id=chosen.id), []
    text = (
        _("round {round} is the one of {rounds} that was closed last; --round names another")
        if chosen.status is RoundStatus.CLOSED
        else _("round {round} is the one of {rounds} that was opened last; --round names another")
    )
    names = ", ".join(sorted(round_.id for round_ in ordered))
    note = text.format(round=chosen.id, rounds=names)
    return replace(request, round_id=chosen.id), [
        _("{note}, and --round all puts them together").format(note=note)
    ]


def _comparable(
    session: ProjectSession, request: AgreementRequest, rounds: CountedRounds
) -> list[str]:
    """Rounds in which two coders have finished one source."""
    coders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for round_id, coder, source in _finished(session, request, rounds):
        coders[round_id, source].add(coder)
    return sorted({round_id for (round_id, _source), who in coders.items() if len(who) > 1})


def _finished(
    session: ProjectSession, request: AgreementRequest, rounds: CountedRounds
) -> Iterable[tuple[str, str, str]]:
    """Round, coder and source of every answer that may enter the comparison."""
    if request.level == "directions":
        places = {
            (part.round_id, part.coder_id, part.source_id)
            for part in queries.direction_mappings(session.database)
        }
    else:
        assisted = {round_.id for round_ in rounds.rounds.values() if round_.mode is Mode.ASSISTED}
        places = {
            (part.round_id, part.coder_id, part.source_id)
            for part in queries.coverage(session.database)
            if (part.progress.is_finished or request.include_unfinished)
            and not (request.independent_only and part.round_id in assisted)
        }
    return [
        place
        for place in places
        if place[0] in rounds
        and (not request.coders or place[1] in request.coders)
        and (not request.sources or place[2] in request.sources)
    ]
