"""Tests of the list of rounds; a blind round only says why it shows nothing of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from tests.blindness import ROUND, act, begin
from tests.finished import add_finished
from tests.tui.workspace.disputed import A, B, opened, text
from toolkit.domain.codings import Mode
from toolkit.domain.rounds import Progress
from toolkit.project import Project
from toolkit.tui.screens.team.rounds import RoundsScreen
from toolkit.tui.widgets.bars import Bar
from toolkit.tui.workspace.screen import WorkspaceScreen

if TYPE_CHECKING:
    from tests.tui.conftest import Open


async def test_rounds_say_what_is_to_do_and_submitting_locks(
    workspace: Open, project: Project
) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=[A, B])
    project.codings.add("E01", 31, 61, "trust", coder=A, round_id="R1")
    async with workspace(coder=A, round_id="R1") as (pilot, _):
        await pilot.press("f9")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, RoundsScreen)
        listed = "\n".join(str(option.prompt) for option in screen.query_one(OptionList).options)
        assert "R1 (open here)  blind · open" in listed
        assert "0 of 2 finished; next: E01" in listed
        assert "coding" in listed
        assert "not started" in listed
        await pilot.press("S")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        states = {
            (coverage.coder_id, coverage.source_id): coverage.progress
            for coverage in project.rounds.coverage()
            if coverage.round_id == "R1"
        }
        assert states == {(A, "E01"): Progress.SUBMITTED}
        listed = str(screen.query_one(OptionList).options[0].prompt)
        assert "1 of 2 finished; next: K01" in listed
        await pilot.press("S")
        assert "submitted E01 in round R1 already" in text(pilot, "#rounds-status")
        await pilot.press("j", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WorkspaceScreen)
        assert pilot.app.screen.view.document.source.id == "K01"  # type: ignore[union-attr]


async def test_the_list_of_rounds_finishes_a_source_without_a_lock(
    workspace: Open, project: Project
) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=[A, B], sources=["E01"])
    async with workspace(coder=A, round_id="R1") as (pilot, _):
        await pilot.press("f9")
        await pilot.pause()
        await pilot.press("F")
        await pilot.pause()
        assert "Finished: E01 in round R1" in text(pilot, "#rounds-status")
        listed = str(pilot.app.screen.query_one(OptionList).options[0].prompt)
        assert "everything finished" in listed
        await pilot.press("F")
        await pilot.pause()
        assert "You are still working on E01 in round R1" in text(pilot, "#rounds-status")
    assert [part.progress for part in project.rounds.coverage()] == [Progress.WORKING]


async def test_others_progress_is_shown_outside_blind_rounds(
    workspace: Open, disputed: Project
) -> None:
    async with workspace(coder=A) as (pilot, _):
        await pilot.press("f9")
        await pilot.pause()
        listed = "\n".join(
            str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options
        )
        assert "coder-b finished" in listed


async def listed_rounds(pilot: Pilot[None]) -> str:
    await pilot.press("f9")
    await pilot.pause()
    return "\n".join(
        str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options
    )


@pytest.mark.parametrize("to", ["consensus", "second"])
async def test_what_was_settled_is_no_round_to_work_in(
    workspace: Open, disputed: Project, to: str
) -> None:
    disputed.consensus.settle(
        [disputed.consensus.disagreements()[0].id], "accept-a", actor=A, to=to
    )
    async with workspace(coder=A) as (pilot, _):
        assert to not in await listed_rounds(pilot)


# --- blindness ----------------------------------------------------------------------------------

Look = Callable[[Pilot[None]], Any]


async def looks(workspace: Open, round_id: str) -> list[str]:
    """The texts on the screens that the keys of the team open."""
    shown_texts = []
    async with workspace("E01", coder=A, round_id=round_id) as (pilot, screen):
        for keys in (["f8"], ["f9"], ["f7"], ["d"], ["D"]):
            await pilot.press(*keys)
            await pilot.pause()
            shown = pilot.app.screen
            for kind in (Static, OptionList, Bar):
                for widget in shown.query(kind):
                    if isinstance(widget, Bar):
                        shown_texts.append(widget.text)
                    elif isinstance(widget, OptionList):
                        shown_texts.append(
                            "\n".join(str(option.prompt) for option in widget.options)
                        )
                    else:
                        shown_texts.append(str(widget.render()))
            if shown is not screen:
                await pilot.press("escape")
                await pilot.pause()
    return shown_texts


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("round_id", [ROUND, "main"])
async def test_nothing_of_others_is_told_while_a_round_is_blind(
    project: Project, workspace: Open, seed: int, round_id: str
) -> None:
    begin(project)
    before = await looks(workspace, round_id)
    act(project.folder, seed, steps=12)
    assert await looks(workspace, round_id) == before
    assert any("blind" in shown_text for shown_text in before)


@pytest.mark.parametrize("round_id", [ROUND, "main"])
async def test_that_others_settled_something_is_not_told_either(
    project: Project, workspace: Open, round_id: str
) -> None:
    begin(project)
    pair = ["coder-c", "coder-d"]
    for end, coder in zip((60, 70), pair, strict=True):
        add_finished(project, "E01", 40, end, "trust", coder=coder)
    before = await looks(workspace, round_id)
    (row,) = project.consensus.disagreements(coders=pair)
    project.consensus.settle([row.id], "union", actor="lead", coders=pair)
    assert await looks(workspace, round_id) == before


async def test_on_a_source_that_is_read_blind_the_keys_say_why(
    workspace: Open, disputed: Project
) -> None:
    disputed.rounds.open("R2", actor="lead", mode=Mode.BLIND, coders=[A, B], sources=["E01"])
    async with workspace("E01", coder=A) as (pilot, _):
        for key in ("f7", "d", "D"):
            await pilot.press(key)
            assert "R2, which is blind on E01 until" in text(pilot, "#status")
        screen = await opened(pilot)
        assert {row.source_id for row in screen._listed} == {"K01"}


async def test_a_round_that_opens_or_closes_elsewhere_is_followed(
    workspace: Open, disputed: Project
) -> None:
    async with workspace("E01", coder=A) as (pilot, screen):
        await pilot.press("f7")
        with Project.open(disputed.folder) as lead:
            lead.rounds.open("R2", actor="lead", mode=Mode.BLIND, coders=[A, B])
        await pilot.press("f8")
        await pilot.pause()
        assert "You take part in R2, which is blind" in text(pilot, "#disagreement-details")
        await pilot.press("escape")
        await pilot.pause()
        assert {coding.coder_id for coding in screen.session.codings} == {A}
        assert screen.view._compared == ()
        with Project.open(disputed.folder) as lead:
            lead.rounds.close("R2", actor="lead")
        assert len((await opened(pilot))._listed) == 4
