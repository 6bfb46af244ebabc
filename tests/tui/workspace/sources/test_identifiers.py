"""A pseudonym takes the place of the words selected in the transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from tests.tui.workspace.helpers import FIRST, coded
from toolkit.domain.spans import Span
from toolkit.language.identifiers.candidate import Kind
from toolkit.project import Project
from toolkit.tui.screens.choose_item import Pick
from toolkit.tui.screens.identifiers.passphrase import PassphraseScreen
from toolkit.tui.screens.identifiers.pseudonym import PseudonymScreen
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.workspace.screen import WorkspaceScreen

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.workspace.helpers import Open, Place

WORDS = "my director"
PASSPHRASE = "four words that differ"


def _select(screen: WorkspaceScreen, start: int, end: int) -> None:
    screen.view.act(lambda reader: reader.pick(Span(start, end)))


async def _until(pilot: Pilot[None], kind: type) -> None:
    for _ in range(400):
        await pilot.pause(0.05)
        if isinstance(pilot.app.screen, kind):
            await pilot.pause()
            return
    raise AssertionError(f"{kind} did not open")


async def test_it_asks_for_the_kind_shows_the_pseudonym_and_replaces(
    workspace: Open, project: Project, place: Place
) -> None:
    project.codings.add("E01", *place("E01", FIRST), "trust", coder="coder-a")
    project.codings.add("E01", *place("E01", "There should be"), "proposal", coder="coder-a")
    async with workspace("E01") as (pilot, screen):
        _select(screen, *place("E01", WORDS))
        await pilot.press("*")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Pick)
        await pilot.press(*"job", "enter")
        await pilot.pause()
        asking = pilot.app.screen
        assert isinstance(asking, PseudonymScreen)
        assert asking.query_one(Input).value == "[Position 1]"
        await pilot.press("enter")
        await _until(pilot, WorkspaceScreen)
        assert screen.message == ("Replaced by [Position 1]. u undoes it; A lists other places.")
        assert screen.view.document is not None
        assert "A leak is what [Position 1] fears." in screen.view.document.text
        assert coded(project) == [(FIRST, "trust"), ("There should be", "proposal")]
        await pilot.press("u")
        await pilot.pause()
        assert WORDS in project.sources.text("E01")
        assert screen.view.document is not None
        assert WORDS in screen.view.document.text
    entries = project.identifiers.key()
    assert [(e.kind, e.words) for e in entries] == [(Kind.TITLE, WORDS)]
    assert project.history.verify() == []


async def test_the_palette_offers_it_by_name(
    workspace: Open, project: Project, place: Place
) -> None:
    assert project
    async with workspace("E01") as (pilot, screen):
        _select(screen, *place("E01", WORDS))
        await pilot.press("ctrl+p", *"replace by a pseudonym")
        await pilot.pause(0.3)
        assert isinstance(pilot.app.screen, CommandPalette)
        await pilot.press("enter")
        await _until(pilot, Pick)


async def test_words_over_several_lines_are_not_taken(workspace: Open, project: Project) -> None:
    before = project.sources.text("E01")
    async with workspace("E01") as (pilot, screen):
        _select(screen, 3, 40)
        await pilot.press("*")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert screen.message.startswith("Select words of one line")
    assert project.sources.text("E01") == before


async def test_without_a_selection_it_does_nothing(workspace: Open, project: Project) -> None:
    assert project
    async with workspace("E01") as (pilot, screen):
        await pilot.press("*")
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_escape_at_either_question_changes_nothing(
    workspace: Open, project: Project, place: Place
) -> None:
    events = len(project.history.events())
    async with workspace("E01") as (pilot, screen):
        _select(screen, *place("E01", WORDS))
        await pilot.press("*", "escape")
        await pilot.pause()
        assert pilot.app.screen is screen
        await pilot.press("*", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PseudonymScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen
    assert len(project.history.events()) == events


async def test_a_text_corrected_meanwhile_is_not_changed(
    workspace: Open, project: Project, place: Place
) -> None:
    async with workspace("E01") as (pilot, screen):
        _select(screen, *place("E01", WORDS))
        await pilot.press("*", "enter")
        await pilot.pause()
        text = project.sources.text("E01")
        with Project.open(project.folder) as other:
            other.sources.correct("E01", text.replace("I: What", "I: Well, what"), actor="lead")
        await pilot.press("enter")
        await _until(pilot, MessageScreen)
    assert WORDS in project.sources.text("E01")


async def test_a_sealed_key_asks_for_its_passphrase(
    workspace: Open, project: Project, place: Place
) -> None:
    pytest.importorskip("pyrage")
    project.identifiers.seal_key(PASSPHRASE)
    async with workspace("E01") as (pilot, screen):
        _select(screen, *place("E01", WORDS))
        await pilot.press("*")
        await _until(pilot, PassphraseScreen)
        await pilot.press(*"wrong", "enter")
        await pilot.pause(0.1)
        for _ in range(400):
            await pilot.pause(0.05)
            if pilot.app.screen.query("#passphrase-wrong"):
                break
        assert pilot.app.screen.query("#passphrase-wrong")
        assert WORDS in project.sources.text("E01")
        await pilot.press(*PASSPHRASE, "enter")
        await _until(pilot, Pick)
        await pilot.press("enter")
        await _until(pilot, PseudonymScreen)
        await pilot.press("enter")
        await _until(pilot, WorkspaceScreen)
    assert "[Person 1] fears" in project.sources.text("E01")


async def test_a_project_that_is_only_read_says_so(
    workspace: Open, project: Project, place: Place
) -> None:
    with Project.open(project.folder, read_only=True) as reading:
        async with workspace("E01", on=reading, read_only=True) as (pilot, screen):
            _select(screen, *place("E01", WORDS))
            await pilot.press("*")
            await pilot.pause()
            assert "read-only" in screen.message
