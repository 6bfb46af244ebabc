"""Terminal cells: the widths of text, and the form in which it is safe to draw.

A *cluster* is what a reader takes for one character: a base with its combining
marks, a Hangul syllable spelt in jamo, an emoji sequence, a flag. The cursor
stops at the start of a cluster, and rows break between clusters.

Terminals disagree about the widths of emoji sequences and of conjoining jamo, and a
wrong width shifts the rest of the line. `drawn` therefore writes only characters that all
terminals measure alike: composed syllables, emoji without joiners, selectors and skin
tones, and visible placeholders for control characters. Widths are those of drawn text.

The library wcwidth is compared with this module in the tests and not used here: importing it
takes 41 ms of CPU, a sixth of what a first paint may take, and it measures a text as it stands,
not as it is drawn here.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TAB_CELLS = 4
"""Cells of a tab, wherever it stands, so that the width of a text needs no context."""

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Overrides, embeddings and isolates, which would reorder the rest of the line."""

_DOTTED_CIRCLE = "\u25cc"

_PICTOGRAPH = r"[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_TAIL = r"[\u0300-\u036f\u20d0-\u20f0\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_SEQUENCE = re.compile(
    rf"{_PICTOGRAPH}{_TAIL}(?:\u200d{_PICTOGRAPH}{_TAIL})+"  # joined emoji: a family
    r"|[\U0001f1e6-\U0001f1ff]{2}"  # two regional indicators: a flag
)
_MAYBE_SEQUENCE = re.compile(r"[\u200d\U0001f1e6-\U0001f1ff]")

_WIDE_SINCE_16 = (
    (0x2630, 0x2637),
    (0x268A, 0x268F),
    (0x4DC0, 0x4DFF),
    (0x1D300, 0x1D356),
    (0x1D360, 0x1D376),
)
"""Symbols that are wide since Unicode 16; the tables of this Python may be older."""


def _placeholder(char: str) -> str | None:
    """The text drawn for a character that must not reach the terminal; None for all others."""
    code = ord(char)
    if char == "\t":
        return " " * TAB_CELLS
    if code < 0x20:
        return "^" + chr(code + 0x40)
    if code == 0x7F:
        return "^?"
    if (
        0x80 <= code < 0xA0
        or 0xD800 <= code < 0xE000
        or char in _BIDI
        or char in "\u2028\u2029"
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    ):
        return f"<{code:x}>"
    return None


def _invisible(char: str) -> bool:
    """Whether a character has no glyph of its own, so that it is not drawn."""
    code = ord(char)
    return (
        code in (0x00AD, 0x115F, 0x1160, 0x3164, 0xFFA0)
        or 0xFE00 <= code <= 0xFE0F
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0000 <= code <= 0xE0FFF
        or (unicodedata.category(char) == "Cf" and not _visible_format(code))
    )


def _visible_format(code: int) -> bool:
    """Format characters that do have a glyph: Arabic and Syriac number signs and the like."""
    return 0x600 <= code <= 0x605 or code in (0x6DD, 0x70F, 0x890, 0x891, 0x8E2)


def _cells_of(char: str) -> int:
    shown = _placeholder(char)
    if shown is not None:
        return len(shown)
    code = ord(char)
    if _invisible(char):
        return 0
    if 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF:
        return 0
    category = unicodedata.category(char)
    if category[0] == "M":
        return 0
    if any(low <= code <= high for low, high in _WIDE_SINCE_16):
        return 2
    if category == "Cn":
        return 2 if 0x1F300 <= code <= 0x1FAFF or 0x20000 <= code <= 0x3FFFD else 1
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class _Widths(dict[str, int]):
    """Cells of single characters, computed once each."""

    def __missing__(self, char: str) -> int:
        cells = self[char] = _cells_of(char)
        return cells


_width: Callable[[str], int] = _Widths().__getitem__


def is_plain(text: str) -> bool:
    """Whether every character is printable ASCII: a cluster of one cell, drawn unchanged."""
    return text.isascii() and text.isprintable()


def widths(text: str) -> list[int]:
    """Cells of each code point: those of a cluster at its first, 0 at its others.

    `text` is a paragraph or starts at a cluster. A combining mark at its start has no base
    and takes a cell of its own, over a dotted circle.
    """
    cells = list(map(_width, text))
    if _MAYBE_SEQUENCE.search(text):
        for match in _SEQUENCE.finditer(text):
            start, end = match.span()
            cells[start] = sum(cells[start:end])
            cells[start + 1 : end] = [0] * (end - start - 1)
    if cells and cells[0] == 0 and _needs_base(text[0]):
        cells[0] = 1
    return cells


def _needs_base(char: str) -> bool:
    """Whether a character is a mark, drawn over a dotted circle when nothing precedes it."""
    return unicodedata.category(char)[0] == "M" and not _invisible(char)


def width(text: str) -> int:
    """Cells that `text` takes when drawn."""
    return len(text) if is_plain(text) else sum(widths(text))


def edges(text: str) -> list[int]:
    """Cells before each code point and after the last: `len(text) + 1` entries."""
    return list(accumulate(widths(text), initial=0))


def drawn(text: str) -> str:
    """`text` in the form that is safe for a terminal, `width(text)` cells wide."""
    if is_plain(text):
        return text
    if text.isprintable() and unicodedata.is_normalized("NFC", text) and not _odd(text):
        return text
    pieces = []
    for char in text:
        shown = _placeholder(char)
        if shown is not None:
            pieces.append(shown)
        elif not _invisible(char):
            pieces.append(char)
    safe = unicodedata.normalize("NFC", "".join(pieces))
    return _DOTTED_CIRCLE + safe if text and _needs_base(text[0]) else safe


_UNDRAWN = re.compile(
    "[\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)


def _odd(text: str) -> bool:
    """Whether printable text still cannot be drawn unchanged."""
    return _UNDRAWN.search(text) is not None or _needs_base(text[0])


def cluster_start(text: str, offset: int) -> int:
    """Start of the cluster that the code point at `offset` belongs to."""
    if not 0 < offset < len(text) or text[offset].isascii():
        return min(max(offset, 0), len(text))
    low = max(text.rfind("\n", 0, offset) + 1, offset - 64)
    cells = widths(text[low : min(len(text), offset + 32)])
    at = offset - low
    while at > 0 and cells[at] == 0:
        at -= 1
    return low + at


def next_cluster(text: str, offset: int) -> int:
    """Start of the cluster after the one at `offset`; the text's length after the last."""
    if offset + 1 >= len(text):
        return len(text)
    if text[offset].isascii() and text[offset + 1].isascii():
        return offset + 1
    start = cluster_start(text, offset)
    newline = text.find("\n", start, start + 64)
    stop = newline if newline >= 0 else min(len(text), start + 64)
    cells = widths(text[start:stop])
    at = 1
    while at < len(cells) and cells[at] == 0:
        at += 1
    return max(start + at, offset + 1)


def previous_cluster(text: str, offset: int) -> int:
    """Start of the cluster before `offset`; 0 at the start."""
    return cluster_start(text, offset - 1) if offset > 0 else 0


def truncate(text: str, cells: int, ellipsis: str = "…") -> str:
    """`text` drawn in at most `cells` cells, with an ellipsis where it was cut."""
    safe = drawn(text)
    if width(safe) <= cells:
        return safe
    room = cells - len(ellipsis)
    if room < 0:
        return ""
    columns = edges(safe)
    length = max(i for i, column in enumerate(columns) if column <= room)
    return safe[:length].rstrip() + ellipsis


def pad(text: str, cells: int, ellipsis: str = "…") -> str:
    """`text` in exactly `cells` cells, cut or filled with spaces."""
    safe = truncate(text, cells, ellipsis)
    return safe + " " * (cells - width(safe))


def flush_right(text: str, cells: int) -> str:
    """The end of `text` in exactly `cells` cells, with blanks before it where it is shorter.

    >>> flush_right("책임 소재", 6), flush_right("가", 4)
    ('  소재', '  가')
    """
    safe = drawn(text)
    columns = edges(safe)
    start = bisect_right(columns, max(columns[-1] - cells - 1, -1))
    # Marks without cells of their own belong to the character that was cut off.
    start = bisect_right(columns, columns[min(start, len(safe))]) - 1
    kept = safe[start:]
    return " " * (cells - width(kept)) + kept
