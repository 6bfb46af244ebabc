from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.text.clauses import clauses
from toolkit.text.sentences import sentences, words


def cut(text: str, spans: list[Span]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    "expected",
    [
        ["Dr. Lee left.", "Mr. Kim and Prof. Park stayed."],
        ["We lived in the U.S. Government rules apply."],
        ["We left the U.S.", "Then we came back."],
        ["No.", "I disagree."],
        ["See No. 5 and sec. 3 of the act.", "It is short."],
        ["E.g. this one.", "It is i.e. not that."],
        ["Money, people, etc.", "Nothing else."],
        ["It cost 3.5 million.", "Not 1,000.5 as planned."],
        ["Well...", "I thought so."],
        ["Well... maybe so."],
        ["He asked “Really?” and left.", "“No!”", "So it was."],
        ["She said (quietly.)", "Then nothing."],
        ["What?!", "Yes!!!", "Fine."],
        ["1. First point is here.", "2. Second point."],
        ["J. Smith agreed.", "So did I.", "We left."],
        ["i went there.", "then home"],
        ["그렇습니다.", "저희는 다릅니다!", "왜 그럴까요?", "모르겠어요…", "네"],
        ["좋습니다。", "그래요！", "다음。"],
        ["그게… 제가 보기엔 아닙니다."],
        [
            "공유를 안 했습니다",
            "그래서 문제가 생겼죠",
            "법이 없거든요",
            "왜 그럴까요",
            "모르겠네요",
        ],
        ["제가 했어요", "그분은 돼요", "드릴게요", "끝"],
        ["필요 없다고 생각합니다 라고 하던데요", "네"],
        ["저는요 그게 중요 하거든요", "네"],
        ["법이 있으니까 괜찮다고 합니까", "네"],
        ["감사합니다만 안 됩니다"],
        ["[Ministry A] refused.", "[laughs] Of course."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    text = " ".join(expected)
    assert cut(text, sentences(text)) == expected


def test_fullwidth_stops_need_no_space() -> None:
    assert cut("좋아요。네！", sentences("좋아요。네！")) == ["좋아요。", "네！"]


def test_a_line_end_ends_a_sentence() -> None:
    text = "one two\n\n  three\nfour"
    assert cut(text, sentences(text)) == ["one two", "three", "four"]


def test_only_the_stretch_asked_for() -> None:
    text = "One. Two. Three."
    assert cut(text, sentences(text, Span(5, 16))) == ["Two.", "Three."]
    assert cut(text, sentences(text, Span(6, 8))) == ["wo"]
    assert cut(text, words(text, Span(6, 12))) == ["wo", "Th"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's a well-known, “good” one — yes…no/maybe.",
         ["It's", "a", "well-known", "good", "one", "yes", "no", "maybe"]),
        ("1,000.5 and 50%", ["1,000.5", "and", "50"]),
        ("부처 간 정보공유는, 글쎄요", ["부처", "간", "정보공유는", "글쎄요"]),
        ("... — !? 🙂", []),
        ("cafe\u0301! e\u0301t", ["cafe\u0301", "e\u0301t"]),
        ("שלום, עולם", ["שלום", "עולם"]),
        ("", []),
    ],
)  # fmt: skip
def test_words(text: str, expected: list[str]) -> None:
    assert cut(text, words(text)) == expected


def test_decomposed_hangul_makes_the_same_words() -> None:
    text = "부처의 정보, 공유"
    apart = unicodedata.normalize("NFD", text)
    assert [unicodedata.normalize("NFC", word) for word in cut(apart, words(apart))] == cut(
        text, words(text)
    )


MIXED = st.lists(
    st.sampled_from(
        [
            "word",
            "Dr.",
            "U.S.",
            "3.5",
            " ",
            "  ",
            "\n",
            ".",
            "...",
            "…",
            "?",
            "!",
            "”",
            "“",
            "(",
            ")",
            "합니다",
            "했어요",
            "그렇죠",
            "까요",
            "라고",
            "e\u0301",
            "🙂",
            "。",
            "No",
            "—",
            ",",
            "but",
            "\u00a0",
        ]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(MIXED, st.text(max_size=80)))
def test_units_are_in_order_apart_and_lose_nothing(text: str) -> None:
    for split in (sentences, clauses, words):
        spans = split(text)
        for span, following in pairwise(spans):
            assert span.end <= following.start
        for span in spans:
            piece = text[span.start : span.end]
            assert piece == piece.strip()
            assert "\n" not in piece
    for split in (sentences, clauses):
        assert "".join("".join(cut(text, split(text))).split()) == "".join(text.split())


@given(MIXED)
def test_words_lie_within_clauses_within_sentences(text: str) -> None:
    outer = sentences(text)
    assert all(any(big.covers(piece) for big in outer) for piece in clauses(text))
    characters = "".join("".join(cut(text, words(text))).split())
    assert [c for c in characters if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.usefixtures("must_end")
def test_a_long_text_is_cut_whole() -> None:
    text = "I said so, Dr. Kim... 저희는 안 했어요 그래서 문제죠. Then (they) left. " * 9_000
    assert len(text) > 500_000
    for split in (sentences, words):
        assert len(split(text)) > 30_000


@pytest.mark.parametrize("piece", [" ", "! ", ". ", "\t", "a ", "…", "요 ", "(", "—", "...", "1. "])
@pytest.mark.usefixtures("must_end")
def test_no_text_makes_it_hang(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    for split in (sentences, clauses, words):
        spans = split(text)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
