"""Notice of other people's commits: LISTEN on a light connection, polled without waiting.

A notification says only which backend committed. What changed is read from the rows, through the
rules of the round.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CHANNEL = "qct"
RETRY = 5.0
"""Seconds between attempts to listen again after the connection was lost."""


class Listener:
    """Counter of announced commits, by the backend that made them."""

    def __init__(self, connect: Callable[[], Any], failure: type[Exception]) -> None:
        self._connect = connect
        self._failure = failure
        self._connection: Any = None
        self._heard: Counter[int] = Counter()
        self._gaps = 0
        self._next_try = 0.0
        self._lock = threading.Lock()

    def poll(self, own: int | None) -> int:
        """A number that grows with commits of others than the backend `own`."""
        with self._lock:
            try:
                self._ensure()
                if self._connection is not None:
                    for note in self._connection.notifies(timeout=0):
                        self._heard[note.pid] += 1
            except self._failure:
                self._lose()
            heard = sum(self._heard.values()) - (self._heard[own] if own is not None else 0)
            return heard + self._gaps

    def _ensure(self) -> None:
        if self._connection is not None or time.monotonic() < self._next_try:
            return
        self._next_try = time.monotonic() + RETRY
        self._connection = self._connect()
        self._connection.execute(f"LISTEN {CHANNEL}")
        # Whatever was committed while nobody listened counts as one change.
        self._gaps += 1

    def _lose(self) -> None:
        self.close()

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(self._failure):
                self._connection.close()
            self._connection = None
