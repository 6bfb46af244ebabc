"""Bookmarks: a letter marks a place, and the letter goes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.tui.widgets.bars import safe, short
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from toolkit.operations.preferences.bookmarks import Bookmark
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.workspace.navigation import Navigation

_BACK = "'"
"""The key that goes to a bookmark; pressed twice it goes back to before the last jump."""


class Bookmarks(Controller):
    """Setting a bookmark, and going to one."""

    def __init__(
        self, host: Host, session: CodingSession, view: TranscriptView, navigation: Navigation
    ) -> None:
        super().__init__(host, session, view)
        self._navigation = navigation

    def set(self) -> None:
        self.view.ask_key(self._set)
        self.host.say(_("Type a letter to name the bookmark."))

    def _set(self, letter: str) -> None:
        position = self._navigation.position
        if position is None or not _is_letter(letter):
            self.host.say(_("No bookmark was set: its name is one letter.") if letter else "")
            return
        session = self.session
        mark = self.attempt(
            lambda: session.project.preferences.set_bookmark(
                letter, position.source_id, position.offset, coder=session.coder
            )
        )
        if mark is not None:
            self.host.say(
                _("Bookmark {letter} is set. ' {letter} comes back here.").format(
                    letter=mark.letter
                )
            )

    def go(self) -> None:
        marks = self.attempt(lambda: self.session.project.preferences.bookmarks(self.session.coder))
        if marks is None:
            return
        letters = ", ".join(f"{mark.letter} {safe(mark.source_id)}" for mark in marks)
        self.view.ask_key(lambda key: self._go_key(key, marks))
        self.host.say(
            _("Type the letter of a bookmark: {letters}   ' Back").format(
                letters=short(letters, 60) or _("none is set")
            )
        )

    def _go_key(self, key: str, marks: list[Bookmark]) -> None:
        if key == _BACK:
            self._navigation.jump_back()
            return
        if not _is_letter(key):
            self.host.say("")
            return
        mark = next((mark for mark in marks if mark.letter == key), None)
        if mark is None:
            self.host.say(
                _('There is no bookmark {key}. Set one with " and the letter.').format(key=key)
            )
        else:
            self._go_to(mark)

    def _go_to(self, mark: Bookmark) -> None:
        session, source = self.session, safe(mark.source_id)
        if mark.source_id not in {source.id for source in session.sources}:
            self.host.say(
                _("Bookmark {letter} is in {source}, which is not open to you here.").format(
                    letter=mark.letter, source=source
                )
            )
        elif mark.offset is None:
            dropped = self.attempt(
                lambda: session.project.preferences.remove_bookmark(
                    mark.letter, coder=session.coder
                )
            )
            if dropped is not None:
                self.host.say(
                    _(
                        "The words at bookmark {letter} are gone from {source} since "
                        "it was corrected; the bookmark was removed."
                    ).format(letter=mark.letter, source=source)
                )
        else:
            self._navigation.jump(mark.offset, mark.source_id)
            moved = _(", where its words are in the corrected text") if mark.moved else ""
            self.host.say(_("At bookmark {letter}{moved}.").format(letter=mark.letter, moved=moved))


def _is_letter(key: str) -> bool:
    return len(key) == 1 and key.isalpha()
