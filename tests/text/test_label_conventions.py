"""Tests of the ways in which labels are written, and of lines that only look like labels."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.conventions import (
    ALONE,
    ASKING,
    CONVENTIONS,
    HEADS,
    NO_LABELS,
    SPEECHES,
    TABLE_HEADS,
)
from toolkit.domain.transcript import Role
from toolkit.text.labels.openings import Opening, read_lines
from toolkit.text.labels.pattern import labels_left
from toolkit.text.labels.words import INTERVIEWER_LABELS
from toolkit.text.speaker_labels import base_key, label_key
from toolkit.text.turns import parse_turns


def speeches(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, text[turn.body.start : turn.body.end]) for turn in parse_turns(text)]


def talk(openings: tuple[str, ...], said: tuple[str, ...], between: str) -> str:
    return between.join(opening + speech for opening, speech in zip(openings, said, strict=True))


def test_there_are_over_fifty_conventions_in_ten_languages() -> None:
    assert len(CONVENTIONS) > 50
    assert {language for language, _, _ in CONVENTIONS.values()} == set(SPEECHES)


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_turns_of_a_convention(convention: str) -> None:
    language, openings, speakers = CONVENTIONS[convention]
    said = SPEECHES[language][: len(openings)]
    assert speeches(talk(openings, said, "\n\n")) == list(zip(speakers, said, strict=True))


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_turns_of_a_convention_without_blank_lines(convention: str) -> None:
    language, openings, speakers = CONVENTIONS[convention]
    said = tuple(speech.replace("\n", " ") for speech in SPEECHES[language][: len(openings)])
    assert speeches(talk(openings, said, "\n")) == list(zip(speakers, said, strict=True))


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_who_asks_in_a_convention(convention: str) -> None:
    language, openings, _speakers = CONVENTIONS[convention]
    asking = {label_key(label) for label in ASKING}
    for turn in parse_turns(talk(openings, SPEECHES[language][: len(openings)], "\n\n")):
        asks = base_key(label_key(turn.speaker)) in asking or turn.speaker in ASKING
        assert (turn.role is Role.INTERVIEWER) == asks, turn.speaker


@pytest.mark.parametrize("paragraph", NO_LABELS)
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("asking", ["I", "면담자"])
def test_paragraphs_that_stay_speech(paragraph: str, times: int, asking: str) -> None:
    answers = [f"E07: Well.\n\n{paragraph}"] * times + ["E07: So."] * 2
    text = "\n\n".join(f"{asking}: Why?\n\n{answer}" for answer in answers)
    assert speeches(text) == [
        (speaker, speech)
        for answer in answers
        for speaker, speech in ((asking, "Why?"), ("E07", answer.removeprefix("E07: ")))
    ]


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_the_head_of_a_document_is_no_turn(head: str) -> None:
    talk_of_two = "Q: Why?\n\nMinoru Asada: So.\n\nQ: And?\n\nMinoru Asada: Well."
    text = f"{head}\n\n{talk_of_two}"
    assert speeches(text) == speeches(talk_of_two)
    assert [speaker for speaker, _ in speeches(text)] == ["Q", "Minoru Asada"] * 2


@pytest.mark.parametrize("head", TABLE_HEADS)
def test_the_heads_of_columns_are_no_turn(head: str) -> None:
    rows = "I\tWhy?\nE07\tSo.\nI\tAnd?\nE07\tWell."
    assert speeches(f"{head}\n{rows}") == speeches(rows)


@pytest.mark.parametrize(
    "text",
    [
        "Trust: relying on others.\n\nCosts of it: what is paid.\n\nPower: who decides.",
        "Flour: 200 g\nSugar: 100 g\nButter: 50 g",
        "Author: Mina Park\nDate: 2021\n\nProse.\n\nMore of it: with a colon.",
        "# Report\n\nStrengths: many.\nWeaknesses: few.\nStrengths: more.\nWeaknesses: none.",
    ],
)
def test_a_document_without_a_talk_has_no_labels(text: str) -> None:
    assert {speaker for speaker, _ in speeches(text)} == {""}


@pytest.mark.parametrize(("lines", "is_reported"), ALONE.values(), ids=ALONE)
def test_short_lines_that_are_no_labels(lines: str, is_reported: bool) -> None:
    paragraphs = [f"Words of paragraph {at}, a few" for at in range(4 * lines.count("{}"))]
    text = (lines * 4).format(*paragraphs)
    assert {speaker for speaker, _ in speeches(text)} == {""}
    assert bool(labels_left(text, INTERVIEWER_LABELS)) is is_reported


@pytest.mark.parametrize(
    "answer", ["Seoul", "네", "No", "So.\n\nKim", "Yes.\n\nE02: that is what he said.", "Mina Park"]
)
def test_answers_that_look_like_labels_stay_with_the_label_above(answer: str) -> None:
    text = f"Interviewer\n\nWho?\n\nE01\n\n{answer}\n\n" * 3
    assert speeches(text) == [("Interviewer", "Who?"), ("E01", answer)] * 3


def test_a_name_that_the_file_gives_stands_alone_without_a_question() -> None:
    text = "Mina\n\nWe wait.\n\nJonas\n\nFor weeks.\n\n" * 3
    assert {turn.speaker for turn in parse_turns(text)} == {""}
    assert {turn.speaker for turn in parse_turns(text, speakers=["Mina"])} == {"Mina", "Jonas"}


@pytest.mark.parametrize(
    ("asking", "answering"),
    [
        ("Interviewer\n\n", "E01\n\n"),
        ("면담자\n\n", "김민수\n\n"),
        ("### Interviewer\n\n", "### Jonas\n\n"),
        ("**Interviewer** ", "**Jonas** "),
        ("<면담자> ", "<이철수> "),
        ("문) ", "답) "),
        ("I: ", "이**: "),
        ("I: ", "the lady from finance: "),
    ],
)
def test_answers_of_several_paragraphs(asking: str, answering: str) -> None:
    answer = "So.\n\nAnd more: of it.\n\nAnd again."
    text = "# Interview\n\n" + f"{asking}Why?\n\n{answering}{answer}\n\n" * 3
    assert [speech for _speaker, speech in speeches(text)] == ["Why?", answer] * 3


@pytest.mark.parametrize("question", ["Question", "Pergunta", "질문", "Q"])
def test_answers_without_a_label_are_not_given_to_who_asks(question: str) -> None:
    text = f"{question} 1: Why?\nSo it is.\n\n{question} 2: And then?\nNothing."
    assert {turn.role for turn in parse_turns(text)} == {Role.EXPERT}


def test_a_greeting_is_no_head_of_a_document() -> None:
    text = "I: Hello\nE07: Hello\nI: When was it?\nE07: Date: unknown."
    assert [speaker for speaker, _ in speeches(text)] == ["I", "E07", "I", "E07"]


def test_a_note_that_is_given_as_part_of_a_label_is_part_of_it() -> None:
    text = "I: Why?\n\nKim (Seoul): So.\n\nKim (Busan): No."
    turns = parse_turns(text, speakers=["Kim (Seoul)", "Kim (Busan)"])
    assert [turn.speaker for turn in turns] == ["I", "Kim (Seoul)", "Kim (Busan)"]


NAMES = (
    "I", "E07", "Interviewer 1", "Mina Park", "Park, Mina", "Kim (laughs)", "P1 (34, female)",
    "이**", "방송통신위원장후보자 이진숙", "참여자 1 (여, 34)", "the lady from finance", "田中",
    "المحاور", "שאלה", "@mina", "x1", "??", "e07", "**Mina**", "PROJ-12/3", "E07 [Ministry A]",
)  # fmt: skip


def person(name: str) -> str:
    """A name without the note after it and without capitals, which tell no two people apart."""
    return name.split(" [")[0].casefold()


@given(
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique_by=person),
    st.lists(
        st.sampled_from(["Well.", "Yes:\nno.", "네, 그렇죠.", "1. So"]), min_size=4, max_size=9
    ),
    st.sampled_from(["\n\n", "\n"]),
)
@settings(max_examples=100)
def test_labels_that_are_renamed_leave_the_turns_as_they_are(
    names: list[str], spoken: list[str], between: str
) -> None:
    text = talk(tuple(f"{names[at % 2]}: " for at in range(len(spoken))), tuple(spoken), between)
    turns = speeches(text)
    assert [speech for _speaker, speech in turns] == spoken
    speakers = [speaker for speaker, _speech in turns]
    assert len(set(speakers)) == 2
    assert all(speaker == speakers[at % 2] for at, speaker in enumerate(speakers))


@given(st.lists(st.sampled_from([*NO_LABELS, "I: Why?", "E07 (laughs): So.", "이**: 네.", ""])))
@settings(max_examples=100)
def test_turns_tile_the_text(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    turns = parse_turns(text)
    at = turns[0].span.start if turns else len(text)
    for turn in turns:
        assert text[at : turn.span.start].strip() == ""
        assert turn.span.start <= turn.body.start
        assert turn.span.end == turn.body.end
        at = turn.span.end
    assert text[at:].strip() == ""


LONG_PIECES = (
    "a", "a ", "a: ", ": ", "[", "(", "a (", "* ", "**a", "# ", "1 ", "1:00 ", "00:00:01 ", "a\t",
    "1.5\t", "<", "【", "○ ", "- ", "Q. ", "I – ", "\u3000", "a\u200b", "1:1 --> 1:1 ", "a, ", "()",
    "E01 (b) ", "#1:00", "\n",
)  # fmt: skip


@pytest.mark.parametrize("piece", LONG_PIECES)
@pytest.mark.usefixtures("must_end")
def test_one_long_line_is_read_in_linear_time(piece: str) -> None:
    text = piece * (600_000 // len(piece))
    for turn in parse_turns(text) + parse_turns(f"I: Why?\nE01 {text}"):
        assert turn.span.start <= turn.body.start


@pytest.mark.parametrize(
    "names", [("I", "E07"), ("Mina Park", "이**"), ("the man", "the woman"), ("A B", "C D", "E F")]
)
@pytest.mark.usefixtures("must_end")
def test_thirty_thousand_turns_are_read_in_linear_time(names: tuple[str, ...]) -> None:
    text = "".join(f"{names[at % len(names)]}: Yes, {at}.\n\n" for at in range(30_000))
    assert len(parse_turns(text)) == 30_000


HEADS_OF_LINES = (
    "I", "E01", "Ms Kim", "면담자", "참여자 1", "Kim – A", "c. d", "x/ y", "가：나", "x/", "ab.",
    "E01 ", "10", "[id1] E01", "- I", "I (laughs)", "a" * 79, "b" * 80, "c" * 81, "d" * 82,
    "a." + "f" * 78, "a." + "g" * 79, "a." + "h" * 80, "Lee " * 50,
)  # fmt: skip
TAILS_OF_LINES = (
    ": Yes.", ": 네.", ":Yes.", ":  Yes.", ":\u3000네.", ":\tYes.", "： 네.", ":", ": ", ": y",
    ": 10 of us.", ": ٣", ": [nods] Yes.", ": (00:01:02) Yes.", ": #1", ": – yes", ": A – yes",
    ": a/ b", "/ yes: no", ". – yes: no", " – yes: no", ": one: two", " 10:30 Yes.",
    ": " + "e" * 300,
)  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(HEADS_OF_LINES), st.sampled_from(TAILS_OF_LINES)),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=300)
def test_a_line_opens_as_it_does_alone_whatever_stands_above(said: list[tuple[str, str]]) -> None:
    def shifted(opening: Opening, by: int) -> Opening:
        return opening._replace(start=opening.start + by, end=opening.end + by)

    text = "\n\n".join(head + tail for head, tail in said)
    lines = read_lines(text)
    openings: list[Opening] = []
    alone: list[Opening] = []
    at = 0
    for line in text.split("\n\n"):
        by_itself = read_lines(line)
        openings += [shifted(opening, at) for opening in by_itself.openings]
        alone += [shifted(opening, at) for opening in by_itself.alone]
        at += len(line) + 2
    assert lines.openings == openings
    assert lines.alone == alone


@pytest.mark.parametrize("head", HEADS_OF_LINES)
@pytest.mark.parametrize("tail", TAILS_OF_LINES)
def test_a_label_that_was_read_is_read_again_only_where_it_is_one(head: str, tail: str) -> None:
    line = head + tail

    def openings(text: str) -> list[tuple[object, ...]]:
        return [opening[2:8] for opening in read_lines(text).openings]

    assert openings(f"{head}: Yes.\n{line}") == openings(f"{head}: Yes.") + openings(line)
