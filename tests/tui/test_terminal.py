"""Codings made in a workspace in a real terminal survive when the process is killed."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from tests.tui.terminals import Terminal
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIRST = "We do not trust their figures."
_RUN = """
import sys
from toolkit.project import Project
from toolkit.tui.app import run_workspace
with Project.open({folder!r}) as project:
    sys.exit(run_workspace(project, "E01", coder="coder-a", at={at}))
"""


@pytest.fixture
def terminal(project: Project, place: Callable[[str, str], tuple[int, int]]) -> Iterator[Terminal]:
    at = place("E01", FIRST)[0]
    running = Terminal(_RUN.format(folder=str(project.folder), at=at))
    yield running
    running.close()


def test_a_coding_made_with_four_keys_is_there_after_kill_9(
    project: Project, terminal: Terminal
) -> None:
    terminal.wait_for(b"all saved")
    terminal.press(b"s")
    terminal.press(b"\r")
    terminal.wait_for(b"enter Choose")
    terminal.press(b"t")
    terminal.press(b"\r")
    terminal.wait_for(b"Saved")
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.process.wait()
    with Project.open(project.folder) as again:
        text = again.sources.text("E01")
        codings = [(text[c.span.start : c.span.end], c.code_id) for c in again.codings.find()]
        assert codings == [(FIRST, "trust")]
        assert again.history.verify() == []


def test_quitting_restores_the_terminal(project: Project, terminal: Terminal) -> None:
    terminal.wait_for(b"all saved")
    terminal.press(b"q")
    assert terminal.process.wait(10) == 0
    terminal.read(0.2)
    assert b"\x1b[?1049l" in terminal.seen


def write_a_memo(terminal: Terminal) -> None:
    terminal.wait_for(b"all saved")
    terminal.press(b"M")
    terminal.wait_for(b"Save and close")
    terminal.press(b"why not")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_as_leaving_does_and_a_memo_being_written_is_kept(
    project: Project, terminal: Terminal, name: str
) -> None:
    write_a_memo(terminal)
    number = getattr(signal, name)
    os.kill(terminal.process.pid, number)
    assert terminal.process.wait(10) == 128 + number
    terminal.read(0.2)
    assert b"\x1b[?1049l" in terminal.seen
    [draft] = (project.folder / ".qct" / "drafts").iterdir()
    assert draft.read_text() == "why not"
    assert draft.stat().st_mode & 0o777 == 0o600
    again = Terminal(_RUN.format(folder=str(project.folder), at=0))
    try:
        again.wait_for(b"all saved")
        again.press(b"M")
        again.wait_for(b"draft restored")
        again.press(b"?")
        again.press(b"\x1b")
        again.wait_for(b"Memo saved")
    finally:
        again.close()
    with Project.open(project.folder) as after:
        assert [memo.text for memo in after.memos.find()] == ["why not?"]
    assert list((project.folder / ".qct" / "drafts").iterdir()) == []


def test_a_terminal_that_is_gone_ends_it(project: Project, terminal: Terminal) -> None:
    """The terminal closes, as when the connection to another machine drops."""
    write_a_memo(terminal)
    terminal.read(0.6)
    os.close(terminal.hang_up())
    terminal.process.wait(10)
    [draft] = (project.folder / ".qct" / "drafts").iterdir()
    assert draft.read_text() == "why not"
    with Project.open(project.folder) as after:
        assert after.history.verify() == []


def test_a_stopped_workspace_goes_on_where_it_was(project: Project, terminal: Terminal) -> None:
    terminal.wait_for(b"all saved")
    os.kill(terminal.process.pid, signal.SIGTSTP)
    terminal.wait_for(b"\x1b[?1049l")
    terminal.seen = b""
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.wait_for(b"all saved")
    assert b"figures" in terminal.seen
    terminal.press(b"s")
    terminal.press(b"\r")
    terminal.wait_for(b"enter Choose")
    terminal.press(b"t")
    terminal.press(b"\r")
    terminal.wait_for(b"Saved")
    assert len(project.codings.find()) == 1
