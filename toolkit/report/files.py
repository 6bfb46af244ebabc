"""Tables as files: CSV, JSON and text, workbooks, and pages."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence


def write_report(
    tables: Sequence[Table], path: str | Path, *, title: str = "", lead: str = ""
) -> None:
    """Write a report as its file's ending says.

    .xlsx: each table a sheet, with the lead and all notes on another; .html: one page with
    everything; .csv, .json and .txt hold one table, the first. The file is replaced in one
    step. Raises `UsageError` for another ending.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending == ".html":
        from toolkit.report.html_page import html_page

        parts: list[Table | str] = [lead] if lead else []
        parts += tables
        write_bytes(path, html_page(title or tables[0].title, parts).encode("utf-8"))
    elif ending == ".xlsx":
        notes = [*lead.split("\n\n"), *(note for table in tables for note in table.notes)]
        _write_workbook(tables, notes, path, frozen_columns=2)
    else:
        write_table(tables[0], path)


def write_table(table: Table, path: str | Path) -> None:
    """Write a table as its file's ending says: .csv, .json, .txt or .xlsx.

    The file is replaced in one step, so that a failure leaves what was there.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending == ".xlsx":
        _write_workbook([table], table.notes, path, frozen_columns=1)
    elif ending == ".csv":
        write_bytes(path, table.to_csv().encode("utf-8"))
    elif ending == ".json":
        write_bytes(path, table.to_json().encode("utf-8"))
    elif ending == ".txt":
        write_bytes(path, table.to_text().encode("utf-8"))
    else:
        raise UsageError(
            _("{path}: no table is written as {ending}; valid: .csv, .json, .txt, .xlsx").format(
                path=path, ending=ending or _("a file without ending")
            ),
            code="unknown-format",
        )


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step. Raises `UsageError` where that cannot be done."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)
        raise UsageError(
            _("{path} cannot be written: {reason}").format(
                path=path, reason=error.strerror or _("input/output error")
            ),
            code="cannot-write",
            hint=_("Name another file, or close the program that holds this one."),
        ) from error


def _write_workbook(
    tables: Sequence[Table], notes: Sequence[str], path: Path, *, frozen_columns: int
) -> None:
    """Write each table as a sheet, and the notes, each once, as another where there are any."""
    from toolkit.report.xlsx import workbook

    distinct = dict.fromkeys(note for note in notes if note)
    sheets = [table.shown() for table in tables]
    if distinct:
        sheets.append(Table(("note",), tuple((note,) for note in distinct), _("notes")))
    write_bytes(path, workbook(sheets, frozen_columns=frozen_columns))


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
