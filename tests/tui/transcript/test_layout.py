"""Tests of the rows that the transcript view draws, without a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.color import Color

from toolkit.domain.codings import Coding
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Source
from toolkit.text.turns import parse_turns
from toolkit.tui.transcript.document import Document
from toolkit.tui.transcript.layout import Frame, Layout, lanes_of, stripes
from toolkit.tui.transcript.painter import CodeLook, Overlay, Painter, readable, share_out

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = """\
I: What hinders sharing?

E07: Nobody knows who answers. Then the list goes round once more, and it comes back with holes.

면담자: 법은 어떻습니까?

E07: 법은 ‘할 수 있다’고만 되어 있어서 담당자가 판단해야 합니다.
"""

PARTS = {
    part: Style.parse(style)
    for part, style in {
        "text": "white on black",
        "interviewer": "bright_black on black",
        "label": "bold",
        "label-interviewer": "bright_black",
        "number": "bright_black",
        "margin": "bright_black on black",
        "selection": "on blue",
        "match": "on yellow",
        "cursor": "black on white",
    }.items()
}


def document(text: str = TEXT) -> Document:
    return Document(Source("E07", "E07", "en", "0", len(text)), text, parse_turns(text))


def coding(number: int, start: int, end: int, code: str, **more: object) -> Coding:
    return Coding(f"c{number}", "E07", Span(start, end), code, "a", "main", **more)  # type: ignore[arg-type]


def painter(lanes: int = 1, **more: object) -> Painter:
    def look(code: str) -> CodeLook:
        return CodeLook(code, Color.parse("#c9534f"))

    background = Color.parse("black")
    return Painter(PARTS, background, look, coder="a", lanes=lanes, **more)  # type: ignore[arg-type]


def rows(layout: Layout, codings: Sequence[Coding] = (), **more: object) -> list[str]:
    by_row = stripes(layout, codings)
    paint = painter(lanes_of(by_row, layout.frame.most_lanes), **more)
    return [paint.row(layout, row, by_row.get(row, ())).text for row in range(len(layout))]


def at(quote: str) -> tuple[int, int]:
    start = TEXT.index(quote)
    return start, start + len(quote)


def test_rows_with_labels_stripes_and_names() -> None:
    codings = [
        coding(1, *at("Nobody knows who answers."), "responsibility"),
        coding(2, *at("Then the list goes round once more, and it comes back"), "rework"),
        coding(3, at("Nobody")[0], at("holes.")[1], "law"),
        coding(4, *at("담당자가 판단해야"), "판단", discuss=True),
    ]
    assert rows(Layout(document(), 60), codings) == [
        " I      What hinders sharing?                               ",
        "                                                            ",
        " E07    Nobody knows who answers. Then the  ┏┏╺   rework +2 ",
        "        list goes round once more, and it   ┃┃              ",
        "        comes back with holes.              ┗┗              ",
        "                                                            ",
        " 면담자 법은 어떻습니까?                                    ",
        "                                                            ",
        " E07    법은 ‘할 수 있다’고만 되어 있어서                   ",
        "        담당자가 판단해야 합니다.           ╺     판단?     ",
        "                                                            ",
    ]


def test_every_row_fills_the_width_exactly() -> None:
    from toolkit.text.cells import width

    for cells in (30, 50, 60, 76, 96, 140):
        for numbers in (False, True):
            layout = Layout(document(), cells, numbers=numbers)
            for row in rows(layout, [coding(1, 30, 160, "law")]):
                assert width(row) == cells


def test_ascii_stripes_use_ascii_alone() -> None:
    layout = Layout(document(), 60)
    drawn = rows(layout, [coding(1, 30, 110, "law"), coding(2, 31, 40, "own")], ascii_stripes=True)
    margin = "".join(row[layout.frame.margin_column :] for row in drawn if row.isascii())
    assert "[" in margin
    assert "|" in margin or "]" in margin
    assert "┏" not in "".join(drawn)


def test_what_finds_no_lane_is_counted() -> None:
    layout = Layout(document(), 60)
    codings = [coding(n, 31 + n, 60, f"code-{n}") for n in range(9)]
    by_row = stripes(layout, codings)
    row = layout.row_of(40)
    text = painter(4).row(layout, row, by_row[row]).text
    assert "+5" in text


def test_line_numbers_stand_where_lines_begin() -> None:
    drawn = rows(Layout(document(), 60, numbers=True))
    numbered = [int(row.split()[0]) for row in drawn if row.split() and row.split()[0].isdigit()]
    assert numbered == [1, 2, 3, 4, 5, 6, 7, 8]


def test_overlaps_are_underlined_and_focus_is_bold() -> None:
    layout = Layout(document(), 60)
    first, second = coding(1, *at("Nobody knows"), "law"), coding(2, *at("knows who"), "own")
    row = layout.row_of(first.span.start)
    here = stripes(layout, [first, second])[row]
    strip = painter(2).row(layout, row, here, Overlay(focus="c2"))
    styles = {segment.text: segment.style or Style() for segment in strip}
    assert styles["knows"].underline
    assert styles["knows"].bold
    assert not styles["Nobody "].underline
    assert styles["Nobody "].bgcolor != PARTS["text"].bgcolor
    assert not styles["Nobody "].bold


def test_without_colour_coded_text_is_underlined_and_the_cursor_reversed() -> None:
    layout = Layout(document(), 60)
    law_coding = coding(1, *at("Nobody knows"), "law")
    row = layout.row_of(law_coding.span.start)
    overlay = Overlay(cursor=law_coding.span.start)
    strip = painter(colored=False).row(layout, row, stripes(layout, [law_coding])[row], overlay)
    styles = {segment.text: segment.style or Style() for segment in strip}
    assert styles["N"].reverse
    assert styles["obody knows"].underline
    assert styles["obody knows"].bgcolor == PARTS["text"].bgcolor


def test_selection_and_search_matches_show_on_their_text_only() -> None:
    layout = Layout(document(), 60)
    row = layout.row_of(at("Nobody")[0])
    overlay = Overlay(selection=Span(*at("knows")), matches=[Span(*at("who"))])
    strip = painter().row(layout, row, (), overlay)
    styles = {segment.text: segment.style or Style() for segment in strip}
    assert styles["knows"].bgcolor == PARTS["selection"].bgcolor
    assert styles["who"].bgcolor == PARTS["match"].bgcolor
    assert styles["Nobody "].bgcolor == PARTS["text"].bgcolor


@given(st.lists(st.integers(1, 30), max_size=8), st.integers(0, 40))
def test_names_share_the_margin_without_running_over(lengths: list[int], cells: int) -> None:
    shares = share_out(lengths, cells)
    rest = len(f" +{len(lengths) - len(shares)}") if len(shares) < len(lengths) else 0
    if shares:
        assert sum(shares) + 2 * (len(shares) - 1) + rest <= cells
    assert all(share <= length for share, length in zip(shares, lengths, strict=False))
    if sum(lengths) + 2 * (len(lengths) - 1) <= cells and all(length >= 5 for length in lengths):
        assert shares == lengths


pieces = st.lists(
    st.sampled_from(
        ["I: ", "E07: ", "word ", "정보를 ", "我们", "。", "\n", "\n\n", "👍🏽", "\x1b", "e\u0301"]
    ),
    max_size=40,
).map("".join)


@given(pieces, st.integers(20, 90))
def test_every_column_leads_back_to_the_offset_drawn_there(text: str, cells: int) -> None:
    layout = Layout(document(text), cells)
    for offset in range(len(text)):
        if layout.document.clamp(offset) != offset:
            continue
        row = layout.row_of(offset)
        start, end = layout.body(row)
        if start <= offset < end:
            column = layout.column_of(offset)
            drawn_offset = layout.offset_at(row, column)
            assert drawn_offset == offset or layout.column_of(drawn_offset) == column


@given(pieces, st.integers(20, 90), st.integers(-5, 200))
def test_any_place_on_the_screen_is_some_offset(text: str, cells: int, column: int) -> None:
    layout = Layout(document(text), cells)
    for row in range(len(layout)):
        assert 0 <= layout.offset_at(row, column) <= len(text)


@given(st.lists(st.tuples(st.integers(0, 150), st.integers(1, 60)), max_size=20))
def test_no_lane_holds_two_codings_on_a_row(places: list[tuple[int, int]]) -> None:
    layout = Layout(document(), 40)
    codings = [
        coding(n, start, min(start + length, len(TEXT)), "law")
        for n, (start, length) in enumerate(places)
    ]
    for row, here in stripes(layout, codings).items():
        lanes = [stripe.lane for stripe in here]
        assert lanes == sorted(set(lanes))
        for stripe in here:
            assert stripe.first == (row == layout.row_of(stripe.coding.span.start))


@given(st.integers(10, 300), st.integers(0, 30), st.booleans())
def test_a_frame_fits_its_cells(cells: int, label: int, numbers: bool) -> None:
    frame = Frame.fit(cells, label=label, numbers=numbers)
    assert frame.text >= 8
    if cells >= 40:
        assert frame.margin_column + frame.margin <= cells


def test_code_colours_are_made_readable_on_their_background() -> None:
    from toolkit.tui.transcript.painter import _contrast

    for background in ("#000000", "#15181d", "#fbfaf7", "#ffffff"):
        for color in ("#000000", "#ffffff", "#333333", "#c9534f", "#ffff00", "#888888"):
            shown = readable(Color.parse(color), Color.parse(background))
            assert _contrast(shown, Color.parse(background)) >= 3
