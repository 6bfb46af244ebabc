"""Spans are carried to their words in a corrected text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.text.corrections.carry_spans import Carrier, CarryOutcome

TEXT = (
    "I: Why?\n\nE01: We do not trust teh figures. 저쪽 자료를 믿지 못해요.\n\nE01: Rules differ.\n"
)

words = st.text(st.sampled_from("ab 가나\n.😀"), max_size=60)


def _span(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


def _quote(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span is not None else None


@given(words, words, st.data())
def test_an_insertion_shifts_what_follows_and_keeps_its_words(
    text: str, inserted: str, data: st.DataObject
) -> None:
    body = text + "the end"
    at = data.draw(st.integers(0, len(text)))
    new = body[:at] + inserted + body[at:]
    carried = Carrier(body, new).carry(_span(body, "the end"))
    assert carried.span == Span(len(new) - 7, len(new))
    assert carried.outcome is (CarryOutcome.MOVED if inserted else CarryOutcome.SAME)


@given(words, words, st.data())
def test_a_place_follows_its_character(text: str, inserted: str, data: st.DataObject) -> None:
    body = text + "THE END"
    at = data.draw(st.integers(0, len(text)))
    new = body[:at] + inserted + body[at:]
    carrier = Carrier(body, new)
    for offset in range(len(text), len(body)):
        assert carrier.follow(offset) == offset + len(inserted)
    places = [carrier.follow(offset) for offset in range(len(body))]
    assert places == sorted(places)
    assert all(0 <= place < len(new) for place in places)


def test_a_place_in_what_is_gone_is_the_nearest_that_is_left() -> None:
    carrier = Carrier("I: Why?\nE01: It depends, often.\n", "I: Why?\nE01: It depends.\n")
    assert carrier.follow(24) == len("I: Why?\nE01: It depends")
    assert Carrier("abc", "x").follow(2) == 0


@given(words, words, words)
def test_what_lies_outside_the_change_is_exact(before: str, old: str, new: str) -> None:
    first, last = before + "BEGIN ", " END" + before
    old_text, new_text = first + old + last, first + new + last
    carrier = Carrier(old_text, new_text)
    head = carrier.carry(Span(0, len(first)))
    assert head.span == Span(0, len(first))
    assert head.outcome is CarryOutcome.SAME
    tail = carrier.carry(Span(len(old_text) - len(last), len(old_text)))
    assert tail.span == Span(len(new_text) - len(last), len(new_text))


@given(words.filter(len), words.filter(len), st.data())
def test_carried_spans_lie_in_the_new_text_and_keep_their_order(
    old: str, new: str, data: st.DataObject
) -> None:
    carrier = Carrier(old, new)
    cuts = sorted(
        data.draw(
            st.lists(st.integers(0, len(old)), min_size=2, max_size=2, unique=True)
            if len(old) > 1
            else st.just([0, 1])
        )
    )
    carried = carrier.carry(Span(*cuts))
    if carried.span is None:
        assert carried.outcome is CarryOutcome.ORPHANED
        return
    assert carried.span.end <= len(new)
    same = _quote(old, Span(*cuts)) == _quote(new, carried.span)
    assert same is (carried.outcome in (CarryOutcome.SAME, CarryOutcome.MOVED))


@given(words.filter(len))
def test_the_same_text_moves_nothing(text: str) -> None:
    carrier = Carrier(text, text)
    assert carrier.kept == len(text)
    for start in range(0, len(text), 3):
        span = Span(start, len(text))
        assert carrier.carry(span).span == span


def test_a_typo_changes_the_coding_around_it() -> None:
    new = TEXT.replace("teh", "the")
    carried = Carrier(TEXT, new).carry(_span(TEXT, "We do not trust teh figures."))
    assert carried.outcome is CarryOutcome.CHANGED
    assert _quote(new, carried.span) == "We do not trust the figures."


def test_an_insertion_inside_stretches_and_at_the_ends_does_not() -> None:
    quote = "trust teh figures"
    inside = TEXT.replace("teh", "teh old")
    assert _quote(inside, Carrier(TEXT, inside).carry(_span(TEXT, quote)).span) == (
        "trust teh old figures"
    )
    around = TEXT.replace(quote, f"really {quote} yet")
    carried = Carrier(TEXT, around).carry(_span(TEXT, quote))
    assert (carried.outcome, _quote(around, carried.span)) == (CarryOutcome.MOVED, quote)


@pytest.mark.parametrize("quote", ["저쪽 자료를 믿지 못해요.", "We do not trust teh figures."])
def test_deleting_all_of_it_orphans(quote: str) -> None:
    new = TEXT.replace(quote, "")
    assert Carrier(TEXT, new).carry(_span(TEXT, quote)).outcome is CarryOutcome.ORPHANED


def test_another_paragraph_in_its_place_orphans_and_a_word_does_not() -> None:
    paragraph = "We do not trust teh figures. 저쪽 자료를 믿지 못해요."
    new = TEXT.replace(
        paragraph, "Budget cycles moved quickly; purchasing vehicles became complex."
    )
    assert Carrier(TEXT, new).carry(_span(TEXT, paragraph)).outcome is CarryOutcome.ORPHANED
    word = TEXT.replace("Rules", "Laws")
    carried = Carrier(TEXT, word).carry(_span(TEXT, "Rules"))
    assert (carried.outcome, _quote(word, carried.span)) == (CarryOutcome.CHANGED, "Laws")


def test_partly_deleted_keeps_the_rest() -> None:
    new = TEXT.replace("We do not trust teh ", "")
    carried = Carrier(TEXT, new).carry(_span(TEXT, "We do not trust teh figures."))
    assert (carried.outcome, _quote(new, carried.span)) == (CarryOutcome.CHANGED, "figures.")


def test_a_long_text_with_many_corrections_is_aligned_whole() -> None:
    chance = random.Random(7)
    spoken = ["we", "they", "trust", "rule", "law", "data", "자료", "규칙"]
    lines = [" ".join(chance.choices(spoken, k=12)) for _ in range(6_000)]
    old = "\n\n".join(lines)
    for at in range(0, 6_000, 100):
        lines[at] = "Well, " + lines[at]
    new = "\n\n".join(lines)
    carrier = Carrier(old, new)
    assert carrier.kept >= len(old) * 0.99
    place = Span(len(old) - 40, len(old))
    assert _quote(new, carrier.carry(place).span) == _quote(old, place)


@given(words, words)
def test_what_is_kept_of_all_is_what_is_kept(old: str, new: str) -> None:
    carrier = Carrier(old, new)
    parts = [carrier.kept_of(Span(at, at + 1)) for at in range(len(old))]
    assert set(parts) <= {0, 1}
    assert sum(parts) == carrier.kept
    if old:
        assert carrier.kept_of(Span(0, len(old))) == carrier.kept
