"""Theme matrices over the project's decided data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.analysis.by_cases import codes_by_cases, directions_by_cases
from toolkit.analysis.by_coders import code_by_coder
from toolkit.analysis.by_directions import codes_by_directions, directions_by_stance, mapped_share
from toolkit.analysis.case_stretches import Material
from toolkit.analysis.codes_by_codes import codes_by_codes
from toolkit.analysis.grouping import (
    Worked,
    cases_worked_on,
    count_cases,
    group_material,
    worked_note,
)
from toolkit.analysis.matrix import Matrix, Measure, Totals
from toolkit.analysis.records import Ids
from toolkit.analysis.shares import per_1000_words, shares
from toolkit.errors import InputError
from toolkit.i18n import _, ngettext
from toolkit.operations.answers.renderings import renderings_note
from toolkit.operations.matrices.decided import DecidedData, LeftOut
from toolkit.operations.matrices.filters import filtered, of_cases, row_choice
from toolkit.operations.matrices.groups import Groups, cases_asked_for, groups_of
from toolkit.operations.matrices.material import measure_of, staged
from toolkit.operations.matrices.request import (
    CODE_BY_CODER,
    CODES_BY_ATTRIBUTE,
    CODES_BY_CASES,
    CODES_BY_CODES,
    CODES_BY_DIRECTIONS,
    DIRECTIONS_BY_CASES,
    OF_CASES,
    OF_MAPPINGS,
    READ_MAPPINGS,
    MatrixRequest,
)
from toolkit.operations.matrices.side_by_side import columns_of_each, side_by_side
from toolkit.operations.session import ProjectSession
from toolkit.store import queries


@dataclass(frozen=True, slots=True)
class MadeMatrix:
    """A matrix, how much of each column was worked on, and what is in no cell."""

    matrix: Matrix
    worked: Mapping[str, Worked]
    """By column, the cases worked on and all cases; empty where columns are no cases."""
    left_out: LeftOut
    """Ids of the codings (of the mappings, in directions-by-cases) in scope that are in no cell,
    by the reason."""
    material: Material
    """Who speaks where, with cases that are not grouped."""
    finished: Mapping[str, Worked] | None = None
    """By coder, the sources finished and all sources, where columns are coders."""


def matrix(
    session: ProjectSession, kind: str, request: MatrixRequest, decided: DecidedData
) -> MadeMatrix:
    """The matrix of a kind over decided data, with its notes."""
    if request.by is not None:
        # A group's number is read as a share of its cases, so it holds finished work only.
        decided = decided.finished_only()
    decided = filtered(decided, kind, request)
    asked_for = cases_asked_for(session, request.where)
    stage = staged(session, kind, request, decided, asked_for)
    material = stage.material
    if asked_for is not None:
        decided = of_cases(decided, material)
    groups = groups_of(session, request)
    making = _Making(session, kind, request, decided, material, groups)
    made = making.table(measure_of(request))
    notes = list(made.notes)
    worked: Mapping[str, Worked] = {}
    finished: Mapping[str, Worked] | None = None
    if kind in OF_CASES:
        by = groups.by if groups is not None else None
        of_case = groups.of_case if groups is not None else None
        order = groups.order if groups is not None else ()
        worked = cases_worked_on(material, of_case, by or "", order)
        notes.append(worked_note(worked, by))
        made = _without_absence(made, [name for name, (done, _n) in worked.items() if not done])
        notes += stage.notes
    elif kind == CODE_BY_CODER:
        finished = {
            coder: (len(making.finished_by(coder)), len(decided.sources))
            for coder in made.column_ids
        }
        made = _without_absence(made, [name for name, (done, _n) in finished.items() if not done])
    # Shares and rates add notes of their own.
    own = replace(made, notes=())
    if request.per_1000_words:
        own = per_1000_words(own, making.words())
    if request.share is not None:
        own = shares(own, request.share, worked)
    notes += own.notes
    notes += _scope_notes(kind, request, decided)
    if kind not in OF_MAPPINGS and decided.chosen.left_unfinished and _is_empty(made):
        notes.append(_empty_note(request))
    left_out = _left_out(kind, decided, made)
    notes += _left_out_notes(kind, left_out)
    note = _("names in {language}; only what people decided, no suggestion or proposal")
    notes.append(note.format(language=request.language or session.config.language))
    return MadeMatrix(replace(own, notes=tuple(notes)), worked, left_out, material, finished)


def matrix_of_each(
    session: ProjectSession, kind: str, request: MatrixRequest, decided: DecidedData
) -> MadeMatrix:
    """The matrices of all coders of the rule, with their columns side by side."""
    # Who mapped need not have coded, and who coded need not have mapped.
    coders = (decided.chosen_mappings if kind in OF_MAPPINGS else decided.chosen).coders()
    if not coders or kind == CODE_BY_CODER:
        return matrix(session, kind, request, decided)
    parts = {coder: matrix(session, kind, request, decided.of_coder(coder)) for coder in coders}
    joined = side_by_side({coder: part.matrix for coder, part in parts.items()})
    first = next(iter(parts.values())).matrix
    shared = [
        note for note in first.notes if all(note in part.matrix.notes for part in parts.values())
    ]
    of_mappings = kind in OF_MAPPINGS
    of_rule = decided.chosen_mappings.notes() if of_mappings else decided.chosen.notes()
    own = [
        _("{coder}: {note}").format(coder=coder, note=note)
        for coder, part in parts.items()
        for note in part.matrix.notes
        if note not in shared and note not in decided.of_coder(coder).chosen.notes()
    ]
    left_out = dict(decided.left_out_mappings if of_mappings else decided.left_out)
    for part in parts.values():
        for reason, ids in part.left_out.items():
            left_out[reason] = ids.joined([left_out[reason]]) if reason in left_out else ids
    return MadeMatrix(
        replace(joined, notes=(*shared, joined.notes[-1], *of_rule, *own)),
        columns_of_each({coder: part.worked for coder, part in parts.items()}),
        left_out,
        next(iter(parts.values())).material,
    )


@dataclass(frozen=True, slots=True)
class _Making:
    """What a matrix is made of."""

    session: ProjectSession
    kind: str
    request: MatrixRequest
    decided: DecidedData
    material: Material
    groups: Groups | None

    def table(self, measure: Measure) -> Matrix:
        """The matrix, with columns of groups where there are some."""
        groups = self.groups
        if groups is None:
            return self.plain(measure, self.material)
        if measure is Measure.PRESENT:
            ungrouped = self.plain(measure, self.material)
            return count_cases(ungrouped, self.material, groups.of_case, groups.by, groups.order)
        grouped = group_material(self.material, groups.of_case, groups.by, groups.order)
        return self.plain(measure, grouped)

    def plain(self, measure: Measure, material: Material) -> Matrix:
        """The matrix over the material as it is."""
        database = self.session.database
        language = self.request.language or self.session.config.language
        codings, mappings = self.decided.codings, self.decided.mappings
        if self.kind in READ_MAPPINGS:
            directions = queries.directions(database)
            if not directions:
                raise InputError(
                    _("the project has no directions yet"),
                    code="no-directions",
                    hint=_(
                        "Take them in with `qct codebook import codebooks/policy-directions.yaml`."
                    ),
                )
            if self.kind == DIRECTIONS_BY_CASES:
                return directions_by_cases(
                    mappings, directions, material, measure=measure, language=language
                )
            if self.kind in OF_MAPPINGS:
                return directions_by_stance(
                    mappings, directions, material, measure=measure, language=language
                )
        book = queries.codebook(database)
        rows = row_choice(self.session, self.request)
        if self.kind in (CODES_BY_CASES, CODES_BY_ATTRIBUTE):
            return codes_by_cases(
                codings, book, material, measure=measure, rows=rows, language=language
            )
        if self.kind == CODES_BY_CODES:
            return codes_by_codes(
                codings,
                book,
                material,
                unit=self.request.unit,
                measure=measure,
                rows=rows,
                language=language,
            )
        if self.kind == CODE_BY_CODER:
            worked = {coder: self.finished_by(coder) for coder in self.decided.chosen.coders()}
            return code_by_coder(
                codings, book, material, worked, measure=measure, rows=rows, language=language
            )
        return codes_by_directions(
            codings,
            mappings,
            book,
            directions,
            material,
            measure=measure,
            rows=rows,
            language=language,
            shared_with=self.request.shared_with,
        )

    def finished_by(self, coder: str) -> list[str]:
        """The sources that the coder has finished, of those that count."""
        return [
            source
            for source, places in self.decided.chosen.finished.items()
            if any(name == coder for _round, name in places)
        ]

    def words(self) -> Sequence[int]:
        """The words that were said in what was worked on of each column."""
        sizes = (
            self.plain(Measure.WORDS, self.material)
            if self.groups is None
            else self.plain(
                Measure.WORDS,
                group_material(
                    self.material, self.groups.of_case, self.groups.by, self.groups.order
                ),
            )
        ).sizes
        assert sizes is not None, "only columns with words of their own have a rate"
        return sizes


def _scope_notes(kind: str, request: MatrixRequest, decided: DecidedData) -> list[str]:
    """Whose answers, how much is mapped, and which sources are left out."""
    notes = []
    if kind not in OF_MAPPINGS:
        notes += decided.chosen.notes()
    if kind in READ_MAPPINGS or request.stance:
        of_mappings = decided.chosen_mappings.notes()
        notes += [_("mappings: {note}").format(note=note) for note in of_mappings]
    if kind in READ_MAPPINGS:
        notes.append(_mapped_share(decided, request.shared_with))
    if decided.renderings:
        notes.append(renderings_note(decided.renderings))
    return notes


def _without_absence(made: Matrix, columns: Sequence[str]) -> Matrix:
    """The matrix with no zero in these columns: where nothing is finished, nothing is absent."""
    names = set(columns)
    unfinished = [name in names for name in made.column_ids]
    if not any(unfinished):
        return made
    cells = tuple(
        tuple(
            None if is_open and not value else value
            for value, is_open in zip(row, unfinished, strict=True)
        )
        for row in made.cells
    )
    counted = made.totals
    if counted is None:
        return replace(made, cells=cells)

    def totals() -> Totals:
        every = counted()
        of_columns = tuple(
            None if is_open and not value else value
            for value, is_open in zip(every.of_columns, unfinished, strict=True)
        )
        of_rows = tuple(
            total if any(value is not None for value in row) else None
            for total, row in zip(every.of_rows, cells, strict=True)
        )
        return replace(every, of_columns=of_columns, of_rows=of_rows)

    return replace(made, cells=cells, totals=totals)


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
    mapped, count = mapped_share(decided.codings, decided.mappings, shared_with)
    return ngettext(
        "{mapped} of {count:,} coded segment is mapped",
        "{mapped} of {count:,} coded segments are mapped",
        count,
    ).format(mapped=f"{mapped:,}", count=count)


def _left_out(kind: str, decided: DecidedData, made: Matrix) -> LeftOut:
    left = dict(decided.left_out_mappings if kind in OF_MAPPINGS else decided.left_out)
    nowhere = {
        CODES_BY_DIRECTIONS: _("nobody whose mappings count has mapped it"),
        CODES_BY_CODES: _("it is in no turn of an expert"),
    }.get(kind, _("no case speaks there"))
    hidden = _("its code has no row in this table")
    for reason, ids in ((nowhere, made.unplaced), (hidden, made.unshown)):
        if len(ids):
            assert isinstance(ids, Ids)
            left[reason] = ids
    return left


def _left_out_notes(kind: str, left_out: LeftOut) -> list[str]:
    notes = []
    for reason, ids in left_out.items():
        note = (
            ngettext(
                "{count:,} mapping is in no cell: {reason}",
                "{count:,} mappings are in no cell: {reason}",
                len(ids),
            )
            if kind in OF_MAPPINGS
            else ngettext(
                "{count:,} coding is in no cell: {reason}",
                "{count:,} codings are in no cell: {reason}",
                len(ids),
            )
        )
        notes.append(note.format(count=len(ids), reason=reason))
    return notes
