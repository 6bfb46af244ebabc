"""Several reads that see one state of the store."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from toolkit.store.driver_errors import ConnectionLostError

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.store.protocol import Database

Result = TypeVar("Result")
_here = threading.local()


def read_in_snapshot(database: Database, read: Callable[[], Result]) -> Result:
    """Call `read`, whose reads of the database all see one state of it.

    Where the connection to a server is lost in the middle, `read` is called once more, on a
    state of its own. Inside another snapshot it belongs to that.
    """
    inside: list[Database] = _here.__dict__.setdefault("databases", [])
    if any(other is database for other in inside):
        return read()
    inside.append(database)
    try:
        try:
            with database.snapshot():
                return read()
        except ConnectionLostError:
            with database.snapshot():
                return read()
    finally:
        inside.remove(database)
