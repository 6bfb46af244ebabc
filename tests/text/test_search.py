"""Matches in a folded text have offsets of the text itself, whatever characters it has."""

from __future__ import annotations

import re
import unicodedata
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.search import Haystack, Matches, folded, folded_pattern

texts = st.text(
    st.sampled_from("aAéÉßｱア책 \n.ﬁİΣς’「Ａ가각e\u0301\u1112\u1161\u11ab\u3099か"), max_size=40
)
plain = st.text(st.sampled_from("aAéÉßｱア책 \n.ﬁİ"), max_size=40)


def quotes(text: str, query: str) -> list[str]:
    return [text[span.start : span.end] for span in Haystack(text).find(query)]


@given(texts)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@given(plain, st.text(st.sampled_from("aé책."), min_size=1, max_size=2))
def test_matches_are_in_order_apart_and_equal_to_the_query(text: str, query: str) -> None:
    matches = list(Haystack(text).find(query))
    for match, following in pairwise(matches):
        assert match.end <= following.start
    assert all(folded(text[m.start : m.end]) == folded(query) for m in matches)


@given(texts, st.data())
def test_what_stands_in_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    query = text[start:end]
    if not Haystack(query).folded.strip():
        # Blank space and marks that are ignored leave nothing to look for.
        assert not Haystack(text).find(query)
        return
    if unicodedata.combining(query[0]):
        return
    if query[-1] in "\u1112\u1161" or query[0] in "\u1161\u11ab":
        return  # A part of a syllable does not match the syllable.
    assert Haystack(text).find(query)


@given(texts)
def test_composed_and_decomposed_find_each_other(text: str) -> None:
    apart, together = unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)
    for word in ("가", "책", "か"):
        assert len(Haystack(apart).find(word)) == len(Haystack(together).find(word))


def test_blank_space_under_an_accent_is_blank_space() -> None:
    assert not Haystack("AAAAAAA  \u0301").find("  \u0301")


def test_case_accents_and_width_do_not_count() -> None:
    assert len(Haystack("Café CAFE ｃａｆé").find("cafe")) == 3
    assert [str(m) for m in Haystack("책임, 책임").find("책임")] == ["0:2", "4:6"]


def test_what_is_drawn_as_one_character_is_found_whole() -> None:
    assert quotes("un cafe\u0301 noir", "café noir") == ["cafe\u0301 noir"]
    assert quotes("un cafe\u0301, noir", "cafe") == ["cafe\u0301"]
    apart = unicodedata.normalize("NFD", "그 책임은 누가")
    assert quotes(apart, "책임") == [unicodedata.normalize("NFD", "책임")]
    assert quotes("שָׁלוֹם", "שלום") == ["שָׁלוֹם"]


def test_nothing_is_found_for_nothing() -> None:
    assert len(Haystack("text").find("")) == len(Haystack("a b").find("  ")) == 0
    assert len(Haystack("").find("a")) == 0


@given(st.lists(st.integers(0, 50), unique=True).map(sorted), st.integers(-1, 60))
def test_the_number_of_a_match(starts: list[int], offset: int) -> None:
    matches = Matches(array("l", starts), array("l", [start + 1 for start in starts]))
    assert matches.place_of(offset) == sum(start <= offset for start in starts)
    assert [span.start for span in matches] == starts
    assert [span.start for span in matches[1:3]] == starts[1:3]


@given(plain)
def test_an_escaped_text_is_a_pattern_that_finds_it(text: str) -> None:
    pattern = folded_pattern(re.escape(text))
    haystack = folded(unicodedata.normalize("NFC", text))
    assert re.fullmatch(pattern, haystack, flags=re.IGNORECASE)


@pytest.mark.parametrize(
    ("pattern", "folded_one"),
    [
        (r"\W\w", r"\W\w"),
        ("(É|책)", "(e|책)"),
        ("（", r"\("),
        (r"\（", r"\("),
        (r"\\É", r"\\e"),
        (r"\É", "e"),
        ("[À-ü]", "[a-u]"),
    ],
)
def test_patterns_keep_their_meaning(pattern: str, folded_one: str) -> None:
    assert folded_pattern(pattern) == folded_one


@given(
    st.lists(st.integers(0, 30), unique=True).map(sorted),
    st.lists(st.integers(0, 30), unique=True).map(sorted),
)
def test_parts_with_a_match_are_counted(starts: list[int], edges: list[int]) -> None:
    matches = Matches(array("l", starts), array("l", [start + 1 for start in starts]))
    parts = {sum(edge <= start for edge in edges) for start in starts}
    assert matches.count_parts(edges) == len(parts)
