"""Changing codings that exist: removing them, moving them to a round, other ends or codes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span
from toolkit.operations.codings.apply import Texts, brief, recoded, refuse_twins
from toolkit.operations.codings.step_context import load_step
from toolkit.operations.session import ProjectSession, check_span
from toolkit.store import rows
from toolkit.store.round_rules import check_made

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.codings import Coding
    from toolkit.domain.events import Change
    from toolkit.store.preconditions import Precondition


@dataclass(frozen=True, slots=True)
class Wish:
    """What a coding is to become; None leaves it as it is."""

    start: int | None = None
    end: int | None = None
    code_id: str | None = None
    discuss: bool | None = None


def plan_removal(
    session: ProjectSession, coding_ids: Sequence[str], coder: str
) -> tuple[list[Coding], list[Change]]:
    """The codings of the coder's that go, and the changes that remove them with their memos."""
    ids = list(dict.fromkeys(coding_ids))
    if not ids:
        return [], []
    context = load_step(session, coder=coder, coding_ids=ids)
    removed = [context.need_own_coding(coding_id) for coding_id in ids]
    changes: list[Change] = []
    for coding in removed:
        memos = context.memos.get(coding.id, ())
        changes += [rows.removed("memos", rows.memo_row(memo)) for memo in memos]
        changes.append(rows.removed("codings", rows.coding_row(coding)))
    return removed, changes


def plan_moves(
    session: ProjectSession, coding_ids: Sequence[str], to_round: str, coder: str
) -> tuple[list[Coding], list[Change], list[Precondition]]:
    """The codings as they are in another open round, the changes that move them there, and what
    must still hold then."""
    ids = list(dict.fromkeys(coding_ids))
    if not ids:
        return [], [], []
    read = load_step(session, coder=coder, coding_ids=ids, round_id=to_round)
    before = [read.need_own_coding(coding_id) for coding_id in ids]
    places = [(c.source_id, c.span.start, c.span.end, c.code_id) for c in before]
    context = load_step(session, coder=coder, round_id=to_round, placements=places)
    round_ = context.need_round(to_round)
    moved = [replace(coding, round_id=round_.id) for coding in before]
    for coding in moved:
        context.check_open(round_, coding.source_id)
        check_made(round_, coding.mode, coding.origin)
    refuse_twins(context, moved)
    sources = list(dict.fromkeys(coding.source_id for coding in moved))
    changes = context.registrations(round_.id, sources)
    changes += [
        rows.changed("codings", rows.coding_row(old), rows.coding_row(new))
        for old, new in zip(before, moved, strict=True)
        if old != new
    ]
    return moved, changes, context.preconditions(sources, (), [round_])


def change_coding(
    session: ProjectSession, coding_id: str, wish: Wish, *, coder: str, texts: Texts
) -> Coding:
    """Move a coding's ends, give it another code, or flag it for discussion."""
    code_ids = [wish.code_id] if wish.code_id is not None else []
    context = load_step(session, coder=coder, coding_ids=[coding_id], code_ids=code_ids)
    before = context.need_own_coding(coding_id)
    first = before.span.start if wish.start is None else wish.start
    last = before.span.end if wish.end is None else wish.end
    source = context.need_text(before.source_id, texts.get(before.source_id))
    check_span(source, first, last)
    after = replace(
        before,
        span=Span(first, last),
        discuss=before.discuss if wish.discuss is None else wish.discuss,
    )
    if wish.code_id == before.code_id:
        code_ids = []
    elif wish.code_id is not None:
        after = recoded(context, after, wish.code_id)
    preconditions = context.preconditions([source.id], code_ids)
    if after != before:
        session.record(
            actor=coder,
            kind="coding.change",
            changes=[rows.changed("codings", rows.coding_row(before), rows.coding_row(after))],
            summary={"codings": [brief(after)], "was": brief(before)},
            preconditions=preconditions,
        )
    return after
