"""Tests of panes, of sizes of the terminal, and of going from source to source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tests.tui.workspace.helpers import (
    FIRST,
    Open,
    at_cursor,
)
from toolkit.tui.widgets.inspector import Inspector

if TYPE_CHECKING:
    from toolkit.project import Project
    from toolkit.tui.workspace.screen import WorkspaceScreen


async def test_the_inspector_says_who_speaks(workspace: Open, project: Project) -> None:
    def inspected(screen: WorkspaceScreen) -> str:
        screen.show_bars()
        return str(screen.query_one("#inspected", Static).render())

    async with workspace(at=35) as (pilot, screen):
        await pilot.pause()
        assert "Turn 2 · E01\nsector government" in inspected(screen)
        await pilot.press("g")
        await pilot.pause()
        assert "Turn 1" in inspected(screen)
        assert "government" not in inspected(screen)


async def test_a_small_terminal_says_so_and_recovers(workspace: Open) -> None:
    async with workspace(size=(40, 10)) as (pilot, screen):
        assert screen.has_class("-small")
        assert "40x10" in str(screen.query_one("#too-small", Static).content)
        assert not screen.query_one("#title").display
        await pilot.press("s", "j", "enter", "x", "/")
        assert pilot.app.screen is screen
        assert screen.view.selection is None
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert not screen.has_class("-small")
        assert screen.view.rows_painted > 0


async def test_panes_follow_the_width_and_the_coder(workspace: Open) -> None:
    async with workspace(size=(130, 30)) as (pilot, screen):
        assert screen.query_one("#sources").display
        assert screen.query_one(Inspector).display
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert not screen.query_one("#sources").display
        assert not screen.query_one(Inspector).display
        await pilot.press("f2")
        assert screen.query_one("#sources").display
        await pilot.press("down", "enter")
        assert screen.view.document.source.id == "K01"
        assert not screen.query_one("#sources").display
        await pilot.press("f3")
        assert screen.query_one(Inspector).display


async def test_going_through_the_sources_keeps_the_place_in_each(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("]", "J")
        assert screen.view.document.source.id == "K01"
        await pilot.press("K")
        assert screen.view.document.source.id == "E01"
        assert at_cursor(screen).startswith(FIRST)


async def test_without_a_name_the_first_source_not_begun_opens(
    workspace: Open, project: Project
) -> None:
    project.codings.add("E01", 3, 8, "trust", coder="coder-a")
    async with workspace(None) as (_, screen):
        assert screen.view.document.source.id == "K01"
