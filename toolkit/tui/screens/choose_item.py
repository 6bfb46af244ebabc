"""Choose one of several things by typing part of its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from toolkit.i18n import _
from toolkit.tui.support.fuzzy import rank
from toolkit.tui.support.pending_input import after_pending_input
from toolkit.tui.widgets.bars import QUIET, safe, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    label: str
    more: str = ""
    """Shown quietly behind the label, and searched too."""


class Pick(ModalScreen[str | None]):
    """Returns the id of the item chosen, None when cancelled. Items keep their order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave", priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("enter", "take", "Take", priority=True),
    ]

    def __init__(self, title: str, items: Sequence[Item]) -> None:
        super().__init__()
        self._title, self._items = title, list(items)
        self._filled = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(short(self._title, 66), classes="window-title", markup=False)
            yield Input(placeholder=_("Type part of the name"), id="pick-query")
            yield OptionList(id="pick-list", markup=False)
            yield Static(_("Nothing matches. Delete a letter."), id="pick-none", markup=False)
            yield Static(
                _("enter Choose   ↑ ↓ Move   esc Cancel"), classes="window-keys", markup=False
            )

    def on_mount(self) -> None:
        self._list.can_focus = False
        self._fill("")
        self.query_one("#pick-query", Input).focus()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#pick-list", OptionList)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def _fill(self, query: str) -> None:
        self._filled = query
        fields = [[item.label, item.id, item.more] for item in self._items]
        matches = [ranked.index for ranked in rank(query, fields, (1.0, 0.9, 0.6))]
        self._list.clear_options()
        self._list.add_options(self._option(self._items[at]) for at in sorted(matches))
        self.query_one("#pick-none").display = not matches
        if matches:
            self._list.highlighted = sorted(matches).index(matches[0]) if query.strip() else 0

    def _option(self, item: Item) -> Option:
        more = f"  {short(item.more, 40)}" if item.more else ""
        return Option(Content.assemble(safe(item.label), (more, QUIET)), id=item.id)

    def action_step(self, by: int) -> None:
        count = self._list.option_count
        if count:
            self._list.highlighted = ((self._list.highlighted or 0) + by) % count

    def action_take(self) -> None:
        """Choose the highlighted item once the letters typed before it have been searched."""
        field = self.query_one("#pick-query", Input)

        def go_on() -> None:
            if field.value != self._filled:
                self._fill(field.value)
            self._take()

        after_pending_input(field, go_on)

    def _take(self) -> None:
        option = self._list.highlighted_option
        if option is not None:
            self.dismiss(option.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
