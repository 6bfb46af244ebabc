"""Asking for candidates of passages: what is allowed, what is compared, and what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span
from toolkit.operations.session import check_open, check_span, need_round, need_source, new_coder
from toolkit.operations.suggestions.checks import checks_of, is_due
from toolkit.operations.suggestions.local import AskedPassage, by_suggester
from toolkit.operations.suggestions.models import loading, models_at_once, models_for_comparing
from toolkit.operations.suggestions.plant import with_check
from toolkit.operations.suggestions.revealing import has_own_answer, reveals_of
from toolkit.operations.suggestions.suggest import (
    MOST,
    candidates,
    refuse_blind,
    refuse_blind_source,
    refuse_unanswered,
)
from toolkit.operations.suggestions.training_data import scorer_context
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.domain.suggestions import Reveal, Suggestion
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.suggestions.suggest import Place


@dataclass(frozen=True, slots=True)
class Request:
    """How candidates are asked for; `Suggestions.for_spans` explains it."""

    coder: str
    round_id: str | None
    model: str | None
    at_once: bool = False
    top: int | None = None
    show: bool = True
    also_silent: bool = False
    suggester: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage that codes are asked for, and how it is compared."""

    source_id: str
    span: Span
    text: str
    language: str
    models: tuple[str, ...]
    script: str


def allowed(session: ProjectSession, places: Iterable[Place], request: Request) -> list[Asked]:
    """The passages with the models for them. Raises where nothing may be suggested for one."""
    from toolkit.suggest.space import script_of

    coder = request.coder
    round_ = need_round(session, request.round_id)
    refuse_blind(round_)
    asked = []
    for source_id, start, end in places:
        source = need_source(session, source_id)
        check_span(source, start, end)
        span = Span(start, end)
        check_open(session, round_, coder, source_id)
        refuse_blind_source(session, coder, source_id)
        refuse_unanswered(session, round_, coder, source_id, span)
        text = queries.text_body(session.database, source.text_sha256)[start:end]
        language = source.language
        models = models_for_comparing(session, text, model=request.model, language=language)
        if request.at_once:
            models = models_at_once(session, models, text, language)
        asked.append(Asked(source_id, span, text, language, models, script_of(text)))
    return asked


def offer(session: ProjectSession, places: Iterable[Place], request: Request) -> list[Suggestion]:
    """The candidates of passages, stored with what is shown of them, as one step."""
    coder = request.coder
    asked = allowed(session, places, request)
    round_ = need_round(session, request.round_id)
    now = session.clock() if request.show else ""
    offered: list[Suggestion] = []
    reveals: list[Reveal] = []
    for each, (own, check) in zip(asked, _answers(session, asked, request), strict=True):
        offered += own
        reveals += reveals_of(
            own,
            round_,
            check,
            after_commit=has_own_answer(session, round_, coder, each.source_id, each.span),
            shown_at=now,
            also_silent=request.also_silent,
        )
    if offered:
        stored = [rows.added("suggestions", rows.suggestion_row(each)) for each in offered]
        stored += [rows.added("reveals", rows.reveal_row(each)) for each in reveals]
        session.record(
            actor=coder,
            kind="suggestion.offer",
            changes=[*new_coder(session, coder), *stored],
            summary={
                "round": round_.id,
                "passages": len(asked),
                "suggestions": len(offered),
            },
        )
    return offered


def _answers(
    session: ProjectSession, asked: Sequence[Asked], request: Request
) -> Iterator[tuple[list[Suggestion], str]]:
    """The candidates of each passage, and the id of the one that is a check, if any."""
    coder, top = request.coder, request.top
    if request.suggester is not None and asked:
        passages = [_with_context(session, each, request) for each in asked]
        for own in by_suggester(session, request.suggester, passages, coder, top):
            yield own, ""
        return
    checks = checks_of(session)
    for each in asked:
        with loading(session, each.models, each.text):
            context = _with_context(session, each, request).context
            own = candidates(context, each.source_id, each.span, each.text, coder, top)
        # In a preliminary list, what speaks for a code may be among what is not compared yet.
        if (
            own
            and top in (None, MOST)
            and not context.unread
            and is_due(session, checks, coder, each.source_id, each.span)
        ):
            yield with_check(context, checks, own, each.text)
        else:
            yield own, ""


def _with_context(session: ProjectSession, asked: Asked, request: Request) -> AskedPassage:
    context = scorer_context(
        session, request.coder, asked.models, asked.script, at_once=request.at_once
    )
    return AskedPassage(context, asked.source_id, asked.span, asked.text, asked.language)
