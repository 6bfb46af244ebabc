"""The workspace: CPU to first paint, key to repaint, CPU and bytes of a key, memory.

Everything is measured on the real application in a terminal of 120x40 cells, on projects made
here from generated interviews. CPU and bytes of a key are those of the whole process in tmux. The
peer is SLATE (slate-nlp), a span annotator on curses, measured the same way on the same text.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import shlex
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import peer_python, row, sized

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
COLUMNS, ROWS = 120, 40
SOURCES = sized(20, 3)
SMALL, LARGE = 15_000, sized(600_000, 60_000)
"""The number of characters of each short interview, and of the long one."""
CODINGS = sized(3_000, 300)
KEYS = sized(60, 12)
"""The number of keys whose repaint is timed."""
CPU_KEYS = sized(200, 24)
"""The number of keys whose CPU and bytes are counted together."""
PEER = "slate-nlp 1.1.3"
_GAP_SECONDS = 0.03
"""Seconds without output after which a repaint is over."""
_SETTLE_SECONDS = 0.3
_KO = "부처 간에 정보를 공유하면 책임이 누구에게 있는지 분명하지 않다고 느끼는 담당자가 많습니다"
_EN = "we would share the records if the law said plainly who answers for a leak afterwards"

_CHILD = """
import sys, time
sys.path.insert(0, {root!r})
from toolkit.project import Project
from toolkit.tui import app

class Timed(app.WorkspaceApp):
    def painted(self):
        assert self.screen.view.rows_painted > 20, "nothing was painted yet"
        with open({out!r}, "w") as file:
            status = open("/proc/self/status").read()
            memory = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
            file.write(f"{{time.process_time()}} {{memory[0]}}")
        super().painted()

app.WorkspaceApp = Timed
with Project.open({folder!r}) as project:
    app.run_workspace(project, {source!r}, coder="bench", at={at})
"""


def rows() -> list[dict[str, object]]:
    """One dict for each figure, with name, value, unit, budget, peer, peer_value and ratio."""
    with tempfile.TemporaryDirectory(prefix="qct-bench-") as name:
        folder = Path(name)
        small = _project(folder / "small", [SMALL] * SOURCES, codings=0)
        large = _project(folder / "large", [LARGE], codings=CODINGS)
        starts = [_Run(small, "S01", 0).measure_start() for _ in range(sized(5, 1))]
        long_starts = [_Run(large, "S01", 0).measure_start() for _ in range(sized(3, 1))]
        latency = _Run(large, "S01", LARGE // 2).measure_keys()
        key = _keys_in_tmux(folder, _command(large, "S01", LARGE // 2), _OUR_KEYS, "all saved")
        peer_start, peer_long, peer_key = _peer(folder, small / "S01.txt", large / "S01.txt")
    cpu, peak = min(seconds for seconds, _ in starts), max(megabytes for _, megabytes in starts)
    long_cpu = min(seconds for seconds, _ in long_starts)
    long_peak = max(megabytes for _, megabytes in long_starts)
    text = f"{LARGE:,} characters"
    loaded = f"{text}, {CODINGS:,} codings"
    figures: tuple[tuple[str, float, str, float | None, float | None], ...] = (
        (f"CPU to first paint, {SOURCES} sources", cpu, "s", 0.25, peer_start),
        (f"CPU to first paint, {text}", long_cpu, "s", 0.25, peer_long),
        (f"key to repaint, {loaded}", latency, "ms", 5.0, None),
        (f"CPU of a key in tmux, {loaded}", key.milliseconds, "ms", 2.5,
         peer_key.milliseconds if peer_key else None),
        ("bytes to the terminal per key", key.bytes, "B", 1_000.0,
         peer_key.bytes if peer_key else None),
        ("bytes to the terminal, the first key", key.first_bytes, "B", 1_000.0,
         peer_key.first_bytes if peer_key else None),
        (f"peak memory before any model, {SOURCES} sources", peak, "MB", 150.0, None),
        (f"peak memory before any model, {text}", long_peak, "MB", 150.0, None),
    )  # fmt: skip
    return [
        row(
            f"workspace: {name}",
            round(value, 3),
            unit,
            budget,
            PEER if peer is not None else None,
            round(peer, 3) if peer is not None else None,
        )
        for name, value, unit, budget, peer in figures
    ]


def interview(characters: int, seed: int) -> str:
    """A generated interview in English and Korean, of at least so many characters."""
    chance = random.Random(seed)
    words = _EN.split(), _KO.split()
    pieces: list[str] = []
    size = turn = 0
    while size < characters:
        language = words[chance.random() < 0.3]
        speech = " ".join(chance.choice(language) for _ in range(chance.randint(8, 90)))
        piece = f"{'I' if turn % 2 == 0 else 'E01'}: {speech}.\n"
        pieces.append(piece)
        size += len(piece)
        turn += 1
    return "\n".join(pieces)


@dataclass(frozen=True)
class KeyCost:
    """The mean cost of a key over several keys."""

    milliseconds: float
    """CPU time of the whole process."""
    bytes: float
    first_bytes: float


# The first key stays within the coding that the cursor is in. A key that goes into another coding
# paints the rows of both, which is what `j` does where the cursor stands first.
_OUR_KEYS = ("w", "l", ")", "k", "b", "j")
_PEER_KEYS = ("Right", "Right", "Down", "Left", "Up", "Down")


_NUMBERS = count(1)


class _Tmux:
    """A program in a tmux server of its own, with everything it writes in a file."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        # A socket for each: a server that was told to end answers for a moment longer.
        self._socket, self.written = folder / f"tmux-{next(_NUMBERS)}", folder / "written"
        self.written.write_bytes(b"")
        self._call("-f", "/dev/null", "new-session", "-d", "-s", "t",
                   "-x", str(COLUMNS), "-y", str(ROWS), "sleep 600")  # fmt: skip
        self._call("set", "-g", "status", "off")
        self._call("pipe-pane", "-t", "t", f"exec cat >> {shlex.quote(str(self.written))}")
        colours = ("-e", "TERM=xterm-256color", "-e", "COLORTERM=truecolor")
        self._call("respawn-pane", "-k", "-c", str(folder), "-t", "t", *colours, *command)
        self.pid = int(self._call("display-message", "-p", "-t", "t", "#{pane_pid}"))

    def _call(self, *words: str) -> str:
        environment = {name: value for name, value in os.environ.items() if name != "TMUX"}
        done = subprocess.run(
            ["tmux", "-u", "-S", str(self._socket), *words],
            check=True, capture_output=True, text=True, env=environment, timeout=30,
        )  # fmt: skip
        return done.stdout

    def press(self, key: str) -> None:
        self._call("send-keys", "-t", "t", key)

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + 60
        while text not in self._call("capture-pane", "-p", "-t", "t"):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{text!r} did not appear in tmux")
            time.sleep(0.02)

    def cpu(self) -> float:
        """CPU seconds of the process so far, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def size(self) -> int:
        """The bytes written so far, read once no more arrive."""
        size = -1
        while size != (now := self.written.stat().st_size):
            size = now
            time.sleep(_SETTLE_SECONDS)
        return size

    def close(self) -> None:
        self._call("kill-server")


def _keys_in_tmux(folder: Path, command: Sequence[str], keys: Sequence[str], shown: str) -> KeyCost:
    """CPU and bytes of keys, less the CPU that the program takes while nothing is pressed."""
    tmux = _Tmux(folder, command)
    try:
        tmux.wait_for(shown)
        time.sleep(sized(2.0, 0.5))
        before, began = tmux.cpu(), time.monotonic()
        time.sleep(sized(4.0, 1.0))
        idle = (tmux.cpu() - before) / (time.monotonic() - began)
        start = tmux.size()
        tmux.press(keys[0])
        first = tmux.size() - start
        before, began, start = tmux.cpu(), time.monotonic(), tmux.size()
        for number in range(1, CPU_KEYS + 1):
            tmux.press(keys[number % len(keys)])
            time.sleep(0.05)
        size = tmux.size() - start
        spent = tmux.cpu() - before - idle * (time.monotonic() - began)
        return KeyCost(spent * 1_000 / CPU_KEYS, size / CPU_KEYS, first)
    finally:
        tmux.close()


def _peer(
    folder: Path, small: Path, large: Path
) -> tuple[float | None, float | None, KeyCost | None]:
    """CPU seconds until SLATE shows a text, a small and a large one, and the cost of its keys."""
    python = peer_python("slate", "slate-nlp==1.1.3")
    if python is None:
        return None, None, None

    def command(text: Path) -> list[str]:
        return [str(python), "-m", "slate", str(text), "-t", "categorical", "-s", "token", "-o",
                "-l", str(folder / "slate-log")]  # fmt: skip

    def start(text: Path) -> float:
        tmux = _Tmux(folder, command(text))
        try:
            tmux.wait_for(" ".join(text.read_text(encoding="utf-8").split()[:3]))
            return tmux.cpu()
        finally:
            tmux.close()

    words = " ".join(large.read_text(encoding="utf-8").split()[:3])
    starts = [min(start(text) for _ in range(3)) for text in (small, large)]
    return starts[0], starts[1], _keys_in_tmux(folder, command(large), _PEER_KEYS, words)


def _command(folder: Path, source: str, at: int) -> list[str]:
    """The workspace, which notes its CPU and memory in a file when it was painted."""
    code = _CHILD.format(
        root=str(ROOT), out=str(folder / "report"), folder=str(folder), source=source, at=at
    )
    return [sys.executable, "-c", code]


def _project(folder: Path, sizes: list[int], *, codings: int) -> Path:
    from toolkit.project import Project

    with Project.init(folder, name="Bench") as project:
        book = folder / "codebook.yaml"
        names = "\n".join(
            f"  - {{id: code-{n}, name: {{en: Code {n}}}, definition: Bench.}}" for n in range(40)
        )
        book.write_text(f"codes:\n{names}\n", encoding="utf-8")
        project.codebook.import_file(book, actor="bench")
        files = []
        for number, size in enumerate(sizes, 1):
            path = folder / f"S{number:02}.txt"
            path.write_text(interview(size, number), encoding="utf-8")
            files.append(path)
        project.sources.import_files(files, actor="bench")
        if codings:
            chance, length = random.Random(1), project.sources.get("S01").length
            placements = []
            for _ in range(codings):
                start = chance.randrange(length - 2_000)
                end = start + min(int(chance.lognormvariate(4.8, 0.8)) + 1, 1_900)
                placements.append(("S01", start, end, f"code-{chance.randrange(40)}"))
            project.codings.add_many(placements, coder="bench")
    return folder


class _Run:
    """The workspace in a pseudo terminal."""

    def __init__(self, folder: Path, source: str, at: int) -> None:
        self._report = folder / "report"
        self._report.unlink(missing_ok=True)
        self._terminal, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._process = subprocess.Popen(
            _command(folder, source, at),
            stdin=inner,
            stdout=inner,
            stderr=inner,
            env=environment,
            start_new_session=True,
        )
        os.close(inner)

    def measure_start(self) -> tuple[float, float]:
        """CPU seconds and peak megabytes until the first paint."""
        try:
            return self._wait()
        finally:
            self._stop()

    def measure_keys(self) -> float:
        """Median of the milliseconds from a key to the end of the repaint."""
        try:
            self._wait()
            self._read(1.0)
            times = []
            for number in range(KEYS):
                began = time.perf_counter()
                os.write(self._terminal, _OUR_KEYS[number % len(_OUR_KEYS)].encode())
                ended, size = self._read(_GAP_SECONDS)
                if size:
                    times.append((ended - began) * 1_000)
            return statistics.median(times)
        finally:
            self._stop()

    def _wait(self) -> tuple[float, float]:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            self._read(0.05)
            written = self._report.read_text() if self._report.exists() else ""
            if len(written.split()) == 2:
                seconds, kilobytes = written.split()
                return float(seconds), int(kilobytes) / 1_024
            if self._process.poll() is not None:
                break
        raise RuntimeError(f"the workspace did not start (exit {self._process.poll()})")

    def _read(self, quiet: float) -> tuple[float, int]:
        """Read until nothing came for `quiet` seconds; the last byte's time and the size."""
        last, size = time.perf_counter(), 0
        while select.select([self._terminal], [], [], quiet)[0]:
            try:
                data = os.read(self._terminal, 65_536)
            except OSError:
                break
            if not data:
                break
            last, size = time.perf_counter(), size + len(data)
        return last, size

    def _stop(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._terminal)
