"""Figures as tables: what is printed, exported and traced."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.analysis.matrix import Matrix
from toolkit.domain.codings import Coding, DirectionMapping
from toolkit.operations.matrices.matrix import matrix
from toolkit.operations.session import ProjectSession
from toolkit.report.tables import Table, notes_sheet, write_bytes, write_table
from toolkit.store import queries


@dataclass(frozen=True, slots=True)
class MatrixReport:
    """A matrix as a table, with the segments behind its numbers."""

    matrix: Matrix
    table: Table
    session: ProjectSession

    def write(self, path: Path) -> None:
        """As .xlsx with a sheet of segments and one of notes, or as .csv, .json, .txt."""
        if path.suffix.lower() != ".xlsx":
            write_table(self.table, path)
            return
        from toolkit.report.xlsx import workbook

        sheets = [self.table, self.segments(), *notes_sheet(self.table.notes)]
        write_bytes(path, workbook(sheets, frozen_columns=2))

    def segments(self) -> Table:
        """Every coding (or mapping) behind every cell, with its place and its words."""
        records: dict[str, Coding | DirectionMapping] = {
            coding.id: coding for coding in queries.iterate_codings(self.session.database)
        }
        records |= {one.id: one for one in queries.direction_mappings(self.session.database)}
        texts = {
            source.id: queries.text_body(self.session.database, source.text_sha256)
            for source in queries.sources(self.session.database)
        }
        rows = []
        for row_id in self.matrix.row_ids:
            for column_id in self.matrix.column_ids:
                for reference in self.matrix.refs[row_id, column_id]:
                    one = records[reference]
                    quote = texts[one.source_id][one.span.start : one.span.end]
                    place = (one.source_id, one.span.start, one.span.end)
                    rows.append((row_id, column_id, *place, one.coder_id, quote))
        columns = ("row", "column", "source", "start", "end", "coder", "quote")
        return Table(columns, tuple(rows), "segments")


def matrix_report(session: ProjectSession, kind: str, **options: Any) -> MatrixReport:
    found = matrix(session, kind, **options)
    what = "direction" if kind.startswith("directions") else "code"
    table = Table(
        (what, "name", *found.column_ids),
        tuple(
            (row_id, label, *cells)
            for row_id, label, cells in zip(
                found.row_ids, found.row_labels, found.cells, strict=True
            )
        ),
        kind.replace("-", " "),
        found.notes,
    )
    return MatrixReport(found, table, session)
