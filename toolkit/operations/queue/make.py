"""Making a queue: which passages go into it, and the step that stores it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.domain.ids import uuid7
from toolkit.domain.queues import MOST, Answer, Queue, QueueItem, QueueKind, in_drawn_order
from toolkit.domain.spans import Span
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.codebook.versions import need_active
from toolkit.operations.codings.step_context import load_step
from toolkit.operations.session import check_span, new_coder
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.rounds import Round
    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage that is to be asked about."""

    source_id: str
    span: Span
    code_id: str
    why: tuple[str, ...] = ()
    score: float | None = None

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Source id, start, end and code id."""
        return self.source_id, self.span.start, self.span.end, self.code_id


@dataclass(frozen=True, slots=True)
class Made:
    """A queue that was made, and what did not go into it."""

    queue: Queue
    items: int
    coded: int
    """Passages left out because the coder has the code on them, or on a part of them."""
    decided: int
    """Passages left out because the coder answered the same question in an earlier queue."""
    notes: tuple[str, ...] = field(default=())
    """Sentences on what else was left out."""


def make_queue(
    session: ProjectSession,
    kind: QueueKind,
    asked: Sequence[Asked],
    *,
    coder: str,
    round_id: str | None,
    seed: int,
    shows_scores: bool,
    notes: Iterable[str] = (),
) -> Made:
    """Store the passages as a queue of the coder, as one step.

    Raises `UsageError` for a closed round, a code out of use, a locked source, and where nothing
    is left to ask about.
    """
    by_place = {passage.place: passage for passage in asked}
    order = in_drawn_order(by_place, seed)
    context = load_step(session, coder=coder, round_id=round_id, placements=order)
    round_ = context.need_round(round_id)
    _refuse_scores(round_, shows_scores=shows_scores)
    book = context.book_of(round_)
    for code_id in dict.fromkeys(place[3] for place in order):
        context.need_code(code_id)
        need_active(book, round_, code_id)
    for source_id in dict.fromkeys(place[0] for place in order):
        context.check_open(round_, source_id)
    for source_id, start, end, _code in order:
        check_span(context.need_source(source_id), start, end)
    coded = _coded(session, coder, round_.id, order)
    decided = _decided(session, coder, round_.id) - coded
    kept = [place for place in order if place not in coded and place not in decided]
    left_out = len(coded), sum(place in decided for place in order)
    _check_size(len(kept), *left_out)
    codes = dict.fromkeys(place[3] for place in order)
    queue = Queue(
        id=uuid7(),
        number=_next_number(session, coder),
        kind=kind,
        code_id=next(iter(codes)) if len(codes) == 1 else "",
        coder_id=coder,
        round_id=round_.id,
        seed=seed,
        shows_scores=shows_scores,
        created_at=session.clock(),
    )
    items = [
        QueueItem(
            id=uuid7(),
            queue_id=queue.id,
            position=position,
            source_id=place[0],
            span=by_place[place].span,
            revision=context.need_source(place[0]).revision,
            code_id=place[3],
            coder_id=coder,
            round_id=round_.id,
            why=by_place[place].why,
            score=by_place[place].score,
            answer=Answer.NONE,
        )
        for position, place in enumerate(kept, start=1)
    ]
    session.record(
        actor=coder,
        kind="queue.make",
        changes=[
            *new_coder(session, coder),
            rows.added("queues", rows.queue_row(queue)),
            *(rows.added("queue_items", rows.queue_item_row(item)) for item in items),
        ],
        summary={
            "queue": queue.number,
            "from": kind.value,
            "code": queue.code_id,
            "round": round_.id,
            "passages": len(items),
            "seed": seed,
            "scores": "shown" if shows_scores else "hidden",
        },
        preconditions=context.preconditions(dict.fromkeys(place[0] for place in kept), codes),
    )
    return Made(queue, len(items), *left_out, tuple(notes))


def _refuse_scores(round_: Round, *, shows_scores: bool) -> None:
    if round_.is_blind and shows_scores:
        raise UsageError(
            _("round {round} is blind: a queue in it shows no scores of a model").format(
                round=round_.id
            ),
            code="round-blind",
            hint=_("Leave --show-scores away."),
        )


def _check_size(kept: int, coded: int, decided: int) -> None:
    if not kept:
        raise UsageError(
            _(
                "there is nothing left to ask about (passages coded already: {coded}; answered in "
                "an earlier queue: {decided})"
            ).format(coded=coded, decided=decided)
            if coded or decided
            else _("there is nothing to ask about: no passage was found"),
            code="queue-empty",
            hint=_("Name other sources, another code or another kind: `qct queue make --help`."),
        )
    if kept > MOST:
        raise UsageError(
            _("{count} passages are too many for one queue; {most} are the most").format(
                count=kept, most=MOST
            ),
            code="queue-size",
            hint=_("Name some of the sources with --source, or ask about turns: --unit turn."),
        )


def _coded(
    session: ProjectSession,
    coder: str,
    round_id: str,
    places: Sequence[tuple[str, int, int, str]],
) -> set[tuple[str, int, int, str]]:
    """The places on which the coder has the code, or on a part of them, in the round."""
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for coding in queries.iterate_codings(session.database, coder=coder, round_id=round_id):
        key = (coding.source_id, coding.code_id)
        spans.setdefault(key, []).append((coding.span.start, coding.span.end))
    return {
        (source, start, end, code)
        for source, start, end, code in places
        if any(begin < end and start < stop for begin, stop in spans.get((source, code), ()))
    }


def _decided(session: ProjectSession, coder: str, round_id: str) -> set[tuple[str, int, int, str]]:
    """The places about which the coder said yes or no in a queue of the round."""
    return {
        (row["source_id"], row["span_start"], row["span_end"], row["code_id"])
        for row in session.database.query(
            "SELECT source_id, span_start, span_end, code_id FROM queue_items "
            "WHERE coder_id = :coder AND round_id = :round AND answer IN ('yes', 'no')",
            {"coder": coder, "round": round_id},
        )
    }


def _next_number(session: ProjectSession, coder: str) -> int:
    row = session.database.first(
        "SELECT max(number) AS newest FROM queues WHERE coder_id = :coder", {"coder": coder}
    )
    return int(row["newest"] or 0) + 1 if row is not None else 1
