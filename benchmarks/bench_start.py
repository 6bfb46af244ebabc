"""Start of the commands that need no model, against the closest command-line peer."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import cpu_seconds, peer_python, row, sized

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
BUDGET = 0.10
"""CPU seconds of a command without numpy. The row of `python -c pass` shows how fast the machine
is."""
WITH_NUMPY = 0.20
PEER = "qualitative-coding 1.7.8"
COMMANDS = (
    ("--help",),
    ("codings", "--source", "E01"),
    ("codings", "--format", "json"),
    ("sources",),
    ("codebook", "show"),
    ("round", "list"),
    ("log",),
    ("where",),
    ("codebook", "check"),
    ("quotes", "obstacle-security"),
)


def rows() -> Iterator[dict[str, object]]:
    qct = [sys.executable, "-m", "toolkit"]
    subprocess.run([*qct, "init"], check=True, capture_output=True, cwd=ROOT)
    peer = _peer_start()
    yield row("start: python -c pass", cpu_seconds([sys.executable, "-c", "pass"], cwd=ROOT), "s")
    for command in COMMANDS[: sized(len(COMMANDS), 3)]:
        spent = cpu_seconds([*qct, *command], cwd=ROOT)
        first = command == COMMANDS[0]
        yield row(
            f"start: qct {' '.join(command)}",
            spent,
            "s",
            BUDGET,
            PEER if first and peer else None,
            peer if first else None,
        )
    yield row("start: qct agree (numpy)", cpu_seconds([*qct, "agree"], cwd=ROOT), "s", WITH_NUMPY)
    matrix = [*qct, "matrix", "codes-by-cases"]
    yield row(
        "start: qct matrix codes-by-cases (numpy)", cpu_seconds(matrix, cwd=ROOT), "s", WITH_NUMPY
    )
    yield row("coding durable on disk", _coding_ms(), "ms", 20)


def _peer_start() -> float | None:
    python = peer_python("qualitative-coding", "qualitative-coding==1.7.8")
    if python is None:
        return None
    return cpu_seconds([str(python.with_name("qc")), "--help"])


def _coding_ms() -> float:
    """Median wall milliseconds of `Project.codings.add`, fsync included."""
    import statistics
    import time

    from toolkit.project import Project

    with tempfile.TemporaryDirectory() as folder, Project.init(folder) as project:
        text = Path(folder) / "x.txt"
        text.write_text("word " * 12_000, encoding="utf-8")
        book = Path(folder) / "b.yaml"
        book.write_text("codes:\n  - {id: a, name: A, definition: A}\n", encoding="utf-8")
        project.codebook.import_file(book, actor="bench")
        project.sources.import_files([text], actor="bench")
        spent = []
        for at in range(sized(300, 10)):
            before = time.perf_counter()
            project.codings.add("x", at * 5, at * 5 + 4, "a", coder="bench")
            spent.append(time.perf_counter() - before)
    return round(statistics.median(spent) * 1000, 2)
