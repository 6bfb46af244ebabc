"""The workbook of a matrix: the table, the passages behind it, and how to read both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from toolkit.i18n import _
from toolkit.report.provenance import SHEET
from toolkit.report.tables import Table
from toolkit.report.xlsx import (
    check_size,
    fitting,
    new_workbook,
    sheet_name,
    write_cell,
)
from toolkit.text.cells import width

if TYPE_CHECKING:
    from toolkit.report.tables import Cell

MOST_LINKS = 60_000
"""Links in a sheet; Excel takes 65,530. Where there are more cells each row has one."""
MOST_ROWS = 100_000
"""Rows of passages in a workbook; more of them are written as Parquet beside it."""
_SHADE = "#7FA7D6"
"""The colour of the highest value; it stays lighter than the text in grey print."""
_FEW_COLUMNS = 40
"""Columns that fit on the width of a page."""
_WIDEST = 60
_DEEPEST = 7
"""Levels of an outline in Excel."""


@dataclass(frozen=True, slots=True)
class MatrixBook:
    """What a workbook is made of."""

    table: Table
    """Ids, names, and then the columns of values."""
    passages: Table | None
    """The list of segments; None where it is written beside the workbook."""
    first_passage: Mapping[tuple[int, int], int]
    """By row and column of the values, the row of the list where the passages begin."""
    guide: Sequence[str]
    """How to read the workbook, a sentence a row."""
    others: Sequence[Table] = ()
    """What else there is to say, a sheet each."""


def matrix_workbook(book: MatrixBook) -> bytes:
    """The bytes of the workbook. Equal matrices give equal bytes."""
    out = BytesIO()
    made = new_workbook(out, title=book.table.title)
    taken: set[str] = set()
    name = sheet_name(book.table.title or "matrix", taken)
    passages = sheet_name(_("segments"), taken)
    _matrix_sheet(made, name, book, passages)
    if book.passages is not None:
        _list_sheet(made, passages, book.passages)
    for table in book.others:
        if table.rows:
            _list_sheet(made, sheet_name(table.title or "table", taken), table)
    guide = Table((_("How to read"),), tuple((line,) for line in book.guide))
    _list_sheet(made, sheet_name(_("How to read"), taken), guide)
    if (provenance := book.table.provenance) is not None:
        rows = Table(("key", "value"), provenance.entries())
        _list_sheet(made, sheet_name(SHEET, taken), rows)
    made.close()
    return out.getvalue()


def named_first(table: Table) -> Table:
    """The table with the names before the ids."""

    def turned(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return (row[1], row[0], *row[2:])

    return replace(
        table,
        columns=(table.columns[1], table.columns[0], *table.columns[2:]),
        rows=tuple(map(turned, table.rows)),
        subheads=tuple(map(turned, table.subheads)),
    )


def _matrix_sheet(made: Any, name: str, book: MatrixBook, passages: str) -> None:
    table = named_first(book.table.shown())
    check_size(table)
    sheet = made.add_worksheet(name)
    bold, grey = made.add_format({"bold": True}), made.add_format({"italic": True})
    wrapped = made.add_format({"bold": True, "text_wrap": True, "valign": "bottom"})
    n_heads, n_columns = 1 + len(table.subheads), len(table.columns)
    for at, title in enumerate(table.columns):
        sheet.write_string(0, at, fitting(title), wrapped)
    for at, row in enumerate(table.subheads, 1):
        for column, cell in enumerate(row):
            write_cell(sheet, at, column, cell, grey)
    sheet.set_column(
        0, 0, min(max(24, *(width(str(row[0])) for row in table.rows[:1000])), _WIDEST)
    )
    sheet.set_column(1, 1, 18, None, {"level": 0})
    sheet.set_column(2, n_columns - 1, 9)
    depths = table.depths or (0,) * len(table.rows)
    branches = [after > here for here, after in zip(depths, (*depths[1:], 0), strict=False)]
    indents = [
        [made.add_format({"indent": depth, "bold": is_branch}) for depth in range(_DEEPEST + 1)]
        for is_branch in (False, True)
    ]
    each_cell = book.passages is not None and len(book.first_passage) <= MOST_LINKS
    first_of_row: dict[int, int] = {}
    for (row_at, _column), target in book.first_passage.items():
        first_of_row[row_at] = min(first_of_row.get(row_at, target), target)
    for at, row in enumerate(table.rows):
        depth = min(depths[at], _DEEPEST)
        line = n_heads + at
        sheet.set_row(line, None, bold if branches[at] else None, {"level": depth})
        if book.passages is not None and not each_cell and at in first_of_row:
            sheet.write_url(line, 0, _address(passages, first_of_row[at]))
        sheet.write_string(line, 0, fitting(str(row[0])), indents[branches[at]][depth])
        for column, cell in enumerate(row[1:], 1):
            style = bold if branches[at] else None
            passage = book.first_passage.get((at, column - 2)) if each_cell else None
            if passage is not None:
                # The number is written over the link's text, and keeps the link.
                sheet.write_url(line, column, _address(passages, passage), style)
            write_cell(sheet, line, column, cell, style)
    _finish(made, sheet, table, n_heads, depths)


def _address(sheet: str, row: int) -> str:
    """A place in another sheet; `row` counts the rows below its heading from 0."""
    quoted = sheet.replace("'", "''")
    return f"internal:'{quoted}'!A{row + 2}"


def _finish(made: Any, sheet: Any, table: Table, n_heads: int, depths: Sequence[int]) -> None:
    """Shading by level, filters, what stays in view, and the page."""
    n_columns, last = len(table.columns), n_heads + len(table.rows) - 1
    values_end = n_columns - 1
    if table.rows and values_end >= 2:
        sheet.conditional_format(
            n_heads,
            2,
            last,
            values_end,
            {
                "type": "cell",
                "criteria": "==",
                "value": 0,
                "format": made.add_format({"font_color": "#999999"}),
            },
        )
        for depth in sorted(set(depths)):
            rows = [n_heads + at for at, own in enumerate(depths) if own == depth]
            areas = [(start, 2, end, values_end) for start, end in _runs(rows)]
            spelled = " ".join(_area(*area) for area in areas)
            style = {
                "type": "2_color_scale",
                "min_type": "num",
                "min_value": 0,
                "min_color": "#FFFFFF",
                "max_color": _SHADE,
            }
            if len(areas) > 1:
                style["multi_range"] = spelled
            sheet.conditional_format(*areas[0], style)
        sheet.autofilter(n_heads - 1, 0, last, n_columns - 1)
    sheet.freeze_panes(n_heads, 2)
    sheet.outline_settings(True, False, True, False)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0, n_heads - 1)
    sheet.repeat_columns(0, 1)
    sheet.fit_to_pages(max(1, -(-(n_columns - 2) // _FEW_COLUMNS)), 0)
    sheet.set_footer("&L&A&R&P / &N")


def _area(top: int, left: int, bottom: int, right: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(top, left, bottom, right))


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in growing order as runs of neighbours, each as its first and last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _list_sheet(made: Any, name: str, table: Table) -> None:
    """A plain list, with a heading that stays in view, filters, and pages as wide as the list."""
    check_size(table)
    sheet = made.add_worksheet(name)
    bold = made.add_format({"bold": True})
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, fitting(column), bold)
        longest = max(
            (width(str(row[at])[:_WIDEST]) for row in table.rows[:1000] if row[at] is not None),
            default=0,
        )
        sheet.set_column(at, at, min(max(longest, width(column)) + 2, _WIDEST))
    for line, row in enumerate(table.rows, 1):
        for at, cell in enumerate(row):
            write_cell(sheet, line, at, cell)
    if table.rows and len(table.columns) > 2:
        sheet.add_table(
            0,
            0,
            len(table.rows),
            len(table.columns) - 1,
            {
                "columns": [{"header": fitting(column)} for column in _distinct(table.columns)],
                "style": "Table Style Light 1",
            },
        )
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0, 0)
    sheet.fit_to_pages(1, 0)


def _distinct(columns: Sequence[str]) -> list[str]:
    """The names so that no two differ in case alone, which a table of Excel does not allow."""
    names: list[str] = []
    for name in columns:
        made, number = name, 2
        while made.casefold() in {known.casefold() for known in names}:
            made, number = f"{name} {number}", number + 1
        names.append(made)
    return names
