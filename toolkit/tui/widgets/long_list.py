"""A list of any length, of which only the rows around the highlighted one are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList
from textual.widgets.option_list import Option

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.visual import VisualType

WINDOW = 300
"""Rows that are made at once; a terminal shows fewer."""


class LongList(OptionList):
    """Rows that are made when they come near, by their number from 0.

    The highlight goes through all of them: at an edge of what is made the rows beyond it are made,
    and the ones that are shown stay where they are. So they do when a wheel turns or the bar is
    drawn. `end` and `home` go to the very last and first row, and the arrows from the last to the
    first. `at` is the highlighted row among all.
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._count = self._first = 0
        self._make: Callable[[int], VisualType] = str
        self._is_moving = False
        """Whether the list scrolls of itself."""

    @property
    def count(self) -> int:
        """How many rows there are, made or not."""
        return self._count

    @property
    def at(self) -> int | None:
        """The number of the highlighted row."""
        return None if self.highlighted is None else self._first + self.highlighted

    @property
    def made(self) -> range:
        """The numbers of the rows that are made now."""
        return range(self._first, self._first + self.option_count)

    def fill(self, count: int, make: Callable[[int], VisualType], at: int | None = None) -> None:
        """List `count` rows, of which `make` makes one by its number, with row `at` highlighted."""
        self._count, self._make = count, make
        here = 0 if at is None else at
        self._make_around(here)
        if at is not None and count:
            self._highlight(here)

    def go(self, at: int) -> None:
        """Highlight a row, which is made where it was not."""
        if not self._count:
            return
        at = min(max(at, 0), self._count - 1)
        if at not in self.made:
            self._make_around(at)
        self._highlight(at)
        self._slide()

    def make_again(self, at: int) -> None:
        """Make a row anew that looks different now."""
        if at in self.made:
            self.replace_option_prompt_at_index(at - self._first, self._make(at))

    def _make_around(self, at: int) -> None:
        first = min(max(at - WINDOW // 2, 0), max(self._count - WINDOW, 0))
        self.clear_options()
        self._first = first
        stop = min(first + WINDOW, self._count)
        self.add_options(Option(self._make(number)) for number in range(first, stop))

    def _highlight(self, at: int) -> None:
        self.highlighted = at - self._first

    def _slide(self) -> None:
        """Make the rows beyond, where the highlight came to an edge of those that are made."""
        at, made = self.at, self.made
        if at is None or not made:
            return
        is_first = at == made[0] and at > 0
        is_last = at == made[-1] and at < self._count - 1
        if not (is_first or is_last):
            return
        row = self._line_of(at) - self.scroll_offset.y
        self._make_around(at)
        self._highlight(at)
        self._scroll(self._line_of(at) - row)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        made = self.made
        if not made or self._is_moving:
            return
        if (new_value >= self.max_scroll_y and made[-1] < self._count - 1) or (
            new_value <= 0 and made[0] > 0
        ):
            self.call_later(self._follow)

    def _follow(self) -> None:
        """Make the rows beyond, where an edge of those that are made was scrolled to."""
        made, top = self.made, self.scroll_offset.y
        if not made or self._is_moving or top >= len(self._lines):
            return
        at_end = top >= self.max_scroll_y and made[-1] < self._count - 1
        if not at_end and not (top <= 0 and made[0] > 0):
            return
        number, line = self._lines[top]
        anchor, here = self._first + number, self.at
        self._make_around(anchor)
        if here is not None:
            # The highlight may be too far away to be made.
            self._highlight(min(max(here, self.made[0]), self.made[-1]))
        self._scroll(self._line_of(anchor) + line)

    def _scroll(self, y: int) -> None:
        self._is_moving = True
        self.scroll_to(y=y, animate=False, force=True, immediate=True)
        self._is_moving = False

    def _line_of(self, at: int) -> int:
        """The line of the list in which a row that is made begins."""
        return self._index_to_line.get(at - self._first, 0)

    def action_cursor_down(self) -> None:
        if self.at is not None and self.at >= self._count - 1:
            self.go(0)
            return
        super().action_cursor_down()
        self._slide()

    def action_cursor_up(self) -> None:
        if self.at == 0:
            self.go(self._count - 1)
            return
        super().action_cursor_up()
        self._slide()

    def action_first(self) -> None:
        self.go(0)

    def action_last(self) -> None:
        self.go(self._count - 1)

    def action_page_down(self) -> None:
        super().action_page_down()  # type: ignore[no-untyped-call]
        self._slide()

    def action_page_up(self) -> None:
        super().action_page_up()  # type: ignore[no-untyped-call]
        self._slide()
