"""Going far, and coming back."""

from __future__ import annotations

from toolkit.tui.widgets.prompt import Prompt
from toolkit.tui.workspace.base import WorkspaceBase

Stand = tuple[str, int]
"""A source and an offset in it."""


class JumpingBase(WorkspaceBase):
    """What every action that goes far shares: the place it left, and the line that asks."""

    left: Stand | None = None
    """Where the coder was before the last jump."""
    prompt: Prompt | None = None
    """The line that asks, while one is open."""

    @property
    def stand(self) -> Stand | None:
        """Where the coder is now."""
        document = self.view.document
        return (document.source.id, self.view.cursor) if document is not None else None

    def jump(self, offset: int, source_id: str | None = None) -> None:
        """Stand at an offset, of another source if one is named; remember the place left."""
        here = self.stand
        if source_id is not None and (here is None or here[0] != source_id):
            self.open_source(source_id, at=offset)
        else:
            self.view.act(lambda reader: reader.reach(offset))
        if here is not None and here != self.stand:
            self.left = here

    def open_prompt(self, prompt: Prompt) -> None:
        """Ask; the same question asked twice is asked once."""
        asked = self.prompt
        if asked is not None and asked.id == prompt.id:
            asked.focus()
            return
        if asked is not None:
            asked.remove()
        self.prompt = prompt
        self.mount(prompt, before="#status")
        prompt.focus()
        self.update_bars()

    def close_prompt(self) -> None:
        if self.prompt is not None:
            self.prompt.remove()
            self.prompt = None
        self.view.focus()
