"""Progress of long work: a window with a bar after a moment, which escape stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.tui.screens.message import show_error
from toolkit.tui.support.progress import Job, bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from toolkit.domain.progress import ProgressCallback
    from toolkit.project import Project

T = TypeVar("T")

BRIEF = 0.3
"""Seconds that work may take before the window opens."""

_EVERY = 0.1
_CELLS = 42
_SPINNER = "|/-\\"


class WorkingScreen(ModalScreen[bool]):
    """Returns whether the work came to its end; it is stopped otherwise."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", "Stop")]

    def __init__(self, title: str, job: Job[Any], *, can_stop: bool = True) -> None:
        """Work that changes something cannot be stopped."""
        super().__init__()
        self._title, self._job, self._can_stop = title, job, can_stop
        self._turned = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(self._title, classes="window-title", markup=False)
            yield Static(self._progress(), id="progress", markup=False)
            if self._can_stop:
                yield Static(_("esc Stop"), classes="window-keys", markup=False)

    def on_mount(self) -> None:
        self.set_interval(_EVERY, self._look)

    def _look(self) -> None:
        if not self.is_current:
            return
        if self._job.ends_within(0):
            self.dismiss(True)
            return
        self._turned += 1
        self.query_one("#progress", Static).update(self._progress())

    def _progress(self) -> str:
        done, of = self._job.done, self._job.of
        turning = _SPINNER[self._turned % len(_SPINNER)]
        return (
            _("{turning} {bar} {done} of {of}").format(
                turning=turning, bar=bar(done, of, _CELLS), done=done, of=of
            )
            if of
            else f"{turning} …"
        )

    def action_stop(self) -> None:
        if self._can_stop:
            self._job.stop()
            self.dismiss(False)


def run_with_progress(
    screen: Screen[Any],
    project: Project,
    title: str,
    work: Callable[[ProgressCallback], T],
    then: Callable[[T], object],
    *,
    can_stop: bool = True,
) -> None:
    """Run `work`, which reads `project`, then pass its result to `then`.

    A window with a bar opens once it takes a moment. An error opens a window with its whole
    text. Work that was stopped leads to nothing; work that changes `project` cannot be stopped.
    """
    job = Job(work, project)

    def ended(complete: bool | None) -> None:
        if not complete:
            return
        try:
            result = job.result()
        except QctError as error:
            show_error(screen.app, error)
        else:
            then(result)

    if job.ends_within(BRIEF):
        ended(True)
    else:
        screen.app.push_screen(WorkingScreen(title, job, can_stop=can_stop), ended)
