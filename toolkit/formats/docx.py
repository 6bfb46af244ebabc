"""Word documents: the text of the final version, a paragraph a line.

The parts are read directly from the package, because the usual text of a paragraph leaves out
tracked insertions, which a transcript edited by two people has.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.formats.metadata import imported
from toolkit.formats.transcripts import ImportedSource, read_bytes
from toolkit.i18n import _
from toolkit.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_BODY = "word/document.xml"
_MAX_PART = 60_000_000
_MAX_RATIO = 200
"""Highest plausible ratio of compression; text compresses 5 to 20 times."""
_IGNORED_PARTS = (
    ("word/comments.xml", _("comments")),
    ("word/footnotes.xml", _("footnotes")),
    ("word/endnotes.xml", _("endnotes")),
    ("word/header", _("page headers")),
    ("word/footer", _("page footers")),
)
_DROPPED = {
    "del": _("tracked deletions"),
    "moveFrom": _("tracked moves (kept where they were moved to)"),
    "drawing": _("pictures and text boxes"),
    "pict": _("pictures and text boxes"),
    "object": _("embedded objects"),
    "AlternateContent": _("pictures and text boxes"),
    "oMath": _("formulas"),
    "sym": _("symbols"),
    "altChunk": _("embedded documents"),
}
_HIDDEN = _("hidden passages")
_ACCEPTED = {"ins": _("tracked insertions are taken as accepted")}
_SKIPPED = frozenset(
    ["pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "instrText", "delText"]
)


def read_docx(given: str | Path | bytes, name: str = "") -> ImportedSource:
    """Read a Word document from a path, or from the bytes of the file `name`.

    A row of a table is a line with tabs between its cells. Raises `InputError` for a file that
    is damaged, contains macros, or unpacks to more than a transcript can be.
    """
    if isinstance(given, bytes):
        data, name = given, name or "document"
    else:
        path = Path(given)
        data, name = read_bytes(path), name or path.name
    body, title, notes = _parts(data, name)
    dropped: Counter[str] = Counter()
    try:
        lines = "\n".join(_blocks(body, dropped))
    except RecursionError as error:
        raise _damaged(name) from error
    for what, times in sorted(dropped.items()):
        notes.append(
            what
            if what in _ACCEPTED.values()
            else _("left out: {times} × {what}").format(times=times, what=what)
        )
    return imported(normalise(lines), name, title=title, notes=tuple(notes))


def _parts(data: bytes, name: str) -> tuple[Element, str, list[str]]:
    """The body of the document, its title, and notes on parts that are not read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            _refuse_hostile(package, names, name)
            body = _parse(package.read(_BODY), name)
            core = "docProps/core.xml"
            title = _title(_parse(package.read(core), name)) if core in names else ""
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _damaged(name) from error
    except Exception as error:
        if isinstance(error, InputError):
            raise
        # zlib.error and similar errors: the package is cut off or altered.
        raise _damaged(name) from error
    notes = [
        _("left out: {what}").format(what=what)
        for start, what in _IGNORED_PARTS
        if any(part.startswith(start) for part in names)
    ]
    return body, title, notes


def _refuse_hostile(package: zipfile.ZipFile, names: list[str], name: str) -> None:
    if _BODY not in names:
        kind = next(
            (what for start, what in _OFFICE if any(n.startswith(start) for n in names)), ""
        )
        raise InputError(
            _("{name} is {kind}, not a Word document").format(
                name=name, kind=kind or _("an archive")
            ),
            code="bad-docx",
            hint=_("Import transcripts as .docx or .txt."),
        )
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise InputError(
            _("{name} contains macros").format(name=name),
            code="docx-macros",
            hint=_("Save it as .docx without macros, then import it again."),
        )
    for part in (_BODY, "docProps/core.xml"):
        if part not in names:
            continue
        info = package.getinfo(part)
        if info.file_size > _MAX_PART or (
            info.file_size > 1_000_000 and info.file_size > _MAX_RATIO * max(info.compress_size, 1)
        ):
            raise InputError(
                _("{name} unpacks to {size} MB, which no transcript does").format(
                    name=name, size=info.file_size // 1000000
                ),
                code="docx-bomb",
            )


_OFFICE = (
    ("xl/", _("a spreadsheet")),
    ("ppt/", _("a presentation")),
    ("mimetype", _("an OpenDocument file")),
)


def _parse(part: bytes, name: str) -> Element:
    from xml.etree.ElementTree import ParseError, XMLParser

    if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part:
        raise InputError(_("{name} declares XML entities").format(name=name), code="docx-entities")
    parser = XMLParser()
    try:
        parser.feed(part)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise _damaged(name) from error
    return root


def _damaged(name: str) -> InputError:
    return InputError(
        _("{name} is damaged or cut off: it cannot be opened as a Word document").format(name=name),
        code="bad-docx",
        hint=_("Copy it again, or open it in a word processor and save it anew."),
    )


def _title(core: Element) -> str:
    for element in core.iter():
        if _tag(element) == "title" and element.text:
            return " ".join(element.text.split())
    return ""


def _tag(element: Element) -> str:
    """The name without its namespace, the only difference of transitional and strict documents."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _blocks(element: Element, dropped: Counter[str]) -> Iterator[str]:
    """The lines of paragraphs and tables below `element`, in reading order."""
    for child in element:
        tag = _tag(child)
        if tag == "p":
            yield "".join(_runs(child, dropped))
        elif tag == "tbl":
            yield from _rows(child, dropped)
        elif _enters(tag, dropped):
            yield from _blocks(child, dropped)


def _rows(table: Element, dropped: Counter[str]) -> Iterator[str]:
    for row in table:
        if _tag(row) == "tr":
            cells = ("\n".join(_blocks(cell, dropped)).strip() for cell in _cells(row, dropped))
            yield "\t".join(cells).rstrip("\t")
        elif _enters(_tag(row), dropped):
            yield from _rows(row, dropped)


def _cells(row: Element, dropped: Counter[str]) -> Iterator[Element]:
    for cell in row:
        if _tag(cell) == "tc":
            yield cell
        elif _enters(_tag(cell), dropped):
            yield from _cells(cell, dropped)


def _runs(element: Element, dropped: Counter[str]) -> Iterator[str]:
    """The text in a paragraph, with tabs and line breaks."""
    for child in element:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag == "tab":
            yield "\t"
        elif tag == "cr" or (tag == "br" and not _attribute(child, "type").startswith("p")):
            yield "\n"
        elif tag == "noBreakHyphen":
            yield "\u2011"
        elif tag == "r" and _is_hidden(child):
            dropped[_HIDDEN] += 1
        elif _enters(tag, dropped):
            yield from _runs(child, dropped)


def _enters(tag: str, dropped: Counter[str]) -> bool:
    """Whether the text below an element belongs to the final version; counts other elements."""
    if tag in _DROPPED:
        dropped[_DROPPED[tag]] += 1
        return False
    if tag in _ACCEPTED:
        dropped[_ACCEPTED[tag]] += 1
    return tag not in _SKIPPED


def _is_hidden(run: Element) -> bool:
    return any(
        _tag(setting) == "vanish" and _attribute(setting, "val") not in ("0", "false", "off")
        for properties in run
        if _tag(properties) == "rPr"
        for setting in properties
    )


def _attribute(element: Element, name: str) -> str:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""
