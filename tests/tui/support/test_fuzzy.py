import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.tui.support.fuzzy import fold, match, rank

words = st.text(st.sampled_from("abcdeXY -é책임전가ㅊ_."), max_size=14)


def best(query: str, *texts: str) -> str:
    matches = rank(query, [(text,) for text in texts], [1.0])
    return texts[matches[0].index]


@given(words, words)
def test_positions_spell_the_query_in_order(query: str, text: str) -> None:
    result = match(query, text)
    if result is None:
        return
    assert list(result.positions) == sorted(set(result.positions))
    assert len(result.positions) == sum(len(fold(c)[0]) for c in query if not c.isspace())


@given(words)
def test_a_text_matches_itself_and_every_subsequence_of_itself(text: str) -> None:
    assert match(text, text) is not None
    assert match(text[::2], text) is not None


@given(words, words)
def test_what_is_no_subsequence_does_not_match(query: str, text: str) -> None:
    letters = [char for char in query if not char.isspace()]
    if len(letters) > len(text):
        assert match(query, text) is None


def test_the_start_of_a_text_beats_the_start_of_a_word_beats_the_middle() -> None:
    assert best("tr", "Control", "Lack of trust", "Trust") == "Trust"
    assert best("tr", "Control", "Lack of trust") == "Lack of trust"


def test_a_run_beats_scattered_letters() -> None:
    assert best("law", "Lack of awareness", "No law") == "No law"


def test_initials_find_a_name_of_several_words() -> None:
    assert best("nsn", "Insensitive notes", "No safety net") == "No safety net"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("책임", "개인 책임에 대한 우려"),
        ("ㅊㅈ", "책임 전가"),
        ("TRUST", "distrust"),
        ("cafe", "Café"),
        ("ｌａｗ", "law"),
        ("law bars", "law-bars"),
    ],
)
def test_case_width_accents_and_leading_consonants(query: str, text: str) -> None:
    assert match(query, text) is not None


def test_an_empty_query_keeps_everything_in_order() -> None:
    matches = rank("  ", [("b",), ("a",)], [1.0])
    assert [result.index for result in matches] == [0, 1]


def test_the_weight_of_a_field_decides_between_equal_matches() -> None:
    matches = rank("law", [("x", "law"), ("law", "x")], [1.0, 0.5])
    assert [(result.index, result.field) for result in matches] == [(1, 0), (0, 1)]
