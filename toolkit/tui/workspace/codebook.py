"""The codebook: opened from the workspace, and left for a passage in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.tui.workspace.controller import Controller

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding


class CodebookController(Controller):
    """Opening the codebook."""

    def open(self) -> None:
        from toolkit.tui.screens.codebook.screen import CodebookScreen

        def closed(coding: Coding | None) -> None:
            self.host.refresh_data(sources=True)
            if coding is not None:
                self.host.open_source(coding.source_id, at=coding.span.start)
                self.view.focus()

        screen = self.attempt(lambda: CodebookScreen(self.session))
        if screen is not None:
            self.host.open_screen(screen, closed)
