"""Where everything stands in the transcript view: columns, rows, and the stripe margin.

A row is laid out, left to right, as: one blank cell, the line number (on demand), the
speaker's label, the text, one cell for a hanging space, one blank cell, the stripe lanes,
the overflow count, and short names of the codes that start there. All widths are cells.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.domain.codings import Coding
from toolkit.domain.lanes import assign_lanes
from toolkit.domain.spans import Span
from toolkit.text.cells import edges, is_plain, width
from toolkit.text.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.tui.transcript.document import Document

MEASURE = 92
"""Longest comfortable row of text."""
_LABEL = 14
_NUMBER = 6
_MARGINS = ((96, 28, 6), (76, 22, 5), (60, 16, 4), (50, 12, 3), (0, 5, 3))
"""From so many cells of view: cells of the margin, and the most lanes in it."""
OVERFLOW = 3
"""Cells of the overflow count, as in `+3`, with the blank after it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The widths that a view of a given size is divided into."""

    number: int
    label: int
    text: int
    margin: int
    """Of the stripe margin: lanes, overflow count and names together."""
    most_lanes: int

    @property
    def text_column(self) -> int:
        return 1 + self.number + self.label

    @property
    def margin_column(self) -> int:
        return self.text_column + self.text + 2

    @classmethod
    def fit(cls, cells: int, *, label: int, numbers: bool) -> Frame:
        """The frame for a view `cells` wide; comfortable text first, then the margin."""
        label = min(label, _LABEL, max(cells // 5, 4)) + 1 if label else 0
        number = _NUMBER if numbers else 0
        margin, lanes = next((m, n) for least, m, n in _MARGINS if cells >= least)
        text = max(cells - 1 - number - label - 2 - margin, 8)
        if text > MEASURE:
            margin = min(margin + text - MEASURE, 44)
            text = MEASURE
        return cls(number, label, text, margin, lanes)


class Layout:
    """A document wrapped to a frame."""

    def __init__(self, document: Document, cells: int, *, numbers: bool = False) -> None:
        self.document = document
        self.cells = cells
        speakers = {turn.speaker for turn in document.turns if turn.span.start in document.leads}
        label = max(map(width, speakers), default=0)
        self.frame = Frame.fit(cells, label=label, numbers=numbers)
        self.rows = wrap(document.text, self.frame.text, document.leads)

    def __len__(self) -> int:
        return len(self.rows)

    def row_of(self, offset: int) -> int:
        return self.rows.row_of(offset)

    def body(self, row: int) -> tuple[int, int]:
        """The stretch of text drawn in the text column of a row."""
        start, end = self.rows.start[row], self.rows.end[row]
        return min(self.document.leads.get(start, start), end), end

    def opens_paragraph(self, row: int) -> bool:
        start = self.rows.start[row]
        return start == 0 or self.document.text[start - 1] == "\n"

    def line_number(self, row: int) -> int:
        """Number of the line of the source that a row begins, from 1."""
        return bisect_right(self._line_starts, self.rows.start[row])

    @cached_property
    def _line_starts(self) -> list[int]:
        text = self.document.text
        return [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]

    def column_of(self, offset: int) -> int:
        """Cells between the start of the text column and the code point at `offset`."""
        start, end = self.body(self.row_of(offset))
        if offset <= start:
            return 0
        before = self.document.text[start : min(offset, end)]
        return len(before) if is_plain(before) else width(before)

    def offset_at(self, row: int, column: int) -> int:
        """The code point drawn at a column of the text; the nearest one beside the text."""
        row = min(max(row, 0), len(self.rows) - 1)
        start, end = self.body(row)
        if start >= end or column <= 0:
            return start
        columns = edges(self.document.text[start:end])
        at = min(bisect_right(columns, column) - 1, end - start - 1)
        while at > 0 and columns[at + 1] == columns[at]:
            at -= 1
        return start + at


@dataclass(frozen=True, slots=True)
class Stripe:
    """What a coding puts on one row of the margin."""

    coding: Coding
    lane: int
    first: bool
    last: bool


def stripes(layout: Layout, codings: Sequence[Coding]) -> dict[int, tuple[Stripe, ...]]:
    """The stripes of every row that has any, in lane order.

    Lanes are packed by rows rather than by characters, so that no lane ever holds two
    codings on the same row and each bracket belongs to one coding.
    """
    row_of = layout.row_of
    reach = [Span(row_of(c.span.start), row_of(c.span.end - 1) + 1) for c in codings]
    by_row: dict[int, list[Stripe]] = {}
    for coding, rows, lane in zip(codings, reach, assign_lanes(reach), strict=True):
        last = rows.end - 1
        for row in range(rows.start, rows.end):
            stripe = Stripe(coding, lane, row == rows.start, row == last)
            by_row.setdefault(row, []).append(stripe)
    return {row: tuple(sorted(here, key=_lane)) for row, here in by_row.items()}


def _lane(stripe: Stripe) -> int:
    return stripe.lane


def lanes_of(stripes: Mapping[int, tuple[Stripe, ...]], most: int) -> int:
    """How many lanes a margin shows: what its rows need, at most `most`."""
    deepest = max((here[-1].lane for here in stripes.values()), default=0)
    return min(deepest + 1, most)


def changed_rows(
    before: Mapping[int, tuple[Stripe, ...]],
    after: Mapping[int, tuple[Stripe, ...]],
    rows: Iterable[int],
) -> list[int]:
    """Those of `rows` whose stripes differ."""
    return [row for row in rows if before.get(row) != after.get(row)]
