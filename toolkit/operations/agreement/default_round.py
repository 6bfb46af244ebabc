"""The round that is compared where nobody names one: rounds are not put together unasked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import Mode
from toolkit.domain.rounds import ALL_ROUNDS, RoundStatus
from toolkit.i18n import _
from toolkit.store import queries
from toolkit.store.log.round_order import newest_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.rounds import Round
    from toolkit.operations.agreement.request import AgreementRequest
    from toolkit.operations.answers.counted_rounds import CountedRounds
    from toolkit.operations.session import ProjectSession


Place = tuple[str, str, str, bool]
"""Round, coder and source of an answer, and whether it may enter the comparison."""


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
    places = _places(session, request, rounds)
    answered = sorted({place[0] for place in places})
    comparable = _comparable(places)
    if not comparable:
        if len(answered) < 2:
            return request, []
        note = _(
            "there is no round in which two coders have finished a source, so {rounds} are put "
            "together"
        )
        return replace(request, round_id=ALL_ROUNDS), [note.format(rounds=", ".join(answered))]
    chosen = newest_first(session.database, (rounds.rounds[name] for name in comparable))[0]
    notes = _notes(chosen, comparable, [name for name in answered if name != chosen.id])
    return replace(request, round_id=chosen.id), notes


def _notes(chosen: Round, comparable: Sequence[str], others: Sequence[str]) -> list[str]:
    if not others:
        return []
    if len(comparable) == 1:
        text = _("round {round} is the only one in which two coders have finished a source")
    elif chosen.status is RoundStatus.CLOSED:
        text = _("round {round} is the one of {rounds} that was closed last")
    else:
        text = _("round {round} is the one of {rounds} that was opened last")
    note = _(
        "{choice}; answers in {others} are not compared: --round names another round, and --round "
        "all puts rounds together"
    )
    choice = text.format(round=chosen.id, rounds=", ".join(comparable))
    return [note.format(choice=choice, others=", ".join(others))]


def _comparable(places: Iterable[Place]) -> list[str]:
    """Rounds in which two coders have finished one source."""
    coders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for round_id, coder, source, counts in places:
        if counts:
            coders[round_id, source].add(coder)
    return sorted({round_id for (round_id, _source), who in coders.items() if len(who) > 1})


def _places(
    session: ProjectSession, request: AgreementRequest, rounds: CountedRounds
) -> list[Place]:
    """All answers in the scope of the request, and whether each may enter the comparison."""
    places: set[Place]
    if request.level == "directions":
        places = {
            (part.round_id, part.coder_id, part.source_id, True)
            for part in queries.direction_mappings(session.database)
        }
    else:
        assisted = {round_.id for round_ in rounds.rounds.values() if round_.mode is Mode.ASSISTED}
        places = {
            (
                part.round_id,
                part.coder_id,
                part.source_id,
                (part.progress.is_finished or request.include_unfinished)
                and not (request.independent_only and part.round_id in assisted),
            )
            for part in queries.coverage(session.database)
        }
    return [
        place
        for place in places
        if place[0] in rounds
        and (not request.coders or place[1] in request.coders)
        and (not request.sources or place[2] in request.sources)
    ]
