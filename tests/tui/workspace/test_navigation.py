"""Jump mode shows labels over the places in view, and typing a label goes to its place."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from toolkit.domain.spans import Span
from toolkit.domain.transcript import Source
from toolkit.text.cells import width
from toolkit.text.turns import parse_turns
from toolkit.tui.transcript.document import Document
from toolkit.tui.transcript.jump_labels import LETTERS, labels, overlaid, places, spots, spread
from toolkit.tui.transcript.layout import Layout

if TYPE_CHECKING:
    from toolkit.project import Project
    from toolkit.tui.workspace.screen import WorkspaceScreen

Open = Callable[..., Any]
Write = Callable[[str, str], Any]
Place = Callable[[str, str], tuple[int, int]]
spoken = st.lists(
    st.sampled_from(["Yes.", "No. Or once?", "저쪽 자료를 믿지 않아요. 네.", "a" * 90, "😀."]),
    min_size=1,
    max_size=8,
)


def document(lines: list[str]) -> Document:
    text = "\n\n".join(f"{'I' if n % 2 else 'E01'}: {line}" for n, line in enumerate(lines))
    return Document(Source("E01", "E01", "en", "0" * 64, len(text)), text, parse_turns(text))


def drawn(screen: WorkspaceScreen) -> list[str]:
    view = screen.view
    return [view.render_line(y).text for y in range(view.size.height)]


# --- labels, without a screen ------------------------------------------------------------


@given(st.integers(0, 900))
def test_labels_differ_are_short_and_none_begins_another(count: int) -> None:
    all_labels = labels(count)
    assert len(all_labels) == len(set(all_labels)) == min(count, len(LETTERS) ** 2)
    assert all(
        not label.startswith(other)
        for label in all_labels
        for other in all_labels
        if label != other
    )
    assert all(len(label) <= len(other) for label, other in pairwise(all_labels))
    assert all(len(label) == 1 for label in all_labels) == (count <= len(LETTERS))


@given(spoken, st.integers(20, 110), st.data())
def test_labels_are_on_places_in_view_and_apart(
    lines: list[str], cells: int, data: st.DataObject
) -> None:
    doc = document(lines)
    layout = Layout(doc, cells)
    start = data.draw(st.integers(0, len(doc.text) - 1))
    end = data.draw(st.integers(start + 1, len(doc.text)))
    cursor = doc.clamp(data.draw(st.integers(0, len(doc.text) - 1)))
    offsets = places(doc, start, end, [start])
    assert all(start <= place < end for place in offsets)
    assert start in offsets
    assert {b.start for b in doc.turn_bodies if start <= b.start < end} <= set(offsets)
    shown = spread(layout, offsets, cursor)
    assert cursor not in shown
    assert set(shown) <= set(offsets)
    for row, here in spots(layout, shown).items():
        assert 0 <= row < len(layout)
        for (column_here, text), (column_after, _) in pairwise(here):
            assert (
                column_here + len(text) <= column_after
                or column_after + 4 > layout.frame.text_column + layout.frame.text - 4
            )
        edge = layout.frame.text_column + layout.frame.text
        assert all(column + len(text) <= edge for column, text in here)


def test_the_nearest_place_has_the_shortest_label() -> None:
    doc = document(["Yes. No. Never."] * 30)
    layout = Layout(doc, 100)
    offsets = places(doc, 0, len(doc.text), [])
    shown = spread(layout, offsets, offsets[0])
    assert len(shown[doc.turns[1].body.start]) == 1
    assert len(shown[doc.turns[-1].body.start]) == 2


def test_turns_come_before_codings_and_codings_before_sentences() -> None:
    doc = document(["Yes. No."])
    assert places(doc, 0, len(doc.text), [6, 10]) == [5, 6, 10]


@given(st.text(st.sampled_from("a책😀é "), min_size=1, max_size=30), st.data())
def test_a_row_with_labels_is_as_wide_as_before(text: str, data: st.DataObject) -> None:
    cells = width(text)
    strip = Strip([Segment(text)], cells)
    columns = data.draw(st.lists(st.integers(0, max(cells - 1, 0)), max_size=4).map(sorted))
    result = overlaid(strip, [(column, "[a]") for column in columns], Style(bold=True))
    assert result.cell_length == cells
    assert sum(width(segment.text) for segment in result) == cells


def test_labels_are_told_from_the_text_without_colour() -> None:
    strip = Strip([Segment("We do not trust.")], 16)
    result = overlaid(strip, [(0, "[a]"), (10, "[sd]")], Style(reverse=True))
    assert result.text == "[a]do not [sd]t."


def test_the_sentences_of_a_stretch_are_those_that_begin_in_it() -> None:
    doc = document(["One. Two. Three.", "Four."])
    every = [doc.text[s.start : s.end] for s in doc.sentences_in(0, len(doc.text))]
    assert every == ["One.", "Two.", "Three.", "Four."]
    two = doc.text.index("Two")
    assert doc.sentences_in(two, two + 1) == [Span(two, two + 4)]
    assert doc.sentences_in(two + 1, two + 3) == []


# --- in the workspace ---------------------------------------------------------------------


async def test_a_label_is_typed_and_gone_to(workspace: Open, place: Place) -> None:
    leak = place("E01", "A leak is")[0]
    async with workspace() as (pilot, screen):
        before, rows = screen.view.cursor, drawn(screen)
        await pilot.press("ctrl+o")
        assert screen.message.startswith("Type a label:")
        label = screen.controllers.go_to._labels[leak]
        shown = drawn(screen)
        assert f"[{label}]" in "".join(shown)
        assert [width(row) for row in shown] == [width(row) for row in rows]
        await pilot.press(*label)
        assert screen.view.cursor == leak
        assert "[a]" not in "".join(drawn(screen))
        assert screen.message == ""
        await pilot.press("'", "'")
        assert screen.view.cursor == before


async def test_a_coding_in_view_has_a_label(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", "director fears")
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace() as (pilot, screen):
        await pilot.press("ctrl+o", "escape")
        await pilot.press("ctrl+o")
        await pilot.press(*screen.controllers.go_to._labels[start])
        assert screen.view.cursor == start
        assert screen.view.under_cursor()[0].code_id == "trust"


@pytest.mark.parametrize("key", ["escape", "enter", "down", "1"])
async def test_what_is_no_label_goes_nowhere(workspace: Open, key: str) -> None:
    async with workspace() as (pilot, screen):
        before = screen.view.cursor
        await pilot.press("ctrl+o", key)
        assert (screen.view.cursor, screen.view.is_asking, screen.controllers.go_to._labels) == (
            before,
            False,
            {},
        )
        message = "There is no label 1." if key == "1" else ""
        assert screen.message == message
        await pilot.press("right")
        assert screen.view.cursor == before + 1


async def test_labels_of_two_letters_narrow_down(
    workspace: Open, project: Project, write: Write
) -> None:
    turns = "\n\n".join(f"{'I' if n % 2 else 'M01'}: Yes. No. Never." for n in range(40))
    project.sources.import_files([write("M01.txt", turns)], actor="lead")
    async with workspace("M01", size=(120, 40)) as (pilot, screen):
        await pilot.press("ctrl+o")
        long = {
            place: letters
            for place, letters in screen.controllers.go_to._labels.items()
            if len(letters) == 2
        }
        goal, label = next(iter(long.items()))
        await pilot.press(label[0])
        assert screen.view.is_asking
        shown = "".join(drawn(screen))
        assert f"[{label}]" in shown
        assert "[a]" not in shown
        await pilot.press(label[1])
        assert screen.view.cursor == goal
        assert not screen.view.is_asking
        await pilot.press("ctrl+o", label[0], "?")
        assert screen.message == f"There is no label {label[0]}?."
        assert screen.view.cursor == goal


async def test_letters_that_come_in_one_packet_are_the_label(
    workspace: Open, project: Project, place: Place
) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("ctrl+o")
        labelled = dict(screen.controllers.go_to._labels)
        await pilot.press("escape")
        goal, label = next(
            (offset, letters) for offset, letters in labelled.items() if letters == "a"
        )
        pilot.app.post_message(events.Key("ctrl+o", None))
        pilot.app.post_message(events.Key(label, label))
        await pilot.pause()
        assert screen.view.cursor == goal


async def test_visual_mode_selects_up_to_the_label(workspace: Open, place: Place) -> None:
    first, leak = place("E01", "We do not")[0], place("E01", "A leak is")[0]
    async with workspace(at=first) as (pilot, screen):
        await pilot.press("v", "ctrl+o")
        await pilot.press(*screen.controllers.go_to._labels[leak])
        assert screen.view.selection == Span(first, leak + 1)


async def test_the_pointer_takes_the_labels_away(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("ctrl+o")
        await pilot.click("#transcript", offset=(40, 2))
        assert screen.controllers.go_to._labels == {}
        assert "[a]" not in "".join(drawn(screen))


async def test_with_nothing_else_in_view_that_is_said(
    workspace: Open, project: Project, write: Write
) -> None:
    project.sources.import_files([write("S01.txt", "I: Yes")], actor="lead")
    async with workspace("S01") as (pilot, screen):
        await pilot.press("ctrl+o")
        assert screen.message == "There is nothing else in view to jump to."
        assert not screen.view.is_asking
