"""Speakers of a text, decisions that outlive a new reading, and what looks read wrongly."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.domain.transcript import Role, Turn
from toolkit.store.rows import turns_from, turns_json
from toolkit.text.labels.decisions import known_labels, left_out, named_interviewers, read_again
from toolkit.text.labels.role_concerns import Kind, concerns
from toolkit.text.labels.speakers import Speaker, estimated_speakers, speakers_of
from toolkit.text.sentences import count_words, words
from toolkit.text.turns import parse_turns

TALK = "I: Who keeps it?\n\nE01: We do, mostly.\n\nI: Why?\n\nE01: A habit.\n"


@given(st.text("ab가é́_-—–…/ \n\t\x1c\u3000\xa0.,😀“’·ßʯʰĀ9٣²中", max_size=60))
def test_words_are_counted_as_they_are_cut(text: str) -> None:
    assert count_words(text) == len(words(text))


@given(st.text("ab가é_-—–…/ \n\t\x1c.,“’·ß9", max_size=60))
def test_words_of_letters_and_ascii_are_counted_as_they_are_cut(text: str) -> None:
    assert count_words(text) == len(words(text))


def test_each_character_counts_as_it_is_cut() -> None:
    for char in map(chr, [*range(0xD800), *range(0xE000, 0x11000)]):
        text = f"a{char}b {char} {char}{char} c"
        assert count_words(text) == len(words(text)), hex(ord(char))


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.text("a가́—. ", max_size=9)), max_size=9))
def test_the_words_of_a_speaker_are_those_of_all_turns(said: list[tuple[str, str]]) -> None:
    """Where a turn ends in the middle of a word, its part counts as one."""
    turns: list[Turn] = []
    text, counts = "", dict.fromkeys("ABC", 0)
    for label, piece in said:
        if piece:
            body = Span(len(text), len(text) + len(piece))
            turns.append(Turn(len(turns), label, Role.EXPERT, body, body))
            counts[label] += len(words(piece))
        text += piece
    speakers = speakers_of(text, turns)
    assert {s.label: s.words for s in speakers} == {s.label: counts[s.label] for s in speakers}
    assert sum(s.words for s in speakers) == sum(counts.values())
    lengths = {s.label: s.words for s in estimated_speakers(turns)}
    assert lengths == {
        s.label: sum(len(piece) for label, piece in said if label == s.label) for s in speakers
    }


def test_shares_are_of_all_words() -> None:
    speakers = speakers_of(TALK, parse_turns(TALK))
    assert [(s.label, s.turns, s.words) for s in speakers] == [("I", 2, 4), ("E01", 2, 5)]
    assert sum(s.share for s in speakers) == pytest.approx(1)
    assert [s.words for s in estimated_speakers(parse_turns(TALK))] == [17, 22]
    assert speakers_of("", []) == []


def test_decisions_are_stored_with_the_turns_and_nothing_else_is() -> None:
    read = parse_turns(TALK)
    assert [len(fields) for fields in json.loads(turns_json(read))] == [7] * 4
    decided = [replace(read[0], role_set=True), replace(read[1], speaker="Kim", label_read="E01")]
    stored = turns_json([*decided, *read[2:]])
    assert [len(fields) for fields in json.loads(stored)] == [9, 9, 7, 7]
    assert turns_from(stored) == [*decided, *read[2:]]
    again = read_again(TALK, known_labels((), ()), turns_from(stored))
    assert [(turn.speaker, turn.role_set) for turn in again] == [("I", True), ("Kim", False)] * 2
    assert read_again(TALK, known_labels((), ()), read) == read


def test_a_file_that_named_its_interviewer_is_known_by_the_roles() -> None:
    text = TALK.replace("I:", "Lee:").replace("E01:", "I:")
    assert named_interviewers(parse_turns(text, ["Lee"])) == ("Lee",)
    assert named_interviewers(parse_turns(TALK)) == ()
    assert known_labels((), (), parse_turns(text, ["Lee"])).interviewers == ("Lee",)


def test_what_looks_like_a_label_and_is_none_is_told_of() -> None:
    usual = known_labels((), ())
    assert left_out(TALK, usual) == []
    text = TALK + "\nMr. X once said\nKim Min: no.\nKim Min: never.\n"
    text += "\nI: And?\n\nE01: Two things.\nRule at hand: a.\nRule at hand: b.\nRule at hand: c.\n"
    assert read_again(text, usual, ())
    assert "Rule at hand" in left_out(text, usual)
    assert "Rule at hand" not in left_out(text, known_labels((), ["Rule at hand"]))
    listing = TALK + "\nE01: Note: a.\nNote: b.\nNote: c.\n10:30: d.\n"
    assert left_out(listing, usual) == []


def _speaker(
    label: str, role: Role, share: float, turns: int = 10, *, set_: bool = False
) -> Speaker:
    return Speaker(label, role, set_, turns, int(share * 1000), share)


ASKS, SAYS, OTHER = Role.INTERVIEWER, Role.EXPERT, Role.OTHER


@pytest.mark.parametrize(
    ("speakers", "named", "kinds"),
    [
        ([("I", ASKS, 0.2), ("E01", SAYS, 0.8)], {"E01"}, []),
        ([("", SAYS, 1.0)], {"D"}, [Kind.NO_LABELS]),
        ([("A", SAYS, 0.4), ("B", SAYS, 0.6)], {"D"}, [Kind.NO_INTERVIEWER]),
        ([("A", SAYS, 0.4), ("B", OTHER, 0.6)], {"D"}, [Kind.NO_INTERVIEWER]),
        ([("A", SAYS, 1.0)], {"D"}, [Kind.NO_INTERVIEWER]),
        ([("I", ASKS, 1.0)], {"D"}, [Kind.NO_EXPERT]),
        ([("I1", ASKS, 0.3), ("I2", ASKS, 0.7)], {"D"}, [Kind.NO_EXPERT, Kind.INTERVIEWER_TALKS]),
        ([("I1", ASKS, 0.3), ("I2", ASKS, 0.7)], {"P2"}, [Kind.NO_EXPERT, Kind.CASE_ASKS]),
        ([("Interviewer", ASKS, 0.3), ("I2", ASKS, 0.7)], {"P2"}, [Kind.NO_EXPERT, Kind.CASE_ASKS]),
        ([("I1", ASKS, 0.3), ("I2", ASKS, 0.7)], {"I1"}, [
            Kind.NO_EXPERT, Kind.CASE_ASKS, Kind.INTERVIEWER_TALKS,
        ]),
        ([("I2", ASKS, 0.3), ("P2", SAYS, 0.7)], {"P2"}, []),
        ([("I", ASKS, 0.61), ("E01", SAYS, 0.39)], {"E01"}, [Kind.INTERVIEWER_TALKS]),
        ([("I", ASKS, 0.6), ("E01", SAYS, 0.4)], {"E01"}, []),
        ([("I", ASKS, 0.08), ("E01", SAYS, 0.92)], {"E01"}, []),
        ([("I", ASKS, 0.02), ("E01", SAYS, 0.98)], {"E01"}, [Kind.ONE_SPEAKER]),
        ([("I", ASKS, 0.02), ("X", OTHER, 0.92), ("E01", SAYS, 0.06)], {"E01"}, []),
    ],
)  # fmt: skip
def test_what_looks_wrong_in_roles(
    speakers: list[tuple[str, Role, float]], named: set[str], kinds: list[Kind]
) -> None:
    made = [_speaker(*speaker) for speaker in speakers]
    assert [concern.kind for concern in concerns(made, named)] == kinds
    settled = [_speaker(*speaker, set_=True) for speaker in speakers]
    assert list(concerns(settled, named)) == []


def test_a_speaker_over_ninety_per_cent_is_told_of_unless_someone_asks_in_turn() -> None:
    for turns, kinds in ((1, [Kind.ONE_SPEAKER]), (4, [Kind.ONE_SPEAKER]), (5, [])):
        made = [_speaker("I", ASKS, 0.08, turns), _speaker("E01", SAYS, 0.92, 10)]
        assert [concern.kind for concern in concerns(made, {"E01"})] == kinds
        less = [_speaker("I", ASKS, 0.1, turns), _speaker("E01", SAYS, 0.9, 10)]
        assert list(concerns(less, {"E01"})) == []
        assert [c.kind for c in concerns(less, {"E01"}, slack=0.04)] == kinds
