"""Tests of reading patterns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.language.patterns.parse import (
    MOST_DEPTH,
    MOST_LETTERS,
    AnyOf,
    Pattern,
    PatternError,
    Phrase,
    Word,
    parse,
)


def phrase(*words: str) -> Phrase:
    return Phrase(tuple(map(Word, words)), (0,) * (len(words) - 1))


def test_words_alone_are_a_plain_phrase() -> None:
    assert parse("Share  the Data") == Pattern(
        "Share  the Data", (AnyOf((phrase("share", "the", "data"),)),), (), (), is_plain=True
    )


def test_accents_case_and_width_make_no_difference() -> None:
    assert parse("CAFÉ ｆｏｒｍ").near == parse("cafe\u0301 form").near == parse("cafe form").near


def test_every_sign_of_the_language_is_read() -> None:
    pattern = parse('=Shared inform*/VERB ... "any of" ..7 (data|정보) * NEAR law NEAR/3 x NOT y|z')
    first = pattern.near[0].phrases[0]
    assert first.items == (
        Word("shared", is_form=True),
        Word("inform", is_beginning=True, part="VERB"),
        AnyOf((phrase("any", "of"),)),
        AnyOf((phrase("data"), phrase("정보"))),
        Word(""),
    )
    assert first.gaps == (0, 5, 7, 0)
    assert pattern.distances == (10, 3)
    assert [listed.phrases for listed in pattern.near[1:]] == [(phrase("law"),), (phrase("x"),)]
    assert pattern.excluded == (AnyOf((phrase("y"), phrase("z"))),)
    assert not pattern.is_plain


def test_a_list_is_of_whole_phrases() -> None:
    assert parse("share data|exchange").near == (
        AnyOf((phrase("share", "data"), phrase("exchange"))),
    )


def test_signs_in_quotation_marks_are_words() -> None:
    assert parse('"TCP/IP NOT a* =b"').near[0].phrases[0].items == (
        AnyOf((phrase("tcp/ip", "not", "a*", "=b"),)),
    )


@pytest.mark.parametrize(
    "text", ["share data", "e.g. 3.5%", "and/or", "don't", "정보 공유", "near not", "a = b", "…x"]
)
def test_what_people_type_today_is_plain(text: str) -> None:
    assert parse(text).is_plain


@pytest.mark.parametrize(
    ("text", "at", "problem"),
    [
        ("", 1, "it is empty"),
        ("  ", 1, "it is empty"),
        ("share (data", 7, "this parenthesis is never closed"),
        ("data) share", 5, "this parenthesis was never opened"),
        ("share|", 7, "a word is missing before the end"),
        ("share | | data", 9, "a word is missing before '|'"),
        ("()", 2, "a word is missing before ')'"),
        ("... data", 1, "a word is missing before '...'"),
        ("share ... ... data", 11, "a word is missing before '...'"),
        ("share ..3", 10, "a word is missing before the end"),
        ("share ..0 data", 9, "'0' is no number of words"),
        ("share ..101 data", 9, "'101' is no number of words"),
        ("law NEAR/x obstacle", 10, "'x' is no number of words"),
        ("law NEAR/ obstacle", 10, "'' is no number of words"),
        ("NEAR law", 1, "a word is missing before 'NEAR'"),
        ("NOT law", 1, "a word is missing before 'NOT'"),
        ("law NOT", 8, "a word is missing before the end"),
        ("law NOT lawyer NEAR obstacle", 16, "NEAR stands after NOT"),
        ("(law NOT lawyer)", 6, "NOT stands inside parentheses"),
        ("in*form", 3, "an asterisk may only end a word"),
        ("inform**", 7, "an asterisk may only end a word"),
        ("=inform*", 1, "an exact form has no asterisk"),
        ("*", 1, "every word fits this"),
        ("share NEAR (data|*)", 13, "every word fits this"),
        ("share/NOUM", 7, "'NOUM' is no part of speech"),
        ('law "share data', 5, "the quotation mark is never closed"),
        ('law ""', 5, "nothing stands between the quotation marks"),
        ("x" * (MOST_LETTERS + 1), MOST_LETTERS + 1, "it is longer than"),
        ("(" * (MOST_DEPTH + 1), MOST_DEPTH + 1, "parentheses are open"),
    ],
)
def test_an_error_says_where_and_why(text: str, at: int, problem: str) -> None:
    with pytest.raises(PatternError, match="is wrong at character") as error:
        parse(text)
    assert error.value.at == at
    assert problem in error.value.message
    assert error.value.hint
    assert error.value.code == "pattern-syntax"


@given(st.text(alphabet='ab *|()"./=N…EARTO1 공', max_size=40))
def test_any_text_is_a_pattern_or_one_clear_error(text: str) -> None:
    try:
        pattern = parse(text)
    except PatternError as error:
        place, hint = error.at, error.hint
    else:
        place, hint = 1, str(len(pattern.near) - len(pattern.distances))
        assert hint == "1"
    assert 1 <= place <= len(text) + 1
    assert hint
