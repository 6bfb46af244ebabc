"""From the transcript to a concordance, and from a line of it to its place and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.screens.concordance.helpers import ask, concordance, settled, status, words
from tests.tui.workspace.helpers import at_cursor, open_source_id
from tests.tui.workspace.helpers import status as workspace_status
from toolkit.project import Project

if TYPE_CHECKING:
    import pytest

    from tests.tui.workspace.helpers import Open


async def test_a_line_is_opened_at_its_place_and_f_comes_back_to_it(workspace: Open) -> None:
    async with workspace("E01") as (pilot, screen):
        await ask(pilot, "re:leak|누가|모두")
        await pilot.press("l", "end")
        await pilot.pause()
        line = concordance(pilot).listing.current
        assert line is not None
        before = words(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert open_source_id(screen) == line.source_id
        assert screen.view.cursor == line.start
        assert at_cursor(screen).startswith(line.match)
        assert screen.message == "f goes back to the list."
        await pilot.press("f")
        await settled(pilot)
        assert words(pilot) == before
        assert concordance(pilot).listing.current == line
        assert status(pilot).startswith("place 3 of 3")
        assert concordance(pilot)._list.has_focus
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert at_cursor(screen).startswith(line.match), "leaving the list stays at the place"


async def test_the_other_places_of_the_source_are_marked_and_gone_through(
    workspace: Open,
) -> None:
    async with workspace("E01") as (pilot, screen):
        await ask(pilot, "re:누가|모두|leak")
        await pilot.press("down", "enter")
        await pilot.pause()
        assert open_source_id(screen) == "K01"
        assert "match 1 of 2" in workspace_status(screen)
        await pilot.press("n")
        assert at_cursor(screen).startswith("모두")
        assert "match 2 of 2" in workspace_status(screen)
        await pilot.press("escape")
        assert not screen.view.reader.matches
        # Back to before the jump, as from a match of a search.
        await pilot.press("'", "'")
        assert open_source_id(screen) == "E01"


async def test_the_words_selected_stand_in_the_field(workspace: Open) -> None:
    async with workspace("E01") as (pilot, _screen):
        await ask(pilot, "leak")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("W", "f")
        await pilot.pause()
        assert concordance(pilot)._prompt.value == "leak"
        assert concordance(pilot)._prompt.has_focus
        await pilot.press("enter")
        await settled(pilot)
        assert len(words(pilot)) == 1
        # A long selection is no word.
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("t", "f")
        await pilot.pause()
        assert concordance(pilot)._prompt.value == "leak"


async def test_a_text_corrected_meanwhile_is_not_gone_to_at_wrong_offsets(
    workspace: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with workspace("E01") as (pilot, screen):
        await ask(pilot, "leak")
        # The workspace looks for what others wrote every second; here it does when it is told to.
        monkeypatch.setattr(screen.session, "changed_elsewhere", lambda: False)
        at = screen.view.cursor
        with Project.open(project.folder) as other:
            text = other.sources.text("E01")
            other.sources.correct("E01", text.replace("Last", "Only last"), actor="lead")
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert screen.view.cursor == at
        assert screen.message == (
            "The text was corrected since it was listed; f lists its places anew."
        )
        monkeypatch.delattr(screen.session, "changed_elsewhere")
        screen._poll()
        await pilot.pause()
        await pilot.press("f")
        await settled(pilot)
        # The list was made anew, and its line is where the word is now.
        await pilot.press("enter")
        await pilot.pause()
        assert at_cursor(screen).startswith("leak")
        assert "match 1 of 1" in workspace_status(screen)


async def test_a_source_that_was_withdrawn_is_named(workspace: Open, project: Project) -> None:
    async with workspace("E01") as (pilot, screen):
        await ask(pilot, "누가")
        with Project.open(project.folder) as other:
            other.sources.withdraw(["K01"], actor="lead")
        screen.session.reload()
        await pilot.press("enter")
        await pilot.pause()
        assert screen.message == "K01 is no longer open to you."
        assert open_source_id(screen) == "E01"


async def test_looking_leaves_no_connection_and_no_event_behind(
    workspace: Open, project: Project
) -> None:
    before = len(project.history.events())
    async with workspace("E01") as (pilot, _screen):
        for _ in range(2):
            await ask(pilot, "leak")
            await pilot.press("escape")
            await pilot.pause()
    assert len(project.history.events()) == before
