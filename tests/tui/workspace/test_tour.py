"""The tour explains five tasks in the workspace, one after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from string import Formatter
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Static, TextArea

from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.domain.spans import Span
from toolkit.project import Project
from toolkit.tui.actions import BY_ID
from toolkit.tui.state.tour_steps import STEPS, Scene, Tour

if TYPE_CHECKING:
    import pytest

    from toolkit.tui.workspace.screen import WorkspaceScreen

Open = Callable[..., Any]
ids = st.frozensets(st.sampled_from("abc"))
scenes = st.builds(
    Scene,
    source=st.sampled_from(["E01", "K01"]),
    selection=st.none() | st.builds(lambda start: Span(start, start + 3), st.integers(0, 3)),
    codings=ids,
    memos=ids,
    helped=st.integers(0, 3),
)


@given(scenes, st.lists(scenes, max_size=30))
def test_it_goes_one_step_at_a_time_and_never_back(first: Scene, then: list[Scene]) -> None:
    tour = Tour(first)
    for scene in then:
        before = tour.index
        went = tour.see(scene)
        assert tour.index == before + went
        assert (tour.step is None) == (tour.index == len(STEPS))


@given(scenes, st.integers(0, 4), st.sampled_from(["E01", "K01"]))
def test_nothing_done_is_no_step_and_another_source_neither(
    scene: Scene, skipped: int, source: str
) -> None:
    tour = Tour(scene)
    for _ in range(skipped):
        tour.skip(scene)
    elsewhere = replace(
        scene, source=source, selection=Span(9, 12), codings=frozenset("xyz"), helped=9
    )
    assert not tour.see(scene)
    if source != scene.source:
        assert not tour.see(elsewhere)


def test_every_key_that_a_step_names_is_an_action_s() -> None:
    named = [field for step in STEPS for _, field, _, _ in Formatter().parse(step.says) if field]
    assert named
    assert set(named) <= set(BY_ID)
    assert len(STEPS) == 5


def tour_text(screen: WorkspaceScreen) -> str:
    panels = screen.query("#tour")
    return str(panels.first(Static).content) if panels else ""


async def test_the_five_steps_are_done_in_the_workspace(workspace: Open, project: Project) -> None:
    events = len(project.history.events())
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("f10")
        assert tour_text(screen).startswith("Tour, 1 of 5: Select a sentence\n")
        assert "Try s.\nF10 Next step   esc End the tour" in tour_text(screen)
        await pilot.press("s")
        await pilot.pause(0.1)
        assert tour_text(screen).startswith("Tour, 2 of 5: Code it")
        await pilot.press("enter", *"tru", "enter")
        assert [coding.code_id for coding in project.codings.find()] == ["trust"]
        assert tour_text(screen).startswith("Tour, 3 of 5: Undo")
        await pilot.press("u")
        assert project.codings.find() == []
        assert tour_text(screen).startswith("Tour, 4 of 5: Write a memo")
        await pilot.press("M")
        pilot.app.screen.query_one(TextArea).text = "A thought."
        await pilot.press("escape")
        assert [memo.text for memo in project.memos.find()] == ["A thought."]
        assert tour_text(screen).startswith("Tour, 5 of 5: Find help")
        await pilot.press("f1", "escape")
        await pilot.pause(0.1)
        assert tour_text(screen) == ""
        assert screen.message == "The tour is finished. Press F10 to see it again."
        await pilot.press("u")
        assert project.memos.find() == []
    assert project.history.verify() == []
    assert len(project.history.events()) == events + 4


async def test_steps_are_passed_over_and_the_tour_is_left(workspace: Open) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("f10", "f10", "f10")
        assert tour_text(screen).startswith("Tour, 3 of 5")
        await pilot.press("escape")
        assert tour_text(screen) == ""
        assert screen.message == "Press F10 to see the tour again."
        await pilot.press(*["f10"] * 6)
        assert tour_text(screen) == ""
        assert screen.message == "The tour is finished. Press F10 to see it again."


async def test_escape_drops_what_is_selected_or_searched_before_the_tour(workspace: Open) -> None:
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("f10", "s", "escape")
        assert screen.view.selection is None
        assert tour_text(screen)
        await pilot.press("/", *"leak", "enter", "escape")
        assert not screen.view.reader.matches
        assert tour_text(screen)
        await pilot.press("escape")
        assert not tour_text(screen)


async def test_another_source_is_no_step(workspace: Open, project: Project) -> None:
    project.codings.add("K01", 20, 30, "trust", coder="coder-a")
    async with workspace(at=35) as (pilot, screen):
        await pilot.press("f10", "f10", "J")
        await pilot.pause(0.1)
        assert tour_text(screen).startswith("Tour, 2 of 5")
        await pilot.press("f10", "K")
        await pilot.pause(0.1)
        assert tour_text(screen).startswith("Tour, 3 of 5")


async def test_it_opens_by_itself_once_where_the_project_has_one(
    workspace: Open, project: Project
) -> None:
    settings = project.folder / "qct.toml"
    settings.write_text(settings.read_text() + "\n[workspace]\ntour = true\n")
    with Project.open(project.folder) as with_tour:
        async with workspace(on=with_tour, at=35) as (_, screen):
            assert tour_text(screen).startswith("Tour, 1 of 5")
        async with workspace(on=with_tour, at=35) as (_, screen):
            assert tour_text(screen) == ""
        async with workspace(on=with_tour, at=35, coder="coder-b") as (_, screen):
            assert tour_text(screen).startswith("Tour, 1 of 5")
        async with workspace(on=with_tour, at=35, tour=True) as (_, screen):
            assert tour_text(screen).startswith("Tour, 1 of 5")
        (with_tour.folder / ".qct" / "tours.json").write_text("{")
        async with workspace(on=with_tour, at=35) as (_, screen):
            assert tour_text(screen) == ""


async def test_other_projects_have_none_and_it_is_no_step_of_the_project(
    workspace: Open, project: Project, bare: Project
) -> None:
    async with workspace(at=35) as (_, screen):
        assert tour_text(screen) == ""
    assert not project.preferences.tour_seen("coder-a")
    events = len(project.history.events())
    async with workspace(at=35, tour=True) as (_, screen):
        assert tour_text(screen)
    assert project.preferences.tour_seen("coder-a")
    assert not project.preferences.tour_seen("coder-b")
    assert len(project.history.events()) == events
    async with workspace(None, on=bare, tour=True) as (pilot, screen):
        await pilot.press("f10")
        assert tour_text(screen) == ""


async def test_where_nothing_can_be_changed_it_says_so(workspace: Open, project: Project) -> None:
    async with workspace(at=35, read_only=True) as (pilot, screen):
        await pilot.press("f10")
        assert "Nothing can be changed" not in tour_text(screen)
        await pilot.press("f10")
        assert "You cannot change anything here now." in tour_text(screen)
        await pilot.press("f10", "f10", "f10")
        assert tour_text(screen).startswith("Tour, 5 of 5: Find help")
        assert "Nothing can be changed" not in tour_text(screen)


async def test_keys_of_one_s_own_are_named(
    workspace: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = project.folder / "qct.toml"
    settings.write_text(settings.read_text() + '\n[keys]\n"select.sentence" = "z"\n')
    with Project.open(project.folder) as remapped:
        async with workspace(on=remapped, at=35) as (pilot, screen):
            await pilot.press("f10")
            assert "Try z." in tour_text(screen)
            await pilot.press("z")
            await pilot.pause(0.1)
            assert tour_text(screen).startswith("Tour, 2 of 5")


async def test_a_small_terminal_shows_text_beside_it(workspace: Open) -> None:
    async with workspace(at=35, size=(60, 20)) as (pilot, screen):
        await pilot.press("f10")
        panel, view = screen.query_one("#tour"), screen.view
        assert panel.size.height <= 8
        assert view.size.height >= 5
        assert panel.region.bottom <= 18


async def test_in_a_blind_round_others_memos_are_no_step(workspace: Open, project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    async with workspace(at=35, round_id="R1") as (pilot, screen):
        await pilot.press("f10", "f10", "f10", "f10")
        assert tour_text(screen).startswith("Tour, 4 of 5")
        with Project.open(project.folder) as other:
            other.memos.write(MemoTarget.SOURCE, "E01", "theirs", coder="coder-b")
        screen._poll()
        await pilot.pause(0.1)
        assert tour_text(screen).startswith("Tour, 4 of 5")
