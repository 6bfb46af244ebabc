"""Writing a memo in place."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea


class MemoScreen(ModalScreen[str | None]):
    """An editor. Leaving keeps the text; emptying it removes the memo; None: as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "keep", "Keep", priority=True),
        Binding("ctrl+e", "outside", "Editor", priority=True),
        Binding("ctrl+r", "revert", "Revert", priority=True),
    ]

    def __init__(self, subject: str, text: str) -> None:
        super().__init__()
        self._subject, self._before = subject, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall"):
            yield Static(f"Memo · {self._subject}", classes="window-title", markup=False)
            editor = TextArea(self._before, soft_wrap=True, show_line_numbers=False)
            editor.cursor_blink = False
            yield editor
            yield Static(
                "esc Keep and close   ^e $EDITOR   ^r As it was   empty: no memo",
                classes="window-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        editor = self.query_one(TextArea)
        editor.move_cursor(editor.document.end)
        editor.focus()

    def action_keep(self) -> None:
        text = self.query_one(TextArea).text
        self.dismiss(text if text != self._before else None)

    def action_outside(self) -> None:
        """Go on in the coder's own editor; whatever happens there, the text here stays."""
        from toolkit.errors import QctError
        from toolkit.tui.app import WorkspaceApp
        from toolkit.tui.outside import edited_outside
        from toolkit.tui.screens.message import MessageScreen

        app, editor = self.app, self.query_one(TextArea)
        if not isinstance(app, WorkspaceApp):
            return
        try:
            editor.text = edited_outside(app, app.session.project.folder, editor.text)
        except QctError as error:
            app.push_screen(MessageScreen("That did not work", error.message, error.hint))
            return
        editor.move_cursor(editor.document.end)

    def action_revert(self) -> None:
        self.dismiss(None)
