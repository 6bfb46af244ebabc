"""Actions that search the open source."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from toolkit.domain.spans import Span
from toolkit.tui.document import Document
from toolkit.tui.jumping import JumpingBase
from toolkit.tui.search import find_all
from toolkit.tui.widgets.prompt import Prompt


class SearchingActions(JumpingBase):
    """The search line: matches are marked while it is typed, enter goes to one."""

    def action_search(self) -> None:
        self.open_prompt(Prompt("Search this source", id="search"))

    @on(Input.Changed, "#search")
    def _look(self, event: Input.Changed) -> None:
        event.stop()
        document = self.view.document
        if document is None:
            return
        matches = find_all(document.text, event.value)
        self.view.set_matches(matches)
        self._tell_matches(document, matches, event.value)

    def _tell_matches(self, document: Document, matches: list[Span], query: str) -> None:
        if not query:
            self.say("")
        elif not matches:
            self.say("No match.")
        else:
            turns = len({document.turn_index(match.start) for match in matches})
            noun = "match" if len(matches) == 1 else "matches"
            self.say(f"{len(matches)} {noun} in {turns} {'turn' if turns == 1 else 'turns'}")

    @on(Input.Submitted, "#search")
    def _go_to_match(self, event: Input.Submitted) -> None:
        event.stop()
        self.close_prompt()
        reader = self.view.reader
        if reader is None or not reader.matches:
            self.stop_search()
            return
        here = any(self.view.cursor == match.start for match in reader.matches)
        if not here:
            after = [m for m in reader.matches if m.start >= self.view.cursor]
            self.jump((after or list(reader.matches))[0].start)

    def stop_search(self) -> None:
        """Close the search and unmark its matches."""
        self.close_prompt()
        self.view.set_matches(())
        self.say("")
