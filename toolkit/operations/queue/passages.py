"""Passages for a queue: units of the texts, hits of search patterns, and tables of places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from toolkit.domain.spans import Span, stripped
from toolkit.domain.transcript import Role
from toolkit.errors import InputError, UsageError
from toolkit.formats.csv_rows import check_columns, csv_rows, unguarded
from toolkit.formats.plain import decode
from toolkit.formats.transcripts import read_bytes
from toolkit.i18n import _, ngettext
from toolkit.operations.queue.make import Asked
from toolkit.operations.session import need_code, need_round, need_source
from toolkit.store import queries
from toolkit.text.normalise import normalise
from toolkit.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.domain.transcript import Source
    from toolkit.operations.search.code_hits import CodeHits
    from toolkit.operations.session import ProjectSession

Unit = Literal["sentence", "turn"]
UNITS: tuple[Unit, ...] = ("sentence", "turn")
_NEEDED = ("source", "start", "end")
_DIGITS = 12
_COLUMNS = (*_NEEDED, "code", "why")


def sources_of(
    session: ProjectSession, round_id: str | None, source_ids: Sequence[str]
) -> list[Source]:
    """The sources that are named, else all; of a round with sources only those."""
    round_ = need_round(session, round_id)
    listed = [need_source(session, name) for name in dict.fromkeys(source_ids)]
    every = listed or queries.sources(session.database)
    return [source for source in every if not round_.sources or source.id in round_.sources]


def units(
    session: ProjectSession, code_id: str, sources: Sequence[Source], unit: Unit
) -> list[Asked]:
    """All sentences or turns of the experts in the sources, in the order of the texts."""
    if unit not in UNITS:
        raise UsageError(
            _("{unit!r} is no unit; valid: {units}").format(unit=unit, units=", ".join(UNITS)),
            code="queue-unit",
        )
    need_code(session, code_id)
    return [
        Asked(source_id, span, code_id)
        for source_id, span in expert_units(session, [source.id for source in sources], unit)
    ]


def expert_units(
    session: ProjectSession, source_ids: Sequence[str], unit: Unit = "sentence"
) -> Iterator[tuple[str, Span]]:
    """The sentences or turns that experts say, with the ids of their sources."""
    texts = queries.texts_of(session.database, source_ids)
    turns = queries.turns_of(session.database, source_ids)
    for source_id in source_ids:
        text = texts[source_id]
        for turn in turns[source_id]:
            if turn.role is not Role.EXPERT:
                continue
            if unit == "turn":
                whole = stripped(text, turn.body.start, turn.body.end)
                if whole is not None:
                    yield source_id, whole
            else:
                yield from ((source_id, span) for span in sentences(text, turn.body))


def hits(listed: CodeHits) -> list[Asked]:
    """The hits of search patterns about which the coder has not decided."""
    return [
        Asked(hit.source_id, hit.span, listed.code_id, hit.patterns)
        for hit in listed.hits
        if hit.is_open
    ]


def hits_left_out(listed: CodeHits) -> list[str]:
    """Sentences on hits that do not go into a queue."""
    notes = []
    if done := sum(not hit.is_open for hit in listed.hits):
        notes.append(
            ngettext(
                "{count} hit is coded or rejected already and is left out",
                "{count} hits are coded or rejected already and are left out",
                done,
            ).format(count=done)
        )
    if listed.left_out:
        notes.append(
            ngettext(
                "{count} match in what interviewers and others say is left out",
                "{count} matches in what interviewers and others say are left out",
                listed.left_out,
            ).format(count=listed.left_out)
        )
    return notes


def read_places(
    session: ProjectSession, path: str | Path, *, code_id: str | None, encoding: str | None = None
) -> list[Asked]:
    """The places of a CSV or TSV table with the columns source, start, end, code and perhaps why.

    `code_id` is the code where the table has no column `code`, or nothing in it. Raises
    `InputError`, which names file and line, for a table without the columns or a wrong cell.
    """
    file = str(path)
    lines = csv_rows(normalise(decode(read_bytes(Path(path)), file, encoding)), file)
    first = next(lines, None)
    if first is None:
        raise InputError(_("{file} is empty").format(file=file), code="empty-file")
    at, header = first
    columns = [name.strip().lower() for name in header]
    check_columns(columns, file, at)
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise InputError(
            _("{file}:{line}: there is no column {columns}").format(
                file=file, line=at, columns=", ".join(missing)
            ),
            code="places-columns",
            hint=_("The columns are {columns}; code and why may be missing.").format(
                columns=", ".join(_COLUMNS)
            ),
        )
    places = []
    known: dict[str, Source] = {}
    codes: set[str] = set()
    for line, row in lines:
        cells = {name: unguarded(cell) for name, cell in zip(columns, row, strict=False)}
        code = cells.get("code", "").strip() or code_id
        if not code:
            raise InputError(
                _("{file}:{line}: no code is named").format(file=file, line=line),
                code="places-code",
                hint=_("Fill the column code, or name one code for all places with --code ID."),
            )
        source_id = cells.get("source", "").strip()
        if source_id not in known:
            known[source_id] = need_source(session, source_id)
        if code not in codes:
            need_code(session, code)
            codes.add(code)
        why = cells.get("why", "").strip()
        span = _span(cells, known[source_id], file, line)
        places.append(Asked(source_id, span, code, (why,) if why else ()))
    return places


def _span(cells: dict[str, str], source: Source, file: str, line: int) -> Span:
    start, end = cells.get("start", "").strip(), cells.get("end", "").strip()
    if all(cell.isascii() and cell.isdigit() and len(cell) <= _DIGITS for cell in (start, end)):
        first, last = int(start), int(end)
        if 0 <= first < last <= source.length:
            return Span(first, last)
    raise InputError(
        _(
            "{file}:{line}: {start}:{end} is not a span of source {source}: it needs "
            "0 <= start < end <= {length} (code points)"
        ).format(
            file=file, line=line, start=start, end=end, source=source.id, length=source.length
        ),
        code="span-outside",
    )
