"""Make one change over and over, killed before its first statement, its second, and so on.

Run as `python -m tests.store.stepper FOLDER KIND OUT`. FOLDER holds a project that is never
touched: every attempt works on a copy of its own in OUT. A line of JSON tells of each attempt,
and the last one is that which nobody killed. Attempts are forks of this one process, which
has no threads and holds no database open, so that a step costs milliseconds.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.codebook import Code
from toolkit.project import Project
from toolkit.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER = "other"
"""The folder beside the project with a copy that a colleague has worked in."""


def coding(project: Project) -> str:
    return project.codings.add("E01", 0, 5, "trust", coder="coder-a").id


def bulk(project: Project) -> str:
    """Add twelve codings of a coder and a source that are new to the round."""
    spans = [("K01", at, at + 2, "security") for at in range(12)]
    return project.codings.add_many(spans, coder="coder-new")[-1].id


def merge(project: Project) -> str:
    report = project.exchange.merge(project.folder.parent / OTHER, actor="lead", prefer="theirs")
    assert report.event is not None
    return report.event.id


def codebook(project: Project) -> str:
    """Merge two codes, which changes codes and codings and adds a version and a text."""
    project.codebook.merge(["trust"], "security", actor="lead")
    return project.history.events(limit=1)[0].id


def definition(project: Project) -> str:
    project.codebook.add(Code("new", name={"en": "New"}, definition={"en": "New."}), actor="lead")
    return project.history.events(limit=1)[0].id


def correction(project: Project) -> str:
    text = project.sources.text("E01")
    project.sources.correct("E01", text.replace("hinders", "is in the way of"), actor="lead")
    return project.history.events(limit=1)[0].id


def undo(project: Project) -> str:
    return project.history.undo(actor="coder-a", of="coder-a").id


def queue(project: Project) -> str:
    """Answer a passage of a queue with yes, which stores the answer and a coding."""
    state = project.queue.all(coder="coder-a")[0]
    project.queue.answer(state.queue.number, 1, "yes", coder="coder-a")
    return project.history.events(limit=1)[0].id


KINDS: dict[str, Callable[[Project], str]] = {
    change.__name__: change
    for change in (coding, bulk, merge, codebook, definition, correction, undo, queue)
}
MOST = 2_000
"""The number of steps after which a change is taken to be endless."""


def die_at(step: int, store: Path) -> Callable[[object], None]:
    """Count statements on the store, and kill this process before the one at `step`."""
    passed = 0

    def count(_: object) -> None:
        nonlocal passed
        passed += 1
        if passed == step:
            os.kill(os.getpid(), signal.SIGKILL)

    connect = SqliteDatabase._connect

    def traced(self: SqliteDatabase) -> object:
        connection = connect(self)
        if self.path == store:  # not a private copy of the other side of a merge
            # Called as a statement starts: for each row of an executemany, and for COMMIT.
            connection.set_trace_callback(count)
        return connection

    SqliteDatabase._connect = traced  # type: ignore[method-assign,assignment]
    return count


def attempt(folder: Path, kind: str, step: int) -> tuple[bool, str]:
    """Whether the change was killed at `step`, and what was acknowledged before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with Project.open(folder) as project:
                project.history.events(limit=1)
            count = die_at(step, folder / ".qct" / "project.db")
            with Project.open(folder) as project:
                done = KINDS[kind](project)
                count("between the commit and the answer")
                os.write(writing, done.encode())
                count("between the answer and closing the store")
            count("after the checkpoint that closing makes")
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        acknowledged = pipe.read()
    _, ended = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL
    if not killed and ended != 0:
        raise SystemExit(f"{kind} failed by itself at step {step}")
    return killed, acknowledged


def main(folder: Path, kind: str, out: Path) -> None:
    for step in range(1, MOST):
        work = out / f"{kind}-{step}"
        shutil.copytree(folder, work / folder.name)
        shutil.copytree(folder.parent / OTHER, work / OTHER)
        killed, acknowledged = attempt(work / folder.name, kind, step)
        report = {
            "step": step,
            "folder": str(work / folder.name),
            "killed": killed,
            "acknowledged": acknowledged,
        }
        print(json.dumps(report), flush=True)
        if not killed:
            return
    raise SystemExit(f"{kind} did not end within {MOST} steps")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
