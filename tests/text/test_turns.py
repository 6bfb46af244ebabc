"""Tests of which lines have a speaker's label, which are prose, and where the speech begins."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.transcript import Role
from toolkit.text.turns import parse_turns


def speeches(text: str, **options: object) -> list[tuple[str, str]]:
    turns = parse_turns(text, **options)  # type: ignore[arg-type]
    return [(turn.speaker, text[turn.body.start : turn.body.end]) for turn in turns]


def test_an_interview() -> None:
    text = "I: Who keeps the data?\n\nE07: We do.\nMostly.\n\nI: And then?\n"
    turns = parse_turns(text)
    assert [(turn.index, turn.speaker, turn.role) for turn in turns] == [
        (0, "I", Role.INTERVIEWER),
        (1, "E07", Role.EXPERT),
        (2, "I", Role.INTERVIEWER),
    ]
    assert text[turns[1].body.start : turns[1].body.end] == "We do.\nMostly."
    assert text[turns[1].span.start : turns[1].span.end] == "E07: We do.\nMostly."


@pytest.mark.parametrize(
    "label",
    [
        "E07",
        "K03",
        "P-12",
        "Interviewee",
        "Expert 2",
        "Speaker 1",
        "Dr Kim",
        "Prof. Lee-Ha",
        "박 과장",
        "김철수 국장",
        "이 교수님",
        "응답자",
        "응답자 2",
        "전문가1",
        "면담자",
        "[E07]",
    ],
)
def test_labels_that_are_recognised_at_once(label: str) -> None:
    assert speeches(f"I: Why?\n{label}: Because.") == [
        ("I", "Why?"),
        (label.strip("[]"), "Because."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Note: nobody asked.",
        "첫째: 법이 문제입니다.",
        "그래서 말씀드리면: 어렵습니다.",
        "http://example.org is the address",
        "10:30 we met",
        "At 10:30: nothing",
        "And this is the point: nobody asked.",
        "There is one more thing: money.",
        "결론: 안 됩니다.",
        "e.g.: this",
        "i: a list item",
        "Law: one line\nLaw: another",
    ],
)
def test_prose_with_a_colon_makes_no_speaker(line: str) -> None:
    text = f"I: Why?\nE07: Well.\n{line}\nI: And?"
    speakers = {speaker for speaker, _ in speeches(text)}
    assert speakers == {"I", "E07"}
    assert speeches(text)[1] == ("E07", f"Well.\n{line}")


def test_names_need_to_recur_beside_another_speaker() -> None:
    assert speeches("Kim: one.\nPark: two.\nKim: three.\nPark: four.") == [
        ("Kim", "one."), ("Park", "two."), ("Kim", "three."), ("Park", "four."),
    ]  # fmt: skip
    assert speeches("I: Why?\nKim: so.\nI: And?\nKim: well.")[1] == ("Kim", "so.")
    assert {speaker for speaker, _ in speeches("Paris: a city.\n\nText goes on.")} == {""}


def test_a_single_letter_that_speaks_once_is_heard_too() -> None:
    assert [speaker for speaker, _ in speeches("A: x\nB: y\nA: z")] == ["A", "B", "A"]


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("[00:12:33] E07: Yes.", "00:12:33"),
        ("00:12:33 E07: Yes.", "00:12:33"),
        ("(12:33) E07: Yes.", "12:33"),
        ("E07 [00:12:33]: Yes.", "00:12:33"),
        ("E07 (12:33): Yes.", "12:33"),
        ("E07: [00:12:33] Yes.", "00:12:33"),
        ("#00:12:33-5# E07: Yes.", "00:12:33"),
        ("E07  00:12:33\nYes.", "00:12:33"),
        ("E07 12:33\nYes.", "12:33"),
    ],
)
def test_timestamps_are_kept_apart_from_speech(line: str, stamp: str) -> None:
    turn = parse_turns(line)[0]
    assert (turn.speaker, turn.timestamp) == ("E07", stamp)
    assert line[turn.body.start : turn.body.end] == "Yes."
    assert turn.span.start == 0


def test_a_time_that_is_said_stays_speech() -> None:
    assert speeches("E07: 10:30 was the time.") == [("E07", "10:30 was the time.")]


def test_a_label_alone_on_its_line() -> None:
    assert speeches("E07:\nfirst\nsecond\n\nI:\n\nWhy?") == [
        ("E07", "first\nsecond"),
        ("I", "Why?"),
    ]


def test_labels_set_off_by_tabs_as_a_table_gives_them() -> None:
    assert speeches("I\tWhy?\nE07\tBecause.") == [("I", "Why?"), ("E07", "Because.")]


def test_a_label_with_nothing_said_makes_no_turn() -> None:
    assert speeches("I: Why?\nE07:\nI: Hello?\n") == [("I", "Why?"), ("I", "Hello?")]


def test_lines_above_the_first_label_belong_to_nobody() -> None:
    text = "Interview with E07\nDate: 2021-05-12\n\nI: Why?\nE07: So."
    assert parse_turns(text)[0].span.start == text.index("I: Why?")


def test_korean_interview() -> None:
    text = "면담자: 왜 공유가 안 됩니까?\n박 과장 : 책임 때문이죠.\n면담자:네.\n"
    turns = parse_turns(text)
    assert [(turn.speaker, turn.role) for turn in turns] == [
        ("면담자", Role.INTERVIEWER),
        ("박 과장", Role.EXPERT),
        ("면담자", Role.INTERVIEWER),
    ]
    assert speeches(text)[2] == ("면담자", "네.")


def test_korean_question_and_answer_by_fullwidth_colon() -> None:
    text = "문： 왜요?\n답： 법이요.\n문： 또요?\n답： 돈이요."
    assert [turn.role for turn in parse_turns(text)] == [
        Role.INTERVIEWER, Role.EXPERT, Role.INTERVIEWER, Role.EXPERT,
    ]  # fmt: skip


def test_decomposed_labels_are_recognised_at_their_own_offsets() -> None:
    text = unicodedata.normalize("NFD", "면담자: 왜요?\n박 과장: 법이요.")
    turns = parse_turns(text)
    assert [turn.role for turn in turns] == [Role.INTERVIEWER, Role.EXPERT]
    body = text[turns[1].body.start : turns[1].body.end]
    assert unicodedata.normalize("NFC", body) == "법이요."


@pytest.mark.parametrize("label", ["I", "I2", "INT", "Interviewer 1", "Q", "연구자", "질문자 2"])
def test_who_asks_by_the_label(label: str) -> None:
    assert parse_turns(f"{label}: Why?\nE07: So.")[0].role is Role.INTERVIEWER


def test_who_asks_can_be_said() -> None:
    text = "Kim: Why?\nI: So.\n"
    turns = parse_turns(text, ["Kim"])
    assert [(turn.speaker, turn.role) for turn in turns] == [
        ("Kim", Role.INTERVIEWER),
        ("I", Role.EXPERT),
    ]


def test_speakers_known_for_certain_are_labels_at_once() -> None:
    text = "I: Why?\nthe lady from finance: So."
    assert speeches(text, speakers=["the lady from finance"])[1] == ("the lady from finance", "So.")


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("one\ntwo", ["one", "two"]),
        ("one\nstill one\n\n\ntwo\n", ["one\nstill one", "two"]),
        ("  one  \n \n two", ["one", "two"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_text_without_labels_is_a_turn_a_paragraph(text: str, paragraphs: list[str]) -> None:
    assert speeches(text) == [("", paragraph) for paragraph in paragraphs]
    assert all(turn.role is Role.EXPERT for turn in parse_turns(text))


PIECES = st.sampled_from(
    [
        "I: ",
        "E07: ",
        "면담자: ",
        "박 과장: ",
        "Kim: ",
        "[00:01] ",
        "00:01:02 ",
        "\n",
        "\n\n",
        " ",
        "word ",
        "10:30 ",
        "Note: ",
        "\u00a0",
        "[x]: ",
        "I:",
        ":",
        "：",
        "e\u0301",
        "🙂",
        "\u2028",
        "\t",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_turns_are_in_order_apart_and_bare_of_blank_space(text: str) -> None:
    turns = parse_turns(text)
    assert [turn.index for turn in turns] == list(range(len(turns)))
    for turn in turns:
        assert turn.span.covers(turn.body)
        assert turn.span.end == turn.body.end <= len(text)
        body = text[turn.body.start : turn.body.end]
        assert body == body.strip()
        assert not text[turn.span.start].isspace()
    for turn, following in pairwise(turns):
        assert turn.span.end <= following.span.start


@given(st.text(max_size=200))
def test_any_text_parses(text: str) -> None:
    parse_turns(text)


@pytest.mark.usefixtures("must_end")
def test_a_long_transcript_is_parsed_whole() -> None:
    text = ("I: why?\nE07: " + "I think that it was so. " * 30 + "\n") * 900
    assert len(parse_turns(text)) == 1800
    blank = " " * 300_000 + "\n" + "a" * 300_000
    assert [turn.speaker for turn in parse_turns(blank)] == [""]


@pytest.mark.parametrize(
    "piece", [" ", "a ", "[", "I:", "I: ", "\n ", "E07\t", "[x] ", "1:00 ", "#"]
)
@pytest.mark.usefixtures("must_end")
def test_no_text_makes_it_hang(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    turns = parse_turns(text)
    assert all(turn.span.end <= len(text) for turn in turns)
