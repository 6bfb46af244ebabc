"""Actions that search: the open source while it is typed, all sources on demand.

Words are found at once. A regular expression is looked for in a thread, which waits for a
process that can be ended: whatever was typed, the keys go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widgets import Input

from toolkit.errors import QctError
from toolkit.text.search import NO_MATCHES, Matches
from toolkit.tui.support.threads import beside
from toolkit.tui.transcript.document import Document
from toolkit.tui.widgets.prompt import SearchPrompt
from toolkit.tui.workspace.navigation import JumpingBase

if TYPE_CHECKING:
    from toolkit.operations.sources.search import Searcher


class SearchingActions(JumpingBase):
    """The search line: matches are marked while it is typed, enter goes to one."""

    _searched = 0
    """Number of the search under way or last done."""
    _searching = False
    _searcher: Searcher | None = None
    _go_when_found = False

    class Found(Message):
        """A regular expression was looked for."""

        def __init__(
            self, number: int, document: Document, matches: Matches, error: QctError | None
        ) -> None:
            super().__init__()
            self.number, self.document = number, document
            self.matches, self.error = matches, error

    def action_search(self) -> None:
        document = self.view.document
        if document is not None:
            document.haystack  # noqa: B018 - made ready here, so that no letter waits for it
        self.open_prompt(SearchPrompt("Search this source", id="search"))

    @on(SearchPrompt.Turned)
    @on(Input.Changed, "#search")
    def _look(self, event: Message) -> None:
        event.stop()
        document, prompt = self.view.document, self.prompt
        if document is None or not isinstance(prompt, SearchPrompt):
            return
        self._drop_search()
        wanted, regex = prompt.wanted
        if not regex:
            self._mark(document, document.haystack.find(wanted), wanted, "")
        elif not wanted:
            self._mark(document, NO_MATCHES, wanted, "regular expression")
        else:
            self._begin(document, wanted)

    def _begin(self, document: Document, wanted: str) -> None:
        """Look for an expression without waiting for it."""
        number, project, haystack = self._searched, self.session.project, document.haystack
        self._searching = True
        self.say("Looking …")

        def work() -> None:
            matches, failed = NO_MATCHES, None
            try:
                with project.sources.searcher(wanted, regex=True) as finder:
                    if number == self._searched:
                        self._searcher = finder
                        matches = finder.find(haystack)
            except QctError as error:
                failed = error
            self.post_message(self.Found(number, document, matches, failed))

        beside(project, work, "search")

    def _drop_search(self) -> None:
        """What is under way answers nobody any more."""
        self._searched += 1
        self._searching = self._go_when_found = False
        finder, self._searcher = self._searcher, None
        if finder is not None:
            finder.stop()

    @on(Found)
    def _take(self, event: Found) -> None:
        event.stop()
        document = event.document
        if event.number != self._searched or document is not self.view.document:
            return
        self._searching, self._searcher = False, None
        if event.error is not None:
            self.view.set_matches(NO_MATCHES)
            said = event.error.message
            self.say(f"{said[0].upper()}{said[1:]}. {event.error.hint}")
            self._go_when_found = False
            return
        self._mark(document, event.matches, "x", "regular expression")
        if self._go_when_found:
            self._go_when_found = False
            self._arrive()

    def _mark(self, document: Document, matches: Matches, wanted: str, kind: str) -> None:
        """Show the matches and tell how many there are."""
        self.view.set_matches(matches)
        kind = f" · {kind}" if kind else ""
        if not wanted:
            self.say(kind[3:].capitalize())
        elif not matches:
            self.say(f"No match{kind}.")
        else:
            turns = matches.count_parts(document.turn_starts)
            noun = "match" if len(matches) == 1 else "matches"
            where = "turn" if turns == 1 else "turns"
            self.say(f"{len(matches)} {noun} in {turns} {where}{kind}")

    @on(Input.Submitted, "#search")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._searching:
            self._go_when_found = True
        else:
            self._arrive()

    def _arrive(self) -> None:
        """Go to the first match from here on; where there is none, the line stays open."""
        reader = self.view.reader
        if reader is None or not reader.matches:
            if self.prompt is not None and not self.prompt.value:
                self.stop_search()
            return
        self.close_prompt()
        matches = reader.matches
        at = matches.place_of(self.view.cursor)
        if at and matches.starts[at - 1] == self.view.cursor:
            return
        self.jump(matches.starts[at % len(matches)])

    def stop_search(self) -> None:
        """Close the search and unmark its matches."""
        self._drop_search()
        self.close_prompt()
        self.view.set_matches(NO_MATCHES)
        self.say("")

    # --- all sources ------------------------------------------------------------------

    @on(SearchPrompt.Everywhere)
    def _everywhere(self, event: SearchPrompt.Everywhere) -> None:
        event.stop()
        prompt = self.prompt
        if not isinstance(prompt, SearchPrompt) or not prompt.wanted[0].strip():
            self.say("Type what to look for first.")
            return
        from toolkit.tui.screens.matches import MatchesScreen

        wanted, regex = prompt.wanted
        screen = MatchesScreen(self.session, wanted, regex=regex)
        self.app.push_screen(screen, self._go_to_found)

    def _go_to_found(self, place: tuple[str, int] | None) -> None:
        """Go to a match of the list; its source's matches are marked there too."""
        if place is None:
            return
        prompt = self.prompt
        wanted, regex = prompt.wanted if isinstance(prompt, SearchPrompt) else ("", False)
        self._drop_search()
        self.close_prompt()
        source_id, offset = place
        self.jump(offset, source_id)
        document = self.view.document
        if document is None:
            return
        if regex:
            self._begin(document, wanted)
        else:
            self._mark(document, document.haystack.find(wanted), wanted, "")
