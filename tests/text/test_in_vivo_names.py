"""Tests of names of codes that are made from the words of a passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.cells import cluster_start
from toolkit.text.in_vivo_names import CUT, LONGEST_NAME, in_vivo_name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("  We do not\n\ntrust their figures. ", "We do not trust their figures"),
        ("유출되면 누가 책임집니까.", "유출되면 누가 책임집니까"),
        ("why?", "why?"),
        ("[b]red[/b]", "[b]red[/b]"),
        ("a\x1b[31mb", "a [31mb"),
        (" – … ", ""),
        ("", ""),
        ("x" * 99, "x" * 59 + CUT),
        ("one two " * 12, "one two one two one two one two one two one two one two one…"),
    ],
)
def test_names(passage: str, name: str) -> None:
    assert in_vivo_name(passage) == name


pieces = st.sampled_from(
    ["word", " ", "\n", "e\u0301", "👩\u200d🔬", "한글", ".", ",", "\x07", "🙂"]
)


@given(st.one_of(st.text(max_size=150), st.lists(pieces, max_size=60).map("".join)))
def test_a_name_is_one_short_line_of_what_was_said(passage: str) -> None:
    name = in_vivo_name(passage)
    assert len(name) <= LONGEST_NAME
    assert name == name.strip()
    assert not any(char in name for char in "\n\t\x07\x1b")
    assert (name == "") or any(char.isalnum() for char in name)
    beginning = name.removesuffix(CUT) if len(name) < len(" ".join(passage.split())) else name
    whole = "".join(passage.split())
    if passage.isprintable():
        assert whole.startswith("".join(beginning.split()))
    if name.endswith(CUT) and passage.isprintable():
        words = " ".join(passage.split())
        assert cluster_start(words, len(beginning)) == len(beginning)
