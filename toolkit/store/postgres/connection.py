"""Connections to a PostgreSQL server, one per thread, and statements that run on them.

Only the modules of this folder know the driver (psycopg 3, the extra `postgres`), and it is
imported when a project says `store = "postgresql+psycopg://..."`. Reads that meet a dropped
connection are tried again for `PATIENCE` seconds, so that a server's restart passes unnoticed;
writes are tried again by `writer`, which can tell whether they arrived.
"""

from __future__ import annotations

import contextlib
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.errors import not_unicode
from toolkit.store.driver_errors import (
    BUSY_SECONDS,
    ConnectionLostError,
    beyond_64_bits,
)
from toolkit.store.postgres import urls
from toolkit.store.postgres.adapt import adapt, row_factory, translated
from toolkit.store.postgres.errors import driver, explain, read_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolkit.errors import StoreError
    from toolkit.store.log.head import HeadKeeper
    from toolkit.store.pending_event import ChainPosition, PendingEvent, Replayed
    from toolkit.store.row import Params, Row

T = TypeVar("T")

PATIENCE = 4.0
"""Seconds for which a lost connection is sought again before the user hears of it."""

_FETCH = 2000


class PostgresConnection:
    """Connections, statements and transactions on one project in a server's database."""

    write_hook: Callable[[PendingEvent], ChainPosition] | None = None
    on_connection_lost: Callable[[PendingEvent], StoreError] | None = None
    head: HeadKeeper | None = None

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self._driver = driver()
        self._given_url = url
        self.read_only = read_only
        self._local = threading.local()
        self._all: list[Any] = []
        self._lock = threading.Lock()
        self.replayed: list[Replayed] = []
        self.patience: float | None = None
        """Seconds to seek a lost server; None means `PATIENCE`."""
        self._given_up_until = 0.0
        self._views: list[str] = []
        """The statements that lay views over the tables, on the connection of every thread."""

    @property
    def away(self) -> bool:
        return False

    @property
    def kind(self) -> str:
        return "postgresql"

    @property
    def path(self) -> Path:
        return Path(self.url)

    @property
    def schema(self) -> str:
        row = self.first("SELECT quote_ident(current_schema()) AS name")
        return str(row["name"]) if row is not None else "public"

    @property
    def url(self) -> str:
        return urls.redacted(self._given_url)

    @property
    def label(self) -> str:
        return self.url

    # --- connections ----------------------------------------------------------------

    def connection(self) -> Any:
        """The driver's own connection of this thread."""
        lost = getattr(self._local, "connection", None)
        if lost is not None and not lost.closed:
            self._lay_views(lost)
            return lost
        with self.errors():
            made = self.connect()
        with self._lock:
            self._all = [other for other in self._all if not other.closed] + [made]
        self._local.connection, self._local.views = made, 0
        self._lay_views(made)
        if lost is not None:
            self._reconnected()
        return made

    def _lay_views(self, connection: Any) -> None:
        """Lay the views that this connection does not have yet."""
        with self.errors():
            for statement in self._views[self._local.views :]:
                connection.execute(statement)
                self._local.views += 1

    def _reconnected(self) -> None:
        """Called when a connection has replaced a lost one."""

    def connect(self, *, plain: bool = False) -> Any:
        """Make a new connection that belongs to no thread; `plain` leaves rows and values to
        psycopg."""
        settings = (
            f"-c lock_timeout={int(BUSY_SECONDS * 1000)} -c synchronous_commit=on "
            f"-c default_transaction_read_only={'on' if self.read_only else 'off'}"
        )
        given = self._driver.conninfo.conninfo_to_dict(urls.libpq(self._given_url))
        options = " ".join(filter(None, (given.pop("options", ""), settings)))
        defaults = {
            "application_name": "qct",
            "connect_timeout": 5,
            "client_encoding": "utf8",
            # A cable that was pulled is noticed within half a minute.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 20_000,
        }
        settled = {**defaults, **given, "options": options}
        if plain:
            return self._driver.connect(**settled)
        connection = self._driver.connect(**settled, autocommit=True, row_factory=row_factory)
        adapt(connection, self._driver)
        return connection

    def drop(self) -> None:
        """Forget this thread's connection; the next use makes a new one."""
        own = getattr(self._local, "connection", None)
        if own is not None:
            with contextlib.suppress(self._driver.Error):
                own.close()

    @contextmanager
    def errors(self) -> Iterator[None]:
        try:
            yield
        except UnicodeEncodeError as error:
            raise not_unicode() from error
        except OverflowError as error:
            raise beyond_64_bits() from error
        except self._driver.Error as error:
            failure = explain(error, self.label)
            if isinstance(failure, ConnectionLostError):
                self.drop()
            raise failure from error

    def retried(self, work: Callable[[], T]) -> T:
        """Call a function that only reads, again while the connection is lost, for `PATIENCE`
        seconds."""
        deadline, pause = self.deadline(), 0.05
        while True:
            try:
                return work()
            except ConnectionLostError:
                if self.in_transaction or self.gives_up(deadline, pause):
                    raise
                time.sleep(pause)
                pause = min(2 * pause, 0.5)

    def deadline(self) -> float:
        """Time until which a lost server is sought; now, where it has just been sought in vain."""
        now = time.monotonic()
        return now if now < self._given_up_until else now + self._seeking

    def gives_up(self, deadline: float, pause: float) -> bool:
        if (now := time.monotonic()) + pause <= deadline:
            return False
        self._given_up_until = now + self._seeking
        return True

    @property
    def _seeking(self) -> float:
        return PATIENCE if self.patience is None else self.patience

    # --- statements -----------------------------------------------------------------

    def _run(self, sql: str, params: Params | None) -> Any:
        return self.connection().execute(translated(sql), params or {})

    def query(self, sql: str, params: Params | None = None) -> list[Row]:
        def read() -> list[Row]:
            with self.errors():
                rows: list[Row] = self._run(sql, params).fetchall()
                return rows

        return self.retried(read)

    def first(self, sql: str, params: Params | None = None) -> Row | None:
        def read() -> Row | None:
            with self.errors():
                row: Row | None = self._run(sql, params).fetchone()
                return row

        return self.retried(read)

    def iterate(self, sql: str, params: Params | None = None) -> Iterator[Row]:
        # The cursor is held by the server, so that other statements can run between two
        # rows.
        def start() -> Any:
            with self.errors():
                cursor = self.connection().cursor(name=self._cursor_name(), withhold=True)
                cursor.itersize = _FETCH
                return cursor.execute(translated(sql), params or {})

        cursor = self.retried(start)
        try:
            with self.errors():
                yield from cursor
        finally:
            with contextlib.suppress(self._driver.Error):
                cursor.close()

    def _cursor_name(self) -> str:
        self._local.cursors = getattr(self._local, "cursors", 0) + 1
        return f"qct_{self._local.cursors}"

    def execute(self, sql: str, params: Params | None = None) -> int:
        if sql.startswith("CREATE TEMP "):
            return self._lay(sql)
        with self.errors():
            return int(self._run(sql, params).rowcount)

    def _lay(self, sql: str) -> int:
        """Lay a view over a table, for every thread that reads from now on, also after a loss."""
        self._views.append(f"BEGIN READ WRITE; {sql}; COMMIT")
        self.connection()
        return 0

    def execute_many(self, sql: str, params: Iterable[Sequence[Any]]) -> None:
        with self.errors(), self.connection().cursor() as cursor:
            cursor.executemany(translated(sql), params)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with self.errors(), self.connection().cursor() as cursor, cursor.copy(sql) as sink:
            for row in rows:
                sink.write_row(row)

    # --- transactions ---------------------------------------------------------------

    @property
    def in_transaction(self) -> bool:
        if getattr(self._local, "in_snapshot", False):
            # Even when its connection was lost: a new one would read another state.
            return True
        own = getattr(self._local, "connection", None)
        if own is None or own.closed:
            return False
        return bool(own.info.transaction_status != self._driver.pq.TransactionStatus.IDLE)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Others can write meanwhile; `writer` alone takes the chain's lock."""
        if self.read_only:
            raise read_only(self.label)
        with self.errors(), self.connection().transaction():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if self.in_transaction:
            yield
            return
        connection = self.retried(self.connection)
        with self.errors():
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._local.in_snapshot = True
            try:
                yield
            finally:
                self._local.in_snapshot = False
                with contextlib.suppress(self._driver.Error):
                    connection.execute("ROLLBACK")

    # --- ends -----------------------------------------------------------------------

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
                with contextlib.suppress(self._driver.Error):
                    connection.close()
            self._all.clear()
        self._local = threading.local()
