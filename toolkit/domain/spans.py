"""Spans: half-open stretches of a source's text.

Every offset in the project is a Unicode code point offset into the text as it
is stored. Conversions to bytes, UTF-16 units and terminal cells live in
`toolkit.text.offsets` and `toolkit.text.cells`, nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A stretch `[start, end)` of a text, in code points. Never empty."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        if start < 0 or end <= start:
            raise ValueError(f"a span needs 0 <= start < end, got {start}:{end}")
        _set_start(self, start)
        _set_end(self, end)

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end

    def __str__(self) -> str:
        return f"{self.start}:{self.end}"

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point; touching is not overlapping."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies inside this span or is equal to it."""
        return self.start <= other.start and other.end <= self.end

    def intersection(self, other: Span) -> Span | None:
        """The code points that both share; None where they share none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def hull(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


# Texts have thousands of spans: the way around `object.__setattr__` makes them in half the time.
_set_start, _set_end = vars(Span)["start"].__set__, vars(Span)["end"].__set__


def stripped(text: str, start: int, end: int) -> Span | None:
    """`[start, end)` without the blank space at its ends; None where it is all blank."""
    piece = text[start:end].rstrip()
    if not piece:
        return None
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece))


def union(spans: Iterable[Span], *, join_touching: bool = True) -> list[Span]:
    """The stretches that the spans cover, in order, each once.

    Without `join_touching`, adjacent spans stay apart: two neighbouring codings remain two
    segments, and a passage coded twice still counts once.
    """
    merged: list[Span] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last and (span.start < last.end or (join_touching and span.start == last.end)):
            if span.end > last.end:
                merged[-1] = Span(last.start, span.end)
        else:
            merged.append(span)
    return merged


def clip(spans: Iterable[Span], frame: Iterable[Span]) -> Iterator[Span]:
    """The parts of `spans` that lie inside `frame`, in no particular order."""
    stretches = union(frame)
    for span in spans:
        for stretch in stretches:
            if (common := span.intersection(stretch)) is not None:
                yield common
