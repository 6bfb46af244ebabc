"""A letter sets a mark, a letter goes to it, and a key goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from toolkit.domain.codings import Mode
from toolkit.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from toolkit.project import Project
    from toolkit.tui.workspace.screen import WorkspaceScreen

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]


def at_cursor(screen: WorkspaceScreen) -> str:
    assert screen.view.document is not None
    return screen.view.document.text[screen.view.cursor :]


async def test_marks_are_there_after_a_restart_and_in_other_sources(
    workspace: Open, project: Project, place: Place
) -> None:
    async with workspace(at=place("E01", "Last spring")[0]) as (pilot, screen):
        await pilot.press('"')
        assert screen.message == "Type a letter to name the bookmark."
        assert screen.query_one("#hints", Bar).text == " esc Cancel"
        await pilot.press("a")
        assert screen.message == "Bookmark a is set. ' a comes back here."
        assert "Code…" in screen.query_one("#hints", Bar).text
    async with workspace("K01") as (pilot, screen):
        await pilot.press("'")
        assert screen.message.startswith("Type the letter of a bookmark: a E01")
        await pilot.press("a")
        assert screen.view.document.source.id == "E01"
        assert at_cursor(screen).startswith("Last spring")
        assert screen.message == "At bookmark a."
        await pilot.press("'", "'")
        assert screen.view.document.source.id == "K01"
        await pilot.press("'", "'")
        assert at_cursor(screen).startswith("Last spring")


async def test_back_is_before_the_last_jump(workspace: Open, place: Place) -> None:
    first, last = place("E01", "We do not")[0], place("E01", "A leak is")[0]
    async with workspace(at=first) as (pilot, screen):
        await pilot.press("'", "'")
        assert screen.message == "There is no jump to go back from."
        await pilot.press(":", *"T4", "enter")
        assert screen.view.cursor == last
        await pilot.press("'", "'")
        assert screen.view.cursor == first
        await pilot.press("'", "'")
        assert screen.view.cursor == last
        await pilot.press("'", "'", "G", "'", "'")
        assert screen.view.cursor == first
        await pilot.press("/", *"one rule", "enter", "'", "'")
        assert screen.view.cursor == first
        await pilot.press("w", "J", "'", "'")
        assert screen.view.document.source.id == "E01"
        assert at_cursor(screen).startswith("do not")


@pytest.mark.parametrize("key", ["escape", "1", "enter", "down", "space", "ctrl+p"])
async def test_what_is_no_letter_marks_nothing_and_does_nothing_else(
    workspace: Open, project: Project, key: str
) -> None:
    async with workspace() as (pilot, screen):
        before = screen.view.cursor
        await pilot.press('"', key)
        await pilot.press("'", key)
        assert pilot.app.screen is screen
        assert (screen.view.cursor, screen.view.is_asking) == (before, False)
        await pilot.press("right")
        assert screen.view.cursor == before + 1
    assert project.preferences.bookmarks("coder-a") == []


async def test_the_letter_of_an_action_is_a_letter(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", "We do not trust")
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press('"', "x", "'", "x", '"', "q")
        assert pilot.app.is_running
        assert screen.message.startswith("Bookmark")
    assert len(project.codings.find()) == 1
    assert [mark.letter for mark in project.preferences.bookmarks("coder-a")] == ["q", "x"]


async def test_keys_that_come_together_are_taken_in_their_order(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", "We do not trust")
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, _):
        pilot.app.post_message(events.Key("quotation_mark", '"'))
        pilot.app.post_message(events.Key("x", "x"))
        await pilot.pause()
    assert len(project.codings.find()) == 1
    assert [mark.letter for mark in project.preferences.bookmarks("coder-a")] == ["x"]


async def test_the_pointer_ends_the_question(workspace: Open, project: Project) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press('"')
        await pilot.click("#transcript", offset=(40, 2))
        assert not screen.view.is_asking
        await pilot.press("s")
        assert screen.view.selection is not None
    assert project.preferences.bookmarks("coder-a") == []


async def test_an_unknown_mark_says_how_to_set_one(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        before = screen.view.cursor
        await pilot.press("'", "z")
        assert screen.message == 'There is no bookmark z. Set one with " and the letter.'
        assert screen.view.cursor == before


async def test_a_mark_follows_a_correction_or_is_dropped_with_a_word(
    workspace: Open, project: Project, place: Place
) -> None:
    text = project.sources.text("E01")
    project.preferences.set_bookmark("a", "E01", place("E01", "spring")[0], coder="coder-a")
    project.preferences.set_bookmark("b", "E01", place("E01", "leak")[0], coder="coder-a")
    answer = "E01: A leak is what my director fears. There should be one rule for all of us."
    shorter = text.replace(answer, "E01: Yes.")
    project.sources.correct("E01", shorter.replace("We do not", "No: we do not"), actor="lead")
    async with workspace() as (pilot, screen):
        await pilot.press("'", "a")
        assert at_cursor(screen).startswith("spring [Agency 3]")
        assert screen.message == "At bookmark a, where its words are in the corrected text."
        before = screen.view.cursor
        await pilot.press("'", "b")
        assert screen.view.cursor == before
        assert "gone from E01" in screen.message
        assert "the bookmark was removed" in screen.message
    assert [mark.letter for mark in project.preferences.bookmarks("coder-a")] == ["a"]


async def test_marks_are_each_coder_s_own(workspace: Open, project: Project) -> None:
    project.preferences.set_bookmark("a", "K01", 0, coder="coder-b")
    async with workspace() as (pilot, screen):
        await pilot.press("'")
        assert screen.message.startswith("Type the letter of a bookmark: none is set")


async def test_a_mark_outside_of_the_round_stays_closed(workspace: Open, project: Project) -> None:
    project.preferences.set_bookmark("a", "K01", 0, coder="coder-a")
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=["coder-a"], sources=["E01"])
    async with workspace(round_id="R1") as (pilot, screen):
        await pilot.press("'", "a")
        assert screen.message == "Bookmark a is in K01, which is not open to you here."
        assert screen.view.document.source.id == "E01"


async def test_marks_can_be_set_where_nothing_may_be_changed(
    workspace: Open, project: Project
) -> None:
    async with workspace(read_only=True) as (pilot, screen):
        await pilot.press('"', "r")
        assert screen.message.startswith("Bookmark")
    assert [mark.letter for mark in project.preferences.bookmarks("coder-a")] == ["r"]


async def test_a_damaged_file_opens_a_window(workspace: Open, project: Project) -> None:
    (project.folder / ".qct" / "marks.json").write_text("{")
    async with workspace() as (pilot, screen):
        await pilot.press("'")
        assert pilot.app.screen is not screen
        await pilot.press("escape", "right")
        assert not screen.view.is_asking
