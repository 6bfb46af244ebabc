"""Units of agreement that were fixed before coding, from a file."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

from toolkit.errors import InputError
from toolkit.operations.session import Session, check_span, need_source

COLUMNS = ("source", "start", "end")


def read_segments(session: Session, path: Path) -> dict[str, list[tuple[int, int]]]:
    """Segments by source, in order, from a CSV with the columns source, start and end.

    Offsets are code points, the end is not included; other columns are passed over. Raises
    `InputError` naming file and line for what is no span of a source, or overlaps another.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} cannot be read: {error}",
            code="segments-unreadable",
            hint="A CSV in UTF-8 with the columns source,start,end.",
        ) from error
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"{path}: no column {', '.join(missing)}; it needs {', '.join(COLUMNS)}",
            code="segments-columns",
        )
    found: dict[str, list[tuple[int, int, int]]] = {}
    for row in reader:
        line = reader.line_num
        try:
            start, end = int(row["start"] or ""), int(row["end"] or "")
        except ValueError:
            raise InputError(
                f"{path}, line {line}: start and end must be whole numbers (code points), "
                f"not {row['start']!r} and {row['end']!r}",
                code="segments-number",
            ) from None
        try:
            source = need_source(session, row["source"] or "")
            check_span(source, start, end)
        except InputError as error:
            raise InputError(
                f"{path}, line {line}: {error.message}", code=error.code, hint=error.hint
            ) from error
        found.setdefault(source.id, []).append((start, end, line))
    for source_id, places in found.items():
        places.sort()
        for (_, end, first), (start, _, second) in pairwise(places):
            if start < end:
                where = f"{path}, lines {first} and {second}"
                raise InputError(
                    f"{where}: segments of {source_id} overlap at {start}",
                    code="segments-overlap",
                    hint="Units of agreement must not share characters.",
                )
    if not found:
        raise InputError(f"{path} has no segments", code="segments-empty")
    return {source: [(start, end) for start, end, _ in places] for source, places in found.items()}
