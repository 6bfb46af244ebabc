"""Search in a text without regard to case, accents and width.

A text is folded once, code point by code point, and then searched any number of times. Where
it has combining marks or the single letters of decomposed Hangul, the folded text has a single
code point for what is drawn as one character, and matches are mapped back to the text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import overload

from toolkit.domain.spans import Span

_MARKS = (
    r"\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
"""Accents, vowel points and voicing marks, which a search ignores."""
_JOINED = re.compile(rf"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[{_MARKS}]+")
_OTHER = re.compile(r"[^\x00-\x7f가-힣一-鿿]+")
"""Characters that folding changes otherwise than to lower case."""


class _Folds(dict[str, str]):
    """The folded code point of each code point, so that offsets stay the same."""

    def __missing__(self, char: str) -> str:
        compatible = unicodedata.normalize("NFKC", char)
        base = char if len(compatible) != 1 else compatible
        if not "가" <= base <= "힣":
            base = unicodedata.normalize("NFD", base)[0]
        lower = base.casefold()
        folded = self[char] = lower if len(lower) == 1 else base
        return folded


_FOLDS = _Folds()


def folded(text: str) -> str:
    """`text` folded for comparison, of the same length."""
    return _OTHER.sub(lambda other: "".join(map(_FOLDS.__getitem__, other[0])), text).lower()


class Matches(Sequence[Span]):
    """Stretches of a text in order, without overlap; each becomes a `Span` when it is read."""

    def __init__(self, starts: array[int], ends: array[int]) -> None:
        self.starts, self.ends = starts, ends

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> Span: ...
    @overload
    def __getitem__(self, at: slice) -> Matches: ...
    def __getitem__(self, at: int | slice) -> Span | Matches:
        if isinstance(at, slice):
            return Matches(self.starts[at], self.ends[at])
        return Span(self.starts[at], self.ends[at])

    def count_parts(self, edges: Sequence[int]) -> int:
        """The number of parts with a match in them, where the text is cut into parts at `edges`."""
        count = at = 0
        while at < len(self.starts):
            count += 1
            edge = bisect_right(edges, self.starts[at])
            at = bisect_left(self.starts, edges[edge], at) if edge < len(edges) else len(self)
        return count

    def place_of(self, offset: int) -> int:
        """The number of matches that start at or before `offset`."""
        return bisect_right(self.starts, offset)


NO_MATCHES = Matches(array("l"), array("l"))


class Haystack:
    """A text prepared for searching."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._starts: array[int] | None = None
        """Offset in the text by code point of the folded text; None where they are equal."""
        if _JOINED.search(text):
            text = self._join(text)
        self.folded = folded(text)

    def _join(self, text: str) -> str:
        pieces, starts, at = [], array("l"), 0
        for match in _JOINED.finditer(text):
            pieces.append(text[at : match.start()])
            starts.extend(range(at, match.start()))
            if not unicodedata.combining(match[0][0]):
                pieces.append(unicodedata.normalize("NFC", match[0]))
                starts.append(match.start())
            at = match.end()
        pieces.append(text[at:])
        starts.extend(range(at, len(text) + 1))
        self._starts = starts
        return "".join(pieces)

    def find(self, words: str) -> Matches:
        """The places with `words`; none for blank space alone.

        >>> [str(span) for span in Haystack("Café, CAFE").find("cafe")]
        ['0:4', '6:10']
        """
        needle = Haystack(words).folded
        if not needle.strip():
            return NO_MATCHES
        size = len(needle)
        starts = [match.start() for match in re.finditer(re.escape(needle), self.folded)]
        return self.matches(array("l", starts), array("l", [start + size for start in starts]))

    def matches(self, starts: array[int], ends: array[int]) -> Matches:
        """The matches in the text for matches in the folded text."""
        if self._starts is None:
            return Matches(starts, ends)
        own = self._starts
        return Matches(
            array("l", map(own.__getitem__, starts)), array("l", map(own.__getitem__, ends))
        )


def folded_pattern(pattern: str) -> str:
    """A regular expression for the folded text.

    Letters beyond ASCII are folded like the text. Everything else stays as it was written;
    the search itself ignores case.

    >>> folded_pattern(r"É\\W[à-ü]+")
    'e\\\\W[a-u]+'
    """
    composed = unicodedata.normalize("NFC", pattern)
    return re.sub(r"(\\[\x00-\x7f])|\\?([^\x00-\x7f])", _folded_part, composed, flags=re.DOTALL)


def _folded_part(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    char = _FOLDS[match[2]]
    return char if char.isalnum() or not char.isascii() else f"\\{char}"
