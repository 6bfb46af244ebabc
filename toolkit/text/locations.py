"""Places in a text as people name them: a line, a turn, a time, an offset.

    12   line 12   T12   turn 12   12:34   01:02:03   @1234

What a number alone means is for the caller to say: a line where one reads, an offset where
scripts have always given one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from toolkit.domain.transcript import Turn
from toolkit.errors import InputError, UsageError


class Kind(StrEnum):
    """What a place is counted in."""

    LINE = "line"
    """Lines of the source, from 1."""
    TURN = "turn"
    """Turns, from 1."""
    TIME = "time"
    """Seconds of the recording, as the timestamps of the turns have them."""
    OFFSET = "offset"
    """Code points, from 0."""


@dataclass(frozen=True, slots=True)
class Location:
    kind: Kind
    number: int

    def __str__(self) -> str:
        """As `parse_place` reads it.

        >>> str(Place(Kind.TIME, 3723)), str(Place(Kind.TURN, 12))
        ('01:02:03', 'T12')
        """
        if self.kind is Kind.TIME:
            return clock(self.number)
        return f"{_PREFIX[self.kind]}{self.number}"


_PREFIX = {Kind.LINE: "L", Kind.TURN: "T", Kind.OFFSET: "@"}
_KINDS = {"": None, "l": Kind.LINE, "line": Kind.LINE, "t": Kind.TURN, "turn": Kind.TURN,
          "@": Kind.OFFSET}  # fmt: skip
_NAMED = re.compile(r"(turn|t|line|l|@|)\s*(\d{1,12})", re.IGNORECASE | re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d{1,3})?", re.ASCII)
FORMS = "a line (12), a turn (T12), a time (12:34 or 01:02:03) or an offset (@1234)"


def parse_place(text: str, *, bare: Kind = Kind.LINE) -> Location:
    """What a person wrote, as a place; `bare` is what a number alone counts.

    Raises `UsageError` for what is none of the forms.

    >>> parse_place("turn 12") == parse_place("T12") == Place(Kind.TURN, 12)
    True
    >>> parse_place("12:34").number
    754
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if match := _NAMED.fullmatch(written):
        return Location(_KINDS[match[1].lower()] or bare, int(match[2]))
    seconds = seconds_of(written)
    if seconds is not None:
        return Location(Kind.TIME, seconds)
    raise UsageError(f"{text.strip()!r} is no place", code="place-syntax", hint=f"Write {FORMS}.")


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


def find_place(place: Location, text: str, turns: Sequence[Turn]) -> int:
    """The offset of a place: where the line starts, or what is said in the turn.

    A time is in the turn with the nearest timestamp at or before it. Raises `InputError`
    with the valid range for what the text does not have.
    """
    return _FINDERS[place.kind](place, text, turns)


def _line(place: Location, text: str, _: Sequence[Turn]) -> int:
    count = max(text.count("\n") + (not text.endswith("\n")), 1)
    if not 1 <= place.number <= count:
        raise _absent(f"line {place.number}", f"lines run from 1 to {count}")
    at = 0
    for _line_before in range(place.number - 1):
        at = text.index("\n", at) + 1
    return at


def _turn(place: Location, _: str, turns: Sequence[Turn]) -> int:
    if not turns:
        raise _absent(f"turn {place.number}", "this source has no turns")
    if not 1 <= place.number <= len(turns):
        raise _absent(f"turn {place.number}", f"turns run from 1 to {len(turns)}")
    return turns[place.number - 1].body.start


def _time(place: Location, _: str, turns: Sequence[Turn]) -> int:
    stamps = [(seconds_of(turn.timestamp or ""), turn) for turn in turns]
    timed = [(seconds, turn) for seconds, turn in stamps if seconds is not None]
    wanted = clock(place.number)
    if not timed:
        raise _absent(wanted, "no turn of this source has a time")
    low, high = min(seconds for seconds, _ in timed), max(seconds for seconds, _ in timed)
    if not low <= place.number <= high:
        raise _absent(wanted, f"times run from {clock(low)} to {clock(high)}")
    before = [(seconds, turn) for seconds, turn in timed if seconds <= place.number]
    return max(before, key=lambda one: (one[0], -one[1].index))[1].body.start


def _offset(place: Location, text: str, _: Sequence[Turn]) -> int:
    last = max(len(text) - 1, 0)
    if place.number > last:
        raise _absent(f"offset {place.number}", f"offsets run from 0 to {last}")
    return place.number


_FINDERS = {Kind.LINE: _line, Kind.TURN: _turn, Kind.TIME: _time, Kind.OFFSET: _offset}


def _absent(what: str, valid: str) -> InputError:
    return InputError(f"there is no {what}: {valid}", code="place-outside", hint=f"Write {FORMS}.")
