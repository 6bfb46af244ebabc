"""One seam for computing: the same results in this process and in several."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.compute import jobs
from toolkit.compute.chunks import CancelledError, Job, cut
from toolkit.compute.executors import Serial, executor_for, map_chunks, workers_wanted
from toolkit.compute.processes import Processes
from toolkit.errors import CheckFailed, InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from toolkit.compute.executors import Executor

WHERE = [Serial(), Processes(2)]


def numbered(count: int, size: int = 2) -> list[object]:
    return cut(range(count), [f"T{at}" for at in range(count)], size)  # type: ignore[return-value]


@pytest.mark.parametrize("where", WHERE)
def test_results_come_in_the_order_of_the_chunks(where: Executor) -> None:
    told: list[tuple[int, int]] = []
    items = [0.1, -0.0, float("inf"), 3.0, 1e-310]
    chunks = cut(items, list("abcde"), 2)
    results = map_chunks(
        Job("squares", jobs.squares), chunks, where, progress=lambda *n: told.append(n)
    )
    assert [value for part in results for value in part] == [item * item for item in items]
    assert told == [(2, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize("where", WHERE)
def test_no_chunks_give_no_results_and_load_nothing(where: Executor) -> None:
    assert list(map_chunks(Job("nothing", jobs.reporting), [], where)) == []


@pytest.mark.parametrize("where", WHERE)
def test_an_error_names_the_ids_of_a_chunk_and_quotes_no_text(where: Executor) -> None:
    texts = ["one", "two", "a secret sentence", "three", "four", "five", "six", "seven"]
    chunks = cut(texts, [f"E01:{at}" for at in range(8)], 5)
    with pytest.raises(InputError) as caught:
        list(map_chunks(Job("embedding", jobs.failing), chunks, where))
    assert "E01:0, E01:1, E01:2 and 2 others" in caught.value.message
    assert "ValueError" in caught.value.message
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("where", WHERE)
def test_an_error_with_a_message_for_people_comes_as_it_is(where: Executor) -> None:
    with pytest.raises(InputError, match="the model is not there") as caught:
        list(map_chunks(Job("embedding", jobs.reporting), cut(["x"], ["X"], 1), where))
    assert (caught.value.code, caught.value.hint) == ("model-missing", "Install it.")


def test_what_a_job_needs_is_loaded_once_in_a_process(tmp_path: Path) -> None:
    job = Job("logged", partial(jobs.logged, tmp_path))
    parts = list(map_chunks(job, numbered(16), Processes(2)))  # type: ignore[arg-type]
    assert [item for part in parts for item in part] == list(range(16))
    # Two workers, and this process for the chunk that is compared.
    assert len(list(tmp_path.glob("loaded-*"))) <= 3


def test_a_killed_worker_is_replaced_and_its_chunk_computed_again(tmp_path: Path) -> None:
    job = Job("dying", partial(jobs.dying, tmp_path, 2))
    parts = list(map_chunks(job, numbered(12), Processes(2)))  # type: ignore[arg-type]
    assert [item for part in parts for item in part] == list(range(1, 13))
    assert len(list(tmp_path.glob("death-*"))) == 2


def test_a_chunk_that_kills_each_worker_is_named(tmp_path: Path) -> None:
    job = Job("dying", partial(jobs.dying, tmp_path, 99))
    with pytest.raises(InputError, match="T4, T5 ended 3 times") as caught:
        list(map_chunks(job, numbered(12), Processes(2)))  # type: ignore[arg-type]
    assert caught.value.code == "compute-lost"


def test_work_can_be_cancelled_in_the_middle_of_a_chunk() -> None:
    cancel = threading.Event()
    began = time.monotonic()
    done: list[list[int]] = []
    threading.Timer(1.5, cancel.set).start()
    with pytest.raises(CancelledError):
        done += map_chunks(
            Job("slow", jobs.slow),
            numbered(12),  # type: ignore[arg-type]
            Processes(2),
            cancel=cancel,
        )
    assert time.monotonic() - began < 30


def test_serial_work_can_be_cancelled_between_chunks() -> None:
    cancel = threading.Event()
    results = map_chunks(Job("squares", jobs.squares), numbered(6), cancel=cancel)  # type: ignore[arg-type]
    assert next(results) == [0, 1]
    cancel.set()
    with pytest.raises(CancelledError):
        next(results)


def test_results_that_differ_from_this_process_are_refused() -> None:
    with pytest.raises(CheckFailed, match="T0, T1") as caught:
        next(map_chunks(Job("ids", jobs.process_ids), numbered(4), Processes(2)))  # type: ignore[arg-type]
    assert caught.value.code == "compute-differs"


def test_what_a_worker_prints_does_not_mix_with_its_answers() -> None:
    parts = list(map_chunks(Job("printing", jobs.printing), numbered(4), Processes(2)))  # type: ignore[arg-type]
    assert parts == [[0, 1], [2, 3]]


def test_a_job_that_another_process_cannot_load_is_a_clear_error() -> None:
    job: Job[int, list[int]] = Job("local", _LocalLoad())
    with pytest.raises(InputError, match="local failed on T0, T1"):
        list(map_chunks(job, numbered(4), Processes(2)))  # type: ignore[arg-type]


class _LocalLoad:
    def __call__(self) -> Callable[[Sequence[int]], list[int]]:
        return list

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return __import__, ("toolkit.no_such_module",)


def test_no_worker_outlives_a_process_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "from functools import partial\n"
        "from pathlib import Path\n"
        "from tests.compute import jobs\n"
        "from toolkit.compute.chunks import Job, cut\n"
        "from toolkit.compute.executors import map_chunks\n"
        "from toolkit.compute.processes import Processes\n"
        "job = Job('logged', partial(jobs.logged, Path(sys.argv[1])))\n"
        "results = map_chunks(job, cut(range(9), list('abcdefghi'), 1), Processes(2))\n"
        "next(results); next(results)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=_environment(), check=False)
    ids = [int(path.name.removeprefix("loaded-")) for path in tmp_path.glob("loaded-*")]
    assert ids
    deadline = time.monotonic() + 20
    while any(map(_runs, ids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_runs, ids))


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    status = f"/proc/{process}/stat"
    if not os.path.exists(status):
        return True
    with open(status, encoding="utf-8") as stream:
        return stream.read().rsplit(")", 1)[1].split()[0] != "Z"


def test_the_number_of_processes_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("QCT_WORKERS", raising=False)
    assert workers_wanted() >= 1
    monkeypatch.setenv("QCT_WORKERS", "3")
    assert workers_wanted() == 3
    assert isinstance(executor_for(10, 10), Processes)
    assert isinstance(executor_for(9, 10), Serial)
    monkeypatch.setenv("QCT_WORKERS", "1")
    assert isinstance(executor_for(1000, 10), Serial)
    for value in ("0", "-1", "many", "65", "²"):
        monkeypatch.setenv("QCT_WORKERS", value)
        with pytest.raises(UsageError, match="valid: 1 to 64"):
            workers_wanted()
