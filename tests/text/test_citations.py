"""Tests of quotes and of the places that they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.text.citations import cited
from toolkit.text.turns import parse_turns

TEXT = """\
Title

I: [00:05] What hinders?

E01: We do not trust them.

E01: A leak.
"""


@given(st.text(st.sampled_from("a\n é“”: I()[b]"), min_size=1, max_size=60), st.data())
def test_a_quote_is_verbatim_and_its_offsets_find_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    citation = cited(text, "S1", parse_turns(text), Span(start, end))
    assert citation.startswith(f"“{text[start:end]}” (S1, ")
    assert citation.endswith(f"{start}:{end})")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Title", "before the first turn"),
        ("Title\n\nI:", "up to turn 1"),
        ("hinders?", "turn 1, I, 00:05"),
        ("trust them", "turn 2, E01"),
        ("them.\n\nE01: A leak", "turns 2 to 3"),
    ],
)
def test_where_it_is(words: str, place: str) -> None:
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    assert cited(TEXT, "S1", parse_turns(TEXT), span) == f"“{words}” (S1, {place}, {span})"


def test_a_text_without_turns_has_offsets_alone() -> None:
    assert cited("Abc.", "S1", [], Span(0, 3)) == "“Abc” (S1, 0:3)"
