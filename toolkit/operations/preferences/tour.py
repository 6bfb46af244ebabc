"""Whether a coder has been shown around in the workspace of this project."""

from __future__ import annotations

from toolkit.errors import QctError
from toolkit.operations.preferences.local_file import OwnFile
from toolkit.operations.session import ProjectSession

_FILE = OwnFile("tours.json", "tours")
_SHOWN = "shown"


def tour_seen(session: ProjectSession, coder: str) -> bool:
    """Whether the tour was begun; also where that cannot be read, so that it imposes on nobody."""
    try:
        return _SHOWN in _FILE.read(session, coder)
    except QctError:
        return True


def note_tour(session: ProjectSession, coder: str) -> None:
    """Remember that the tour was begun. Raises `UsageError` where that cannot be written."""
    if _SHOWN not in (own := _FILE.read(session, coder)):
        _FILE.write(session, coder, {**own, _SHOWN: "yes"})
