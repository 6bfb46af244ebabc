"""Actions that show around: the help, and the tour."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from toolkit.errors import QctError
from toolkit.tui.workspace.base import WorkspaceBase

if TYPE_CHECKING:
    from toolkit.tui.state.tour_steps import Scene, Tour
    from toolkit.tui.widgets.tour import TourPanel


class TouringActions(WorkspaceBase):
    """Helping a coder to find the way in the workspace itself."""

    tour: Tour | None = None
    """The tour, while it is on."""
    _panel: TourPanel | None = None
    _helped = 0

    def action_help(self) -> None:
        from toolkit.tui.screens.help import HelpScreen

        self._helped += 1
        self.app.push_screen(HelpScreen(self.keys, self.situation()))

    def action_tour(self) -> None:
        """Begin the tour; while it is on, go on without having done the step."""
        if self.tour is None:
            self.begin_tour()
        else:
            self.tour.skip(self._scene())
            self._show_step()

    def begin_tour(self) -> None:
        from toolkit.tui.state.tour_steps import Tour
        from toolkit.tui.widgets.tour import TourPanel

        if self.view.document is None:
            return
        session = self.session
        # A file that cannot be written must not keep anyone from looking around.
        with suppress(QctError):
            session.project.preferences.note_tour(session.coder)
        self.tour, self._panel = Tour(self._scene()), TourPanel(self.keys)
        self.mount(self._panel, before="#status")
        self._show_step()

    def begin_tour_if_new(self, *, wanted: bool = False) -> None:
        """Where the project has one, on this coder's first time here; always when `wanted`."""
        project = self.session.project
        if wanted or (
            project.config.tour and not project.preferences.tour_seen(self.session.coder)
        ):
            self.begin_tour()

    def follow_tour(self) -> None:
        """Go on with the tour when its step is done."""
        if self.tour is not None and self.tour.see(self._scene()):
            self._show_step()

    def leave_tour(self) -> bool:
        """End the tour; whether it was on."""
        if self.tour is None or self._panel is None:
            return False
        done = self.tour.step is None
        self._panel.remove()
        self.tour = self._panel = None
        key = self._panel_key()
        self.say(f"That was the tour. {key} shows it again." if done else f"{key} shows it again.")
        return True

    def _show_step(self) -> None:
        if self.tour is None or self._panel is None:
            return
        if self.tour.step is None:
            self.leave_tour()
        else:
            self._panel.tell(self.tour, may_change=self.session.may_change)

    def _panel_key(self) -> str:
        from toolkit.tui.keymap import shown_keys

        return shown_keys(self.keys["view.tour"], 1)

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
            helped=self._helped,
        )
