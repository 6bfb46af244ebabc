"""What the parts of the main screen share: the session, the view, and saying things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen

from toolkit.domain.progress import ProgressCallback
from toolkit.domain.spans import Span
from toolkit.errors import QctError
from toolkit.tui.transcript.document import SENTENCE
from toolkit.tui.transcript.widget import TranscriptView

if TYPE_CHECKING:
    from toolkit.tui.actions import ActionContext
    from toolkit.tui.state.coding_session import CodingSession

T = TypeVar("T")


class WorkspaceBase(Screen[None]):
    """The main screen without its actions."""

    session: CodingSession
    keys: Mapping[str, str]
    """By action id."""

    @property
    def view(self) -> TranscriptView:
        return self.query_one("#transcript", TranscriptView)

    def say(self, message: str) -> None:
        """Show a message in the status line, until the next one."""
        raise NotImplementedError

    def refresh_data(self, *, sources: bool = False) -> None:
        """Bring the screen up to date with the session."""
        raise NotImplementedError

    def update_bars(self) -> None:
        raise NotImplementedError

    def situation(self) -> ActionContext:
        """What applies now."""
        raise NotImplementedError

    def leave_tour(self) -> bool:
        """End the tour; whether it was on."""
        raise NotImplementedError

    def open_source(self, source_id: str, at: int | None = None) -> None:
        """Show a source, at an offset or where the coder left it."""
        raise NotImplementedError

    def cancel_question(self) -> bool:
        """Drop a question to the model that is under way; whether there was one."""
        raise NotImplementedError

    def attempt(self, work: Callable[[], T]) -> T | None:
        """Do something that may fail; an error opens a window with its whole text."""
        try:
            return work()
        except QctError as error:
            self.report(error)
            return None

    def work_on(
        self, title: str, work: Callable[[ProgressCallback], T], then: Callable[[T], object]
    ) -> None:
        """Do what may take long, then go on with what it returned; esc stops it."""
        from toolkit.tui.support.progress import work_on

        work_on(self, title, work, then)

    def report(self, error: QctError) -> None:
        from toolkit.tui.screens.message import MessageScreen

        self.app.push_screen(MessageScreen("That did not work", error.message, error.hint))

    def edit_memo(self, subject: str, before: str, key: str, save: Callable[[str], object]) -> None:
        """Write a memo; what cannot be saved stays as a draft, and comes back with the editor."""
        from toolkit.tui.screens.memo import MemoScreen
        from toolkit.tui.state.unsaved_text import UnsavedText

        draft = UnsavedText(self.session.project.folder, f"{self.session.coder}\n{key}")

        def keep(text: str | None) -> None:
            if text is None:
                draft.drop()
                return

            def work() -> bool:
                save(text)
                return True

            draft.write(text)
            if self.attempt(work):
                draft.drop()
                self.refresh_data()
                self.say("Memo saved." if text.strip() else "Memo removed.")

        self.app.push_screen(MemoScreen(subject, before, draft), keep)

    def target(self) -> Span | None:
        """What an action works on: the selection, else the sentence at the cursor."""
        document = self.view.document
        if document is None:
            return None
        span = self.view.selection or document.unit_at(SENTENCE, self.view.cursor)
        return self.session.trimmed(span) if span else None
