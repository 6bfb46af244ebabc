"""Rows of CSV and TSV tables with the numbers of their lines, and checks of their columns."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
"""Characters that start a formula in spreadsheet programs, with their full-width forms."""


def csv_rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its first line.

    Commas, tabs or semicolons separate the cells, whichever the first line has most of. Raises
    `InputError` naming file and line.
    """
    import csv  # only tables need it, and every command that reads a file imports this module

    head = text.partition("\n")[0]
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(
                _("{file}:{line}: {error}").format(file=file, line=line, error=error),
                code="bad-csv",
            ) from error
        if any(cell.strip() for cell in row):
            yield line, row


def unguarded(cell: str) -> str:
    """The text of a cell without the apostrophe that tables here put before a formula.

    `toolkit.report.tables` guards what a spreadsheet would run; read back it is the text again.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    guarded = cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS)
    return cell[1:] if guarded else cell


def check_columns(columns: Sequence[str], file: str, line: int) -> None:
    """Raise `InputError` for columns without a name, or with the name of another."""
    twice = [name for name, times in Counter(columns).items() if times > 1]
    if twice:
        what = (
            _("column {column!r} is named twice").format(column=twice[0])
            if twice[0]
            else _("a column has no name")
        )
        raise InputError(
            _("{file}:{line}: {what}").format(file=file, line=line, what=what),
            code="repeated-column",
        )
    if "" in columns:
        raise InputError(
            _("{file}:{line}: column {number} has no name").format(
                file=file, line=line, number=columns.index("") + 1
            ),
            code="unnamed-column",
        )
