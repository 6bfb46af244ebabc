"""Search: the open source while the words are typed, all sources on demand.

Words are searched at once. A regular expression is searched in a thread, which waits for a
process that can be ended: whatever was typed, the keys go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import QctError
from toolkit.i18n import _, ngettext
from toolkit.text.search import NO_MATCHES, Matches
from toolkit.tui.support.threads import start_thread
from toolkit.tui.widgets.prompt import SearchPrompt
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from toolkit.operations.search.searchers import Searcher
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.document import Document
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.workspace.navigation import Navigation
    from toolkit.tui.workspace.prompt_line import PromptLine


class Search(Controller):
    """The search line: matches are marked while it is typed, enter goes to one."""

    def __init__(
        self,
        host: Host,
        session: CodingSession,
        view: TranscriptView,
        navigation: Navigation,
        prompts: PromptLine,
    ) -> None:
        super().__init__(host, session, view)
        self._navigation, self._prompts = navigation, prompts
        self.is_running = False
        """Whether a regular expression is being searched."""
        self._number = 0
        """Number of the search that runs or was last done."""
        self._searcher: Searcher | None = None
        self._go_when_done = False

    @property
    def _prompt(self) -> SearchPrompt | None:
        prompt = self._prompts.current
        return prompt if isinstance(prompt, SearchPrompt) else None

    def open(self) -> None:
        """Ask what to search in this source."""
        document = self.view.document
        if document is not None:
            document.haystack  # noqa: B018 - made ready here, so that no letter waits for it
        self._prompts.open(
            SearchPrompt(
                _("Search this source"),
                id="search",
                changed=self._changed,
                submitted=self._submitted,
                everywhere=self._search_everywhere,
            )
        )

    def _changed(self) -> None:
        document, prompt = self.view.document, self._prompt
        if document is None or prompt is None:
            return
        self._drop()
        pattern, regex = prompt.pattern
        if not regex:
            self._show(document, document.haystack.find(pattern), pattern, regex=False)
        elif not pattern:
            self._show(document, NO_MATCHES, pattern, regex=True)
        else:
            self._start_regex(document, pattern)

    def _start_regex(self, document: Document, pattern: str) -> None:
        """Search a regular expression without waiting for it."""
        number, project, haystack = self._number, self.session.project, document.haystack
        self.is_running = True
        self.host.say(_("Searching …"))

        def work() -> None:
            matches, failure = NO_MATCHES, None
            try:
                with project.sources.searcher(pattern, regex=True) as searcher:
                    if number == self._number:
                        self._searcher = searcher
                        matches = searcher.find(haystack)
            except QctError as error:
                failure = error
            self.host.in_main_thread(lambda: self._done(number, document, matches, failure))

        start_thread(project, work, "search")

    def _drop(self) -> None:
        """Stop the search that runs; its answer will be ignored."""
        self._number += 1
        self.is_running = self._go_when_done = False
        searcher, self._searcher = self._searcher, None
        if searcher is not None:
            searcher.stop()

    def _done(
        self, number: int, document: Document, matches: Matches, error: QctError | None
    ) -> None:
        """Take the answer of a regular expression, unless another search was begun since."""
        if number != self._number or document is not self.view.document:
            return
        self.is_running, self._searcher = False, None
        if error is not None:
            self.view.set_matches(NO_MATCHES)
            message = error.message
            self.host.say(f"{message[0].upper()}{message[1:]}. {error.hint}")
            self._go_when_done = False
            return
        self._show(document, matches, "x", regex=True)
        if self._go_when_done:
            self._go_when_done = False
            self._go_to_match()

    def _show(self, document: Document, matches: Matches, pattern: str, *, regex: bool) -> None:
        """Mark the matches and tell how many there are."""
        self.view.set_matches(matches)
        kind = " · " + _("regular expression") if regex else ""
        if not pattern:
            self.host.say(_("Regular expression") if regex else "")
        elif not matches:
            self.host.say(_("No match") + f"{kind}.")
        else:
            turns, count = matches.count_parts(document.turn_starts), len(matches)
            how_many = ngettext("{count} match", "{count} matches", count).format(count=count)
            where = ngettext("in {turns} turn", "in {turns} turns", turns).format(turns=turns)
            self.host.say(f"{how_many} {where}{kind}")

    def _submitted(self, _: str) -> None:
        if self.is_running:
            self._go_when_done = True
        else:
            self._go_to_match()

    def _go_to_match(self) -> None:
        """Go to the first match from here on; where there is none, the line stays open."""
        reader = self.view.reader
        if reader is None or not reader.matches:
            if self._prompts.current is not None and not self._prompts.current.value:
                self.stop()
            return
        self._prompts.close()
        matches = reader.matches
        at = matches.place_of(self.view.cursor)
        if at and matches.starts[at - 1] == self.view.cursor:
            return
        self._navigation.jump(matches.starts[at % len(matches)])

    def stop(self) -> None:
        """Close the search line and unmark the matches."""
        self._drop()
        self._prompts.close()
        self.view.set_matches(NO_MATCHES)
        self.host.say("")

    # --- all sources ------------------------------------------------------------------

    def _search_everywhere(self) -> None:
        prompt = self._prompt
        if prompt is None or not prompt.pattern[0].strip():
            self.host.say(_("Type what to search for first."))
            return
        from toolkit.tui.screens.matches import MatchesScreen

        pattern, regex = prompt.pattern
        screen = MatchesScreen(self.session, pattern, regex=regex)
        self.host.open_screen(screen, self._go_to_listed)

    def _go_to_listed(self, place: tuple[str, int] | None) -> None:
        """Go to a match of the list; the matches of its source are marked there too."""
        if place is None:
            return
        pattern, regex = self._prompt.pattern if self._prompt is not None else ("", False)
        self._drop()
        self._prompts.close()
        source_id, offset = place
        self._navigation.jump(offset, source_id)
        document = self.view.document
        if document is None:
            return
        if regex:
            self._start_regex(document, pattern)
        else:
            self._show(document, document.haystack.find(pattern), pattern, regex=False)
