"""Splitting a coding in two and joining neighbours, each as one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.domain.codings import MANUAL, Coding, Memo, Mode
from toolkit.domain.events import Change
from toolkit.domain.ids import uuid7
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Source
from toolkit.errors import InputError, UsageError
from toolkit.operations.codings.apply import NO_TEXTS, Texts
from toolkit.operations.codings.step_context import StepContext, load_step
from toolkit.operations.session import ProjectSession, text_seen
from toolkit.store import queries, rows

_BLIND_FIRST = (Mode.BLIND, Mode.COMMIT_THEN_REVEAL, Mode.ASSISTED)


def split_coding(
    session: ProjectSession, coding_id: str, at: int, *, coder: str, texts: Texts = NO_TEXTS
) -> tuple[Coding, Coding]:
    """Make two codings of one, parted at a code point; blank space at the cut is left out.

    The first keeps the id and the memos. Raises `InputError` unless words are left on both sides.
    """
    context = load_step(session, coder=coder, coding_ids=[coding_id])
    before = context.need_own_coding(coding_id)
    span = before.span
    source = context.need_text(before.source_id, texts.get(before.source_id))
    text = queries.text_body(session.database, source.text_sha256)
    left = text[span.start : max(at, span.start)].rstrip()
    right = text[at : span.end].lstrip() if at < span.end else ""
    if not (span.start < at < span.end and left.strip() and right.strip()):
        raise InputError(
            f"a coding of {span} cannot be split at {at}: words must be left on both sides",
            code="split-outside",
            hint=f"Name a place after {span.start} and before {span.end} (code points).",
        )
    first = replace(before, span=Span(span.start, span.start + len(left)))
    second = replace(before, id=uuid7(), span=Span(span.end - len(right), span.end))
    session.record(
        actor=coder,
        kind="coding.split",
        changes=[
            rows.changed("codings", rows.coding_row(before), rows.coding_row(first)),
            rows.added("codings", rows.coding_row(second)),
        ],
        summary={"source": before.source_id, "code": before.code_id, "was": str(span)},
        preconditions=[text_seen(source)],
    )
    return first, second


def join_codings(session: ProjectSession, coding_ids: Sequence[str], *, coder: str) -> Coding:
    """Make one coding of several of one code that overlap or have only blank space between.

    The first in the text stays and gets the memos of all. What was decided with the least
    independence, and under the oldest codebook, is what the whole says of itself.
    """
    ids = list(dict.fromkeys(coding_ids))
    context = load_step(session, coder=coder, coding_ids=ids)
    parts = sorted(
        (context.need_own_coding(coding_id) for coding_id in ids),
        key=lambda coding: (coding.span.start, coding.span.end, coding.id),
    )
    if len(parts) < 2:
        raise UsageError(
            "joining takes two codings or more",
            code="join-few",
            hint="`qct codings list --format json` shows the ids.",
        )
    first = parts[0]
    if len({(part.source_id, part.code_id, part.round_id) for part in parts}) > 1:
        raise InputError(
            "these codings differ in source, code or round; only those alike can be joined",
            code="join-unlike",
            hint="`qct codings list` shows what each is.",
        )
    source = context.need_source(first.source_id)
    _refuse_gaps(session, source, parts)
    after = replace(
        first,
        span=Span(first.span.start, max(part.span.end for part in parts)),
        mode=max((part.mode for part in parts), key=_BLIND_FIRST.index),
        codebook_version=min(part.codebook_version for part in parts),
        origin=next((part.origin for part in parts if part.origin != MANUAL), MANUAL),
        discuss=any(part.discuss for part in parts),
    )
    session.record(
        actor=coder,
        kind="coding.join",
        changes=[
            *_memo_changes(context, parts),
            *(rows.removed("codings", rows.coding_row(part)) for part in parts[1:]),
            rows.changed("codings", rows.coding_row(first), rows.coding_row(after)),
        ],
        summary={"source": first.source_id, "code": first.code_id, "joined": len(parts)},
        preconditions=[text_seen(source)],
    )
    return after


def _refuse_gaps(session: ProjectSession, source: Source, parts: Sequence[Coding]) -> None:
    text = queries.text_body(session.database, source.text_sha256)
    reached = parts[0].span.end
    for part in parts[1:]:
        if text[reached : part.span.start].strip():
            raise InputError(
                f"words stand between {reached} and {part.span.start} of {source.id} that no "
                "coding covers; joining would code them",
                code="join-gap",
                hint="Stretch one of them over the words first, then join.",
            )
        reached = max(reached, part.span.end)


def _memo_changes(context: StepContext, parts: Sequence[Coding]) -> list[Change]:
    """The memos of all parts on the first; a coder's own become one text, in order."""
    kept: dict[str, tuple[Memo, Memo]] = {}
    changes: list[Change] = []
    for part in parts:
        for memo in context.memos.get(part.id, ()):
            if memo.coder_id not in kept:
                kept[memo.coder_id] = (memo, replace(memo, target_id=parts[0].id))
                continue
            before, after = kept[memo.coder_id]
            text = f"{after.text}\n\n{memo.text}"
            kept[memo.coder_id] = (
                before,
                replace(after, text=text, updated_at=context.session.clock()),
            )
            changes.append(rows.removed("memos", rows.memo_row(memo)))
    return [
        *changes,
        *(
            rows.changed("memos", rows.memo_row(before), rows.memo_row(after))
            for before, after in kept.values()
            if before != after
        ),
    ]
