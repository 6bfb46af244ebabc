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
from toolkit.errors import InputError, UsageError
from toolkit.operations.codebook.versions import book_of, need_active
from toolkit.operations.session import (
    ProjectSession,
    check_open,
    check_span,
    need_code,
    need_round,
    need_source,
    need_text,
    new_coder,
    text_seen,
)
from toolkit.store import queries, rows
from toolkit.store.preconditions import Precondition

Placement = tuple[str, int, int, str]
"""Source id, start, end, code id."""
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
    round_ = need_round(session, round_id)
    wanted = list(placements)
    sources = {one[0]: need_text(session, one[0], texts.get(one[0])) for one in wanted}
    seen = [
        *(text_seen(source) for source in sources.values()),
        *codes_seen(session, (one[3] for one in wanted)),
        round_seen(round_),
    ]
    result, changes = plan_codings(
        session, wanted, coder=coder, round_=round_, origin=origin, mode=mode
    )
    if changes:
        session.record(
            actor=coder,
            kind="coding.add",
            changes=changes,
            summary={"codings": [brief(coding) for coding in result], "round": round_.id},
            preconditions=seen,
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
) -> tuple[list[Coding], list[Change]]:
    """The codings that result, and the changes that make them; nothing is written.

    `making` is the codebook that the same step makes, where it makes one.
    """
    wanted = list(placements)
    existing = {
        (coding.source_id, coding.span, coding.code_id): coding
        for source_id in {placement[0] for placement in wanted}
        for coding in queries.codings(
            session.database, source=source_id, coder=coder, round_id=round_.id
        )
    }
    now, book = session.clock(), making or book_of(session, round_)
    result: list[Coding] = []
    new: list[Coding] = []
    for source_id, start, end, code_id in wanted:
        source = need_source(session, source_id)
        check_span(source, start, end)
        if making is None or code_id not in making:
            need_code(session, code_id)
        need_active(book, round_, code_id)
        check_open(session, round_, coder, source_id)
        key = (source_id, Span(start, end), code_id)
        if key not in existing:
            existing[key] = Coding(
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
            new.append(existing[key])
        result.append(existing[key])
    if not new:
        return result, []
    changes = new_coder(session, coder)
    changes += working_on(session, round_.id, coder, {coding.source_id for coding in new})
    changes += [rows.added("codings", rows.coding_row(coding)) for coding in new]
    return result, changes


def working_on(
    session: ProjectSession, round_id: str, coder: str, source_ids: Iterable[str]
) -> list[Change]:
    """The changes that state that the coder works on these sources."""
    return [
        rows.added("coverage", rows.coverage_row(Coverage(round_id, coder, source_id)))
        for source_id in sorted(source_ids)
        if queries.row(
            session.database,
            "coverage",
            round_id=round_id,
            coder_id=coder,
            source_id=source_id,
        )
        is None
    ]


def need_own_coding(session: ProjectSession, coding_id: str, coder: str) -> Coding:
    """The coding, which only its own coder may change."""
    row = queries.row(session.database, "codings", id=coding_id)
    if row is None:
        raise InputError(
            f"there is no coding {coding_id}",
            code="unknown-coding",
            hint="`qct codings --format json` shows the ids; it may have been removed.",
        )
    coding = rows.coding_from(row)
    if coding.coder_id != coder:
        raise UsageError(
            f"coding {coding_id} is {coding.coder_id}'s; {coder} cannot change it",
            code="coding-foreign",
            hint=f"Work as its coder with --coder {coding.coder_id}.",
        )
    check_open(session, need_round(session, coding.round_id), coder, coding.source_id)
    return coding


def remove_codings(
    session: ProjectSession, coding_ids: Sequence[str], *, coder: str
) -> list[Coding]:
    """Remove codings, with their memos, as one step."""
    gone = [need_own_coding(session, coding_id, coder) for coding_id in dict.fromkeys(coding_ids)]
    changes: list[Change] = []
    for coding in gone:
        memos = queries.memos(session.database, target=MemoTarget.CODING, target_id=coding.id)
        changes += [rows.removed("memos", rows.memo_row(memo)) for memo in memos]
        changes.append(rows.removed("codings", rows.coding_row(coding)))
    if changes:
        session.record(
            actor=coder,
            kind="coding.remove",
            changes=changes,
            summary={"codings": [brief(coding) for coding in gone]},
        )
    return gone


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
    before = need_own_coding(session, coding_id, coder)
    first = before.span.start if start is None else start
    last = before.span.end if end is None else end
    source = need_text(session, before.source_id, texts.get(before.source_id))
    check_span(source, first, last)
    seen = [text_seen(source)]
    version = before.codebook_version
    if code_id is not None and code_id != before.code_id:
        seen += codes_seen(session, [code_id])
        round_ = need_round(session, before.round_id)
        book = book_of(session, round_)
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
            preconditions=seen,
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
    round_ = need_round(session, round_id)
    source = need_text(session, source_id, texts.get(source_id))
    check_span(source, start, end)
    check_open(session, round_, coder, source_id)
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
    changes = [
        *new_coder(session, coder),
        *working_on(session, round_.id, coder, [source_id]),
        rows.added("commitments", row),
    ]
    session.record(
        actor=coder,
        kind="coding.none",
        changes=changes,
        summary={"source": source_id, "start": start, "end": end, "round": round_.id},
        preconditions=[text_seen(source), round_seen(round_)],
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
