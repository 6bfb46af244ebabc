"""What one coder keeps on this machine: bookmarks, pinned codes, the tour.

None of it is a step of the project: it enters no event, no export and no bundle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import InputError, QctError, UsageError
from toolkit.i18n import _
from toolkit.operations.preferences.local_file import PreferenceFile
from toolkit.operations.preferences.pins import NUMBERS, PINS, check_number
from toolkit.operations.session import need_code, need_source
from toolkit.operations.subject import Subject
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.operations.preferences.bookmarks import Bookmark

_TOURS = PreferenceFile("tours.json", "tours")
_SHOWN = "shown"


class Preferences(Subject):
    """What one coder keeps on this machine: bookmarks, pinned codes, the tour."""

    def bookmarks(self, coder: str) -> list[Bookmark]:
        """The coder's bookmarks by letter, at their places in the texts as they are now.

        Raises `InputError` for a damaged file.
        """
        from toolkit.operations.preferences.bookmarks import BOOKMARKS, bookmark_from

        session = self._session
        entries = BOOKMARKS.read(session, coder)
        sources = {source.id: source for source in queries.sources(session.database)}
        return [
            bookmark_from(session, letter, entries[letter], sources) for letter in sorted(entries)
        ]

    def bookmark(self, letter: str, *, coder: str) -> Bookmark:
        """One of the coder's bookmarks; its offset is None when a correction took its words.

        Raises `InputError`, naming those there are, if it is not set.
        """
        from toolkit.operations.preferences.bookmarks import checked_letter

        letter = checked_letter(letter)
        bookmarks = {bookmark.letter: bookmark for bookmark in self.bookmarks(coder)}
        if letter in bookmarks:
            return bookmarks[letter]
        present = (
            _("set are {bookmarks}").format(bookmarks=", ".join(bookmarks))
            if bookmarks
            else _("none is set")
        )
        raise InputError(
            _("{coder} has no mark {letter}: {present}").format(
                coder=coder, letter=letter, present=present
            ),
            code="mark-unset",
            hint=_('Set one with " and the letter in the workspace, or with `qct marks set`.'),
        )

    def set_bookmark(self, letter: str, source_id: str, offset: int, *, coder: str) -> Bookmark:
        """Mark a place with a letter, in place of where the letter was."""
        from toolkit.operations.preferences.bookmarks import (
            BOOKMARKS,
            Bookmark,
            checked_letter,
            entry,
        )

        session = self._session
        letter, source = checked_letter(letter), need_source(session, source_id)
        if not 0 <= offset < max(source.length, 1):
            raise InputError(
                _("{offset} is outside of source {source}: offsets run from 0 to {length}").format(
                    offset=offset, source=source.id, length=max(source.length - 1, 0)
                ),
                code="place-outside",
            )
        entries = BOOKMARKS.read(session, coder)
        BOOKMARKS.write(session, coder, {**entries, letter: entry(source, offset)})
        return Bookmark(letter, source_id, offset)

    def remove_bookmark(self, letter: str, *, coder: str) -> Bookmark:
        """Forget a bookmark; returns where it was."""
        from toolkit.operations.preferences.bookmarks import BOOKMARKS

        removed = self.bookmark(letter, coder=coder)
        entries = BOOKMARKS.read(self._session, coder)
        del entries[removed.letter]
        BOOKMARKS.write(self._session, coder, entries)
        return removed

    def pins(self, coder: str) -> dict[int, str]:
        """The codes that the coder has under the number keys of the workspace, by number.

        Raises `InputError` for a damaged file.
        """
        entries = PINS.read(self._session, coder)
        return {number: entries[str(number)] for number in NUMBERS if str(number) in entries}

    def pin(self, number: int, code_id: str, *, coder: str) -> dict[int, str]:
        """Put a code under a number (1 to 9), in place of what is there.

        A code has one number only. Returns the pins as they are then.
        """
        check_number(number)
        need_code(self._session, code_id)
        others = {other: pinned for other, pinned in self.pins(coder).items() if pinned != code_id}
        return self._write_pins({**others, number: code_id}, coder)

    def unpin(self, number: int, *, coder: str) -> dict[int, str]:
        """Free a number; returns the pins that are left. Raises `UsageError` where it is free."""
        check_number(number)
        pins = self.pins(coder)
        if number not in pins:
            raise UsageError(
                _("{coder} has nothing pinned to {number}").format(coder=coder, number=number),
                code="not-pinned",
                hint=_("`qct codebook pins` shows what is pinned to which number."),
            )
        del pins[number]
        return self._write_pins(pins, coder)

    def _write_pins(self, pins: Mapping[int, str], coder: str) -> dict[int, str]:
        in_order = dict(sorted(pins.items()))
        PINS.write(
            self._session, coder, {str(number): code_id for number, code_id in in_order.items()}
        )
        return in_order

    def tour_seen(self, coder: str) -> bool:
        """Whether the coder has begun the tour of the workspace in this project.

        Where that cannot be read it is True, so that the tour imposes on nobody.
        """
        try:
            return _SHOWN in _TOURS.read(self._session, coder)
        except QctError:
            return True

    def note_tour(self, coder: str) -> None:
        """Remember that the tour was begun. Raises `UsageError` where that cannot be written."""
        entries = _TOURS.read(self._session, coder)
        if _SHOWN not in entries:
            _TOURS.write(self._session, coder, {**entries, _SHOWN: "yes"})
