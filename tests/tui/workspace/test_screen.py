"""Tests of the whole screen with other processes, empty projects, help, palette and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from tests.tui.workspace.helpers import (
    FIRST,
    Open,
    Place,
    coded,
    open_source_id,
    status,
)
from toolkit.domain.codings import Mode
from toolkit.project import Project
from toolkit.tui.screens.help import HelpScreen
from toolkit.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from collections.abc import Callable


async def test_what_another_process_wrote_appears_within_two_seconds(
    workspace: Open, project: Project, place: Place
) -> None:
    async with workspace(at=35) as (pilot, screen):
        with Project.open(project.folder) as other:
            other.add_coding("E01", *place("E01", FIRST), "trust", coder="coder-b")
        for _ in range(40):
            await pilot.pause(0.1)
            if screen.view.under_cursor():
                break
        assert [c.coder_id for c in screen.view.under_cursor()] == ["coder-b"]


async def test_a_text_corrected_elsewhere_is_followed(
    workspace: Open, project: Project, place: Place
) -> None:
    start, _ = place("E01", FIRST)
    async with workspace(at=start + 3) as (pilot, screen):
        await pilot.press("s", "c")
        await pilot.pause()
        with Project.open(project.folder) as other:
            text = other.sources.text("E01")
            other.sources.correct("E01", "[Recorded in the office]\n" + text, actor="lead")
        # The picker was opened before the correction, so its coding is refused.
        await pilot.press("enter")
        await pilot.pause()
        assert project.codings.find() == []
        body = pilot.app.screen.query_one(".window-body Static", Static).render()
        assert "was corrected in the meantime" in str(body)
        await pilot.press("escape", "escape")
        for _ in range(40):
            await pilot.pause(0.1)
            if "was corrected" in status(screen):
                break
        assert screen.view.document.text == project.sources.text("E01")
        moved = len("[Recorded in the office]\n")
        assert screen.view.cursor == start + moved
        await pilot.press("s", "c", "enter")
        await pilot.pause()
        [coding] = project.codings.find()
        assert project.sources.text("E01")[coding.span.start : coding.span.end] == FIRST


async def test_a_source_that_is_gone_is_closed(workspace: Open, project: Project) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("J")
        await pilot.pause()
        assert screen.view.document.source.id == "K01"
        screen.session.sources.clear()
        screen.session._follow_text()
        screen.refresh_data(sources=True)
        await pilot.pause()
        assert screen.view.document is None
        assert "K01 is no longer part" in status(screen)
        await pilot.press("s", "c", "w", "x", "y")
        assert pilot.app.screen is screen
        screen.session.reload()
        screen.open_source("E01")
        await pilot.pause()
        assert open_source_id(screen) == "E01"


async def test_a_project_without_sources_says_what_to_do(
    workspace: Open, bare: Project, write: Callable[[str, str], Any]
) -> None:
    async with workspace(None, on=bare) as (pilot, screen):
        assert "qct import" in status(screen)
        drawn = "".join(screen.view.render_line(y).text for y in range(9))
        assert "qct import interviews" in drawn
        await pilot.press("s", "enter", "x", "/", "n", "u")
        with Project.open(bare.folder) as other:
            other.sources.import_files([write("x.txt", "Only a line.\n")], actor="lead")
        for _ in range(40):
            await pilot.pause(0.1)
            if screen.view.document is not None:
                break
        assert screen.view.document.text == "Only a line.\n"


async def test_a_project_without_codes_says_what_to_do(
    workspace: Open, bare: Project, write: Callable[[str, str], Any]
) -> None:
    bare.sources.import_files([write("x.txt", "Only a line.\n")], actor="lead")
    async with workspace(None, on=bare) as (pilot, _):
        await pilot.press("enter")
        await pilot.pause()
        side = str(pilot.app.screen.query_one("#picker-details", Static).content)
        assert "no codes yet" in side
        assert "qct codebook import" in side
        await pilot.press(*"First", "enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert [code.id for code in bare.codebook.current()] == ["first"]


async def test_help_lists_what_exists_here(workspace: Open, project: Project) -> None:
    project.rounds.open("blind", actor="lead", mode=Mode.BLIND)
    async with workspace(size=(120, 60)) as (pilot, _):
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "Suggest codes for" in str(pilot.app.screen.query_one("#help", Static).content)
    async with workspace(size=(120, 60), round_id="blind") as (pilot, _):
        await pilot.press("f1")
        assert "Suggest codes for" not in str(pilot.app.screen.query_one("#help", Static).content)


async def test_the_palette_runs_actions_codes_and_sources(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("ctrl+p")
        await pilot.press(*"code: prop")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert coded(project) == [(FIRST, "proposal")]
        await pilot.press("ctrl+p")
        await pilot.press(*"open k01")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert screen.view.document.source.id == "K01"


async def test_keys_are_remapped_in_the_settings(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    with (project.folder / "qct.toml").open("a", encoding="utf-8") as file:
        file.write('\n[keys]\n"coding.remove" = "d"\n"coding.aply" = "z"\n')
    with Project.open(project.folder) as remapped:
        async with workspace(at=start, on=remapped) as (pilot, screen):
            assert "no action 'coding.aply'; did you mean coding.apply?" in status(screen)
            assert "d Remove" in screen.query_one("#hints", Bar).text
            await pilot.press("x")
            assert len(coded(project)) == 1
            await pilot.press("d")
            assert coded(project) == []


async def test_quitting_leaves_with_success(workspace: Open) -> None:
    async with workspace() as (pilot, _):
        await pilot.press("q")
        assert pilot.app.return_code == 0
