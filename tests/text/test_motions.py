import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.text import motions

texts = st.lists(
    st.sampled_from(
        [
            "word",
            "Don't",
            " ",
            "\n",
            "정보공유는",
            "我们",
            "データ",
            "を",
            ".",
            ", ",
            "well-known",
            "—",
            "7",
        ]
    ),
    max_size=40,
).map("".join)


@st.composite
def units(draw: st.DrawFn) -> list[Span]:
    cuts = draw(st.lists(st.integers(0, 200), unique=True, max_size=16).map(sorted))
    return [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]


@given(texts, st.integers(0, 200))
def test_word_motions_go_the_right_way_and_stay_inside(text: str, offset: int) -> None:
    last = max(len(text) - 1, 0)
    offset = min(offset, last)
    assert offset <= motions.next_word(text, offset) <= last
    assert offset <= motions.word_end(text, offset) <= last
    assert 0 <= motions.previous_word(text, offset) <= offset


@given(texts)
def test_going_on_by_words_and_back_visits_the_same_starts(text: str) -> None:
    starts = [word.start for word in motions.words(text, 0, len(text))]
    if len(starts) < 2:
        return
    forward = [starts[0]]
    while forward[-1] < starts[-1]:
        forward.append(motions.next_word(text, forward[-1]))
    assert forward == starts
    backward = [starts[-1]]
    while backward[-1] > starts[0]:
        backward.append(motions.previous_word(text, backward[-1]))
    assert backward[::-1] == starts


@given(texts, st.integers(0, 200))
def test_a_word_covers_the_offset_it_was_asked_for(text: str, offset: int) -> None:
    word = motions.word_at(text, offset)
    assert word is None or offset in word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't stop", ["Don't", "stop"]),
        ("정보공유는 어렵다.", ["정보공유는", "어렵다"]),
        ("我々はデータを", ["我々", "は", "データ", "を"]),
        ("well-known — yes", ["well-known", "yes"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
    ],
)
def test_what_counts_as_a_word(text: str, expected: list[str]) -> None:
    assert [text[w.start : w.end] for w in motions.words(text, 0, len(text))] == expected


def test_a_very_long_word_is_found_from_far_away() -> None:
    text = "x" * 2_000 + " end"
    assert motions.previous_word(text, 1_999) == 0
    assert motions.word_end(text, 0) == 1_999


def test_motions_in_an_empty_text_stay_at_zero() -> None:
    assert motions.next_word("", 0) == motions.word_end("", 0) == motions.previous_word("", 0) == 0


@given(units(), st.integers(0, 200))
def test_unit_steps_agree_with_the_list(unit_spans: list[Span], offset: int) -> None:
    after = [unit for unit in unit_spans if unit.start > offset]
    before = [unit for unit in unit_spans if unit.start < offset]
    assert motions.next_unit(unit_spans, offset) == (after[0] if after else None)
    assert motions.previous_unit(unit_spans, offset) == (before[-1] if before else None)


@given(units(), st.integers(0, 199), st.integers(1, 60))
def test_extending_grows_and_shrinking_takes_back(
    unit_spans: list[Span], start: int, length: int
) -> None:
    span = Span(start, start + length)
    grown = motions.extend(unit_spans, span)
    assert grown.covers(span) or motions.cover(unit_spans, span) == grown
    assert len(motions.shrink(unit_spans, span)) <= len(span)
    if span in unit_spans:
        following = motions.next_unit(unit_spans, span.end - 1)
        assert grown == (span.hull(following) if following else span)
        assert motions.shrink(unit_spans, grown) == span


@given(units(), st.integers(0, 199), st.integers(1, 60))
def test_shrinking_never_loses_the_start(unit_spans: list[Span], start: int, length: int) -> None:
    span = Span(start, start + length)
    assert motions.shrink(unit_spans, span).start == start


@given(units(), st.integers(0, 199), st.integers(1, 60))
def test_shrinking_from_the_start_never_loses_the_end(
    unit_spans: list[Span], start: int, length: int
) -> None:
    span = Span(start, start + length)
    smaller = motions.shrink_start(unit_spans, span)
    assert smaller.end == span.end
    assert smaller == span or smaller.start in {unit.start for unit in unit_spans}
    assert smaller.start >= start
    inside = [unit for unit in unit_spans if start < unit.start < span.end]
    assert (smaller != span) == bool(inside)


def test_lines_are_the_non_blank_ones() -> None:
    assert motions.lines("one\n\n  \ntwo") == [Span(0, 3), Span(8, 11)]


def test_between_two_units_the_one_before_is_meant() -> None:
    unit_spans = [Span(5, 10), Span(20, 30)]
    assert motions.unit_at(unit_spans, 12) == Span(5, 10)
    assert motions.unit_at(unit_spans, 2) == Span(5, 10)
    assert motions.unit_at([], 2) is None


@given(texts, st.integers(0, 100), st.integers(0, 100))
def test_a_passage_starts_and_ends_at_words_or_the_marks_around_them(
    text: str, low: int, high: int
) -> None:
    low, high = sorted((min(low, len(text)), min(high, len(text))))
    starts, ends = motions.word_starts(text, low, high), motions.word_ends(text, low, high)
    assert starts == sorted(set(starts))
    assert ends == sorted(set(ends))
    assert all(low <= at < high and text[at].strip() for at in starts)
    assert all(low < at <= high and text[at - 1].strip() for at in ends)
    whole_words = motions.words(text, low, high)
    assert {word.start for word in whole_words} <= set(starts)
    assert {word.end for word in whole_words} <= set(ends)


def test_marks_are_a_step_of_their_own() -> None:
    text = "(we trust) them."
    assert motions.word_starts(text, 0, len(text)) == [0, 1, 4, 11]
    assert motions.word_ends(text, 0, len(text)) == [3, 9, 10, 15, 16]
