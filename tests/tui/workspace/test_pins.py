"""Codes are pinned to number keys, applied by them, unpinned and shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.widgets import OptionList, Static

from toolkit.domain.codings import Mode
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.screens.pin import PinScreen

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from toolkit.project import Project

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]
FIRST = "We do not trust their figures."


def coded(project: Project) -> list[tuple[str, str]]:
    text = project.sources.text("E01")
    return [
        (text[c.span.start : c.span.end], c.code_id) for c in project.codings.find(source="E01")
    ]


async def pin(pilot: Pilot[None], letters: str, number: str) -> None:
    await pilot.press("P", *letters, "enter")
    await pilot.pause()
    assert isinstance(pilot.app.screen, PinScreen)
    await pilot.press(number)
    await pilot.pause()


async def test_a_code_is_pinned_and_then_applied_by_its_number(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("3")
        assert coded(project) == []
        await pin(pilot, "tru", "3")
        assert project.preferences.pins("coder-a") == {3: "trust"}
        assert screen.message == "Key 3 now applies Distrust."
        assert coded(project) == []
        await pilot.press("3")
        assert coded(project) == [(FIRST, "trust")]
        assert "Saved: Distrust" in screen.message
        await pilot.press("4")
        assert screen.message.startswith("No code is on key 4.")
        await pilot.press("u")
        assert coded(project) == []
        assert project.preferences.pins("coder-a") == {3: "trust"}


async def test_the_selection_is_coded_and_repeat_knows_it(
    workspace: Open, project: Project, place: Place
) -> None:
    project.preferences.pin(1, "security", coder="coder-a")
    async with workspace(at=place("E01", "trust their")[0]) as (pilot, screen):
        await pilot.press("W", "1")
        assert coded(project) == [("trust", "security")]
        assert screen.session.last_codes == ("security",)


async def test_pins_move_and_are_freed(workspace: Open, project: Project) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pin(pilot, "tru", "1")
        await pin(pilot, "sec", "enter")
        assert project.preferences.pins("coder-a") == {1: "trust", 2: "security"}
        await pin(pilot, "tru", "2")
        assert project.preferences.pins("coder-a") == {2: "trust"}
        await pin(pilot, "tru", "escape")
        assert project.preferences.pins("coder-a") == {2: "trust"}
        await pin(pilot, "tru", "0")
        assert project.preferences.pins("coder-a") == {}
        assert screen.message == "Distrust is no longer on a number key."


async def test_inspector_and_picker_show_the_numbers(workspace: Open, project: Project) -> None:
    project.preferences.pin(2, "trust", coder="coder-a")
    project.preferences.pin(7, "security", coder="coder-b")
    async with workspace(at=35) as (pilot, screen):
        await pilot.pause(0.1)
        shown = str(screen.query_one("#inspected", Static).content)
        assert shown.endswith("Codes on number keys\n2 Distrust")
        await pilot.press("enter")
        rows = [str(row.prompt) for row in pilot.app.screen.query_one(OptionList).options]
        assert [row.strip() for row in rows if "2" in row] == ["2   ▌Distrust"]


async def test_a_pinned_code_that_is_not_in_use_is_said_to_be_so(
    workspace: Open, project: Project
) -> None:
    project.preferences.pin(1, "trust", coder="coder-a")
    project.codebook.retire("trust", actor="lead")
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("1")
        assert screen.message == "Key 1 is for trust, which is not in use here."
    assert coded(project) == []


async def test_a_damaged_file_hinders_nobody_but_the_pinning(
    workspace: Open, project: Project
) -> None:
    (project.folder / ".qct" / "pins.json").write_text("{")
    async with workspace(at=35) as (pilot, _):
        await pilot.press("enter", "t", "enter")
        assert coded(project) == [(FIRST, "trust")]
        await pin(pilot, "tru", "1")
        assert isinstance(pilot.app.screen, MessageScreen)


async def test_a_blind_round_has_one_s_own_pins(workspace: Open, project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    project.preferences.pin(1, "trust", coder="coder-a")
    project.preferences.pin(2, "security", coder="coder-b")
    async with workspace(at=35, round_id="R1") as (pilot, screen):
        assert screen.session.pins == {1: "trust"}
        await pilot.press("1")
    (coding,) = project.codings.find()
    assert (coding.code_id, coding.round_id) == ("trust", "R1")
