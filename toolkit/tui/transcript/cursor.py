"""Where the reader is in a document and what is selected: the view's state without the view."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Role
from toolkit.text import motions
from toolkit.text.cells import next_cluster, previous_cluster
from toolkit.text.search import NO_MATCHES, Matches
from toolkit.tui.transcript.document import (
    CHARACTER,
    CLAUSE,
    PARAGRAPH,
    SENTENCE,
    TURN,
    WORD,
    Document,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.domain.spans import Span
    from toolkit.tui.transcript.layout import Layout

STICKY = "sticky"
"""Visual mode: every motion extends the selection until it is left."""
HELD = "held"
"""Extending with shift or the mouse: the next plain motion drops the selection."""


class TextCursor:
    """A cursor, a selection, and the motions over them. Offsets are code points."""

    def __init__(self, layout: Layout, cursor: int = 0) -> None:
        self.layout = layout
        self.cursor = self.document.clamp(cursor)
        self.anchor: int | None = None
        self.mode = ""
        self.unit = CHARACTER
        """The unit that extending and shrinking go by."""
        self.matches: Matches = NO_MATCHES
        self.page = 20
        """Rows of a page."""
        self._picked: Span | None = None
        self._goal: int | None = None
        self._starts: list[int] = []

    @property
    def document(self) -> Document:
        return self.layout.document

    @property
    def selection(self) -> Span | None:
        if self.anchor is not None:
            return self.document.cluster(self.anchor).hull(self.document.cluster(self.cursor))
        return self._picked

    @property
    def is_visual(self) -> bool:
        return self.mode == STICKY

    def set_codings(self, codings: Sequence[Coding]) -> None:
        """The codings that `next coding` goes to."""
        self._starts = sorted({coding.span.start for coding in codings})

    # --- moving -----------------------------------------------------------------

    def move(self, motion: str, *, extend: bool = False) -> None:
        """Make one of the motions named in `MOTIONS`."""
        if extend:
            self._hold()
        target = MOTIONS[motion](self)
        if motion not in _VERTICAL:
            self._goal = None
        self._arrive(target, extend=extend)

    def go(self, offset: int) -> None:
        """Stand at `offset`, with nothing selected."""
        self._goal = None
        self.clear()
        self.cursor = self.document.clamp(offset)

    def reach(self, offset: int) -> None:
        """Stand at `offset`; in visual mode the selection goes along."""
        if self.mode != STICKY:
            self.go(offset)
        else:
            self._goal = None
            self.cursor = self.document.clamp(offset)

    def drag(self, offset: int) -> None:
        """Extend to `offset`, as the mouse does."""
        self._hold()
        self._goal = None
        self._arrive(offset, extend=True)

    def _hold(self) -> None:
        if self.mode:
            return
        if self._picked is not None:
            self.anchor = self._picked.start
            self.cursor = previous_cluster(self.document.text, self._picked.end)
            self._picked = None
        else:
            self.anchor = self.cursor
        self.mode = HELD

    def _arrive(self, offset: int, *, extend: bool) -> None:
        if not extend and self.mode != STICKY:
            self.clear()
        backwards = offset < self.cursor
        clamp = self.document.before_label if backwards else self.document.clamp
        place = clamp(offset)
        if place == self.cursor and offset > place:
            # The goal lies inside the character under the cursor: go past it.
            place = clamp(next_cluster(self.document.text, place))
        self.cursor = place

    def rows(self, count: int) -> int:
        """The offset `count` rows further down (negative: up), in the column held since."""
        layout = self.layout
        if self._goal is None:
            self._goal = layout.column_of(self.cursor)
        row = min(max(layout.row_of(self.cursor) + count, 0), len(layout) - 1)
        return layout.offset_at(row, self._goal)

    def row_edge(self, *, end: bool) -> int:
        layout = self.layout
        start, stop = layout.body(layout.row_of(self.cursor))
        return max(previous_cluster(self.document.text, stop), start) if end else start

    def unit_step(self, unit: str, *, back: bool) -> int:
        units = self.document.units(unit, self.cursor)
        step = motions.previous_unit if back else motions.next_unit
        unit_there = step(units, self.cursor)
        if unit_there is not None:
            return unit_there.start
        return 0 if back else max(len(self.document.text) - 1, 0)

    def coding_step(self, *, back: bool) -> int:
        """The nearest start of a coding (of a search match while searching) before or after."""
        starts: Sequence[int] = self.matches.starts if self.matches else self._starts
        if back:
            index = bisect_left(starts, self.cursor) - 1
            return starts[index] if index >= 0 else self.cursor
        index = bisect_right(starts, self.cursor)
        return starts[index] if index < len(starts) else self.cursor

    def uncoded_turn(self, codings: Sequence[Coding], *, back: bool) -> int | None:
        """Start of the nearest expert turn without any of `codings`, or None."""
        document = self.document
        coded: set[int] = set()
        for coding in codings:
            first = max(document.turn_index(coding.span.start), 0)
            coded.update(range(first, document.turn_index(coding.span.end - 1) + 1))
        here = document.turn_index(self.cursor)
        order = range(here - 1, -1, -1) if back else range(here + 1, len(document.turns))
        for index in order:
            turn = document.turns[index]
            if turn.role is Role.EXPERT and index not in coded:
                return turn.body.start
        return None

    # --- selecting --------------------------------------------------------------

    def select(self, unit: str) -> None:
        """Select the unit at the cursor; again: one unit more; from part of one: the whole."""
        document, current = self.document, self.selection
        self.unit = unit
        if current is None:
            unit_here = document.unit_at(unit, self.cursor)
            if unit_here is not None:
                self.pick(unit_here)
            return
        units = document.units(unit, current.end - 1)
        whole = motions.cover(document.units(unit, current.start), current)
        if whole == current or not whole.covers(current):
            whole = motions.extend(units, current)
        self.pick(whole)

    def pick(self, span: Span) -> None:
        """Select exactly `span`, and stand at its start."""
        self.mode, self.anchor, self._goal = "", None, None
        self.cursor = self.document.clamp(span.start)
        self._picked = span

    def grow(self) -> None:
        """Extend the selection's end by one unit; without one, select the word here."""
        current = self.selection
        if current is None:
            self.select(WORD)
            return
        self.pick(motions.extend(self._units_at_end(current), current))

    def shrink(self) -> None:
        """Take the last unit off the selection; its first unit always stays."""
        current = self.selection
        if current is None:
            return
        units = self._units_at_end(current)
        smaller = motions.shrink(units, current)
        if smaller == current and self.unit in _SMALLER:
            # One unit is left: go on by the next smaller one.
            self.unit = _SMALLER[self.unit]
            smaller = motions.shrink(self._units_at_end(current), current)
        self.pick(smaller)

    def shrink_start(self) -> None:
        """Take the first unit off the selection; its last unit always stays."""
        current = self.selection
        if current is None:
            return
        smaller = motions.shrink_start(self._units_at_start(current), current)
        if smaller == current and self.unit in _SMALLER:
            self.unit = _SMALLER[self.unit]
            smaller = motions.shrink_start(self._units_at_start(current), current)
        self.pick(smaller)

    def _units_at_start(self, current: Span) -> Sequence[Span]:
        unit = self.unit if self.unit != CHARACTER else WORD
        return self.document.units(unit, current.start)

    def _units_at_end(self, current: Span) -> Sequence[Span]:
        unit = self.unit if self.unit != CHARACTER else WORD
        return self.document.units(unit, current.end - 1)

    def toggle_visual(self) -> None:
        if self.mode == STICKY:
            self.clear()
            return
        if self.mode != HELD:
            self._hold()
        self.mode = STICKY
        self.unit = CHARACTER

    def clear(self) -> None:
        """Nothing selected any more."""
        self.anchor, self.mode, self._picked = None, "", None


def _turn_step(reader: TextCursor, *, back: bool) -> int:
    return reader.unit_step(TURN, back=back)


MOTIONS: dict[str, Callable[[TextCursor], int]] = {
    "left": lambda r: previous_cluster(r.document.text, r.cursor),
    "right": lambda r: next_cluster(r.document.text, r.cursor),
    "up": lambda r: r.rows(-1),
    "down": lambda r: r.rows(1),
    "page-up": lambda r: r.rows(-r.page),
    "page-down": lambda r: r.rows(r.page),
    "half-up": lambda r: r.rows(-max(r.page // 2, 1)),
    "half-down": lambda r: r.rows(max(r.page // 2, 1)),
    "row-start": lambda r: r.row_edge(end=False),
    "row-end": lambda r: r.row_edge(end=True),
    "start": lambda r: 0,
    "end": lambda r: max(len(r.document.text) - 1, 0),
    "word": lambda r: motions.next_word(r.document.text, r.cursor),
    "word-end": lambda r: motions.word_end(r.document.text, r.cursor),
    "word-back": lambda r: motions.previous_word(r.document.text, r.cursor),
    "sentence": lambda r: r.unit_step(SENTENCE, back=False),
    "sentence-back": lambda r: r.unit_step(SENTENCE, back=True),
    "turn": lambda r: _turn_step(r, back=False),
    "turn-back": lambda r: _turn_step(r, back=True),
    "paragraph": lambda r: r.unit_step(PARAGRAPH, back=False),
    "paragraph-back": lambda r: r.unit_step(PARAGRAPH, back=True),
    "coding": lambda r: r.coding_step(back=False),
    "coding-back": lambda r: r.coding_step(back=True),
}
"""Every motion by its name: where the cursor goes."""

_VERTICAL = frozenset(["up", "down", "page-up", "page-down", "half-up", "half-down"])
_SMALLER = {TURN: SENTENCE, PARAGRAPH: SENTENCE, SENTENCE: WORD, CLAUSE: WORD}
