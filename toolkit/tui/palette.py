"""What the command palette offers: actions that apply now, codes, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from toolkit.tui.actions import applicable
from toolkit.tui.keymap import shown_keys
from toolkit.tui.widgets.bars import safe

if TYPE_CHECKING:
    from toolkit.tui.workspace.screen import WorkspaceScreen

_PALETTE = "view.palette"


class WorkspaceCommands(Provider):
    """Lists commands as (text, help, what to run)."""

    @property
    def _workspace(self) -> WorkspaceScreen | None:
        from toolkit.tui.workspace.screen import WorkspaceScreen

        return self.screen if isinstance(self.screen, WorkspaceScreen) else None

    def _actions(self, screen: WorkspaceScreen) -> Iterator[tuple[str, str, Callable[[], object]]]:
        for action in applicable(screen.situation()):
            if action.id != _PALETTE:
                keys = shown_keys(screen.keys[action.id])
                yield (
                    f"{action.label.rstrip('…')}  {keys}",
                    action.help if action.help != action.label else action.group,
                    partial(screen.run_action, action.do),
                )

    def _things(self, screen: WorkspaceScreen) -> Iterator[tuple[str, str, Callable[[], object]]]:
        session = screen.session
        for source in session.sources:
            title = f"{source.id} {source.title}" if source.title != source.id else source.id
            yield safe(f"Open {title}"), "Source", partial(screen.open_source, source.id)
        if session.may_change and session.document is not None:
            for code in session.usable_codes():
                name = f"Code: {code.label(session.language)} ({code.id})"
                yield safe(name), safe(session.path(code.id)), partial(screen.put_here, code.id)

    async def discover(self) -> Hits:
        screen = self._workspace
        if screen is not None:
            for text, help_text, run in self._actions(screen):
                yield DiscoveryHit(text, run, help=help_text)

    async def search(self, query: str) -> Hits:
        screen = self._workspace
        if screen is None:
            return
        matcher = self.matcher(query)
        for text, help_text, run in (*self._actions(screen), *self._things(screen)):
            score = matcher.match(text)
            if score > 0:
                yield Hit(score, matcher.highlight(text), run, help=help_text)
