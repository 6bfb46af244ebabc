"""Tests of going to a line, a turn, a time or an offset."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from toolkit.tui.workspace.navigation import Position

if TYPE_CHECKING:
    from toolkit.project import Project
    from toolkit.tui.workspace.screen import WorkspaceScreen

Open = Callable[..., Any]
Write = Callable[[str, str], Any]

TIMED = """\
---
id: T01
---
I: [00:05] What hinders sharing?

E01: [00:12] We do not trust their figures.

I: [12:30] And [b]security?
"""


def at_cursor(screen: WorkspaceScreen) -> str:
    assert screen.view.document is not None
    return screen.view.document.text[screen.view.cursor :]


@pytest.mark.parametrize(
    ("written", "words", "message"),
    [
        ("3", "We do not trust", "At line 3."),
        ("T3", "And security?", "At turn 3."),
        ("turn 4", "A leak is", "At turn 4."),
        ("@34", "do not trust", "At offset 34."),
    ],
)
async def test_places_are_gone_to(workspace: Open, written: str, words: str, message: str) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press(":")
        screen.query_one("#go-to", Input).value = written
        await pilot.press("enter")
        assert at_cursor(screen).startswith(words)
        assert screen.message == message
        assert not screen.query("#go-to")
        assert screen.view.has_focus


async def test_a_time_says_which_turn_it_is_in(
    workspace: Open, project: Project, write: Write
) -> None:
    project.sources.import_files([write("T01.txt", TIMED)], actor="lead")
    async with workspace("T01") as (pilot, screen):
        await pilot.press(":", *"10", ":", *"00", "enter")
        assert at_cursor(screen).startswith("We do not trust")
        assert screen.message == "At 10:00: turn 2, from 00:12."


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("99", "There is no line 99: lines run from 1 to 7."),
        ("T5", "There is no turn 5: turns run from 1 to 4."),
        ("1:00", "There is no 01:00: no turn of this source has a time."),
        ("nowhere", "'nowhere' is not a location. Write a line (12), a turn (T12), a time"),
        ("[b]" + "\x1b[31m", "'[b]\\x1b[31m' is not a location."),
    ],
)
async def test_what_is_not_there_is_said_and_can_be_put_right(
    workspace: Open, written: str, message: str
) -> None:
    async with workspace() as (pilot, screen):
        before = screen.view.cursor
        await pilot.press(":")
        field = screen.query_one("#go-to", Input)
        field.value = written
        await pilot.press("enter")
        assert screen.message.startswith(message)
        assert screen.view.cursor == before
        assert field.has_focus
        field.value = "T3"
        await pilot.press("enter")
        assert at_cursor(screen).startswith("And security?")


async def test_escape_and_nothing_leave_everything_as_it_was(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        before = screen.view.cursor
        await pilot.press(":", "T", "escape")
        assert not screen.query("#go-to")
        assert screen.view.has_focus
        await pilot.press(":", "enter")
        assert not screen.query("#go-to")
        assert screen.view.cursor == before
        assert screen.controllers.navigation.previous is None


async def test_one_question_takes_the_place_of_the_other(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/", *"leak")
        screen.controllers.go_to.ask_place()
        await pilot.pause()
        assert not screen.query("#search")
        await pilot.press("T", "4", "enter")
        assert at_cursor(screen).startswith("A leak")
        assert screen.view.reader.matches
        await pilot.press("escape")
        assert not screen.view.reader.matches


async def test_a_jump_remembers_where_it_came_from(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        before = screen.view.cursor
        await pilot.press(":", *"T4", "enter")
        assert screen.controllers.navigation.previous == Position("E01", before)
