"""The pseudonym of some words: written, or taken from those that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.tui.support.fuzzy import rank
from toolkit.tui.support.pending_input import after_pending_input
from toolkit.tui.widgets.bars import QUIET, safe, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

_ROOM = 60


class PseudonymScreen(ModalScreen[str | None]):
    """Returns the pseudonym; None when left. It is checked before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave", priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("enter", "take", "Take", priority=True),
    ]

    def __init__(self, words: str, replacement: str, offered: Sequence[tuple[str, str]]) -> None:
        """`replacement` stands in the field first; `offered` are pseudonyms with their words."""
        super().__init__()
        self._words, self._first = words, replacement
        self._offered = list(offered)
        self._shown: list[str] = []
        self._put = replacement
        """What was put into the field from the list; typing alone searches."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(
                _("Pseudonym of “{words}”").format(words=short(self._words, 44)),
                classes="window-title",
                markup=False,
            )
            yield Input(self._first, id="pseudonym")
            yield Static(id="pseudonym-line", markup=False)
            yield OptionList(id="pseudonym-list", markup=False)
            yield Static(
                _("enter Replace   ↑ ↓ One that there is   esc Cancel"),
                classes="window-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        self._list.can_focus = False
        self._fill("")
        self.query_one(Input).focus()
        self._explain(self._first)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#pseudonym-list", OptionList)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._explain(event.value)
        if event.value != self._put:
            self._fill(event.value)

    def _fill(self, query: str) -> None:
        ranked = rank(query, self._offered, (1.0, 0.9))
        chosen = [self._offered[hit.index] for hit in ranked]
        self._shown = [replacement for replacement, _words in chosen]
        self._list.clear_options()
        self._list.add_options(
            Option(Content.assemble(safe(name), (f"  {short(words, 40)}", QUIET)))
            for name, words in chosen
        )
        self._list.highlighted = None

    def _explain(self, value: str) -> None:
        words = dict(self._offered).get(value)
        text = (
            _("It stands for {words} too: both become the same.").format(words=short(words, _ROOM))
            if words
            else ""
        )
        self._say(text)

    def _say(self, text: str) -> None:
        line = self.query_one("#pseudonym-line", Static)
        line.update(text)
        line.display = bool(text)

    def action_step(self, by: int) -> None:
        if not self._shown:
            return
        here = self._list.highlighted
        at = (0 if by > 0 else len(self._shown) - 1) if here is None else here + by
        self._list.highlighted = at % len(self._shown)
        self._take_over(self._list.highlighted)

    def _take_over(self, at: int) -> None:
        self._put = self._shown[at]
        field = self.query_one(Input)
        field.value = self._put
        field.cursor_position = len(self._put)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take_over(event.option_index)

    def action_take(self) -> None:
        field = self.query_one(Input)
        after_pending_input(field, lambda: self._finish(field.value.strip()))

    def _finish(self, value: str) -> None:
        from toolkit.operations.identifiers.accept import check_replacement

        try:
            check_replacement(self._words, value)
        except QctError as error:
            self._say(safe(error.message))
            return
        self.dismiss(value)
