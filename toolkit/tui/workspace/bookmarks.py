"""Actions that mark places with letters and go back to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.tui.widgets.bars import safe, short
from toolkit.tui.workspace.navigation import JumpingBase

if TYPE_CHECKING:
    from toolkit.operations.preferences.bookmarks import Bookmark

_BACK = "'"


class MarkingActions(JumpingBase):
    """A letter sets, a letter goes; the key that goes, twice, goes back."""

    def action_set_mark(self) -> None:
        self.view.ask_key(self._set_mark)
        self.say("Mark this place with which letter?")

    def _set_mark(self, letter: str) -> None:
        here = self.stand
        if here is None or not _is_letter(letter):
            self.say("Nothing marked: a mark is one letter." if letter else "")
            return
        session = self.session
        source_id, offset = here
        mark = self.attempt(
            lambda: session.project.preferences.set_bookmark(
                letter, source_id, offset, coder=session.coder
            )
        )
        if mark is not None:
            self.say(f"Marked. ' {mark.letter} comes back here.")

    def action_go_to_mark(self) -> None:
        marks = self.attempt(lambda: self.session.project.preferences.bookmarks(self.session.coder))
        if marks is None:
            return
        set_ = ", ".join(f"{mark.letter} {safe(mark.source_id)}" for mark in marks)
        self.view.ask_key(lambda key: self._go_to_mark(key, marks))
        self.say(f"Go to which mark? {short(set_, 60) or 'None is set.'}   ' Back")

    def _go_to_mark(self, key: str, marks: list[Bookmark]) -> None:
        if key == _BACK:
            self._go_back()
            return
        if not _is_letter(key):
            self.say("")
            return
        found = [mark for mark in marks if mark.letter == key]
        if not found:
            self.say(f'There is no mark {key}. " and the letter sets one.')
        else:
            self._go_mark(found[0])

    def _go_mark(self, mark: Bookmark) -> None:
        session, source = self.session, safe(mark.source_id)
        if mark.source_id not in {source.id for source in session.sources}:
            self.say(f"Mark {mark.letter} is in {source}, which is not open to you here.")
        elif mark.offset is None:
            dropped = self.attempt(
                lambda: session.project.preferences.remove_bookmark(
                    mark.letter, coder=session.coder
                )
            )
            if dropped is not None:
                self.say(
                    f"The words at mark {mark.letter} are gone from {source} since it was "
                    "corrected; the mark is dropped."
                )
        else:
            self.jump(mark.offset, mark.source_id)
            moved = ", where its words are in the corrected text" if mark.moved else ""
            self.say(f"At mark {mark.letter}{moved}.")

    def _go_back(self) -> None:
        if self.left is None:
            self.say("There is no jump to come back from.")
            return
        source_id, offset = self.left
        if source_id not in {source.id for source in self.session.sources}:
            self.say(f"{safe(source_id)} is not open to you any more.")
            return
        self.jump(offset, source_id)
        self.say("Back to before the last jump; the same keys return.")


def _is_letter(key: str) -> bool:
    return len(key) == 1 and key.isalpha()
