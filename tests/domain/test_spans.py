"""Tests of spans of a text."""

from __future__ import annotations

import pickle
from copy import deepcopy
from dataclasses import FrozenInstanceError, asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span, stripped


def test_a_span_is_a_value() -> None:
    span = Span(3, 9)
    assert span == Span(start=3, end=9) != Span(3, 10)
    assert hash(span) == hash(Span(3, 9))
    assert sorted([Span(4, 5), Span(3, 9), Span(3, 8)]) == [Span(3, 8), Span(3, 9), Span(4, 5)]
    assert repr(span) == "Span(start=3, end=9)"
    assert (len(span), 8 in span, 9 in span, asdict(span)) == (
        6,
        True,
        False,
        {"start": 3, "end": 9},
    )
    assert replace(span, end=4) == Span(3, 4)
    assert pickle.loads(pickle.dumps(span)) == deepcopy(span) == span
    with pytest.raises(FrozenInstanceError):
        span.start = 1  # type: ignore[misc]
    with pytest.raises(ValueError, match="0 <= start < end, got 3:2"):
        replace(span, end=2)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2)])
def test_a_span_is_never_empty(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"got {start}:{end}"):
        Span(start, end)


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
