"""Words are found as words, in English and in Korean with its particles."""

from __future__ import annotations

import pytest

from toolkit.text.whole_words import WholeWords

WORDS = WholeWords(
    {"Kim": "[A]", "Kim Min-su": "[B]", "민수": "[가]", "010-1": "[t]", "U.S.": "[u]"}
)


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("Kim", "[A]"), ("KIM's", "[A]'s"), ("skim Kimchi", "skim Kimchi"),
        ("Kim  Min-su and Kim", "[B] and [A]"), ("kim\nmin-su", "[B]"),
        ("민수가 왔다", "[가]가 왔다"), ("김민수", "김민수"), ("민수", "[가]"),
        ("Kim이 왔다", "[A]이 왔다"), ("010-1, 010-12", "[t], 010-12"), ("U.S. law", "[u] law"),
        ("", ""), ("nobody", "nobody"),
    ],
)  # fmt: skip
def test_words_are_replaced_where_they_stand_as_words(text: str, replaced: str) -> None:
    assert WORDS.replaced(text) == replaced
    assert WORDS.any_in(text) is (text != replaced)


def test_no_words_are_in_nothing() -> None:
    nothing = WholeWords({})
    assert not nothing
    assert not nothing.any_in("Kim")
    assert nothing.replaced("Kim") == "Kim"
