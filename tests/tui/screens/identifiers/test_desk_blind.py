"""What a bound coder sees on the desk does not depend on what others and models did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.blindness import ROUND, act, begin
from tests.tui.screens.identifiers.helpers import settled as at_rest
from tests.tui.test_blind import settled

if TYPE_CHECKING:
    from tests.tui.workspace.helpers import Open
    from toolkit.project import Project


async def _screens(workspace: Open) -> list[str]:
    drawings = []
    async with workspace("E05", round_id=ROUND) as (pilot, screen):
        await pilot.press("A")
        await at_rest(pilot)
        drawings.append(await settled(pilot, screen))
        await pilot.press("enter")
        drawings.append(await settled(pilot, screen))
    return drawings


@pytest.mark.parametrize("seed", range(2))
async def test_the_desk_is_the_same_to_the_byte(workspace: Open, named: Project, seed: int) -> None:
    begin(named)
    before = await _screens(workspace)
    act(named.folder, seed, steps=12)
    assert await _screens(workspace) == before
    assert "Ji-hoon" in before[0]
