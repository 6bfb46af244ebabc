"""Answering a queue in the workspace: one key a decision, saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from toolkit.tui.screens.choose_item import Pick
from toolkit.tui.screens.queue import QueueScreen
from toolkit.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.workspace.helpers import Open
    from toolkit.project import Project


@pytest.fixture
def queued(project: Project) -> Project:
    """A project with a queue of the five sentences of E01."""
    project.queue.make_from_units("trust", coder="coder-a", sources=["E01"], seed=3)
    return project


def _screen(pilot: Pilot[None]) -> QueueScreen:
    screen = pilot.app.screen
    assert isinstance(screen, QueueScreen)
    return screen


def _bar(pilot: Pilot[None], name: str) -> str:
    return _screen(pilot).query_one(f"#queue-{name}", Bar).text


def _text(pilot: Pilot[None], name: str) -> str:
    return str(_screen(pilot).query_one(f"#queue-{name}", Static).content)


def _quote(project: Project, position: int) -> str:
    return project.queue.show(1, position, coder="coder-a").quote


async def test_the_passage_the_question_and_the_code_are_shown(
    workspace: Open, queued: Project
) -> None:
    async with workspace() as (pilot, _workspace):
        await pilot.press("Q")
        await pilot.pause()
        assert "Queue 1  Is this Distrust?" in _bar(pilot, "title")
        assert "0 of 5, 5 left" in _bar(pilot, "title")
        assert _quote(queued, 1) in _text(pilot, "passage")
        assert "Not relying on what another body sends." in _text(pilot, "meaning")
        assert "similarity" not in _text(pilot, "meaning")
        assert "y Yes" in _text(pilot, "keys")


async def test_each_key_is_a_decision_that_is_saved_at_once(
    workspace: Open, queued: Project
) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("Q", "y")
        (coding,) = queued.codings.find()
        assert (coding.origin, coding.code_id) == ("queue", "trust")
        assert "1 of 5, 4 left" in _bar(pilot, "title")
        assert _bar(pilot, "status").startswith(" 1-1: yes, coded with trust.")
        await pilot.press("n", "question_mark")
        state = queued.queue.get(1, coder="coder-a")
        assert (state.yes, state.no, state.later) == (1, 1, 1)
        assert "2 of 5, 3 left, 1 of them put off" in _bar(pilot, "title")
        await pilot.press("u", "u")
        assert queued.queue.get(1, coder="coder-a").answered == 1
        assert _quote(queued, 2) in _text(pilot, "passage")
        await pilot.press("u", "u")
        assert queued.codings.find() == []
        assert "no answer to take back" in _bar(pilot, "status")
        await pilot.press("y", "escape")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert len(screen.session.own_codings) == 1
        await pilot.press("u")
        await pilot.pause()
        assert queued.codings.find() == []
        assert "answer in a queue" in screen.message
    assert queued.history.verify() == []


async def test_the_end_says_what_was_answered(workspace: Open, queued: Project) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("Q", "y", "n", "n", "n", "n")
        assert _text(pilot, "passage") == "All 5 passages are answered: 1 yes, 4 no."
        assert "y Yes" not in _text(pilot, "keys")
        await pilot.press("y", "escape", "Q")
        await pilot.pause()
        assert screen.message.startswith("You have no queue with passages left.")
    assert len(queued.codings.find()) == 1


async def test_a_yes_can_have_a_memo(workspace: Open, queued: Project) -> None:
    async with workspace() as (pilot, _workspace):
        await pilot.press("Q", "m")
        await pilot.pause()
        await pilot.press("o", "d", "d", "escape")
        await pilot.pause()
        assert _bar(pilot, "status") == " Memo saved."
    (memo,) = queued.memos.find()
    (coding,) = queued.codings.find()
    assert (memo.text, memo.target_id) == ("odd", coding.id)


async def test_a_corrected_text_is_shown_again_before_an_answer_counts(
    workspace: Open, queued: Project
) -> None:
    async with workspace() as (pilot, _workspace):
        await pilot.press("Q")
        text = queued.sources.text("E01")
        queued.sources.correct("E01", text.replace("What hinders", "So what hinders"), actor="x")
        await pilot.press("y")
        assert queued.codings.find() == []
        assert "The text was corrected meanwhile" in _bar(pilot, "status")
        assert "The text was corrected since the queue was made." in _text(pilot, "passage")
        await pilot.press("y")
        assert len(queued.codings.find()) == 1


async def test_enter_goes_to_the_passage_in_its_source(workspace: Open, queued: Project) -> None:
    passage = queued.queue.next(1, coder="coder-a")
    assert passage is not None
    async with workspace(source="K01") as (pilot, screen):
        await pilot.press("Q", "enter")
        await pilot.pause()
        assert screen.view.document is not None
        assert screen.view.document.source.id == "E01"
        assert screen.view.cursor == passage.item.span.start


async def test_of_several_queues_one_is_chosen(workspace: Open, queued: Project) -> None:
    queued.queue.make_from_units("security", coder="coder-a", sources=["K01"])
    queued.queue.make_from_units("security", coder="coder-b", sources=["K01"])
    async with workspace() as (pilot, _workspace):
        await pilot.press("Q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Pick)
        assert len(pilot.app.screen._items) == 2
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Queue 1" in _bar(pilot, "title")


async def test_the_workspace_can_begin_with_a_queue(workspace: Open, queued: Project) -> None:
    async with workspace(queue=1) as (pilot, _workspace):
        await pilot.pause()
        assert _quote(queued, 1) in _text(pilot, "passage")


async def test_read_only_nothing_is_answered(workspace: Open, queued: Project) -> None:
    async with workspace(queue=1, read_only=True) as (pilot, _workspace):
        await pilot.pause()
        await pilot.press("y", "u")
        assert "The workspace is read-only" in _bar(pilot, "status")
    assert queued.queue.get(1, coder="coder-a").answered == 0


async def test_words_of_the_transcript_are_no_markup(workspace: Open, queued: Project) -> None:
    async with workspace(queue=1, size=(60, 20)) as (pilot, _workspace):
        await pilot.pause()
        assert "[Agency 3]" in _text(pilot, "passage")
