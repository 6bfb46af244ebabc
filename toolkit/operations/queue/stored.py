"""Queues as the store has them, and how far their coders are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.queues import Answer, Queue, QueueItem, QueueKind, QueueStatus
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.session import need_round
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class QueueState:
    """A queue, and how many of its passages are answered."""

    queue: Queue
    items: int
    yes: int
    no: int
    later: int
    """Passages that were put off and have no answer yet."""

    @property
    def answered(self) -> int:
        """Passages with a yes or a no."""
        return self.yes + self.no

    @property
    def left(self) -> int:
        """Passages without a yes or a no."""
        return self.items - self.answered

    @property
    def is_open(self) -> bool:
        """Whether the queue still asks: it is not stopped, and something is left."""
        return self.queue.status is QueueStatus.OPEN and self.left > 0


def states_of(session: ProjectSession, coder: str) -> list[QueueState]:
    """The queues of a coder by their numbers, with how many passages are answered."""
    counted: dict[str, dict[str, int]] = {}
    for row in session.database.query(
        "SELECT queue_id, answer, count(*) AS n FROM queue_items WHERE coder_id = :coder "
        "GROUP BY queue_id, answer",
        {"coder": coder},
    ):
        counted.setdefault(row["queue_id"], {})[row["answer"]] = int(row["n"])
    return [
        _state(queue, counted.get(queue.id, {}))
        for queue in map(
            rows.queue_from,
            session.database.query(
                "SELECT * FROM queues WHERE coder_id = :coder ORDER BY number, id", {"coder": coder}
            ),
        )
    ]


def _state(queue: Queue, counted: dict[str, int]) -> QueueState:
    return QueueState(
        queue,
        sum(counted.values()),
        counted.get(Answer.YES, 0),
        counted.get(Answer.NO, 0),
        counted.get(Answer.LATER, 0),
    )


def need_state(session: ProjectSession, number: int, coder: str) -> QueueState:
    """The queue of a coder by its number. Raises `InputError` where the coder has none."""
    states = states_of(session, coder)
    named = [state for state in states if state.queue.number == number]
    if len(named) > 1:
        # Two coders who became one may both have had a queue of this number.
        named = [state for state in named if state.is_open] or named[-1:]
    if len(named) > 1:
        raise UsageError(
            _("{coder} has {count} open queues with the number {number}").format(
                coder=coder, count=len(named), number=number
            ),
            code="queue-twice",
            hint=_("`qct queue stop {number}` stops the older of them.").format(number=number),
        )
    if not named:
        raise InputError(
            _("{coder} has no queue {number}; {valid}").format(
                coder=coder, number=number, valid=_listed(states)
            ),
            code="unknown-queue",
            hint=_("`qct queue list` lists them; `qct queue make KIND` makes one."),
        )
    return named[0]


def oldest_of(session: ProjectSession, number: int, coder: str) -> QueueState:
    """The oldest open queue of a coder with a number, else what `need_state` gives or raises."""
    for state in states_of(session, coder):
        if state.queue.number == number and state.queue.status is QueueStatus.OPEN:
            return state
    return need_state(session, number, coder)


def refuse_model(session: ProjectSession, queue: Queue) -> None:
    """Raise `UsageError` where a model filled the queue and its coder is in a blind round."""
    if queue.kind is not QueueKind.MISSED:
        return
    viewer = queries.viewer(session.database, queue.coder_id, need_round(session, None))
    if viewer.blind_rounds:
        raise UsageError(
            _(
                "a model filled queue {number}, and {coder} takes part in the blind round {round}: "
                "it is shown once the round is closed"
            ).format(number=queue.number, coder=queue.coder_id, round=viewer.blind_rounds[0].id),
            code="round-blind",
            hint=_("`qct round list` shows the rounds; other queues can be answered."),
        )


def _listed(states: list[QueueState]) -> str:
    if not states:
        return _("there is none")
    return _("valid: {numbers}").format(
        numbers=", ".join(str(state.queue.number) for state in states)
    )


def items_of(session: ProjectSession, queue: Queue) -> list[QueueItem]:
    """The passages of a queue in the order in which they are asked about."""
    stored = session.database.query(
        "SELECT * FROM queue_items WHERE queue_id = :queue AND coder_id = :coder ORDER BY position",
        {"queue": queue.id, "coder": queue.coder_id},
    )
    return [rows.queue_item_from(row) for row in stored]


def waiting(session: ProjectSession, queue: Queue, most: int) -> list[QueueItem]:
    """The passages that are asked about next, at most so many.

    Those without any answer come first, then those that were put off, the longest ago first.
    """
    stored = session.database.query(
        "SELECT * FROM queue_items WHERE queue_id = :queue AND coder_id = :coder "
        "AND answer IN ('', 'later') "
        "ORDER BY CASE answer WHEN '' THEN 0 ELSE 1 END, "
        "CASE answer WHEN '' THEN '' ELSE answered_at END, position LIMIT :most",
        {"queue": queue.id, "coder": queue.coder_id, "most": most},
    )
    return [rows.queue_item_from(row) for row in stored]


def need_item(session: ProjectSession, queue: Queue, position: int) -> QueueItem:
    """The passage of a queue by its number. Raises `InputError` where there is none."""
    row = session.database.first(
        "SELECT * FROM queue_items WHERE queue_id = :queue AND position = :position",
        {"queue": queue.id, "position": position},
    )
    if row is None:
        raise InputError(
            _("queue {number} has no passage {position}, or its words are gone").format(
                number=queue.number, position=position
            ),
            code="unknown-queue-item",
            hint=_("`qct queue show {number}` lists its passages.").format(number=queue.number),
        )
    return rows.queue_item_from(row)
