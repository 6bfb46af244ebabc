"""Search: the open source while the words are typed, all sources on demand.

Words as they are written are searched at once. A regular expression, and words by lemma, are
searched in a thread: whatever was typed, and while a text is analysed for the first time, the keys
go on. Until the forms of a word are known, the places that have it as written are marked.
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
        """Whether a thread searches a regular expression or words by lemma."""
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
        from toolkit.operations.search import lemmas

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
                has_lemmas=lemmas.is_installed(),
            )
        )

    def _changed(self) -> None:
        document, prompt = self.view.document, self._prompt
        if document is None or prompt is None:
            return
        self._drop()
        pattern, regex = prompt.pattern
        self._search(document, pattern, regex=regex, lemma=prompt.by_lemma)

    def _search(self, document: Document, pattern: str, *, regex: bool, lemma: bool) -> None:
        """Mark what is found at once, and let a thread find the rest."""
        if regex or lemma:
            written = NO_MATCHES if regex else document.haystack.find(pattern)
            if not pattern.strip():
                self._show(document, NO_MATCHES, pattern, _kind(regex=regex, lemma=lemma))
                return
            if lemma:
                self.view.set_matches(written)
            self._start(document, pattern, regex=regex)
        else:
            self._show(document, document.haystack.find(pattern), pattern, "")

    def _start(self, document: Document, pattern: str, *, regex: bool) -> None:
        """Search a regular expression, or else words by lemma, without waiting for it."""
        number, project = self._number, self.session.project
        haystack, source_id = document.haystack, document.source.id
        self.is_running = True
        self.host.say(_("Searching …"))

        def note(done: int, total: int) -> None:
            text = _("This text is analysed for the first time: {done} of {total} …")
            self.host.in_main_thread(
                lambda: self._tell(number, text.format(done=done, total=total))
            )

        def work() -> None:
            matches, failure = NO_MATCHES, None
            try:
                with project.sources.searcher(pattern, regex=regex, lemma=not regex) as searcher:
                    if number == self._number:
                        self._searcher = searcher
                        if regex:
                            matches = searcher.find(haystack)
                        else:
                            # The thread that analyses the text goes on when more is typed.
                            (result,) = project.sources.search(
                                searcher, sources=[source_id], note=note
                            )
                            matches = result.matches
            except QctError as error:
                failure = error
            self.host.in_main_thread(
                lambda: self._done(number, document, matches, failure, regex=regex)
            )

        start_thread(project, work, "search")

    def _tell(self, number: int, text: str) -> None:
        """Say how far the search of this number is, while it runs."""
        if number == self._number and self.is_running:
            self.host.say(text)

    def _drop(self) -> None:
        """Stop the search that runs; its answer will be ignored."""
        self._number += 1
        self.is_running = self._go_when_done = False
        searcher, self._searcher = self._searcher, None
        if searcher is not None:
            searcher.stop()

    def _done(
        self,
        number: int,
        document: Document,
        matches: Matches,
        error: QctError | None,
        *,
        regex: bool,
    ) -> None:
        """Take the answer of a thread, unless another search was begun since."""
        if number != self._number or document is not self.view.document:
            return
        self.is_running, self._searcher = False, None
        if error is not None:
            self.view.set_matches(NO_MATCHES)
            message = error.message
            self.host.say(f"{message[0].upper()}{message[1:]}. {error.hint}")
            self._go_when_done = False
            return
        self._show(document, matches, "x", _kind(regex=regex, lemma=not regex))
        if self._go_when_done:
            self._go_when_done = False
            self._go_to_match()

    def _show(self, document: Document, matches: Matches, pattern: str, kind: str) -> None:
        """Mark the matches and tell how many there are, and which kind of search it was."""
        self.view.set_matches(matches)
        words, kind = kind, f" · {kind}" if kind else ""
        if not pattern:
            self.host.say(f"{words[:1].upper()}{words[1:]}")
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
        screen = MatchesScreen(self.session, pattern, regex=regex, lemma=prompt.by_lemma)
        self.host.open_screen(screen, self._go_to_listed)

    def _go_to_listed(self, place: tuple[str, int] | None) -> None:
        """Go to a match of the list; the matches of its source are marked there too."""
        if place is None:
            return
        prompt = self._prompt
        pattern, regex = prompt.pattern if prompt is not None else ("", False)
        lemma = prompt is not None and prompt.by_lemma
        self._drop()
        self._prompts.close()
        source_id, offset = place
        self._navigation.jump(offset, source_id)
        document = self.view.document
        if document is None:
            return
        self._search(document, pattern, regex=regex, lemma=lemma)


def _kind(*, regex: bool, lemma: bool) -> str:
    """The kind of a search, for the search line; words as they are written have none."""
    if regex:
        return _("regular expression")
    return _("by lemma") if lemma else ""
