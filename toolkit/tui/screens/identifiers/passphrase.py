"""The passphrase of a sealed key, asked for without showing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from toolkit.i18n import _
from toolkit.tui.support.pending_input import after_pending_input

if TYPE_CHECKING:
    from textual.app import ComposeResult


class PassphraseScreen(ModalScreen[str | None]):
    """Returns the passphrase that was typed; None when left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave", priority=True),
        Binding("enter", "take", "Open", priority=True),
    ]

    def __init__(self, *, is_wrong: bool = False) -> None:
        """`is_wrong` says that the passphrase before did not open the key."""
        super().__init__()
        self._is_wrong = is_wrong

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(
                _("The key of the pseudonyms is sealed"), classes="window-title", markup=False
            )
            yield Input(password=True, placeholder=_("Passphrase"), id="passphrase")
            if self._is_wrong:
                yield Static(
                    _("This passphrase does not open the key. Nothing was changed."),
                    id="passphrase-wrong",
                    classes="window-body",
                    markup=False,
                )
            yield Static(_("enter Open   esc Cancel"), classes="window-keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def action_take(self) -> None:
        field = self.query_one(Input)

        def go_on() -> None:
            if field.value:
                self.dismiss(field.value)

        after_pending_input(field, go_on)
