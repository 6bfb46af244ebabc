"""Connections, and the one place where a driver's complaint becomes our error.

Statements are SQL text with `:name` parameters in the subset that SQLite and
PostgreSQL share, run on the driver itself: importing SQLAlchemy costs as much CPU
time as a whole command may take. SQLAlchemy and Alembic own the schema instead
(`schema`, `migrations`), and are imported when a store is made or upgraded.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from toolkit.errors import StoreError

Params = Mapping[str, Any]
BUSY_SECONDS = 10.0


class Database:
    """One SQLite file, with a connection per thread."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only or not _writable(path)
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            with self.errors():
                found = self._connect()
            self._local.connection = found
            with self._lock:
                self._all.append(found)
        return found

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._uri(),
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            # Each thread has its own connection; close() alone reaches across.
            check_same_thread=False,
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        if not self.read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _uri(self) -> str:
        base = self.path.resolve().as_uri()
        if not self.read_only:
            return f"{base}?mode=rwc"
        # Without a writable folder SQLite cannot make the shared memory file that WAL
        # needs; with no log left over the file alone is the whole truth.
        wal = self.path.with_name(self.path.name + "-wal")
        leftover = wal.exists() and wal.stat().st_size > 0
        if not os.access(self.path.parent, os.W_OK) and not leftover:
            return f"{base}?mode=ro&immutable=1"
        return f"{base}?mode=ro"

    def query(self, sql: str, params: Params | None = None) -> list[sqlite3.Row]:
        with self.errors():
            return self.connection().execute(sql, params or {}).fetchall()

    def iterate(self, sql: str, params: Params | None = None) -> Iterator[sqlite3.Row]:
        """Rows one by one, for results that should not be held in memory at once."""
        with self.errors():
            yield from self.connection().execute(sql, params or {})

    def one(self, sql: str, params: Params | None = None) -> sqlite3.Row | None:
        with self.errors():
            row: sqlite3.Row | None = self.connection().execute(sql, params or {}).fetchone()
            return row

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Rows touched."""
        with self.errors():
            return self.connection().execute(sql, params or {}).rowcount

    def execute_many(self, sql: str, params: Iterable[Sequence[Any]]) -> None:
        """`sql` with `?` placeholders, once per sequence."""
        with self.errors():
            self.connection().executemany(sql, params)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, with the write lock taken at the start so that it never upgrades."""
        if self.read_only:
            raise read_only_error(self.path)
        with self.errors():
            connection = self.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def data_version(self) -> int:
        """A number that changes when another connection has committed."""
        row = self.one("PRAGMA data_version")
        return int(row[0]) if row else 0

    def close(self) -> None:
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()

    @contextmanager
    def errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise explain(error, self.path) from error


def _writable(path: Path) -> bool:
    if path.exists():
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return True


def read_only_error(path: Path) -> StoreError:
    return StoreError(
        f"the store {path} is read-only, so nothing can be changed",
        code="store-read-only",
        hint="Make the file and its folder writable, or copy the project folder and work there.",
    )


def explain(error: sqlite3.DatabaseError, path: Path) -> StoreError:
    """What went wrong, in the user's terms."""
    said = str(error).lower()
    if "locked" in said or "busy" in said:
        return StoreError(
            f"the store {path} is locked by another program (waited {BUSY_SECONDS:.0f} s)",
            code="store-locked",
            hint="Close the other program, or wait for it to finish, and try again. "
            "Nothing was changed.",
        )
    if "readonly" in said or "read-only" in said:
        return read_only_error(path)
    if "full" in said:
        return StoreError(
            f"the disk that holds {path} is full; the change was not made",
            code="disk-full",
            hint="Free some space and try again. Everything saved before is intact.",
        )
    if "unable to open" in said:
        return StoreError(
            f"the store {path} cannot be opened: {error}",
            code="store-unreachable",
            hint="Check that the folder exists and that you may read it.",
        )
    if "not a database" in said or "malformed" in said or "corrupt" in said:
        return StoreError(
            f"the store {path} is damaged: {error}",
            code="store-damaged",
            hint="Keep the file, and restore the newest copy from `qct backup`.",
        )
    return StoreError(f"the store {path} failed: {error}", code="store-failed")
