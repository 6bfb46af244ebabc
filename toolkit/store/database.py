"""Connections to SQLite, and where its driver's complaints become our errors.

`postgres.PostgresDatabase` offers the same over a server, and `open_database` chooses.
Statements are SQL text with `:name` parameters in the subset that SQLite and
PostgreSQL share, run on the driver itself: importing SQLAlchemy costs as much CPU
time as a whole command may take. SQLAlchemy and Alembic own the schema instead
(`schema`, `migrations`), and are imported when a store is made or upgraded.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from toolkit.errors import StoreError
from toolkit.store.driver_errors import ConstraintError

Params = Mapping[str, Any]
BUSY_SECONDS = 10.0


class Row(Protocol):
    """A row as either driver hands it out: by column name or place; `dict(row)` works."""

    def __getitem__(self, column: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def keys(self) -> list[str]: ...


def open_database(where: str | Path, *, read_only: bool = False) -> Database:
    """The store at a path or URL; PostgreSQL's driver is imported for its URLs alone."""
    if isinstance(where, str) and where.startswith("postgres"):
        from toolkit.store.postgres.database import PostgresDatabase

        return PostgresDatabase(where, read_only=read_only)
    return Database(Path(str(where).removeprefix("sqlite:///")), read_only=read_only)


class Database:
    """One SQLite file, with a connection per thread."""

    kind = "sqlite"
    schema = "main"
    """What names a table itself, where a view of the same name hides it."""
    away = False
    """Whether a copy on this machine stands in for a server that is away."""
    take: Callable[[Any], Any] | None = None
    """Makes a draft durable and gives its place, where there is more than one place for it."""
    keep: Callable[[Any], StoreError] | None = None
    """Takes in a draft that could not be sent, and gives the error that says so."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.replayed: list[Any] = []
        self.read_only = read_only or not _writable(path)
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    @property
    def label(self) -> str:
        """The store as messages name it."""
        return str(self.path)

    def connection(self) -> Any:
        """The driver's own connection of this thread."""
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

    def query(self, sql: str, params: Params | None = None) -> list[Row]:
        with self.errors():
            found: list[Row] = self.connection().execute(sql, params or {}).fetchall()
            return found

    def iterate(self, sql: str, params: Params | None = None) -> Iterator[Row]:
        """Rows one by one, for results that should not be held in memory at once."""
        with self.errors():
            yield from self.connection().execute(sql, params or {})

    def one(self, sql: str, params: Params | None = None) -> Row | None:
        with self.errors():
            row: Row | None = self.connection().execute(sql, params or {}).fetchone()
            return row

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Rows touched."""
        with self.errors():
            return int(self.connection().execute(sql, params or {}).rowcount)

    def execute_many(self, sql: str, params: Iterable[Sequence[Any]]) -> None:
        """`sql` with `?` placeholders, once per sequence."""
        with self.errors():
            self.connection().executemany(sql, params)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Many new rows in the quickest way that the database has."""
        marks = ", ".join("?" * len(columns))
        self.execute_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

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

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one state of the store, whatever others commit meanwhile."""
        with self.errors():
            connection = self.connection()
            if connection.in_transaction:
                yield
                return
            connection.execute("BEGIN")
            try:
                yield
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def copy_to(self, path: Path) -> None:
        """Everything, as it is at one moment, into the SQLite file `path`."""
        with self.errors(), contextlib.closing(sqlite3.connect(path)) as copy:
            self.connection().backup(copy)
            # One file without a log beside it, so that copying it elsewhere is enough.
            copy.execute("PRAGMA journal_mode = DELETE")

    def check_pages(self) -> str:
        """`ok`, or what is wrong with the pages of the file."""
        found = self.one("PRAGMA quick_check")
        return str(found[0]) if found else "no answer"

    def data_version(self) -> int:
        """A number that changes when another connection has committed."""
        row = self.one("PRAGMA data_version")
        return int(row[0]) if row else 0

    def release(self) -> None:
        """Close this thread's connection, before the thread ends."""
        found = getattr(self._local, "connection", None)
        if found is None:
            return
        self._local.connection = None
        with self._lock:
            self._all = [one for one in self._all if one is not found]
        found.close()

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
    if isinstance(error, sqlite3.IntegrityError):
        return ConstraintError(str(error), code="store-constraint")
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
    if "disk i/o" in said:
        return StoreError(
            f"the disk that holds {path} refused to write or read; the change was not made",
            code="disk-failed",
            hint="Look at the disk, its quota and its connection, then try again. "
            "Everything saved before is intact; `qct log --verify` proves it.",
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
