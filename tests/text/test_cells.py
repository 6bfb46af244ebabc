import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from toolkit.text.cells import (
    cluster_start,
    drawn,
    edges,
    flush_right,
    is_plain,
    next_cluster,
    pad,
    previous_cluster,
    truncate,
    width,
    widths,
)

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
PIECES = [
    "a", " ", "é", "e\u0301", "각", "\u1100\u1161\u11a8", "漢", "か\u3099", "ｶ", "、", "\u3000",
    FAMILY, "\U0001f1f0\U0001f1f7", "\U0001f44d\U0001f3fd", "❤\ufe0f", "1\ufe0f\u20e3", "\u200b",
    "\u202e", "\u2066", "\x1b", "\x07", "\x7f", "\x9b", "\t", "\r", "\ufeff", "\u00ad", "\u2028",
    "“", "…", "ש", "ש\u05c1", "ب\u064e",
    "ไ", "ท\u0e35\u0e48", "क\u094d\u200dष", "\ud800", "\U0010ffff",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.characters(exclude_characters="\n")).map("".join)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("plain", 5),
        ("한국어", 6),
        ("\u1112\u1161\u11ab", 2),
        ("e\u0301", 1),
        (FAMILY, 6),
        ("\U0001f1f0\U0001f1f7", 2),
        ("\U0001f44d\U0001f3fd", 2),
        ("❤\ufe0f", 1),
        ("שלום", 4),
        ("\u05e9\u05c1", 1),
        ("\t", 4),
        ("\u200b", 0),
        ("", 0),
    ],
)
def test_widths_of_what_interviews_contain(text: str, cells: int) -> None:
    assert width(text) == cells
    assert cell_len(drawn(text)) == cells


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "^[[31mred"),
        ("\x07", "^G"),
        ("\x7f", "^?"),
        ("\x9b2J", "<9b>2J"),
        ("\u202eevil", "<202e>evil"),
        ("a\u2066b", "a<2066>b"),
        ("\ud800", "<d800>"),
        ("\u0301x", "◌\u0301x"),
        ("\ufeffx", "x"),
        ("[bold]", "[bold]"),
    ],
)
def test_nothing_that_steers_a_terminal_is_drawn(text: str, shown: str) -> None:
    assert drawn(text) == shown


def test_every_assigned_character_takes_the_cells_it_is_given() -> None:
    wrong = []
    for code in range(0x20, 0x30000):
        char = chr(code)
        if unicodedata.category(char) in ("Cn", "Co"):
            continue
        if cell_len(drawn("a" + char)) != width("a" + char):
            wrong.append(hex(code))
    assert wrong == []


@given(texts)
def test_drawn_text_takes_its_width_and_holds_no_control(text: str) -> None:
    shown = drawn(text)
    assert all(unicodedata.category(char) not in ("Cc", "Cs") for char in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200d")
    assert width(text) == sum(widths(text)) == edges(text)[-1]
    if all(unicodedata.category(char) not in ("Cn", "Co") for char in text):
        assert cell_len(shown) == width(text)


@given(texts)
def test_plain_text_is_its_own_drawing(text: str) -> None:
    if is_plain(text):
        assert drawn(text) == text
        assert width(text) == len(text)


@given(st.lists(texts, max_size=4).map("\n".join))
def test_stepping_by_clusters_covers_the_text_both_ways(text: str) -> None:
    forward = [0]
    while forward[-1] < len(text):
        after = next_cluster(text, forward[-1])
        assert after > forward[-1]
        forward.append(after)
    backward = [len(text)]
    while backward[-1] > 0:
        before = previous_cluster(text, backward[-1])
        assert before < backward[-1]
        backward.append(before)
    assert backward[0] == forward[-1]
    for stop in forward[:-1]:
        assert cluster_start(text, stop) == stop


@pytest.mark.parametrize("cluster", [FAMILY, "각", "\U0001f1f0\U0001f1f7", "\u1112\u1161\u11ab"])
def test_the_cursor_never_stops_inside_a_cluster(cluster: str) -> None:
    text = f"가{cluster}나"
    assert next_cluster(text, 1) == 1 + len(cluster)
    assert previous_cluster(text, 1 + len(cluster)) == 1
    assert all(cluster_start(text, at) == 1 for at in range(1, 1 + len(cluster)))


@given(texts, st.integers(0, 40))
def test_truncating_and_padding_keep_to_the_cells(text: str, cells: int) -> None:
    assert width(truncate(text, cells)) <= cells
    assert width(pad(text, cells)) == cells
    if width(drawn(text)) <= cells:
        assert truncate(text, cells) == drawn(text)


@given(texts, st.integers(0, 40))
def test_the_end_of_a_text_is_flush_right(text: str, cells: int) -> None:
    end = flush_right(text, cells)
    assert width(end) == cells
    safe = drawn(text)
    assert safe.endswith(end.lstrip(" "))
    if width(safe) <= cells:
        assert end == " " * (cells - width(safe)) + safe


def test_no_mark_is_parted_from_its_letter() -> None:
    hebrew = "ש\u05c1ל\u05d5ם"
    assert flush_right(hebrew, 3) == hebrew[2:]
    assert flush_right(hebrew, 4) == hebrew
    assert flush_right("책임 소재", 5) == " 소재"
    assert flush_right("책임 소재", 3) == " 재"
    assert flush_right("abc", 0) == ""


def test_truncation_is_marked() -> None:
    assert truncate("책임 소재", 6) == "책임…"
    assert truncate("abcdef", 3) == "ab…"


def test_widths_are_those_of_another_implementation() -> None:
    """The width of every assigned character that is drawn as it is equals that of wcwidth."""
    wcwidth = pytest.importorskip("wcwidth").wcwidth
    differing = {
        char
        for char in map(chr, range(0x20, 0x110000))
        if unicodedata.category(char) not in ("Cn", "Cs")
        and drawn(char) == char
        and width(char) != wcwidth(char)
    }
    # One half of a flag is one cell here, since a terminal that knows no flags draws a letter.
    assert {char for char in differing if not "\U0001f1e6" <= char <= "\U0001f1ff"} == set()
