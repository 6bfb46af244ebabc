"""Line breaking: paragraphs as rows of terminal cells.

Rows are stored as offsets: two integer arrays for a whole document. 600,000 characters
wrap in about 0.1 s, and a row is looked up by bisection.

A row may break after a space, beside Han and kana, which are written without spaces, and
after a hyphen or dash inside a word. Hangul words stay whole. A row never starts with
closing punctuation or ends with an opening bracket (kinsoku), unless the whole row has no
other place to break.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.text.cells import edges, is_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

CLOSING = frozenset(
    "!%),.:;?]}¢°’”‰′″℃、。々〉》」』】〕〗〙〛〜〞〟゛゜ゝゞァィゥェォッャュョヮヵヶーヽヾ・"
    "ぁぃぅぇぉっゃゅょゎゕゖ！％），．：；？］｝｠｡｣､･…‥»›–—～"
)
"""Characters that may not start a row."""

OPENING = frozenset("([{‘“«‹〈《「『【〔〖〘〚〝（［｛｟｢$£¥₩")
"""Characters that may not end a row."""

_DASHES = frozenset("-–—/")


@dataclass(frozen=True, slots=True)
class WrappedRows:
    """The rows of a wrapped text, in order.

    Row `r` shows `[start[r], end[r])`; the rows of a paragraph are adjacent and cover
    it, and the newline after a paragraph belongs to the paragraph's last row.
    """

    start: array[int] = field(default_factory=lambda: array("l"))
    end: array[int] = field(default_factory=lambda: array("l"))

    def __len__(self) -> int:
        return len(self.start)

    def row_of(self, offset: int) -> int:
        """The row that shows the code point at `offset`."""
        return max(bisect_right(self.start, offset) - 1, 0)


def wrap(text: str, cells: int, leads: Mapping[int, int] | None = None) -> WrappedRows:
    """Rows of at most `cells` cells, and possibly one more space at the end of a row.

    `leads` maps the start of a paragraph to the offset at which its own text begins. The
    text before it, a speaker's label, is drawn elsewhere and takes no cells here. A cluster
    wider than `cells` has a row of its own. Raises `ValueError` for less than one cell.
    """
    if cells < 1:
        raise ValueError(f"rows need at least one cell, got {cells}")
    rows = WrappedRows()
    start = 0
    lead_of = leads or {}
    while True:
        newline = text.find("\n", start)
        end = newline if newline >= 0 else len(text)
        lead = min(lead_of.get(start, start), end)
        _wrap_paragraph(text[lead:end], lead, cells, rows, start)
        if newline < 0:
            return rows
        start = newline + 1


def _wrap_paragraph(
    paragraph: str, offset: int, cells: int, rows: WrappedRows, first_start: int
) -> None:
    """Append the rows of one paragraph that begins at `offset` of the text."""
    size = len(paragraph)
    plain = is_plain(paragraph)
    columns = None if plain else edges(paragraph)
    start = 0
    while True:
        rows.start.append(offset + start if start else first_start)
        if columns is None:
            limit = start + cells
        else:
            limit = max(bisect_right(columns, columns[start] + cells) - 1, start)
        if limit >= size or (limit == size - 1 and paragraph[limit] == " "):
            rows.end.append(offset + size)
            return
        start = _break(paragraph, start, limit, columns)
        rows.end.append(offset + start)
        if start >= size:
            return


def _break(paragraph: str, start: int, limit: int, columns: list[int] | None) -> int:
    """The end of the row from `start`, where `paragraph[limit]` no longer fits into it."""
    at = limit + 1 if paragraph[limit] == " " else limit
    while at > start and not _may_break(paragraph, at, columns):
        at -= 1
    if at > start:
        return at
    at = limit
    while at > start and not _may_force(paragraph, at, columns):
        at -= 1
    if at > start:
        return at
    at = max(limit, start + 1)
    while columns is not None and at < len(paragraph) and columns[at + 1] == columns[at]:
        at += 1
    return at


def _may_force(paragraph: str, at: int, columns: list[int] | None) -> bool:
    """Whether a word too long for the row may be cut before `at`."""
    if columns is not None and columns[at + 1] == columns[at]:
        return False
    return paragraph[at] not in CLOSING and paragraph[at - 1] not in OPENING


def _may_break(paragraph: str, at: int, columns: list[int] | None) -> bool:
    """Whether a row may end before `at` and the next begin there."""
    after = paragraph[at]
    if after == " " or not _may_force(paragraph, at, columns):
        return False
    before = paragraph[at - 1]
    if before in " \t\u3000":
        return True
    if before in _DASHES:
        return after.isalpha() and at > 1 and paragraph[at - 2].isalnum()
    return _is_ideographic(after) or _is_ideographic(before)


def _is_ideographic(char: str) -> bool:
    """Han, kana, full-width forms and emoji: scripts and symbols set without spaces."""
    code = ord(char)
    return code >= 0x2E80 and (
        (code <= 0xA4CF and not 0x3130 <= code <= 0x318F)  # Hangul letters
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF01 <= code <= 0xFF9F
        or 0x1F300 <= code <= 0x1FAFF
        or 0x20000 <= code <= 0x3FFFD
    )
