"""Themes of a project: fitted on what experts say, stored with all that made them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import canonical_json
from toolkit.domain.ids import derived_id
from toolkit.domain.spans import Span
from toolkit.errors import InputError, unknown
from toolkit.i18n import _, ngettext
from toolkit.operations.provenance import stamped
from toolkit.operations.session import ProjectSession, need_round, need_source, new_coder
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.operations.suggestions.models import embedder, model_for
from toolkit.report.provenance import Provenance
from toolkit.report.tables import Table
from toolkit.store import queries, rows
from toolkit.text.stage_directions import without_stage_directions

if TYPE_CHECKING:
    from toolkit.domain.rounds import Viewer
    from toolkit.domain.transcript import Source
    from toolkit.themes.result import ThemeRun

COLUMNS = (
    "theme",
    "size",
    "sources",
    "stability",
    "keywords",
    "label",
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
    provenance: Provenance | None = field(default=None, compare=False, repr=False)

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
                    theme.label,
                    passage.rank,
                    passage.source_id,
                    passage.span.start,
                    passage.span.end,
                    passage.quote,
                )
                for theme in self.themes
                for passage in theme.representatives
            ),
            _("themes"),
            self.notes,
            provenance=self.provenance,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        segments = self.parameters.get("segments")
        ari = self.parameters.get("stability_ari_median")
        lines = [
            ngettext(
                "{count} theme in {segments} segments of experts' speech; {method}, seed {seed}, "
                "{model}",
                "{count} themes in {segments} segments of experts' speech; {method}, seed {seed}, "
                "{model}",
                len(self.themes),
            ).format(
                count=len(self.themes),
                segments=segments,
                method=self.parameters.get("method"),
                seed=self.parameters.get("seed"),
                model=self.model,
            ),
            _("a theme is a reading aid: it is no code and enters no count"),
        ]
        if ari is not None:
            lines.append(
                _(
                    "leaving out a fifth of the interviews keeps {ari:.2f} of the partition "
                    "(adjusted Rand index, median); stability is the share of such fits in which "
                    "a theme was found again"
                ).format(ari=ari)
            )
        return tuple(lines)


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
        """Fit topics on the experts' turns and store them with seed, versions and parameters.

        Without `sources` and `language` the language that most sources are in is taken;
        sources that are named may be of several languages. A run with the same material,
        model, seed, parameters and versions is the same run and is stored once. `topics` is
        chosen by the number of segments where it is not given.
        """
        from toolkit.operations.terms.segments import segment_terms
        from toolkit.suggest.terms import tokens
        from toolkit.themes.fit import fit_themes
        from toolkit.themes.recipe import choose
        from toolkit.themes.units import units

        session = self._session
        chosen = chosen_sources(session, sources, language)
        ids = [source.id for source in chosen]
        bodies = queries.texts_of(session.database, ids)
        turns = queries.turns_of(session.database, ids)
        segments = [
            unit
            for source_id in ids
            for unit in units(source_id, bodies[source_id], turns[source_id])
        ]
        # Refuse before a model is loaded.
        choose(len(segments), topics=topics, seed=seed)
        texts = [without_stage_directions(unit.text) for unit in segments]
        spoken = {source.language for source in chosen}
        name = model_for(
            session, texts, model=model, language=spoken.pop() if len(spoken) == 1 else "und"
        )
        reader = embedder(session, name)
        terms = segment_terms(session, chosen, tokens)
        run = fit_themes(
            segments,
            reader.embed(texts),
            model=reader.id,
            terms_of=terms.of,
            topics=topics,
            seed=seed,
        )
        if terms.analysers:
            # Other analysers give other keywords, so it is another run.
            run = replace(run, parameters={**run.parameters, "analysers": dict(terms.analysers)})
        material = [(source.id, source.text_sha256) for source in chosen]
        viewer = queries.viewer(session.database, actor, need_round(session, None))
        return self._shown(store(session, actor, run, material), viewer)

    @in_one_snapshot
    def show(self, run_id: str | None = None) -> ThemeReport:
        """A stored run of the fitting, the latest for None."""
        return self._shown(run_id)

    @in_one_snapshot
    def _shown(self, run_id: str | None, viewer: Viewer | None = None) -> ThemeReport:
        database = self._session.database
        runs = {
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
        parameters = json.loads(run["parameters"])
        provenance = Provenance(
            sources=tuple(source_id for source_id, _text in parameters.get("sources", ())),
            details=(("run", run["id"]), ("model", run["model"])),
        )
        return ThemeReport(
            run_id=run["id"],
            model=run["model"],
            created_at=run["created_at"],
            parameters=parameters,
            versions=json.loads(run["versions"]),
            themes=tuple(summaries(self._session, run)),
            provenance=stamped(self._session, provenance, viewer),
        )


def summaries(session: ProjectSession, run: Mapping[str, Any]) -> Iterator[ThemeSummary]:
    """The themes of a stored run, with the words of the segments that stand for them."""
    database, run_id = session.database, {"run_id": run["id"]}
    members: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in database.query(
        "SELECT * FROM theme_members WHERE run_id = :run_id "
        "ORDER BY source_id, span_start, span_end",
        run_id,
    ):
        members[row["theme"]].append(dict(row))
    stability = json.loads(run["parameters"]).get("stability", [])
    shown = (
        member["source_id"]
        for of_theme in members.values()
        for member in of_theme
        if member["representative_rank"]
    )
    texts = queries.texts_of(database, shown)

    def representative(member: Mapping[str, Any]) -> Representative:
        span = Span(member["span_start"], member["span_end"])
        rank, source_id = member["representative_rank"], member["source_id"]
        return Representative(rank, source_id, span, texts[source_id][span.start : span.end])

    for row in database.query("SELECT * FROM themes WHERE run_id = :run_id ORDER BY theme", run_id):
        number, own = row["theme"], members[row["theme"]]
        typical = sorted(
            (member for member in own if member["representative_rank"]),
            key=lambda member: member["representative_rank"],
        )
        yield ThemeSummary(
            number=number,
            size=row["size"],
            sources=len({member["source_id"] for member in own}),
            stability=stability[number] if number < len(stability) else None,
            keywords=tuple(word for word, _weight in json.loads(row["keywords"])),
            representatives=tuple(map(representative, typical)),
            label=row["label"],
        )


def chosen_sources(
    session: ProjectSession, named: Sequence[str], language: str | None
) -> list[Source]:
    """The sources to fit on, in project order."""
    everything = queries.sources(session.database)
    if not everything:
        raise InputError(
            _("the project has no sources"),
            code="no-sources",
            hint=_("`qct import FILE` adds one."),
        )
    if named:
        ids = {need_source(session, source_id).id for source_id in named}
        everything = [source for source in everything if source.id in ids]
    languages = Counter(source.language for source in everything)
    if language is None and not named:
        language = min(languages, key=lambda name: (-languages[name], name))
    if language is not None and language not in languages:
        raise unknown("language", language, sorted(languages))
    return [source for source in everything if language in (None, source.language)]


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
