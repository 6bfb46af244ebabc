"""The one way to compute chunks of work, whoever computes them.

    for result in map_chunks(job, chunks, executor): ...

Results come in the order of the chunks. `Serial` computes in this process, `Processes` in several
of this machine; another executor, such as one for several machines, needs `answers` alone.
Where other processes compute, one chunk is computed here as well and compared bit for bit.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol, TypeVar

from toolkit.compute.chunks import CancelledError, Chunk, Job, failed, named, place_of
from toolkit.compute.identical import identical
from toolkit.errors import CheckFailed, QctError, UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Sequence

    from toolkit.compute.chunks import Progress

Item = TypeVar("Item")
Result = TypeVar("Result")

VARIABLE = "QCT_WORKERS"
"""Environment variable with the number of processes; 1 computes in this process."""
MOST = 64


class Executor(Protocol):
    """Where chunks are computed."""

    @property
    def elsewhere(self) -> bool:
        """Whether other processes compute, so that a sample is compared with this one."""
        ...

    def answers(
        self,
        job: Job[Item, Result],
        chunks: Sequence[Chunk[Item]],
        cancelled: Callable[[], bool],
    ) -> Iterator[Result]:
        """The results in the order of the chunks.

        Raises `CancelledError` soon after `cancelled` gives true. A chunk whose function fails
        raises an error that names its ids; one whose process was lost is computed again.
        """
        ...


class Serial:
    """Computes in this process."""

    elsewhere = False

    def answers(
        self,
        job: Job[Item, Result],
        chunks: Sequence[Chunk[Item]],
        cancelled: Callable[[], bool],
    ) -> Iterator[Result]:
        function = job.load() if chunks else None
        for chunk in chunks:
            if cancelled():
                raise CancelledError
            assert function is not None
            try:
                result = function(chunk.items)
            except QctError:
                raise
            except Exception as error:
                fault = failed(job.name, chunk, type(error).__name__, place_of(error))
                raise fault from error
            yield result


def map_chunks(
    job: Job[Item, Result],
    chunks: Sequence[Chunk[Item]],
    executor: Executor | None = None,
    *,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[Result]:
    """The results of a job in the order of its chunks.

    Parameters
    ----------
    executor
        Where it is computed; None for this process.
    progress
        Is told the number of items done, and of all items, after each chunk.
    cancel
        Once it is set, `CancelledError` is raised; what was yielded until then stays good.

    Raises
    ------
    CheckFailed
        Other processes computed something else than this one (code `compute-differs`). The first
        chunk is compared before its result is handed out.
    """
    where = executor or Serial()

    def cancelled() -> bool:
        return cancel is not None and cancel.is_set()

    total, done = sum(len(chunk.items) for chunk in chunks), 0
    answers = where.answers(job, chunks, cancelled)
    for chunk, result in zip(chunks, answers, strict=True):
        if where.elsewhere and chunk is chunks[0]:
            _compare(job, chunk, result, cancelled)
        done += len(chunk.items)
        if progress is not None:
            progress(done, total)
        yield result


def _compare(
    job: Job[Item, Result], chunk: Chunk[Item], result: Result, cancelled: Callable[[], bool]
) -> None:
    """Compute a chunk here. Raises `CheckFailed` where the result is not the same to the bit."""
    (here,) = Serial().answers(job, [chunk], cancelled)
    if not identical(here, result):
        raise CheckFailed(
            _("{name}: another process computed something else for {ids} than this one.").format(
                name=job.name, ids=named(chunk)
            ),
            code="compute-differs",
            hint=_("Set QCT_WORKERS=1 to compute in one process alone, and report this."),
        )


def workers_wanted() -> int:
    """The number of processes that computing may use: `QCT_WORKERS`, else the processors.

    Raises `UsageError` for a value that is no number from 1 to 64.
    """
    given = os.environ.get(VARIABLE, "").strip()
    if not given:
        usable = getattr(os, "sched_getaffinity", None)
        return min(len(usable(0)) if usable is not None else os.cpu_count() or 1, MOST)
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= MOST):
        raise UsageError(
            _("the environment variable {name} is {value!r}; valid: 1 to {most}").format(
                name=VARIABLE, value=given, most=MOST
            ),
            code="workers-value",
        )
    return int(given)


def executor_for(count: int, least: int) -> Executor:
    """Processes for so many items, where there are `least` and several are wanted, else this one.

    Starting processes takes time, so that few items are computed sooner in this process.
    """
    from toolkit.compute.processes import Processes

    workers = workers_wanted() if count >= least else 1
    return Processes(workers) if workers > 1 else Serial()
