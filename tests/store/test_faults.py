"""The store survives a killed process, and two processes that write at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from toolkit.project import Project

if TYPE_CHECKING:
    from pathlib import Path

CODER = """
import sys
from toolkit.project import Project
with Project.open(sys.argv[1]) as project:
    length = project.sources.get("E01").length
    for number in range(int(sys.argv[3])):
        start = number % (length - 2)
        coding = project.codings.add("E01", start, start + 1 + number // (length - 2), "trust",
                                    coder=sys.argv[2])
        print(coding.id, flush=True)
"""


def _start(project: Project, coder: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CODER, str(project.folder), coder, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("acknowledged", [1, 7, 23])
def test_what_was_acknowledged_survives_kill_9(project: Project, acknowledged: int) -> None:
    process = _start(project, "coder-a", 100_000)
    assert process.stdout is not None
    seen = [process.stdout.readline().strip() for _ in range(acknowledged)]
    os.kill(process.pid, signal.SIGKILL)
    seen += [line.strip() for line in process.stdout.read().splitlines() if len(line) == 36]
    process.wait()
    stored = {coding.id for coding in project.codings.find()}
    assert set(seen) <= stored
    assert len(stored) <= len(seen) + 1
    assert project.history.verify() == []


def test_two_processes_write_without_losing_anything(project: Project) -> None:
    writers = [_start(project, coder, 40) for coder in ("coder-a", "coder-b")]
    acknowledged = []
    for writer in writers:
        out, _ = writer.communicate(timeout=60)
        assert writer.returncode == 0
        acknowledged += out.split()
    assert len(acknowledged) == 80
    assert {coding.id for coding in project.codings.find()} == set(acknowledged)
    assert project.history.verify() == []


def test_another_process_is_noticed(project: Project) -> None:
    before = project.storage.data_version()
    assert project.storage.data_version() == before
    writer = _start(project, "coder-b", 1)
    writer.communicate(timeout=60)
    assert project.storage.data_version() != before
    assert len(project.codings.find(coder="coder-b")) == 1


def test_a_killed_init_leaves_no_half_store(tmp_path: Path) -> None:
    """The store appears by one rename, so a project has either no store or a whole one."""
    code = "import sys; from toolkit.project import Project; Project.init(sys.argv[1])"
    for delay in (0.15, 0.3, 0.45, 0.6):
        folder = tmp_path / f"p{delay}"
        process = subprocess.Popen([sys.executable, "-c", code, str(folder)])
        time.sleep(delay)
        process.kill()
        process.wait()
        with Project.init(folder) as project:
            assert project.history.verify() == []
            assert [round_.id for round_ in project.rounds.all()] == ["main"]
