"""Themes of a project: fitted on what experts say, stored with all that made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from toolkit.domain.transcript import Source
from toolkit.operations.session import ProjectSession, need_source
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.report.tables import Table

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.events import canonical_json
from toolkit.domain.ids import derived_id
from toolkit.domain.spans import Span
from toolkit.errors import InputError, unknown
from toolkit.operations.session import new_coder
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.operations.suggestions.models import embedder, model_for
from toolkit.report.tables import Table
from toolkit.store import rows
from toolkit.text.stage_directions import without_stage_directions

if TYPE_CHECKING:
    from toolkit.themes.result import ThemeRun

COLUMNS = (
    "theme",
    "size",
    "sources",
    "stability",
    "keywords",
    "rank",
    "source",
    "start",
    "end",
    "quote",
)
SHOWN_KEYWORDS = 8


@dataclass(frozen=True, slots=True)
class Representative:
    """A segment that stands for a theme."""

    rank: int
    source_id: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class ThemeSummary:
    number: int
    size: int
    sources: int
    stability: float | None
    keywords: tuple[str, ...]
    representatives: tuple[Representative, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class ThemeReport:
    """A stored run, as people read it."""

    run_id: str
    model: str
    created_at: str
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]
    themes: tuple[ThemeSummary, ...]

    @property
    def table(self) -> Table:
        """A row for each representative segment of each theme."""
        return Table(
            COLUMNS,
            tuple(
                (
                    theme.number,
                    theme.size,
                    theme.sources,
                    theme.stability,
                    ", ".join(theme.keywords[:SHOWN_KEYWORDS]),
                    one.rank,
                    one.source_id,
                    one.span.start,
                    one.span.end,
                    one.quote,
                )
                for theme in self.themes
                for one in theme.representatives
            ),
            "themes",
            self.notes,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        segments = self.parameters.get("segments")
        ari = self.parameters.get("stability_ari_median")
        lines = [
            f"{len(self.themes)} themes in {segments} segments of experts' speech; "
            f"{self.parameters.get('method')}, seed {self.parameters.get('seed')}, {self.model}",
            "a theme is a reading aid: it is no code and enters no count",
        ]
        if ari is not None:
            lines.append(
                f"leaving out a fifth of the interviews keeps {ari:.2f} of the partition "
                "(adjusted Rand index, median); stability is the share of such fits in which a "
                "theme was found again"
            )
        return tuple(lines)


def fit_themes(
    session: ProjectSession,
    *,
    actor: str,
    topics: int | None = None,
    sources: Sequence[str] = (),
    language: str | None = None,
    seed: int = 42,
    model: str | None = None,
    method: str | None = None,
) -> ThemeReport:
    """Fit topics on the experts' turns and store them with seed, versions and parameters.

    Without `sources` and `language` the language that most sources are in is taken;
    sources that are named may be of several languages. A run with the same material,
    model, seed, parameters and versions is the same run and is stored once.
    """
    from toolkit.suggest.terms import tokens
    from toolkit.themes.fit import fit_themes as fit
    from toolkit.themes.recipe import choose
    from toolkit.themes.units import units

    chosen = chosen_sources(session, sources, language)
    ids = [source.id for source in chosen]
    bodies = queries.texts_of(session.database, ids)
    turns = queries.turns_of(session.database, ids)
    segments = [
        unit for source_id in ids for unit in units(source_id, bodies[source_id], turns[source_id])
    ]
    # Refuse before a model is loaded.
    choose(len(segments), topics=topics, method=method, seed=seed)
    texts = [without_stage_directions(unit.text) for unit in segments]
    spoken = {source.language for source in chosen}
    name = model_for(
        session, texts, model=model, language=spoken.pop() if len(spoken) == 1 else "und"
    )
    reader = embedder(session, name)
    run = fit(
        segments,
        reader.embed(texts),
        model=reader.id,
        tokenizer=tokens,
        topics=topics,
        method=method,
        seed=seed,
    )
    material = [(source.id, source.text_sha256) for source in chosen]
    return show_themes(session, store(session, actor, run, material))


def chosen_sources(
    session: ProjectSession, wanted: Sequence[str], language: str | None
) -> list[Source]:
    """The sources to fit on, in project order."""
    everything = queries.sources(session.database)
    if not everything:
        raise InputError(
            "the project has no sources", code="no-sources", hint="`qct import FILE` adds one."
        )
    if wanted:
        named = {need_source(session, one).id for one in wanted}
        everything = [source for source in everything if source.id in named]
    languages = Counter(source.language for source in everything)
    if language is None and not wanted:
        language = min(languages, key=lambda one: (-languages[one], one))
    if language is not None and language not in languages:
        raise unknown("language", language, sorted(languages))
    return [source for source in everything if language in (None, source.language)]


def store(
    session: ProjectSession, actor: str, run: ThemeRun, material: Sequence[tuple[str, str]]
) -> str:
    """Write a run, unless the very same is there. Returns its id."""
    parameters = canonical_json(
        {
            **run.parameters,
            "sources": [list(one) for one in material],
            "stability": [theme.stability for theme in run.themes],
        }
    )
    versions = canonical_json(dict(run.versions))
    content = canonical_json(
        [
            [m.source_id, m.span.start, m.span.end, m.theme, m.representative_rank]
            for m in run.members
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
                        "label": "",
                        "keywords": canonical_json([[k.word, k.weight] for k in theme.keywords]),
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


def show_themes(session: ProjectSession, run_id: str | None = None) -> ThemeReport:
    """A stored run, the latest for None."""
    database = session.database
    runs = [dict(row) for row in database.query("SELECT * FROM theme_runs ORDER BY created_at, id")]
    if not runs:
        raise InputError(
            "no themes have been fitted yet", code="no-themes", hint="`qct themes fit` fits them."
        )
    run = next((one for one in runs if one["id"] == run_id), None) if run_id else runs[-1]
    if run is None:
        raise unknown("theme run", run_id or "", [one["id"] for one in runs])
    given = {"run_id": run["id"]}
    members = [
        dict(row)
        for row in database.query(
            "SELECT * FROM theme_members WHERE run_id = :run_id "
            "ORDER BY source_id, span_start, span_end",
            given,
        )
    ]
    parameters = json.loads(run["parameters"])
    stability = parameters.get("stability", [])
    shown = (member["source_id"] for member in members if member["representative_rank"])
    texts = queries.texts_of(database, shown)
    themes = []
    for row in database.query("SELECT * FROM themes WHERE run_id = :run_id ORDER BY theme", given):
        number = row["theme"]
        own = [one for one in members if one["theme"] == number]
        typical = sorted(
            (one for one in own if one["representative_rank"]),
            key=lambda one: one["representative_rank"],
        )
        themes.append(
            ThemeSummary(
                number=number,
                size=row["size"],
                sources=len({one["source_id"] for one in own}),
                stability=stability[number] if number < len(stability) else None,
                keywords=tuple(word for word, _ in json.loads(row["keywords"])),
                representatives=tuple(
                    Representative(
                        one["representative_rank"],
                        one["source_id"],
                        Span(one["span_start"], one["span_end"]),
                        texts[one["source_id"]][one["span_start"] : one["span_end"]],
                    )
                    for one in typical
                ),
                label=row["label"],
            )
        )
    return ThemeReport(
        run_id=run["id"],
        model=run["model"],
        created_at=run["created_at"],
        parameters=parameters,
        versions=json.loads(run["versions"]),
        themes=tuple(themes),
    )


class Themes(Subject):
    """Topics fitted on the turns of the experts."""

    def fit(
        self,
        *,
        actor: str,
        topics: int | None = None,
        sources: Sequence[str] = (),
        language: str | None = None,
        seed: int = 42,
        model: str | None = None,
    ) -> ThemeReport:
        """Fit topics on the experts' turns; stored with seed, versions and parameters."""
        return fit_themes(
            self._session,
            actor=actor,
            topics=topics,
            sources=sources,
            language=language,
            seed=seed,
            model=model,
        )

    @in_one_snapshot
    def show(self, run_id: str | None = None) -> ThemeReport:
        """A stored theme run, the latest for None."""
        return show_themes(self._session, run_id)
