"""Samples of segments as CSV: what `qct directions sample` writes, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.formats.csv_rows import check_columns, csv_rows, unguarded
from toolkit.formats.plain import decode
from toolkit.formats.transcripts import read_bytes
from toolkit.i18n import _
from toolkit.text.normalise import normalise

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("source", "start", "end", "stratum", "size", "drawn")
_DIGITS = 12

SampleRow = tuple[str, int, int, str, int, int]


def read_sample(path: Path) -> list[SampleRow]:
    """The rows source, start, end, stratum, size and drawn of a sample.

    Raises `InputError` with file and line, also where the rows of a stratum are not as many as
    its column `drawn` says, because the weights are wrong then.
    """
    text = normalise(decode(read_bytes(path), str(path), None))
    rows = list(csv_rows(text, str(path)))
    if not rows:
        raise InputError(_("{path} has no rows").format(path=path), code="empty-file")
    line, names = rows[0]
    header = [name.strip().casefold() for name in names]
    check_columns(header, str(path), line)
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise InputError(
            _("{path}: no column {field!r}; it has {names}").format(
                path=path, field=missing[0], names=", ".join(header)
            ),
            code="missing-column",
            hint=_("Name a file that `qct directions sample --out FILE.csv` wrote."),
        )
    places = {name: header.index(name) for name in COLUMNS}
    result = [_row(cells, places, path, at) for at, cells in rows[1:]]
    drawn: dict[str, list[SampleRow]] = {}
    for row in result:
        drawn.setdefault(row[3], []).append(row)
    for stratum, own in drawn.items():
        kept = {(row[0], row[1], row[2]) for row in own}
        if {len(kept)} != {row[5] for row in own} or len({row[4] for row in own}) > 1:
            raise InputError(
                _(
                    "{path}: stratum {stratum!r} has {count} rows, and its columns say otherwise"
                ).format(path=path, stratum=stratum, count=len(kept)),
                code="sample-changed",
                hint=_("Rows were added or removed; draw the sample again with the same seed."),
            )
    return result


def _row(cells: list[str], places: dict[str, int], path: Path, line: int) -> SampleRow:
    if len(cells) <= max(places.values()):
        raise InputError(
            _("{path}:{line}: the row has too few cells").format(path=path, line=line),
            code="missing-field",
        )
    numbers = []
    for name in ("start", "end", "size", "drawn"):
        cell = cells[places[name]].strip()
        if not (cell.isascii() and cell.isdigit() and len(cell) <= _DIGITS):
            raise InputError(
                _("{path}:{line}: {field} is no whole number: {value!r}").format(
                    path=path, line=line, field=name, value=cell
                ),
                code="bad-number",
            )
        numbers.append(int(cell))
    start, end, size, drawn = numbers
    if not 0 < drawn <= size:
        raise InputError(
            _("{path}:{line}: drawn must lie between 1 and size").format(path=path, line=line),
            code="bad-number",
        )
    source, stratum = (unguarded(cells[places[name]]).strip() for name in ("source", "stratum"))
    return source, start, end, stratum, size, drawn
