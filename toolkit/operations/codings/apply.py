"""Applying codes to spans, changing and removing them, memos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from toolkit.domain.codebook import Codebook
from toolkit.domain.codings import MANUAL, Coding, Memo, MemoTarget, Mode
from toolkit.domain.events import Change
from toolkit.domain.ids import uuid7
from toolkit.domain.rounds import Coverage, Round, RoundStatus
from toolkit.domain.spans import Span
from toolkit.errors import InputError
from toolkit.operations.codebook.versions import need_active
from toolkit.operations.codings.step_context import Placement, StepContext, load_step
from toolkit.operations.session import (
    ProjectSession,
    check_span,
    need_code,
    need_source,
    new_coder,
)
from toolkit.store import queries, rows
from toolkit.store.preconditions import Precondition

Texts = Mapping[str, str]
"""By source id, the hash of the text that offsets were read from (`Source.text_sha256`)."""
NO_TEXTS: Texts = MappingProxyType({})


def codes_seen(session: ProjectSession, code_ids: Iterable[str]) -> list[Precondition]:
    """That the codes are in use as they are now when a step that applies them is written.

    A round may be on an earlier version of the codebook, so a retired code may be right too.
    """
    codes = [need_code(session, code_id) for code_id in dict.fromkeys(code_ids)]
    return [Precondition("codes", code.id, "status", code.status) for code in codes]


def round_seen(round_: Round) -> Precondition:
    """That the round is open still when a step in it is written."""
    return Precondition("rounds", round_.id, "status", RoundStatus.OPEN)


def add_codings(
    session: ProjectSession,
    placements: Iterable[Placement],
    *,
    coder: str,
    round_id: str | None = None,
    origin: str = MANUAL,
    mode: Mode | None = None,
    texts: Texts = NO_TEXTS,
) -> list[Coding]:
    """Apply codes to spans as one step; what is already there is returned as it is."""
    places = list(placements)
    context = load_step(session, coder=coder, round_id=round_id, placements=places)
    round_ = context.need_round(round_id)
    source_ids = list(dict.fromkeys(place[0] for place in places))
    for source_id in source_ids:
        context.need_text(source_id, texts.get(source_id))
    preconditions = context.preconditions(source_ids, (place[3] for place in places), [round_])
    result, changes = plan_codings(
        session,
        places,
        coder=coder,
        round_=round_,
        origin=origin,
        mode=mode,
        context=context,
    )
    if changes:
        session.record(
            actor=coder,
            kind="coding.add",
            changes=changes,
            summary={"codings": [brief(coding) for coding in result], "round": round_.id},
            preconditions=preconditions,
        )
    return result


def plan_codings(
    session: ProjectSession,
    placements: Iterable[Placement],
    *,
    coder: str,
    round_: Round,
    origin: str = MANUAL,
    mode: Mode | None = None,
    making: Codebook | None = None,
    context: StepContext | None = None,
) -> tuple[list[Coding], list[Change]]:
    """The codings that result, and the changes that make them; nothing is written.

    `making` is the codebook that the same step makes, where it makes one. `context` is what
    has been read for these very placements already.
    """
    places = list(placements)
    if context is None:
        context = load_step(session, coder=coder, round_id=round_.id, placements=places)
    placed = dict(context.placed)
    now, book = session.clock(), making or context.book_of(round_)
    result: list[Coding] = []
    new: list[Coding] = []
    for source_id, start, end, code_id in places:
        check_span(context.need_source(source_id), start, end)
        if making is None or code_id not in making:
            context.need_code(code_id)
        need_active(book, round_, code_id)
        context.check_open(round_, source_id)
        key = (round_.id, source_id, Span(start, end), code_id)
        if key not in placed:
            placed[key] = Coding(
                id=uuid7(),
                source_id=source_id,
                span=Span(start, end),
                code_id=code_id,
                coder_id=coder,
                round_id=round_.id,
                mode=mode or round_.mode,
                codebook_version=book.version,
                created_at=now,
                origin=origin,
            )
            new.append(placed[key])
        result.append(placed[key])
    if not new:
        return result, []
    changes = context.registrations(round_.id, (coding.source_id for coding in new))
    changes += [rows.added("codings", rows.coding_row(coding)) for coding in new]
    return result, changes


def working_on(
    session: ProjectSession, round_id: str, coder: str, source_ids: Iterable[str]
) -> list[Change]:
    """The changes that state that the coder works on these sources."""
    stated = queries.stated_sources(session.database, round_id, coder)
    return [
        rows.added("coverage", rows.coverage_row(Coverage(round_id, coder, source_id)))
        for source_id in sorted(source_ids)
        if source_id not in stated
    ]


def remove_codings(
    session: ProjectSession, coding_ids: Sequence[str], *, coder: str
) -> list[Coding]:
    """Remove codings, with their memos, as one step."""
    ids = list(dict.fromkeys(coding_ids))
    if not ids:
        return []
    context = load_step(session, coder=coder, coding_ids=ids)
    removed = [context.need_own_coding(coding_id) for coding_id in ids]
    changes: list[Change] = []
    for coding in removed:
        memos = context.memos.get(coding.id, ())
        changes += [rows.removed("memos", rows.memo_row(memo)) for memo in memos]
        changes.append(rows.removed("codings", rows.coding_row(coding)))
    session.record(
        actor=coder,
        kind="coding.remove",
        changes=changes,
        summary={"codings": [brief(coding) for coding in removed]},
    )
    return removed


def change_coding(
    session: ProjectSession,
    coding_id: str,
    *,
    coder: str,
    start: int | None = None,
    end: int | None = None,
    code_id: str | None = None,
    discuss: bool | None = None,
    texts: Texts = NO_TEXTS,
) -> Coding:
    """Move a coding's ends, give it another code, or flag it for discussion."""
    code_ids = [code_id] if code_id is not None else []
    context = load_step(session, coder=coder, coding_ids=[coding_id], code_ids=code_ids)
    before = context.need_own_coding(coding_id)
    first = before.span.start if start is None else start
    last = before.span.end if end is None else end
    source = context.need_text(before.source_id, texts.get(before.source_id))
    check_span(source, first, last)
    recoded = code_id is not None and code_id != before.code_id
    preconditions = context.preconditions([source.id], code_ids if recoded else [])
    version = before.codebook_version
    if code_id is not None and recoded:
        round_ = context.need_round(before.round_id)
        book = context.book_of(round_)
        need_active(book, round_, code_id)
        version = book.version
    after = replace(
        before,
        span=Span(first, last),
        code_id=code_id or before.code_id,
        codebook_version=version,
        discuss=before.discuss if discuss is None else discuss,
    )
    if after != before:
        session.record(
            actor=coder,
            kind="coding.change",
            changes=[rows.changed("codings", rows.coding_row(before), rows.coding_row(after))],
            summary={"codings": [brief(after)], "was": brief(before)},
            preconditions=preconditions,
        )
    return after


def commit_none(
    session: ProjectSession,
    source_id: str,
    start: int,
    end: int,
    *,
    coder: str,
    round_id: str | None = None,
    texts: Texts = NO_TEXTS,
) -> None:
    """Record that the coder found no code for the span, before any suggestion is shown."""
    context = load_step(session, coder=coder, round_id=round_id, source_ids=[source_id])
    round_ = context.need_round(round_id)
    source = context.need_text(source_id, texts.get(source_id))
    check_span(source, start, end)
    context.check_open(round_, source_id)
    if queries.has_commitment(session.database, source_id, start, end, coder, round_.id):
        return
    row = {
        "id": uuid7(),
        "source_id": source_id,
        "span_start": start,
        "span_end": end,
        "coder_id": coder,
        "round_id": round_.id,
        "created_at": session.clock(),
    }
    session.record(
        actor=coder,
        kind="coding.none",
        changes=[
            *context.registrations(round_.id, [source_id]),
            rows.added("commitments", row),
        ],
        summary={"source": source_id, "start": start, "end": end, "round": round_.id},
        preconditions=context.preconditions([source_id], [], [round_]),
    )


def set_memo(
    session: ProjectSession, target: MemoTarget, target_id: str, text: str, *, coder: str
) -> Memo | None:
    """Write the coder's memo on a thing, or remove it with an empty text."""
    need_target(session, target, target_id)
    mine = [
        memo
        for memo in queries.memos(session.database, target=target, target_id=target_id)
        if memo.coder_id == coder
    ]
    before = mine[0] if mine else None
    now = session.clock()
    if not text.strip():
        after = None
    elif before is not None:
        after = replace(before, text=text, updated_at=now)
    else:
        after = Memo(uuid7(), target, target_id, coder, text, created_at=now, updated_at=now)
    if (before.text if before else None) == (after.text if after else None):
        return before
    change = Change(
        "memos",
        ((after or before).id,),  # type: ignore[union-attr]
        rows.memo_row(before) if before else None,
        rows.memo_row(after) if after else None,
    )
    session.record(
        actor=coder,
        kind="memo.set" if after else "memo.remove",
        changes=[*new_coder(session, coder), change],
        summary={"target": target.value, "id": target_id},
    )
    return after


def need_target(session: ProjectSession, target: MemoTarget, target_id: str) -> None:
    """Raise unless the thing that a memo is on exists."""
    if target is MemoTarget.SOURCE:
        need_source(session, target_id)
    elif target is MemoTarget.CODE:
        need_code(session, target_id)
    elif target is not MemoTarget.PROJECT:
        table = "codings" if target is MemoTarget.CODING else "cases"
        if queries.row(session.database, table, id=target_id) is None:
            raise InputError(
                f"there is no {target.value} {target_id}",
                code=f"unknown-{target.value}",
                hint="`qct codings --format json` shows the ids."
                if target is MemoTarget.CODING
                else "`qct cases` lists them.",
            )


def brief(coding: Coding) -> str:
    """Where a coding is and of which code, for the log."""
    return f"{coding.source_id} {coding.span} {coding.code_id}"
