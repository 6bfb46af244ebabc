"""Files that were exported, read back: their tables, and what they say of their provenance."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from io import StringIO
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.language import docbin
from toolkit.regular_files import read_regular
from toolkit.report.files import side_file_of
from toolkit.report.provenance import SHEET, Recorded, from_entries, from_json
from toolkit.report.read_workbook import read_workbook
from toolkit.report.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


ENDINGS = (".csv", ".json", ".jsonl", ".txt", ".xlsx", ".html", docbin.ENDING)
NOTES = ["note"]
"""The head of the sheet of notes, which holds sentences and no table."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a file holds it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Export:
    """An exported file."""

    grids: tuple[Grid, ...]
    recorded: Recorded
    is_altered: bool = False
    """Whether the file is another than the one that its side file was written for."""


def read_export(path: Path) -> Export:
    """The tables of an exported file, and its provenance.

    A DocBin of spaCy is a table of its documents, one of groups and one of spans. Raises
    `InputError` where a file cannot be read and where there is no provenance.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(
            _("{path}: nothing is exported as {ending}; valid: {valid}").format(
                path=path,
                ending=ending or _("a file without ending"),
                valid=", ".join(ENDINGS),
            ),
            code="unknown-format",
        )
    data = _bytes(path)
    if ending == ".xlsx":
        sheets = read_workbook(data, path.name)
        if SHEET not in sheets:
            raise _without(path, _("it has no sheet {name}").format(name=SHEET))
        return Export(_sheets(sheets), from_entries(sheets[SHEET], path.name))
    if ending == ".html":
        page = _read_page(data, path.name)
        if not page.entries:
            raise _without(path, _("it has no section {name}").format(name=SHEET))
        return Export(tuple(page.grids), from_entries(page.entries, path.name))
    beside = side_file_of(path)
    if not beside.is_file():
        raise _without(path, _("there is no {file} beside it").format(file=beside.name))
    recorded = from_json(_text(_bytes(beside), beside.name), beside.name)
    is_altered = recorded.file_sha256 not in ("", sha256(data).hexdigest())
    if ending == docbin.ENDING:
        return Export(_docbin_grids(data, path.name), recorded, is_altered)
    return Export((read_grid(path),), recorded, is_altered)


def read_grid(path: Path) -> Grid:
    """The one table of a .csv, .json, .jsonl or .txt file. Numbers are numbers in JSON only."""
    text = _text(_bytes(path), path.name)
    ending = path.suffix.lower()
    if ending == ".json":
        return _objects(text, path.name)
    if ending == ".jsonl":
        return _objects(f"[{','.join(text.splitlines())}]", path.name)
    if ending == ".csv":
        try:
            rows = list(csv.reader(StringIO(text, newline="")))
        except csv.Error as error:
            raise InputError(
                _("{name} cannot be read as CSV").format(name=path.name), code="bad-csv"
            ) from error
        return Grid("", tuple(rows[0]) if rows else (), tuple(map(tuple, rows[1:])))
    return Grid("", ("line",), tuple((line,) for line in text.split("\n")))


DOCUMENT_COLUMNS = ("source", "revision", "language", "text_sha256")
GROUP_COLUMNS = ("group", "spans")
SPAN_COLUMNS = (
    "span", "round", "mode", "origin", "suggested_rank", "suggested_by", "created_at", "discuss",
    "speaker",
)  # fmt: skip


def _docbin_grids(data: bytes, name: str) -> tuple[Grid, ...]:
    """The documents of a DocBin, their groups, and their spans in the order of groups and places.

    A row of a span begins with its source, group, place in code points and label, since these are
    what it is known by. The bytes are not compared: another version of spaCy packs the same
    documents in another way.
    """
    try:
        texts = docbin.unpack(data, name)
    except InputError as error:
        if error.code == "language-missing":
            raise
        raise InputError(
            error.message,
            code=error.code,
            hint=_("There is nothing in it to compare; `qct export docbin FILE` writes another."),
        ) from error
    documents = [(text.source_id, text.revision, text.language, text.text_sha256) for text in texts]
    spans = [
        (
            f"{text.source_id} {group} {span.start}:{span.end} {span.label}",
            *(_cell(span.more.get(column)) for column in SPAN_COLUMNS[1:]),
        )
        for text in texts
        for group in sorted(text.groups)
        for span in sorted(text.groups[group], key=lambda span: (span.start, span.end, span.label))
    ]
    groups = [
        (f"{text.source_id} {group}", count)
        for text in texts
        for group, count in sorted(text.counts.items())
    ]
    return (
        Grid(_("documents"), DOCUMENT_COLUMNS, tuple(documents)),
        Grid(_("groups"), GROUP_COLUMNS, tuple(groups)),
        Grid(_("spans"), SPAN_COLUMNS, tuple(spans)),
    )


def _without(path: Path, reason: str) -> InputError:
    return InputError(
        _("{path} holds no provenance: {reason}").format(path=path, reason=reason),
        code="no-provenance",
        hint=_("Files that a command writes with --out hold it: `qct matrix --help`."),
    )


def _bytes(path: Path) -> bytes:
    try:
        return read_regular(path)
    except OSError as error:
        raise InputError(
            _("{path} cannot be read: {reason}").format(
                path=path, reason=error.strerror or _("input/output error")
            ),
            code="cannot-read",
        ) from error


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            _("{name} is not UTF-8, so it is no file that qct wrote").format(name=name),
            code="not-utf8",
        ) from error


def _sheets(sheets: dict[str, list[list[Cell]]]) -> tuple[Grid, ...]:
    return tuple(
        Grid(title, tuple(str(cell) for cell in rows[0]) if rows else (), _padded(rows))
        for title, rows in sheets.items()
        if title != SHEET and (not rows or rows[0] != NOTES)
    )


def _padded(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows below the head; missing cells at their ends are empty."""
    wide = len(rows[0]) if rows else 0
    return tuple((*row, *[None] * (wide - len(row))) for row in rows[1:])


def _objects(text: str, name: str) -> Grid:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(_("{name} is no list of objects").format(name=name), code="bad-json")
    columns = tuple(dict.fromkeys(key for row in rows for key in row))
    return Grid("", columns, tuple(tuple(_cell(row.get(key)) for key in columns) for row in rows))


def _cell(value: object) -> Cell:
    plain = value is None or isinstance(value, str | int | float)
    return value if plain else json.dumps(value, ensure_ascii=False)  # type: ignore[return-value]


@dataclass
class _Page:
    grids: list[Grid] = field(default_factory=list)
    entries: list[tuple[str, ...]] = field(default_factory=list)


class _PageReader(HTMLParser):
    """Reads the tables of a page that `html_page` wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.page = _Page()
        self._title = ""
        self._rows: list[tuple[str, ...]] = []
        self._row: list[str] = []
        self._words: list[str] | None = None
        self._in_section = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self._in_section = dict(attrs).get("id") == SHEET
        elif tag == "table":
            self._rows = []
        elif tag == "tr":
            self._row = []
        elif tag in ("th", "td", "h2"):
            self._words = []

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._row.append("".join(self._words or ()))
        elif tag == "h2":
            self._title = "".join(self._words or ())
        elif tag == "tr":
            self._rows.append(tuple(self._row))
        elif tag == "table":
            self._keep()
        elif tag == "section":
            self._in_section = False
        if tag in ("th", "td", "h2"):
            self._words = None

    def _keep(self) -> None:
        if self._in_section:
            self.page.entries += self._rows
        elif self._rows:
            self.page.grids.append(Grid(self._title, self._rows[0], tuple(self._rows[1:])))
        self._title = ""


def _read_page(data: bytes, name: str) -> _Page:
    reader = _PageReader()
    reader.feed(_text(data, name))
    reader.close()
    return reader.page
