"""The workspace: CPU to first paint, key to repaint, memory before any model.

Everything is measured on the real application in a pseudo terminal of 120x40 cells, on
projects made here from generated interviews.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from benchmarks.measure import row, sized

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sized(20, 2)
SMALL, LARGE = 15_000, sized(600_000, 60_000)
"""Characters of each of the twenty interviews, and of the long one."""
CODINGS = sized(3_000, 300)
KEYS = sized(60, 6)
_GAP_SECONDS = 0.03
"""Silence after which a repaint is over; bars and inspector follow the text by 60 ms."""
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
    """One dict a figure: name, value, unit, budget, peer, peer_value, ratio."""
    with tempfile.TemporaryDirectory(prefix="qct-bench-") as name:
        folder = Path(name)
        small = _project(folder / "small", [SMALL] * SOURCES, codings=0)
        large = _project(folder / "large", [LARGE], codings=CODINGS)
        starts = [_Run(small, "S01", 0).measure_start() for _ in range(sized(5, 1))]
        long_cpu, long_peak = _Run(large, "S01", 0).measure_start()
        latency, sent, settled = _Run(large, "S01", LARGE // 2).measure_keys()
    cpu, peak = min(seconds for seconds, _ in starts), max(megabytes for _, megabytes in starts)
    figures: tuple[tuple[str, float, str, float | None], ...] = (
        (f"CPU to first paint, {SOURCES} sources", cpu, "s", 0.6),
        (f"CPU to first paint, {LARGE:,} characters", long_cpu, "s", None),
        (f"key to repaint, {LARGE:,} characters, {CODINGS:,} codings", latency, "ms", 5.0),
        ("bytes to the terminal per key, text", sent, "B", 2_000.0),
        ("bytes per key, with bars and inspector settled", settled, "B", None),
        (f"peak memory before any model, {SOURCES} sources", peak, "MB", 150.0),
        (f"peak memory before any model, {LARGE:,} characters", long_peak, "MB", 150.0),
    )
    return [
        row(f"workspace: {name}", round(value, 3), unit, budget)
        for name, value, unit, budget in figures
    ]


def interview(characters: int, seed: int) -> str:
    """A generated interview in English and Korean, of at least so many characters."""
    chance = random.Random(seed)
    words = _EN.split(), _KO.split()
    pieces: list[str] = []
    size = turn = 0
    while size < characters:
        language = words[chance.random() < 0.3]
        said = " ".join(chance.choice(language) for _ in range(chance.randint(8, 90)))
        piece = f"{'I' if turn % 2 == 0 else 'E01'}: {said}.\n"
        pieces.append(piece)
        size += len(piece)
        turn += 1
    return "\n".join(pieces)


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
        code = _CHILD.format(
            root=str(ROOT), out=str(self._report), folder=str(folder), source=source, at=at
        )
        self._terminal, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
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

    def measure_keys(self) -> tuple[float, float, float]:
        """Medians: milliseconds and bytes from a key to the end of the text's repaint, and all
        bytes until nothing changes any more."""
        try:
            self._wait()
            self._read(1.0)
            times, sizes, totals = [], [], []
            for number in range(KEYS):
                key = "jwl)kb"[number % 6].encode()
                began = time.perf_counter()
                os.write(self._terminal, key)
                ended, size = self._read(_GAP_SECONDS)
                if size:
                    times.append((ended - began) * 1_000)
                    sizes.append(size)
                    totals.append(size + self._read(_SETTLE_SECONDS)[1])
            return statistics.median(times), statistics.median(sizes), statistics.median(totals)
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
        """Read until nothing came for `quiet` seconds: when the last byte came, how many."""
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
