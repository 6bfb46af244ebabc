"""Terminals for tests of the workspace: a pseudo terminal, and tmux, whose screen can be read."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 25.0
"""The number of seconds after which waiting fails."""
_NOT_PASSED_ON = ("TMUX", "NO_COLOR", "COLUMNS", "LINES")
"""Variables that are not passed on; COLUMNS and LINES would override the size of the window."""
needs_tmux = pytest.mark.skipif(
    shutil.which("tmux") is None, reason="tmux is not installed (.ci/run installs it)"
)


def until(condition: Callable[[], bool], shown: Callable[[], str], event: str) -> None:
    """Wait until a condition holds; if it does not, fail with what the terminal shows."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{event} did not come. The terminal shows:\n{shown()}")
        time.sleep(0.03)


class Terminal:
    """A process in a pseudo terminal of 100x30 cells."""

    def __init__(self, code: str) -> None:
        self._outer, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=inner, stdout=inner, stderr=inner, cwd=ROOT,
            env=os.environ | {"TERM": "xterm-256color"}, start_new_session=True,
            # As the controlling terminal it sends a signal when it closes.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(inner)
        self.seen = b""

    def read(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
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

    def hang_up(self) -> int:
        """Hand over the outer end; closing it takes the terminal from the process."""
        outer, self._outer = self._outer, -1
        return outer

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self._outer >= 0:
            os.close(self._outer)


class Tmux:
    """A tmux server of its own with one pane, in which one program after another can run."""

    def __init__(self, folder: Path, columns: int = 100, rows: int = 30) -> None:
        self._socket = folder / "tmux"
        self._call("-f", "/dev/null", "new-session", "-d", "-s", "t",
                   "-x", str(columns), "-y", str(rows), "sleep 600")  # fmt: skip
        self._call("set", "-g", "remain-on-exit", "on")
        self._call("set", "-g", "status", "off")

    def _call(self, *words: str) -> str:
        environment = {
            name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON
        }
        done = subprocess.run(
            ["tmux", "-u", "-S", str(self._socket), *words],
            check=True, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=20,
        )  # fmt: skip
        return done.stdout

    def start(self, command: Sequence[str], **environment: str) -> None:
        """Start a program in place of the one before, which is killed if it still runs."""
        named = [part for item in environment.items() for part in ("-e", "=".join(item))]
        self._call("respawn-pane", "-k", "-t", "t", *named, *command)

    @property
    def pid(self) -> int:
        return int(self._call("display-message", "-p", "-t", "t", "#{pane_pid}"))

    @property
    def ended(self) -> bool:
        return self._call("display-message", "-p", "-t", "t", "#{pane_dead}").strip() == "1"

    def screen(self) -> str:
        return self._call("capture-pane", "-p", "-t", "t")

    def styled_screen(self) -> str:
        """The screen with its escape sequences for styles."""
        return self._call("capture-pane", "-p", "-e", "-t", "t")

    def press(self, *keys: str) -> None:
        """Press keys as tmux names them, such as `Enter`, `C-e` or `Escape`, or type a text."""
        self._call("send-keys", "-t", "t", *keys)

    def resize(self, columns: int, rows: int) -> None:
        self._call("resize-window", "-t", "t", "-x", str(columns), "-y", str(rows))

    def wait_for(self, text: str) -> None:
        until(lambda: text in self.screen(), self.screen, repr(text))

    def wait_for_end(self) -> None:
        until(lambda: self.ended, self.screen, "the end of the program")

    def close(self) -> None:
        self._call("kill-server")
