"""A window with a message whose text can be selected and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from toolkit.i18n import _
from toolkit.tui.widgets.bars import safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App, ComposeResult

    from toolkit.errors import QctError


class MessageScreen(ModalScreen[None]):
    """An error or a notice: what happened, then what to do next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", "Close"),
        Binding("y", "copy", "Copy"),
    ]

    def __init__(self, title: str, message: str, hint: str = "") -> None:
        super().__init__()
        self._title, self._message, self._hint = title, safe(message), safe(hint)

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(self._title, classes="window-title", markup=False)
            with VerticalScroll(classes="window-body"):
                yield Static(self._message, id="message", markup=False)
                if self._hint:
                    yield Static(self._hint, id="message-hint", markup=False)
            yield Static(_("esc Close   y Copy the text"), classes="window-keys", markup=False)

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(f"{self._message}\n{self._hint}".strip())
        self.query_one(".window-keys", Static).update(_("esc Close   copied"))


def show_error(app: App[Any], error: QctError, then: Callable[[], object] | None = None) -> None:
    """Open a window with the whole text of an error; closing it leads on to `then`."""

    def closed(_: None) -> None:
        if then is not None:
            then()

    app.push_screen(MessageScreen(_("This could not be done"), error.message, error.hint), closed)
