"""The panes beside the text: the list of sources and the inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.widgets.inspector import Inspector
    from toolkit.tui.widgets.sources import SourceList

BOTH_PANES, INSPECTOR = 118, 92
"""Terminal columns from which source list and inspector, or the inspector alone, are shown."""
_BAND_ROWS = 24
"""Rows from which a narrow terminal has the inspector below the text."""


class Panes(Controller):
    """Showing and hiding panes, and going from source to source."""

    def __init__(
        self,
        host: Host,
        session: CodingSession,
        view: TranscriptView,
        sources: SourceList,
        inspector: Inspector,
        set_narrow: Callable[[bool], object],
    ) -> None:
        """`set_narrow` tells the screen whether the panes stand above and below the text."""
        super().__init__(host, session, view)
        self._sources, self._set_narrow = sources, set_narrow
        self._widgets = {"sources": sources, "inspector": inspector}
        self._chosen: dict[str, bool] = {}
        """Panes that the coder has shown or hidden by hand."""
        self._is_narrow = False

    def arrange(self, columns: int, rows: int) -> None:
        """Show the panes that a terminal of this size has room for."""
        self._is_narrow = columns < INSPECTOR
        self._set_narrow(self._is_narrow)
        usual = {
            "sources": columns >= BOTH_PANES,
            "inspector": not self._is_narrow or rows >= _BAND_ROWS,
        }
        for name, widget in self._widgets.items():
            widget.display = self._chosen.get(name, usual[name])

    def toggle(self, pane: str) -> None:
        widget = self._widgets[pane]
        widget.display = self._chosen[pane] = not widget.display
        if widget.display and pane == "sources":
            widget.focus()
        elif not widget.display:
            self.view.focus()

    def choose_source(self, source_id: str) -> None:
        """Open the source that was chosen in the list."""
        self.host.open_source(source_id)
        if self._is_narrow:
            self.toggle("sources")
        self.view.focus()

    def source(self, by: int) -> None:
        """Open the source that stands so many further in the list."""
        ids = [source.id for source in self.session.sources]
        document = self.view.document
        here = ids.index(document.source.id) if document and document.source.id in ids else -by
        self.host.open_source(ids[(here + by) % len(ids)])
