"""Where the figures of a table come from: the value, and its form in files.

It holds no path and no time, so that the same figures from the same state of a project are the
same bytes in every folder and at any time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.report.json_text import json_text

SHEET = "provenance"
"""Name of the sheet in workbooks, and id of the section in pages."""
SIDE_FILE_ENDING = ".meta.json"
"""What is added to the name of a file that has no room for its provenance."""
CODINGS = "codings"
MAPPINGS = "mappings"
"""Kinds of answers that are counted."""

Entry = tuple[str, str | int]
"""A key, which may come again for another value, and a value."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that a command read beside the project."""

    name: str
    """Its name without folders."""
    sha256: str
    """The hash of its bytes, in hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class EventMark:
    """An event of the log, up to which the project was read."""

    number: int
    id: str
    hash: str = ""
    """Its hash, which covers every event up to it; empty where a file does not say it."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures of a table come from."""

    project: str = ""
    """The name in qct.toml; empty where that has none."""
    command: str = ""
    """The command that gives the table, without paths and without options of the output."""
    answers: str = ""
    """The rule for whose answers count, such as `consensus,coder-a`."""
    readers: tuple[str, ...] = ()
    """The coders whose answers the figures rest on."""
    rounds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Ids of the sources in scope."""
    codebook_versions: tuple[int, ...] = ()
    event: EventMark | None = None
    """The newest event of what was read. None for a reader bound by an open blind round."""
    unit: str = ""
    """The unit of comparison, or what the cells measure."""
    counted_of: str = CODINGS
    """What `counted` and `left_out` count: `codings` or `mappings`."""
    counted: int | None = None
    """How many are behind the figures. None where there are none to count, and for a reader
    bound by an open blind round."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Reasons why others in scope are not, and how many for each."""
    inputs: tuple[InputFile, ...] = ()
    language: str = ""
    """The language of names in the table."""
    details: tuple[tuple[str, str], ...] = ()
    """What else the figures depend on, such as the model."""
    software: str = ""

    def for_bound_reader(self) -> Provenance:
        """The same without events and counts, which would tell of the work of others."""
        return replace(self, event=None, counted=None, left_out=())

    def entries(self) -> tuple[Entry, ...]:
        """The provenance as rows of a key and a value; lists repeat their key."""
        rows: list[Entry] = [
            ("project", self.project),
            ("command", self.command),
            ("answers", self.answers),
            *(("reader", name) for name in self.readers),
            *(("round", name) for name in self.rounds),
            *(("source", name) for name in self.sources),
            *(("codebook version", version) for version in self.codebook_versions),
        ]
        if self.event is not None:
            rows += [
                ("event", self.event.number),
                ("event id", self.event.id),
                ("event hash", self.event.hash),
            ]
        rows.append(("unit", self.unit))
        if self.counted is not None:
            rows.append((f"{self.counted_of} counted", self.counted))
            rows += [(f"{self.counted_of} left out: {why}", count) for why, count in self.left_out]
        rows += [("input", f"{given.name} sha256:{given.sha256}") for given in self.inputs]
        rows += [("language", self.language), *self.details, ("software", self.software)]
        return tuple(row for row in rows if row[1] != "")

    def to_json(self, *, file_sha256: str = "") -> str:
        """The provenance as a JSON object; `file_sha256` is the hash of the file it is about."""
        content: dict[str, Any] = {
            "project": self.project,
            "command": self.command,
            "answers": self.answers,
            "readers": list(self.readers),
            "rounds": list(self.rounds),
            "sources": list(self.sources),
            "codebook_versions": list(self.codebook_versions),
            "event": _spell(self.event) if self.event else None,
            "unit": self.unit,
            self.counted_of: {"counted": self.counted, "left_out": dict(self.left_out)}
            if self.counted is not None
            else None,
            "inputs": [{"name": given.name, "sha256": given.sha256} for given in self.inputs],
            "language": self.language,
            "details": dict(self.details),
            "software": self.software,
            "file_sha256": file_sha256,
        }
        kept = {name: value for name, value in content.items() if value not in (None, "", [], {})}
        return json_text(kept, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a file says of its own provenance, as far as it can be used. Nobody vouches for it."""

    command: str
    project: str = ""
    event: EventMark | None = None
    inputs: tuple[InputFile, ...] = ()
    sources: tuple[str, ...] = ()
    software: str = ""
    file_sha256: str = ""


def from_entries(rows: Iterable[Sequence[object]], name: str) -> Recorded:
    """What rows of a key and a value say; `name` is what an error calls the file.

    Raises `InputError` where they name no command.
    """
    values: dict[str, list[object]] = {}
    for row in rows:
        if len(row) >= 2:
            values.setdefault(str(row[0]), []).append(row[1])

    def first(key: str) -> object:
        return values.get(key, [""])[0]

    inputs = []
    for given in values.get("input", ()):
        file, separator, digest = str(given).rpartition(" sha256:")
        if separator:
            inputs.append(InputFile(file, digest))
    return _recorded(
        name,
        command=first("command"),
        project=first("project"),
        event=_mark(first("event"), first("event id"), first("event hash")),
        inputs=tuple(inputs),
        sources=tuple(map(str, values.get("source", ()))),
        software=first("software"),
    )


def from_json(text: str, name: str) -> Recorded:
    """What a side file says; `name` is what an error calls it.

    Raises `InputError` for what is no JSON object, and where it names no command.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise InputError(
            _("{name} holds no provenance: it is not a JSON object").format(name=name),
            code="no-provenance",
        )
    event = content.get("event")
    inputs = content.get("inputs")
    sources = content.get("sources")
    return _recorded(
        name,
        command=content.get("command"),
        project=content.get("project"),
        event=_mark(event.get("number"), event.get("id"), event.get("hash"))
        if isinstance(event, Mapping)
        else None,
        inputs=tuple(
            InputFile(str(given.get("name", "")), str(given.get("sha256", "")))
            for given in (inputs if isinstance(inputs, list) else ())
            if isinstance(given, Mapping)
        ),
        sources=tuple(map(str, sources if isinstance(sources, list) else ())),
        software=content.get("software"),
        file_sha256=content.get("file_sha256"),
    )


def _spell(event: EventMark) -> dict[str, str | int]:
    spelled: dict[str, str | int] = {"number": event.number, "id": event.id}
    return {**spelled, "hash": event.hash} if event.hash else spelled


def _mark(number: object, event_id: object, digest: object) -> EventMark | None:
    text = str(int(number)) if isinstance(number, float) else str(number)
    if not (text.isascii() and text.isdecimal() and len(text) < 16) or not event_id:
        return None
    return EventMark(int(text), str(event_id), digest if isinstance(digest, str) else "")


def _recorded(
    name: str,
    *,
    command: object,
    project: object,
    event: EventMark | None,
    inputs: tuple[InputFile, ...],
    sources: tuple[str, ...],
    software: object,
    file_sha256: object = "",
) -> Recorded:
    if not isinstance(command, str) or not command:
        raise InputError(
            _("{name} does not say by which command it was made").format(name=name),
            code="no-provenance",
        )
    return Recorded(
        command,
        project=project if isinstance(project, str) else "",
        event=event,
        inputs=inputs,
        sources=sources,
        software=software if isinstance(software, str) else "",
        file_sha256=file_sha256 if isinstance(file_sha256, str) else "",
    )
