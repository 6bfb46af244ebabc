"""Writing a memo in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from toolkit.i18n import _
from toolkit.tui.support.pending_input import after_pending_input

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.timer import Timer

    from toolkit.tui.state.unsaved_text import UnsavedText

_DRAFT_SECONDS = 0.4
"""What was typed longer ago is on the disk."""


class MemoScreen(ModalScreen[str | None]):
    """An editor. Returns the text, or None where the memo stays as it was; an empty text removes
    the memo."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "keep", "Keep", priority=True),
        Binding("ctrl+e", "external_editor", "Editor", priority=True),
        Binding("ctrl+r", "revert", "Revert", priority=True),
    ]

    def __init__(self, subject: str, text: str, draft: UnsavedText, folder: Path) -> None:
        """`draft` keeps what is typed until it is saved; what it holds already comes back.
        `folder` is the project's, where the external editor gets its file."""
        super().__init__()
        self._folder = folder
        self._subject, self._before, self._draft = subject, text, draft
        self._waiting: Timer | None = None
        self._ended = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall"):
            kept = self._draft.read()
            back = (
                (" " + _("· draft restored, not saved yet"))
                if kept not in (None, self._before)
                else ""
            )
            yield Static(
                _("Memo · {subject}{back}").format(subject=self._subject, back=back),
                classes="window-title",
                markup=False,
            )
            text = self._before if kept is None else kept
            editor = TextArea(text, soft_wrap=True, show_line_numbers=False)
            editor.cursor_blink = False
            yield editor
            yield Static(
                _("esc Save and close   ^e $EDITOR   ^r Discard changes   empty: remove"),
                classes="window-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        editor = self.query_one(TextArea)
        editor.move_cursor(editor.document.end)
        editor.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._waiting is None and not self._ended:
            self._waiting = self.set_timer(_DRAFT_SECONDS, self.keep_draft)

    def keep_draft(self) -> None:
        """Write a draft to the disk, unless the text is unchanged or the editor has ended.

        A timer may come due while the memo is saved; a draft written then would be left behind.
        """
        self._waiting = None
        if self._ended:
            return
        text = self.query_one(TextArea).text
        if text != self._before:
            self._draft.write(text)

    def action_keep(self) -> None:
        after_pending_input(self.query_one(TextArea), self._keep)

    def action_external_editor(self) -> None:
        after_pending_input(self.query_one(TextArea), self._edit_externally)

    def _keep(self) -> None:
        text = self.query_one(TextArea).text
        self._end(text if text != self._before else None)

    def _edit_externally(self) -> None:
        """Edit in the coder's own editor; if that fails, the text here stays."""
        from toolkit.errors import QctError
        from toolkit.tui.screens.message import show_error
        from toolkit.tui.support.external_editor import edit_externally

        editor = self.query_one(TextArea)
        try:
            editor.text = edit_externally(self.app, self._folder, editor.text)
        except QctError as error:
            show_error(self.app, error)
            return
        editor.move_cursor(editor.document.end)

    def action_revert(self) -> None:
        self._end(None)

    def _end(self, text: str | None) -> None:
        self._ended = True
        self.dismiss(text)
