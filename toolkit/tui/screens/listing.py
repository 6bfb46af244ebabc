"""Base of the screens that list things and describe the highlighted one."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.screen import Screen
from textual.widgets import OptionList

from toolkit.tui.widgets.bars import Bar

Result = TypeVar("Result")


class ListingScreen(Screen[Result]):
    """A list `#…-list`, a line `#…-status` to speak in, and a side `#…-side` where it has one."""

    prefix: ClassVar[str]
    """What the ids of its parts begin with."""

    @property
    def _list(self) -> OptionList:
        return self.query_one(f"#{self.prefix}-list", OptionList)

    def say(self, message: str) -> None:
        self.query_one(f"#{self.prefix}-status", Bar).set([(f" {message}", "")])

    def action_step(self, by: int) -> None:
        if by > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_scroll(self, rows: int) -> None:
        self.query_one(f"#{self.prefix}-side").scroll_relative(y=rows, animate=False)
