"""Long work in a thread that reports its progress and can be stopped."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

from toolkit.tui.support.threads import start_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.domain.progress import ProgressCallback
    from toolkit.project import Project

T = TypeVar("T")


class Stopped(Exception):  # noqa: N818 - reads as what happened
    """Raised in the thread of a job that the coder has stopped."""


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
        self._thread = start_thread(project, lambda: self._run(work), "work")

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


def bar(done: int, of: int, cells: int) -> str:
    """How far it is, in characters that need no colour.

    >>> bar(5, 20, 12)
    '[##........]'
    """
    room = max(cells - 2, 1)
    full = room * min(max(done, 0), of) // of if of > 0 else 0
    return f"[{'#' * full}{'.' * (room - full)}]"
