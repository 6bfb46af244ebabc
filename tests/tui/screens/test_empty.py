"""A screen that has nothing to show says what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.widgets import Input, OptionList, Static

from tests.finished import add_finished
from toolkit.tui.screens.codebook.passages import PassagesScreen
from toolkit.tui.screens.codebook.screen import CodebookScreen
from toolkit.tui.widgets.bars import Bar

if TYPE_CHECKING:
    import pytest

    from toolkit.project import Project

Open = Callable[..., Any]


def text_of(screen: Any, selector: str) -> str:
    widget = screen.query_one(selector)
    return widget.text if isinstance(widget, Bar) else str(widget.content)


async def test_without_sources(workspace: Open, bare: Project) -> None:
    async with workspace(None, on=bare, size=(118, 30)) as (pilot, screen):
        drawn = [screen.view.render_line(y).text.strip() for y in range(8)]
        assert "qct import interviews/*.txt" in drawn
        assert not any("…" in line for line in drawn)
        await pilot.pause(0.1)
        assert text_of(screen, "#inspected") == "Nothing is open."
        await pilot.press("f9")
        assert "Import some with `qct import FILE`" in text_of(pilot.app.screen, "#rounds-status")
        await pilot.press("escape", "f8")
        assert "`qct code --coder NAME`" in text_of(pilot.app.screen, "#disagreement-details")
        await pilot.press("escape", "f5", "v")
        assert "esc, then a" in text_of(pilot.app.screen, "#version-diff")
        await pilot.press("escape", "o")
        assert "Every coding was made under" in text_of(pilot.app.screen, "#passages-none")


async def test_a_code_that_nobody_uses(workspace: Open, project: Project) -> None:
    async with workspace() as (pilot, _):
        await pilot.press("f5", "enter")
        window = pilot.app.screen
        assert isinstance(window, PassagesScreen)
        assert text_of(window, "#passages-none").startswith("No coding has this code yet. Press")
        assert not window.query_one(OptionList).display
        await pilot.press("enter", "escape", "s")
        assert "nothing to split off" in text_of(pilot.app.screen, "#passages-none")
        await pilot.press("escape", "slash")
        assert isinstance(pilot.app.screen, CodebookScreen)
        pilot.app.screen.query_one("#book-filter", Input).value = "zzz"
        await pilot.pause()
        assert (
            text_of(pilot.app.screen, "#book-details")
            == "No code matches. Press esc to show all codes."
        )


async def test_nothing_to_choose(workspace: Open, project: Project) -> None:
    async with workspace() as (pilot, _):
        await pilot.press("ctrl+n")
        none = pilot.app.screen.query_one("#pick-none", Static)
        assert not none.display
        pilot.app.screen.query_one(Input).value = "§§"
        await pilot.pause()
        assert none.display
        await pilot.press("enter", "backspace", "backspace")
        assert not none.display


async def test_one_coder_alone_has_no_disagreements(workspace: Open, project: Project) -> None:
    add_finished(project, "E01", 31, 45, "trust", coder="coder-a")
    async with workspace() as (pilot, _):
        await pilot.press("f8")
        details = text_of(pilot.app.screen, "#disagreement-details")
        assert details.startswith(
            "agreement needs two coders, and here only coder-a has coded. Another"
        )
        assert "`qct merge`" in details


async def test_filters_that_leave_nothing_say_how_to_drop_them(
    workspace: Open, project: Project
) -> None:
    for coder, code in (("coder-a", "trust"), ("coder-b", "security")):
        add_finished(project, "E01", 31, 45, code, coder=coder)
    async with workspace() as (pilot, _):
        await pilot.press("f8")
        screen = pilot.app.screen
        screen._keep(type(screen.disagreements.filters)(kind="missed"))
        assert text_of(screen, "#disagreement-details").endswith("Press esc to clear them.")
        await pilot.press("escape")
        assert screen.current() is not None


async def test_no_source_of_the_round_is_here(
    workspace: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.rounds.open("R1", actor="lead", sources=["E01"])
    monkeypatch.setattr(project.sources, "all", list)
    async with workspace(None, round_id="R1") as (_, screen):
        drawn = "".join(screen.view.render_line(y).text for y in range(5))
        assert "The sources of this round are not in this project." in drawn


async def test_a_search_of_all_sources_that_finds_nothing(
    workspace: Open, project: Project
) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("/", *"zebra")
        assert "No match" in screen.message
        await pilot.press("ctrl+s")
        for _ in range(100):
            await pilot.pause(0.02)
            if "No match." in text_of(pilot.app.screen, ".window-keys"):
                break
        assert "esc Search again" in text_of(pilot.app.screen, ".window-keys")
