"""Texts are cut into stretches of one language, along sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.language.pieces import language_of, pieces


def cut(text: str, language: str) -> list[tuple[str, str]]:
    return [
        (text[piece.span.start : piece.span.end], piece.language)
        for piece in pieces(text, [Span(0, len(text))] if text else [], language)
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("We share. They do not.", "en", [("We share. They do not.", "en")]),
        ("공유했습니다. 네.", "ko", [("공유했습니다. 네.", "ko")]),
        ("공유했어요. We shared it. 네.", "ko",
         [("공유했어요.", "ko"), ("We shared it.", "en"), ("네.", "ko")]),
        ("We shared it. 공유했어요.", "en", [("We shared it.", "en"), ("공유했어요.", "ko")]),
        ("Wir teilen. Ja.", "de", [("Wir teilen. Ja.", "de")]),
        ("API gateway를 씁니다.", "en", [("API gateway를 씁니다.", "ko")]),
        ("2019. 3.", "en", [("2019. 3.", "en")]),
        ("資料を共有した。", "ja", [("資料を共有した。", "ja")]),
        ("Мы делимся.", "und", [("Мы делимся.", "und")]),
        ("Hello there.", "und", [("Hello there.", "en")]),
        ("Hello there.", "en-GB", [("Hello there.", "en")]),
    ],
)  # fmt: skip
def test_a_text_is_cut_where_its_language_changes(
    text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    assert cut(text, language) == expected


@given(st.text(alphabet="aB. 가나?\n1", max_size=60), st.sampled_from(["en", "ko", "und", "de"]))
def test_every_letter_is_in_exactly_one_piece(text: str, language: str) -> None:
    covered = [at for piece in pieces(text, [Span(0, len(text))] if text else [], language)
               for at in range(piece.span.start, piece.span.end)]  # fmt: skip
    assert len(covered) == len(set(covered))
    assert {at for at, char in enumerate(text) if char.isalnum()} <= set(covered)
    assert all(piece.language for piece in pieces(text, [], language))


def test_a_sentence_without_letters_says_no_language() -> None:
    assert language_of("12, 34!", "ko") == ""
