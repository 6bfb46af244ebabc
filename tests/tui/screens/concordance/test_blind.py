"""What a bound coder sees of a concordance does not depend on what others and models did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.blindness import ROUND, act, begin
from tests.tui.screens.concordance.helpers import ask, settled
from tests.tui.test_blind import settled as unchanging

if TYPE_CHECKING:
    from tests.tui.workspace.helpers import Open
    from toolkit.project import Project


async def _screens(workspace: Open) -> list[str]:
    drawings = []
    async with workspace("E01", round_id=ROUND) as (pilot, screen):
        await ask(pilot, "re:us|가")
        drawings.append(await unchanging(pilot, screen))
        await pilot.press("l")
        await pilot.press("w")
        await settled(pilot)
        drawings.append(await unchanging(pilot, screen))
        await pilot.press("enter")
        drawings.append(await unchanging(pilot, screen))
    return drawings


@pytest.mark.parametrize("seed", range(2))
async def test_the_concordance_is_the_same_to_the_byte(
    project: Project, workspace: Open, seed: int
) -> None:
    begin(project)
    before = await _screens(workspace)
    act(project.folder, seed, steps=12)
    assert await _screens(workspace) == before
    assert "places" in before[0]


async def test_only_the_sources_of_the_round_are_looked_through(
    project: Project, workspace: Open
) -> None:
    project.rounds.open("R1", actor="lead", coders=["coder-a"], sources=["E01"])
    async with workspace(round_id="R1") as (pilot, _screen):
        screen = await ask(pilot, "가")
        assert screen.listing.answer is not None
        assert dict(screen.listing.answer.made.texts).keys() == {"E01"}
        assert screen.listing.lines == ()
