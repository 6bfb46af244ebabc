"""Candidate codes for passages: when they may be shown, and the codings that follow from them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import Mode
from toolkit.domain.evidence import CodedPassage, PastAnswers, ScoreParts, TrainingSupport
from toolkit.domain.ids import uuid7
from toolkit.domain.suggestions import Suggestion
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.session import (
    ProjectSession,
    need_round,
    need_source,
)
from toolkit.operations.suggestions.revealing import has_own_answer
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.domain.rounds import Round
    from toolkit.domain.spans import Span
    from toolkit.operations.suggestions.training_data import ScorerContext
    from toolkit.suggest.candidates import Candidate, Ranking
    from toolkit.suggest.groups import Group
    from toolkit.suggest.passage import Passage

MOST = 3
"""Candidates offered for a passage, of a family with more than six codes."""
QUOTED = 160
"""Characters of an example that are shown beside a candidate."""

Place = tuple[str, int, int]
"""Source id, start, end."""


def refuse_blind(round_: Round) -> None:
    """Raise `UsageError` in a blind round, which shows no suggestions."""
    if round_.is_blind:
        raise UsageError(
            _("round {round} is blind: it shows no suggestions until it is closed").format(
                round=round_.id
            ),
            code="round-blind",
            hint=_("`qct round list` shows the rounds; an open one is chosen with --round."),
        )


def refuse_blind_source(session: ProjectSession, coder: str, source_id: str) -> None:
    """Raise `UsageError` for a source that the coder works on in an open blind round."""
    viewer = queries.viewer(session.database, coder, need_round(session, None))
    for round_ in viewer.blind_rounds:
        if not round_.sources or source_id in round_.sources:
            raise UsageError(
                _(
                    "{coder} takes part in the blind round {round}, which has "
                    "{source_id}: it gets no suggestions until the round is closed"
                ).format(coder=coder, round=round_.id, source_id=source_id),
                code="round-blind",
                hint=_("`qct round list` shows the rounds; other sources can have suggestions."),
            )


def refuse_unanswered(
    session: ProjectSession, round_: Round, coder: str, source_id: str, span: Span
) -> None:
    """Raise `UsageError` where the coder answers first and has not answered for the span yet."""
    if round_.mode is not Mode.COMMIT_THEN_REVEAL:
        return
    if has_own_answer(session, round_, coder, source_id, span):
        return
    raise UsageError(
        _(
            "in round {round} your own answer comes first, and {coder} has given none "
            "for {source_id} {span}"
        ).format(round=round_.id, coder=coder, source_id=source_id, span=span),
        code="answer-first",
        hint=_(
            "Code it with `qct codings add --source {source_id} --at {span} --code ID`, "
            "or say `qct codings none --source {source_id} --at {span}`; or work in an "
            "assisted round (`qct round open NAME --mode assisted`)."
        ).format(source_id=source_id, span=span),
    )


def candidates(
    context: ScorerContext,
    source_id: str,
    span: Span,
    text: str,
    coder: str,
    top: int | None,
) -> list[Suggestion]:
    """The codes that are offered for a passage, by family and best first; nothing is written.

    The candidates of each family are a batch of their own, so that each is decided by itself.
    """
    if not text.strip():
        raise InputError(
            _(
                "{source_id} {span} holds nothing but spaces; there is nothing to suggest for"
            ).format(source_id=source_id, span=span),
            code="span-blank",
        )
    passage, rankings = ranked(context, source_id, span, text, top)
    # A passage may need a new code where no code of any family is near.
    novel = bool(rankings) and all(ranking.is_novel for _group, ranking in rankings)
    suggestions = []
    for group, ranking in rankings:
        batch = uuid7()
        for candidate in ranking.candidates:
            code_id = context.codes.ids[group.columns[candidate.column]]
            suggestions.append(
                suggestion_of(
                    context, passage, text, group, candidate, code_id, batch, coder, novel
                )
            )
    return suggestions


def ranked(
    context: ScorerContext, source_id: str, span: Span, text: str, top: int | None
) -> tuple[Passage, list[tuple[Group, Ranking]]]:
    """The passage, and the ranking of the codes of each family for it."""
    from toolkit.suggest.candidates import rank
    from toolkit.suggest.passage import Passage
    from toolkit.suggest.terms import sparse_rows

    passage = Passage(source_id, span, context.space.embed([text])[0], context.index.row(text))
    terms = sparse_rows([passage.terms], context.width)
    own = context.before(source_id, span)
    rankings = rank(context.model(source_id), passage, terms, context.coded, own, top)
    return passage, list(zip(context.groups, rankings, strict=True))


def suggestion_of(
    context: ScorerContext,
    passage: Passage,
    text: str,
    group: Group,
    candidate: Candidate,
    code_id: str,
    batch: str,
    coder: str,
    novel: bool,
) -> Suggestion:
    """The candidate as a suggestion with its evidence."""
    from toolkit.suggest.evidence import evidence
    from toolkit.suggest.terms import words_for

    examples = evidence(passage, code_id, context.codes, context.training_set, context.index.terms)
    record = candidate.record
    return Suggestion(
        id=uuid7(),
        batch_id=batch,
        source_id=passage.source_id,
        span=passage.span,
        coder_id=coder,
        code_id=code_id,
        rank=candidate.rank,
        score=candidate.probability,
        verdict=candidate.verdict.value,
        model=context.space.id,
        training_sha256=context.training_set.sha256,
        evidence=replace(
            examples,
            terms=words_for(text, examples.terms, analyse=context.is_whole),
            new_code=novel,
            reason=candidate.reason,
            parts=ScoreParts(
                candidate.prototype,
                candidate.lexical,
                candidate.recency,
                learned=candidate.learned,
            ),
            support=TrainingSupport(candidate.examples, candidate.sources),
            family=group.id,
            unread=context.unread,
            past=PastAnswers(record.right, record.answers) if record is not None else None,
        ),
        created_at=context.session.clock(),
    )


def with_quotes(session: ProjectSession, suggestion: Suggestion) -> Suggestion:
    """The suggestion with the words of its examples, for a screen."""
    evidence = suggestion.evidence
    near_miss = evidence.near_miss
    return replace(
        suggestion,
        evidence=replace(
            evidence,
            examples=tuple(quoted(session, passage) for passage in evidence.examples),
            near_miss=quoted(session, near_miss) if near_miss is not None else None,
        ),
    )


def quoted(session: ProjectSession, passage: CodedPassage) -> CodedPassage:
    """The passage with its first words."""
    source = need_source(session, passage.source_id)
    text = queries.text_body(session.database, source.text_sha256)
    end = min(passage.span.end, passage.span.start + QUOTED)
    return passage.quoting(text[passage.span.start : end])
