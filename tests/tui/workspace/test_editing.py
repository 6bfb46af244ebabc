"""Codings are applied, removed, changed and undone in the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from tests.tui.workspace.helpers import (
    FIRST,
    LEAK,
    SECOND,
    Open,
    Place,
    at_cursor,
    coded,
    status,
)
from toolkit.errors import StoreError
from toolkit.project import Project
from toolkit.tui.screens.choose_coding import ChooseCoding
from toolkit.tui.screens.message import MessageScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


async def test_a_sentence_is_coded_in_four_keys_and_is_there_for_another_process(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("s", "enter", "t", "enter")
        with Project.open(project.folder) as other:
            assert coded(other) == [(FIRST, "trust")]
        assert "Saved: Distrust" in status(screen)
        assert "all saved" in status(screen)
        assert screen.view.selection is None
        assert at_cursor(screen).startswith(FIRST)


async def test_enter_without_a_selection_codes_the_sentence(
    workspace: Open, project: Project, place: Place
) -> None:
    async with workspace(at=place("E01", "director")[0]) as (pilot, _):
        await pilot.press("enter", "s", "e", "c", "enter")
    assert coded(project) == [(LEAK, "security")]


async def test_several_codes_are_one_step(workspace: Open, project: Project) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("enter", "t", "r", "tab", "s", "e", "c", "enter")
        assert coded(project) == [(FIRST, "security"), (FIRST, "trust")]
        await pilot.press("u")
        assert coded(project) == []
        await pilot.press("ctrl+r")
        assert len(coded(project)) == 2


async def test_leaving_the_picker_changes_nothing(workspace: Open, project: Project) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("enter", "t", "escape")
        assert pilot.app.screen is screen
    assert coded(project) == []


async def test_repeat_puts_the_last_codes_on_the_next_sentence(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press(".")
        assert coded(project) == []
        await pilot.press("enter", "t", "enter", ")", ".")
        assert coded(project) == [(FIRST, "trust"), (SECOND, "trust")]
        await pilot.press(".")
        assert len(coded(project)) == 2
        assert "Already there" in status(screen)


async def test_removing_asks_only_when_several_are_here(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    for code in ("trust", "security"):
        project.codings.add("E01", start, end, code, coder="coder-a")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("x")
        assert isinstance(pilot.app.screen, ChooseCoding)
        await pilot.press("1")
        left = coded(project)
        assert len(left) == 1
        await pilot.press("x")
        assert pilot.app.screen is screen
        assert coded(project) == []
        await pilot.press("u")
        assert coded(project) == left


async def test_all_here_can_be_removed_at_once(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    for code in ("trust", "security"):
        project.codings.add("E01", start, end, code, coder="coder-a")
    async with workspace(at=start) as (pilot, _):
        await pilot.press("x", "a")
    assert coded(project) == []


async def test_others_codings_are_shown_but_not_touched(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-b")
    async with workspace(at=start) as (pilot, screen):
        assert [c.coder_id for c in screen.view.under_cursor()] == ["coder-b"]
        await pilot.press("x", "r", "m", "?")
        assert pilot.app.screen is screen
    assert coded(project, coder="coder-b") == [(FIRST, "trust")]


async def test_recoding(workspace: Open, project: Project, place: Place) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, _):
        await pilot.press("r", "s", "e", "c", "enter")
    assert coded(project) == [(FIRST, "security")]


async def test_fitting_a_coding_to_the_selection(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, _):
        await pilot.press("i", "+")
        await pilot.press("R")
        assert coded(project) == [(f"{FIRST} Last", "trust")]


async def test_the_discuss_mark_goes_on_and_off(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("?")
        assert project.codings.find()[0].discuss
        assert "Flagged for discussion: Distrust" in status(screen)
        await pilot.press("?")
        assert not project.codings.find()[0].discuss


async def test_undo_takes_back_only_ones_own_work(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    async with workspace(at=start) as (pilot, _):
        await pilot.press("enter", "t", "enter")
        project.codings.add("E01", start, end, "security", coder="coder-b")
        await pilot.press("u")
        assert coded(project) == []
        assert coded(project, coder="coder-b") == [(FIRST, "security")]


async def test_undo_passes_over_what_is_not_coding(
    workspace: Open, project: Project, tmp_path: Path, place: Place
) -> None:
    start, _ = place("E01", FIRST)
    extra = tmp_path / "E09.txt"
    extra.write_text("EXP: One more voice.\n", encoding="utf-8")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("enter", "t", "enter")
        project.sources.import_files([extra], actor="coder-a")
        project.rounds.open("later", actor="coder-a")
        await pilot.press("u")
        assert "Undone: coding (Distrust, E01 turn 2)" in status(screen)
        assert coded(project) == []
        assert project.sources.get("E09").length
        assert "later" in {known_round.id for known_round in project.rounds.all()}
        await pilot.press("ctrl+r")
        assert "Redone: coding (Distrust, E01 turn 2)" in status(screen)
        assert coded(project) == [(FIRST, "trust")]
        await pilot.press("u", "u")
        assert "There is nothing to undo" in status(screen)
        assert project.sources.get("E09").length


async def test_nothing_to_undo_or_redo_is_said_and_no_error(workspace: Open) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("u")
        assert "There is nothing to undo" in status(screen)
        await pilot.press("ctrl+r")
        assert "There is nothing to redo" in status(screen)
        assert pilot.app.screen is screen


async def test_an_error_of_the_store_is_shown_whole_and_changes_nothing(
    workspace: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("the store [x] is locked", code="store-locked", hint="Try [/again].")

    async with workspace(at=35) as (pilot, screen):
        monkeypatch.setattr(project.codings, "add_many", fail)
        await pilot.press("enter", "t", "enter")
        assert isinstance(pilot.app.screen, MessageScreen)
        shown = pilot.app.screen
        assert "the store [x] is locked" in str(shown.query_one("#message", Static).content)
        assert "Try [/again]." in str(shown.query_one("#message-hint", Static).content)
        await pilot.press("y")
        assert pilot.app.clipboard == "the store [x] is locked\nTry [/again]."
        await pilot.press("escape")
        assert pilot.app.screen is screen
    assert coded(project) == []


async def test_a_coding_repaints_its_rows_and_not_the_screen(
    workspace: Open, project: Project, write: Callable[[str, str], Any]
) -> None:
    body = "\n\n".join(f"E01: {'We share what the law allows. ' * 12}" for _ in range(40))
    project.sources.import_files([write("LONG.txt", body)], actor="lead")
    async with workspace("LONG", at=600, size=(120, 40)) as (pilot, screen):
        await pilot.press("enter", "t", "enter")
        await pilot.pause(0.2)
        before = screen.view.rows_painted
        screen.controllers.editing.apply_codes(screen.controllers.reading.target(), ["security"])
        await pilot.pause(0.2)
        assert screen.view.rows_painted - before <= 40
        before = screen.view.rows_painted
        screen.controllers.editing.apply_codes(screen.controllers.reading.target(), ["proposal"])
        await pilot.pause(0.2)
        assert screen.view.rows_painted - before <= 40
