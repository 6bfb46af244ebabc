"""Tables of texts, one text a row, for the option --texts of two commands."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.formats.plain import decode
from toolkit.formats.transcripts import read_bytes
from toolkit.i18n import _
from toolkit.text.normalise import normalise

if TYPE_CHECKING:
    from pathlib import Path

FIELD = "text"


def read_texts(path: Path, *, encoding: str | None = None) -> list[tuple[int, str]]:
    """The texts with their row numbers from 1; headers and blank rows are not counted.

    `.csv` and `.tsv` need a column `text`, unless they have a single column. `.jsonl` and
    `.json` have objects with a field `text`, or strings. In all other files every line is a
    text. Raises `InputError` with file and line.
    """
    text = normalise(decode(read_bytes(path), str(path), encoding))
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv"):
        texts = [row[0] for row in _from_csv(text, path, (FIELD,))]
    elif ending in (".jsonl", ".ndjson", ".json"):
        texts = [_field(item, path, line, FIELD) for line, item in _from_json(text, path)]
    else:
        texts = [line.strip() for line in text.split("\n") if line.strip()]
    if not texts:
        raise InputError(_("{path} has no texts").format(path=path), code="empty-file")
    return list(enumerate(texts, 1))


def read_labelled(
    path: Path, label: str, *, encoding: str | None = None
) -> list[tuple[int, str, str]]:
    """The texts with row numbers as `read_texts` counts them, and the field `label` of each.

    The field is empty where it is missing from an object or holds no text. Only .csv, .tsv, .jsonl
    and .json have fields. Raises `InputError` with file and line.
    """
    ending = path.suffix.lower()
    if ending not in (".csv", ".tsv", ".jsonl", ".ndjson", ".json"):
        raise InputError(
            _("{path} has no fields; valid: .csv, .tsv, .jsonl, .json").format(path=path),
            code="texts-shape",
            hint=_("The labels stand in a field of their own, beside the field {field!r}.").format(
                field=FIELD
            ),
        )
    text = normalise(decode(read_bytes(path), str(path), encoding))
    if ending in (".csv", ".tsv"):
        pairs = [(row[0], row[1]) for row in _from_csv(text, path, (FIELD, label))]
    else:
        pairs = [
            (_field(item, path, line, FIELD), _label(item, path, line, label))
            for line, item in _from_json(text, path)
        ]
    if not pairs:
        raise InputError(_("{path} has no texts").format(path=path), code="empty-file")
    return [(number, *pair) for number, pair in enumerate(pairs, 1)]


def _from_json(text: str, path: Path) -> list[tuple[int, object]]:
    """The items of a list, or of lines, each with its place for errors."""
    if path.suffix.lower() != ".json":
        lines = enumerate(text.split("\n"), 1)
        return [(number, _parse(line, path, number)) for number, line in lines if line.strip()]
    items = _parse(text, path, 1)
    if not isinstance(items, list):
        raise InputError(
            _("{path} must hold a JSON list of texts").format(path=path), code="texts-shape"
        )
    return list(enumerate(items, 1))


def _from_csv(text: str, path: Path, fields: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The named columns of each row; a single column needs no name where one is wanted."""
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    try:
        rows = [row for row in csv.reader(StringIO(text), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise InputError(
            _("{path} is not valid CSV: {error}").format(path=path, error=error), code="bad-csv"
        ) from error
    if not rows:
        return []
    header = [name.strip().lower() for name in rows[0]]
    missing = [field for field in fields if field.lower() not in header]
    if not missing:
        columns = [header.index(field.lower()) for field in fields]
        rows = rows[1:]
    elif len(header) == len(fields) == 1:
        columns = [0]
    else:
        raise InputError(
            _("{path}: no column {field!r}; it has {names}").format(
                path=path, field=missing[0], names=", ".join(rows[0])
            ),
            code="missing-column",
            hint=_("Name the column that holds the texts {field!r}.").format(field=FIELD),
        )
    short = next((at for at, row in enumerate(rows, 1) if len(row) <= max(columns)), None)
    if short is not None:
        lacking = fields[columns.index(max(columns))]
        raise InputError(
            _("{path}: row {short} has no {field}").format(path=path, short=short, field=lacking),
            code="missing-field",
        )
    return [tuple(row[column] for column in columns) for row in rows]


def _parse(text: str, path: Path, line: int) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            _("{path}:{line}: not valid JSON").format(path=path, line=line), code="bad-json"
        ) from error


def _field(item: object, path: Path, line: int, field: str) -> str:
    if isinstance(item, dict):
        item = item.get(field)
    if not isinstance(item, str):
        raise InputError(
            _("{path}:{line}: needs a field {field!r} that holds text").format(
                path=path, line=line, field=field
            ),
            code="missing-field",
        )
    return item


def _label(item: object, path: Path, line: int, field: str) -> str:
    """The label of an item; empty where it has none."""
    if not isinstance(item, dict) or item.get(field) is None:
        return ""
    return _field(item, path, line, field)
