"""What splitting a coding in two and joining neighbours make of the codings and their memos."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import MANUAL, Coding, Mode
from toolkit.domain.ids import uuid7
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.store import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.events import Change
    from toolkit.domain.memos import Memo
    from toolkit.domain.transcript import Source
    from toolkit.operations.codings.step_context import StepContext

_BLIND_FIRST = (Mode.BLIND, Mode.COMMIT_THEN_REVEAL, Mode.ASSISTED)


def halves(coding: Coding, text: str, at: int) -> tuple[Coding, Coding]:
    """The two codings that one becomes when it is split at a code point of its source's text.

    Blank space at the cut is left out. Raises `InputError` unless words are left on both sides.
    """
    span = coding.span
    left = text[span.start : max(at, span.start)].rstrip()
    right = text[at : span.end].lstrip() if at < span.end else ""
    if not (span.start < at < span.end and left.strip() and right.strip()):
        raise InputError(
            _(
                "a coding of {span} cannot be split at {at}: words must be left on both sides"
            ).format(span=span, at=at),
            code="split-outside",
            hint=_("Name a place after {start} and before {end} (code points).").format(
                start=span.start, end=span.end
            ),
        )
    first = replace(coding, span=Span(span.start, span.start + len(left)))
    return first, replace(coding, id=uuid7(), span=Span(span.end - len(right), span.end))


def whole_of(parts: Sequence[Coding]) -> Coding:
    """The coding that several of one code become; `parts` are in the order of the text.

    It keeps the id of the first. Its mode is the least independent of theirs, and its codebook
    version the oldest. Raises unless there are two parts or more, of one source, code and round.
    """
    if len(parts) < 2:
        raise UsageError(
            _("joining takes two codings or more"),
            code="join-few",
            hint=_("`qct codings list --format json` shows the ids."),
        )
    first = parts[0]
    if len({(part.source_id, part.code_id, part.round_id) for part in parts}) > 1:
        raise InputError(
            _("these codings differ in source, code or round; only those alike can be joined"),
            code="join-unlike",
            hint=_("`qct codings list` shows what each is."),
        )
    return replace(
        first,
        span=Span(first.span.start, max(part.span.end for part in parts)),
        mode=max((part.mode for part in parts), key=_BLIND_FIRST.index),
        codebook_version=min(part.codebook_version for part in parts),
        origin=next((part.origin for part in parts if part.origin != MANUAL), MANUAL),
        discuss=any(part.discuss for part in parts),
    )


def refuse_gaps(source: Source, text: str, parts: Sequence[Coding]) -> None:
    """Raise `InputError` where words of the text lie between the parts, which are in its order."""
    reached = parts[0].span.end
    for part in parts[1:]:
        if text[reached : part.span.start].strip():
            raise InputError(
                _(
                    "words stand between {reached} and {start} of {source} that no "
                    "coding covers; joining would code them"
                ).format(reached=reached, start=part.span.start, source=source.id),
                code="join-gap",
                hint=_("Stretch one of them over the words first, then join."),
            )
        reached = max(reached, part.span.end)


def memo_changes(context: StepContext, parts: Sequence[Coding]) -> list[Change]:
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
