"""Choosing the number key for a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from toolkit.i18n import _
from toolkit.tui.widgets.bars import QUIET, safe, short

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from toolkit.tui.state.coding_session import CodingSession

_NUMBERS = range(1, 10)


class PinScreen(ModalScreen[int | None]):
    """Returns the number, 0 to take the code off its key, None when cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Leave"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        *(Binding(str(n), f"take({n})", show=False) for n in (*_NUMBERS, 0)),
    ]

    def __init__(self, session: CodingSession, code_id: str) -> None:
        super().__init__()
        self._session, self._code_id = session, code_id
        self._held = code_id in session.pins.values()

    def compose(self) -> ComposeResult:
        name = short(self._session.look(self._code_id).name, 40)
        with Vertical(classes="window"):
            yield Static(_("Number key for {name}").format(name=name), classes="window-title",
                         markup=False)  # fmt: skip
            options = OptionList(*map(self._option, _NUMBERS), markup=False)
            free = [n for n in _NUMBERS if n not in self._session.pins]
            options.highlighted = (free or list(_NUMBERS))[0] - 1
            yield options
            keys = [_("1–9 or enter Put it there"), _("esc Cancel")]
            if self._held:
                keys.insert(1, _("0 Take it off its key"))
            yield Static("   ".join(keys), classes="window-keys", markup=False)

    def _option(self, number: int) -> Option:
        code_id = self._session.pins.get(number)
        if code_id is None:
            return Option(Content.assemble((f"{number} ", QUIET), (_("free"), QUIET)))
        look = self._session.look(code_id)
        here = ("  " + _("(this one)")) if code_id == self._code_id else ""
        return Option(
            Content.assemble(
                (f"{number} ", QUIET), ("▌", look.color.hex), safe(look.name), (here, QUIET)
            )
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index + 1)

    def action_take(self, number: int) -> None:
        if number or self._held:
            self.dismiss(number)

    def action_step(self, by: int) -> None:
        listing = self.query_one(OptionList)
        if by > 0:
            listing.action_cursor_down()
        else:
            listing.action_cursor_up()
