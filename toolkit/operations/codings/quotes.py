"""Passages with their codes, and whose answers they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.i18n import _, ngettext
from toolkit.operations.answers.chosen import choose, coding_statements
from toolkit.operations.answers.kept import kept
from toolkit.operations.answers.renderings import renderings_among
from toolkit.operations.answers.rule import refuse_both
from toolkit.operations.codings.listing import CodingRow, branch_codings, check_filters, coding_rows
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
    """The passages that count by a rule of answers; everyone's without a rule.

    By `intersection` they are the passages that all coders gave the same code, once for each
    coder. Raises `UsageError` for a rule where the filters name a coder too.
    """
    refuse_both(filters.get("coder"), answers)
    check_filters(session, filters)
    codings = branch_codings(session, filters, exactly=exactly)
    notes: list[str] = []
    scope = [source.id for source in queries.sources(session.database)]
    if (named := filters.get("source")) is not None:
        scope = [named]
    elif renderings := renderings_among(queries.sources(session.database)):
        scope = [source_id for source_id in scope if source_id not in renderings]
        if any(coding.source_id in renderings for coding in codings):
            note = _("left out, since they render another source: {sources} (name one to see it)")
            notes.append(note.format(sources=", ".join(renderings)))
    place = {source_id: at for at, source_id in enumerate(scope)}
    codings = [coding for coding in codings if coding.source_id in place]
    if answers is not None:
        statements = coding_statements(session, scope)
        chosen = choose(session, statements, answers=answers, round_id=filters.get("round_id"))
        codings, left_out = kept(codings, chosen)
        codings.sort(key=lambda c: (place[c.source_id], c.span.start, c.span.end))
        notes += chosen.notes(of_listing=True)
        notes += [
            ngettext(
                "{count} coding is left out: {reason}",
                "{count} codings are left out: {reason}",
                len(ids),
            ).format(count=len(ids), reason=reason)
            for reason, ids in sorted(left_out.items())
        ]
    else:
        coders = sorted({coding.coder_id for coding in codings})
        if len(coders) > 1:
            note = _(
                "quotes of {coders}, who may have coded the same passage: --answers names whose "
                "answers count, as in matrices"
            )
            notes.append(note.format(coders=", ".join(coders)))
    return Quotes(coding_rows(session.database, codings), notes)
