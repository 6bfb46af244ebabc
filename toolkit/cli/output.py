"""Everything on stdout: data, in the format asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from toolkit.cli.options import Format
from toolkit.report.tables import Cell, Table


def emit(columns: Sequence[str], rows: Iterable[Sequence[Cell]], format_: Format) -> None:
    """Print a table. `json` is one list of objects whose keys are the columns."""
    print_table(Table(columns=tuple(columns), rows=tuple(tuple(row) for row in rows)), format_)


def print_table(table: Table, format_: Format) -> None:
    if format_ is Format.JSON:
        text = table.to_json()
    elif format_ is Format.CSV:
        text = table.to_csv()
    else:
        text = table.to_text(width=_width())
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def say(line: str) -> None:
    """Print a line of an answer that is not a table."""
    print(line)


def _width() -> int | None:
    """The terminal's width; None, so that nothing is cut, where stdout is not a terminal."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns
