"""Segments as units of agreement: fixed before coding, or what someone coded.

Campbell et al. (2013) advise the first: one person who knows the material cuts it, the coders
decide what each piece is about. The pieces come from a file or are that person's codings.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from toolkit.errors import InputError
from toolkit.i18n import _, ngettext
from toolkit.operations.session import ProjectSession, check_span, need_coder, need_source
from toolkit.regular_files import read_regular
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding

COLUMNS = ("source", "start", "end")
OF_CODER = "coder:"
Segments: TypeAlias = Mapping[str, Sequence[tuple[int, int]]]
"""Half-open stretches by source, in code points; in order, no two share a character."""
_Line: TypeAlias = tuple[int, int, int]
"""Start, end, and the line of the file."""


@dataclass(frozen=True, slots=True)
class GivenSegments:
    """Segments by source, and in words where they come from."""

    units: Segments
    rule: str
    notes: tuple[str, ...] = ()
    """Work of the coder that is not finished, and whether it is taken in."""


def coded_passages(codings: Iterable[Coding]) -> GivenSegments:
    """What someone coded, with whatever code."""
    return GivenSegments(
        _joined(codings),
        _(
            "passages that someone in scope coded, overlapping ones joined; text that nobody "
            "coded is no unit, so agreement on leaving text alone does not count"
        ),
    )


def given_segments(
    session: ProjectSession,
    segments: Segments | str,
    hidden: Iterable[str],
    *,
    sources: Collection[str] = (),
    include_unfinished: bool = False,
) -> GivenSegments:
    """Segments fixed before coding: as they are, `coder:NAME`, or in the file named.

    Nothing is taken from the `hidden` rounds. Of a coder's passages those count that are in a
    source that the coder has finished, unless `include_unfinished`; `sources` keeps to some
    sources, empty for all.
    """
    if not isinstance(segments, str):
        return GivenSegments(segments, _("given, fixed apart from the codings"))
    if not segments.startswith(OF_CODER):
        rule = _("given in {name}").format(name=Path(segments).name)
        return GivenSegments(read_segments(session, Path(segments)), rule)
    coder = segments.removeprefix(OF_CODER)
    need_coder(session, coder)
    hidden = set(hidden)
    codings = [
        coding
        for coding in queries.codings(session.database, coder=coder)
        if coding.round_id not in hidden and (not sources or coding.source_id in sources)
    ]
    if not codings:
        raise InputError(
            _("{coder} has no codings to take as segments").format(coder=coder),
            code="segments-empty",
            hint=_(
                "What is in an open blind round is not looked at. `qct coders` shows who coded "
                "what."
            ),
        )
    unfinished = _unfinished(session, coder, codings)
    notes = _unfinished_note(coder, unfinished, include_unfinished)
    if not include_unfinished:
        left_out = {coding.id for coding in unfinished}
        codings = [coding for coding in codings if coding.id not in left_out]
    if not codings:
        raise InputError(
            _("{coder} has finished none of the sources to take segments from").format(coder=coder),
            code="segments-unfinished",
            hint=_(
                "`qct sources finish {source} --coder {coder}` states that a source is finished; "
                "--include-unfinished takes the rest in."
            ).format(source=unfinished[0].source_id, coder=coder),
        )
    rounds = ", ".join(sorted({coding.round_id for coding in codings}))
    rule = _("passages that {coder} coded in {rounds}, overlapping ones joined")
    return GivenSegments(_joined(codings), rule.format(coder=coder, rounds=rounds), notes)


def _unfinished(session: ProjectSession, coder: str, codings: Iterable[Coding]) -> list[Coding]:
    """The codings in sources that the coder has not finished in their round."""
    finished = {
        (stated.round_id, stated.source_id)
        for stated in queries.coverage(session.database)
        if stated.coder_id == coder and stated.progress.is_finished
    }
    return [coding for coding in codings if (coding.round_id, coding.source_id) not in finished]


def _unfinished_note(
    coder: str, unfinished: Sequence[Coding], include_unfinished: bool
) -> tuple[str, ...]:
    if not unfinished:
        return ()
    count = len(unfinished)
    note = (
        ngettext(
            "{count} coding of {coder} makes segments although its source is not finished: "
            "{sources}",
            "{count} codings of {coder} make segments although their sources are not finished: "
            "{sources}",
            count,
        )
        if include_unfinished
        else ngettext(
            "{count} coding of {coder} makes no segment, since its source is not finished: "
            "{sources}; --include-unfinished takes it in",
            "{count} codings of {coder} make no segments, since their sources are not finished: "
            "{sources}; --include-unfinished takes them in",
            count,
        )
    )
    sources = ", ".join(sorted({coding.source_id for coding in unfinished}))
    return (note.format(count=count, coder=coder, sources=sources),)


def unreached(units: Segments, codings: Iterable[Coding], worked: Iterable[str]) -> list[str]:
    """Notes on what given segments do not reach: whole sources, and codings outside them."""
    notes = []
    without = sorted(source for source in worked if not units.get(source))
    if without:
        note = _("left out, since no segment is given there: {sources}")
        notes.append(note.format(sources=", ".join(without)))
    outside = sum(
        not _meets(units[coding.source_id], coding.span.start, coding.span.end)
        for coding in codings
        if units.get(coding.source_id)
    )
    if outside:
        note = ngettext(
            "{count} coding lies outside every segment and does not enter",
            "{count} codings lie outside every segment and do not enter",
            outside,
        )
        notes.append(note.format(count=outside))
    return notes


def _joined(codings: Iterable[Coding]) -> Segments:
    joined: dict[str, list[tuple[int, int]]] = defaultdict(list)
    places = ((coding.source_id, coding.span.start, coding.span.end) for coding in codings)
    for source, start, end in sorted(places):
        stretches = joined[source]
        if stretches and start < stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(end, stretches[-1][1])
        else:
            stretches.append((start, end))
    return dict(joined)


def _meets(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(places, start, key=lambda place: place[1])
    return at < len(places) and places[at][0] < end


def read_segments(session: ProjectSession, path: Path) -> dict[str, list[tuple[int, int]]]:
    """Segments by source, in order, from a CSV with the columns source, start and end.

    Offsets are code points, the end is not included; other columns are passed over. Raises
    `InputError` naming file and line for what is no span of a source, or overlaps another.
    """
    segments: dict[str, list[_Line]] = {}
    for source_id, line in _lines(session, path):
        segments.setdefault(source_id, []).append(line)
    for source_id, lines in segments.items():
        lines.sort()
        _refuse_overlap(path, source_id, lines)
    if not segments:
        raise InputError(_("{path} has no segments").format(path=path), code="segments-empty")
    return {
        source_id: [(start, end) for start, end, _number in lines]
        for source_id, lines in segments.items()
    }


def _lines(session: ProjectSession, path: Path) -> Iterator[tuple[str, _Line]]:
    """The segments of a file with their sources and lines."""
    try:
        text = read_regular(path).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            _("{path} cannot be read: {error}").format(path=path, error=error),
            code="segments-unreadable",
            hint=_("It must be a CSV file in UTF-8 with the columns source,start,end."),
        ) from error
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            _("{path}: no column {missing}; it needs {columns}").format(
                path=path, missing=", ".join(missing), columns=", ".join(COLUMNS)
            ),
            code="segments-columns",
        )
    for row in reader:
        where = _("{path}, line {line}").format(path=path, line=reader.line_num)
        start, end = _offsets(row, where)
        try:
            source = need_source(session, row["source"] or "")
            check_span(source, start, end)
        except InputError as error:
            raise InputError(
                f"{where}: {error.message}", code=error.code, hint=error.hint
            ) from error
        yield source.id, (start, end, reader.line_num)


def _offsets(row: Mapping[str, str], where: str) -> tuple[int, int]:
    try:
        return int(row["start"] or ""), int(row["end"] or "")
    except ValueError:
        raise InputError(
            _(
                "{where}: start and end must be whole numbers (code points), "
                "not {start!r} and {end!r}"
            ).format(where=where, start=row["start"], end=row["end"]),
            code="segments-number",
        ) from None


def _refuse_overlap(path: Path, source_id: str, lines: Sequence[_Line]) -> None:
    for (_start, end, first), (start, _end, second) in pairwise(lines):
        if start < end:
            raise InputError(
                _(
                    "{path}, lines {first} and {second}: segments of {source} overlap at {start}"
                ).format(path=path, first=first, second=second, source=source_id, start=start),
                code="segments-overlap",
                hint=_("Units of agreement must not share characters."),
            )
