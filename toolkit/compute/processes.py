"""Chunks computed by several processes of this machine.

A worker is a fresh interpreter with two pipes. There is no socket, nothing listens, and a worker
ends when its pipe ends. A worker that dies is replaced and its chunk computed again; the function
is the same for every chunk, so which worker computes it changes nothing.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.compute.chunks import CancelledError, Chunk, Job, failed, lost
from toolkit.compute.messages import packed, receive, send, unpacked
from toolkit.compute.worker import FAULT, REPORTED, SINGLE_THREADS
from toolkit.errors import QctError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

TRIES = 3
"""How often a chunk is given to a worker, where workers die."""
AHEAD = 3
"""Chunks for each worker that may be done before the next one in order is."""
TICK = 0.1
"""Seconds after which it is looked whether the work was cancelled."""
START = "import sys; sys.path[:] = {path!r}; from toolkit.compute.worker import main; main()"


class Processes:
    """Computes in `workers` processes, each with one thread for numpy."""

    elsewhere = True

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def answers(
        self,
        job: Job[Item, Result],
        chunks: Sequence[Chunk[Item]],
        cancelled: Callable[[], bool],
    ) -> Iterator[Result]:
        """As `Executor.answers`."""
        pool = _Pool(job, min(self._workers, len(chunks)))
        try:
            yield from pool.in_order(chunks, cancelled)
        finally:
            pool.close()


class _Pool:
    """Workers, with a thread for each that hands it chunks."""

    def __init__(self, job: Job[Any, Any], count: int) -> None:
        self._job = job
        self._waiting: queue.SimpleQueue[Chunk[Any] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._count = count
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def in_order(
        self, chunks: Sequence[Chunk[Item]], cancelled: Callable[[], bool]
    ) -> Iterator[Any]:
        """Results in the order of the chunks; only so many wait for one before them."""
        ready: dict[int, Any] = {}
        handed = 0
        for at in range(len(chunks)):
            while handed < min(len(chunks), at + AHEAD * self._count):
                self._waiting.put(Chunk(handed, chunks[handed].ids, chunks[handed].items))
                handed += 1
            while at not in ready:
                if cancelled():
                    raise CancelledError
                with suppress(queue.Empty):
                    place, answer = self._done.get(timeout=TICK)
                    ready[place] = answer
                    if place < 0:
                        raise answer
            answer = ready.pop(at)
            # A fault waits for the chunks before it, as in a single process.
            if isinstance(answer, QctError):
                raise answer
            yield answer

    def close(self) -> None:
        """End the workers, whatever they do, and wait for their threads."""
        with self._lock:
            self._closed = True
            for process in self._running:
                with suppress(OSError):
                    process.kill()
        for _thread in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        """Hand chunks to a worker until there are no more, with a new worker where one died."""
        process: subprocess.Popen[bytes] | None = None
        try:
            while (chunk := self._waiting.get()) is not None:
                for _try in range(TRIES):
                    is_new = process is None
                    process = process or self._started()
                    if process is None:
                        return
                    try:
                        answer = self._asked(process, chunk, is_new=is_new)
                        break
                    except (EOFError, OSError):
                        self._end(process)
                        process = None
                else:
                    answer = lost(self._job.name, chunk, TRIES)
                self._done.put((chunk.number, answer))
        except Exception as error:  # pragma: no cover - a fault of this module itself
            self._done.put((-1, failed(self._job.name, Chunk(0, (), ()), type(error).__name__, "")))
        finally:
            if process is not None:
                self._end(process)

    def _asked(self, process: subprocess.Popen[bytes], chunk: Chunk[Any], *, is_new: bool) -> Any:
        """The result of a chunk, or the error that it gives. Raises where the worker has died.

        A new worker is told the job first.
        """
        assert process.stdin is not None
        assert process.stdout is not None
        items = chunk.items
        send(process.stdin, packed((self._job.load, items) if is_new else items))
        kind, content = unpacked(receive(process.stdout))
        if kind == FAULT:
            return failed(self._job.name, chunk, *content)
        if kind == REPORTED:
            error_type, message, code, hint = content
            return error_type(message, code=code, hint=hint)
        return content

    def _started(self) -> subprocess.Popen[bytes] | None:
        """A new worker; None once the pool is closed."""
        with self._lock:
            if self._closed:
                return None
            process = subprocess.Popen(
                [sys.executable, "-c", START.format(path=sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **dict.fromkeys(SINGLE_THREADS, "1")},
            )
            self._running.add(process)
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Close the pipes of a worker, so that it ends, and wait for it."""
        with self._lock:
            self._running.discard(process)
        with suppress(OSError):
            process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()
