"""Suggestions appear after the coder's own answer, and the coder decides on them."""

from __future__ import annotations

import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from textual.widgets import Static

from tests.tui.workspace.helpers import (
    FIRST,
    SECOND,
    Open,
    at_cursor,
    coded,
    status,
)
from toolkit.domain.codings import Mode
from toolkit.domain.suggestions import Outcome, Suggestion
from toolkit.errors import UsageError
from toolkit.suggest.calibration import Calibration
from toolkit.suggest.candidates import judge
from toolkit.tui.screens import suggestions
from toolkit.tui.screens.codebook.new_code import NewCodeScreen
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.screens.suggestions import CommitFirst, SuggestionScreen

if TYPE_CHECKING:
    from toolkit.project import Project
    from toolkit.suggest.family_model import FamilyModel


async def _until(pilot: Any, kind: type) -> None:
    for _ in range(100):
        if isinstance(pilot.app.screen, kind):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"{kind.__name__} did not open")


async def test_the_coders_answer_comes_before_the_models(
    workspace: Open, project: Project, suggesting: list[dict[str, Any]]
) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("a")
        assert isinstance(pilot.app.screen, CommitFirst)
        await pilot.press("enter", *"prop", "enter")
        await _until(pilot, SuggestionScreen)
        assert coded(project) == [(FIRST, "proposal")]
        candidates = str(pilot.app.screen.query_one("#candidates", Static).content)
        assert "1 ▌Distrust  strong" in candidates
        assert "저쪽 자료를 [b]믿지[/b] 못해요" in candidates
        assert "K01, coder-b" in candidates
        assert "shared words: figures, list, holes" in candidates
        assert "coded Security" in candidates
        assert "Proposal" not in candidates
        await pilot.press("1")
    assert suggesting[0]["outcome"] is Outcome.ACCEPTED
    assert suggesting[0]["suggestion_id"] == "s1"
    assert suggesting[0]["codes_before"] == ("proposal",)
    assert suggesting[0]["codes_after"] == ("proposal", "trust")
    assert suggesting[0]["seen_first"] is True


async def test_no_code_is_as_good_an_own_answer(
    workspace: Open, project: Project, suggesting: list[dict[str, Any]]
) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("a", "0")
        await _until(pilot, SuggestionScreen)
        await pilot.press("0")
    assert coded(project) == []
    assert suggesting[0]["outcome"] is Outcome.NONE_OF_THESE
    assert suggesting[0]["codes_after"] == ()
    assert suggesting[0]["seen_first"] is False


async def test_another_code_and_later_are_decisions_too(
    workspace: Open, project: Project, suggesting: list[dict[str, Any]]
) -> None:
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, _):
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        await pilot.press("c", *"prop", "enter")
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        await pilot.press("escape")
    assert [decision["outcome"] for decision in suggesting] == [Outcome.EDITED, Outcome.DEFERRED]
    assert suggesting[0]["codes_after"] == ("proposal",)
    assert suggesting[0]["seen_first"] is True


async def test_silent_candidates_are_never_shown(
    workspace: Open, project: Project, suggesting: list[dict[str, Any]]
) -> None:
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, _):
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        assert "Proposal" not in str(pilot.app.screen.query_one("#candidates", Static).content)
        await pilot.press("3", "w", "3")
        assert suggesting == []


async def test_where_nothing_is_near_enough_the_other_answers_are_still_there(
    workspace: Open,
    project: Project,
    suggesting: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    canned = project.suggestions.for_span

    def silent(*arguments: Any, **options: Any) -> list[Suggestion]:
        return [
            replace(suggestion, verdict="silent") for suggestion in canned(*arguments, **options)
        ]

    monkeypatch.setattr(project.suggestions, "for_span", silent)
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, _):
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        candidates = str(pilot.app.screen.query_one("#candidates", Static).content)
        assert "No code is close enough" in candidates
        assert "0 No code fits" in candidates
        await pilot.press("1")
        assert suggesting == []
        await pilot.press("0")
    assert [decision["outcome"] for decision in suggesting] == [Outcome.NONE_OF_THESE]


async def test_a_slow_model_leaves_the_workspace_usable_and_can_be_dropped(
    workspace: Open,
    project: Project,
    suggesting: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    answer = project.suggestions.for_span

    def slow(*arguments: Any, **options: Any) -> Any:
        gate.wait(5)
        return answer(*arguments, **options)

    monkeypatch.setattr(project.suggestions, "for_span", slow)
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, screen):
        await pilot.press("a")
        assert "Searching for" in status(screen)
        await pilot.press(")")
        assert at_cursor(screen).startswith(SECOND)
        await pilot.press("escape")
        assert "Suggestion request cancelled" in status(screen)
        gate.set()
        await pilot.pause(0.1)
        assert pilot.app.screen is screen
        gate.clear()
        await pilot.press("a", ")")
        gate.set()
        for _ in range(50):
            await pilot.pause(0.02)
            if "are ready" in status(screen):
                break
        assert pilot.app.screen is screen
        await pilot.press("(", "a")
        await _until(pilot, SuggestionScreen)


async def test_a_failing_model_is_one_message(
    workspace: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UsageError("no model for Korean", code="no-model", hint="Install one.")

    monkeypatch.setattr(project.suggestions, "for_span", fail)
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, screen):
        await pilot.press("a")
        await _until(pilot, MessageScreen)
        await pilot.press("escape")
        assert not screen.action_context().busy


async def test_zero_on_a_selection_states_that_no_code_fits(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("s", "0")
        assert "no code fits" in status(screen)
    assert project.history.events(limit=1)[0].kind == "coding.none"


@pytest.mark.parametrize(
    ("rank", "probability", "shown", "support", "answers"),
    [
        (1, 0.9, False, (5, 3), 80),
        (2, 0.2, True, (2, 2), 80),
        (1, 0.9, True, (9, 1), 80),
        (1, 0.9, True, (9, 3), 12),
        (1, 0.2, True, (9, 3), 80),
        (1, 0.9, True, (9, 3), 80),
    ],
)
def test_every_stored_reason_is_told_in_the_language_of_the_reader(
    monkeypatch: pytest.MonkeyPatch,
    rank: int,
    probability: float,
    shown: bool,
    support: tuple[int, int],
    answers: int,
) -> None:
    monkeypatch.setattr(
        suggestions, "_REASONS", {text: f"[{text}]" for text in suggestions._REASONS}
    )
    right = np.zeros(answers, dtype=bool)
    calibration = Calibration(
        strong_from=0.5, confidence=np.full(answers, 0.6), right=right, first=np.zeros(answers, int)
    )
    model = cast("FamilyModel", SimpleNamespace(calibration=calibration))
    verdict, reason = judge(model, 0, rank, probability, shown, support)
    assert reason
    assert verdict != "strong"
    assert suggestions._reason(reason).startswith("[")


async def test_each_family_is_decided_by_itself(
    workspace: Open,
    project: Project,
    suggesting: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    canned = project.suggestions.for_span

    def by_family(*arguments: Any, **options: Any) -> list[Suggestion]:
        offered = canned(*arguments, **options)
        return [replace(each, verdict="possible", batch_id=f"b-{each.id}") for each in offered[:2]]

    monkeypatch.setattr(project.suggestions, "for_span", by_family)
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    async with workspace(at=35, round_id="helped") as (pilot, screen):
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        await pilot.press("2")
        await _until(pilot, SuggestionScreen)
        await pilot.press("0")
        await pilot.pause()
        assert pilot.app.screen is screen
    outcomes = [(decision["outcome"], decision["suggestion_id"]) for decision in suggesting]
    assert outcomes == [(Outcome.ACCEPTED, "s2"), (Outcome.NONE_OF_THESE, None)]


def _preliminary(project: Project, monkeypatch: pytest.MonkeyPatch, **evidence: Any) -> list[bool]:
    """Let the canned suggestions have some evidence; the list says how each was asked for."""
    canned, asked = project.suggestions.for_span, []

    def offer(*arguments: Any, at_once: bool = False, **options: Any) -> list[Suggestion]:
        asked.append(at_once)
        return [
            replace(each, evidence=replace(each.evidence, **evidence))
            for each in canned(*arguments, **options)
        ]

    monkeypatch.setattr(project.suggestions, "for_span", offer)
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    return asked


async def test_preliminary_suggestions_say_so_while_the_rest_is_compared(
    workspace: Open,
    project: Project,
    suggesting: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = _preliminary(project, monkeypatch, unread=930)
    told, go_on = threading.Event(), threading.Event()

    def prepare(*_places: object, note: Any, **_options: object) -> int:
        note(210, 930)
        told.set()
        go_on.wait(5)
        note(930, 930)
        return 930

    monkeypatch.setattr(project.suggestions, "prepare", prepare)
    async with workspace(at=35, round_id="helped") as (pilot, _):
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        assert told.wait(5)
        screen = cast("SuggestionScreen", pilot.app.screen)
        screen._tell()
        line = screen.query_one("#preliminary", Static)
        assert "Preliminary: 930 coded passages are not compared yet." in str(line.content)
        assert "210 of 930" in str(line.content)
        await pilot.press("x")
        assert "Stopping" in str(line.content)
        go_on.set()
        for _again in range(100):
            screen._tell()
            if "Stopped before all" in str(line.content):
                break
            await pilot.pause(0.02)
        assert "Stopped before all were compared" in str(line.content)
        await pilot.press("r")
        await _until(pilot, SuggestionScreen)
        assert pilot.app.screen is not screen
        go_on.set()
    assert asked == [True, True]
    assert [decision["outcome"] for decision in suggesting] == [Outcome.DEFERRED]


async def test_a_new_code_is_a_candidate_where_no_code_is_near(
    workspace: Open,
    project: Project,
    suggesting: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _preliminary(project, monkeypatch, new_code=True)
    async with workspace(at=35, round_id="helped") as (pilot, _):
        await pilot.press("a")
        await _until(pilot, SuggestionScreen)
        candidates = str(pilot.app.screen.query_one("#candidates", Static).content)
        assert "n Maybe a new code" in candidates
        await pilot.press("n")
        await _until(pilot, NewCodeScreen)
        assert suggesting == []
        await pilot.press(*"Rumour", "ctrl+s")
        await pilot.pause()
        assert "rumour" in project.codebook.current()
    assert [decision["outcome"] for decision in suggesting] == [Outcome.NONE_OF_THESE]
    assert [code for _span, code in coded(project)] == ["rumour"]
