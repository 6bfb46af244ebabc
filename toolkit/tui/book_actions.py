"""Actions of the workspace on the codebook as a whole and on memos."""

from __future__ import annotations

from toolkit.domain.coding import Coding
from toolkit.tui.base import WorkspaceBase


class BookActions(WorkspaceBase):
    """Opening the codebook, and going from it to a passage."""

    def open_source(self, source_id: str, at: int | None = None) -> None:
        raise NotImplementedError

    def action_codebook(self) -> None:
        from toolkit.tui.screens.codebook import CodebookScreen

        def back(coding: Coding | None) -> None:
            self.refresh_data(sources=True)
            if coding is not None:
                self.open_source(coding.source_id, at=coding.span.start)
                self.view.focus()

        screen = self.attempt(lambda: CodebookScreen(self.session))
        if screen is not None:
            self.app.push_screen(screen, back)
