"""Motions and selections in a text, as pure functions over offsets.

Every function takes and returns code point offsets. Units (sentences, turns,
paragraphs, codings) are sorted spans that do not overlap; the text between two units
belongs to neither.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_HAN = r"\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA, _KATAKANA = r"\u3041-\u309f", r"\u30a0-\u30ff\uff66-\uff9f"
_MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903"
    r"\u093a-\u094f\u0e31-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
"""Marks and joiners that Python's `\\w` leaves out although they are parts of words."""
_LETTER = rf"(?:(?![{_HAN}{_HIRAGANA}{_KATAKANA}])\w[{_MARKS}]*)"
_WORD = re.compile(
    # Han and kana are written without spaces, so a run of one script counts as a word.
    rf"[{_HAN}]+|[{_HIRAGANA}]+|[{_KATAKANA}]+"
    # Anything else that makes words, with inner apostrophes, hyphens and dots.
    rf"|{_LETTER}+(?:['’\-.·]{_LETTER}+)*"
)

_CHUNK = re.compile(r"\S+")

_REACH = 512
"""Length in code points of the steps in which the text is searched backwards."""


def word_at(text: str, offset: int) -> Span | None:
    """The word that covers `offset`; None where there is none."""
    start = _safe_start(text, offset)
    for match in _WORD.finditer(text, start):
        if match.start() > offset:
            return None
        if offset < match.end():
            return Span(match.start(), match.end())
    return None


def next_word(text: str, offset: int) -> int:
    """Start of the first word after `offset`; the last code point where there is none."""
    current = word_at(text, offset)
    match = _WORD.search(text, current.end if current else min(offset + 1, len(text)))
    return match.start() if match else _last(text)


def word_end(text: str, offset: int) -> int:
    """Last code point of the word at `offset`, or of the next word from there on."""
    current = word_at(text, offset)
    if current and offset < current.end - 1:
        return current.end - 1
    match = _WORD.search(text, min(offset + 1, len(text)))
    return match.end() - 1 if match else _last(text)


def previous_word(text: str, offset: int) -> int:
    """Start of the word at `offset`, or of the word before where `offset` is that already."""
    stop = offset
    while stop > 0:
        start = _safe_start(text, max(stop - _REACH, 0))
        last = None
        for match in _WORD.finditer(text, start, stop):
            last = match.start()
        if last is not None:
            # The window may begin inside the word.
            word = word_at(text, last)
            return word.start if word and word.start < offset else last
        stop = start
    return 0


def words(text: str, start: int, end: int) -> list[Span]:
    """The words of a stretch, which should not begin inside a word."""
    return [Span(*match.span()) for match in _WORD.finditer(text, start, end)]


def word_starts(text: str, start: int, end: int) -> list[int]:
    """Offsets at which a passage may begin: words, and marks that open a word."""
    chunks = [match.start() for match in _CHUNK.finditer(text, start, end)]
    return sorted({*chunks, *(word.start for word in words(text, start, end))})


def word_ends(text: str, start: int, end: int) -> list[int]:
    """Offsets at which a passage may end: after words, and after marks that close a word."""
    chunks = [match.end() for match in _CHUNK.finditer(text, start, end)]
    return sorted({*chunks, *(word.end for word in words(text, start, end))})


def _safe_start(text: str, offset: int) -> int:
    """The nearest offset at or before this one that is not inside a word."""
    at = min(offset, len(text))
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _last(text: str) -> int:
    return max(len(text) - 1, 0)


def lines(text: str) -> list[Span]:
    """The non-empty lines: the paragraphs of a transcript."""
    return [Span(*match.span()) for match in re.finditer(r"[^\n]*[^\s][^\n]*", text)]


def unit_index(units: Sequence[Span], offset: int) -> int:
    """Index of the last unit that starts at or before `offset`; -1 where there is none."""
    return bisect_right(units, offset, key=lambda unit: unit.start) - 1


def unit_at(units: Sequence[Span], offset: int) -> Span | None:
    """The unit at `offset`: the last that starts at or before it, else the first of all."""
    index = unit_index(units, offset)
    if index >= 0:
        return units[index]
    return units[0] if units else None


def next_unit(units: Sequence[Span], offset: int) -> Span | None:
    """The first unit that starts after `offset`."""
    index = unit_index(units, offset) + 1
    return units[index] if index < len(units) else None


def previous_unit(units: Sequence[Span], offset: int) -> Span | None:
    """The last unit that starts before `offset`."""
    index = bisect_left(units, offset, key=lambda unit: unit.start) - 1
    return units[index] if index >= 0 else None


def cover(units: Sequence[Span], span: Span) -> Span:
    """The smallest run of whole units that covers `span`; `span` itself where there is no unit."""
    first, last = unit_at(units, span.start), unit_at(units, span.end - 1)
    if first is None or last is None:
        return span
    return Span(min(first.start, last.start), max(first.end, last.end))


def extend(units: Sequence[Span], span: Span) -> Span:
    """`span` extended to whole units, or by the next unit where it has whole units already."""
    whole = cover(units, span)
    if whole != span and whole.covers(span):
        return whole
    following = next_unit(units, span.end - 1)
    return span.hull(following) if following else span


def shrink(units: Sequence[Span], span: Span) -> Span:
    """`span` without its last unit, but at least its first unit."""
    last = unit_index(units, span.end - 1)
    if last <= 0 or units[last].start <= span.start:
        return span
    return Span(span.start, max(units[last - 1].end, span.start + 1))


def shrink_start(units: Sequence[Span], span: Span) -> Span:
    """`span` without its first unit, but at least its last unit."""
    following = unit_index(units, span.start) + 1
    if following >= len(units) or units[following].start >= span.end:
        return span
    return Span(units[following].start, span.end)
