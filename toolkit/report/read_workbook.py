"""The cells of the sheets of a workbook, read from the file's own XML.

It reads what `toolkit.report.xlsx` writes, and the same file saved again by a spreadsheet
program. Nothing in the file is followed or computed: a formula has the value that is stored.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from toolkit.report.tables import Cell

MOST_BYTES = 500_000_000
"""Most bytes that a part of a workbook may unpack to."""
MOST_COLUMNS = 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(data: bytes, name: str) -> dict[str, list[list[Cell]]]:
    """The rows of each sheet by its name, in the order of the sheets.

    Numbers are floats, and an empty text is None, as spreadsheet programs save it.

    `name` is what an error calls the file. Raises `InputError` for what is no workbook.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return dict(_sheets(package))
    except InputError:
        raise
    except Exception as error:
        # Damage shows in many ways: of the archive, of the XML, of references between parts.
        raise InputError(
            _("{name} cannot be read as a workbook").format(name=name), code="bad-workbook"
        ) from error


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, list[list[Cell]]]]:
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _parse(package, "xl/_rels/workbook.xml.rels").iter()
        if _tag(relation) == "Relationship"
    }
    shared: list[str] = []
    if "xl/sharedStrings.xml" in package.namelist():
        shared = [_text(item) for item in _parse(package, "xl/sharedStrings.xml")]
    for sheet in _parse(package, "xl/workbook.xml").iter():
        if _tag(sheet) == "sheet":
            target = targets[sheet.get(_RELATION)]
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            yield sheet.get("name", ""), list(_rows(_parse(package, part), shared))


def _parse(package: zipfile.ZipFile, part: str) -> Element:
    from xml.etree.ElementTree import fromstring

    if package.getinfo(part).file_size > MOST_BYTES:
        raise ValueError("a part is too large")
    content = package.read(part)
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise ValueError("a part declares entities")
    return fromstring(content)


def _rows(sheet: Element, shared: list[str]) -> Iterator[list[Cell]]:
    for row in sheet.iter():
        if _tag(row) != "row":
            continue
        cells: list[Cell] = []
        for cell in row:
            column = _column(cell.get("r", ""), len(cells))
            cells += [None] * (column - len(cells))
            cells.append(_value(cell, shared))
        yield cells


def _column(reference: str, following: int) -> int:
    """The number of the column from 0; a cell without a reference follows the one before."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return following
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > MOST_COLUMNS:
        raise ValueError("a column outside a sheet")
    return number - 1


def _value(cell: Element, shared: list[str]) -> Cell:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell) or None
    text = next((node.text or "" for node in cell if _tag(node) == "v"), "")
    if not text:
        return None
    if kind == "s":
        return shared[int(text)] or None
    if kind == "b":
        return text == "1"
    return float(text) if kind == "n" else text


def _text(element: Element) -> str:
    """The text of all runs; readings of characters beside them (phonetic runs) are left out."""
    if _tag(element) == "rPh":
        return ""
    if _tag(element) == "t":
        return element.text or ""
    return "".join(map(_text, element))


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
