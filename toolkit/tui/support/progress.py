"""Work that may take long, beside the screen: a bar after a moment, and a way out of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual.screen import Screen

from toolkit.domain.progress import ProgressCallback
from toolkit.errors import QctError
from toolkit.tui.support.threads import beside

if TYPE_CHECKING:
    from toolkit.project import Project

T = TypeVar("T")

BRIEF = 0.3
"""Seconds that are waited for without a word."""


class Stopped(Exception):  # noqa: N818 - reads as what happened
    """The coder does not want it any more."""


class Job(Generic[T]):
    """One piece of work in a thread of its own.

    It ends early at the next step that it tells of after `stop`. What it does to the project
    must not be half done then: give it work that reads.
    """

    def __init__(
        self, work: Callable[[ProgressCallback], T], project: Project | None = None
    ) -> None:
        """`project` is what the work reads, if any."""
        self.done = self.of = 0
        """Steps done, and how many there are; 0 while that is not known."""
        self._stopped = threading.Event()
        self._answer: T | None = None
        self._error: BaseException | None = None
        self._thread = beside(project, lambda: self._run(work), "work")

    def _run(self, work: Callable[[ProgressCallback], T]) -> None:
        try:
            self._answer = work(self._tell)
        except BaseException as error:  # raised again by `result`, where it is waited for
            self._error = error

    def _tell(self, done: int, of: int) -> None:
        self.done, self.of = done, of
        if self._stopped.is_set():
            raise Stopped

    def stop(self) -> None:
        self._stopped.set()

    def ends_within(self, seconds: float) -> bool:
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def result(self) -> T:
        """What the work returned; what it raised is raised here. Only once it has ended."""
        if self._error is not None:
            raise self._error
        return self._answer  # type: ignore[return-value]


def work_on(
    screen: Screen[Any],
    title: str,
    work: Callable[[ProgressCallback], T],
    then: Callable[[T], object],
) -> None:
    """Do `work`, then go on with what it returned; with a window once it takes a moment.

    An error opens a window with its whole text; work that was stopped leads to nothing.
    """
    from toolkit.tui.app import WorkspaceApp

    app = screen.app
    job = Job(work, app.session.project if isinstance(app, WorkspaceApp) else None)

    def ended(whole: bool | None) -> None:
        if not whole:
            return
        try:
            found = job.result()
        except QctError as error:
            from toolkit.tui.screens.message import MessageScreen

            window = MessageScreen("That did not work", error.message, error.hint)
            screen.app.push_screen(window)
        else:
            then(found)

    if job.ends_within(BRIEF):
        ended(True)
        return
    from toolkit.tui.screens.working import WorkingScreen

    screen.app.push_screen(WorkingScreen(title, job), ended)


def bar(done: int, of: int, cells: int) -> str:
    """How far it is, in characters that need no colour.

    >>> bar(5, 20, 12)
    '[##........]'
    """
    room = max(cells - 2, 1)
    full = room * min(max(done, 0), of) // of if of > 0 else 0
    return f"[{'#' * full}{'.' * (room - full)}]"
