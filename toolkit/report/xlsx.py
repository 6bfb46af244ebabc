"""Workbooks for Excel: text stays text, and equal tables give equal bytes."""

from __future__ import annotations

import math
import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.text.cells import width
from toolkit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.tables import Cell, Table

CREATED = datetime(2000, 1, 1)
"""The date in every workbook; the current date would make two exports differ."""
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_TEXT = 32_767
"""Most UTF-16 units in a cell; Excel refuses a file with more."""
_WIDEST = 60
_NAME_TROUBLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def workbook(sheets: Sequence[Table], *, frozen_columns: int = 1) -> bytes:
    """The tables as the sheets of a .xlsx file, named by their titles.

    Column names are bold and stay in view, like the first `frozen_columns` of the first sheet.
    No text becomes a formula, a link or a number. Raises `InputError` for a table that is
    larger than a sheet.
    """
    out = BytesIO()
    book = new_workbook(out)
    bold = book.add_format({"bold": True})
    taken: set[str] = set()
    for number, table in enumerate(sheets, 1):
        check_size(table)
        sheet = book.add_worksheet(sheet_name(table.title or f"sheet {number}", taken))
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, fitting(name), bold)
            sheet.set_column(column, column, _column_width(table, column))
        for at, row in enumerate((*table.subheads, *table.rows), 1):
            for column, cell in enumerate(row):
                write_cell(sheet, at, column, cell)
        sheet.freeze_panes(1 + len(table.subheads), frozen_columns if number == 1 else 0)
    book.close()
    return out.getvalue()


def new_workbook(out: BytesIO, *, title: str = "") -> Any:
    """A workbook whose texts stay texts and whose bytes depend on its content alone."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    about = {"title": title, "author": f"qct {__version__}"} if title else {}
    book.set_properties({"created": CREATED, **about})
    return book


def write_cell(sheet: Any, row: int, column: int, cell: Cell, style: Any = None) -> None:
    """Write a cell as what it is; nothing for a missing one."""
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, style)
    elif isinstance(cell, str):
        sheet.write_string(row, column, fitting(cell), style)
    else:
        sheet.write_number(row, column, cell, style)


def fitting(text: str) -> str:
    """The text, cut with an ellipsis where it is too long for a cell."""
    if len(text.encode("utf-16-le")) // 2 <= MAX_TEXT:
        return text
    encoded = text.encode("utf-16-le")[: 2 * (MAX_TEXT - 1)]
    return encoded.decode("utf-16-le", "ignore") + "…"


def check_size(table: Table) -> None:
    """Raise `InputError` for a table that is larger than a sheet."""
    if len(table.rows) + len(table.subheads) >= MAX_ROWS or len(table.columns) > MAX_COLUMNS:
        raise InputError(
            _(
                "the table {title!r} has {rows} rows and {columns} columns; a sheet "
                "holds {most_rows} and {most_columns}"
            ).format(
                title=table.title,
                rows=len(table.rows),
                columns=len(table.columns),
                most_rows=MAX_ROWS - 1,
                most_columns=MAX_COLUMNS,
            ),
            code="table-too-large",
            hint=_("Write it as .csv."),
        )


def sheet_name(title: str, taken: set[str]) -> str:
    """The title as Excel allows it: 31 characters, no []:*?/\\, no apostrophe at the ends."""
    base = _NAME_TROUBLE.sub(" ", title).strip("' ")[:31] or "sheet"
    if base.lower() == "history":
        base = "history sheet"
    name, number = base, 2
    while name.lower() in taken:
        ending = f" {number}"
        name, number = base[: 31 - len(ending)] + ending, number + 1
    taken.add(name.lower())
    return name


def _column_width(table: Table, column: int) -> int:
    longest = max(
        (width(str(row[column])[:_WIDEST]) for row in table.rows[:1000] if row[column] is not None),
        default=0,
    )
    return min(max(longest, width(table.columns[column])) + 2, _WIDEST)
