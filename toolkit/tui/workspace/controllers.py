"""The controllers of the workspace, and the one place where actions are dispatched to them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.tui.workspace.navigation import Navigation
from toolkit.tui.workspace.prompt_line import PromptLine
from toolkit.tui.workspace.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.timer import Timer
    from textual.widget import Widget

    from toolkit.domain.spans import Span
    from toolkit.tui.action import Action
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.workspace.bookmarks import Bookmarks
    from toolkit.tui.workspace.codebook import CodebookController
    from toolkit.tui.workspace.controller import Host
    from toolkit.tui.workspace.editing import Editing
    from toolkit.tui.workspace.go_to import GoTo
    from toolkit.tui.workspace.memos import Memos
    from toolkit.tui.workspace.new_code import NewCodes
    from toolkit.tui.workspace.panes import Panes
    from toolkit.tui.workspace.pins import Pins
    from toolkit.tui.workspace.queue.queue import QueueController
    from toolkit.tui.workspace.search import Search
    from toolkit.tui.workspace.sources.concordance import ConcordanceController
    from toolkit.tui.workspace.sources.identifiers import IdentifiersController
    from toolkit.tui.workspace.speakers import SpeakersController
    from toolkit.tui.workspace.suggestions import Suggestions
    from toolkit.tui.workspace.team import Team
    from toolkit.tui.workspace.tour import TourController


class Controllers:
    """One controller for each group of actions.

    Those that the first paint does not need are made, with what they need of the others, when
    they are first asked for something.
    """

    def __init__(
        self,
        host: Host,
        session: CodingSession,
        view: TranscriptView,
        *,
        mount: Callable[[Widget], object],
        every: Callable[[float, Callable[[], None]], Timer],
        panes: Panes,
    ) -> None:
        """`mount` puts a widget above the status line; `every` calls something again and again,
        so many seconds apart."""
        self._parts = (host, session, view)
        self._mount, self._every = mount, every
        self.panes = panes
        self.prompts = PromptLine(view, mount, host.update_bars)
        self.navigation = Navigation(*self._parts)
        self.reading = Reading(*self._parts, self.navigation)

    def perform(self, action: Action) -> None:
        """Call the method that the table of actions names for an action."""
        host = self._parts[0]
        owner, _, method = action.action.partition(".")
        target = {"workspace": host, "app": host.app}.get(owner) or getattr(self, owner)
        getattr(target, method)(*action.arguments)

    @property
    def tour_is_on(self) -> bool:
        return "tour" in self.__dict__ and self.tour.tour is not None

    @property
    def is_asking_model(self) -> bool:
        return "suggestions" in self.__dict__ and self.suggestions.request is not None

    def cancel_request(self) -> bool:
        """Cancel the request that the model is working on; whether there was one."""
        return self.is_asking_model and self.suggestions.cancel()

    @cached_property
    def bookmarks(self) -> Bookmarks:
        from toolkit.tui.workspace.bookmarks import Bookmarks

        return Bookmarks(*self._parts, self.navigation)

    @cached_property
    def go_to(self) -> GoTo:
        from toolkit.tui.workspace.go_to import GoTo

        return GoTo(*self._parts, self.navigation, self.prompts)

    @cached_property
    def search(self) -> Search:
        from toolkit.tui.workspace.search import Search

        return Search(*self._parts, self.navigation, self.prompts)

    @cached_property
    def new_codes(self) -> NewCodes:
        from toolkit.tui.workspace.new_code import NewCodes

        return NewCodes(*self._parts, self._apply_codes)

    @cached_property
    def editing(self) -> Editing:
        from toolkit.tui.workspace.editing import Editing

        return Editing(*self._parts, self.new_codes)

    @cached_property
    def pins(self) -> Pins:
        from toolkit.tui.workspace.pins import Pins

        return Pins(*self._parts, self.editing)

    @cached_property
    def memos(self) -> Memos:
        from toolkit.tui.workspace.memos import Memos

        return Memos(*self._parts)

    @cached_property
    def suggestions(self) -> Suggestions:
        from toolkit.tui.workspace.suggestions import Suggestions

        return Suggestions(*self._parts, self.editing, self.new_codes, self._every)

    @cached_property
    def codebook(self) -> CodebookController:
        from toolkit.tui.workspace.codebook import CodebookController

        return CodebookController(*self._parts)

    @cached_property
    def speakers(self) -> SpeakersController:
        from toolkit.tui.workspace.speakers import SpeakersController

        return SpeakersController(*self._parts)

    @cached_property
    def concordance(self) -> ConcordanceController:
        from toolkit.tui.workspace.sources.concordance import ConcordanceController

        return ConcordanceController(*self._parts, self.navigation)

    @cached_property
    def identifiers(self) -> IdentifiersController:
        from toolkit.tui.workspace.sources.identifiers import IdentifiersController

        return IdentifiersController(*self._parts)

    @cached_property
    def queue(self) -> QueueController:
        from toolkit.tui.workspace.queue.queue import QueueController

        return QueueController(*self._parts)

    @cached_property
    def team(self) -> Team:
        from toolkit.tui.workspace.team import Team

        return Team(*self._parts)

    @cached_property
    def tour(self) -> TourController:
        from toolkit.tui.workspace.tour import TourController

        return TourController(*self._parts, self._mount)

    def _apply_codes(self, span: Span, codes: Sequence[str]) -> None:
        self.editing.apply_codes(span, codes)
