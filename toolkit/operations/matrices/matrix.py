"""Theme matrices over the project's decided data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.analysis.by_cases import codes_by_cases, directions_by_cases
from toolkit.analysis.by_directions import codes_by_directions
from toolkit.analysis.case_stretches import Material
from toolkit.analysis.grouping import count_cases, group_material, group_note
from toolkit.analysis.matrix import Matrix, Measure
from toolkit.domain.codings import Coding
from toolkit.domain.directions import DirectionMapping
from toolkit.domain.transcript import Source
from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _
from toolkit.operations.matrices.request import KINDS, MatrixRequest
from toolkit.operations.session import ProjectSession, need_coder, need_round, need_source
from toolkit.store import queries

RENDERING_OF = "rendering_of"
"""Metadata key of a source that says in another language what the named source says."""


@dataclass(frozen=True, slots=True)
class DecidedData:
    """What people decided on the sources in scope; no suggestion and no proposal."""

    sources: Sequence[Source]
    codings: Sequence[Coding]
    mappings: Sequence[DirectionMapping]
    left_out: Sequence[str]
    """Sources that render another source, and are not asked for."""


def check_matrix(session: ProjectSession, kind: str, request: MatrixRequest) -> None:
    """Raise for a matrix or a measure that is not known, and for unknown names."""
    if kind not in KINDS:
        raise UsageError(
            _("unknown matrix {kind!r}; valid: {valid}").format(kind=kind, valid=", ".join(KINDS)),
            code="matrix-kind",
        )
    if request.measure not in list(Measure):
        raise UsageError(
            _("unknown measure {measure!r}; valid: {valid}").format(
                measure=request.measure, valid=", ".join(Measure)
            ),
            code="matrix-measure",
        )
    if request.coder is not None:
        need_coder(session, request.coder)
    if request.round_id is not None:
        need_round(session, request.round_id)
    for source_id in request.sources:
        need_source(session, source_id)


def decided_data(session: ProjectSession, request: MatrixRequest) -> DecidedData:
    """The codings and mappings that a matrix rests on."""
    sources, left_out = _sources_in_scope(session, request.sources)
    ids = {source.id for source in sources}
    database, coder = session.database, request.coder
    codings = queries.iterate_codings(database, coder=coder, round_id=request.round_id)
    return DecidedData(
        sources,
        [coding for coding in codings if coding.source_id in ids],
        [
            mapping
            for mapping in queries.direction_mappings(database, coder=coder)
            if mapping.source_id in ids
        ],
        left_out,
    )


def matrix(
    session: ProjectSession, kind: str, request: MatrixRequest, decided: DecidedData
) -> Matrix:
    """The matrix of a kind over decided data, with its notes."""
    material = _material(session, kind, request, decided)
    if request.by is None:
        made = _table(session, kind, request, decided, material)
    else:
        made = _grouped(session, kind, request, decided, material, request.by)
    notes = list(made.notes)
    if decided.left_out:
        note = _("left out, since they render another source: {sources} (name them with --sources)")
        notes.append(note.format(sources=", ".join(decided.left_out)))
    note = _("names in {language}; only what people decided, no suggestion or proposal")
    notes.append(note.format(language=session.config.language))
    return replace(made, notes=tuple(notes))


def _table(
    session: ProjectSession,
    kind: str,
    request: MatrixRequest,
    decided: DecidedData,
    material: Material,
) -> Matrix:
    language, measure = session.config.language, Measure(request.measure)
    if kind == "codes-by-cases":
        book = queries.codebook(session.database)
        return codes_by_cases(decided.codings, book, material, measure=measure, language=language)
    directions = queries.directions(session.database)
    if not directions:
        raise InputError(
            _("the project has no directions yet"),
            code="no-directions",
            hint=_("Take them in with `qct codebook import codebooks/policy-directions.yaml`."),
        )
    if kind == "directions-by-cases":
        return directions_by_cases(
            decided.mappings, directions, material, measure=measure, language=language
        )
    return codes_by_directions(
        decided.codings,
        decided.mappings,
        queries.codebook(session.database),
        directions,
        material,
        measure=measure,
        language=language,
    )


def _grouped(
    session: ProjectSession,
    kind: str,
    request: MatrixRequest,
    decided: DecidedData,
    material: Material,
    by: str,
) -> Matrix:
    if kind == "codes-by-directions":
        raise UsageError(_("--by groups cases, and this matrix has none"), code="matrix-by")
    cases = queries.cases(session.database)
    names = list(dict.fromkeys(name for case in cases for name in case.attributes))
    if by not in names:
        raise unknown("attribute", by, names, hint=_("`qct cases` shows them."))
    group_of = {case.id: case.attributes.get(by, "") for case in cases}
    if request.measure == Measure.PRESENT:
        ungrouped = _table(session, kind, request, decided, material)
        made = count_cases(ungrouped, material, group_of, by)
    else:
        grouped = group_material(material, group_of, by)
        made = _table(session, kind, request, decided, grouped)
    return replace(made, notes=(*made.notes, group_note(material, group_of, by)))


def _sources_in_scope(
    session: ProjectSession, names: Sequence[str]
) -> tuple[list[Source], list[str]]:
    """The sources named, else all but renderings, and the ids of the renderings left out."""
    every = queries.sources(session.database)
    if names:
        return [source for source in every if source.id in names], []
    ids = {source.id for source in every}
    renderings = [source for source in every if source.metadata.get(RENDERING_OF) in ids]
    left_out = [source.id for source in renderings]
    return [source for source in every if source.id not in left_out], left_out


def _material(
    session: ProjectSession, kind: str, request: MatrixRequest, decided: DecidedData
) -> Material:
    """Who speaks where in the sources; the words of them where words are counted."""
    database = session.database
    ids = [source.id for source in decided.sources]
    counts_words = request.measure == Measure.WORDS
    participations = [
        part for part in queries.participations(database) if part.source_id in set(ids)
    ]
    crowded = {part.source_id for part in participations if part.speaker}
    taking_part = {part.case_id for part in participations}
    return Material(
        cases=[case for case in queries.cases(database) if case.id in taking_part],
        participations=participations,
        turns=queries.turns_of(database, ids if counts_words else sorted(crowded)),
        texts=queries.texts_of(database, ids) if counts_words else {},
        covered=_covered(session, request) if kind == "codes-by-cases" else None,
    )


def _covered(session: ProjectSession, request: MatrixRequest) -> set[str]:
    """Sources that someone worked on."""
    return {
        stated.source_id
        for stated in queries.coverage(session.database)
        if (request.coder is None or stated.coder_id == request.coder)
        and (request.round_id is None or stated.round_id == request.round_id)
    }
