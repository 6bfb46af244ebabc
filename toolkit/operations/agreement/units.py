"""Segments as units of agreement: fixed before coding, or what someone coded.

Campbell et al. (2013) advise the first: one person who knows the material cuts it, the coders
decide what each piece is about. The pieces come from a file or are that person's codings.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from toolkit.domain.codings import Coding
from toolkit.errors import InputError
from toolkit.operations.session import ProjectSession, check_span, need_coder, need_source
from toolkit.store import queries

COLUMNS = ("source", "start", "end")
OF_CODER = "coder:"
Segments: TypeAlias = Mapping[str, Sequence[tuple[int, int]]]
"""Half-open stretches by source, in code points; in order, no two share a character."""


@dataclass(frozen=True, slots=True)
class Given:
    """Segments with the rule in words."""

    units: Segments
    rule: str


def coded_passages(codings: Iterable[Coding]) -> Given:
    """What someone coded, with whatever code."""
    return Given(
        _joined(codings),
        "passages that someone in scope coded, overlapping ones joined; text that nobody coded is "
        "no unit, so agreement on leaving text alone does not count",
    )


def given_segments(session: ProjectSession, wanted: Segments | str, hidden: Iterable[str]) -> Given:
    """Segments fixed before coding: as they are, `coder:NAME`, or in the file named.

    Nothing is taken from the `hidden` rounds.
    """
    if not isinstance(wanted, str):
        return Given(wanted, "given, fixed apart from the codings")
    if not wanted.startswith(OF_CODER):
        return Given(read_segments(session, Path(wanted)), f"given in {wanted}")
    name = wanted.removeprefix(OF_CODER)
    need_coder(session, name)
    left_out = set(hidden)
    codings = [
        coding
        for coding in queries.codings(session.database, coder=name)
        if coding.round_id not in left_out
    ]
    if not codings:
        raise InputError(
            f"{name} has no codings to take as segments",
            code="segments-empty",
            hint="What is in an open blind round is not looked at. `qct coders` shows who coded "
            "what.",
        )
    rounds = ", ".join(sorted({coding.round_id for coding in codings}))
    return Given(
        _joined(codings), f"passages that {name} coded in {rounds}, overlapping ones joined"
    )


def left_out(units: Segments, codings: Iterable[Coding], worked: Iterable[str]) -> list[str]:
    """What given segments do not reach: whole sources, and codings outside all of them."""
    notes = []
    without = sorted(source for source in worked if not units.get(source))
    if without:
        notes.append(f"left out, since no segment is given there: {', '.join(without)}")
    outside = sum(
        not _meets(units[coding.source_id], coding.span.start, coding.span.end)
        for coding in codings
        if units.get(coding.source_id)
    )
    if outside:
        notes.append(f"{outside} codings lie outside every segment and do not enter")
    return notes


def _joined(codings: Iterable[Coding]) -> Segments:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for source, start, end in sorted((c.source_id, c.span.start, c.span.end) for c in codings):
        own = found[source]
        if own and start < own[-1][1]:
            own[-1] = own[-1][0], max(end, own[-1][1])
        else:
            own.append((start, end))
    return dict(found)


def _meets(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(places, start, key=lambda place: place[1])
    return at < len(places) and places[at][0] < end


def read_segments(session: ProjectSession, path: Path) -> dict[str, list[tuple[int, int]]]:
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
