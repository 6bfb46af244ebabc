"""Theme matrices over the project's decided data."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.analysis.by_cases import codes_by_cases, directions_by_cases
from toolkit.analysis.by_directions import codes_by_directions
from toolkit.analysis.case_stretches import Material
from toolkit.analysis.grouping import count_cases, group_material, group_note
from toolkit.analysis.matrix import Matrix, Measure
from toolkit.domain.codings import Coding, DirectionMapping
from toolkit.domain.transcript import Source
from toolkit.errors import InputError, UsageError, unknown
from toolkit.operations.session import ProjectSession, need_coder, need_round, need_source
from toolkit.store import queries

KINDS = ("codes-by-cases", "directions-by-cases", "codes-by-directions")
RENDERING_OF = "rendering_of"
"""Metadata key of a source that says in another language what the named source says."""


def matrix(
    session: ProjectSession,
    kind: str,
    *,
    measure: str = "counts",
    coder: str | None = None,
    round_id: str | None = None,
    sources: Sequence[str] = (),
    by: str | None = None,
) -> Matrix:
    """One of `KINDS`. Suggestions and proposals never enter it, only what people decided.

    `by` names a case attribute: columns are then its values instead of the cases. A source
    that renders another one in a second language is left out unless `sources` names it, since
    it would count the same interview twice.
    """
    if kind not in KINDS:
        raise UsageError(f"unknown matrix {kind!r}; valid: {', '.join(KINDS)}", code="matrix-kind")
    if measure not in list(Measure):
        raise UsageError(
            f"unknown measure {measure!r}; valid: {', '.join(Measure)}", code="matrix-measure"
        )
    if coder is not None:
        need_coder(session, coder)
    if round_id is not None:
        need_round(session, round_id)
    for source_id in sources:
        need_source(session, source_id)
    scope, left_out = _sources_in_scope(session, sources)
    ids = {source.id for source in scope}
    codings = [
        coding
        for coding in queries.iterate_codings(session.database, coder=coder, round_id=round_id)
        if coding.source_id in ids
    ]
    mappings = [
        mapping
        for mapping in queries.direction_mappings(session.database, coder=coder)
        if mapping.source_id in ids
    ]
    language = session.config.language
    covered = _covered(session, coder, round_id) if kind == "codes-by-cases" else None
    material = _material(session, scope, Measure(measure), covered)
    if by is None:
        found = _table(session, kind, Measure(measure), codings, mappings, material)
    else:
        found = _grouped(session, kind, Measure(measure), codings, mappings, material, by)
    notes = list(found.notes)
    if left_out:
        notes.append(
            f"left out, since they render another source: {', '.join(left_out)} "
            "(name them with --sources)"
        )
    notes.append(f"names in {language}; only what people decided, no suggestion or proposal")
    return _with_notes(found, notes)


def _table(
    session: ProjectSession,
    kind: str,
    measure: Measure,
    codings: Sequence[Coding],
    mappings: Sequence[DirectionMapping],
    material: Material,
) -> Matrix:
    language = session.config.language
    if kind == "codes-by-cases":
        book = queries.codebook(session.database)
        return codes_by_cases(codings, book, material, measure=measure, language=language)
    directions = queries.directions(session.database)
    if not directions:
        raise InputError(
            "the project has no directions yet",
            code="no-directions",
            hint="Take them in with `qct codebook import codebooks/policy-directions.yaml`.",
        )
    if kind == "directions-by-cases":
        return directions_by_cases(
            mappings, directions, material, measure=measure, language=language
        )
    return codes_by_directions(
        codings,
        mappings,
        queries.codebook(session.database),
        directions,
        material,
        measure=measure,
        language=language,
    )


def _covered(session: ProjectSession, coder: str | None, round_id: str | None) -> set[str]:
    return {
        one.source_id
        for one in queries.coverage(session.database)
        if (coder is None or one.coder_id == coder)
        and (round_id is None or one.round_id == round_id)
    }


def _sources_in_scope(
    session: ProjectSession, wanted: Sequence[str]
) -> tuple[list[Source], list[str]]:
    every = queries.sources(session.database)
    if wanted:
        return [source for source in every if source.id in wanted], []
    ids = {source.id for source in every}
    renderings = [source for source in every if source.metadata.get(RENDERING_OF) in ids]
    left_out = [source.id for source in renderings]
    return [source for source in every if source.id not in left_out], left_out


def _material(
    session: ProjectSession, scope: Sequence[Source], measure: Measure, covered: set[str] | None
) -> Material:
    ids = {source.id for source in scope}
    participations = [p for p in queries.participations(session.database) if p.source_id in ids]
    crowded = {p.source_id for p in participations if p.speaker}
    spoken = ids if measure is Measure.WORDS else crowded
    taking_part = {p.case_id for p in participations}
    return Material(
        cases=[case for case in queries.cases(session.database) if case.id in taking_part],
        participations=participations,
        turns={source_id: queries.turns(session.database, source_id) for source_id in spoken},
        texts={
            source.id: queries.text_body(session.database, source.text_sha256)
            for source in scope
            if measure is Measure.WORDS
        },
        covered=covered,
    )


def _grouped(
    session: ProjectSession,
    kind: str,
    measure: Measure,
    codings: Sequence[Coding],
    mappings: Sequence[DirectionMapping],
    material: Material,
    by: str,
) -> Matrix:
    if kind == "codes-by-directions":
        raise UsageError("--by groups cases, and this matrix has none", code="matrix-by")
    cases = queries.cases(session.database)
    names = list(dict.fromkeys(name for case in cases for name in case.attributes))
    if by not in names:
        raise unknown("attribute", by, names, hint="`qct cases` shows them.")
    group_of = {case.id: case.attributes.get(by, "") for case in cases}
    if measure is Measure.PRESENT:
        found = _table(session, kind, measure, codings, mappings, material)
        found = count_cases(found, material, group_of, by)
    else:
        grouped = group_material(material, group_of, by)
        found = _table(session, kind, measure, codings, mappings, grouped)
    return _with_notes(found, [*found.notes, group_note(material, group_of, by)])


def _with_notes(found: Matrix, notes: list[str]) -> Matrix:
    from dataclasses import replace

    return replace(found, notes=tuple(notes))
