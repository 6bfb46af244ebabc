"""Codings and direction mappings as JSON Lines, one record a line.

    {"source": "E01", "start": 12, "end": 80, "code": "trust", "coder": "a", "round": "main",
     "quote": "..."}
    {"source": "E01", "start": 12, "end": 80, "directions": ["security"], "stance": "barrier",
     "coder": "a", "quote": "..."}

Offsets count code points of the source's text. The quote is the text between them; it shows
whether the offsets were made for this text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.domain.codings import MANUAL, Mode
from toolkit.domain.directions import ALONE, NO_DIRECTION, Stance
from toolkit.domain.rounds import DEFAULT_ROUND
from toolkit.domain.spans import Span
from toolkit.formats.json_lines import Fields, JsonLine, read_lines
from toolkit.formats.plain import decode
from toolkit.formats.problems import Problem, Severity, refuse
from toolkit.formats.transcripts import read_bytes
from toolkit.i18n import _
from toolkit.text.normalise import normalise

CODING_KEYS = ("source", "start", "end", "code", "coder", "round", "quote")
"""The keys of every record, in their usual order."""
_CODING_OPTIONS = ("mode", "origin", "created_at", "note", "discuss")
MAPPING_KEYS = ("source", "start", "end", "directions", "stance", "coder", "quote")
_MAPPING_OPTIONS = ("note", "created_at")
_HINT = _("Nothing was imported. Correct the file and import it again.")


@dataclass(frozen=True, slots=True)
class CodingRecord:
    """A coding in a file, with names in place of rows of a project."""

    source: str
    start: int
    end: int
    code: str
    coder: str
    round: str = DEFAULT_ROUND
    quote: str | None = None
    """The text at `start:end`; None where the file has no quote."""
    mode: str = ""
    """A value of `Mode`; empty where the file names none."""
    origin: str = MANUAL
    created_at: str = ""
    note: str = ""
    discuss: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Other keys of the record, unchanged."""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class MappingRecord:
    """A person's mapping of a segment onto directions, in a file."""

    source: str
    start: int
    end: int
    directions: tuple[str, ...]
    """Direction ids, or `none` alone."""
    coder: str
    stance: str = ""
    """A value of `Stance`; empty where the file names none."""
    quote: str | None = None
    note: str = ""
    created_at: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def read_codings(path: str | Path) -> list[CodingRecord]:
    """The codings in a file. Raises `InputError` with file and line of the first error."""
    records, problems = parse_codings(_text(path), str(path))
    refuse(problems, hint=_HINT)
    return records


def read_mappings(path: str | Path) -> list[MappingRecord]:
    """The direction mappings in a file. Raises `InputError` with file and line."""
    records, problems = parse_mappings(_text(path), str(path))
    refuse(problems, hint=_HINT)
    return records


def parse_codings(text: str, file: str) -> tuple[list[CodingRecord], list[Problem]]:
    """All codings that can be read, and all problems."""
    problems: list[Problem] = []
    records = []
    for line in read_lines(text, file, problems):
        before = len(problems)
        record = _coding(line, file, problems)
        if len(problems) == before:
            records.append(record)
    return records, problems


def parse_mappings(text: str, file: str) -> tuple[list[MappingRecord], list[Problem]]:
    """All mappings that can be read, and all problems."""
    problems: list[Problem] = []
    records = []
    for line in read_lines(text, file, problems):
        before = len(problems)
        record = _mapping(line, file, problems)
        if len(problems) == before:
            records.append(record)
    return records, problems


def check_quotes(
    records: Iterable[CodingRecord | MappingRecord], text_of: Callable[[str], str | None]
) -> list[Problem]:
    """Problems of records whose offsets or quote do not fit the text of their source.

    `text_of` gives the text of a source, or None for a source that does not exist. Where the
    quote occurs exactly once elsewhere, the message gives that place. Messages never contain
    the text.
    """
    texts: dict[str, str | None] = {}
    problems = []
    for record in records:
        if record.source not in texts:
            texts[record.source] = text_of(record.source)
        misfit = _misfit(record, texts[record.source])
        if misfit:
            code, message = misfit
            problems.append(Problem(record.file, record.line, Severity.ERROR, code, message))
    return problems


def _misfit(record: CodingRecord | MappingRecord, text: str | None) -> tuple[str, str] | None:
    place = f"{record.source} {record.start}:{record.end}"
    if text is None:
        return "unknown-source", _("there is no source {source!r}").format(source=record.source)
    if record.end > len(text):
        return "outside-text", _(
            "{place} lies outside the text, which has {length} characters"
        ).format(place=place, length=len(text))
    quote = record.quote
    if quote is None or text[record.start : record.end] == quote:
        return None
    at = text.find(quote) if quote else -1
    if at >= 0 and text.find(quote, at + 1) < 0:
        return "quote-moved", _("the quote is not at {place} but at {start}:{end}").format(
            place=place, start=at, end=at + len(quote)
        )
    return "quote-differs", _("the quote is not the text at {place}").format(place=place)


def _coding(line: JsonLine, file: str, problems: list[Problem]) -> CodingRecord:
    known = (*CODING_KEYS, *_CODING_OPTIONS)
    fields = Fields(line, file, known, problems)
    start, end = fields.span()
    discuss = line.values.get("discuss") or False
    if not isinstance(discuss, bool):
        fields.report("not-a-truth-value", _("discuss must be true or false"))
    return CodingRecord(
        source=fields.text("source", needed=True),
        start=start,
        end=end,
        code=fields.text("code", needed=True),
        coder=fields.text("coder", needed=True),
        round=fields.text("round") or DEFAULT_ROUND,
        quote=_quote(fields, line),
        mode=_mode(fields),
        origin=fields.text("origin") or MANUAL,
        created_at=fields.moment("created_at"),
        note=fields.text("note"),
        discuss=bool(discuss),
        extra=_extra(line, known),
        file=file,
        line=line.number,
    )


def _mapping(line: JsonLine, file: str, problems: list[Problem]) -> MappingRecord:
    known = (*MAPPING_KEYS, *_MAPPING_OPTIONS)
    fields = Fields(line, file, known, problems)
    start, end = fields.span()
    return MappingRecord(
        source=fields.text("source", needed=True),
        start=start,
        end=end,
        directions=_directions(fields, line),
        coder=fields.text("coder", needed=True),
        stance=fields.choice("stance", tuple(stance.value for stance in Stance)),
        quote=_quote(fields, line),
        note=fields.text("note"),
        created_at=fields.moment("created_at"),
        extra=_extra(line, known),
        file=file,
        line=line.number,
    )


def _directions(fields: Fields, line: JsonLine) -> tuple[str, ...]:
    given = line.values.get("directions")
    listed = [given] if isinstance(given, str) else given
    if (
        not isinstance(listed, list)
        or not listed
        or not all(isinstance(item, str) and item for item in listed)
    ):
        fields.report(
            "bad-directions",
            _('directions must be a list of ids, or ["{none}"] for no one').format(
                none=NO_DIRECTION
            ),
        )
        return ()
    alone = [name for name in ALONE if name in listed]
    if alone and len(listed) > 1:
        fields.report(
            "bad-directions",
            _("{none!r} excludes every other direction").format(none=alone[0]),
        )
    if len(set(listed)) < len(listed):
        fields.report("bad-directions", _("a direction is listed twice"))
    return tuple(listed)


OPEN = "open"
"""The name by which people read and write the mode commit-then-reveal."""


def _mode(fields: Fields) -> str:
    """The mode as it is stored; empty where the record names none."""
    named = fields.choice("mode", (*(mode.value for mode in Mode), OPEN))
    return Mode.COMMIT_THEN_REVEAL.value if named == OPEN else named


def _quote(fields: Fields, line: JsonLine) -> str | None:
    return fields.text("quote") if line.values.get("quote") is not None else None


def _extra(line: JsonLine, known: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in line.values.items() if key not in known}


def _text(path: str | Path) -> str:
    return normalise(decode(read_bytes(Path(path)), str(path)))
