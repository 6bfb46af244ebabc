"""A stored run put together for reading."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.operations.themes.report import Representative, ThemeReport, ThemeSummary
from toolkit.operations.themes.runs import by_theme
from toolkit.report.tables import Table
from toolkit.store import queries

SMALL_TALK, RECURRING = -1, -2
"""Marks of segments that belong to no theme; see `toolkit.themes.apart`."""

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.themes.runs import Member, StoredRun


def report_of(session: ProjectSession, run: StoredRun) -> ThemeReport:
    """The report of a run, with the words of the segments that stand for its themes."""
    members = by_theme(run.members)
    shown = [member for member in run.members if member.rank]
    texts = queries.texts_of(session.database, dict.fromkeys(m.source_id for m in shown))

    def representative(member: Member) -> Representative:
        words = texts[member.source_id][member.span.start : member.span.end]
        return Representative(member.rank, member.source_id, member.span, words)

    themes = tuple(
        ThemeSummary(
            number=number,
            size=row["size"],
            sources=len({member.source_id for member in members[number]}),
            stability=run.fact("stability", number),
            keywords=tuple(word for word, _weight in json.loads(row["keywords"])),
            representatives=tuple(
                representative(member)
                for member in sorted(members[number], key=lambda member: member.rank)
                if member.rank
            ),
            label=row["label"],
            npmi=run.fact("npmi", number),
            opening=run.fact("opening", number, 0.0),
            place=tuple(place) if (place := run.fact("places", number)) else None,
            cosines=tuple(run.fact("cosines", number, ())),
        )
        for number, row in run.themes.items()
    )
    return ThemeReport(run.id, run.model, run.created_at, run.parameters, run.versions, themes)


def apart_table(session: ProjectSession, run: StoredRun) -> Table:
    """The segments that a run has set apart."""
    reasons = {SMALL_TALK: "small-talk", RECURRING: "recurring"}
    members = [member for member in run.members if member.theme in reasons]
    texts = queries.texts_of(session.database, dict.fromkeys(m.source_id for m in members))
    rows = tuple(
        (
            reasons[each.theme],
            each.source_id,
            each.span.start,
            each.span.end,
            texts[each.source_id][each.span.start : each.span.end],
        )
        for each in sorted(members, key=lambda each: (-each.theme, each.source_id, each.span))
    )
    columns = ("reason", "source", "start", "end", "quote")
    return Table(columns, rows, _("segments set apart"), wrapped=("quote",))
