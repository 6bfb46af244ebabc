"""A store in one SQLite file, and the driver's errors in the user's terms.

Statements run on the driver itself: importing SQLAlchemy costs as much CPU time as a whole
command may take. SQLAlchemy and Alembic own the schema instead (`migrations`), and are
imported when a store is made or upgraded.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from toolkit.i18n import _
from toolkit.store import sqlite_writer
from toolkit.store.driver_errors import BUSY_SECONDS
from toolkit.store.files.errors import DRIVER_ERRORS, explain, nearly_full, read_only_error
from toolkit.store.log.head import Head, unbroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from toolkit.errors import StoreError
    from toolkit.store.log.head import HeadKeeper
    from toolkit.store.pending_event import ChainPosition, PendingEvent, Replayed
    from toolkit.store.row import Params, Row

_SHARED_MEMORY = 1 << 15
"""Size in bytes of the file beside a store that SQLite needs to read it while others write."""


class SqliteDatabase:
    """One SQLite file, with a connection per thread."""

    kind = "sqlite"
    schema = "main"
    away = False
    write_hook: Callable[[PendingEvent], ChainPosition] | None = None
    on_connection_lost: Callable[[PendingEvent], StoreError] | None = None
    head: HeadKeeper | None = None

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.replayed: list[Replayed] = []
        self.read_only = read_only or not may_write(path)
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._views: list[str] = []
        """The statements that lay views over the tables, on the connection of every thread."""

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    @property
    def label(self) -> str:
        """The store as messages name it."""
        return str(self.path)

    def connection(self) -> Any:
        """The driver's own connection of this thread."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with self._statement():
                connection = self._connect()
            self._local.connection, self._local.views = connection, 0
            with self._lock:
                self._all.append(connection)
        for statement in self._views[self._local.views :]:
            connection.execute(statement)
            self._local.views += 1
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            read_uri(self.path) if self.read_only else f"{self.path.resolve().as_uri()}?mode=rwc",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            # Each thread has its own connection; only close() touches those of other threads.
            check_same_thread=False,
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        if not self.read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        return connection

    def query(self, sql: str, params: Params | None = None) -> list[Row]:
        with self._statement():
            rows: list[Row] = self.connection().execute(sql, params or {}).fetchall()
            return rows

    def iterate(self, sql: str, params: Params | None = None) -> Iterator[Row]:
        with self._statement():
            # `yield from` would close the cursor, also once its connection is gone.
            for row in self.connection().execute(sql, params or {}):  # noqa: UP028
                yield row

    def first(self, sql: str, params: Params | None = None) -> Row | None:
        with self._statement():
            row: Row | None = self.connection().execute(sql, params or {}).fetchone()
            return row

    def execute(self, sql: str, params: Params | None = None) -> int:
        if sql.startswith("CREATE TEMP "):
            return self._lay(sql)
        with self._statement():
            return int(self.connection().execute(sql, params or {}).rowcount)

    def _lay(self, sql: str) -> int:
        """Lay a view over a table, for every thread that reads from now on."""
        self._views.append(sql)
        with self._statement():
            self.connection()
        return 0

    def execute_many(self, sql: str, params: Iterable[Sequence[Any]]) -> None:
        with self._statement():
            self.connection().executemany(sql, params)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(columns))
        self.execute_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. The write lock is taken at the start, so that it never upgrades.

        The head of the log is kept before this returns, so that a lost end is noticed.
        """
        if self.read_only:
            raise read_only_error(self.path)
        unbroken(self)
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
        if self.head is not None and not getattr(self._local, "appending", False):
            self.head.advance(self)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        self.query("PRAGMA secure_delete = ON")
        with self.transaction():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
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

    def append(
        self, event: PendingEvent, *, before_commit: Callable[[], object] | None = None
    ) -> ChainPosition:
        self._local.appending = True
        try:
            place = sqlite_writer.append(self, event, before_commit=before_commit)
        finally:
            self._local.appending = False
        if self.head is not None:
            self.head.reach(self, Head(place.seq, place.hash, event.at), place.prev_hash)
        return place

    def copy_to(self, path: Path) -> None:
        with self._statement(), contextlib.closing(sqlite3.connect(path)) as copy:
            self.connection().backup(copy)
            # One file without a log beside it, so that copying it elsewhere is enough.
            copy.execute("PRAGMA journal_mode = DELETE")

    def check_pages(self) -> str:
        row = self.first("PRAGMA quick_check")
        return str(row[0]) if row else _("no answer")

    def scrub(self) -> bool:
        try:
            self.connection().execute("VACUUM")
            busy = self.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except DRIVER_ERRORS:
            return False
        return not busy

    def data_version(self) -> int:
        row = self.first("PRAGMA data_version")
        return int(row[0]) if row else 0

    def release(self) -> None:
        own = getattr(self._local, "connection", None)
        if own is None:
            return
        self._local.connection = None
        with self._lock:
            self._all = [connection for connection in self._all if connection is not own]
        own.close()

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
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    @contextmanager
    def _statement(self) -> Iterator[None]:
        """As `errors`, and what the driver raises for text and numbers that it cannot convert."""
        try:
            yield
        except DRIVER_ERRORS as error:
            raise explain(error, self.path) from error


def may_write(path: Path) -> bool:
    """Whether a store may be written; one that is not there yet counts as writable."""
    if path.exists():
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return True


def read_uri(path: Path) -> str:
    """The URI by which SQLite opens a store to read it, also where nothing may be written."""
    base = path.resolve().as_uri()
    # Without a writable folder, or space on its disk, SQLite cannot make the shared memory file
    # that WAL needs; with no log left over the file alone is the whole truth.
    wal = path.with_name(path.name + "-wal")
    leftover = wal.exists() and wal.stat().st_size > 0
    if leftover:
        return f"{base}?mode=ro"
    no_room = nearly_full(path.parent, 2 * _SHARED_MEMORY) and not _is_shared(path)
    if no_room or not os.access(path.parent, os.W_OK):
        return f"{base}?mode=ro&immutable=1"
    return f"{base}?mode=ro"


def _is_shared(path: Path) -> bool:
    """Whether the whole shared memory of the store is there; a full disk leaves a part of it."""
    shared = path.with_name(path.name + "-shm")
    return shared.exists() and shared.stat().st_size >= _SHARED_MEMORY
