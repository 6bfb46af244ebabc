"""The workspace as an application: `qct code`."""

from __future__ import annotations

import contextlib
import gc
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand

from toolkit.i18n import _
from toolkit.tui.state.coding_session import CodingSession
from toolkit.tui.theme import CONTRAST, CYCLE, DARK, OWN
from toolkit.tui.workspace.screen import WorkspaceScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.command import Provider
    from textual.screen import Screen

    from toolkit.project import Project


def _workspace_commands() -> type[Provider]:
    from toolkit.tui.palette import WorkspaceCommands

    return WorkspaceCommands


_LEAVE_SECONDS = 3.0
"""How long a workspace that is told to end may take to give its terminal back."""


class WorkspaceApp(App[None]):
    """One coder's workspace on one project."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "qct"
    COMMANDS = App.COMMANDS | {_workspace_commands}
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = True
    COMMAND_PALETTE_BINDING: ClassVar[str] = "f12"
    """The palette's usual key is an action of the workspace, so that it can be remapped."""

    def __init__(
        self,
        project: Project,
        source: str | None = None,
        *,
        coder: str,
        round_id: str | None = None,
        at: int | None = None,
        read_only: bool = False,
        tour: bool = False,
        queue: int | None = None,
    ) -> None:
        """Raises `QctError` before anything is drawn: for an unknown source or round."""
        self.session = CodingSession(project, coder=coder, round_id=round_id, read_only=read_only)
        if source is not None:
            project.sources.get(source)
        self._source, self._at, self._tour, self._queue = source, at, tour, queue
        super().__init__()
        self.animation_level = "none"
        for theme in OWN:
            self.register_theme(theme)
        chosen = project.config.theme
        self._unknown_theme = chosen if chosen and chosen not in self.available_themes else ""
        self._begin_with(chosen if chosen and not self._unknown_theme else DARK.name)

    def _begin_with(self, theme: str) -> None:
        """Set the first theme. Where only colours differ, no style is parsed a second time."""
        if theme not in (DARK.name, CONTRAST.name):
            self.theme = theme
            return
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def _fatal_error(self) -> None:
        """Leave after a defect with a traceback that shows code only.

        Textual's own shows the values of local variables, which hold interview text.
        """
        from rich.segment import Segments
        from rich.traceback import Traceback

        trace = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(trace, self.console.options)))
        self._close_messages_no_wait()

    def get_default_screen(self) -> Screen[None]:
        return WorkspaceScreen(
            self.session,
            source=self._source,
            at=self._at,
            tour=self._tour,
            queue=self._queue,
            painted=self.painted,
        )

    def on_mount(self) -> None:
        # Back from a suspension the terminal is blank, whatever was drawn there before.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        if not self.is_headless:
            self._heed_signals()
        self.set_keymap(dict(self.session.project.config.keys))
        if self._unknown_theme:
            self.notify(
                _(
                    "qct.toml names the theme {theme!r}, which does not exist. Valid: {themes}."
                ).format(
                    theme=self._unknown_theme, themes=", ".join(sorted(self.available_themes))
                ),
                severity="warning",
                markup=False,
            )

    def _heed_signals(self) -> None:
        """Quit when the connection drops or the process is asked to end."""
        import asyncio
        import signal

        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(NotImplementedError):  # not everywhere
                    loop.add_signal_handler(number, self._end, 128 + number)

    def _end(self, code: int) -> None:
        """Quit. Every change is saved already; a text being written is kept as a draft."""
        from toolkit.tui.screens.memo import MemoScreen

        for screen in self.screen_stack:
            if isinstance(screen, MemoScreen):
                screen.keep_draft()
        # Where the terminal is gone, giving it back can wait for ever. Nothing is left to save.
        last = threading.Timer(_LEAVE_SECONDS, os._exit, (code,))
        last.daemon = True
        last.start()
        self.exit(return_code=code)

    def painted(self) -> None:
        """Start the garbage collector, which leaves out what was made before the first paint."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.session.project.storage.keep_following()

    def next_theme(self) -> None:
        here = CYCLE.index(self.theme) if self.theme in CYCLE else -1
        self.theme = CYCLE[(here + 1) % len(CYCLE)]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        yield SystemCommand(
            _("Choose a theme"), _("Every theme there is, with preview"), self.action_change_theme
        )


def run_workspace(
    project: Project,
    source: str | None,
    *,
    coder: str,
    round_id: str | None = None,
    at: int | None = None,
    read_only: bool = False,
    tour: bool = False,
    queue: int | None = None,
) -> int:
    """Open the workspace until the coder leaves it. Returns the exit code.

    `source` is an id, None for the first one not begun; `at` is an offset in code points;
    `tour` begins with the five steps that show around; `queue` is the number of a queue of
    passages to answer first.
    """
    # Nothing is garbage before the first paint; looking for it costs a tenth of the start.
    gc.disable()
    try:
        app = WorkspaceApp(
            project,
            source,
            coder=coder,
            round_id=round_id,
            at=at,
            read_only=read_only,
            tour=tour,
            queue=queue,
        )
        app.run()
        return app.return_code or 0
    finally:
        gc.enable()
