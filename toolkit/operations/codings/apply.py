"""What applying codes to spans adds to the project, and what must still hold when it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from toolkit.domain.codings import MANUAL, Coding, Mode
from toolkit.domain.ids import uuid7
from toolkit.domain.rounds import Coverage, Progress, Round, RoundStatus
from toolkit.domain.spans import Span
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.codebook.versions import need_active
from toolkit.operations.codings.step_context import Placement, StepContext, load_step
from toolkit.operations.session import (
    ProjectSession,
    check_span,
    need_code,
)
from toolkit.store import queries, rows
from toolkit.store.preconditions import Precondition
from toolkit.store.round_rules import check_made

if TYPE_CHECKING:
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.events import Change

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
        check_made(round_, mode or round_.mode, origin)
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


def refuse_twins(context: StepContext, moved: Iterable[Coding]) -> None:
    """Raise `UsageError` where the coder has the same coding in the round already."""
    for coding in moved:
        key = (coding.round_id, coding.source_id, coding.span, coding.code_id)
        twin = context.placed.get(key)
        if twin is not None and twin.id != coding.id:
            raise UsageError(
                _("{coding} is in round {round} already").format(
                    coding=brief(coding), round=coding.round_id
                ),
                code="coding-there",
                hint=_("Remove one of the two with `qct codings remove`."),
            )


def recoded(context: StepContext, coding: Coding, code_id: str) -> Coding:
    """The coding with another code, which must be one that its round takes."""
    context.need_code(code_id)
    round_ = context.need_round(coding.round_id)
    book = context.book_of(round_)
    need_active(book, round_, code_id)
    return replace(coding, code_id=code_id, codebook_version=book.version)


def first_statements(
    session: ProjectSession,
    round_id: str,
    coder: str,
    source_ids: Iterable[str],
    progress: Progress = Progress.WORKING,
) -> list[Change]:
    """The changes that state how far the coder is with those of the sources of which nothing
    has been stated yet."""
    stated = queries.stated_sources(session.database, round_id, coder)
    return [
        rows.added("coverage", rows.coverage_row(Coverage(round_id, coder, source_id, progress)))
        for source_id in sorted(source_ids)
        if source_id not in stated
    ]


def state_progress(
    session: ProjectSession, statement: Coverage, *, adding: bool = True
) -> list[Change]:
    """The change that states how far a coder is with a source; none where that is stated already.

    Without `adding`, nothing is stated of a source of which nothing has been stated yet.
    """
    row = rows.coverage_row(statement)
    before = queries.row(
        session.database,
        "coverage",
        round_id=statement.round_id,
        coder_id=statement.coder_id,
        source_id=statement.source_id,
    )
    if before is None:
        return [rows.added("coverage", row)] if adding else []
    return [rows.changed("coverage", before, row)] if before != row else []


def brief(coding: Coding) -> str:
    """Where a coding is and of which code, for the log."""
    return f"{coding.source_id} {coding.span} {coding.code_id}"
