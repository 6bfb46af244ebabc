"""Tables of texts, one text a row, for `qct directions propose --texts`."""

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
        texts = _from_csv(text, path, "\t" if ending == ".tsv" else ",")
    elif ending in (".jsonl", ".ndjson"):
        texts = [
            _field(_parse(line, path, number), path, number)
            for number, line in enumerate(text.split("\n"), 1)
            if line.strip()
        ]
    elif ending == ".json":
        items = _parse(text, path, 1)
        if not isinstance(items, list):
            raise InputError(
                _("{path} must hold a JSON list of texts").format(path=path), code="texts-shape"
            )
        texts = [_field(item, path, number) for number, item in enumerate(items, 1)]
    else:
        texts = [line.strip() for line in text.split("\n") if line.strip()]
    if not texts:
        raise InputError(_("{path} has no texts").format(path=path), code="empty-file")
    return list(enumerate(texts, 1))


def _from_csv(text: str, path: Path, delimiter: str) -> list[str]:
    try:
        rows = [row for row in csv.reader(StringIO(text), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise InputError(
            _("{path} is not valid CSV: {error}").format(path=path, error=error), code="bad-csv"
        ) from error
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
            _("{path}: no column {field!r}; it has {names}").format(
                path=path, field=FIELD, names=", ".join(rows[0])
            ),
            code="missing-column",
            hint=_("Name the column that holds the texts {field!r}.").format(field=FIELD),
        )
    short = next((at for at, row in enumerate(rows, 1) if len(row) <= column), None)
    if short is not None:
        raise InputError(
            _("{path}: row {short} has no {field}").format(path=path, short=short, field=FIELD),
            code="missing-field",
        )
    return [row[column] for row in rows]


def _parse(text: str, path: Path, line: int) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            _("{path}:{line}: not valid JSON").format(path=path, line=line), code="bad-json"
        ) from error


def _field(item: object, path: Path, line: int) -> str:
    if isinstance(item, dict):
        item = item.get(FIELD)
    if not isinstance(item, str):
        raise InputError(
            _("{path}:{line}: needs a field {field!r} that holds text").format(
                path=path, line=line, field=FIELD
            ),
            code="missing-field",
        )
    return item
