"""A question before a change that cannot be undone here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from toolkit.i18n import _

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Confirm(ModalScreen[bool]):
    """Returns whether to continue; cancelling means no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Yes"),
        Binding("n,q,escape", "dismiss(False)", "No"),
    ]

    def __init__(self, question: str, meaning: str, yes: str) -> None:
        super().__init__()
        self._question, self._meaning, self._yes = question, meaning, yes

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(self._question, classes="window-title", markup=False)
            yield Static(self._meaning, classes="window-body", markup=False)
            yield Static(
                _("y {yes}   esc Cancel").format(yes=self._yes), classes="window-keys", markup=False
            )
