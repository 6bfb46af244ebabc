"""Tests of `qct code` in tmux, whose screen can be read, as a coder would use it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.tui.terminals import ROOT, Tmux, needs_tmux, until
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = needs_tmux

FIRST = "We do not trust their figures."
SECOND = "Last spring [Agency 3] sent us a list with holes."


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    running = Tmux(tmp_path)
    yield running
    running.close()


def qct(project: Project, *words: str) -> list[str]:
    return [sys.executable, "-m", "toolkit", *words, "--project", str(project.folder)]


def code_sentence(tmux: Tmux, letters: str, name: str) -> None:
    """Code the sentence at the cursor with the code that these letters find."""
    tmux.press("Enter")
    tmux.wait_for("enter Choose")
    tmux.press(letters)
    tmux.wait_for(f"▌{name}")
    tmux.press("Enter")
    tmux.wait_for(f"Saved: {name}")


def test_three_spans_one_undone_then_killed_and_opened_again(
    project: Project, tmux: Tmux, place: Callable[[str, str], tuple[int, int]]
) -> None:
    at = place("E01", FIRST)[0]
    command = qct(project, "code", "E01", "--coder", "coder-a", "--at", str(at))
    tmux.start(command)
    tmux.wait_for("all saved")
    code_sentence(tmux, "tru", "Distrust")
    tmux.press(")")
    code_sentence(tmux, "obs", "Obstacles")
    tmux.press(")", ")", ")", ")")
    code_sentence(tmux, "sec", "Security")
    assert len(project.codings.find()) == 3
    tmux.press("u")
    tmux.wait_for("Undone: coding (Security")
    os.kill(tmux.pid, signal.SIGKILL)
    tmux.wait_for_end()

    tmux.start(command)
    tmux.wait_for("all saved")
    tmux.wait_for("Distrust")
    assert "Obstacles" in tmux.screen()
    with Project.open(project.folder) as again:
        text = again.sources.text("E01")
        made = [(text[c.span.start : c.span.end], c.code_id) for c in again.codings.find()]
    assert made == [(FIRST, "trust"), (SECOND, "obstacles")]
    proof = subprocess.run(
        qct(project, "log", "--verify"), check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert proof.returncode == 0, proof.stderr
    tmux.press("q")
    tmux.wait_for_end()


def test_the_coders_own_editor_gets_the_terminal_and_gives_it_back(
    project: Project, tmux: Tmux, tmp_path: Path
) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\necho "In the editor"\nread line\necho "$line" >> "$1"\n')
    script.chmod(0o700)
    tmux.start(qct(project, "code", "E01", "--coder", "coder-a"), VISUAL=str(script))
    tmux.wait_for("all saved")
    tmux.press("M")
    tmux.wait_for("Save and close")
    tmux.press("first ")
    tmux.press("C-e")
    tmux.wait_for("In the editor")
    tmux.press("둘째 [b]", "Enter")
    tmux.wait_for("first 둘째 [b]")
    tmux.wait_for("Save and close")
    tmux.press("Escape")
    tmux.wait_for("Memo saved")
    assert "do not trust their figures" in tmux.screen()
    assert [memo.text for memo in project.memos.find()] == ["first 둘째 [b]"]
    assert list((project.folder / ".qct" / "drafts").iterdir()) == []


def test_a_tiny_window_says_so_and_comes_back(project: Project, tmux: Tmux) -> None:
    tmux.start(qct(project, "code", "E01", "--coder", "coder-a"))
    tmux.wait_for("all saved")

    tmux.resize(20, 5)
    tmux.wait_for("terminal is")
    tmux.press("s", "x")
    tmux.resize(100, 30)
    tmux.wait_for("all saved")
    tmux.wait_for("do not trust their figures")


def test_no_workspace_outlives_its_terminal(project: Project, tmp_path: Path) -> None:
    tmux = Tmux(tmp_path)
    tmux.start(qct(project, "code", "E01", "--coder", "coder-a"))
    tmux.wait_for("all saved")
    running = tmux.pid
    tmux.press("j", "j", "j")
    tmux.close()

    def ended() -> bool:
        try:
            os.kill(running, 0)
        except ProcessLookupError:
            return True
        return False

    until(ended, lambda: "", "the end of the workspace")


def test_repaints_of_single_cells_leave_what_a_full_repaint_shows(
    project: Project, tmux: Tmux, place: Callable[[str, str], tuple[int, int]]
) -> None:
    """This holds also after changes of Korean text, selections, codings and bars."""
    project.codings.add("K01", 20, 40, "trust", coder="coder-a")
    for source in ("E01", "K01"):
        tmux.start(qct(project, "code", source, "--coder", "coder-a"))
        tmux.wait_for("all saved")
        tmux.press("j", "j", "w", "l", ")", "s", "s", "-", "v", "w", "k", "Escape", "n", "b", "l")
        time.sleep(1.5)
        piecewise = tmux.styled_screen()
        tmux.resize(101, 30)
        time.sleep(1.0)
        tmux.resize(100, 30)
        same = partial(_shows, tmux, piecewise)
        until(same, tmux.screen, "the same screen")


def _shows(tmux: Tmux, styled: str) -> bool:
    return tmux.styled_screen() == styled
