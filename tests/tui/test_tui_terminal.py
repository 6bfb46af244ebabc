"""The workspace in a real terminal: what was coded survives a kill."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from toolkit.project import Project

ROOT = Path(__file__).resolve().parents[2]
FIRST = "We do not trust their figures."
_RUN = """
import sys
from toolkit.project import Project
from toolkit.tui.app import run_workspace
with Project.open({folder!r}) as project:
    sys.exit(run_workspace(project, "E01", coder="coder-a", at={at}))
"""


class Terminal:
    """A process in a pseudo terminal of 100x30 cells."""

    def __init__(self, code: str) -> None:
        self._outer, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=inner, stdout=inner, stderr=inner, cwd=ROOT,
            env=os.environ | {"TERM": "xterm-256color"}, start_new_session=True,
        )  # fmt: skip
        os.close(inner)
        self.seen = b""

    def read(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self._outer], [], [], left)[0]:
                try:
                    self.seen += os.read(self._outer, 65_536)
                except OSError:
                    return

    def wait_for(self, text: bytes) -> None:
        for _ in range(300):
            self.read(0.1)
            if text in self.seen:
                return
        raise AssertionError(f"{text!r} did not appear: {self.seen[-2_000:]!r}")

    def press(self, keys: bytes) -> None:
        os.write(self._outer, keys)
        self.read(0.4)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._outer)


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
