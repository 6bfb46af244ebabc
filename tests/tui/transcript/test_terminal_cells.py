"""The short output for changed cells leaves the terminal as a full repaint would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from toolkit.tui.transcript.terminal_cells import Cell, cells_of, changed_runs, encode

if TYPE_CHECKING:
    from collections.abc import Sequence

STYLES = [
    Style(),
    Style(bold=True, color="#102030"),
    Style(color="#102030", bgcolor="#405060"),
    Style(bgcolor="red", underline=True),
    Style(color="bright_blue", italic=True),
]
texts = st.text("ab c가나é한", min_size=1, max_size=5)
segments = st.tuples(texts, st.sampled_from(STYLES)).map(lambda made: Segment(*made))
strips = st.lists(segments, max_size=5).map(Strip)


def fitted(strip: Strip, cells: int) -> list[Cell]:
    return cells_of(strip.adjust_cell_length(cells))


@given(strips)
def test_a_strip_has_as_many_cells_as_it_is_wide(strip: Strip) -> None:
    cells = cells_of(strip)
    assert len(cells) == strip.cell_length
    assert "".join(text for text, _ in cells) == strip.text


@given(strips, strips, st.integers(1, 24))
def test_runs_turn_one_row_into_the_other_and_split_no_character(
    first: Strip, second: Strip, cells: int
) -> None:
    before, after = fitted(first, cells), fitted(second, cells)
    shown = list(before)
    for start, run in changed_runs(before, after):
        assert before[start][0] or not start
        assert run[0][0]
        end = start + len(run)
        assert end == cells or (before[end][0] and after[end][0])
        shown[start:end] = run
    assert shown == after


@given(strips, st.integers(1, 24))
def test_equal_rows_have_no_runs(strip: Strip, cells: int) -> None:
    assert changed_runs(fitted(strip, cells), fitted(strip, cells)) == []


def drawn(text: str) -> dict[tuple[int, int], tuple[str, frozenset[str]]]:
    """Characters by row and column, with the codes that were on for each."""
    place, codes = (0, 0), dict[str, str]()
    shown = {}
    for sequence, char in re.findall(r"(\x1b\[[\d;]*[Hm])|(.)", text):
        if sequence.endswith("H"):
            row, column = map(int, sequence[2:-1].split(";"))
            place = (row - 1, column - 1)
        elif sequence:
            numbers = sequence[2:-1]
            if numbers.split(";")[0] == "0":
                codes, numbers = {}, numbers[2:]
            for code in re.findall(r"[34]8;2;\d+;\d+;\d+|\d+", numbers):
                codes[_kind(code)] = code
        else:
            shown[place] = (char, frozenset(codes.values()))
            place = (place[0], place[1] + (2 if char in "가나한" else 1))
    return shown


def _kind(code: str) -> str:
    if code.startswith("38;") or code in {*map(str, range(30, 38)), *map(str, range(90, 98))}:
        return "foreground"
    return "background" if code.startswith("48;") or code in map(str, range(40, 48)) else code


@given(strips)
def test_styles_are_those_that_rich_would_write(strip: Strip) -> None:
    system = ColorSystem.TRUECOLOR
    cells = cells_of(strip)
    expected = {}
    for column, (char, style) in enumerate(cells):
        if char:
            assert style is not None
            rendered = style.render("x", color_system=system)
            codes = re.search(r"\x1b\[([\d;]*)m", rendered)
            parameters = re.findall(r"[34]8;2;\d+;\d+;\d+|\d+", codes[1]) if codes else []
            expected[2, 3 + column] = (char, frozenset(parameters))
    runs: Sequence[tuple[int, int, list[Cell]]] = [(2, 3, cells)] if cells else []
    assert drawn(encode(runs, system)) == expected


def test_a_style_that_goes_on_is_not_written_again() -> None:
    first = Style(color="#010203", bgcolor="#040506")
    second = Style(color="#070809", bgcolor="#040506")
    cells = [("a", first), ("b", first), ("c", second)]
    assert encode([(0, 0, cells)], ColorSystem.TRUECOLOR) == (
        "\x1b[1;1H\x1b[0;38;2;1;2;3;48;2;4;5;6mab\x1b[38;2;7;8;9mc\x1b[0m"
    )
