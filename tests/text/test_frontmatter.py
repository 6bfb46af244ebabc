from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.text.frontmatter import split_front_matter


def test_the_body_begins_right_after_the_closing_line() -> None:
    text = "---\nid: E01\nnote: a: b\n---\nI: Hello\n"
    front = split_front_matter(text)
    assert front.block == "id: E01\nnote: a: b\n"
    assert front.body == "I: Hello\n"
    assert text[front.start :] == front.body
    assert front.first_line == 2


@pytest.mark.parametrize("fence", ["---", "---  ", "..."])
def test_ways_to_close(fence: str) -> None:
    assert split_front_matter(f"---\na: 1\n{fence}\n\nbody").body == "\nbody"


def test_a_fence_at_the_very_end_leaves_no_body() -> None:
    front = split_front_matter("---\na: 1\n---")
    assert (front.block, front.body) == ("a: 1\n", "")


@pytest.mark.parametrize("text", ["", "---", "plain\n---\n", " ---\na\n---\n", "----\na\n---\n"])
def test_text_without_front_matter_is_untouched(text: str) -> None:
    front = split_front_matter(text)
    assert (front.block, front.body, front.start) == ("", text, 0)


def test_a_block_that_is_never_closed_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"E07\.txt.*line 1.*never closed"):
        split_front_matter("---\nid: E07\nI: Hello\n", "E07.txt")


@given(st.text())
def test_the_body_is_always_the_end_of_the_text(body: str) -> None:
    text = f"---\nid: 1\n---\n{body}"
    front = split_front_matter(text)
    assert front.body == body
    assert text[front.start :] == body
