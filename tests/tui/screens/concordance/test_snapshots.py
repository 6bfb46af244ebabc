"""Pictures of the concordance. Look at a failing one in the report, then update it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.tui.screens.concordance.helpers import ask
from tests.tui.test_snapshots import app

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from toolkit.project import Project

Snap = Callable[..., bool]


def test_three_scripts_by_the_words_on_the_right(many_scripts: Project, snap_compare: Snap) -> None:
    async def sorted_by_right(pilot: Pilot[None]) -> None:
        await ask(pilot, "re:us|못해요|명단|אמון|הרשימה")
        await pilot.press("r", "j")
        await pilot.pause()

    assert snap_compare(app(many_scripts), terminal_size=(110, 18), run_before=sorted_by_right)
