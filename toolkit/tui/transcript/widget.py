"""The transcript: coded text with its stripe margin, drawn row by row.

Only rows that changed are repainted: one cursor move costs at most two of them, whatever
the size of the document. Rows without cursor or selection are kept in a small cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.cache import LRUCache
from textual.geometry import Region, Size

from toolkit.text import motions
from toolkit.tui.transcript.cursor import TextCursor
from toolkit.tui.transcript.jump_labels import Spots, overlaid, places, spots
from toolkit.tui.transcript.layout import Layout, Stripe, changed_rows, lanes_of, stripes
from toolkit.tui.transcript.mouse import Pointing
from toolkit.tui.transcript.painter import NOTHING, CodeLook, Overlay, Painter
from toolkit.tui.widgets.lines import plain_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.style import Style
    from textual.strip import Strip

    from toolkit.domain.codings import Coding
    from toolkit.domain.spans import Span
    from toolkit.text.search import Matches
    from toolkit.tui.transcript.document import Document

_PARTS = (
    "text",
    "interviewer",
    "label",
    "label-interviewer",
    "number",
    "margin",
    "selection",
    "match",
    "cursor",
    "jump",
)
_CONTEXT = 2
"""Rows kept in view above and below the cursor."""
_NUDGE = 3
"""Rows that the text moves by at most before it is rather set anew, a third from the top."""


class TranscriptView(Pointing):
    """Shows one document. Its state is a `TextCursor`; change it through `act`."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"transcript--{part}" for part in _PARTS}
    DEFAULT_CSS = """
    TranscriptView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        & > .transcript--text { color: $foreground; background: $background; }
        & > .transcript--interviewer { color: $text-muted; background: $background; }
        &:ansi > .transcript--interviewer { text-style: dim; }
        &:ansi > .transcript--match { background: ansi_yellow; color: ansi_black; }
        & > .transcript--label { color: $text-primary; text-style: bold; }
        & > .transcript--label-interviewer { color: $text-muted; }
        & > .transcript--number { color: $text-disabled; }
        & > .transcript--margin { color: $text-muted; background: $background; }
        & > .transcript--selection { background: $primary 45%; }
        & > .transcript--match { background: $warning 40%; }
        & > .transcript--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .transcript--jump { color: $foreground; background: $background; text-style: bold reverse; }
    }
    """  # noqa: E501

    def __init__(
        self,
        look: Callable[[str], CodeLook],
        *,
        coder: str,
        ascii_stripes: bool,
        moved: Callable[[], object],
        id: str,  # noqa: A002
    ) -> None:
        """`look` tells a code's looks; `moved` is called when the cursor, the selection or the
        coding in focus has changed."""
        super().__init__(id=id)
        self._moved = moved
        self._look = look
        self._coder = coder
        self._ascii_stripes = ascii_stripes
        self._compared: tuple[str, ...] = ()
        self._numbers = False
        self.document: Document | None = None
        self.reader: TextCursor | None = None
        self.placeholder: Sequence[str] = ()
        """Lines to show while there is no document."""
        self._first = 0
        """Where the cursor begins in a document that is not laid out yet."""
        self._codings: tuple[Coding, ...] = ()
        self._spans: dict[str, Span] = {}
        self._noted: frozenset[str] = frozenset()
        self._stripes: dict[int, tuple[Stripe, ...]] = {}
        self._painter: Painter | None = None
        self._strips: LRUCache[int, Strip] = LRUCache(400)
        self._overlay = NOTHING
        self._spots: Spots = {}
        """Labels laid over the text."""
        self.rows_painted = 0
        """How many rows were painted so far, for tests that count."""

    # --- what is shown ------------------------------------------------------------

    def show(
        self,
        document: Document,
        codings: Sequence[Coding],
        *,
        at: int = 0,
        noted: frozenset[str] = frozenset(),
    ) -> None:
        """Open a document with the cursor at an offset."""
        self.document = document
        self._take(codings, noted)
        self.reader = None
        self._first = at
        self._wrap()

    def compare(self, coders: tuple[str, ...]) -> None:
        """Tell two coders' stripes apart from now on; nobody's, where there are none."""
        if coders == self._compared:
            return
        self._compared = coders
        self._painter = None
        self._strips.clear()
        self.refresh()

    def clear(self) -> None:
        """Close the document."""
        self.document = self.reader = None
        self._take((), frozenset())
        self._stripes, self._overlay = {}, NOTHING
        self._strips.clear()
        self.virtual_size = Size(0, 0)
        self.refresh()
        self._moved()

    def set_codings(self, codings: Sequence[Coding], noted: frozenset[str]) -> None:
        """Show other codings on the same document; only rows that differ are repainted."""
        if self.reader is None:
            self._take(codings, noted)
            return
        before, looks_before = self._stripes, (self._noted, self._lanes)
        self._take(codings, noted)
        self.reader.set_codings(self._codings)
        self._stripes = stripes(self.reader.layout, self._codings)
        if (noted, self._lanes) != looks_before:
            self._painter = None
            self._strips.clear()
            self.refresh()
        else:
            rows = changed_rows(before, self._stripes, before.keys() | self._stripes.keys())
            for row in rows:
                self._strips.discard(row)
            self._repaint(rows)
        self._show_changes()

    def set_matches(self, matches: Matches) -> None:
        """Search matches to mark, none to stop."""
        if self.reader is not None:
            self.reader.matches = matches
            self._strips.clear()
            self._overlay = self._overlay_now()
            self.refresh()

    def _take(self, codings: Sequence[Coding], noted: frozenset[str]) -> None:
        self._codings, self._noted = tuple(codings), noted
        self._spans = {coding.id: coding.span for coding in self._codings}

    def toggle_numbers(self) -> None:
        self._numbers = not self._numbers
        self._wrap()

    @property
    def _lanes(self) -> int:
        """Stripe lanes shown."""
        return lanes_of(self._stripes, self.reader.layout.frame.most_lanes) if self.reader else 1

    @property
    def selection(self) -> Span | None:
        return self.reader.selection if self.reader else None

    @property
    def cursor(self) -> int:
        return self.reader.cursor if self.reader else 0

    def under_cursor(self) -> list[Coding]:
        """The codings at the cursor, the innermost first."""
        if self.reader is None:
            return []
        row = self.reader.layout.row_of(self.cursor)
        codings = [s.coding for s in self._stripes.get(row, ()) if self.cursor in s.coding.span]
        return sorted(codings, key=lambda coding: (len(coding.span), coding.span, coding.id))

    # --- labels -------------------------------------------------------------------

    def places_in_view(self) -> list[int]:
        """Starts of turns, codings and sentences that are in view, in that order."""
        if self.reader is None or not len(self.reader.layout):
            return []
        layout, top = self.reader.layout, self.scroll_offset.y
        last = min(top + self._height, len(layout)) - 1
        start, end = layout.rows.start[top], layout.rows.end[last]
        codings = (coding.span.start for coding in self._codings)
        return places(layout.document, start, end, codings)

    def show_labels(self, labelled: Mapping[int, str]) -> None:
        """Lay labels over places, none to take them away."""
        if self.reader is not None:
            self._spots = spots(self.reader.layout, labelled)
            self.refresh()

    # --- acting -------------------------------------------------------------------

    def act(self, change: Callable[[TextCursor], object]) -> None:
        if self.reader is None or not len(self.reader.layout.document.text):
            return
        self.reader.page = max(self._height - 1, 1)
        change(self.reader)
        self._follow()
        self._show_changes()

    def _show_changes(self) -> None:
        """Repaint the rows on which the overlay differs from what was last drawn."""
        assert self.reader is not None
        before, after = self._overlay, self._overlay_now()
        self._overlay = after
        rows: set[int] = set()
        if before.cursor != after.cursor:
            rows |= self._row_set(before.cursor) | self._row_set(after.cursor)
        if before.selection != after.selection:
            was, now = before.selection, after.selection
            rows |= self._visible_rows(was) ^ self._visible_rows(now)
            rows |= self._edge_rows(was) | self._edge_rows(now)
        if before.focus != after.focus:
            rows |= self._focus_rows(before.focus) | self._focus_rows(after.focus)
        self._repaint(rows)
        self._moved()

    def _overlay_now(self) -> Overlay:
        assert self.reader is not None
        under = self.under_cursor()
        return Overlay(
            self.reader.cursor,
            self.reader.selection,
            under[0].id if under else "",
            self.reader.matches,
        )

    def _row_set(self, offset: int | None) -> set[int]:
        assert self.reader is not None
        return set() if offset is None else {self.reader.layout.row_of(offset)}

    def _edge_rows(self, span: Span | None) -> set[int]:
        return self._row_set(span.start) | self._row_set(span.end - 1) if span else set()

    def _visible_rows(self, span: Span | None) -> set[int]:
        assert self.reader is not None
        if span is None:
            return set()
        top, row_of = self.scroll_offset.y, self.reader.layout.row_of
        first = max(row_of(span.start), top)
        return set(range(first, min(row_of(span.end - 1), top + self._height) + 1))

    def _focus_rows(self, coding_id: str) -> set[int]:
        span = self._spans.get(coding_id)
        return self._visible_rows(span) if span else set()

    @property
    def _height(self) -> int:
        return self.scrollable_content_region.height

    def _follow(self) -> None:
        """Scroll so that the cursor stays in view, with a little context."""
        assert self.reader is not None
        row = self.reader.layout.row_of(self.reader.cursor)
        top, height = self.scroll_offset.y, self._height
        context = min(_CONTEXT, max((height - 1) // 2, 0))
        if row < top + context:
            target = row - context
        elif row >= top + height - context:
            target = row - height + 1 + context
        else:
            return
        if abs(target - top) > _NUDGE:
            target = row - height // 3
        self.scroll_to(y=max(target, 0), animate=False, force=True)

    # --- wrapping and painting ------------------------------------------------------

    def _wrap(self) -> None:
        """Lay the document out anew for the current width, keeping the reader's state.

        Before the first layout of the screen there is no width yet; `on_resize` comes back.
        """
        cells = self.scrollable_content_region.width
        if self.document is None or cells < 1:
            return
        old = self.reader
        screen_row = old.layout.row_of(old.cursor) - self.scroll_offset.y if old else None
        layout = Layout(self.document, cells, numbers=self._numbers)
        if old is not None and old.document is self.document:
            old.layout = layout
        else:
            self.reader = TextCursor(layout, self._first)
        assert self.reader is not None
        self.reader.set_codings(self._codings)
        self._stripes = stripes(layout, self._codings)
        self._painter = None
        self._strips.clear()
        self.virtual_size = Size(0, len(layout))
        self._overlay = self._overlay_now()
        row = layout.row_of(self.reader.cursor)
        above = screen_row if screen_row is not None else self._height // 3
        top = max(row - min(max(above, 0), max(self._height - 1, 0)), 0)
        self.scroll_to(y=top, animate=False, force=True)
        self.refresh()
        self._moved()

    def on_resize(self) -> None:
        cells = self.scrollable_content_region.width
        if self.reader is None or self.reader.layout.cells != cells:
            self._wrap()
        else:
            self._follow()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._painter = None
        self._strips.clear()

    def _get_painter(self) -> Painter:
        if self._painter is None:
            parts: dict[str, Style] = {
                part: self.get_component_rich_style(f"transcript--{part}") for part in _PARTS
            }
            native = self.app.native_ansi_color
            self._painter = Painter(
                parts,
                self.background_colors[1],
                self._look,
                coder=self._coder,
                colored=not self.app.no_color,
                tinted=not native,
                ascii_stripes=self._ascii_stripes,
                noted=self._noted,
                lanes=self._lanes,
                compared=self._compared,
            )
        return self._painter

    def _repaint(self, rows: Iterable[int]) -> None:
        """Repaint those of these rows of the layout that are in view."""
        top, (width, height) = self.scroll_offset.y, self.scrollable_content_region.size
        regions = [Region(0, row - top, width, 1) for row in rows if 0 <= row - top < height]
        if regions:
            self.refresh(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        return plain_lines(self, crop, self._get_painter().background)

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        strip, here = self._row(y, row), self._spots.get(row)
        return overlaid(strip, here, self._get_painter().style("jump")) if here else strip

    def _row(self, y: int, row: int) -> Strip:
        painter = self._get_painter()
        if self.document is None:
            lines = self.placeholder
            text = lines[y - 1] if 0 < y <= len(lines) else ""
            return painter.line(text, self.scrollable_content_region.width)
        if self.reader is None or row >= len(self.reader.layout):
            return painter.blank(self.scrollable_content_region.width)
        self.rows_painted += 1
        layout, here = self.reader.layout, self._stripes.get(row, ())
        overlay = self._on_row(row, here)
        if overlay is not NOTHING:
            return painter.row(layout, row, here, overlay)
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = painter.row(layout, row, here, NOTHING)
        return strip

    def _on_row(self, row: int, here: Sequence[Stripe]) -> Overlay:
        """The part of the overlay that lies on a row; `NOTHING` itself if none does."""
        assert self.reader is not None
        layout, overlay = self.reader.layout, self._overlay
        start, end = layout.rows.start[row], layout.rows.end[row]
        cursor = overlay.cursor
        if cursor is not None and layout.row_of(cursor) != row:
            cursor = None
        selection = overlay.selection
        if selection is not None and not (selection.start < end and start < selection.end):
            selection = None
        focus = overlay.focus if any(s.coding.id == overlay.focus for s in here) else ""
        matches = self._matches_in(start, end)
        if cursor is None and selection is None and not focus and not matches:
            return NOTHING
        return Overlay(cursor, selection, focus, matches)

    def _matches_in(self, start: int, end: int) -> Sequence[Span]:
        matches = self._overlay.matches
        if not matches:
            return ()
        index = max(motions.unit_index(matches, start), 0)
        spans = []
        while index < len(matches) and matches[index].start < end:
            if matches[index].end > start:
                spans.append(matches[index])
            index += 1
        return spans
