"""Tests of what may be seen, changed and submitted in the rounds of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.tui.workspace.helpers import (
    FIRST,
    LEAK,
    SECOND,
    Open,
    Place,
    coded,
    status,
)
from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from toolkit.project import Project


async def test_a_source_is_submitted_after_a_question_and_locked(
    workspace: Open, project: Project, place: Place
) -> None:
    start, _ = place("E01", FIRST)
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("S", "n")
        assert screen.session.may_change
        await pilot.press("S", "y")
        assert "Submitted: E01" in status(screen)
        assert {(c.source_id, str(c.progress)) for c in project.rounds.coverage()} == {
            ("E01", "submitted")
        }
        assert "submitted" in screen.query_one("#title", Bar).text
        await pilot.press("enter")
        assert pilot.app.screen is screen
        assert coded(project) == []
        await pilot.press("J")
        assert screen.session.may_change


async def test_a_source_is_finished_and_unfinished_by_one_key(
    workspace: Open, project: Project, place: Place
) -> None:
    def states() -> list[str]:
        return [str(part.progress) for part in project.rounds.coverage()]

    start, _ = place("E01", FIRST)
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("F")
        assert "Finished: E01" in status(screen)
        assert states() == ["finished"]
        assert "finished" in screen.query_one("#title", Bar).text
        # Nothing is locked, and coding on changes nothing of it.
        await pilot.press("s", "1")
        assert screen.session.may_change
        assert states() == ["finished"]
        await pilot.press("F")
        assert "You are still working on E01" in status(screen)
        assert states() == ["working"]
        await pilot.press("u")
        assert "Undone: “not finished” of a source" in status(screen)
        assert states() == ["finished"]


async def test_a_blind_screen_is_the_same_whatever_others_did(
    workspace: Open, project: Project, place: Place, suggesting: list[dict[str, Any]]
) -> None:
    project.rounds.open("blind", actor="lead", mode=Mode.BLIND)
    own = place("E01", FIRST)
    project.codings.add("E01", *own, "trust", coder="coder-a", round_id="blind")

    async def drawn() -> list[str]:
        async with workspace(at=own[0], round_id="blind") as (pilot, screen):
            await pilot.press("a", "0")
            assert pilot.app.screen is screen
            screen.show_bars()
            await pilot.pause(0.1)
            shots = [pilot.app.export_screenshot(simplify=True)]
            await pilot.press("f1")
            shots.append(pilot.app.export_screenshot(simplify=True))
            await pilot.press("escape", "enter")
            shots.append(pilot.app.export_screenshot(simplify=True))
            await pilot.press("escape", "ctrl+p")
            await pilot.pause(0.2)
            shots.append(pilot.app.export_screenshot(simplify=True))
            return shots

    before = await drawn()
    for quote in (FIRST, LEAK, SECOND):
        coding = project.codings.add(
            "E01", *place("E01", quote), "security", coder="coder-b", round_id="blind"
        )
        project.memos.write(MemoTarget.CODING, coding.id, "seen?", coder="coder-b")
        project.codings.add("E01", *place("E01", quote), "security", coder="coder-b")
    assert [_without_ids(s) for s in await drawn()] == [_without_ids(s) for s in before]


def _without_ids(svg: str) -> str:
    """A screenshot without the random prefix of its element ids."""
    import re

    return re.sub(r"terminal-\d+", "terminal", svg)


async def test_a_closed_round_and_read_only_change_nothing(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.rounds.open("R1", actor="lead", mode=Mode.ASSISTED)
    project.codings.add("E01", start, end, "trust", coder="coder-a", round_id="R1")
    project.rounds.close("R1", actor="lead")
    async with workspace(at=start, round_id="R1") as (pilot, screen):
        await pilot.press("enter", "x", "u", "a")
        assert pilot.app.screen is screen
        assert "closed" in screen.query_one("#title", Bar).text
    async with workspace(at=start, read_only=True) as (pilot, screen):
        await pilot.press("enter", "x", "u", "a")
        assert pilot.app.screen is screen
        assert "locked" in status(screen)
    assert len(project.codings.find()) == 1


async def test_a_round_shows_only_its_sources(workspace: Open, project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, sources=["K01"])
    async with workspace(None, round_id="R1") as (_, screen):
        assert [source.id for source in screen.session.sources] == ["K01"]
        assert screen.view.document.source.id == "K01"


async def test_the_coder_can_look_at_own_work_alone(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-b")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("o")
        assert screen.view.under_cursor() == []
        await pilot.press("o")
        assert len(screen.view.under_cursor()) == 1
