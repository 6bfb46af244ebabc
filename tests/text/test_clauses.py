"""A text is cut into clauses where a new thought begins, and no character is lost or moved."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.text.clauses import clauses, clauses_of
from toolkit.text.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[clause.start : clause.end] for clause in clauses(text)]


@pytest.mark.parametrize(
    "pieces",
    [
        # commas, semicolons, dashes
        ["We tried it for years,", "nobody cared about it."],
        ["They were late again;", "the list had holes."],
        ["We asked them twice —", "nobody gave an answer."],
        ["We asked them twice—", "nobody gave an answer."],
        # conjunctions
        ["We tried it for years,", "but they refused", "because the law says no."],
        ["They keep the list", "although we need it."],
        ["I would give it", "if they asked me politely."],
        ["I sat down there", "and I read the whole act."],
        ["We waited for them", "and then they said no."],
        ["They would share it", "even though nobody pays them."],
        # no cut where only words are joined, or where a piece would be too short
        ["Law, money, people."],
        ["We share data and lists and dreams with them."],
        ["Well, it depends on the minister."],
        ["It is so good."],
        ["Which one is it then?"],
        # Korean endings
        ["법이 있는데", "아무도 그것을 안 지켰지만", "저희는 계속 했습니다."],
        ["자료를 달라고 하면", "법을 핑계로 댑니다."],
        ["회의가 길어지니까", "사람들이 먼저 갔습니다."],
        ["공문을 보내고", "두 달을 기다렸습니다."],
        ["시간이 없어서", "그냥 전화로 물어봤어요."],
        ["예산을 받으려면", "서류가 열 장 필요해요."],
        ["자료를 받자마자", "오류를 세 개 찾았습니다."],
        ["법이 바뀌기 때문에", "저희가 기다리고 있습니다."],
        ["자료를 요청할 때", "아무도 답을 안 합니다."],
        ["표를 보면서,", "숫자를 하나씩 맞췄습니다."],
        # Korean words that only look like endings, and one predicate in two words
        ["저희 부서에서 보고서를 세 번이나 썼습니다."],
        ["그 사람에 대해서 아무것도 모릅니다."],
        ["저희는 자료를 계속 기다리고 있습니다."],
        ["그렇게 하면 안 된다는 말입니다."],
        ["그 자료를 준다고 그랬습니다."],
        ["저희가 그 자료를 받으려고 했습니다."],
        ["법적인 측면 하나만 말씀드리겠습니다."],
        ["그 가운데 하나를 골랐습니다."],
        ["전화를 하고, 갔습니다."],
    ],
)
def test_a_sentence_is_cut_where_a_thought_begins(pieces: list[str]) -> None:
    glue = "" if pieces[0].endswith("twice—") else " "
    assert cut(glue.join(pieces)) == pieces


def test_a_stretch_is_cut_at_its_own_offsets() -> None:
    text = "E01: We asked them twice, nobody gave an answer. No."
    body = Span(5, len(text))
    assert [str(clause) for clause in clauses(text, body)] == ["5:25", "26:48", "49:52"]


words = st.sampled_from(
    [
        "word", "law", "but", "and", "we", "because", "if", "so", "that", "even", "though", "I",
        "법이", "있는데", "하고", "하면", "안", "있어요", "지만", "니까", "보니까", "해서", "고",
        "면",         "때문에", "바뀌기", "할", "때", "데", "는데도", "서", "다가",
        "🙂", "e\u0301", "한글",
    ]
)  # fmt: skip
glue = st.sampled_from([" ", "  ", ", ", "; ", " — ", "—", " - ", "\n", ". ", "，", "\u00a0", "” "])
SPEECH = st.lists(st.tuples(words, glue), max_size=40).map(
    lambda pairs: "".join(part for pair in pairs for part in pair)
)


@given(st.one_of(SPEECH, st.text(max_size=120)))
def test_clauses_partition_every_sentence(text: str) -> None:
    for sentence in sentences(text):
        pieces = clauses_of(text, sentence)
        assert pieces[0].start == sentence.start
        assert pieces[-1].end == sentence.end
        for clause, following in pairwise(pieces):
            assert clause.end <= following.start
            assert not text[clause.end : following.start].strip()
        for clause in pieces:
            quote = text[clause.start : clause.end]
            assert quote
            assert quote == quote.strip()


@given(st.one_of(SPEECH, st.text(max_size=120)))
def test_all_clauses_are_those_of_the_sentences(text: str) -> None:
    pieces = clauses(text)
    assert pieces == [
        clause for sentence in sentences(text) for clause in clauses_of(text, sentence)
    ]
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


@given(SPEECH, st.integers(0, 40))
def test_where_the_text_stands_makes_no_difference(text: str, shift: int) -> None:
    before = "x" * shift + "\n"
    assume(text)
    moved = clauses(before + text, Span(len(before), len(before + text)))
    assert [
        Span(clause.start - len(before), clause.end - len(before)) for clause in moved
    ] == clauses(text)


@given(SPEECH)
def test_no_piece_says_too_little_unless_it_is_the_whole(text: str) -> None:
    for sentence in sentences(text):
        pieces = clauses_of(text, sentence)
        if len(pieces) > 1:
            for clause in pieces:
                spoken = [
                    word
                    for word in text[clause.start : clause.end].split()
                    if any(char.isalnum() for char in word)
                ]
                assert len(spoken) >= 2


@pytest.mark.parametrize("piece", [", ", "하고 ", "but ", "and we ", "— ", "—", "a", " ", "; x "])
@pytest.mark.usefixtures("must_end")
def test_no_text_makes_it_hang(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    pieces = clauses(text)
    assert all(0 <= clause.start < clause.end <= len(text) for clause in pieces)
