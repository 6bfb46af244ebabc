"""Tests of searching for words and expressions, in one source and in all sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input, OptionList, Static

from toolkit.operations.search import searchers as searching
from toolkit.store.sqlite import SqliteDatabase
from toolkit.tui.screens.matches import MatchesScreen
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from toolkit.project import Project
    from toolkit.tui.workspace.screen import WorkspaceScreen

Open = Callable[..., Any]
Write = Callable[[str, str], Any]
Place = Callable[[str, str], tuple[int, int]]


def at_cursor(screen: WorkspaceScreen) -> str:
    assert screen.view.document is not None
    return screen.view.document.text[screen.view.cursor :]


def status(screen: WorkspaceScreen) -> str:
    screen.show_bars()
    return screen.query_one("#status", Bar).text


async def typed(pilot: Pilot[None], screen: WorkspaceScreen, text: str) -> None:
    """Put a text on the search line and wait for its matches."""
    screen.query_one("#search", Input).value = text
    await search_ended(pilot, screen)


async def search_ended(pilot: Pilot[None], screen: WorkspaceScreen) -> None:
    await pilot.pause()
    for _ in range(500):
        if not screen.controllers.search.is_running:
            break
        await pilot.pause(0.02)
    await pilot.pause()


async def ended(pilot: Pilot[None]) -> MatchesScreen:
    listing = pilot.app.screen
    assert isinstance(listing, MatchesScreen)
    for _ in range(500):
        if "Stop" not in str(listing.query_one(".window-keys", Static).content):
            break
        await pilot.pause(0.02)
    await pilot.pause()
    return listing


def rows(listing: MatchesScreen) -> list[str]:
    return [str(option.prompt) for option in listing.query_one(OptionList).options]


@pytest.mark.usefixtures("by_lemma")
async def test_words_are_searched_by_lemma_where_there_is_an_analyser(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/")
        await typed(pilot, screen, "hole|figure")
        assert "2 matches in 1 turn · by lemma" in status(screen)
        await typed(pilot, screen, "igure")
        assert "1 match in 1 turn · by lemma" in status(screen)
        await typed(pilot, screen, "hole (")
        assert "wrong at character 7" in screen.message
        await typed(pilot, screen, "list NEAR/3 hole")
        await pilot.press("enter")
        await pilot.pause()
        assert at_cursor(screen).startswith("list with holes")


@pytest.mark.usefixtures("by_lemma")
async def test_a_key_changes_the_kind_of_search(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/")
        await typed(pilot, screen, "hole|figure")
        assert "^r By lemma" in screen.query_one("#hints", Bar).text
        for told in (
            "2 matches in 1 turn · regular expression",
            "No match.",
            "2 matches in 1 turn · by lemma",
        ):
            await pilot.press("ctrl+r")
            await search_ended(pilot, screen)
            assert told in status(screen)


@pytest.mark.usefixtures("by_lemma")
async def test_all_sources_are_searched_by_lemma(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/")
        await typed(pilot, screen, "hole NEAR list")
        await pilot.press("ctrl+s")
        await pilot.pause()
        listing = await ended(pilot)
        title = str(listing.query_one(".window-title", Static).content)
        assert title.startswith("Search by lemma · hole NEAR list · 1 match in 1 of 2 sources")
        await pilot.press("enter")
        await search_ended(pilot, screen)
        assert at_cursor(screen).startswith("list with holes")


async def test_n_goes_from_match_to_match_and_says_which(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/", *"their", "enter", "g")
        await pilot.press("/")
        await typed(pilot, screen, "us")
        assert "3 matches in 2 turns" in status(screen)
        await pilot.press("enter")
        assert "match 1 of 3" in status(screen)
        await pilot.press("n")
        assert "match 2 of 3" in status(screen)
        await pilot.press("n", "n")
        assert screen.message == "No match after this one."
        assert "match 3 of 3" in status(screen)
        await pilot.press("N", "N", "N")
        assert screen.message == "No match before this one."
        assert "match 1 of 3" in status(screen)


async def test_an_expression_by_its_mark(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/")
        await typed(pilot, screen, r"re:\bl\w+t\b")
        assert "2 matches in 1 turn · regular expression" in status(screen)
        await pilot.press("enter")
        assert at_cursor(screen).startswith("Last spring")
        await pilot.press("n")
        assert at_cursor(screen).startswith("list with")
        await pilot.press("escape")
        assert not screen.view.reader.matches


async def test_an_expression_by_its_key(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/", *"l.ak")
        assert "No match." in status(screen)
        assert "^r Words or regular expression" in screen.query_one("#hints", Bar).text
        await pilot.press("ctrl+r")
        await search_ended(pilot, screen)
        assert "1 match in 1 turn · regular expression" in status(screen)
        await pilot.press("ctrl+r")
        assert "No match." in status(screen)
        await pilot.press("escape")
        assert "enter Code…" in screen.query_one("#hints", Bar).text


async def test_enter_that_comes_before_the_answer_waits_for_it(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/")
        field = screen.query_one("#search", Input)
        field.value = "re:dir.ctor"
        await pilot.press("enter")
        await search_ended(pilot, screen)
        assert at_cursor(screen).startswith("director")
        assert screen.view.has_focus


@pytest.mark.parametrize(
    ("typed_", "message"),
    [("re:(", "missing ), unterminated subpattern at character 1"), ("re:[b", "at character 1")],
)
async def test_what_is_no_expression_says_where(workspace: Open, typed_: str, message: str) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/")
        await typed(pilot, screen, typed_)
        assert screen.message.startswith("This is no regular expression:")
        assert message in screen.message
        assert screen.query_one("#search", Input).has_focus
        await typed(pilot, screen, "re:leak")
        assert "1 match" in status(screen)


async def test_an_endless_expression_leaves_the_keys_alone_and_is_ended(
    workspace: Open, project: Project, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SECONDS", 0.5)
    monkeypatch.setattr(searching.Regex.__init__, "__kwdefaults__", {"seconds": 0.5})
    project.sources.import_files(
        [write("A01.txt", "I: Why?\n\nA01: " + "a" * 5000 + "!\n")], actor="lead"
    )
    async with workspace("A01") as (pilot, screen):
        await pilot.press("/")
        field = screen.query_one("#search", Input)
        field.value = "re:(a+a+)+b"
        for _ in range(200):
            if screen.controllers.search.is_running:
                break
            await pilot.pause(0.005)
        assert screen.controllers.search.is_running
        assert screen.message == "Searching …"
        await search_ended(pilot, screen)
        assert "takes more than 0.5 s" in screen.message
        field.value = "re:(a+a+)+b$"
        await pilot.pause()
        field.value = "why"
        await pilot.pause()
        assert not screen.controllers.search.is_running
        assert "1 match in 1 turn" in status(screen)
        field.value = "re:(a+a+)+b"
        await pilot.press("escape")
        assert not screen.controllers.search.is_running
        await pilot.press("right")
        assert screen.view.has_focus


async def test_no_match_leaves_the_line_open(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        before = screen.view.cursor
        await pilot.press("/", *"zzz", "enter")
        assert screen.query_one("#search", Input).has_focus
        assert screen.view.cursor == before
        screen.query_one("#search", Input).value = ""
        await pilot.press("enter")
        assert not screen.query("#search")


async def test_escape_closes_the_line_also_without_matches_and_with_a_selection(
    workspace: Open,
) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("s", "/", *"zzz", "escape")
        assert not screen.query("#search")
        assert screen.view.selection is not None
        assert screen.view.has_focus


async def test_all_sources_are_listed_with_their_counts_and_gone_to(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/")
        await typed(pilot, screen, "re:leak|누가|모두")
        await pilot.press("ctrl+s")
        listing = await ended(pilot)
        title = str(listing.query_one(".window-title", Static).content)
        assert "3 matches in 2 of 2 sources" in title
        lines = rows(listing)
        assert lines[0] == "E01  1 match"
        assert "▸leak◂" in lines[1]
        assert lines[2] == "K01  2 matches"
        assert lines[3].startswith("  turn 4")
        await pilot.press("down", "down", "down", "down", "enter")
        await search_ended(pilot, screen)
        assert pilot.app.screen is screen
        assert screen.view.document.source.id == "K01"
        assert at_cursor(screen).startswith("모두")
        assert "match 2 of 2" in status(screen)
        await pilot.press("'", "'")
        assert screen.view.document.source.id == "E01"


async def test_a_source_of_the_list_is_gone_to_at_its_first_match(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/", *"누가", "ctrl+s")
        await ended(pilot)
        await pilot.press("enter")
        assert at_cursor(screen).startswith("누가")
        assert "match 1 of 1" in status(screen)


async def test_leaving_the_list_goes_back_to_the_line(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/", "ctrl+s")
        assert screen.message == "Type what to search for first."
        await pilot.press(*"zzz", "ctrl+s")
        listing = await ended(pilot)
        assert rows(listing) == []
        assert "No match." in str(listing.query_one(".window-keys", Static).content)
        await pilot.press("escape")
        assert screen.query_one("#search", Input).has_focus


async def test_more_matches_than_are_shown_are_said(
    workspace: Open, project: Project, write: Write
) -> None:
    project.sources.import_files(
        [write("B01.txt", "I: " + "ha " * 50 + "\n\nB01: No.\n")], actor="lead"
    )
    async with workspace() as (pilot, _):
        await pilot.press("/", *"ha ", "ctrl+s")
        listing = await ended(pilot)
        head = next(row for row in rows(listing) if row.startswith("B01"))
        assert head.startswith("B01  50 matches · the first 20 are shown")


async def test_an_error_in_the_list_opens_a_window(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/")
        await typed(pilot, screen, "re:(")
        await pilot.press("ctrl+s")
        for _ in range(500):
            if isinstance(pilot.app.screen, MessageScreen):
                break
            await pilot.pause(0.02)
        assert isinstance(pilot.app.screen, MessageScreen)
        await pilot.press("escape", "escape")
        assert pilot.app.screen is screen


async def test_only_the_sources_of_the_round_are_searched(
    workspace: Open, project: Project
) -> None:
    project.rounds.open("R1", actor="lead", coders=["coder-a"], sources=["E01"])
    async with workspace(round_id="R1") as (pilot, _):
        await pilot.press("/", *"누가", "ctrl+s")
        listing = await ended(pilot)
        assert "in 0 of 1 source" in str(listing.query_one(".window-title", Static).content)


async def test_a_search_leaves_no_connection_behind(workspace: Open, project: Project) -> None:
    database = project._session.database
    assert isinstance(database, SqliteDatabase)
    async with workspace() as (pilot, screen):
        before = len(database._all)
        for _ in range(3):
            await pilot.press("/")
            await typed(pilot, screen, "re:leak")
            await pilot.press("ctrl+s")
            await ended(pilot)
            await pilot.press("escape", "escape")
        for _ in range(500):
            if len(database._all) == before:
                break
            await pilot.pause(0.02)
        assert len(database._all) == before
        assert project.sources.all()


async def test_search_counts_moves_and_ends(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/", *"E01")
        assert "No match" in status(screen) or "match" in status(screen)
        screen.query_one("#search", Input).value = "A"
        await pilot.pause()
        assert "matches in" in status(screen)
        screen.query_one("#search", Input).value = "LEAK"
        await pilot.pause()
        assert "1 match in 1 turn" in status(screen)
        await pilot.press("enter")
        assert at_cursor(screen).startswith("leak")
        assert "match 1 of 1" in status(screen)
        await pilot.press("escape")
        assert "match" not in status(screen)
