"""Memos on anything are written in the workspace or in the coder's own editor."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import OptionList, Static, TextArea

from tests.tui.workspace.helpers import FIRST, Place, status
from toolkit.domain.memos import MemoTarget
from toolkit.tui.app import WorkspaceApp
from toolkit.tui.screens.memo import MemoScreen
from toolkit.tui.screens.message import MessageScreen

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.project import Project

Open = Callable[..., Any]


@pytest.mark.parametrize(
    ("downs", "target"), [(0, "project"), (1, "source"), (2, "case"), (3, "code")]
)
async def test_a_memo_on_each_kind(
    workspace: Open, project: Project, downs: int, target: str
) -> None:
    async with workspace() as (pilot, _):
        await pilot.press("ctrl+n", *["down"] * downs, "enter")
        await pilot.pause()
        await pilot.press("h", "i", "escape")
        await pilot.pause()
    assert [(memo.target.value, memo.text) for memo in project.memos.find()] == [(target, "hi")]


async def test_a_coding_at_the_cursor_is_the_first_to_choose(
    workspace: Open, project: Project
) -> None:
    made = project.codings.add("E01", 31, 61, "trust", coder="coder-a")
    project.codings.add("E01", 31, 61, "security", coder="coder-b")
    async with workspace(at=35) as (pilot, _):
        await pilot.press("ctrl+n")
        await pilot.pause()
        listed = [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]
        assert listed[:2] == ["Coding here: Distrust", "The project"]
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("h", "i", "escape")
        await pilot.pause()
    assert [(memo.target_id, memo.text) for memo in project.memos.find()] == [(made.id, "hi")]


@pytest.mark.parametrize("works", [True, False])
async def test_the_editor_gets_a_private_file_and_loses_nothing(
    workspace: Open, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    seen, script = tmp_path / "seen", tmp_path / "editor.sh"
    script.write_text(
        f'#!/bin/sh\nstat -c "%a %n" "$1" > {seen}\necho "둘째" >> "$1"\nexit {0 if works else 3}\n'
    )
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(script))
    monkeypatch.setattr(WorkspaceApp, "suspend", lambda self: nullcontext())
    async with workspace() as (pilot, _):
        await pilot.press("M", "a", "ctrl+e")
        await pilot.pause()
        if not works:
            assert isinstance(pilot.app.screen, MessageScreen)
            await pilot.press("escape")
        assert pilot.app.screen.query_one(TextArea).text == ("a둘째" if works else "a")
        await pilot.press("escape")
    assert seen.read_text().startswith(f"600 {project.folder}/.qct/")
    assert list((project.folder / ".qct").glob("memo-*")) == []
    assert [memo.text for memo in project.memos.find()] == ["a둘째" if works else "a"]


async def test_a_memo_is_kept_on_leaving_and_removed_when_emptied(
    workspace: Open, project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    coding = project.codings.add("E01", start, end, "trust", coder="coder-a")
    async with workspace(at=start) as (pilot, screen):
        await pilot.press("m")
        assert isinstance(pilot.app.screen, MemoScreen)
        pilot.app.screen.query_one(TextArea).text = "[b]왜[/b]?"
        await pilot.press("escape")
        memos = project.memos.find(target=MemoTarget.CODING, target_id=coding.id)
        assert [memo.text for memo in memos] == ["[b]왜[/b]?"]
        inspected = str(screen.query_one("#inspected", Static).content)
        assert "[b]왜[/b]?" in inspected
        await pilot.press("m")
        pilot.app.screen.query_one(TextArea).text = ""
        await pilot.press("escape")
        assert project.memos.find(target=MemoTarget.CODING, target_id=coding.id) == []


async def test_reverting_a_memo_leaves_it(workspace: Open, project: Project, place: Place) -> None:
    start, end = place("E01", FIRST)
    coding = project.codings.add("E01", start, end, "trust", coder="coder-a")
    project.memos.write(MemoTarget.CODING, coding.id, "before", coder="coder-a")
    async with workspace(at=start) as (pilot, _):
        await pilot.press("m")
        pilot.app.screen.query_one(TextArea).text = "after"
        await pilot.press("ctrl+r")
    assert project.memos.find(target_id=coding.id)[0].text == "before"


async def test_a_memo_on_the_source(workspace: Open, project: Project) -> None:
    async with workspace() as (pilot, screen):
        await pilot.press("M", "h", "i", "escape")
        assert "Memo saved" in status(screen)
        memos = project.memos.find(target=MemoTarget.SOURCE)
        assert [(memo.target_id, memo.text) for memo in memos] == [("E01", "hi")]
        await pilot.press("M", "backspace", "backspace", "escape")
        assert project.memos.find(target=MemoTarget.SOURCE) == []


@pytest.mark.parametrize("key", ["escape", "ctrl+r"])
async def test_a_timer_that_comes_due_late_leaves_no_draft_behind(
    workspace: Open, project: Project, key: str
) -> None:
    async with workspace() as (pilot, _):
        await pilot.press("M", "h", "i")
        editor = pilot.app.screen
        assert isinstance(editor, MemoScreen)
        editor.keep_draft()
        drafts = project.folder / ".qct" / "drafts"
        assert [draft.read_text() for draft in drafts.iterdir()] == ["hi"]
        await pilot.press(key)
        await pilot.pause()
        editor.keep_draft()
        assert list(drafts.iterdir()) == []
