"""What may enter a round, whatever way it comes in: by hand, import, merge or the journal.

All errors name the round, the coder or the source, and say why. They tell nothing that depends on
the work of others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.codings import MANUAL, WITHOUT_MODEL, Mode
from toolkit.domain.rounds import ALL_ROUNDS, DEFAULT_ROUND, Progress, RoundStatus
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.store import queries
from toolkit.store.preconditions import Precondition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.domain.events import Change, Row
    from toolkit.domain.rounds import Round
    from toolkit.store.pending_event import PendingEvent
    from toolkit.store.protocol import Database

ANSWERS = ("codings", "commitments", "direction_mappings")
"""Tables of what coders answer; each row has a round, a coder and a source."""
BY_HAND = frozenset(
    {
        "code.coin",
        "coding.add",
        "coding.change",
        "coding.join",
        "coding.move",
        "coding.none",
        "coding.remove",
        "coding.split",
        "direction.confirm",
        "queue.answer",
        "round.submit",
        "search.decide",
        "source.finish",
        "source.unfinish",
        "suggestion.decide",
    }
)
"""Kinds of events by which coders answer one by one."""
IMPORT = "coding.import"
LONGEST_NAME = 200
"""Characters that the name of a round or of a coder may have."""
SHOWN_CHARACTERS = 60
"""Characters of a name that is too long that an error shows."""


def check_coder_name(coder_id: str) -> None:
    """Raise `UsageError` for what cannot name a coder."""
    hint = _("Say who codes with --coder NAME, QCT_CODER or `coder` in qct.toml.")
    if not _is_plain(coder_id):
        raise UsageError(
            _(
                "{coder_id!r} cannot name a coder: it is empty or has spaces around it "
                "or unprintable characters"
            ).format(coder_id=coder_id[:LONGEST_NAME]),
            code="coder-name",
            hint=hint,
        )
    if len(coder_id) > LONGEST_NAME:
        raise UsageError(
            _(
                "{name}... cannot name a coder: it has {count} characters, and {most} are the most"
            ).format(name=coder_id[:SHOWN_CHARACTERS], count=len(coder_id), most=LONGEST_NAME),
            code="coder-name",
            hint=hint,
        )


def check_round_name(round_id: str) -> None:
    """Raise `UsageError` for what cannot name a round."""
    if not _is_plain(round_id):
        raise UsageError(
            _(
                "{round_id!r} cannot name a round: it is empty or has spaces around "
                "it or unprintable characters"
            ).format(round_id=round_id[:LONGEST_NAME]),
            code="round-name",
        )
    if len(round_id) > LONGEST_NAME:
        raise UsageError(
            _(
                "{name}... cannot name a round: it has {count} characters, and {most} are the most"
            ).format(name=round_id[:SHOWN_CHARACTERS], count=len(round_id), most=LONGEST_NAME),
            code="round-name",
        )
    if round_id == ALL_ROUNDS:
        raise UsageError(
            _("{round_id} names no round: `--round {round_id}` puts rounds together").format(
                round_id=round_id
            ),
            code="round-name",
            hint=_("Choose another name."),
        )


def _is_plain(name: str) -> bool:
    return bool(name) and name == name.strip() and name.isprintable()


def need_reason(into_closed: str | None) -> str:
    """The reason why closed rounds take more; empty for None. Raises for one that is empty."""
    if into_closed is not None and not into_closed.strip():
        raise UsageError(
            _("nothing comes into a closed round without a reason"),
            code="round-reason",
            hint=_("Say why with --into-closed REASON; it is kept in the log."),
        )
    return (into_closed or "").strip()


def check_no_layer(round_id: str, layers: Iterable[str]) -> None:
    """Raise `UsageError` where the round holds what was settled, and nobody's answers."""
    if round_id in layers:
        raise UsageError(
            _("round {round} holds what was settled, and nobody codes in it by hand").format(
                round=round_id
            ),
            code="round-settled",
            hint=_("`qct adjudicate` settles disagreements; code in a round of the coders."),
        )


def check_made(round_: Round, mode: str, origin: str) -> None:
    """Raise `UsageError` where the round takes no coding that was made in this way."""
    if round_.mode is Mode.BLIND and (mode == Mode.ASSISTED or origin not in WITHOUT_MODEL):
        raise UsageError(
            _("round {round} is blind and takes no coding made with a suggestion in sight").format(
                round=round_.id
            ),
            code="round-mode",
            hint=_("Put it into a round whose mode is assisted or open."),
        )


def not_your_own(coder_id: str, round_: Round, hint: str = "") -> UsageError:
    """The error of a coder who is bound by a blind round and names another one."""
    return UsageError(
        _("{coder} works in the blind round {round} and may name only themselves").format(
            coder=coder_id, round=round_.id
        ),
        code="not-your-own",
        hint=hint,
    )


def check_takes_part(round_: Round, coder_id: str) -> None:
    """Raise `UsageError` where the round is not for the coder."""
    if not round_.is_for(coder_id):
        raise UsageError(
            _("{coder_id} takes no part in round {round}; it is for {coders}").format(
                coder_id=coder_id, round=round_.id, coders=", ".join(round_.coders)
            ),
            code="round-coder",
        )


def check_takes(round_: Round, coder_id: str, source_id: str) -> None:
    """Raise `UsageError` where the round is not for the coder, or not for the source."""
    check_takes_part(round_, coder_id)
    if round_.sources and source_id not in round_.sources:
        raise UsageError(
            _("{source_id} is not part of round {round}; it has {sources}").format(
                source_id=source_id, round=round_.id, sources=", ".join(round_.sources)
            ),
            code="round-source",
        )


def check_may_code(round_: Round, coder_id: str, source_id: str, progress: str | None) -> None:
    """Raise unless the coder, whose stated progress this is, may work on the source."""
    if round_.status is RoundStatus.CLOSED:
        raise UsageError(
            _("round {round} is closed").format(round=round_.id),
            code="round-closed",
            hint=_("`qct round list` shows the open ones."),
        )
    check_takes(round_, coder_id, source_id)
    if progress == Progress.SUBMITTED:
        raise UsageError(
            _("{coder_id} has submitted {source_id} in round {round}; it is locked").format(
                coder_id=coder_id, source_id=source_id, round=round_.id
            ),
            code="round-submitted",
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers, as far as the rules of rounds are about it."""

    round_id: str
    coder_id: str
    source_id: str
    mode: str = ""
    origin: str = MANUAL

    @classmethod
    def of(cls, row: Row, *, made: bool = True) -> Answer:
        """The answer in a row of one of the tables `ANSWERS`; `made` is whether it is made now."""
        return cls(
            str(row.get("round_id") or DEFAULT_ROUND),
            str(row.get("coder_id") or ""),
            str(row.get("source_id") or ""),
            str((made and row.get("mode")) or ""),
            str((made and row.get("origin")) or MANUAL),
        )


class RoundRules:
    """The rules of all rounds of a store, read once, for answers that come in together."""

    def __init__(self, database: Database, *, into_closed: bool = False) -> None:
        """With `into_closed`, closed rounds take answers too; somebody has said why."""
        self.rounds = {round_.id: round_ for round_ in queries.rounds(database)}
        self.layers = queries.settled_rounds(database)
        self.into_closed = into_closed
        submitted = database.query(
            "SELECT round_id, coder_id, source_id FROM coverage WHERE progress = :progress",
            {"progress": Progress.SUBMITTED.value},
        )
        self.submitted = {tuple(map(str, row)) for row in submitted}

    def check(self, answer: Answer) -> None:
        """Raise `UsageError` where the answer may not enter its round, which must be there."""
        round_ = self.rounds[answer.round_id]
        if self.into_closed and (
            round_.status is RoundStatus.CLOSED or answer.round_id in self.layers
        ):
            check_takes(round_, answer.coder_id, answer.source_id)
        else:
            key = (answer.round_id, answer.coder_id, answer.source_id)
            progress = Progress.SUBMITTED.value if key in self.submitted else None
            check_no_layer(answer.round_id, self.layers)
            check_may_code(round_, answer.coder_id, answer.source_id, progress)
        check_made(round_, answer.mode, answer.origin)


def answers_in(
    changes: Iterable[Change], tables: Iterable[str] = ANSWERS
) -> Iterator[tuple[Change, Answer]]:
    """The changes of answers, each with what it takes from a round and what it puts into one."""
    for change in changes:
        if change.table in tables:
            before, after = change.before, change.after
            made = before is None or (after is not None and _how(before) != _how(after))
            sides = [Answer.of(before, made=False)] if before is not None else []
            sides += [Answer.of(after, made=made)] if after is not None else []
            for answer in dict.fromkeys(sides):
                yield change, answer


def _how(row: Row) -> tuple[object, ...]:
    return row.get("round_id"), row.get("mode"), row.get("origin")


def check_kept(database: Database, event: PendingEvent) -> list[Precondition]:
    """Raise `UsageError` where the rounds do not take any more what was kept on a machine.

    Gives what must still hold when the event is written. Events that settle, correct or rename
    are not answers of a coder, and pass.
    """
    if event.kind not in (*BY_HAND, IMPORT):
        return []
    rules = RoundRules(database, into_closed=bool(event.summary.get("into_closed")))
    made = {change.key[0] for change in event.changes if change.table == "rounds"}
    tables = ANSWERS if event.kind == IMPORT else (*ANSWERS, "coverage")
    answers = [
        answer
        for _change, answer in answers_in(event.changes, tables)
        if answer.round_id in rules.rounds and answer.round_id not in made
    ]
    bound = [
        round_ for round_ in rules.rounds.values() if round_.is_blind and round_.is_for(event.actor)
    ]
    for answer in answers:
        if bound and answer.coder_id != event.actor:
            raise not_your_own(event.actor, bound[0])
        rules.check(answer)
    touched = sorted({answer.round_id for answer in answers})
    return [
        Precondition("rounds", name, "status", rules.rounds[name].status.value) for name in touched
    ]
