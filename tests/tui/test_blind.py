"""The workspace of a coder in a blind round does not depend on what others and models did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.blindness import OTHER, ROUND, WORD, act, begin
from toolkit.domain.memos import MemoTarget
from toolkit.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.conftest import Open
    from toolkit.tui.workspace.screen import WorkspaceScreen


async def screens(workspace: Open, round_id: str) -> list[str]:
    """The screens of both sources, with the cursor at the start and on a coding."""
    drawings = []
    for source in ("E01", "K01"):
        async with workspace(source, round_id=round_id) as (pilot, screen):
            drawings.append(await settled(pilot, screen))
            await pilot.press("down", "down")
            drawings.append(await settled(pilot, screen))
    return drawings


async def settled(pilot: Pilot[None], screen: WorkspaceScreen) -> str:
    """The screen once it no longer changes; widgets are laid out over several refreshes."""
    last, same = "", 0
    while same < 3:
        await pilot.pause(0.05)
        now = screen.app.export_screenshot(title="same")
        last, same = now, same + 1 if now == last else 0
    return last


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("round_id", [ROUND, "main"])
async def test_the_screen_is_the_same_to_the_byte(
    project: Project, workspace: Open, seed: int, round_id: str
) -> None:
    begin(project)
    before = await screens(workspace, round_id)
    act(project.folder, seed, steps=12)
    assert await screens(workspace, round_id) == before


TEAM = ("f8", "f9", "f7", "d", "D")
"""Keys that lead to what several coders did."""


async def of_the_team(workspace: Open, round_id: str, coder: str = "coder-a") -> list[str]:
    """The screens that the keys of the team open, or the screen that stays in their place."""
    drawings = []
    async with workspace("E01", coder=coder, round_id=round_id) as (pilot, screen):
        for key in TEAM:
            await pilot.press(key)
            await pilot.pause()
            drawings.append(await settled(pilot, screen))
            if pilot.app.screen is not screen:
                await pilot.press("escape")
                await pilot.pause()
    return drawings


def submit(folder: Path, source: str, round_id: str, coder: str = OTHER) -> None:
    with Project.open(folder) as project:
        project.rounds.submit(round_id, source, coder=coder)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("round_id", [ROUND, "main"])
async def test_the_screens_of_the_team_are_the_same_to_the_byte(
    project: Project, workspace: Open, seed: int, round_id: str
) -> None:
    begin(project)
    before = await of_the_team(workspace, round_id)
    act(project.folder, seed, steps=12)
    for source in ("E01", "K01"):
        submit(project.folder, source, ROUND)
    assert await of_the_team(workspace, round_id) == before
    # Four screens say that the round is blind and show nothing else; F9 shows the coder's own work.
    assert [("blind" in drawing) for drawing in before] == [True] * len(TEAM)


async def test_they_are_the_same_on_the_blind_source_of_a_round_over_some(
    project: Project, workspace: Open
) -> None:
    project.rounds.open(ROUND, actor="lead", coders=["coder-a", OTHER], sources=["E01"])
    project.codings.add("E01", 29, 55, "trust", coder="coder-a")
    for coder in ("coder-a", OTHER):
        project.codings.add("K01", 20, 30, "security", coder=coder)
    before = await of_the_team(workspace, "main")
    with Project.open(project.folder) as other:
        for round_id in (ROUND, "main"):
            made = other.codings.add("E01", 40, 50, "security", coder=OTHER, round_id=round_id)
            other.memos.write(MemoTarget.CODING, made.id, WORD, coder=OTHER)
    for round_id in (ROUND, "main"):
        submit(project.folder, "E01", round_id)
    assert await of_the_team(workspace, "main") == before


async def test_they_tell_a_stranger_to_the_round_nothing_of_it(
    project: Project, workspace: Open
) -> None:
    """A coder outside the blind round sees other rounds and nothing of the blind one."""
    project.rounds.open(ROUND, actor="lead", coders=["coder-a", OTHER])
    for coder in ("coder-a", "coder-c"):
        project.codings.add("E01", 29, 55, "trust", coder=coder)
    before = await of_the_team(workspace, "main", coder="coder-c")
    with Project.open(project.folder) as other:
        for coder, start in (("coder-a", 31), (OTHER, 35)):
            other.codings.add("E01", start, 61, "security", coder=coder, round_id=ROUND)
    for source in ("E01", "K01"):
        submit(project.folder, source, ROUND)
    assert await of_the_team(workspace, "main", coder="coder-c") == before


async def test_once_the_round_is_closed_it_shows_the_others(
    project: Project, workspace: Open
) -> None:
    begin(project)
    before = await screens(workspace, ROUND)
    act(project.folder, 1, steps=12)
    project.rounds.close(ROUND, actor="lead")
    assert await screens(workspace, ROUND) != before
