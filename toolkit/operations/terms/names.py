"""Names for a new code from the words of a passage of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.analyse import Given
from toolkit.language.pieces import pieces
from toolkit.language.terms.names import names_of
from toolkit.language.terms.words import read_words
from toolkit.operations.language.analysed import analysers_of
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.domain.spans import Span
    from toolkit.domain.transcript import Source
    from toolkit.operations.session import ProjectSession


def names_in(session: ProjectSession, source: Source, span: Span, most: int) -> tuple[str, ...]:
    """Up to `most` names; only the turns that the passage meets are analysed."""
    text = queries.text_body(session.database, source.text_sha256)
    turns = queries.turns(session.database, source.id)
    bodies = tuple(turn.body for turn in turns if turn.body.overlaps(span))
    analysers = analysers_of(session)
    (made,) = analysers.analyse([Given(text, bodies, source.language)])
    inside = made.analysis._replace(
        tokens=tuple(token for token in made.analysis.tokens if token.start in span),
        phrases=tuple(
            phrase._replace(start=max(phrase.start, span.start), end=min(phrase.end, span.end))
            for phrase in made.analysis.phrases
            if phrase.start < span.end and span.start < phrase.end
        ),
    )
    parts = [
        part for part in pieces(text, bodies, source.language) if analysers.reads(part.language)
    ]
    return names_of(read_words(text, inside, parts), most)
