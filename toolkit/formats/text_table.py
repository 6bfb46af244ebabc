"""Tables of texts, one text a row, whose directions or labels are asked for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.formats.csv_rows import check_columns, csv_rows, unguarded
from toolkit.formats.plain import decode
from toolkit.formats.transcripts import read_bytes
from toolkit.i18n import _
from toolkit.text.normalise import normalise

if TYPE_CHECKING:
    from pathlib import Path

FIELD = "text"
_BETWEEN = re.compile(r"[;|]")
_BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text of a table."""

    row: int
    """Counts the texts from 1; headers and blank rows are not counted."""
    text: str
    labels: tuple[str, ...] = ()
    """What the column of labels has; several are separated by a semicolon or a vertical bar."""
    line: int = 0
    """The line of the file at which the row begins."""
    label: str = ""
    """What the column of labels has as a whole, where a text has one label."""


def read_texts(path: Path, *, encoding: str | None = None) -> list[tuple[int, str]]:
    """The texts of the column `text` with their row numbers; see `read_text_rows`."""
    return [(row.row, row.text) for row in read_text_rows(path, encoding=encoding)]


def read_text_rows(
    path: Path,
    *,
    column: str | None = None,
    labels: str | None = None,
    encoding: str | None = None,
) -> list[TextRow]:
    """The texts of a table, with the labels of a second column where one is named.

    `.csv` and `.tsv` need the column (default: `text`), unless they have a single one. `.jsonl`
    and `.json` have objects with a field of that name, or strings. In all other files every line is
    a text. A cell is a text whatever it begins with. Raises `InputError` with file and line.
    """
    ending = path.suffix.lower()
    if ending in _BOOKS:
        raise InputError(
            _("{path} is a workbook, which is not read here").format(path=path),
            code="texts-format",
            hint=_("Save the sheet as CSV (UTF-8) and name that file."),
        )
    text = normalise(decode(read_bytes(path), str(path), encoding))
    if ending in (".csv", ".tsv"):
        rows = _from_csv(text, path, column, labels)
    elif ending in (".jsonl", ".ndjson", ".json"):
        rows = _from_json(text, path, column or FIELD, labels, lines=ending != ".json")
    elif column or labels:
        raise InputError(
            _("{path} has lines and no columns").format(path=path),
            code="texts-format",
            hint=_("Columns are named in .csv, .tsv, .jsonl and .json files."),
        )
    else:
        lines = enumerate(text.split("\n"), 1)
        rows = [(number, line.strip(), "") for number, line in lines if line.strip()]
    if not rows:
        raise InputError(_("{path} has no texts").format(path=path), code="empty-file")
    return [
        TextRow(row, words, _parts(given), line, _whole(given))
        for row, (line, words, given) in enumerate(rows, start=1)
    ]


def read_labelled(
    path: Path, label: str, *, encoding: str | None = None
) -> list[tuple[int, str, str]]:
    """The texts with their row numbers, and what the field `label` of each has as one label.

    The label is empty where it is missing from an object, or its cell is empty; see
    `read_text_rows`.
    """
    return [
        (row.row, row.text, row.label)
        for row in read_text_rows(path, labels=label, encoding=encoding)
    ]


_Labels = str | tuple[str, ...]
"""A cell of labels, or a list of them."""
_Rows = list[tuple[int, str, _Labels]]


def _from_csv(text: str, path: Path, column: str | None, labels: str | None) -> _Rows:
    rows = list(csv_rows(text, str(path)))
    if not rows:
        return []
    line, names = rows[0]
    header = [name.strip() for name in names]
    if column is None and labels is None and len(header) == 1:
        texts = rows[1:] if header[0].casefold() == FIELD else rows
        return [(at, _cell(cells, 0, len(header), path, at), "") for at, cells in texts]
    at_text = _place(header, column or FIELD, path)
    at_labels = _place(header, labels, path) if labels else None
    if len(header) > 1:
        check_columns([name.casefold() for name in header if name], str(path), line)
    return [
        (
            at,
            _cell(cells, at_text, len(header), path, at, header[at_text]),
            _cell(cells, at_labels, len(header), path, at, header[at_labels])
            if at_labels is not None
            else "",
        )
        for at, cells in rows[1:]
    ]


def _place(header: list[str], column: str, path: Path) -> int:
    """The number of the column of this name, from 0; upper and lower case are the same."""
    names = [name.casefold() for name in header]
    if column.strip().casefold() not in names:
        raise InputError(
            _("{path}: no column {field!r}; it has {names}").format(
                path=path, field=column, names=", ".join(header)
            ),
            code="missing-column",
            hint=_("Name the column that holds the texts with --column, and labels with --labels."),
        )
    return names.index(column.strip().casefold())


def _cell(cells: list[str], at: int, width: int, path: Path, line: int, name: str = FIELD) -> str:
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        raise InputError(
            _("{path}:{line}: the row has {count} cells and the header {width}").format(
                path=path, line=line, count=len(cells), width=width
            ),
            code="too-many-cells",
            hint=_("Put a text that has the separator in it in double quotation marks."),
        )
    if len(cells) <= at:
        raise InputError(
            _("{path}:{line}: the row has no {field}").format(path=path, line=line, field=name),
            code="missing-field",
        )
    return unguarded(cells[at])


def _parts(given: _Labels) -> tuple[str, ...]:
    parts = _BETWEEN.split(given) if isinstance(given, str) else given
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _whole(given: _Labels) -> str:
    return given.strip() if isinstance(given, str) else "; ".join(given)


def _from_json(text: str, path: Path, column: str, labels: str | None, *, lines: bool) -> _Rows:
    if lines:
        items = [
            (number, _parse(line, path, number))
            for number, line in enumerate(text.split("\n"), 1)
            if line.strip()
        ]
    else:
        whole = _parse(text, path, 1)
        if not isinstance(whole, list):
            raise InputError(
                _("{path} must hold a JSON list of texts").format(path=path), code="texts-shape"
            )
        items = list(enumerate(whole, 1))
    return [
        (
            number,
            _field(item, path, number, column),
            _labels(item, path, number, labels) if labels else "",
        )
        for number, item in items
    ]


def _labels(item: object, path: Path, line: int, name: str) -> _Labels:
    value = item.get(name) if isinstance(item, dict) else None
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    return _field(item, path, line, name)


def _parse(text: str, path: Path, line: int) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            _("{path}:{line}: not valid JSON").format(path=path, line=line), code="bad-json"
        ) from error


def _field(item: object, path: Path, line: int, name: str) -> str:
    if isinstance(item, dict):
        item = item.get(name)
    if not isinstance(item, str):
        raise InputError(
            _("{path}:{line}: needs a field {field!r} that holds text").format(
                path=path, line=line, field=name
            ),
            code="missing-field",
        )
    return item
