"""Jumps within and between sources, and the way back from the last one."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.i18n import _
from toolkit.tui.widgets.bars import safe
from toolkit.tui.workspace.controller import Controller


@dataclass(frozen=True, slots=True)
class Position:
    """A source and an offset in it."""

    source_id: str
    offset: int


class Navigation(Controller):
    """Where the coder is, and where they were before the last jump."""

    previous: Position | None = None
    """The position before the last jump."""

    @property
    def position(self) -> Position | None:
        """The position of the cursor; None while no source is open."""
        document = self.view.document
        return Position(document.source.id, self.view.cursor) if document is not None else None

    def jump(self, offset: int, source_id: str | None = None) -> None:
        """Move to an offset, of another source if one is named, and remember the position left."""
        before = self.position
        if source_id is not None and (before is None or before.source_id != source_id):
            self.host.open_source(source_id, at=offset)
        else:
            self.view.act(lambda reader: reader.reach(offset))
        if before is not None and before != self.position:
            self.previous = before

    def jump_back(self) -> None:
        """Return to the position before the last jump; a second time undoes the first."""
        if self.previous is None:
            self.host.say(_("There is no jump to go back from."))
            return
        source_id = self.previous.source_id
        if source_id not in {source.id for source in self.session.sources}:
            self.host.say(
                _("{source_id} is no longer open to you.").format(source_id=safe(source_id))
            )
            return
        self.jump(self.previous.offset, source_id)
        self.host.say(_("Back to before the last jump. The same keys return."))
