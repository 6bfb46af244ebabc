"""The help, and the guided tour."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from toolkit.errors import QctError
from toolkit.i18n import _
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.state.tour_steps import Scene, Tour
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.widgets.tour import TourPanel


class TourController(Controller):
    """Helping a coder to find the way in the workspace itself."""

    def __init__(
        self,
        host: Host,
        session: CodingSession,
        view: TranscriptView,
        mount: Callable[[TourPanel], object],
    ) -> None:
        """`mount` puts the panel of the tour on the screen."""
        super().__init__(host, session, view)
        self._mount = mount
        self.tour: Tour | None = None
        """The tour, while it is on."""
        self._panel: TourPanel | None = None
        self._help_opened = 0

    def help(self) -> None:
        from toolkit.tui.screens.help import HelpScreen

        self._help_opened += 1
        screen = HelpScreen(self.host.keys, self.host.action_context())
        self.host.open_screen(screen, lambda _: None)

    def next(self) -> None:
        """Begin the tour; while it is on, go on without having done the step."""
        if self.tour is None:
            self.begin()
        else:
            self.tour.skip(self._scene())
            self._show_step()

    def begin(self) -> None:
        from toolkit.tui.state.tour_steps import Tour
        from toolkit.tui.widgets.tour import TourPanel

        if self.view.document is None:
            return
        session = self.session
        # A file that cannot be written must not keep anyone from looking around.
        with suppress(QctError):
            session.project.preferences.note_tour(session.coder)
        self.tour, self._panel = Tour(self._scene()), TourPanel(self.host.keys)
        self._mount(self._panel)
        self._show_step()

    def begin_if_new(self, *, always: bool = False) -> None:
        """Begin it where the project has a tour and the coder has not seen it, or `always`."""
        project = self.session.project
        if always or (
            project.config.tour and not project.preferences.tour_seen(self.session.coder)
        ):
            self.begin()

    def follow(self) -> None:
        """Go on with the tour when its step is done."""
        if self.tour is not None and self.tour.see(self._scene()):
            self._show_step()

    def leave(self) -> bool:
        """End the tour; whether it was on."""
        if self.tour is None or self._panel is None:
            return False
        done = self.tour.step is None
        self._panel.remove()
        self.tour = self._panel = None
        key = self._panel_key()
        self.host.say(
            _("The tour is finished. Press {key} to see it again.").format(key=key)
            if done
            else _("Press {key} to see the tour again.").format(key=key)
        )
        return True

    def _show_step(self) -> None:
        if self.tour is None or self._panel is None:
            return
        if self.tour.step is None:
            self.leave()
        else:
            self._panel.tell(self.tour, may_change=self.session.may_change)

    def _panel_key(self) -> str:
        from toolkit.tui.keymap import shown_keys

        return shown_keys(self.host.keys["view.tour"], 1)

    def _scene(self) -> Scene:
        from toolkit.tui.state.tour_steps import Scene

        session = self.session
        source, memos = "", frozenset[str]()
        if session.document is not None:
            source = session.document.source.id
            own = (session.my_memo(coding.id) for coding in session.own_codings)
            memos = frozenset({session.source_memo(), *own} - {""})
        return Scene(
            source=source,
            selection=self.view.selection,
            codings=frozenset(coding.id for coding in session.own_codings),
            memos=memos,
            helped=self._help_opened,
        )
