"""Where spans are once stretches of a text were replaced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.text.corrections.carry_spans import CarryOutcome
from toolkit.text.corrections.replacements import Replaced, Replacement

TEXT = "ask Kim, then ask Lee now"
BOTH = [Replacement(4, 7, "[Person 1]"), Replacement(18, 21, "[P]")]


@pytest.mark.parametrize(
    ("start", "end", "words", "outcome"),
    [
        (0, 3, "ask", "same"),
        (0, 4, "ask ", "same"),
        (4, 7, "[Person 1]", "changed"),
        (5, 6, "[Person 1]", "changed"),
        (0, 5, "ask [Person 1]", "changed"),
        (6, 12, "[Person 1], the", "changed"),
        (7, 13, ", then", "moved"),
        (14, 18, "ask ", "moved"),
        (21, 25, " now", "moved"),
        (0, 25, "ask [Person 1], then ask [P] now", "changed"),
    ],
)
def test_a_span_keeps_its_words(start: int, end: int, words: str, outcome: str) -> None:
    replaced = Replaced(TEXT, BOTH)
    carried = replaced.carry(Span(start, end))
    assert carried.span is not None
    assert replaced.text[carried.span.start : carried.span.end] == words
    assert carried.outcome.value == outcome


@pytest.mark.parametrize(
    "wrong",
    [[Replacement(4, 4, "x")], [Replacement(20, 26, "x")], [BOTH[0], Replacement(6, 9, "")]],
)
def test_stretches_that_cannot_be_replaced_are_refused(wrong: list[Replacement]) -> None:
    with pytest.raises(ValueError, match=r"stretch|overlaps"):
        Replaced(TEXT, wrong)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Replacement]]:
    text = draw(st.text(alphabet="ab 가\n", min_size=1, max_size=30))
    edges = draw(st.lists(st.integers(0, len(text)), unique=True, max_size=8))
    pairs = sorted(edges)
    stretches = zip(pairs[::2], pairs[1::2], strict=False)
    words = st.text(alphabet="[X]", max_size=4)
    return text, [Replacement(start, end, draw(words)) for start, end in stretches]


@given(edited(), st.data())
def test_what_is_not_replaced_stays_under_its_span(
    case: tuple[str, list[Replacement]], data: st.DataObject
) -> None:
    text, replacements = case
    replaced = Replaced(text, replacements)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    after = replaced.carry(Span(start, end)).span
    outside = "".join(
        char
        for at, char in enumerate(text)
        if start <= at < end and not any(r.start <= at < r.end for r in replacements)
    )
    inside = "".join(r.words for r in replacements if r.start < end and r.end > start)
    if after is None:
        assert outside + inside == ""
        return
    assert 0 <= after.start < after.end <= len(replaced.text)
    carried = replaced.text[after.start : after.end]
    assert sorted(carried) == sorted(outside + inside)
    touched = any(r.start < end and r.end > start for r in replacements)
    if not touched:
        assert carried == text[start:end]
        expected = CarryOutcome.SAME if after == Span(start, end) else CarryOutcome.MOVED
        assert replaced.carry(Span(start, end)).outcome is expected


@given(edited())
def test_offsets_keep_their_order(case: tuple[str, list[Replacement]]) -> None:
    text, replacements = case
    replaced = Replaced(text, replacements)
    offsets = [replaced.follow(at) for at in range(len(text) + 1)]
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(replaced.text)
