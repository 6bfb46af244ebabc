"""A word in context: from the transcript to its list, and from a line of it to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.tui.keymap import shown_keys
from toolkit.tui.widgets.bars import safe
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from toolkit.analysis.terms.concordance import Line
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.state.concordance import ConcordanceList
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.workspace.navigation import Navigation

MOST_SELECTED = 60
"""Longest selection, in code points, that is taken for the word to look for."""


class ConcordanceController(Controller):
    """Texts are everyone's: a concordance shows nothing of anybody's codings."""

    def __init__(
        self, host: Host, session: CodingSession, view: TranscriptView, navigation: Navigation
    ) -> None:
        super().__init__(host, session, view)
        self._navigation = navigation
        self._listing: ConcordanceList | None = None

    def open(self) -> None:
        """Show the list that was left last, or ask for a word: the one selected, if any."""
        from toolkit.operations.search import lemmas
        from toolkit.tui.screens.concordance.screen import ConcordanceScreen
        from toolkit.tui.state.concordance import ConcordanceList

        if self._listing is None:
            self._listing = ConcordanceList(self.session)
        selection = self.view.selection
        word = self.words(self.session.trimmed(selection)) if selection is not None else ""
        if len(word) > MOST_SELECTED or "\n" in word:
            word = ""
        screen = ConcordanceScreen(self._listing, word, has_lemmas=lemmas.is_installed())
        self.host.open_screen(screen, self._go_to)

    def _go_to(self, line: Line | None) -> None:
        """Go to the place of a line; the other places in its source are marked there too."""
        listing = self._listing
        if line is None or listing is None or listing.answer is None:
            return
        if line.source_id not in {source.id for source in self.session.sources}:
            self.host.say(
                _("{source_id} is no longer open to you.").format(source_id=safe(line.source_id))
            )
            return
        sources, texts = self.session.project.sources, listing.answer.made.texts
        now = self.attempt(lambda: sources.get(line.source_id))
        if now is None:
            return
        key = shown_keys(self.host.keys["move.context"], 1)
        moved = _("The text was corrected since it was listed; {key} lists its places anew.")
        if now.text_sha256 != texts[line.source_id]:
            self.host.say(moved.format(key=key))
            return
        self._navigation.jump(line.start, line.source_id)
        document = self.view.document
        if document is None or document.source.text_sha256 != texts[line.source_id]:
            self.host.say(moved.format(key=key))
            return
        self.view.set_matches(listing.matches_in(line.source_id))
        self.host.say(_("{key} goes back to the list.").format(key=key))
