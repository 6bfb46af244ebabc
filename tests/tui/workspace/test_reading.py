"""Tests of moving, selecting and copying in the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.tui.workspace.helpers import (
    FIRST,
    LEAK,
    SECOND,
    Open,
    Place,
    at_cursor,
    selected,
    status,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.project import Project

SELECTIONS = {
    "s": FIRST,
    "s s": f"{FIRST} {SECOND}",
    "s s -": FIRST,
    "t": f"{FIRST} {SECOND} 😀",
    "p": f"{FIRST} {SECOND} 😀",
    "W": "We",
    "W + +": "We do not",
    "W + -": "We",
    "v e": "We",
    "v w h h": "We",
    "shift+right shift+right": "We ",
    "s shift+right": f"{FIRST} ",
    "v ) h h": FIRST,
    "t - -": FIRST,
}


MOVES = {
    "w": "hinders",
    "w w b": "hinders",
    "e": "t hinders",
    ")": "We do not",
    ") ) (": "We do not",
    "]": "We do not",
    "] ] [": "We do not",
    "} {": "What hinders",
    "l l h": "hat hinders",
    "right right left": "hat hinders",
    "j j": "We do not",
    "down down up up": "What hinders",
    "$": "?",
    "end home": "What hinders",
    "G": "\n",
    "G g": "What hinders",
    "pagedown": "\n",
    "ctrl+d ctrl+u": "What hinders",
    ">": "We do not",
    "> >": "A leak",
    "> > <": "We do not",
}


async def test_shrinking_from_the_start(workspace: Open, place: Place) -> None:
    start, _ = place("E01", FIRST)
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("s", "s", "_")
        assert selected(screen) == SECOND
        await pilot.press("_")
        assert selected(screen) == SECOND.removeprefix("Last ")


async def test_motions(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        for keys, lands in MOVES.items():
            screen.view.act(lambda reader: reader.go(0))
            await pilot.press(*keys.split())
            assert at_cursor(screen).startswith(lands), keys


async def test_selecting(workspace: Open, place: Place) -> None:
    start = place("E01", FIRST)[0]
    async with workspace() as (pilot, screen):
        for keys, text in SELECTIONS.items():
            screen.view.act(lambda reader: reader.go(start))
            await pilot.press(*keys.split())
            assert selected(screen) == text, keys


async def test_a_plain_motion_drops_a_unit_but_extends_in_visual_mode(workspace: Open) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("s", "l")
        assert screen.view.selection is None
        await pilot.press("v", "l", "l")
        assert len(selected(screen)) == 3
        assert "VISUAL" in status(screen)
        await pilot.press("escape")
        assert screen.view.selection is None


async def test_going_from_coding_to_coding(workspace: Open, project: Project, place: Place) -> None:
    for quote in (FIRST, LEAK):
        project.codings.add("E01", *place("E01", quote), "trust", coder="coder-a")
    async with workspace() as (pilot, screen):
        await pilot.press("n")
        assert at_cursor(screen).startswith(FIRST)
        await pilot.press("n")
        assert at_cursor(screen).startswith(LEAK)
        await pilot.press("N")
        assert at_cursor(screen).startswith(FIRST)
        await pilot.press("<")
        assert "There is no uncoded expert turn before this one." in status(screen)


async def test_selecting_what_a_coding_covers_goes_outwards(
    workspace: Open, project: Project, place: Place
) -> None:
    turn = place("E01", f"{FIRST} {SECOND}")
    project.codings.add("E01", *turn, "security", coder="coder-a")
    project.codings.add("E01", *place("E01", FIRST), "trust", coder="coder-a")
    async with workspace(at=turn[0]) as (pilot, screen):
        await pilot.press("i")
        assert selected(screen) == FIRST
        await pilot.press("i")
        assert selected(screen) == f"{FIRST} {SECOND}"


async def test_the_mouse_selects_by_drag_word_and_sentence(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        column = screen.view.reader.layout.frame.text_column
        await pilot.mouse_down("#transcript", offset=(column, 2))
        await pilot.hover("#transcript", offset=(column + 8, 2))
        await pilot.mouse_up("#transcript", offset=(column + 8, 2))
        assert selected(screen) == "We do not"
        await pilot.click("#transcript", offset=(column + 11, 2), times=2)
        assert selected(screen) == "trust"
        await pilot.click("#transcript", offset=(column + 11, 2), times=3)
        assert selected(screen) == FIRST


async def test_a_wide_character_is_selected_from_either_of_its_cells(workspace: Open) -> None:
    async with workspace("K01") as (pilot, screen):
        column = screen.view.reader.layout.frame.text_column
        for cell in (column + 2, column + 3):
            await pilot.mouse_down("#transcript", offset=(column, 2))
            await pilot.hover("#transcript", offset=(cell, 2))
            await pilot.mouse_up("#transcript", offset=(cell, 2))
            assert selected(screen) == "저쪽"


async def test_copying_gives_the_quote_with_its_citation(workspace: Open) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("s", "y")
        assert pilot.app.clipboard == f"“{FIRST}” (E01, turn 2, E01, 31:61)"


async def test_line_numbers_and_themes(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("f4")
        assert screen.view.reader.layout.frame.number
        line = screen.view.render_line(0).text
        assert line.split()[0] == "1"
        seen = []
        for _ in range(4):
            await pilot.press("f6")
            seen.append(pilot.app.theme)
        assert seen == ["qct-light", "qct-contrast", "ansi-dark", "qct-dark"]


async def test_a_cursor_move_repaints_at_most_two_rows(
    workspace: Open, project: Project, write: Callable[[str, str], Any]
) -> None:
    body = "\n\n".join(f"E01: {'We share what the law allows. ' * 12}" for _ in range(200))
    project.sources.import_files([write("LONG.txt", body)], actor="lead")
    async with workspace("LONG", at=600, size=(120, 40)) as (pilot, screen):
        view = screen.view
        for key in ("j", "k", "down", "up", "w", "b", "l", "h", ")", "end", "home"):
            await pilot.pause(0.1)
            before = view.rows_painted
            await pilot.press(key)
            await pilot.pause(0.1)
            assert 1 <= view.rows_painted - before <= 2, key
