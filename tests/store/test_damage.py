"""What breaks under the store: full and failing disks, read-only folders, damaged pages, clocks.

After each of them nothing that was acknowledged is lost, and `verify` says the truth.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.memos import MemoTarget
from toolkit.errors import QctError
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.other_user import OtherUser

CODER = """
import resource, signal, sys
from toolkit.errors import QctError
from toolkit.project import Project
folder, limit = sys.argv[1], int(sys.argv[2])
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with Project.open(folder) as project:
        print(len(project.codings.find()), flush=True)
        for number in range(4000):
            start = number % 20
            coding = project.codings.add("E01", start, start + 1 + number // 20, "trust",
                                        coder="coder-a")
            print(coding.id, flush=True)
except QctError as error:
    print("error", error.code, error.message, flush=True)
"""


def code_until_it_fails(folder: Path, *, limit: int = 0) -> tuple[set[str], str]:
    """Ids acknowledged before the first error, and that error's line."""
    done = subprocess.run(
        [sys.executable, "-c", CODER, str(folder), str(limit)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    lines = done.stdout.splitlines()
    return {line for line in lines if len(line) == 36}, lines[-1]


@pytest.fixture
def sqlite_project(project: Project) -> Project:
    if project._session.database.kind != "sqlite":
        pytest.skip("a matter of SQLite's files")
    return project


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("a file system can be mounted by root alone, where the machine allows it")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def stored(folder: Path) -> set[str]:
    with Project.open(folder) as project:
        assert project.history.verify() == []
        return {coding.id for coding in project.codings.find()}


def test_a_disk_that_fills_up_loses_nothing(sqlite_project: Project, small_disk: Path) -> None:
    sqlite_project.close()
    folder = small_disk / "study"
    shutil.copytree(sqlite_project.folder, folder)
    acknowledged, error = code_until_it_fails(folder)
    assert acknowledged
    assert error.startswith("error disk-full ")
    # While the disk is full, the stored codings can be read and verified.
    assert stored(folder) == acknowledged
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    with Project.open(folder) as project:
        coding = project.codings.add("E01", 0, 2, "trust", coder="coder-b")
    assert stored(folder) == acknowledged | {coding.id}


def test_a_disk_that_refuses_to_write_loses_nothing(sqlite_project: Project) -> None:
    sqlite_project.close()
    acknowledged, error = code_until_it_fails(sqlite_project.folder, limit=300_000)
    assert acknowledged
    assert error.startswith("error disk-failed ")
    assert stored(sqlite_project.folder) == acknowledged


READING = {
    "codings --format csv": "trust",
    "log --verify": "holds",
    "matrix codes-by-cases": "Distrust",
    "doctor": "chain holds",
}
WRITING = ("codings add --source E01 --at 3:9 --code trust", "undo", "backup")


def test_a_project_that_may_only_be_read_is_read(
    sqlite_project: Project, nobody: OtherUser
) -> None:
    coding = sqlite_project.codings.add("E01", 0, 2, "trust", coder="coder-b")
    sqlite_project.close()
    folder = nobody.folder / "study"
    shutil.copytree(sqlite_project.folder, folder)
    nobody.own(folder)
    (folder / ".qct" / "project.db").chmod(0o400)
    (folder / ".qct").chmod(0o500)
    before = (folder / ".qct" / "project.db").read_bytes()
    commands = [f"--project {folder} {words}" for words in (*READING, *WRITING)]
    results = nobody.qct(*commands)
    for words, shown, result in zip(READING, READING.values(), results, strict=False):
        assert result[0] == 0, (words, result)
        assert shown in result[1], (words, result)
    for words, result in zip(WRITING, results[len(READING) :], strict=True):
        assert result[0] == 4, (words, result)
        assert "error[store-read-only]" in result[2], (words, result)
    assert (folder / ".qct" / "project.db").read_bytes() == before
    left = sorted(path.name for path in (folder / ".qct").iterdir())
    assert left == ["head.json", "project.db"]
    assert coding.id in results[0][1]


def test_a_clock_that_goes_backwards_changes_no_order(project: Project) -> None:
    made = []
    for hour in (15, 14, 9, 23, 3):
        time = f"2026-03-01T{hour:02}:00:00.000Z"
        project = Project(replace(project._session, clock=repeat(time).__next__))
        made.append(project.codings.add("E01", hour, hour + 4, "trust", coder="coder-a").id)
    assert project.history.verify() == []
    events = project.history.events(limit=5)
    assert [event.at[11:13] for event in events] == ["03", "23", "09", "14", "15"]
    with Project.open(project.folder, at="2026-03-01T10:00") as past:
        # The past holds everything up to the last event of that time, in the order of the log.
        assert {coding.id for coding in past.codings.find()} == set(made)
    for newest_id in reversed(made):
        project.history.undo(actor="coder-a")
        made.remove(newest_id)
        assert {coding.id for coding in project.codings.find()} == set(made)
    for _ in range(5):
        project.history.redo(actor="coder-a")
    assert len(project.codings.find()) == 5
    assert project.history.verify() == []


def test_a_clock_that_jumps_years_ahead_and_back_hides_no_step(project: Project) -> None:
    made = []
    for at, year in enumerate((2026, 2126, 2026)):
        clock = repeat(f"{year}-03-01T10:00:00.000Z").__next__
        project = Project(replace(project._session, clock=clock))
        made.append(project.codings.add("E01", at, at + 4, "trust", coder="coder-a").id)
    assert project.history.verify() == []
    # Between the jumps only the last event of that time ends the past, so all three are in it.
    with Project.open(project.folder, at="2026-12-31") as past:
        assert {coding.id for coding in past.codings.find()} == set(made)
    assert project.history.undo(actor="coder-a").summary["of"] == "coding.add"
    assert {coding.id for coding in project.codings.find()} == set(made[:2])
    project.history.redo(actor="coder-a")
    assert len(project.codings.find()) == 3
    assert project.history.verify() == []


def test_a_damaged_page_is_told_and_never_read_as_data(
    sqlite_project: Project, tmp_path: Path
) -> None:
    """Each damaged page gives a clear error or a finding, or is unused and changes nothing."""
    for start in range(12):
        made = sqlite_project.codings.add("E01", start, start + 5, "trust", coder="coder-a")
        sqlite_project.memos.write(MemoTarget.CODING, made.id, "why " * 100, coder="coder-a")
    everything = contents(sqlite_project)
    # A backup is one file, without a write-ahead log beside it.
    store = sqlite_project.storage.backup()
    sqlite_project.close()
    pristine = store.read_bytes()
    size = int.from_bytes(pristine[16:18], "big")
    report_count, codes = 0, set()
    for page in range(len(pristine) // size):
        damaged = bytearray(pristine)
        damaged[page * size : (page + 1) * size] = bytes([0x5A]) * size
        at = sqlite_project.folder / ".qct" / "project.db"
        for beside in at.parent.glob("project.db*"):
            beside.unlink()
        at.write_bytes(damaged)
        try:
            with Project.open(sqlite_project.folder) as project:
                findings = project.history.verify()
                if findings:
                    report_count += 1
                else:
                    assert contents(project) == everything, f"page {page} is read as data"
        except QctError as error:
            codes.add(error.code)
            report_count += 1
    assert codes <= {"store-damaged", "store-foreign"}
    assert report_count > len(pristine) // size // 2


def contents(project: Project) -> list[object]:
    return [
        project.sources.all(),
        [project.sources.text(source.id) for source in project.sources.all()],
        project.codebook.current(),
        project.codings.find(),
        project.memos.find(),
        project.history.events(),
    ]


@pytest.mark.parametrize("share", [0, 25, 50, 90, 99])
def test_a_log_cut_short_leaves_whole_steps(sqlite_project: Project, share: int) -> None:
    """A crash of the machine may lose unflushed steps, but each step is then whole or absent."""
    folder = sqlite_project.folder
    sqlite_project.close()
    process = subprocess.Popen(
        [sys.executable, "-c", CODER, str(folder), "0", "0"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    acknowledged = [process.stdout.readline().strip() for _ in range(30)]
    process.send_signal(signal.SIGKILL)
    process.wait()
    wal = folder / ".qct" / "project.db-wal"
    os.truncate(wal, wal.stat().st_size * share // 100)
    with Project.open(folder) as project:
        # What is missing at the end is told, and nothing else is wrong.
        problems = [finding.problem for finding in project.history.verify()]
        assert all("missing at the end" in problem for problem in problems)
        assert len(problems) == 1
        changes = [
            change for event in reversed(project.history.events()) for change in event.changes
        ]
        logged_ids = [change.key[0] for change in changes if change.table == "codings"]
        assert {coding.id for coding in project.codings.find()} == set(logged_ids)
    assert (
        logged_ids == acknowledged[: len(logged_ids)]
        or logged_ids[: len(acknowledged)] == acknowledged
    )
    assert len(logged_ids) > 0 or share < 50


BOTH = """
import random, sys, time
from toolkit.domain.memos import MemoTarget
from toolkit.project import Project
folder, coder, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
chance, mine, done = random.Random(coder), [], 0
with Project.open(folder) as project:
    length = project.sources.get("E01").length
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done += 1
        what = chance.random()
        if what < 0.7 or not mine:
            start = chance.randrange(length - 2)
            stop = chance.randrange(start + 1, length)
            made = project.codings.add("E01", start, stop, "trust", coder=coder).id
            if made not in mine:
                mine.append(made)
        elif what < 0.85:
            gone = mine.pop(chance.randrange(len(mine)))
            project.codings.remove([gone], coder=coder)
        else:
            project.memos.write(MemoTarget.CODING, chance.choice(mine), f"why {done}", coder=coder)
        if done % 50 == 0:
            assert {one.id for one in project.codings.find(coder=coder)} == set(mine)
print("\\n".join(mine))
"""


@pytest.mark.parametrize("seconds", [6, pytest.param(60, marks=pytest.mark.long)])
def test_two_processes_write_at_once(sqlite_project: Project, seconds: int) -> None:
    sqlite_project.close()
    folder = sqlite_project.folder
    writers = {
        coder: subprocess.Popen(
            [sys.executable, "-c", BOTH, str(folder), coder, str(seconds)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for coder in ("coder-a", "coder-b")
    }
    for coder, writer in writers.items():
        out, complaints = writer.communicate(timeout=180)
        assert writer.returncode == 0, complaints
        with Project.open(folder) as project:
            assert {coding.id for coding in project.codings.find(coder=coder)} == set(out.split())
            assert len(out.split()) > 20
    with Project.open(folder) as project:
        assert project.history.verify() == []
