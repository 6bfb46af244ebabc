"""Carrying spans from one text to a corrected one.

Texts are aligned by lines, then words, then characters: a part that stands
once in both is an anchor (patience diff), so that the time depends on what changed and not on
the length of the text. All offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.5
"""Share of their characters that two words need in common to be one word with a typo."""
_SMALL = 200_000
"""Largest product of two lengths for which single characters are compared."""
_TYPO = 40
"""Longest passage, in code points, that keeps its codings when it is replaced as a whole."""


class CarryOutcome(StrEnum):
    """What a correction of the text did to a span."""

    SAME = "same"
    """The same words at the same place."""
    MOVED = "moved"
    """The same words at another place."""
    CHANGED = "changed"
    """Other words at its place."""
    ORPHANED = "orphaned"
    """None of its words are left."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A span as the corrected text has it."""

    span: Span | None
    """The span in the new text; None where it is orphaned."""
    outcome: CarryOutcome


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch that both texts have; offsets and length in code points, length at least 1."""

    old: int
    new: int
    length: int


class Carrier:
    """Maps spans of `old` to spans of `new`."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._blocks = _joined(_align(old, new))
        self._starts = [block.old for block in self._blocks]
        self._ends = [block.old + block.length for block in self._blocks]

    @property
    def kept(self) -> int:
        """Code points that both texts have."""
        return sum(block.length for block in self._blocks)

    def kept_of(self, span: Span) -> int:
        """Code points of a span of `old` that `new` has too."""
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        return sum(
            min(block.old + block.length, span.end) - max(block.old, span.start)
            for block in self._blocks[first:last]
        )

    def follow(self, offset: int) -> int:
        """The offset in `new` of an offset in `old`; where that is gone, the nearest in both."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return 0
        block = self._blocks[index]
        return min(block.new + min(offset - block.old, block.length), max(len(self._new) - 1, 0))

    def carry(self, span: Span) -> Carried:
        """The span in `new` that has the words of a span of `old`.

        Insertions inside the span belong to it, insertions at its ends do not. A replaced
        stretch at its end belongs to it as a whole. A span without any of its words left is
        orphaned, unless a short span was replaced exactly: then the change is a typo.
        """
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end) - 1
        if first > last or not self._keeps_words(span, first, last):
            return self._replaced(span)
        start = self._start(span, first)
        end = self._end(span, last)
        carried = self._exact(span, start, end)
        if self._old[span.start : span.end] != self._new[carried.start : carried.end]:
            return Carried(carried, CarryOutcome.CHANGED)
        return Carried(carried, CarryOutcome.SAME if carried == span else CarryOutcome.MOVED)

    def _exact(self, span: Span, start: int, end: int) -> Span:
        """The same words at the start or at the end of `[start, end)`, else the whole of it.

        Where an insertion or removal repeats the words beside it, an alignment cannot tell
        which of the two changed.
        """
        words, length = self._old[span.start : span.end], len(span)
        for first in (start, end - length):
            if first >= 0 and self._new[first : first + length] == words:
                return Span(first, first + length)
        return Span(start, end)

    def _keeps_words(self, span: Span, first: int, last: int) -> bool:
        words = self._old[span.start : span.end]
        if not any(character.isalnum() for character in words):
            return True
        for block in self._blocks[first : last + 1]:
            start, end = max(block.old, span.start), min(block.old + block.length, span.end)
            if any(character.isalnum() for character in self._old[start:end]):
                return True
        return False

    def _start(self, span: Span, first: int) -> int:
        block = self._blocks[first]
        if block.old <= span.start:
            return block.new + span.start - block.old
        # The span begins in a stretch that is gone. It now begins with the replacement, if
        # there is one and the stretch did not begin before the span.
        gap_old = self._ends[first - 1] if first else 0
        gap_new = self._new_end(first - 1) if first else 0
        return gap_new if gap_old >= span.start else block.new

    def _end(self, span: Span, last: int) -> int:
        block = self._blocks[last]
        if block.old + block.length >= span.end:
            return block.new + span.end - block.old
        following = last + 1 < len(self._blocks)
        gap_old = self._starts[last + 1] if following else len(self._old)
        gap_new = self._blocks[last + 1].new if following else len(self._new)
        return gap_new if gap_old <= span.end else self._new_end(last)

    def _new_end(self, at: int) -> int:
        block = self._blocks[at]
        return block.new + block.length

    def _replaced(self, span: Span) -> Carried:
        orphaned = Carried(None, CarryOutcome.ORPHANED)
        # The blocks around the removed words; blank space left between them does not count.
        before = bisect_right(self._ends, span.start) - 1
        after = bisect_left(self._starts, span.end)
        gap_old = self._ends[before] if before >= 0 else 0
        until_old = self._starts[after] if after < len(self._blocks) else len(self._old)
        start = self._new_end(before) if before >= 0 else 0
        end = self._blocks[after].new if after < len(self._blocks) else len(self._new)
        exactly = (gap_old, until_old) == (span.start, span.end)
        if exactly and start < end and len(span) <= _TYPO and end - start <= _TYPO:
            return Carried(Span(start, end), CarryOutcome.CHANGED)
        return orphaned


def _joined(blocks: Iterator[_Block]) -> list[_Block]:
    result: list[_Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if (
            last is not None
            and last.old + last.length == block.old
            and last.new + last.length == block.new
        ):
            result[-1] = _Block(last.old, last.new, last.length + block.length)
        else:
            result.append(block)
    return result


def _align(old: str, new: str) -> Iterator[_Block]:
    """The stretches that both texts have, in order."""
    yield from _between(old, new, 0, 0, (_LINES, _WORDS))


def _between(
    old: str, new: str, old_at: int, new_at: int, levels: Sequence[re.Pattern[str]]
) -> Iterator[_Block]:
    """Stretches common to two pieces that begin at `old_at` and `new_at` of their texts."""
    head = _common(old, new)
    if head:
        yield _Block(old_at, new_at, head)
    tail = _common_end(old[head:], new[head:])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if middle_old and middle_new:
        yield from _inside(middle_old, middle_new, old_at + head, new_at + head, levels)
    if tail:
        yield _Block(old_at + len(old) - tail, new_at + len(new) - tail, tail)


def _inside(
    old: str, new: str, old_at: int, new_at: int, levels: Sequence[re.Pattern[str]]
) -> Iterator[_Block]:
    if not levels:
        yield from _characters(old, new, old_at, new_at)
        return
    old_parts, new_parts = levels[0].findall(old), levels[0].findall(new)
    anchors = _anchors(old_parts, new_parts)
    if not anchors:
        yield from _inside(old, new, old_at, new_at, levels[1:])
        return
    old_starts, new_starts = _offsets(old_parts), _offsets(new_parts)
    old_from = new_from = 0
    for old_index, new_index in [*anchors, (len(old_parts), len(new_parts))]:
        old_to, new_to = old_starts[old_index], new_starts[new_index]
        yield from _between(
            old[old_from:old_to],
            new[new_from:new_to],
            old_at + old_from,
            new_at + new_from,
            # Between two anchors a part may occur once that occurs twice in the whole text.
            levels,
        )
        if old_index < len(old_parts):
            yield _Block(old_at + old_to, new_at + new_to, len(old_parts[old_index]))
            old_from, new_from = (
                old_to + len(old_parts[old_index]),
                new_to + len(new_parts[new_index]),
            )


def _characters(old: str, new: str, old_at: int, new_at: int) -> Iterator[_Block]:
    """Stretches common to two short, similar pieces; none where they are long or unlike."""
    if len(old) * len(new) > _SMALL:
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return
    for old_start, new_start, length in matcher.get_matching_blocks():
        if length:
            yield _Block(old_at + old_start, new_at + new_start, length)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Index pairs of the parts that each side has once, in the longest common order."""
    counts_old, counts_new = Counter(old), Counter(new)
    places = {
        part: at for at, part in enumerate(new) if counts_new[part] == 1 and not part.isspace()
    }
    pairs = [
        (at, places[part])
        for at, part in enumerate(old)
        if counts_old[part] == 1 and part in places
    ]
    return _increasing(pairs)


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second indices increase (patience sorting)."""
    tops: list[int] = []
    holders: list[int] = []
    previous: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        previous.append(holders[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            holders.append(index)
        else:
            tops[pile], holders[pile] = place, index
    result: list[tuple[int, int]] = []
    index = holders[-1] if holders else -1
    while index >= 0:
        result.append(pairs[index])
        index = previous[index]
    return result[::-1]


def _offsets(parts: Sequence[str]) -> list[int]:
    """The offset of each part, and at last the end of all."""
    result = [0]
    for part in parts:
        result.append(result[-1] + len(part))
    return result


def _common(first: str, second: str) -> int:
    """The length of the longest common beginning, in code points."""
    low, high = 0, min(len(first), len(second))
    if first[:high] == second[:high]:
        return high
    while low + 1 < high:
        middle = (low + high) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle
    return low


def _common_end(first: str, second: str) -> int:
    """The length of the longest common end, in code points."""
    return _common(first[::-1], second[::-1])
