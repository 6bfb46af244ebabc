"""A project on a local PostgreSQL server: one coding, and twenty coders at once.

The server is a throw-away one with its ordinary, durable settings (fsync on), reached over
a socket. The twenty are processes; every one writes codings as fast as they are accepted.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measure import row, sized
from tests.store.server import Server, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

CODERS = sized(20, 3)
SECONDS = sized(60.0, 2.0)
WORDS = 12_000


def rows(seconds: float = SECONDS) -> Iterator[dict[str, object]]:
    if reason := missing():
        print(f"no server: {reason}", file=sys.stderr)
        return
    server = Server(fsync=True)
    try:
        server.start()
        with tempfile.TemporaryDirectory() as folder:
            os.environ["QCT_STORE"] = server.new_database()
            try:
                _project(Path(folder))
                yield row("PostgreSQL: coding durable", _alone(Path(folder)), "ms", 30)
                yield from _together(Path(folder), seconds)
            finally:
                del os.environ["QCT_STORE"]
    finally:
        server.remove()


def _project(folder: Path) -> None:
    from toolkit.project import Project

    text, book = folder / "x.txt", folder / "b.yaml"
    text.write_text("word " * WORDS, encoding="utf-8")
    book.write_text("codes:\n  - {id: a, name: A, definition: A}\n", encoding="utf-8")
    with Project.init(folder) as project:
        project.codebook.import_file(book, actor="bench")
        project.sources.import_files([text], actor="bench")


def _alone(folder: Path) -> float:
    """Median wall milliseconds of `Project.codings.add`."""
    from toolkit.project import Project

    spent = []
    with Project.open(folder) as project:
        for at in range(sized(300, 10)):
            before = time.perf_counter()
            project.codings.add("x", at * 5, at * 5 + 4, "a", coder="bench")
            spent.append(time.perf_counter() - before)
    return round(statistics.median(spent) * 1000, 2)


def _coder(folder: Path, name: str, seconds: float, start: Any, results: Any) -> None:
    from toolkit.domain.codings import Coding, Mode
    from toolkit.domain.ids import uuid7
    from toolkit.domain.spans import Span
    from toolkit.project import Project
    from toolkit.store import rows as stored

    spent, ids, errors = [], [], []
    with Project.open(folder) as project:
        try:
            ids.append(project.codings.add("x", 0, 4, "a", coder=name).id)
            start.wait()
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                at = 5 * (len(ids) % (WORDS - 1))
                coding = Coding(
                    id=uuid7(), source_id="x", span=Span(at, at + 4), code_id="a",
                    coder_id=name, round_id="main", mode=Mode.BLIND, codebook_version=1,
                    created_at="2026-01-01T00:00:00.000Z",
                )  # fmt: skip
                change = stored.added("codings", stored.coding_row(coding))
                before = time.perf_counter()
                project._session.record(actor=name, kind="coding.add", changes=[change])
                spent.append(time.perf_counter() - before)
                ids.append(coding.id)
        except Exception as error:
            errors.append(type(error).__name__)
    results.put((spent, ids, errors))


def _together(folder: Path, seconds: float) -> Iterator[dict[str, object]]:
    from toolkit.project import Project

    context = multiprocessing.get_context("spawn")
    results, start = context.Queue(), context.Barrier(CODERS)
    coders = [
        context.Process(target=_coder, args=(folder, f"c{number:02}", seconds, start, results))
        for number in range(CODERS)
    ]
    for coder in coders:
        coder.start()
    done = [results.get(timeout=seconds + 120) for _ in coders]
    for coder in coders:
        coder.join()
    spent = sorted(commit_time for each, _, _ in done for commit_time in each)
    acknowledged = {coding_id for _, ids, _ in done for coding_id in ids}
    with closing(Project.open(folder)) as project:
        stored = {coding.id for coding in project.codings.find()}
        findings = project.history.verify()
    name = f"PostgreSQL: {CODERS} coders for {seconds:.0f} s"
    yield row(f"{name}, median commit", round(statistics.median(spent) * 1000, 2), "ms", 50)
    yield row(f"{name}, 99th percentile", round(spent[len(spent) * 99 // 100] * 1000, 2), "ms")
    yield row(f"{name}, commits", len(spent), "")
    yield row(f"{name}, errors", sum(len(errors) for _, _, errors in done), "", 0)
    yield row(f"{name}, lost codings", len(acknowledged - stored), "", 0)
    yield row(f"{name}, findings of log --verify", len(findings), "", 0)
