"""The pictures of a stored run, from what is stored: no model is asked and nothing is fitted."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Role
from toolkit.i18n import _, ngettext
from toolkit.operations.speakers.listing import cases_of, participations_of
from toolkit.operations.themes.report import STABLE
from toolkit.operations.themes.shown import RECURRING, SMALL_TALK
from toolkit.report.themes.pictures import (
    TENTHS,
    Counts,
    DrawnTheme,
    Mark,
    ThemePictures,
    Word,
)
from toolkit.store import queries
from toolkit.themes.nearness import joins

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.operations.session import ProjectSession
    from toolkit.operations.themes.edits import Edit, Standings
    from toolkit.operations.themes.report import ThemeReport, ThemeSummary
    from toolkit.operations.themes.runs import Member, StoredRun


def pictures_of(
    session: ProjectSession,
    run: StoredRun,
    state: Standings,
    edits: Sequence[Edit],
    report: ThemeReport,
) -> ThemePictures:
    """All that the pictures of a run show, as it stands after what people changed."""
    belongs = _belongs(run, state, edits)
    sources = list(dict.fromkeys(member.source_id for member, _theme in belongs))
    numbers = list(state.themes)
    by_case, several = _by_case(session, sources, belongs)
    return ThemePictures(
        themes=tuple(_drawn(run, state, report, theme) for theme in report.themes),
        joins=joins(_cosines(report)),
        cases={name: _counts(by_case[name], numbers) for name in sorted(by_case)},
        tenths=tuple(_counts(part, numbers) for part in _by_tenth(belongs)),
        stable_from=STABLE,
        notes=_notes(state, report, several),
        provenance=report.provenance,
    )


def _belongs(run: StoredRun, state: Standings, edits: Sequence[Edit]) -> list[tuple[Member, int]]:
    """Every segment with the number of its theme as it stands, or the mark of what it is set
    apart as."""
    apart = [member for member in run.members if member.theme in (SMALL_TALK, RECURRING)]
    later = [
        member
        for edit in edits
        if edit.kind == "assign"
        for member in edit.assigned
        if member.theme in (SMALL_TALK, RECURRING)
    ]
    return [
        *(
            (member, number)
            for number, theme in state.themes.items()
            for member in (*theme.members, *theme.added)
        ),
        *((member, member.theme) for member in (*apart, *later)),
    ]


def _drawn(
    run: StoredRun, state: Standings, report: ThemeReport, theme: ThemeSummary
) -> DrawnTheme:
    as_fitted = state.themes[theme.number].fitted
    weights = dict(json.loads(run.themes[theme.number]["keywords"])) if as_fitted else {}
    first = theme.representatives[0] if theme.representatives else None
    folded = not report.unfolded and (theme.is_unstable or theme.rejected)
    quoted = None if folded else first
    return DrawnTheme(
        number=theme.number,
        label=theme.label,
        size=theme.size,
        sources=theme.sources,
        mark=(
            Mark.REJECTED if theme.rejected else Mark.UNSTABLE if theme.is_unstable else Mark.PLAIN
        ),
        status=theme.status,
        place=theme.place,
        stability=theme.stability,
        words=tuple(Word(word, weights.get(word)) for word in theme.keywords),
        quote=quoted.quote if quoted else "",
        where=(quoted.source_id, quoted.span.start, quoted.span.end) if quoted else None,
    )


def _cosines(report: ThemeReport) -> dict[int, dict[int, float]]:
    """The cosines between the themes that are as they were fitted."""
    known = [theme for theme in report.themes if theme.cosines]
    return {
        theme.number: {other.number: theme.cosines[other.number] for other in known}
        for theme in known
    }


def _by_case(
    session: ProjectSession, sources: Sequence[str], belongs: Sequence[tuple[Member, int]]
) -> tuple[dict[str, Counter[int]], int]:
    """Counts by theme of each case, and how many segments are of several cases.

    A segment is of the case that speaks where it begins; a source without a case stands for
    itself.
    """
    taking_part = participations_of(session, sources)
    turns = queries.turns_of(session.database, sources)
    starts = {name: [turn.span.start for turn in turns.get(name, ())] for name in sources}
    known: dict[tuple[str, str, Role], list[str]] = {}
    counts: dict[str, Counter[int]] = {}
    several = 0
    for member, theme in belongs:
        name = member.source_id
        at = bisect_right(starts[name], member.span.start) - 1
        turn = turns[name][at] if at >= 0 else None
        label, role = (turn.speaker, turn.role) if turn is not None else ("", Role.EXPERT)
        if (name, label, role) not in known:
            known[name, label, role] = cases_of(label, role, taking_part[name])
        cases = known[name, label, role]
        several += len(cases) > 1
        for case in cases or [_("{source} (no case)").format(source=name)]:
            counts.setdefault(case, Counter())[theme] += 1
    return counts, several


def _by_tenth(belongs: Sequence[tuple[Member, int]]) -> list[Counter[int]]:
    """Counts by theme in each tenth of the interviews. An interview ends with its last segment
    that has a theme, as in the fit; what is set apart after it is in the last tenth."""
    ends: dict[str, int] = {}
    for member, theme in belongs:
        if theme >= 0:
            ends[member.source_id] = max(ends.get(member.source_id, 1), member.span.end)
    parts: list[Counter[int]] = [Counter() for _tenth in TENTHS]
    for member, theme in belongs:
        end = ends.get(member.source_id, member.span.end)
        parts[min(10 * member.span.start // max(end, 1), 9)][theme] += 1
    return parts


def _counts(counts: Mapping[int, int], numbers: Sequence[int]) -> Counts:
    return Counts(
        {number: counts.get(number, 0) for number in numbers},
        counts.get(SMALL_TALK, 0),
        counts.get(RECURRING, 0),
    )


def _notes(state: Standings, report: ThemeReport, several: int) -> dict[str, tuple[str, ...]]:
    """What each picture leaves out, and why."""
    notes: dict[str, list[str]] = {name: [] for name in ("map", "words", "hierarchy", "stability")}
    changed = ", ".join(str(number) for number, theme in state.themes.items() if not theme.fitted)
    if changed:
        notes["map"].append(
            _("without a place, since a person merged or split them: {themes}").format(
                themes=changed
            )
        )
        notes["words"].append(
            _("without weights, since a person merged or split them: {themes}").format(
                themes=changed
            )
        )
        notes["hierarchy"].append(
            _("not in the tree, since a person merged or split them: {themes}").format(
                themes=changed
            )
        )
    fitted = [theme for theme in report.themes if state.themes[theme.number].fitted]
    if any(theme.place is None or not theme.cosines for theme in fitted):
        text = _(
            "an older version stored this run, without places and nearness; `qct themes fit` "
            "stores another run with them"
        )
        notes["map"].append(text)
        notes["hierarchy"].append(text)
    if all(theme.stability is None for theme in report.themes):
        notes["stability"].append(_("it was not measured for these themes"))
    talk = [report.parameters.get(name) or 0 for name in ("small_talk", "recurring")]
    if any(talk):
        notes["map"].append(
            ngettext(
                "{count} segment that is set apart belongs to no theme and is not on the map",
                "{count} segments that are set apart belong to no theme and are not on the map",
                sum(talk),
            ).format(count=sum(talk))
        )
    return {
        **{name: tuple(lines) for name, lines in notes.items()},
        "cases": _case_notes(several),
    }


def _case_notes(several: int) -> tuple[str, ...]:
    if not several:
        return ()
    return (
        ngettext(
            "{count} segment is of several cases",
            "{count} segments are of several cases",
            several,
        ).format(count=several),
    )
