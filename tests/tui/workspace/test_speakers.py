"""The speakers of the open source are shown, and a key changes a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList, Static

from toolkit.project import Project
from toolkit.tui.screens.speakers import SpeakersScreen

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.workspace.helpers import Open


def _lines(pilot: Pilot[None]) -> list[str]:
    assert isinstance(pilot.app.screen, SpeakersScreen)
    options = pilot.app.screen.query_one(OptionList)
    return [
        " ".join(str(options.get_option_at_index(at).prompt).split())
        for at in range(options.option_count)
    ]


def _keys(pilot: Pilot[None]) -> str:
    return "\n".join(str(part.content) for part in pilot.app.screen.query(Static))


def _roles(project: Project) -> dict[str, str]:
    return {row.label: row.role.value for row in project.speakers.list(["E01"])}


async def test_speakers_are_shown_with_role_and_share(workspace: Open) -> None:
    async with workspace(at=35) as (pilot, _screen):
        await pilot.press("L")
        await pilot.pause()
        assert _lines(pilot) == [
            "I interviewer 2 turns, 14% of the words",
            "E01 expert 2 turns, 86% of the words case E01",
        ]
        assert pilot.app.screen.query_one(OptionList).highlighted == 1
        assert "Speakers of E01" in _keys(pilot)
        assert "e Expert   i Interviewer   o Other   esc Close" in _keys(pilot)


async def test_a_key_changes_the_role_and_undo_takes_it_back(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        cursor = screen.view.cursor
        assert screen.view.document is not None
        assert not screen.view.document.is_no_expert(cursor)
        await pilot.press("L", "o")
        assert _lines(pilot)[1].startswith("E01 other")
        assert _roles(project) == {"I": "interviewer", "E01": "other"}
        await pilot.press("k", "e", "escape")
        await pilot.pause()
        assert _roles(project) == {"I": "expert", "E01": "other"}
        assert screen.message.startswith("Roles now: E01: other, I: expert.")
        assert screen.view.document.is_no_expert(cursor)
        assert screen.view.cursor == cursor
        await pilot.press("u", "u")
        await pilot.pause()
        assert _roles(project) == {"I": "interviewer", "E01": "expert"}
        assert screen.view.document is not None
        assert not screen.view.document.is_no_expert(cursor)
    assert project.history.verify() == []


async def test_leaving_without_a_change_says_nothing(workspace: Open, project: Project) -> None:
    events = len(project.history.events())
    async with workspace(at=35) as (pilot, screen):
        before = screen.message
        await pilot.press("L", "j", "escape")
        await pilot.pause()
        assert screen.message == before
    assert len(project.history.events()) == events


async def test_a_project_that_is_only_read_shows_roles_and_changes_none(
    workspace: Open, project: Project
) -> None:
    with Project.open(project.folder, read_only=True) as reading:
        async with workspace(on=reading, read_only=True) as (pilot, _screen):
            await pilot.press("L", "o")
            await pilot.pause()
            assert "esc Close" in _keys(pilot)
            assert "o Other" not in _keys(pilot)
            assert _lines(pilot)[0].startswith("I interviewer")
    assert _roles(project) == {"I": "interviewer", "E01": "expert"}
