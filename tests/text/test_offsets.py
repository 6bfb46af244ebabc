"""Every offset survives a conversion of units and back, and none is rounded."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.text import offsets
from toolkit.text.normalise import normalise
from toolkit.text.offsets import LineEndMap, OffsetMap

AWKWARD = "a🙂" + unicodedata.normalize("NFD", "신뢰") + "שלום e\u0301👩‍👩‍👧 \r?\n끝"
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="a🙂신ᄉ\u0301ש\n", max_size=60),
    st.integers(0, 1500).map(lambda size: ("한a🙂" * 600)[:size]),
)


@given(TEXTS, st.data())
def test_every_offset_comes_back_in_every_unit(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    mapped = OffsetMap(text)
    assert mapped.to_utf8(offset) == len(text[:offset].encode()) == offsets.to_utf8(text, offset)
    assert mapped.from_utf8(mapped.to_utf8(offset)) == offset
    assert offsets.from_utf8(text, offsets.to_utf8(text, offset)) == offset
    units = sum(2 if ord(char) > 0xFFFF else 1 for char in text[:offset])
    assert mapped.to_utf16(offset) == units == offsets.to_utf16(text, offset)
    assert mapped.from_utf16(units) == offset == offsets.from_utf16(text, units)


@given(TEXTS)
def test_an_offset_is_converted_or_refused_but_never_rounded(text: str) -> None:
    mapped = OffsetMap(text)
    starts = {mapped.to_utf8(at): at for at in range(len(text) + 1)}
    for unit in range(len(text.encode()) + 1):
        if unit in starts:
            assert mapped.from_utf8(unit) == starts[unit]
        else:
            with pytest.raises(InputError, match="inside a character"):
                mapped.from_utf8(unit)
            with pytest.raises(InputError, match="inside a character"):
                offsets.from_utf8(text, unit)


def test_offsets_inside_a_surrogate_pair_are_refused() -> None:
    for convert in (OffsetMap("a🙂b").from_utf16, lambda at: offsets.from_utf16("a🙂b", at)):
        assert convert(1) == 1
        assert convert(3) == 2
        with pytest.raises(InputError) as caught:
            convert(2)
        assert caught.value.code == "offset-inside-character"


@pytest.mark.parametrize("text", ["", "abc", AWKWARD])
def test_offsets_outside_the_text_are_refused(text: str) -> None:
    mapped = OffsetMap(text)
    for convert in (mapped.to_utf8, mapped.to_utf16, mapped.from_utf8, mapped.from_utf16):
        for offset in (-1, 4 * len(text) + 1):
            with pytest.raises(InputError) as caught:
                convert(offset)
            assert caught.value.code == "offset-outside-text"


def test_decomposed_hangul_counts_each_jamo() -> None:
    text = unicodedata.normalize("NFD", "각")
    assert len(text) == 3
    assert offsets.to_utf8(text, 3) == 9
    assert offsets.to_utf16(text, 3) == 3


RAW = st.text(alphabet="a\r\n🙂\ufeff", max_size=30)


@given(RAW)
def test_line_ends_of_a_foreign_text_map_both_ways(raw: str) -> None:
    mapped = LineEndMap(raw)
    assert mapped.text == normalise(raw)
    for offset in range(len(mapped.text) + 1):
        there = mapped.to_raw(offset)
        assert mapped.to_stored(there) == offset
        assert (
            normalise(
                raw[:there].removesuffix("\r")
                if raw[there:].startswith("\n") and raw[:there].endswith("\r")
                else raw[:there]
            )
            == mapped.text[:offset]
        )


def test_a_program_that_counts_crlf() -> None:
    stored = "one\ntwo\n\nthree"
    mapped = LineEndMap(stored.replace("\n", "\r\n"))
    assert [mapped.to_raw(at) for at in (0, 3, 4, 8, 9)] == [0, 3, 5, 10, 12]
    with pytest.raises(InputError, match="inside a character"):
        mapped.to_stored(4)


def test_the_mark_at_the_start_is_before_everything() -> None:
    mapped = LineEndMap("\ufeffab\r\nc")
    assert mapped.text == "ab\nc"
    assert mapped.to_raw(0) == 1
    assert mapped.to_stored(0) == 0
    assert mapped.to_stored(6) == 4
    with pytest.raises(InputError):
        mapped.to_stored(7)


@given(st.text())
def test_normalising_touches_line_ends_and_the_mark_alone(text: str) -> None:
    stored = normalise(text)
    assert "\r" not in stored
    assert normalise(stored.removeprefix("\ufeff")) == stored.removeprefix("\ufeff")
    assert stored.replace("\n", "") == text.removeprefix("\ufeff").replace("\r", "").replace(
        "\n", ""
    )


def test_normalising_keeps_decomposition_and_blank_space() -> None:
    text = "  " + unicodedata.normalize("NFD", "가é") + " \u00a0\t"
    assert normalise(text) == text
