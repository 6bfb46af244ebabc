"""Answering a passage of a queue, taking an answer back, and stopping a queue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import MISSED, QUEUE, SEARCH, Coding
from toolkit.domain.pattern_hits import HitOutcome
from toolkit.domain.queues import Answer, Queue, QueueItem, QueueKind, QueueStatus
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.codings.apply import plan_codings
from toolkit.operations.codings.step_context import load_step
from toolkit.operations.search.decide_hits import decision_changes
from toolkit.store import rows
from toolkit.store.log import undo as undoing
from toolkit.store.log.entries import event_from, newest_first, undone_ids

if TYPE_CHECKING:
    from toolkit.domain.events import Change, Event
    from toolkit.operations.session import ProjectSession

KIND = "queue.answer"
_ORIGINS = {QueueKind.HITS: SEARCH, QueueKind.MISSED: MISSED}
_OUTCOMES = {Answer.YES: HitOutcome.ACCEPTED, Answer.NO: HitOutcome.REJECTED}


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer did."""

    item: QueueItem
    coding: Coding | None
    """The coding on the passage after a yes."""
    was_there: bool = False
    """Whether the coder had that coding already."""


def origin_of(kind: QueueKind) -> str:
    """The origin of the codings that a queue of this kind makes."""
    return _ORIGINS.get(kind, QUEUE)


def answer(
    session: ProjectSession,
    queue: Queue,
    item: QueueItem,
    given: Answer,
    *,
    text_sha256: str | None = None,
) -> Answered:
    """Record the answer, and with a yes the coding, as one step.

    Raises `UsageError` for a stopped queue, a passage that is answered already and a source or
    round that takes no more, and `ConflictError` where the text is not the one that was read.
    """
    name = f"{queue.number}-{item.position}"
    if queue.status is QueueStatus.STOPPED:
        raise UsageError(
            _("queue {number} is stopped").format(number=queue.number),
            code="queue-stopped",
            hint=_("`qct undo` right after stopping takes that back; or make another queue."),
        )
    if item.answer.is_final:
        raise UsageError(
            _("passage {name} is answered already: {answer}").format(name=name, answer=item.answer),
            code="queue-answered",
            hint=_(
                "`qct queue undo {number}` takes back the last answers, one at a time; a coding "
                "is removed with `qct codings remove ID`."
            ).format(number=queue.number),
        )
    place = (item.source_id, item.span.start, item.span.end, item.code_id)
    context = load_step(session, coder=queue.coder_id, round_id=queue.round_id, placements=[place])
    round_ = context.need_round(queue.round_id)
    context.need_text(item.source_id, text_sha256)
    context.check_open(round_, item.source_id)
    coding: Coding | None = None
    changes: list[Change] = []
    if given is Answer.YES:
        (coding,), changes = plan_codings(
            session,
            [place],
            coder=queue.coder_id,
            round_=round_,
            origin=origin_of(queue.kind),
            context=context,
        )
    was_there = coding is not None and not changes
    after = replace(
        item,
        answer=given,
        coding_id=coding.id if coding is not None else None,
        answered_at=session.clock(),
    )
    if queue.kind is QueueKind.HITS and given.is_final and not was_there:
        changes += decision_changes(
            session,
            item.code_id,
            [(item.source_id, item.span, item.why, _OUTCOMES[given])],
            coder=queue.coder_id,
            round_id=queue.round_id,
        )
    changes.append(
        rows.changed("queue_items", rows.queue_item_row(item), rows.queue_item_row(after))
    )
    session.record(
        actor=queue.coder_id,
        kind=KIND,
        changes=changes,
        summary={
            "queue": queue.number,
            "passage": item.position,
            "answer": given.value,
            "code": item.code_id,
            "source": item.source_id,
            "round": queue.round_id,
        },
        preconditions=context.preconditions([item.source_id], [item.code_id], [round_]),
    )
    return Answered(after, coding, was_there)


def take_back(session: ProjectSession, queue: Queue) -> QueueItem:
    """Undo the last answer of the queue that stands. Raises `UsageError` where there is none."""
    undone = undone_ids(session.database)
    stored = newest_first(
        session.database,
        "actor = :actor AND kind = :kind",
        {"actor": queue.coder_id, "kind": KIND},
    )
    for row in stored:
        if row["id"] in undone or queue.id not in row["changes"]:
            continue
        event = event_from(row)
        change = _answered_change(event, queue)
        if change is None or change.before is None:
            continue
        undoing.undo(
            session.database,
            actor=queue.coder_id,
            seq=event.seq,
            by=session.acting_for(queue.coder_id),
            clock=session.clock,
        )
        return rows.queue_item_from(change.before)
    raise UsageError(
        _("queue {number} has no answer to take back").format(number=queue.number),
        code="nothing-to-undo",
    )


def _answered_change(event: Event, queue: Queue) -> Change | None:
    for change in event.changes:
        if change.table == "queue_items" and (change.after or {}).get("queue_id") == queue.id:
            return change
    return None


def stop(session: ProjectSession, queue: Queue) -> Queue:
    """Let the queue ask no more. Raises `UsageError` where it is stopped already."""
    if queue.status is QueueStatus.STOPPED:
        raise UsageError(
            _("queue {number} is stopped already").format(number=queue.number),
            code="queue-stopped",
        )
    stopped = replace(queue, status=QueueStatus.STOPPED)
    session.record(
        actor=queue.coder_id,
        kind="queue.stop",
        changes=[rows.changed("queues", rows.queue_row(queue), rows.queue_row(stopped))],
        summary={"queue": queue.number, "round": queue.round_id},
    )
    return stopped
