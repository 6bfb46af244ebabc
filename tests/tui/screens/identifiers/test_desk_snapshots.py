"""Pictures of the desk. Look at a failing one in the report, then update it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.tui.screens.identifiers.helpers import go_to, press, settled
from tests.tui.test_snapshots import app

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from toolkit.project import Project

Snap = Callable[..., bool]


def test_english_at_the_places(named: Project, snap_compare: Snap) -> None:
    async def places(pilot: Pilot[None]) -> None:
        await pilot.press("A")
        await settled(pilot)
        await press(pilot, "enter", "j", "space")

    assert snap_compare(app(named, "E05"), terminal_size=(124, 26), run_before=places)


def test_korean_in_a_narrow_terminal(named: Project, snap_compare: Snap) -> None:
    async def korean(pilot: Pilot[None]) -> None:
        await pilot.press("A")
        await settled(pilot)
        await go_to(pilot, "김민수")
        await press(pilot, "A", "u")
        await go_to(pilot, "기획재정부")

    assert snap_compare(app(named, "K14"), terminal_size=(60, 22), run_before=korean)
