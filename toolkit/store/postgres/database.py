"""The same store over a PostgreSQL server: many coders at once, a connection per thread.

Only here and in `pg_errors` is the driver (psycopg 3, the extra `postgres`) known, and it
is imported when a project says `store = "postgresql+psycopg://..."`. Reads that meet a
dropped connection are tried again for `PATIENCE` seconds, so that a server's restart
passes unnoticed; writes are tried again by `pg_writer`, which can tell whether they arrived.
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from toolkit.store import urls
from toolkit.store.database import BUSY_SECONDS, Database, Params, Row
from toolkit.store.driver_errors import ConnectionLostError
from toolkit.store.postgres.errors import driver, explain, read_only
from toolkit.store.postgres.listen import Listener

T = TypeVar("T")

PATIENCE = 4.0
"""Seconds for which a lost connection is sought again before the user hears of it."""

_FETCH = 2000
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|::|:([A-Za-z_]\w*)|%|\?")


@lru_cache(maxsize=1024)
def translated(sql: str) -> str:
    """`:name` and `?` as psycopg spells them; quoted text and `::` casts stay."""

    def spell(match: re.Match[str]) -> str:
        if match[1]:
            return f"%({match[1]})s"
        return "%s" if match[0] == "?" else match[0].replace("%", "%%")

    return _TOKEN.sub(spell, sql)


class ServerRow:
    """What `sqlite3.Row` is to SQLite: values by column name or place."""

    __slots__ = ("_index", "_values")

    def __init__(self, index: dict[str, int], values: Sequence[Any]) -> None:
        self._index = index
        self._values = values

    def __getitem__(self, column: Any, /) -> Any:
        return self._values[self._index[column] if column.__class__ is str else column]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> list[str]:
        return list(self._index)


def _rows(cursor: Any) -> Callable[[Sequence[Any]], ServerRow]:
    index = {column.name: place for place, column in enumerate(cursor.description or ())}
    return lambda values: ServerRow(index, values)


class PostgresDatabase(Database):
    """One project in one database (its current schema) of a server."""

    kind = "postgresql"

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self._driver = driver()
        self._wanted = url
        self.read_only = read_only
        self._local = threading.local()
        self._all: list[Any] = []
        self._lock = threading.Lock()
        self._listener: Listener | None = None
        self.replayed: list[Any] = []
        self.patience: float | None = None
        """Seconds to seek a lost server; None for `PATIENCE`."""
        self._given_up_until = 0.0
        self._replay: Callable[[Database], Any] | None = None

    def attach(self, replay: Callable[[Database], Any]) -> None:
        """Send what waits in a journal now, and whenever a lost connection is back."""
        self._replay = replay
        self._send_waiting()

    def _send_waiting(self) -> None:
        if self._replay is not None and (done := self._replay(self)):
            self.replayed.append(done)

    @property
    def path(self) -> Path:  # type: ignore[override]
        """What stands for the store where a file is asked for: a name in messages."""
        return Path(self.url)

    @property
    def schema(self) -> str:  # type: ignore[override]
        found = self.one("SELECT quote_ident(current_schema()) AS name")
        return str(found["name"]) if found is not None else "public"

    @property
    def url(self) -> str:
        return urls.redacted(self._wanted)

    @property
    def label(self) -> str:
        return self.url

    # --- connections ----------------------------------------------------------------

    def connection(self) -> Any:
        found = getattr(self._local, "connection", None)
        if found is not None and not found.closed:
            return found
        with self.errors():
            made = self.connect()
        with self._lock:
            self._all = [one for one in self._all if not one.closed] + [made]
        self._local.connection = made
        if found is not None:
            self._resume(made)
        return made

    def _resume(self, connection: Any) -> None:
        """Bring a connection that replaces a lost one to where that was."""
        with self.errors():
            for statement in getattr(self._local, "temporary", ()):
                connection.execute(statement)
        self._send_waiting()

    def connect(self, *, plain: bool = False) -> Any:
        """A new connection, not yet anyone's; `plain` leaves rows and values to psycopg."""
        settings = (
            f"-c lock_timeout={int(BUSY_SECONDS * 1000)} -c synchronous_commit=on "
            f"-c default_transaction_read_only={'on' if self.read_only else 'off'}"
        )
        given = self._driver.conninfo.conninfo_to_dict(urls.libpq(self._wanted))
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
        connection = self._driver.connect(**settled, autocommit=True, row_factory=_rows)
        adapt(connection, self._driver)
        return connection

    def drop(self) -> None:
        """Forget this thread's connection; the next use makes a new one."""
        found = getattr(self._local, "connection", None)
        if found is not None:
            with contextlib.suppress(self._driver.Error):
                found.close()

    @contextmanager
    def errors(self) -> Iterator[None]:
        try:
            yield
        except self._driver.Error as error:
            failure = explain(error, self.label)
            if isinstance(failure, ConnectionLostError):
                self.drop()
            raise failure from error

    def patiently(self, work: Callable[[], T]) -> T:
        """Do what only reads, again while the connection is lost, for `PATIENCE` seconds."""
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
        """Until when to seek a lost server; at once, when it has just been sought in vain."""
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
                found: list[Row] = self._run(sql, params).fetchall()
                return found

        return self.patiently(read)

    def one(self, sql: str, params: Params | None = None) -> Row | None:
        def read() -> Row | None:
            with self.errors():
                row: Row | None = self._run(sql, params).fetchone()
                return row

        return self.patiently(read)

    def iterate(self, sql: str, params: Params | None = None) -> Iterator[Row]:
        # Held by the server, so that other statements may run between two rows.
        def start() -> Any:
            with self.errors():
                cursor = self.connection().cursor(name=self._cursor_name(), withhold=True)
                cursor.itersize = _FETCH
                return cursor.execute(translated(sql), params or {})

        cursor = self.patiently(start)
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
            return self._temporary(sql)
        with self.errors():
            return int(self._run(sql, params).rowcount)

    def _temporary(self, sql: str) -> int:
        """Something of this connection alone, allowed to readers and made again after a loss."""
        statement = f"BEGIN READ WRITE; {sql}; COMMIT"
        with self.errors():
            self.connection().execute(statement)
        self._local.temporary = [*getattr(self._local, "temporary", ()), statement]
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
            # Also when its connection was lost: a new one would read another state.
            return True
        found = getattr(self._local, "connection", None)
        if found is None or found.closed:
            return False
        return bool(found.info.transaction_status != self._driver.pq.TransactionStatus.IDLE)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Others write meanwhile; only `pg_writer` takes the chain's lock."""
        if self.read_only:
            raise read_only(self.label)
        with self.errors(), self.connection().transaction():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if self.in_transaction:
            yield
            return
        connection = self.patiently(self.connection)
        with self.errors(), connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._local.in_snapshot = True
            try:
                yield
            finally:
                self._local.in_snapshot = False

    # --- the rest -------------------------------------------------------------------

    def copy_to(self, path: Path) -> None:
        from toolkit.store.copy import copy_into_file

        copy_into_file(self, path)

    def check_pages(self) -> str:
        """The server keeps its own pages in order; this says that it answers."""
        found = self.one("SELECT version() AS v")
        return "ok" if found is not None else "no answer"

    def server_version(self) -> str:
        found = self.one("SHOW server_version")
        return str(found[0]).partition(" ")[0] if found is not None else "?"

    def data_version(self) -> int:
        """Commits of others so far, as the server has announced them; never blocks on it."""
        with self._lock:
            if self._listener is None:
                self._listener = Listener(self.connect, self._driver.Error)
        own = getattr(self._local, "connection", None)
        return self._listener.poll(own.info.backend_pid if own and not own.closed else None)

    def close(self) -> None:
        with self._lock:
            for connection in self._all:
                with contextlib.suppress(self._driver.Error):
                    connection.close()
            self._all.clear()
            if self._listener is not None:
                self._listener.close()
                self._listener = None
        self._local = threading.local()


def adapt(connection: Any, psycopg: Any) -> None:
    """Values as SQLite gives and takes them: sums are numbers, and truth is 0 or 1."""

    class Number(psycopg.adapt.Loader):  # type: ignore[misc]
        def load(self, data: Any) -> int | float:
            text = bytes(data).decode("ascii")
            return int(text) if text.lstrip("-").isdigit() else float(text)

    class Truth(psycopg.adapt.Dumper):  # type: ignore[misc]
        oid = psycopg.adapters.types["int8"].oid

        def dump(self, obj: bool) -> bytes:
            return b"1" if obj else b"0"

    connection.adapters.register_loader("numeric", Number)
    connection.adapters.register_dumper(bool, Truth)
