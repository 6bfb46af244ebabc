"""The panel above the status that explains a step of the tour."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from toolkit.i18n import _
from toolkit.tui.keymap import shown_keys
from toolkit.tui.state.tour_steps import STEPS, Tour
from toolkit.tui.widgets.bars import QUIET, Part

if TYPE_CHECKING:
    from collections.abc import Mapping


class TourPanel(Static):
    """Explains the step; keys still go to the workspace."""

    DEFAULT_CSS = """
    TourPanel { height: auto; max-height: 8; padding: 0 1; background: $panel;
        border-top: solid $secondary; }
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(id="tour", markup=False)
        self._keys = keys

    def tell(self, tour: Tour, *, may_change: bool) -> None:
        step = tour.step
        if step is None:
            return
        parts: list[Part] = [
            (
                _("Tour, {number} of {count}: {title}").format(
                    number=tour.index + 1, count=len(STEPS), title=step.title
                ),
                "bold",
            ),
            ("\n", ""),
            *self._said(step.says),
        ]
        if step.changes and not may_change:
            parts.append(((" " + _("(You cannot change anything here now.)")), "$text-warning"))
        parts.append(
            (
                "\n"
                + _("{next} Next step   {end} End the tour").format(
                    next=self._key("view.tour"), end=self._key("select.clear")
                ),
                QUIET,
            )
        )
        self.update(Content.assemble(*parts))

    def _said(self, says: str) -> list[Part]:
        parts: list[Part] = []
        for words, action_id, *_rest in Formatter().parse(says):
            parts.append((words, ""))
            if action_id:
                parts.append((self._key(action_id), "bold $text-accent"))
        return parts

    def _key(self, action_id: str) -> str:
        return shown_keys(self._keys[action_id], 1)
