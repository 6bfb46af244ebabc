"""Locations in a text as people write them: a line, a turn, a time or an offset.

    12   line 12   T12   turn 12   12:34   01:02:03   @1234

The caller chooses what a bare number means: a line in the workspace, an offset in scripts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.errors import InputError, UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.transcript import Turn


class LocationKind(StrEnum):
    """The unit in which a location is counted."""

    LINE = "line"
    """Lines of the source, from 1."""
    TURN = "turn"
    """Turns, from 1."""
    TIME = "time"
    """Seconds of the recording, by the timestamps of the turns."""
    OFFSET = "offset"
    """Code points, from 0."""


@dataclass(frozen=True, slots=True)
class Location:
    """A number with the unit in which it counts."""

    kind: LocationKind
    number: int

    def __str__(self) -> str:
        """The spelling that `parse_place` reads.

        >>> str(Location(LocationKind.TIME, 3723)), str(Location(LocationKind.TURN, 12))
        ('01:02:03', 'T12')
        """
        if self.kind is LocationKind.TIME:
            return clock(self.number)
        return f"{_PREFIX[self.kind]}{self.number}"


_PREFIX = {LocationKind.LINE: "L", LocationKind.TURN: "T", LocationKind.OFFSET: "@"}
_KINDS: dict[str, LocationKind | None] = {
    "": None,
    "l": LocationKind.LINE,
    "line": LocationKind.LINE,
    "t": LocationKind.TURN,
    "turn": LocationKind.TURN,
    "@": LocationKind.OFFSET,
}
_NAMED = re.compile(r"(turn|t|line|l|@|)\s*(\d{1,12})", re.IGNORECASE | re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d{1,3})?", re.ASCII)


def parse_place(text: str, *, bare: LocationKind = LocationKind.LINE) -> Location:
    """The location that a person wrote; `bare` is the unit of a bare number.

    Raises `UsageError` for a text in none of the forms.

    >>> parse_place("turn 12") == parse_place("T12") == Location(LocationKind.TURN, 12)
    True
    >>> parse_place("12:34").number
    754
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if match := _NAMED.fullmatch(written):
        return Location(_KINDS[match[1].lower()] or bare, int(match[2]))
    seconds = seconds_of(written)
    if seconds is not None:
        return Location(LocationKind.TIME, seconds)
    raise UsageError(
        _("{text} is not a location").format(text=repr(text.strip())),
        code="place-syntax",
        hint=_forms(),
    )


def _forms() -> str:
    return _("Write a line (12), a turn (T12), a time (12:34 or 01:02:03) or an offset (@1234).")


def seconds_of(stamp: str) -> int | None:
    """Seconds of `mm:ss` or `hh:mm:ss`, fractions dropped; None for anything else."""
    match = _CLOCK.fullmatch(stamp.strip())
    if match is None:
        return None
    hours, minutes, seconds = int(match[1] or 0), int(match[2]), int(match[3])
    if seconds > 59 or (match[1] is not None and minutes > 59):
        return None
    return hours * 3600 + minutes * 60 + seconds


def clock(seconds: int) -> str:
    """`12:34` below an hour, `01:02:03` from there on."""
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes:02}:{rest:02}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}"


def find_place(location: Location, text: str, turns: Sequence[Turn]) -> int:
    """The offset of a location: the start of the line, or of the words of the turn.

    A time belongs to the turn with the last timestamp at or before it. Raises `InputError`
    with the valid range where the text has no such location.
    """
    return _FINDERS[location.kind](location, text, turns)


def _line(location: Location, text: str, turns: Sequence[Turn]) -> int:  # noqa: ARG001
    count = max(text.count("\n") + (not text.endswith("\n")), 1)
    if not 1 <= location.number <= count:
        raise _absent(
            _("there is no line {number}: lines run from 1 to {last}").format(
                number=location.number, last=count
            )
        )
    at = 0
    for _line_before in range(location.number - 1):
        at = text.index("\n", at) + 1
    return at


def _turn(location: Location, text: str, turns: Sequence[Turn]) -> int:  # noqa: ARG001
    if not turns:
        raise _absent(
            _("there is no turn {number}: this source has no turns").format(number=location.number)
        )
    if not 1 <= location.number <= len(turns):
        raise _absent(
            _("there is no turn {number}: turns run from 1 to {last}").format(
                number=location.number, last=len(turns)
            )
        )
    return turns[location.number - 1].body.start


def _time(location: Location, text: str, turns: Sequence[Turn]) -> int:  # noqa: ARG001
    stamps = [(seconds_of(turn.timestamp or ""), turn) for turn in turns]
    timed = [(seconds, turn) for seconds, turn in stamps if seconds is not None]
    requested = clock(location.number)
    if not timed:
        raise _absent(
            _("there is no {time}: no turn of this source has a time").format(time=requested)
        )
    low, high = min(seconds for seconds, _ in timed), max(seconds for seconds, _ in timed)
    if not low <= location.number <= high:
        raise _absent(
            _("there is no {time}: times run from {first} to {last}").format(
                time=requested, first=clock(low), last=clock(high)
            )
        )
    before = [(seconds, turn) for seconds, turn in timed if seconds <= location.number]
    return max(before, key=lambda entry: (entry[0], -entry[1].index))[1].body.start


def _offset(location: Location, text: str, turns: Sequence[Turn]) -> int:  # noqa: ARG001
    last = max(len(text) - 1, 0)
    if location.number > last:
        raise _absent(
            _("there is no offset {number}: offsets run from 0 to {last}").format(
                number=location.number, last=last
            )
        )
    return location.number


_FINDERS = {
    LocationKind.LINE: _line,
    LocationKind.TURN: _turn,
    LocationKind.TIME: _time,
    LocationKind.OFFSET: _offset,
}


def _absent(message: str) -> InputError:
    return InputError(message, code="place-outside", hint=_forms())
