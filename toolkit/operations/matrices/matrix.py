"""Theme matrices over the project's decided data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.analysis.by_cases import codes_by_cases, directions_by_cases
from toolkit.analysis.by_directions import SHARES, codes_by_directions, mapped_segments
from toolkit.analysis.case_stretches import Material
from toolkit.analysis.grouping import (
    Worked,
    cases_worked_on,
    count_cases,
    group_material,
    worked_note,
)
from toolkit.analysis.matrix import Matrix, Measure
from toolkit.domain.rounds import names_one_round
from toolkit.domain.transcript import Case, Participation
from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _, ngettext
from toolkit.operations.answers.renderings import renderings_note
from toolkit.operations.matrices.request import KINDS, MatrixRequest
from toolkit.operations.matrices.side_by_side import columns_of_each, side_by_side
from toolkit.operations.session import ProjectSession, need_coder, need_round, need_source
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.operations.matrices.decided import DecidedData


@dataclass(frozen=True, slots=True)
class MadeMatrix:
    """A matrix, how much of each column was worked on, and what is in no cell."""

    matrix: Matrix
    worked: Mapping[str, Worked]
    """By column, the cases worked on and all cases; empty where columns are no cases."""
    left_out: Mapping[str, Sequence[str]]
    """Ids of the codings (of the mappings, in directions-by-cases) in scope that are in no cell,
    by the reason."""


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
    if request.shared_with not in SHARES:
        raise UsageError(
            _("a mapping shares half of {given!r}; valid: {valid}").format(
                given=request.shared_with, valid=", ".join(SHARES)
            ),
            code="matrix-share",
        )
    if kind == "codes-by-directions" and request.by is not None:
        raise UsageError(_("--by groups cases, and this matrix has none"), code="matrix-by")
    if request.coder is not None and request.rule == request.coder:
        need_coder(session, request.coder)
    if names_one_round(request.round_id):
        need_round(session, request.round_id)
    for source_id in request.sources:
        need_source(session, source_id)


def matrix(
    session: ProjectSession, kind: str, request: MatrixRequest, decided: DecidedData
) -> MadeMatrix:
    """The matrix of a kind over decided data, with its notes."""
    if request.by is not None:
        # A group's number is read as a share of its cases, so it holds finished work only.
        decided = decided.finished_only()
    material, case_notes = _material(session, kind, request, decided)
    group_of = _groups(session, request.by)
    made = _table(session, kind, request, decided, material, group_of)
    notes = list(made.notes)
    worked: Mapping[str, Worked] = {}
    if kind != "codes-by-directions":
        worked = cases_worked_on(material, group_of, request.by or "")
        notes.append(worked_note(worked, request.by))
        made = _without_absence(made, [name for name, (done, _n) in worked.items() if not done])
        notes += case_notes
    notes += _scope_notes(kind, request, decided)
    if kind != "directions-by-cases" and decided.chosen.left_unfinished and _is_empty(made):
        notes.append(_empty_note(request))
    left_out = _left_out(kind, decided, made)
    notes += _left_out_notes(kind, left_out)
    note = _("names in {language}; only what people decided, no suggestion or proposal")
    notes.append(note.format(language=session.config.language))
    return MadeMatrix(replace(made, notes=tuple(notes)), worked, left_out)


def matrix_of_each(
    session: ProjectSession, kind: str, request: MatrixRequest, decided: DecidedData
) -> MadeMatrix:
    """The matrices of all coders of the rule, with their columns side by side."""
    # Who mapped need not have coded, and who coded need not have mapped.
    coders = (decided.chosen_mappings if _of_mappings(kind) else decided.chosen).coders()
    if not coders:
        return matrix(session, kind, request, decided)
    parts = {coder: matrix(session, kind, request, decided.of_coder(coder)) for coder in coders}
    joined = side_by_side({coder: part.matrix for coder, part in parts.items()})
    first = next(iter(parts.values())).matrix
    shared = [
        note for note in first.notes if all(note in part.matrix.notes for part in parts.values())
    ]
    of_rule = decided.chosen.notes() if not _of_mappings(kind) else decided.chosen_mappings.notes()
    own = [
        _("{coder}: {note}").format(coder=coder, note=note)
        for coder, part in parts.items()
        for note in part.matrix.notes
        if note not in shared and note not in decided.of_coder(coder).chosen.notes()
    ]
    left_out = dict(decided.left_out_mappings if _of_mappings(kind) else decided.left_out)
    for part in parts.values():
        for reason, ids in part.left_out.items():
            if reason not in left_out:
                left_out[reason] = ids
            elif set(ids) - set(left_out[reason]):
                left_out[reason] = tuple(dict.fromkeys([*left_out[reason], *ids]))
    return MadeMatrix(
        replace(joined, notes=(*shared, joined.notes[-1], *of_rule, *own)),
        columns_of_each({coder: part.worked for coder, part in parts.items()}),
        left_out,
    )


def _of_mappings(kind: str) -> bool:
    return kind == "directions-by-cases"


def _table(
    session: ProjectSession,
    kind: str,
    request: MatrixRequest,
    decided: DecidedData,
    material: Material,
    group_of: Mapping[str, str] | None,
) -> Matrix:
    if group_of is None or request.by is None:
        return _plain(session, kind, request, decided, material)
    if request.measure == Measure.PRESENT:
        ungrouped = _plain(session, kind, request, decided, material)
        return count_cases(ungrouped, material, group_of, request.by)
    grouped = group_material(material, group_of, request.by)
    return _plain(session, kind, request, decided, grouped)


def _plain(
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
        shared_with=request.shared_with,
    )


def _groups(session: ProjectSession, by: str | None) -> Mapping[str, str] | None:
    """The value of the attribute by case; None where cases are not grouped."""
    if by is None:
        return None
    cases = queries.cases(session.database)
    names = list(dict.fromkeys(name for case in cases for name in case.attributes))
    if by not in names:
        raise unknown("attribute", by, names, hint=_("`qct cases` shows them."))
    return {case.id: case.attributes.get(by, "") for case in cases}


def _material(
    session: ProjectSession, kind: str, request: MatrixRequest, decided: DecidedData
) -> tuple[Material, list[str]]:
    """Who speaks where in the sources, with their words where words are counted; and notes on
    sources without a case, which stand for themselves, and on cases without a source."""
    database = session.database
    ids = [source.id for source in decided.sources]
    counts_words = request.measure == Measure.WORDS
    every = queries.participations(database)
    participations = [part for part in every if part.source_id in set(ids)]
    known = {part.source_id for part in participations}
    unknown_cases = [source_id for source_id in ids if source_id not in known]
    participations += [Participation(source_id, source_id) for source_id in unknown_cases]
    crowded = {part.source_id for part in participations if part.speaker}
    taking_part = {part.case_id for part in participations}
    every_case = queries.cases(database)
    speaking = {part.case_id for part in every}
    silent = [case.id for case in every_case if case.id not in speaking]
    cases = [case for case in every_case if case.id in taking_part]
    listed = {case.id for case in cases}
    cases += [Case(source_id) for source_id in unknown_cases if source_id not in listed]
    of_codes = kind != "directions-by-cases"
    chosen = decided.chosen if of_codes else decided.chosen_mappings
    material = Material(
        cases=cases,
        participations=participations,
        turns=queries.turns_of(database, ids if counts_words else sorted(crowded)),
        texts=queries.texts_of(database, ids) if counts_words else {},
        covered=set(chosen.finished) | set(chosen.unfinished),
        finished=set(chosen.finished),
    )
    return material, _case_notes(unknown_cases, silent)


def _case_notes(unknown: Sequence[str], silent: Sequence[str]) -> list[str]:
    """Sources of which no case is known, and cases that speak in no source."""
    notes = []
    if unknown:
        note = _("no case is known in {sources}, so each of these sources has its own column")
        notes.append(note.format(sources=", ".join(unknown)))
    if silent:
        note = _(
            "cases that speak in no source, and have no column: {cases}; a column `source` in the "
            "table of cases says where each speaks"
        )
        notes.append(note.format(cases=", ".join(silent)))
    return notes


def _scope_notes(kind: str, request: MatrixRequest, decided: DecidedData) -> list[str]:
    """Whose answers, how much is mapped, and which sources are left out."""
    notes = []
    if kind != "directions-by-cases":
        notes += decided.chosen.notes()
    if kind != "codes-by-cases":
        of_mappings = decided.chosen_mappings.notes()
        notes += [_("mappings: {note}").format(note=note) for note in of_mappings]
        notes.append(_mapped_share(decided, request.shared_with))
    if decided.renderings:
        notes.append(renderings_note(decided.renderings))
    return notes


def _without_absence(made: Matrix, columns: Sequence[str]) -> Matrix:
    """The matrix with no zero in these columns: where nothing is finished, nothing is absent."""
    unfinished = [name in set(columns) for name in made.column_ids]
    if not any(unfinished):
        return made
    cells = tuple(
        tuple(
            None if is_open and not value else value
            for value, is_open in zip(row, unfinished, strict=True)
        )
        for row in made.cells
    )
    return replace(made, cells=cells)


def _empty_note(request: MatrixRequest) -> str:
    if request.by is not None:
        return _(
            "the table is empty because nobody whose answers count has finished a source: "
            "`qct sources finish SOURCE` states that; without --by, unfinished work of one coder "
            "is shown"
        )
    return _(
        "the table is empty because nobody whose answers count has finished a source: "
        "`qct sources finish SOURCE` states that, and --answers NAME shows the unfinished work of "
        "one coder"
    )


def _is_empty(made: Matrix) -> bool:
    return not any(cell for row in made.cells for cell in row)


def _mapped_share(decided: DecidedData, shared_with: str) -> str:
    """How many of the coded segments people have mapped, so that a part is not read as all."""
    with_mapping = mapped_segments(decided.codings, decided.mappings, shared_with)
    segments = {(coding.source_id, coding.span) for coding in decided.codings}
    return ngettext(
        "{mapped} of {count:,} coded segment is mapped",
        "{mapped} of {count:,} coded segments are mapped",
        len(segments),
    ).format(mapped=f"{len(with_mapping):,}", count=len(segments))


def _left_out(kind: str, decided: DecidedData, made: Matrix) -> dict[str, Sequence[str]]:
    of_mappings = _of_mappings(kind)
    left = dict(decided.left_out_mappings if of_mappings else decided.left_out)
    if made.unplaced:
        reason = (
            _("nobody whose mappings count has mapped it")
            if kind == "codes-by-directions"
            else _("no case speaks there")
        )
        left[reason] = made.unplaced
    return left


def _left_out_notes(kind: str, left_out: Mapping[str, Sequence[str]]) -> list[str]:
    notes = []
    for reason, ids in left_out.items():
        note = (
            ngettext(
                "{count:,} mapping is in no cell: {reason}",
                "{count:,} mappings are in no cell: {reason}",
                len(ids),
            )
            if kind == "directions-by-cases"
            else ngettext(
                "{count:,} coding is in no cell: {reason}",
                "{count:,} codings are in no cell: {reason}",
                len(ids),
            )
        )
        notes.append(note.format(count=len(ids), reason=reason))
    return notes
