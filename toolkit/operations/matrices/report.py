"""Matrices as tables: what is printed, exported and traced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.analysis.matrix import Matrix, Measure
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.operations.answers.chosen import Statement, choose
from toolkit.operations.answers.kept import kept_records
from toolkit.operations.answers.table import answer_table
from toolkit.operations.matrices.request import OF_CASES, OF_MAPPINGS, QUOTES
from toolkit.operations.matrices.segments import (
    MOST_AT_ONCE,
    SegmentData,
    read_beside,
)
from toolkit.report.tables import Table
from toolkit.store.log.entries import newest_mark
from toolkit.store.selections import MAPPINGS

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.analysis.records import Records
    from toolkit.operations.matrices.decided import DecidedData
    from toolkit.operations.matrices.matrix import MadeMatrix
    from toolkit.operations.matrices.request import MatrixRequest
    from toolkit.operations.session import ProjectSession
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Cell

TITLES = {
    "codes-by-cases": _("codes by cases"),
    "codes-by-attribute": _("codes by attribute"),
    "directions-by-cases": _("directions by cases"),
    "codes-by-directions": _("codes by directions"),
    "directions-by-stance": _("directions by stance"),
    "codes-by-codes": _("codes by codes"),
    "code-by-coder": _("codes by coder"),
}
TOTAL = "total"
"""The column of totals."""


@dataclass(frozen=True, slots=True)
class MatrixReport:
    """A matrix and its table, with the segments behind its numbers."""

    matrix: Matrix
    table: Table
    left_out: Table
    """Why codings (or mappings) in scope are in no cell, and how many for each reason."""
    left_out_ids: Mapping[str, Sequence[str]] = field(repr=False)
    """Their ids by the reason."""
    data: SegmentData = field(repr=False)
    """What the list of segments is made of."""
    full: Callable[[], Table] = field(repr=False)
    """The table with a row and a column of totals, where there are some."""

    def to_frame(self) -> pd.DataFrame:
        """The table as a pandas data frame."""
        return self.table.to_frame()

    def segments(self) -> Table:
        """Every coding (or mapping) behind the numbers, with its place, case and words."""
        return self.data.table()

    def places(self) -> list[tuple[str, int, int, str]]:
        """Source, start, end and words of every segment, each once, in the order of the cells."""
        rows = self.data.rows()
        quotes = self.data.quotes(rows)
        found = {place: quotes[at] for at, place in enumerate(rows.places)}
        return [(*place, quote) for place, quote in found.items()]

    def shaded(self) -> Table:
        """The table for a terminal, in which marks beside the numbers show how high they are."""
        return replace(self.table, shaded=len(self.matrix.column_ids))

    def risky(self) -> int:
        """How many segments may tell who spoke."""
        rows = self.data.rows()
        quotes = self.data.quotes(rows)
        risks = self.data.risks(quotes.values())
        return sum(quote in risks for quote in quotes.values())

    def write(self, path: str | Path, *, bom: bool | None = None) -> tuple[Path, ...]:
        """Write it as its ending says, and give the files that were written.

        .xlsx has sheets of the segments, of what is left out, of how to read it and of the
        provenance; .html a page with the passages and with what is left out; .md, .tex and .docx
        the table with its notes; .csv, .json, .txt and .parquet the table, with the provenance in
        a file beside it. `bom` says whether a .csv begins with a byte-order mark; None: for tables
        in Korean.
        """
        from toolkit.operations.matrices.write import write_matrix

        return write_matrix(self, Path(path), bom=bom)


def matrix_report(
    session: ProjectSession,
    kind: str,
    request: MatrixRequest,
    made: MadeMatrix,
    decided: DecidedData,
    provenance: Provenance,
) -> MatrixReport:
    """A matrix with its table and what its workbook needs."""
    matrix = made.matrix
    heads = _heads(kind, made)
    of_codes = kind not in OF_MAPPINGS
    language = request.language or session.config.language
    read_mappings = partial(_mappings, session, request, decided)
    few = len(decided.codings) + len(decided.mappings) <= MOST_AT_ONCE
    data = SegmentData(
        session,
        of_codes,
        {source.id: source.text_sha256 for source in decided.sources},
        made,
        read_mappings,
        language,
        newest_mark(session.database),
        read_beside(session, made, language, read_mappings if of_codes else None) if few else None,
    )
    cells = matrix.cells if request.measure != QUOTES else _passages(data, matrix)
    table = Table(
        ("direction" if kind in OF_MAPPINGS else "code", "name", *matrix.column_ids),
        tuple(
            (row_id, label, *values)
            for row_id, label, values in zip(matrix.row_ids, matrix.row_labels, cells, strict=True)
        ),
        TITLES[kind],
        matrix.notes,
        subheads=heads,
        wrapped=matrix.column_ids if request.measure == QUOTES else (),
        depths=matrix.depths,
        provenance=provenance,
    )

    def full() -> Table:
        return with_totals(table, matrix) if request.measure != QUOTES else table

    return MatrixReport(
        matrix,
        full() if request.totals else table,
        left_out=Table(
            ("reason", "count"),
            tuple((reason, len(ids)) for reason, ids in made.left_out.items()),
            _("left out"),
        ),
        left_out_ids=made.left_out,
        data=data,
        full=full,
    )


def with_totals(table: Table, matrix: Matrix) -> Table:
    """The table with a row and a column of totals; as it is where there are none."""
    if matrix.totals is None:
        return table
    totals = matrix.totals()
    name = TOTAL
    while name in table.columns:
        name += "'"
    rows = tuple((*row, total) for row, total in zip(table.rows, totals.of_rows, strict=True))
    foot: tuple[Cell, ...] = ("", _("total"), *totals.of_columns, totals.of_all)
    return replace(
        table,
        columns=(*table.columns, name),
        rows=rows,
        subheads=(*((*head, None) for head in table.subheads), foot),
    )


def _heads(kind: str, made: MadeMatrix) -> tuple[tuple[Cell, ...], ...]:
    """The rows that say what each column rests on."""
    matrix = made.matrix
    heads: list[tuple[Cell, ...]] = []
    if matrix.column_labels != matrix.column_ids:
        heads.append(("", "", *matrix.column_labels))
    done = made.worked or made.finished
    if done:
        name = _("cases worked on") if made.worked else _("sources finished")
        counts = (done[column] for column in matrix.column_ids)
        heads.append(
            (
                "",
                name,
                *tuple(_("{done} of {count}").format(done=d, count=count) for d, count in counts),
            )
        )
    if matrix.sizes is not None and (kind in OF_CASES or made.finished):
        characters = matrix.measure is Measure.CHARACTERS
        heads.append(("", _("characters said") if characters else _("words said"), *matrix.sizes))
    return tuple(heads)


def _passages(data: SegmentData, matrix: Matrix) -> tuple[tuple[Cell, ...], ...]:
    """The passages of each cell, one under the other, each with its source and offsets."""
    rows = data.rows()
    quotes = data.quotes(rows)
    at_id = rows.columns.index("id")
    spelt = {
        str(
            row[at_id]
        ): f"{quotes[at]} ({rows.places[at][0]}, {rows.places[at][1]}:{rows.places[at][2]})"
        for at, row in enumerate(rows.rows)
    }
    return tuple(
        tuple(
            None
            if value is None
            else "\n".join(dict.fromkeys(spelt[name] for name in matrix.refs[row, column]))
            for column, value in zip(matrix.column_ids, values, strict=True)
        )
        for row, values in zip(matrix.row_ids, matrix.cells, strict=True)
    )


def _mappings(
    session: ProjectSession, request: MatrixRequest, decided: DecidedData
) -> Records | None:
    """The mappings that count by the same rule; None where the rule cannot choose."""
    records = answer_table(session, MAPPINGS)
    inside = {source.id for source in decided.sources}
    statements = [
        Statement(*place, True) for place in sorted(records.places()) if place[2] in inside
    ]
    try:
        chosen = choose(session, statements, answers=request.rule, round_id=None)
    except InputError:
        return None
    return kept_records(records, chosen)[0]
