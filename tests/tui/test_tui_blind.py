"""The workspace of a coder in a blind round does not depend on what others and models did."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.blindness import ROUND, act, begin
from tests.tui.conftest import Open
from toolkit.project import Project
from toolkit.tui.workspace import WorkspaceScreen


async def screens(workspace: Open, round_id: str) -> list[str]:
    """What is on the screen over both sources, at rest and over a coding."""
    found = []
    for source in ("E01", "K01"):
        async with workspace(source, round_id=round_id) as (pilot, screen):
            found.append(await settled(pilot, screen))
            await pilot.press("down", "down")
            found.append(await settled(pilot, screen))
    return found


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


async def test_once_the_round_is_closed_it_shows_the_others(
    project: Project, workspace: Open
) -> None:
    begin(project)
    before = await screens(workspace, ROUND)
    act(project.folder, 1, steps=12)
    project.close_round(ROUND, actor="lead")
    assert await screens(workspace, ROUND) != before
