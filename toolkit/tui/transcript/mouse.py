"""Pointing at the transcript: click, drag, double and triple click."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.scroll_view import ScrollView

from toolkit.tui.transcript.document import SENTENCE, WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events

    from toolkit.tui.transcript.cursor import TextCursor


class Pointing(ScrollView, can_focus=True, inherit_bindings=False):
    """What the mouse does in a view whose state is a `TextCursor`.

    Offsets are found from the layout rather than from the screen's own text selection, so a
    drag may start in the margin, and either cell of a wide character means that character.
    The scrolling keys of the base class are left out: arrows move the cursor.
    """

    reader: TextCursor | None = None
    _dragging = False
    _asked: Callable[[str], object] | None = None
    """Who waits for the next key."""
    asking: Mapping[str, str] = MappingProxyType({})
    """The actions that wait for a key, by the keys that start them."""

    def act(self, change: Callable[[TextCursor], object]) -> None:
        """Let `change` alter the reader's state, then bring the screen up to date."""
        raise NotImplementedError

    def ask_key(self, then: Callable[[str], object]) -> None:
        """Give the next key to `then`, as a character or a name, in place of what it does.

        An empty text is given when the pointer or another widget comes in between.
        """
        self.focus()
        self._answer("")
        self._asked = then

    @property
    def is_asking(self) -> bool:
        return self._asked is not None

    def _answer(self, key: str) -> None:
        asked, self._asked = self._asked, None
        if asked is not None:
            asked(key)

    async def on_key(self, event: events.Key) -> None:
        """Answer who waits for a key; run at once what will wait for the next.

        Keys that come in one packet, as over a slow line, are all on their way here before the
        first has bubbled up to its binding.
        """
        asking = self.asking.get(event.key)
        if self._asked is None and asking is None:
            return
        event.stop()
        event.prevent_default()
        if self._asked is not None:
            printable = event.character if event.is_printable else None
            self._answer(printable or event.key)
        elif asking is not None:
            await self.screen.run_action(asking)

    def on_blur(self) -> None:
        self._answer("")

    def _offset_under(self, event: events.MouseEvent) -> int | None:
        if self.reader is None:
            return None
        layout = self.reader.layout
        row = min(max(event.y + self.scroll_offset.y, 0), len(layout) - 1)
        return layout.offset_at(row, event.x - layout.frame.text_column)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._answer("")
        offset = self._offset_under(event)
        if offset is None or event.button != 1:
            return
        self._dragging = True
        self.capture_mouse()
        if event.shift:
            self.act(lambda reader: reader.drag(offset))
        else:
            self.act(lambda reader: reader.go(offset))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        offset = self._offset_under(event)
        moved = self.reader is not None and offset != self.reader.cursor
        if not self._dragging or offset is None or not moved:
            return
        self.act(lambda reader: reader.drag(offset))

    def on_mouse_up(self, event: events.MouseUp) -> None:  # noqa: ARG002
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2:
            self._select_anew(WORD)
        elif event.chain == 3:
            self._select_anew(SENTENCE)

    def _select_anew(self, unit: str) -> None:
        def select(reader: TextCursor) -> None:
            reader.clear()
            reader.select(unit)

        self.act(select)
