"""A text is only told to be in another language where that is certain."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.conventions import SPEECHES
from toolkit.text.languages import exceeds, misfit

TALKS = {language: " ".join(speeches) * 12 for language, speeches in SPEECHES.items()}


@pytest.mark.parametrize("language", TALKS)
def test_every_talk_fits_its_own_language(language: str) -> None:
    assert misfit(language, TALKS[language]) is None
    assert misfit(f"{language.upper()}-XX", TALKS[language]) is None


@pytest.mark.parametrize("text", ["ko", "ja", "zh", "he"])
@pytest.mark.parametrize("stated", ["en", "de", "ar"])
def test_another_script_is_certain(stated: str, text: str) -> None:
    assert misfit(stated, TALKS[text]) == text


def test_a_script_of_several_languages_names_none() -> None:
    assert misfit("en", TALKS["ar"]) == ""
    assert misfit("ko", "Мы не верим этим цифрам. " * 20) == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "We do not trust the figures that they send to us, and it is a habit of the office. ",
            "en",
        ),
        ("Wir haben die Daten nicht, und es ist auch für uns ein Problem, wenn das so ist. ", "de"),
        ("Nous ne savons pas qui les demande, et il est dans les bureaux que les notes. ", "fr"),
    ],
)
def test_small_words_tell_latin_languages_apart(text: str, language: str) -> None:
    for stated in ("en", "de", "fr", "es", "pt", "ko"):
        assert misfit(stated, text * 10) == (None if stated == language else language)


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ("en", "저쪽 자료를 믿지 못해요."),
        ("und", TALKS["ko"]),
        ("xx", TALKS["ko"]),
        ("en", TALKS["ko"] + "We do not trust the figures that they send. " * 40),
        ("ko", "GDPR 자료 API 공유 system 문제 platform 이용 data 요청 " * 30),
        ("fi", "Wir haben die Daten nicht, und es ist auch für uns ein Problem. " * 10),
        ("en", "Abcdef ghijkl mnopqr stuvwx. " * 30),
        ("en", "12:30 — 44, 55. " * 100),
    ],
    ids=["short", "undetermined", "unknown", "mixed", "terms", "no words known", "odd", "numbers"],
)
def test_what_is_not_certain_fits(stated: str, text: str) -> None:
    assert misfit(stated, text) is None


@pytest.mark.parametrize("others", [150, 900, 3_999])
@pytest.mark.parametrize("marks", [0, 1_000])
@pytest.mark.parametrize("hangul_first", [True, False])
def test_a_tenth_of_the_letters_in_its_script_is_not_enough(
    others: int, marks: int, hangul_first: bool
) -> None:
    """What is not a letter counts nowhere, wherever the letters of the script stand."""

    def text(hangul: int) -> str:
        halves = ["가" * hangul, "ж" * others]
        return "".join(halves if hangul_first else reversed(halves)) + "." * marks

    tenth = others // 9
    assert misfit("ko", text(tenth)) == ""
    assert misfit("ko", text(tenth + 1)) is None


@given(
    st.text("가각ab .", max_size=60).map(lambda piece: piece * 70),
    st.integers(min_value=0, max_value=4_000),
)
def test_no_more_of_a_text_is_read_than_decides(text: str, count: int) -> None:
    standing = len(re.findall("[가각]", text))
    for limit in {count, standing, max(standing - 1, 0)}:
        assert exceeds(re.compile("[가각]+"), text, limit) == (standing > limit)
