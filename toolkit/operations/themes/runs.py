"""Stored runs of themes: what was fitted, and who belongs where."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import canonical_json
from toolkit.domain.ids import derived_id
from toolkit.domain.spans import Span
from toolkit.errors import InputError, unknown
from toolkit.i18n import _
from toolkit.operations.session import ProjectSession, new_coder
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.events import Row
    from toolkit.themes.result import ThemeRun


@dataclass(frozen=True, slots=True)
class Member:
    """A segment of a run, and its theme."""

    source_id: str
    span: Span
    theme: int
    rank: int
    """Rank among those that stand for the theme, from 1; 0 for the others."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as it was fitted."""

    id: str
    model: str
    created_at: str
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]
    themes: Mapping[int, Mapping[str, Any]]
    """The rows of its themes by number."""
    members: tuple[Member, ...]
    """All segments in the order of sources and texts, those that are set apart included."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that it was fitted on."""
        return tuple(source_id for source_id, _text in self.parameters.get("sources", ()))

    def fact(self, name: str, number: int, default: Any = None) -> Any:
        """A figure of a theme, of the lists by number among the parameters."""
        values = self.parameters.get(name) or ()
        return values[number] if number < len(values) else default


def need_run(session: ProjectSession, run_id: str | None) -> StoredRun:
    """A stored run, the latest for None. Raises `InputError` where there is none."""
    database = session.database
    runs: dict[str, Row] = {
        row["id"]: dict(row)
        for row in database.query("SELECT * FROM theme_runs ORDER BY created_at, id")
    }
    if not runs:
        raise InputError(
            _("no themes have been fitted yet"),
            code="no-themes",
            hint=_("`qct themes fit` fits them."),
        )
    run = runs.get(run_id or list(runs)[-1])
    if run is None:
        raise unknown("theme run", run_id or "", list(runs))
    of_run = {"run_id": run["id"]}
    themes = database.query("SELECT * FROM themes WHERE run_id = :run_id ORDER BY theme", of_run)
    members = database.query(
        "SELECT * FROM theme_members WHERE run_id = :run_id "
        "ORDER BY source_id, span_start, span_end",
        of_run,
    )
    return StoredRun(
        id=run["id"],
        model=run["model"],
        created_at=run["created_at"],
        parameters=json.loads(run["parameters"]),
        versions=json.loads(run["versions"]),
        themes={row["theme"]: dict(row) for row in themes},
        members=tuple(
            Member(
                row["source_id"],
                Span(row["span_start"], row["span_end"]),
                row["theme"],
                row["representative_rank"],
            )
            for row in members
        ),
    )


def by_theme(members: Sequence[Member]) -> dict[int, list[Member]]:
    """The members of each theme, in their order."""
    result: dict[int, list[Member]] = defaultdict(list)
    for member in members:
        result[member.theme].append(member)
    return result


def store(
    session: ProjectSession, actor: str, run: ThemeRun, material: Sequence[tuple[str, str]]
) -> str:
    """Write a run, unless the same run is stored already. Returns its id."""
    from toolkit.operations.terms.segments import label_of

    parameters = canonical_json(
        {
            **run.parameters,
            "sources": [list(source) for source in material],
            "stability": [theme.stability for theme in run.themes],
            "npmi": [theme.npmi for theme in run.themes],
            "opening": [theme.opening for theme in run.themes],
            "places": [list(theme.place) for theme in run.themes],
            "cosines": [list(theme.cosines) for theme in run.themes],
        }
    )
    versions = canonical_json(dict(run.versions))
    content = canonical_json(
        [
            [
                member.source_id,
                member.span.start,
                member.span.end,
                member.theme,
                member.representative_rank,
            ]
            for member in run.members
        ]
    )
    run_id = derived_id("theme-run", run.model, parameters, versions, content)
    if queries.row(session.database, "theme_runs", id=run_id) is not None:
        return run_id
    row = {
        "id": run_id,
        "model": run.model,
        "parameters": parameters,
        "versions": versions,
        "created_at": session.clock(),
    }
    session.record(
        actor=actor,
        kind="themes.fit",
        changes=[
            *new_coder(session, actor),
            rows.added("theme_runs", row),
            *(
                rows.added(
                    "themes",
                    {
                        "run_id": run_id,
                        "theme": theme.number,
                        "size": theme.size,
                        "label": label_of([keyword.word for keyword in theme.keywords]),
                        "keywords": canonical_json(
                            [[keyword.word, keyword.weight] for keyword in theme.keywords]
                        ),
                    },
                )
                for theme in run.themes
            ),
            *(
                rows.added(
                    "theme_members",
                    {
                        "run_id": run_id,
                        "source_id": member.source_id,
                        "span_start": member.span.start,
                        "span_end": member.span.end,
                        "theme": member.theme,
                        # 0: not one of those that stand for the theme.
                        "representative_rank": member.representative_rank or 0,
                    },
                )
                for member in run.members
            ),
        ],
        summary={"run": run_id, "themes": len(run.themes), "segments": len(run.members)},
    )
    return run_id
