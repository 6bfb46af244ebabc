"""Everything on stdout: data, in the format asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from toolkit.cli.options import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from toolkit.cli.options import Destination
    from toolkit.report.tables import Cell, Table


def emit(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    format_: Format,
    *,
    wrapped: Sequence[str] = (),
) -> None:
    """Print a table. `json` is one list of objects whose keys are the columns.

    The `wrapped` columns hold long texts, which take several lines in a terminal.

    A cell may hold a list or a mapping: `json` keeps it as it is, the others print it as JSON.
    """
    if format_ is Format.JSON:
        import json

        lines = [
            json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in rows
        ]
        _write("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n")
        return
    from toolkit.report.tables import Table

    print_table(Table(tuple(columns), flat(rows), wrapped=tuple(wrapped)), format_)


def flat(rows: Iterable[Sequence[Any]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a table; lists and mappings in their cells become JSON."""
    return tuple(tuple(_flat(cell) for cell in row) for row in rows)


def _flat(cell: Any) -> Cell:
    if isinstance(cell, list | tuple | dict):
        import json

        return json.dumps(cell, ensure_ascii=False)
    return cell  # type: ignore[no-any-return]


def print_table(table: Table, format_: Format) -> None:
    if format_ is Format.JSON:
        _write(table.to_json())
    elif format_ is Format.CSV:
        _write(table.to_csv())
    else:
        drawing = table.draw(_width())
        _write(drawing.text)
        if drawing.cut:
            from toolkit.cli.notes import note
            from toolkit.i18n import _

            note(_("long texts are cut in this table; --format json and csv print them whole"))


def print_report(
    tables: Sequence[Table], format_: Format, out: Destination, *, lead: str = ""
) -> None:
    """Print the first table and its notes; write all of them to the files that are named."""
    print_table(tables[0], format_)
    finish_report(tables, out, lead=lead)


def finish_report(tables: Sequence[Table], out: Destination, *, lead: str = "") -> None:
    """Print the notes of the first table; write all tables to the files that are named."""
    from toolkit.cli.notes import note

    for line in tables[0].notes:
        note(line)
    write_tables(tables, out, lead=lead)


def write_tables(tables: Sequence[Table], out: Destination, *, lead: str = "") -> None:
    """Write tables to the files that are named, with the command that gave them.

    The lead is for pages, so that the other files do not depend on whether there is one.
    """
    if not out.paths:
        return
    from toolkit.report.files import write_report

    first = with_command(tables[0])
    for path in out.paths:
        own_lead = lead if path.suffix.lower() == ".html" else ""
        for written in write_report([first, *tables[1:]], path, lead=own_lead, bom=out.bom):
            tell_written(written)


def with_command(table: Table, written_by: str = "--out") -> Table:
    """The table with the command that runs now in its provenance, where that is known.

    `written_by` is the option that names the file of the table.
    """
    if table.provenance is None:
        return table
    from dataclasses import replace

    from toolkit.cli.recorded import command_in_use

    command, inputs = command_in_use(written_by)
    made = replace(table.provenance, command=command, inputs=inputs)
    return replace(table, provenance=made)


def tell_written(path: Path) -> None:
    """Tell on stderr that a file was written."""
    from toolkit.cli.notes import note
    from toolkit.i18n import _

    note(_("wrote {path}").format(path=path))


def _write(text: str) -> None:
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
