"""What the command palette offers: actions that apply now, codes, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from toolkit.i18n import _
from toolkit.tui.actions import applicable
from toolkit.tui.keymap import shown_keys
from toolkit.tui.widgets.bars import safe

if TYPE_CHECKING:
    from toolkit.tui.action_context import ActionContext
    from toolkit.tui.state.coding_session import CodingSession

_PALETTE = "view.palette"
Command = tuple[str, str, Callable[[], object]]
"""Text, help, and what runs it."""


@runtime_checkable
class CommandScreen(Protocol):
    """A screen whose actions the palette offers."""

    session: CodingSession
    keys: Mapping[str, str]

    def action_context(self) -> ActionContext: ...

    def action_perform(self, action_id: str) -> None: ...

    def apply_here(self, code_id: str) -> None: ...

    def open_source(self, source_id: str, at: int | None = None) -> None: ...


class WorkspaceCommands(Provider):
    """Lists commands of the workspace; no commands on other screens."""

    @property
    def _workspace(self) -> CommandScreen | None:
        return self.screen if isinstance(self.screen, CommandScreen) else None

    def _actions(self, screen: CommandScreen) -> Iterator[Command]:
        for action in applicable(screen.action_context()):
            if action.id != _PALETTE:
                keys = shown_keys(screen.keys[action.id])
                yield (
                    f"{action.label.rstrip('…')}  {keys}",
                    action.help if action.help != action.label else action.group,
                    partial(screen.action_perform, action.id),
                )

    def _things(self, screen: CommandScreen) -> Iterator[Command]:
        session = screen.session
        for source in session.sources:
            title = f"{source.id} {source.title}" if source.title != source.id else source.id
            yield (
                safe(_("Open {title}").format(title=title)),
                _("Source"),
                partial(screen.open_source, source.id),
            )
        if session.may_change and session.document is not None:
            for code in session.usable_codes():
                name = _("Code: {label} ({id})").format(
                    label=code.label(session.language), id=code.id
                )
                yield safe(name), safe(session.path(code.id)), partial(screen.apply_here, code.id)

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
