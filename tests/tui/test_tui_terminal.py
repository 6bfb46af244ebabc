"""The workspace in a real terminal: what was coded survives a kill."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

import pytest

from tests.tui.terminals import Terminal
from toolkit.project import Project

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
    terminal.wait_for(b"Take")
    terminal.press(b"t")
    terminal.press(b"\r")
    terminal.wait_for(b"Saved")
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.process.wait()
    with Project.open(project.folder) as again:
        text = again.text("E01")
        found = [(text[c.span.start : c.span.end], c.code_id) for c in again.codings()]
        assert found == [(FIRST, "trust")]
        assert again.verify_log() == []


def test_quitting_restores_the_terminal(project: Project, terminal: Terminal) -> None:
    terminal.wait_for(b"all saved")
    terminal.press(b"q")
    assert terminal.process.wait(10) == 0
    terminal.read(0.2)
    assert b"\x1b[?1049l" in terminal.seen
