"""A window shows long work after a moment, and the work can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Static

from tests.finished import finish_all
from toolkit.errors import InputError
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.screens.team.disagreements import DisagreementsScreen
from toolkit.tui.screens.working import WorkingScreen
from toolkit.tui.support.progress import Job, Stopped, bar

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from toolkit.domain.progress import ProgressCallback
    from toolkit.project import Project

Open = Callable[..., Any]


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """An event that blocked work waits for."""
    event = threading.Event()
    yield event
    event.set()


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come about")


@given(st.integers(-5, 50), st.integers(0, 40), st.integers(0, 80))
def test_a_bar_is_as_wide_as_it_should_be_and_never_overfull(
    done: int, of: int, cells: int
) -> None:
    drawn = bar(done, of, cells)
    assert len(drawn) == max(cells, 3)
    full = drawn.count("#")
    assert drawn == f"[{'#' * full}{'.' * (len(drawn) - 2 - full)}]"
    if of and done >= of:
        assert "." not in drawn
    if done <= 0:
        assert full == 0


@given(st.integers(1, 40), st.integers(1, 80))
def test_a_bar_only_grows(of: int, cells: int) -> None:
    grown = [bar(done, of, cells).count("#") for done in range(of + 1)]
    assert grown == sorted(grown)


def test_a_job_gives_what_it_found_or_what_went_wrong() -> None:
    def fail(_: ProgressCallback) -> None:
        raise InputError("no", code="no")

    def succeed(tell: ProgressCallback) -> str:
        tell(3, 4)
        return "found"

    job = Job(succeed)
    assert job.ends_within(30)
    assert (job.done, job.of, job.result()) == (3, 4, "found")
    failed = Job(fail)
    assert failed.ends_within(30)
    with pytest.raises(InputError, match="no"):
        failed.result()


def test_a_stopped_job_ends_at_its_next_step(gate: threading.Event) -> None:
    steps = []

    def work(tell: ProgressCallback) -> None:
        for step in range(100):
            tell(step, 100)
            steps.append(step)
            gate.wait(30)

    job = Job(work)
    job.stop()
    gate.set()
    assert job.ends_within(30)
    assert len(steps) <= 1
    with pytest.raises(Stopped):
        job.result()


async def test_a_window_shows_how_far_it_is_and_goes_on_when_it_is_done(
    workspace: Open, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.tui.screens.working.BRIEF", 0.0)

    def work(tell: ProgressCallback) -> str:
        tell(3, 20)
        gate.wait(30)
        return "found"

    async with workspace() as (pilot, screen):
        results: list[str] = []
        screen.run_with_progress("Reading [b]it[/b] …", work, results.append)
        await pilot.pause()
        window = pilot.app.screen
        assert isinstance(window, WorkingScreen)
        assert str(window.query_one(".window-title", Static).content) == "Reading [b]it[/b] …"
        await until(pilot, lambda: "3 of 20" in str(window.query_one("#progress", Static).content))
        assert "[######....." in str(window.query_one("#progress", Static).content)
        await pilot.press("x", "q")
        assert pilot.app.screen is window
        assert results == []
        gate.set()
        await until(pilot, lambda: pilot.app.screen is screen and bool(results))
        assert results == ["found"]


async def test_escape_stops_it_and_nothing_follows(
    workspace: Open, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.tui.screens.working.BRIEF", 0.0)
    ended: list[bool] = []

    def work(tell: ProgressCallback) -> None:
        gate.wait(30)
        try:
            tell(1, 2)
        finally:
            ended.append(True)

    async with workspace() as (pilot, screen):
        results: list[object] = []
        screen.run_with_progress("Reading …", work, results.append)
        await pilot.pause()
        await pilot.press("escape")
        assert pilot.app.screen is screen
        gate.set()
        await until(pilot, lambda: bool(ended))
        await pilot.press("w")
        assert (results, pilot.app.screen) == ([], screen)


@pytest.mark.parametrize("brief", [0.0, 60.0])
async def test_what_goes_wrong_opens_a_window_with_its_whole_text_to_copy(
    workspace: Open, monkeypatch: pytest.MonkeyPatch, brief: float
) -> None:
    monkeypatch.setattr("toolkit.tui.screens.working.BRIEF", brief)

    def work(tell: ProgressCallback) -> None:
        raise InputError("[b]no[/b] such \x1b[31mthing", code="no", hint="Do this.")

    async with workspace() as (pilot, screen):
        screen.run_with_progress("Reading …", work, lambda _: None)
        await until(pilot, lambda: isinstance(pilot.app.screen, MessageScreen))
        await pilot.press("y")
        assert pilot.app.clipboard == "[b]no[/b] such ^[[31mthing\nDo this."
        assert "copied" in str(pilot.app.screen.query_one(".window-keys", Static).content)
        await pilot.press("escape")
        assert pilot.app.screen is screen


async def test_disagreements_are_aligned_beside_the_screen(
    workspace: Open, project: Project, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    for coder in ("coder-a", "coder-b"):
        project.codings.add("E01", 31, 45, "trust", coder=coder)
        project.codings.add("K01", 20, 30, "trust", coder=coder)
    project.codings.add("E01", 50, 60, "security", coder="coder-b")
    finish_all(project)
    monkeypatch.setattr("toolkit.tui.screens.working.BRIEF", 0.0)
    steps: list[tuple[int, int]] = []
    align = project.consensus.disagreements

    def align_at_gate(*, tell: ProgressCallback, **options: Any) -> Any:
        def heard(done: int, of: int) -> None:
            steps.append((done, of))
            tell(done, of)

        gate.wait(30)
        return align(tell=heard, **options)

    monkeypatch.setattr(project.consensus, "disagreements", align_at_gate)
    async with workspace() as (pilot, screen):
        await pilot.press("f8")
        assert isinstance(pilot.app.screen, WorkingScreen)
        gate.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, DisagreementsScreen))
        assert steps == [(0, 2), (1, 2)]
        listed: object = pilot.app.screen
        assert isinstance(listed, DisagreementsScreen)
        assert len(listed.disagreements.rows) == 1
        await pilot.press("escape")
        monkeypatch.setattr("toolkit.tui.screens.working.BRIEF", 60.0)
        await pilot.press("g", "d")
        assert screen.view.cursor == 50
        steps.clear()
        await pilot.press("D")
        assert steps == []
