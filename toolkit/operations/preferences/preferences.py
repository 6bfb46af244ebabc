"""What one coder keeps on this machine: bookmarks, pinned codes, the tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.operations.preferences.bookmarks import Bookmark

from toolkit.operations.subject import Subject


class Preferences(Subject):
    """What one coder keeps on this machine: bookmarks, pinned codes, the tour."""

    def bookmarks(self, coder: str) -> list[Bookmark]:
        """The places that the coder has marked, by letter, in the texts as they are now."""
        from toolkit.operations.preferences.bookmarks import marks

        return marks(self._session, coder)

    def bookmark(self, letter: str, *, coder: str) -> Bookmark:
        """One of the coder's marks; its offset is None when a correction took its words."""
        from toolkit.operations.preferences.bookmarks import mark

        return mark(self._session, letter, coder=coder)

    def set_bookmark(self, letter: str, source_id: str, offset: int, *, coder: str) -> Bookmark:
        """Mark a place with a letter; kept on this machine, no step of the project."""
        from toolkit.operations.preferences.bookmarks import set_mark

        return set_mark(self._session, letter, source_id, offset, coder=coder)

    def remove_bookmark(self, letter: str, *, coder: str) -> Bookmark:
        """Forget a mark; where it was."""
        from toolkit.operations.preferences.bookmarks import remove_mark

        return remove_mark(self._session, letter, coder=coder)

    def pins(self, coder: str) -> dict[int, str]:
        """The codes that the coder has under the number keys of the workspace, by number."""
        from toolkit.operations.preferences.pins import pins

        return pins(self._session, coder)

    def pin(self, number: int, code_id: str, *, coder: str) -> dict[int, str]:
        """Put a code under a number (1 to 9); kept on this machine, no step of the project."""
        from toolkit.operations.preferences.pins import pin

        return pin(self._session, number, code_id, coder=coder)

    def unpin(self, number: int, *, coder: str) -> dict[int, str]:
        """Free a number."""
        from toolkit.operations.preferences.pins import unpin

        return unpin(self._session, number, coder=coder)

    def tour_seen(self, coder: str) -> bool:
        """Whether the coder has been shown around in the workspace of this project."""
        from toolkit.operations.preferences.tour import tour_seen

        return tour_seen(self._session, coder)

    def note_tour(self, coder: str) -> None:
        """Remember that the coder has been shown around; no step of the project."""
        from toolkit.operations.preferences.tour import note_tour

        note_tour(self._session, coder)
