"""The passages behind a code, and whose answers they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.operations.answers.chosen import choose, coding_statements
from toolkit.operations.answers.renderings import renderings_among
from toolkit.operations.codings.listing import CodingRow, branch_codings, coding_row
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession
    from toolkit.store.queries import CodingFilters


@dataclass(frozen=True, slots=True)
class Quotes:
    """Passages in the order of the text."""

    rows: Sequence[CodingRow]
    notes: Sequence[str]
    """Whose codings they are, and what is left out."""


def quotes(
    session: ProjectSession, filters: CodingFilters, *, answers: str | None, exactly: bool
) -> Quotes:
    """The passages that answers count for; everyone's without a rule."""
    codings = branch_codings(session, filters, exactly=exactly)
    notes: list[str] = []
    if filters.get("source") is None:
        sources = queries.sources(session.database)
        renderings = renderings_among(sources)
        if any(coding.source_id in renderings for coding in codings):
            codings = [coding for coding in codings if coding.source_id not in renderings]
            note = _("left out, since they render another source: {sources} (name one to see it)")
            notes.append(note.format(sources=", ".join(renderings)))
    if answers is not None:
        statements = coding_statements(
            session, (source.id for source in queries.sources(session.database))
        )
        chosen = choose(session, statements, answers=answers, round_id=filters.get("round_id"))
        codings = [coding for coding in codings if chosen.counts(coding)]
        notes += chosen.notes()
    else:
        coders = sorted({coding.coder_id for coding in codings})
        if len(coders) > 1:
            note = _(
                "quotes of {coders}, who may have coded the same passage: --answers names whose "
                "answers count, as in matrices"
            )
            notes.append(note.format(coders=", ".join(coders)))
    texts = queries.texts_of(session.database, {coding.source_id for coding in codings})
    return Quotes([coding_row(coding, texts[coding.source_id]) for coding in codings], notes)
