"""Tests of the segments into which the turns of experts are cut."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.text.turns import parse_turns
from toolkit.themes.units import MOST_WORDS, languages, split, units, weight

SENTENCE = "They sent us a table with many holes in it and no explanation at all. "
KOREAN = "그쪽에서 받은 표에는 빈칸이 너무 많았고 설명도 하나 없었습니다. "


def transcript(*turns: tuple[str, str]) -> str:
    return "\n\n".join(f"{speaker}: {speech}" for speaker, speech in turns) + "\n"


def test_interviewers_and_short_answers_are_left_out() -> None:
    text = transcript(("I", SENTENCE * 3), ("E01", "Yes, exactly."), ("E01", SENTENCE * 2))
    segments = units("E01", text, parse_turns(text))
    assert [unit.text for unit in segments] == [(SENTENCE * 2).strip()]
    assert segments[0].text == text[segments[0].span.start : segments[0].span.end]


def test_a_long_turn_is_cut_on_sentence_borders() -> None:
    text = SENTENCE * 20
    pieces = split(text, Span(0, len(text)))
    assert len(pieces) == 3
    for piece in pieces:
        part = text[piece.start : piece.end]
        assert part.startswith("They")
        assert part.endswith(".")
        assert 40 <= weight(part) <= MOST_WORDS


def test_a_short_rest_joins_the_piece_before_it() -> None:
    text = SENTENCE * 8
    assert len(split(text, Span(0, len(text)))) == 1


def test_korean_words_weigh_more() -> None:
    assert weight(KOREAN) > len(KOREAN.split()) * 1.5
    text = KOREAN * 14
    assert len(split(text, Span(0, len(text)))) == 2
    assert languages([KOREAN, SENTENCE, "API와 데이터 표준"]) == ("ko", "en", "ko")


@given(st.lists(st.integers(1, 60), min_size=1, max_size=30))
def test_pieces_cover_every_word_once_and_in_order(lengths: list[int]) -> None:
    text = " ".join("Word" + " word" * (length - 1) + "." for length in lengths)
    pieces = split(text, Span(0, len(text)))
    assert " ".join(text[p.start : p.end] for p in pieces) == text
    assert all(a.end <= b.start for a, b in pairwise(pieces))
