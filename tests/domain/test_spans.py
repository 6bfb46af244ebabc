"""Tests of spans of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import stripped


@given(st.text(st.sampled_from("a가 \n\t\u3000😀"), max_size=30), st.data())
def test_a_stripped_span_has_the_same_words_and_no_blank_ends(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = stripped(text, start, end)
    if span is None:
        assert not text[start:end].strip()
    else:
        assert start <= span.start < span.end <= end
        assert text[span.start : span.end] == text[start:end].strip()
