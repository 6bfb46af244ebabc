"""Values computed from the data of an open project, kept while it is open.

Nothing here is stored: what is forgotten is computed again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

V = TypeVar("V")

MOST = 4
"""Values kept under one name."""


class Caches:
    """The few values of each name that were used last, by keys that identify their data.

    Threads may share it: a value that one of them computes is computed once, and the others
    wait for it.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: dict[str, threading.RLock] = {}
        self._values: dict[str, OrderedDict[Hashable, Any]] = {}
        self._closed = False

    def get(self, name: str, key: Hashable, compute: Callable[[], V]) -> V:
        """The value kept under the name and key, else the one that `compute` returns."""
        with self._guard:
            lock = self._locks.setdefault(name, threading.RLock())
        with lock:
            with self._guard:
                values = self._values.setdefault(name, OrderedDict())
                if key in values:
                    values.move_to_end(key)
                    present: V = values[key]
                    return present
            value = compute()
            with self._guard:
                # A project that was closed meanwhile keeps nothing.
                if not self._closed:
                    values[key] = value
                    while len(values) > MOST:
                        values.popitem(last=False)
            return value

    def has(self, name: str, key: Hashable) -> bool:
        """Whether a value is kept under the name and key."""
        with self._guard:
            return key in self._values.get(name, ())

    def clear(self) -> None:
        """Forget every value."""
        with self._guard:
            for values in self._values.values():
                values.clear()

    def close(self) -> None:
        """Forget every value, and keep none from now on."""
        with self._guard:
            self._closed = True
        self.clear()
