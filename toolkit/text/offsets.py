"""Conversions between the units in which offsets are counted.

The project counts Unicode code points. Other formats count UTF-8 bytes, UTF-16 units, or
code points of a text that still has its CRLF line ends. An offset that falls inside a
character or beyond the text is an `InputError`, never a rounded value.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.text.normalise import BOM, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

BLOCK = 256
"""Code points between two checkpoints of an `OffsetMap`."""


def to_utf8(text: str, offset: int) -> int:
    """Bytes of UTF-8 before the code point at `offset`.

    >>> to_utf8("신뢰", 1)
    3
    """
    return len(text[: _inside(offset, len(text))].encode("utf-8"))


def from_utf8(text: str, offset: int) -> int:
    """Code points before byte `offset` of the text's UTF-8 form."""
    encoded = text.encode("utf-8")
    return _decoded(encoded, _inside(offset, len(encoded)), "utf-8", offset)


def to_utf16(text: str, offset: int) -> int:
    """UTF-16 units before the code point at `offset` (JavaScript, Java, .NET strings).

    >>> to_utf16("🙂!", 1)
    2
    """
    return len(text[: _inside(offset, len(text))].encode("utf-16-le")) // 2


def from_utf16(text: str, offset: int) -> int:
    """Code points before UTF-16 unit `offset`."""
    encoded = text.encode("utf-16-le")
    return _decoded(encoded, 2 * _inside(offset, len(encoded) // 2), "utf-16-le", offset)


class OffsetMap:
    """Many conversions for one text: built in O(length), each conversion in O(BLOCK).

    The text must not contain lone surrogates, so that it can be written as UTF-8.
    """

    __slots__ = ("_ascii", "_blocks", "_length", "_utf8", "_utf16")

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._ascii = text.isascii()
        self._blocks: list[str] = []
        self._utf8 = [0]
        self._utf16 = [0]
        if self._ascii:
            return
        self._blocks = [text[at : at + BLOCK] for at in range(0, len(text), BLOCK)]
        self._utf8 = _totals(len(block.encode("utf-8")) for block in self._blocks)
        self._utf16 = _totals(len(block.encode("utf-16-le")) // 2 for block in self._blocks)

    def to_utf8(self, offset: int) -> int:
        """The offset in bytes for an offset in code points."""
        return self._to(offset, self._utf8, "utf-8", 1)

    def to_utf16(self, offset: int) -> int:
        """The offset in UTF-16 units for an offset in code points."""
        return self._to(offset, self._utf16, "utf-16-le", 2)

    def from_utf8(self, offset: int) -> int:
        """The offset in code points for an offset in bytes."""
        return self._from(offset, self._utf8, "utf-8", 1)

    def from_utf16(self, offset: int) -> int:
        """The offset in code points for an offset in UTF-16 units."""
        return self._from(offset, self._utf16, "utf-16-le", 2)

    def _to(self, offset: int, before: list[int], encoding: str, size: int) -> int:
        _inside(offset, self._length)
        if self._ascii:
            return offset
        block, rest = divmod(offset, BLOCK)
        if not rest:
            return before[block]
        return before[block] + len(self._blocks[block][:rest].encode(encoding)) // size

    def _from(self, offset: int, before: list[int], encoding: str, size: int) -> int:
        _inside(offset, self._length if self._ascii else before[-1])
        if self._ascii:
            return offset
        block = bisect_right(before, offset) - 1
        rest = (offset - before[block]) * size
        if not rest:
            return min(block * BLOCK, self._length)
        encoded = self._blocks[block].encode(encoding)
        return block * BLOCK + _decoded(encoded, rest, encoding, offset)


class LineEndMap:
    """Offsets of a foreign text, with its BOM and CRLF or CR line ends, and of the stored text.

    For a program that counts each line end as CRLF, pass `text.replace("\\n", "\\r\\n")`.
    """

    __slots__ = ("_dropped", "_raw_length", "text")

    def __init__(self, raw: str) -> None:
        self.text = normalise(raw)
        """The text as it is stored."""
        self._raw_length = len(raw)
        self._dropped = [0] if raw.startswith(BOM) else []
        at = raw.find("\r\n")
        while at >= 0:
            # The CR becomes the line end, and the LF after it is dropped.
            self._dropped.append(at + 1)
            at = raw.find("\r\n", at + 2)

    def to_stored(self, offset: int) -> int:
        """The offset in the stored text for an offset in the foreign text, in code points."""
        _inside(offset, self._raw_length)
        passed = bisect_right(self._dropped, offset)
        if passed and offset and self._dropped[passed - 1] == offset:
            raise _inside_error(offset)
        if passed and offset == 0:
            return 0
        return offset - passed

    def to_raw(self, offset: int) -> int:
        """The offset in the foreign text for an offset in the stored text, in code points."""
        _inside(offset, len(self.text))
        low, high = 0, len(self._dropped)
        while low < high:
            middle = (low + high) // 2
            # The character dropped at raw position d precedes stored offset d - middle.
            if self._dropped[middle] - middle <= offset:
                low = middle + 1
            else:
                high = middle
        return offset + low


def _totals(sizes: Iterable[int]) -> list[int]:
    return list(accumulate(sizes, initial=0))


def _inside(offset: int, length: int) -> int:
    if 0 <= offset <= length:
        return offset
    raise InputError(
        _("offset {offset} lies outside the text, which has {length} units").format(
            offset=offset, length=length
        ),
        code="offset-outside-text",
        hint=_("Check that the offsets were made for this text."),
    )


def _decoded(encoded: bytes, size: int, encoding: str, offset: int) -> int:
    try:
        return len(encoded[:size].decode(encoding))
    except UnicodeDecodeError as error:
        raise _inside_error(offset) from error


def _inside_error(offset: int) -> InputError:
    return InputError(
        _("offset {offset} falls inside a character").format(offset=offset),
        code="offset-inside-character",
        hint=_("Check the unit of the offsets: bytes, UTF-16 units or code points."),
    )
