"""A recorded change that is killed at any of its steps is stored whole or not at all."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.stepper import KINDS, OTHER
from toolkit.domain.memos import MemoTarget
from toolkit.project import Project
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from toolkit.domain.events import Event

FEWEST = 10
"""The fewest statements of any change; fewer would mean that the count misses some."""


@dataclass(frozen=True)
class Attempt:
    step: int
    folder: Path
    killed: bool
    acknowledged: str


@pytest.fixture
def shared(project: Project) -> Project:
    """A project with codings, memos and a step to undo, and a copy with changes of its own."""
    codings = project.codings.add_many(
        [("E01", 2, 9, "trust"), ("E01", 40, 60, "security"), ("K01", 3, 8, "trust")],
        coder="coder-a",
    )
    project.memos.write(MemoTarget.CODING, codings[0].id, "why this", coder="coder-a")
    project.queue.make_from_units("security", coder="coder-a", sources=["K01"])
    other = project.folder.parent / OTHER
    project.close()
    shutil.copytree(project.folder, other)
    with Project.open(other) as copy:
        copy.codings.change(codings[1].id, coder="coder-a", end=58)
        copy.codings.add_many([("E01", at, at + 3, "trust") for at in range(5)], coder="coder-b")
        copy.memos.write(MemoTarget.SOURCE, "E01", "theirs", coder="coder-b")
    project.codings.change(codings[1].id, coder="coder-a", end=59)
    project.codings.add_many([("E01", 60, 70, "trust"), ("E01", 70, 75, "trust")], coder="coder-a")
    project.close()
    return project


def attempts(project: Project, kind: str, out: Path) -> list[Attempt]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.store.stepper", str(project.folder), kind, str(out)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    reports = [json.loads(line) for line in ran.stdout.splitlines()]
    return [Attempt(**{**report, "folder": Path(report["folder"])}) for report in reports]


def contents(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, the log and the texts included."""
    path = project.folder / ".qct" / "project.db"
    names = [*TABLES, "events", "texts"]
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in names
        }


def shape(event: Event) -> list[tuple[str, bool, bool]]:
    return [(change.table, change.before is None, change.after is None) for change in event.changes]


LONG = {"correction", "codebook", "definition"}
"""Kinds of changes that are killed in `make acceptance` alone; they take a minute together."""


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[pytest.mark.long] * (kind in LONG)) for kind in KINDS]
)
def test_a_change_killed_at_any_step_is_whole_or_absent(
    shared: Project, kind: str, tmp_path: Path
) -> None:
    before = contents(shared)
    tried = attempts(shared, kind, tmp_path / "tries")
    *killed, survivor = tried
    assert [attempt.step for attempt in tried] == list(range(1, len(tried) + 1))
    assert all(attempt.killed for attempt in killed)
    assert not survivor.killed
    assert len(killed) >= FEWEST
    with Project.open(survivor.folder) as project:
        assert project.history.verify() == []
        (whole,) = project.history.events(limit=1)
    made = 0
    for attempt in killed:
        with Project.open(attempt.folder) as project:
            (last,) = project.history.events(limit=1)
            if last.seq == len(before["events"]):
                assert attempt.acknowledged == ""
                assert contents(project) == before
            else:
                made += 1
                assert (last.kind, shape(last)) == (whole.kind, shape(whole))
                assert last.seq == whole.seq
            # The killed process leaves no lock behind, so the next one can write; the rows that
            # the next one builds on are verified with its own.
            project.codings.add("K01", 1, 4, "proposal", coder="coder-c")
            assert project.history.verify() == []
        shutil.rmtree(attempt.folder.parent)
    # Some kills came before the commit and some after; the answer was given before the last two.
    assert 0 < made < len(killed)
    assert [attempt.acknowledged != "" for attempt in killed[-3:]] == [False, True, True]


def test_a_commit_that_was_half_written_is_no_commit(shared: Project, tmp_path: Path) -> None:
    """SQLite's write-ahead log is cut after and within each of its pages, as when power is lost."""
    before = contents(shared)
    store = Path(".qct") / "project.db"
    with Project.open(shared.folder) as project:
        project.codings.add_many([("K01", at, at + 2, "proposal") for at in range(40)], coder="new")
        shutil.copytree(shared.folder, tmp_path / "whole")
    log = (tmp_path / "whole" / store).with_name("project.db-wal").read_bytes()
    page = 24 + int.from_bytes(log[8:12], "big")
    pages = (len(log) - 32) // page
    assert pages > 3
    for cut in [0, *(32 + n * page - short for n in range(1, pages + 1) for short in (100, 0))]:
        folder = tmp_path / f"cut-{cut}"
        (folder / ".qct").mkdir(parents=True)
        shutil.copy(shared.folder / "qct.toml", folder)
        shutil.copy(tmp_path / "whole" / store, folder / store)
        (folder / store).with_name("project.db-wal").write_bytes(log[:cut])
        with Project.open(folder) as project:
            assert project.history.verify() == []
            assert len(project.codings.find(coder="new")) == (40 if cut == len(log) else 0)
            assert (contents(project) == before) == (cut < len(log))
