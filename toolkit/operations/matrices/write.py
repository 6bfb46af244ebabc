"""Matrices written to files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.analysis.codes_by_codes import MeetingRefs
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.matrices.segments import SEGMENTS
from toolkit.report.files import write_bytes, write_report, write_with_side_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.operations.matrices.report import MatrixReport
    from toolkit.report.matrix_page import Passage
    from toolkit.report.tables import Table

MOST_COLUMNS = 60
"""Columns of values that a document takes: a page shows no more."""


def write_matrix(report: MatrixReport, path: Path, *, bom: bool | None) -> tuple[Path, ...]:
    """Write a matrix as its file's ending says, and give the files that were written.

    Raises `UsageError` for another ending, and for a document of a matrix that no page shows.
    """
    writers: dict[str, Callable[[MatrixReport, Path], tuple[Path, ...]]] = {
        ".xlsx": _workbook,
        ".html": _page,
        ".md": _markdown,
        ".tex": _latex,
        ".docx": _document,
        ".parquet": _parquet,
    }
    ending = path.suffix.lower()
    if ending in writers:
        return writers[ending](report, path)
    if ending not in (".csv", ".json", ".txt"):
        raise UsageError(
            _("{path}: no matrix is written as {ending}; valid: {valid}").format(
                path=path,
                ending=ending or _("a file without ending"),
                valid=", ".join([".csv", ".json", ".txt", *writers]),
            ),
            code="unknown-format",
        )
    return write_report([report.table], path, bom=bom)


def _full(report: MatrixReport) -> Table:
    """The table with totals, and with the provenance of the one that is shown."""
    return replace(report.full(), provenance=report.table.provenance)


def _refuse_wide(report: MatrixReport, path: Path) -> None:
    columns = len(report.matrix.column_ids)
    if columns > MOST_COLUMNS:
        raise UsageError(
            _("{path}: the matrix has {columns} columns, and a page shows {most} at most").format(
                path=path, columns=columns, most=MOST_COLUMNS
            ),
            code="matrix-too-wide",
            hint=_("Write it as .xlsx, or group the cases with --by."),
        )


def _markdown(report: MatrixReport, path: Path) -> tuple[Path, ...]:
    from toolkit.report.markup import markdown

    text = markdown(report.table, report.table.notes)
    return write_with_side_file(path, text.encode("utf-8"), report.table.provenance)


def _latex(report: MatrixReport, path: Path) -> tuple[Path, ...]:
    from toolkit.report.markup import latex

    _refuse_wide(report, path)
    text = latex(report.table, report.table.notes)
    return write_with_side_file(path, text.encode("utf-8"), report.table.provenance)


def _document(report: MatrixReport, path: Path) -> tuple[Path, ...]:
    from toolkit.report.docx_table import document

    _refuse_wide(report, path)
    data = document([report.table], report.table.notes)
    return write_with_side_file(path, data, report.table.provenance)


def _parquet(report: MatrixReport, path: Path) -> tuple[Path, ...]:
    from toolkit.report.parquet import parquet

    data = parquet(report.table.columns, report.table.rows)
    return write_with_side_file(path, data, report.table.provenance)


def _page(report: MatrixReport, path: Path) -> tuple[Path, ...]:
    from toolkit.report.matrix_page import MOST_PASSAGES, matrix_page

    behind: dict[tuple[int, int], tuple[str, ...]] = {}
    passages: dict[str, Passage] = {}
    # Each coding stands in its own row and in those above it; a huge matrix lists none.
    if len(report.data.made.matrix.column_ids) * len(report.matrix.row_ids) <= MOST_PASSAGES:
        passages = _passages(report)
        for at, row in enumerate(report.matrix.row_ids):
            for number, column in enumerate(report.matrix.column_ids):
                if ids := report.matrix.refs[row, column]:
                    behind[at, number] = ids
    others = [report.left_out] if report.left_out.rows else []
    page = matrix_page(_full(report), passages, behind, others)
    write_bytes(path, page.encode("utf-8"))
    return (path,)


def _passages(report: MatrixReport) -> dict[str, Passage]:
    """The passages behind the matrix, by the id of their coding or mapping."""
    from toolkit.report.matrix_page import Passage

    rows = report.data.rows()
    quotes = report.data.quotes(rows)
    at = {name: place for place, name in enumerate(rows.columns)}
    found = {}
    for number, row in enumerate(rows.rows):
        source, start, end = rows.places[number]
        turn, time = row[at["turn"]], row[at["time"]]
        where = [source]
        if turn is not None:
            where.append(_("turn {number}").format(number=turn))
        where += [str(time)] if time else []
        found[str(row[at["id"]])] = Passage(
            quotes[number],
            ", ".join([*where, f"{start}:{end}"]),
            f"{row[0]}, {row[at['coder']]}",
        )
    return found


def _workbook(report: MatrixReport, path: Path) -> tuple[Path, ...]:
    from toolkit.report.matrix_book import MOST_ROWS, MatrixBook, matrix_workbook
    from toolkit.report.parquet import parquet

    written: tuple[Path, ...] = ()
    guide = _guide(report)
    passages = None
    first: dict[tuple[int, int], int] = {}
    count = report.data.count()
    if count <= MOST_ROWS:
        passages = report.segments()
        first = _first_passages(report, passages)
    else:
        beside = path.with_name(f"{path.stem}-segments.parquet")
        table = report.data.table(with_risks=False)
        write_bytes(beside, parquet(table.columns, table.rows))
        written = (beside,)
        guide.append(
            _(
                "The {count:,} passages behind the numbers are too many for a sheet; they are in "
                "{file} beside this workbook, without the column risk."
            ).format(count=count, file=beside.name)
        )
    book = MatrixBook(_full(report), passages, first, guide, [report.left_out])
    write_bytes(path, matrix_workbook(book))
    return (path, *written)


def _first_passages(report: MatrixReport, passages: Table) -> dict[tuple[int, int], int]:
    """By row and column of the matrix, the first row of the list that stands behind the cell."""
    matrix = report.matrix
    if isinstance(matrix.refs, MeetingRefs):
        return {}
    at = {name: place for place, name in enumerate(passages.columns)}
    columns = {name: number for number, name in enumerate(matrix.column_ids)}
    rows = {name: number for number, name in enumerate(matrix.row_ids)}
    levels = [at[name] for name in passages.columns if name.startswith("level ")]
    rolls_up = bool(matrix.depths) and any(matrix.depths)
    first: dict[tuple[int, int], int] = {}
    for line, row in enumerate(passages.rows):
        column = columns[str(row[at["column"]])]
        own = {str(row[0]), *(str(row[level]) for level in levels if rolls_up)}
        for name in own & rows.keys():
            first.setdefault((rows[name], column), line)
    return first


def _guide(report: MatrixReport) -> list[str]:
    """How to read the workbook."""
    lines = [
        _("Rows are what is counted; columns say where. Names stand before ids."),
        _("Bold rows are branches: they have all that lies below them, each passage once."),
        _("A darker cell is a higher number among the rows of its level."),
        _("An empty cell is missing: nobody worked on it. A zero says that there is none."),
        _("A total has each passage once, so that it can be less than the sum of its cells."),
        _("A number leads to the first of its passages in the sheet of segments."),
        _(
            "In the sheet of segments the sum of the column {segments} by code and column gives "
            "the numbers of the codes by themselves, and the sum of {segments} 1 by level 1 and "
            "column those of the first level, and so on: put them into a pivot table."
        ).format(segments=SEGMENTS),
    ]
    if isinstance(report.matrix.refs, MeetingRefs):
        lines = [
            *lines[:4],
            _(
                "The sheet of segments has every coding once. The passages of a cell are listed by "
                "`qct quotes --matrix codes-by-codes --row CODE --column CODE`."
            ),
        ]
    return [*lines, *report.table.notes]
