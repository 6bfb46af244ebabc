"""What every controller of the workspace has: the session, the view, and its host.

The workspace is one screen. Each group of actions is a controller, a plain object that gets what
it needs when it is made. Controllers do not inherit from each other; what they need from the
screen is in `Host`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from toolkit.tui.transcript.document import SENTENCE
from toolkit.tui.widgets.bars import short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import App
    from textual.screen import Screen

    from toolkit.domain.codings import Coding
    from toolkit.domain.progress import ProgressCallback
    from toolkit.domain.spans import Span
    from toolkit.errors import QctError
    from toolkit.tui.action_context import ActionContext
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView

T = TypeVar("T")


class Host(Protocol):
    """What controllers may ask of the workspace's screen."""

    keys: Mapping[str, str]
    """Keys by the id of their action."""

    @property
    def app(self) -> App[Any]: ...

    def action_context(self) -> ActionContext:
        """What decides which actions apply now."""

    def say(self, message: str) -> None:
        """Show a message in the status line until the next one."""

    def attempt(self, work: Callable[[], T]) -> T | None:
        """Do what may fail; an error opens a window with its whole text and gives None."""

    def report(self, error: QctError) -> None:
        """Open a window with the whole text of an error."""

    def open_screen(self, screen: Screen[T], then: Callable[[T | None], object]) -> None:
        """Open a screen over the workspace; `then` gets its answer."""

    def run_with_progress(
        self,
        title: str,
        work: Callable[[ProgressCallback], T],
        then: Callable[[T], object],
        *,
        can_stop: bool = True,
    ) -> None:
        """Run long work in a thread, then pass its result to `then`; escape stops it, if it can
        be stopped."""

    def refresh_data(self, *, sources: bool = False) -> None:
        """Show what the session knows now; with `sources` how codes look may have changed."""

    def update_bars(self) -> None:
        """Bring title, status, hints and inspector up to date."""

    def open_source(self, source_id: str, at: int | None = None) -> None:
        """Show a source, at an offset or where the coder left it."""

    def in_main_thread(self, then: Callable[[], object]) -> None:
        """Call `then` from the thread of the screen; a background thread may ask for this."""


class Controller:
    """A group of actions of the workspace."""

    def __init__(self, host: Host, session: CodingSession, view: TranscriptView) -> None:
        self.host = host
        self.session = session
        self.view = view

    def attempt(self, work: Callable[[], T]) -> T | None:
        """Do what may fail; an error opens a window with its whole text and gives None."""
        return self.host.attempt(work)

    def target(self) -> Span | None:
        """The stretch that an action works on: the selection, else the sentence at the cursor."""
        document = self.view.document
        if document is None:
            return None
        span = self.view.selection or document.unit_at(SENTENCE, self.view.cursor)
        return self.session.trimmed(span) if span else None

    def words(self, span: Span | None) -> str:
        """The words of a stretch of the open source."""
        document = self.view.document
        return document.text[span.start : span.end] if span and document else ""

    def own_codings_here(self) -> list[Coding]:
        """This coder's codings at the cursor, the innermost first."""
        return [coding for coding in self.view.under_cursor() if self.session.is_own(coding)]

    def names(self, codings: Sequence[Coding]) -> str:
        """Names of the codes of some codings, on one short line."""
        return short(", ".join(self.session.look(c.code_id).name for c in codings), 60)

    def choose_coding(
        self,
        codings: Sequence[Coding],
        question: str,
        then: Callable[[Sequence[Coding]], None],
        *,
        several: bool = False,
    ) -> None:
        """Go on with the only coding, or ask which; with none do nothing."""
        if len(codings) < 2:
            if codings:
                then(codings)
            return
        from toolkit.tui.screens.choose_coding import ChooseCoding

        self.host.open_screen(
            ChooseCoding(self.session, codings, question, several=several),
            lambda chosen: then(chosen) if chosen else None,
        )
