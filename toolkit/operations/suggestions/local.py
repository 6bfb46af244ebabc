"""Suggestions of a suggester: a plug-in of the user that asks a model on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.codebook import local
from toolkit.domain.ids import uuid7
from toolkit.domain.spans import Span
from toolkit.operations.suggestions.suggest import suggestion_of
from toolkit.operations.suggestions.training_data import ScorerContext
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.codebook import Code
    from toolkit.domain.suggestions import Suggestion
    from toolkit.operations.session import ProjectSession
    from toolkit.suggest.suggesters.protocol import Answered, Question

EXAMPLES = 3
"""Human-coded passages of each code that a suggester is given, of other interviews."""


@dataclass(frozen=True, slots=True)
class AskedPassage:
    """A passage that needs suggestions, and what it is compared with."""

    context: ScorerContext
    source_id: str
    span: Span
    text: str
    language: str


def by_suggester(
    session: ProjectSession, name: str, asked: Sequence[AskedPassage], coder: str, top: int | None
) -> list[list[Suggestion]]:
    """What the suggester says about each passage, by family, with examples of this project.

    Its verdict is never strong, and it has no probability: nothing is known of how often it is
    right until its suggestions are decided.
    """
    from toolkit.suggest.suggesters.ask import ask

    answered = ask(name, [_question(session, each) for each in asked], session.folder)
    return [
        _suggestions(each, offers, answered, coder, top)
        for each, offers in zip(asked, answered.offers, strict=True)
    ]


def _question(session: ProjectSession, asked: AskedPassage) -> Question:
    from toolkit.suggest.suggesters.protocol import CodedText, OfferedCode, Question

    context = asked.context
    book = queries.codebook(session.database)
    codes = {code.id: code for code in book.codes}
    family_of = {
        context.codes.ids[column]: group.id
        for group in context.groups
        for column in group.columns.tolist()
        if context.codes.ids[column] not in context.held
    }

    def offered(code: Code) -> OfferedCode:
        language = asked.language
        return OfferedCode(
            code.id,
            family_of[code.id],
            code.label(language),
            local(code.definition, language),
            code.include,
            code.exclude,
        )

    own = context.interviews.get(asked.source_id, asked.source_id)
    examples: list[CodedText] = []
    seen: dict[str, int] = {}
    for each in context.training_set.examples:
        elsewhere = context.interviews.get(each.source_id, each.source_id) != own
        if elsewhere and each.code_id in family_of and seen.get(each.code_id, 0) < EXAMPLES:
            seen[each.code_id] = seen.get(each.code_id, 0) + 1
            body = queries.texts_of(session.database, [each.source_id])[each.source_id]
            examples.append(CodedText(each.code_id, body[each.span.start : each.span.end]))
    return Question(
        asked.text,
        asked.language,
        tuple(offered(codes[name]) for name in family_of),
        tuple(examples),
    )


def _suggestions(
    asked: AskedPassage,
    offers: Sequence[tuple[str, float]],
    answered: Answered,
    coder: str,
    top: int | None,
) -> list[Suggestion]:
    from dataclasses import replace

    from toolkit.suggest.candidates import Candidate, SuggestionVerdict
    from toolkit.suggest.passage import Passage
    from toolkit.suggest.verdicts import offered

    context = asked.context
    passage = Passage(
        asked.source_id,
        asked.span,
        context.space.embed([asked.text])[0],
        context.index.row(asked.text),
    )
    suggestions = []
    for group in context.groups:
        ids = {context.codes.ids[column]: column for column in group.columns.tolist()}
        own = [each for each in offers if each[0] in ids]
        batch = uuid7()
        for rank, (code_id, number) in enumerate(own[: top or offered(len(ids))], 1):
            rows = context.training_set.rows_of(code_id)
            sources = {context.training_set.examples[row].source_id for row in rows.tolist()}
            candidate = Candidate(
                column=ids[code_id],
                rank=rank,
                probability=number,
                verdict=SuggestionVerdict.POSSIBLE,
                reason="offered by a suggester",
                record=None,
                examples=len(rows),
                sources=len(sources),
                prototype=0.0,
                lexical=0.0,
                recency=0.0,
                learned=0.0,
            )
            made = suggestion_of(
                context, passage, asked.text, group, candidate, code_id, batch, coder, False
            )
            suggestions.append(replace(made, model=answered.id))
    return suggestions
