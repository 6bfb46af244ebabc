"""Replacing stretches of a text by other words, and where everything else is afterwards.

Unlike `carry_spans`, nothing is compared: the stretches are known, so that where each offset
goes is certain. All offsets are code points.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from toolkit.domain.spans import Span
from toolkit.text.corrections.carry_spans import Carried, CarryOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable


class Replacement(NamedTuple):
    """The stretch `[start, end)` of a text, and the words that take its place."""

    start: int
    end: int
    words: str


class Replaced:
    """A text with stretches replaced. Spans of `old` are carried to spans of `text`."""

    def __init__(self, old: str, replacements: Iterable[Replacement]) -> None:
        """Raises `ValueError` for stretches that are empty, outside the text or overlap."""
        self._old = old
        self._all = sorted(replacements)
        for start, end, _words in self._all:
            if not 0 <= start < end <= len(old):
                raise ValueError(f"{start}:{end} is no stretch of the text")
        for first, second in pairwise(self._all):
            if second.start < first.end:
                raise ValueError(f"{first.start}:{first.end} overlaps {second.start}:{second.end}")
        self._starts = [each.start for each in self._all]
        self._new_starts: list[int] = []
        pieces, at, length = [], 0, 0
        for start, end, words in self._all:
            pieces += [old[at:start], words]
            self._new_starts.append(length + start - at)
            length += start - at + len(words)
            at = end
        pieces.append(old[at:])
        self.text = "".join(pieces)

    def follow(self, offset: int) -> int:
        """The offset in `text` of an offset in `old`; within a stretch, where its words begin."""
        return self._at(offset, is_end=False)

    def carry(self, span: Span) -> Carried:
        """The span in `text` of a span of `old`; a stretch that it cuts belongs to it as a whole.

        A span of which nothing is left is orphaned.

        >>> carried = Replaced("ask Kim now", [Replacement(4, 7, "[A]")]).carry(Span(2, 5))
        >>> str(carried.span), carried.outcome.value
        ('2:7', 'changed')
        """
        start, end = self._at(span.start, is_end=False), self._at(span.end, is_end=True)
        if start >= end:
            return Carried(None, CarryOutcome.ORPHANED)
        after = Span(start, end)
        if self._old[span.start : span.end] != self.text[after.start : after.end]:
            return Carried(after, CarryOutcome.CHANGED)
        return Carried(after, CarryOutcome.SAME if after == span else CarryOutcome.MOVED)

    def _at(self, offset: int, *, is_end: bool) -> int:
        # An end that stands at the start of a stretch stays before it.
        index = bisect_right(self._starts, offset - is_end) - 1
        if index < 0:
            return offset
        start, end, words = self._all[index]
        begin = self._new_starts[index]
        if offset >= end:
            return begin + len(words) + offset - end
        if offset == start and not is_end:
            return begin
        return begin + (len(words) if is_end else 0)
