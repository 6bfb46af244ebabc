"""Tests of places as people write them, and of the offsets that they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError, QctError, UsageError
from toolkit.text.locations import (
    Location,
    LocationKind,
    clock,
    find_place,
    parse_place,
    seconds_of,
)
from toolkit.text.turns import parse_turns

if TYPE_CHECKING:
    from toolkit.domain.transcript import Turn

TIMED = """\
I: [00:05] What hinders sharing?

E01: [00:12] We do not trust them.
They send holes.

I: [12:30] And?

E01: [1:02:03] A leak.
"""
numbers = st.integers(0, 10**12 - 1)
texts = st.text(st.sampled_from("a\n é책: I"), max_size=60)


@given(st.sampled_from([LocationKind.LINE, LocationKind.TURN, LocationKind.OFFSET]), numbers)
def test_what_is_written_is_read_back(kind: LocationKind, number: int) -> None:
    assert parse_place(str(Location(kind, number))) == Location(kind, number)


@given(st.integers(0, 999 * 3600 + 3599))
def test_times_are_read_back(seconds: int) -> None:
    assert seconds_of(clock(seconds)) == seconds
    assert parse_place(clock(seconds)) == Location(LocationKind.TIME, seconds)


@given(st.text(max_size=12))
def test_anything_is_a_place_or_refused_with_the_forms(text: str) -> None:
    refused: QctError | None = None
    try:
        assert parse_place(text).number >= 0
    except UsageError as error:
        refused = error
    assert refused is None or (refused.code == "place-syntax" and "T12" in refused.hint)


@given(texts, st.sampled_from(list(LocationKind)), st.integers(0, 80))
def test_a_place_found_is_in_the_text(text: str, kind: LocationKind, number: int) -> None:
    turns = parse_turns(text)
    try:
        at = find_place(Location(kind, number), text, turns)
    except InputError:
        return
    assert 0 <= at <= len(text)
    if kind is LocationKind.LINE:
        assert text[:at].count("\n") == number - 1
        assert at == 0 or text[at - 1] == "\n"
    if kind is LocationKind.TURN:
        assert at == turns[number - 1].body.start


@given(texts)
def test_every_line_and_turn_there_is_can_be_gone_to(text: str) -> None:
    turns = parse_turns(text)
    for number in range(1, len(text.splitlines()) + 1):
        find_place(Location(LocationKind.LINE, number), text, turns)
    for number in range(1, len(turns) + 1):
        find_place(Location(LocationKind.TURN, number), text, turns)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("7", Location(LocationKind.LINE, 7)),
        (" line 7 ", Location(LocationKind.LINE, 7)),
        ("L7", Location(LocationKind.LINE, 7)),
        ("t12", Location(LocationKind.TURN, 12)),
        ("Turn  12", Location(LocationKind.TURN, 12)),
        ("１２", Location(LocationKind.LINE, 12)),
        ("12:34", Location(LocationKind.TIME, 754)),
        ("100:30", Location(LocationKind.TIME, 6030)),
        ("01:02:03.5", Location(LocationKind.TIME, 3723)),
        ("@0", Location(LocationKind.OFFSET, 0)),
    ],
)
def test_forms(written: str, place: Location) -> None:
    assert parse_place(written) == place


@pytest.mark.parametrize(
    "written",
    [
        *["", "T", "-3", "1:2", "12:60", "1:60:00", "@", "turn twelve", "1.5"],
        pytest.param("9" * 5000, id="five-thousand-digits"),
    ],
)
def test_what_is_no_place(written: str) -> None:
    with pytest.raises(UsageError, match="is not a location"):
        parse_place(written)


def test_a_number_alone_is_what_the_caller_counts() -> None:
    assert parse_place("7", bare=LocationKind.OFFSET) == Location(LocationKind.OFFSET, 7)
    assert parse_place("L7", bare=LocationKind.OFFSET) == Location(LocationKind.LINE, 7)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("3", "E01: [00:12] We do"),
        ("4", "They send"),
        ("T1", "What hinders"),
        ("T4", "A leak"),
        ("00:05", "What hinders"),
        ("00:11", "What hinders"),
        ("12:29", "We do not"),
        ("59:59", "And?"),
        ("1:02:03", "A leak"),
        ("@4", "00:05]"),
    ],
)
def test_where_they_are(written: str, words: str) -> None:
    at = find_place(parse_place(written), TIMED, parse_turns(TIMED))
    assert TIMED[at:].startswith(words)


def test_of_two_recordings_the_first_has_the_time() -> None:
    twice = "I: [00:10] One?\n\nE01: [00:20] Two.\n\nI: [00:10] Three?\n\nE01: [00:30] Four.\n"
    at = find_place(parse_place("00:15"), twice, parse_turns(twice))
    assert twice[at:].startswith("One?")


@pytest.mark.parametrize(
    ("written", "valid"),
    [
        ("0", "lines run from 1 to 8"),
        ("9", "lines run from 1 to 8"),
        ("T0", "turns run from 1 to 4"),
        ("T5", "turns run from 1 to 4"),
        ("00:04", "times run from 00:05 to 01:02:03"),
        ("1:02:04", "times run from 00:05 to 01:02:03"),
        ("@5000", f"offsets run from 0 to {len(TIMED) - 1}"),
    ],
)
def test_what_is_not_there_says_what_is(written: str, valid: str) -> None:
    with pytest.raises(InputError, match=valid):
        find_place(parse_place(written), TIMED, parse_turns(TIMED))


def test_without_turns_or_times_that_is_said() -> None:
    with pytest.raises(InputError, match="this source has no turns"):
        find_place(Location(LocationKind.TURN, 1), "", [])
    untimed: list[Turn] = parse_turns("I: One?\n\nE01: Two.\n")
    with pytest.raises(InputError, match="no turn of this source has a time"):
        find_place(Location(LocationKind.TIME, 1), "I: One?\n\nE01: Two.\n", untimed)
