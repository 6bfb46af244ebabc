"""A stored run put together for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.operations.themes.report import Representative, ThemeReport, ThemeSummary
from toolkit.report.tables import Table
from toolkit.store import queries

MOST_SHOWN = 3
"""Segments that stand for a theme."""
SMALL_TALK, RECURRING = -1, -2
"""Marks of segments that belong to no theme; see `toolkit.themes.apart`."""

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.operations.session import ProjectSession
    from toolkit.operations.themes.edits import Standing, Standings
    from toolkit.operations.themes.runs import Member, StoredRun


def report_of(session: ProjectSession, run: StoredRun, state: Standings) -> ThemeReport:
    """The report of a run as it stands, with the words of the segments that stand for themes."""
    shown = [member for theme in state.themes.values() for member in _shown(theme)]
    texts = queries.texts_of(session.database, dict.fromkeys(m.source_id for m in shown))
    themes = tuple(_summary(run, theme, texts) for theme in state.themes.values())
    return ThemeReport(
        run.id, run.model, run.created_at, run.parameters, run.versions, themes, state.told
    )


def _summary(run: StoredRun, theme: Standing, texts: Mapping[str, str]) -> ThemeSummary:
    """A theme; figures of the fit only where the theme is still that of the fit."""
    number = theme.number
    everyone = [*theme.members, *theme.added]
    place = run.fact("places", number) if theme.fitted else None
    return ThemeSummary(
        number=number,
        size=len(everyone),
        sources=len({member.source_id for member in everyone}),
        stability=run.fact("stability", number) if theme.fitted else None,
        keywords=tuple(theme.keywords),
        representatives=tuple(
            Representative(
                rank,
                member.source_id,
                member.span,
                texts[member.source_id][member.span.start : member.span.end],
            )
            for rank, member in enumerate(_shown(theme), start=1)
        ),
        label=theme.label,
        npmi=run.fact("npmi", number) if theme.fitted else None,
        opening=run.fact("opening", number, 0.0) if theme.fitted else 0.0,
        place=(place[0], place[1]) if place else None,
        cosines=tuple(run.fact("cosines", number, ())) if theme.fitted else (),
        named=theme.named,
        rejected=theme.rejected,
        code_id=theme.code_id,
        guide=(run.parameters.get("guides") or {}).get(str(number), "") if theme.fitted else "",
        added=len(theme.added),
    )


def _shown(theme: Standing) -> list[Member]:
    """The segments that stand for a theme, of a merged one those of each part in turn, and each
    from another interview."""
    result: list[Member] = []
    for member in sorted(theme.members, key=lambda member: member.rank):
        taken = {other.source_id for other in result}
        if member.rank and len(result) < MOST_SHOWN and member.source_id not in taken:
            result.append(member)
    return result


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
