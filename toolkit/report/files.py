"""Tables as files: CSV, JSON and text, workbooks, and pages."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.report.provenance import SHEET, SIDE_FILE_ENDING
from toolkit.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.provenance import Provenance


def write_report(
    tables: Sequence[Table],
    path: str | Path,
    *,
    title: str = "",
    lead: str = "",
    bom: bool | None = None,
) -> tuple[Path, ...]:
    """Write a report as its file's ending says, and give the files that were written.

    .xlsx: each table a sheet, with the lead and all notes on another and the provenance on the
    last; .html: one page with everything; .csv, .json, .jsonl and .txt hold one table, the first,
    and their provenance is a file beside them. Each file is replaced in one step.

    Parameters
    ----------
    bom
        Whether a .csv begins with a byte-order mark, which Excel needs to read letters other
        than English ones. None: for tables in Korean.

    Raises
    ------
    UsageError
        For another ending, and where a file cannot be written.
    """
    path = Path(path)
    ending = path.suffix.lower()
    provenance = tables[0].provenance
    if ending == ".html":
        from toolkit.report.html_page import html_page

        parts: list[Table | str] = [lead] if lead else []
        parts += tables
        page = html_page(title or tables[0].title, parts, provenance=provenance)
        write_bytes(path, page.encode("utf-8"))
        return (path,)
    if ending == ".xlsx":
        notes = [*lead.split("\n\n"), *(note for table in tables for note in table.notes)]
        _write_workbook(tables, notes, path, frozen_columns=2)
        return (path,)
    return write_table(tables[0], path, bom=bom)


def write_table(table: Table, path: str | Path, *, bom: bool | None = None) -> tuple[Path, ...]:
    """Write a table as its file's ending says: .csv, .json, .jsonl, .txt or .xlsx.

    It gives the files that were written, with the file of the provenance where there is one.
    `bom` is as in `write_report`. Each file is replaced in one step, so that a failure leaves
    what was there.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending == ".xlsx":
        _write_workbook([table], table.notes, path, frozen_columns=1)
        return (path,)
    provenance = table.provenance
    if ending == ".csv":
        marked = bom if bom is not None else provenance is not None and provenance.language == "ko"
        data = table.to_csv().encode("utf-8-sig" if marked else "utf-8")
    elif ending == ".json":
        data = table.to_json().encode("utf-8")
    elif ending == ".jsonl":
        data = table.to_json_lines().encode("utf-8")
    elif ending == ".txt":
        data = table.to_text().encode("utf-8")
    else:
        raise UsageError(
            _(
                "{path}: no table is written as {ending}; valid: .csv, .json, .jsonl, .txt, "
                ".xlsx, .html"
            ).format(path=path, ending=ending or _("a file without ending")),
            code="unknown-format",
        )
    return write_with_side_file(path, data, provenance)


def write_with_side_file(
    path: Path, data: bytes, provenance: Provenance | None
) -> tuple[Path, ...]:
    """Write a file that has no room for its provenance, and that into a file beside it.

    The side file has the name of the file and `.meta.json`. It gives the files written.
    """
    write_bytes(path, data)
    if provenance is None:
        return (path,)
    beside = side_file_of(path)
    text = provenance.to_json(file_sha256=sha256(data).hexdigest())
    write_bytes(beside, text.encode("utf-8"))
    return path, beside


def side_file_of(path: Path) -> Path:
    """Where the provenance of a file stands that has no room for it."""
    return path.with_name(path.name + SIDE_FILE_ENDING)


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step, readable to its owner alone.

    Every output is as private as the store, since tables quote transcripts. Raises `UsageError`
    where it cannot be written.
    """
    temporary = ""
    try:
        if path.exists() and not path.is_file():
            # A terminal or a pipe takes what is written; a file must not be put in its place.
            path.write_bytes(data)
            return
        path = Path(os.path.realpath(path))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
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
    """Write each table as a sheet, the notes, each once, as another where there are any, and
    the provenance as the last where it is known."""
    from toolkit.report.xlsx import workbook

    distinct = dict.fromkeys(note for note in notes if note)
    sheets = [table.shown() for table in tables]
    if distinct:
        sheets.append(Table(("note",), tuple((note,) for note in distinct), _("notes")))
    if (provenance := tables[0].provenance) is not None:
        sheets.append(Table(("key", "value"), provenance.entries(), SHEET))
    write_bytes(path, workbook(sheets, frozen_columns=frozen_columns))
