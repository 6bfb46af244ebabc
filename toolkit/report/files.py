"""Reports: several tables in one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.report.tables import Table, notes_sheet, write_bytes, write_table


def write_report(tables: Sequence[Table], path: Path, *, title: str = "", lead: str = "") -> None:
    """Write a report in the format of the ending of its file.

    A .xlsx file has a sheet for each table, and one more with the lead and all notes. A .html
    file is a page with everything. A .csv, .json or .txt file has the first table only. The
    file is replaced in a single step. Raises `UsageError` for another ending.
    """
    ending = path.suffix.lower()
    if ending == ".html":
        from toolkit.report.html_page import html_page

        parts: list[Table | str] = [lead] if lead else []
        parts += tables
        write_bytes(path, html_page(title or tables[0].title, parts).encode("utf-8"))
    elif ending == ".xlsx":
        from toolkit.report.xlsx import workbook

        notes = [*lead.split("\n\n"), *(note for table in tables for note in table.notes)]
        distinct = list(dict.fromkeys(note for note in notes if note))
        shown = [table.shown() for table in tables]
        write_bytes(path, workbook([*shown, *notes_sheet(distinct)], frozen_columns=2))
    else:
        write_table(tables[0], path)
