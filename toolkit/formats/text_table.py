"""Loose texts, one a row: what `directions propose --texts` reads."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

from toolkit.errors import InputError
from toolkit.formats.plain import decode
from toolkit.formats.transcripts import read_bytes
from toolkit.text.normalise import normalise

FIELD = "text"


def read_texts(path: Path, *, encoding: str | None = None) -> list[tuple[int, str]]:
    """Row numbers (from 1, header and blank rows not counted) and texts.

    `.csv` and `.tsv` need a column `text`, unless there is one column only; `.jsonl` and
    `.json` hold objects with a field `text`, or plain strings; anything else is a text a line.
    Raises `InputError` with file and line.
    """
    text = normalise(decode(read_bytes(path), str(path), encoding))
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv"):
        found = _from_csv(text, path, "\t" if ending == ".tsv" else ",")
    elif ending in (".jsonl", ".ndjson"):
        found = [
            _field(_parse(line, path, number), path, number)
            for number, line in enumerate(text.split("\n"), 1)
            if line.strip()
        ]
    elif ending == ".json":
        items = _parse(text, path, 1)
        if not isinstance(items, list):
            raise InputError(f"{path} must hold a JSON list of texts", code="texts-shape")
        found = [_field(item, path, number) for number, item in enumerate(items, 1)]
    else:
        found = [line.strip() for line in text.split("\n") if line.strip()]
    if not found:
        raise InputError(f"{path} has no texts", code="empty-file")
    return list(enumerate(found, 1))


def _from_csv(text: str, path: Path, delimiter: str) -> list[str]:
    try:
        rows = [row for row in csv.reader(StringIO(text), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise InputError(f"{path} is not valid CSV: {error}", code="bad-csv") from error
    if not rows:
        return []
    header = [name.strip().lower() for name in rows[0]]
    if FIELD in header:
        column = header.index(FIELD)
        rows = rows[1:]
    elif len(header) == 1:
        column = 0
    else:
        raise InputError(
            f"{path}: no column {FIELD!r}; it has {', '.join(rows[0])}",
            code="missing-column",
            hint=f"Name the column that holds the texts {FIELD!r}.",
        )
    short = next((at for at, row in enumerate(rows, 1) if len(row) <= column), None)
    if short is not None:
        raise InputError(f"{path}: row {short} has no {FIELD}", code="missing-field")
    return [row[column] for row in rows]


def _parse(text: str, path: Path, line: int) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}:{line}: not valid JSON", code="bad-json") from error


def _field(item: object, path: Path, line: int) -> str:
    if isinstance(item, dict):
        item = item.get(FIELD)
    if not isinstance(item, str):
        raise InputError(
            f"{path}:{line}: needs a field {FIELD!r} that holds text", code="missing-field"
        )
    return item
