"""Replay, verification, opening and import of a large store, on a project made for it."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measure import row, sized
from toolkit.domain.codings import Coding
from toolkit.domain.events import canonical_json, changes_json, event_hash
from toolkit.domain.ids import uuid7
from toolkit.domain.spans import Span
from toolkit.project import Project
from toolkit.store import rows as stored
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.tables import EVENTS, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.store.protocol import Database

EVENTS_WANTED = sized(1_000_000, 5_000)
IMPORTED = sized(100_000, 1_000)
SOURCES = 20
LENGTH = 60_000

_OPEN = """
import sys, time
from toolkit.project import Project
began = time.perf_counter()
with Project.open(sys.argv[1]) as project:
    project.sources.all(), project.codebook.current(), project.rounds.all()
    counts = project.codings.counts(coder="coder-a")
    project.codings.find(source="S01")
    seconds = time.perf_counter() - began
# The peak of this process alone; what getrusage tells is inherited from the one that started it.
status = open("/proc/self/status").read()
(peak,) = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
print(seconds, peak / 1024, sum(counts.values()))
"""


def rows() -> list[dict[str, object]]:
    """One dict for each figure, with name, value, unit, budget, peer, peer_value and ratio."""
    with tempfile.TemporaryDirectory(prefix="qct-bench-") as name:
        folder = Path(name) / "project"
        with _project(folder) as project:
            file = _codings(project, folder)
            imported = _seconds(lambda: project.sources.import_files([file], actor="bench"))
            assert len(project.codings.find()) == IMPORTED
            durable = _durable(project)
        large = Path(name) / "large"
        with _project(large):
            pass
        _fill(large, EVENTS_WANTED)
        opened, memory = _opened(large)
        replay = _seconds(lambda: Project.open(large, at=EVENTS_WANTED).close())
        with Project.open(large, read_only=True) as project:
            began = time.perf_counter()
            assert project.history.verify() == []
            proof = time.perf_counter() - began
        with Project.open(large) as project:
            began = time.perf_counter()
            project.history.undo(actor="bench", event=EVENTS_WANTED // 2)
            undone = time.perf_counter() - began
    return [
        row(f"store: import of {IMPORTED:,} codings", round(imported, 2), "s", 10.0),
        row("store: a coding durable on disk, median", round(durable * 1_000, 2), "ms", 20.0),
        row(f"store: opening {EVENTS_WANTED:,} codings", round(opened, 3), "s", 1.0),
        row(f"store: memory with {EVENTS_WANTED:,} codings open", round(memory, 1), "MB", 300.0),
        row(f"store: replay of {EVENTS_WANTED:,} events", round(replay, 1), "s", 60.0),
        row(f"store: proof of {EVENTS_WANTED:,} events", round(proof, 1), "s"),
        row(f"store: undo of one amid {EVENTS_WANTED:,} events", round(undone, 2), "s"),
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _project(folder: Path) -> Project:
    project = Project.init(folder, name="Bench")
    book = folder / "codebook.yaml"
    codes = "\n".join(
        f"  - {{id: code-{n}, name: {{en: Code {n}}}, definition: Bench.}}" for n in range(40)
    )
    book.write_text(f"codes:\n{codes}\n", encoding="utf-8")
    project.codebook.import_file(book, actor="bench")
    chance = random.Random(5)
    files = []
    for number in range(1, SOURCES + 1):
        path = folder / f"S{number:02}.txt"
        words = chance.choices(["trust", "data", "rule", "자료", "규칙"], k=LENGTH // 5)
        path.write_text(f"I: Why?\n\nE: {' '.join(words)[:LENGTH]}\n", encoding="utf-8")
        files.append(path)
    project.sources.import_files(files, actor="bench")
    return project


def _places(count: int) -> Iterator[tuple[str, int, int, str]]:
    """Distinct places, each with source, start, end and code."""
    for number in range(count):
        source, rest = number % SOURCES, number // SOURCES
        start = 20 + rest % 40_000
        yield f"S{source + 1:02}", start, start + 60 + rest // 40_000, f"code-{number % 40}"


def _codings(project: Project, folder: Path) -> Path:
    texts = {source.id: project.sources.text(source.id) for source in project.sources.all()}
    file = folder / "codings.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for source, start, end, code in _places(IMPORTED):
            line = {"source": source, "start": start, "end": end, "code": code,
                    "coder": "coder-a", "quote": texts[source][start:end]}  # fmt: skip
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return file


def _durable(project: Project) -> float:
    spent = []
    for number in range(60):
        began = time.perf_counter()
        project.codings.add("S01", number, number + 7, "code-1", coder="coder-b")
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def _opened(folder: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", _OPEN, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes, codings = done.stdout.split()
    assert int(codings) > EVENTS_WANTED * 0.9
    return float(seconds), float(megabytes)


def _fill(folder: Path, events_wanted: int) -> None:
    """Write at once the events and rows that many single codings would leave."""
    with Project.open(folder) as project:
        project.codings.add("S01", 0, 5, "code-0", coder="coder-a")
        last = project.history.events(limit=1)[0]
    database = SqliteDatabase(folder / ".qct" / "project.db")
    codings: list[tuple[Any, ...]] = []
    events: list[tuple[Any, ...]] = []
    seq, previous = last.seq, last.hash
    for source, start, end, code in _places(events_wanted - last.seq):
        coding = Coding(
            uuid7(), source, Span(start, end), code, "coder-a", "main", created_at=last.at
        )
        change = stored.added("codings", stored.coding_row(coding))
        changes, event_id, seq = changes_json([change]), uuid7(), seq + 1
        summary = canonical_json({"codings": [f"{source} {coding.span} {code}"], "round": "main"})
        digest = event_hash(
            prev_hash=previous, event_id=event_id, at=last.at, actor="coder-a",
            kind="coding.add", changes=changes, summary=summary, undoes=None,
        )  # fmt: skip
        assert change.after is not None
        codings.append(tuple(change.after[name] for name in TABLES["codings"].column_names))
        events.append((seq, event_id, last.at, "coder-a", "coding.add", changes, summary, None,
                       previous, digest))  # fmt: skip
        previous = digest
        if len(events) == 50_000:
            _write(database, codings, events)
    _write(database, codings, events)
    database.close()


def _write(database: Database, codings: list[Any], events: list[Any]) -> None:
    for table, batch in ((TABLES["codings"], codings), (EVENTS, events)):
        names = table.column_names
        marks = ", ".join("?" * len(names))
        with database.transaction():
            database.execute_many(
                f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", batch
            )
        batch.clear()


if __name__ == "__main__":
    for figure in rows():
        print(f"{figure['name']}: {figure['value']} {figure['unit']} (budget {figure['budget']})")
