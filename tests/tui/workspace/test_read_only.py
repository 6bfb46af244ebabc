"""In a read-only workspace no key changes the project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from toolkit.project import Project
from toolkit.tui.actions import ACTIONS, MOVE, SELECT
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.widgets.bars import Bar

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]


async def test_every_action_but_moving_is_pressed_and_the_project_stays_as_it_is(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", "We do not trust their figures.")
    own_coding = project.codings.add("E01", start, end, "trust", coder="coder-a")
    project.codings.add("E01", start, end + 20, "security", coder="coder-b")
    project.preferences.pin(1, "trust", coder="coder-a")
    events, rows = project.history.events(), project.codings.find()
    with Project.open(project.folder, read_only=True) as looked_at:
        async with workspace(on=looked_at, at=start, read_only=True) as (pilot, screen):
            assert "read-only" in screen.query_one("#title", Bar).text
            for action in ACTIONS:
                if action.id == "view.quit" or action.group in (MOVE, SELECT):
                    continue
                screen.open_source("E01", at=start)
                screen.view.act(lambda reader: reader.select("sentence"))
                await pilot.press(action.keys.split(",")[0])
                await pilot.press("enter")
                for _ in range(6):
                    assert not isinstance(pilot.app.screen, MessageScreen), action.id
                    if pilot.app.screen is screen and not screen.controllers.prompts.current:
                        break
                    await pilot.press("escape")
                assert pilot.app.screen is screen, action.id
    assert project.history.events() == events
    assert project.codings.find() == rows
    assert own_coding in rows
