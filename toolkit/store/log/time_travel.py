"""The store at an earlier time: the log replayed into a private database, dropped on close."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import StoreError
from toolkit.i18n import _
from toolkit.store.log.erased import refuse_erased
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.tables import EVENTS, TABLES, TEXTS, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.domain.events import Key
    from toolkit.store.protocol import Database

_KINDS = {"text": "TEXT", "integer": "INTEGER", "real": "REAL"}
_BATCH = 20_000
TEXT_COLUMNS = {
    name: tuple(c.name for c in table.columns if c.references == "texts.sha256")
    for name, table in TABLES.items()
}
"""The columns of each table that hold the hash of a text."""


class PastDatabase(SqliteDatabase):
    """A store as it was after an event, for reading only.

    SQLite keeps a database without a name in memory, spills it into a file that no one
    else can open, and drops it on close. It has one connection, shared by all threads.
    """

    def __init__(self, original: Database, seq: int) -> None:
        where = original.path if original.kind == "sqlite" else Path(original.label)
        super().__init__(where, read_only=True)
        self.seq = seq
        self._replica = _open()
        try:
            with self.errors(), original.snapshot():
                _copy(original, self._replica, TEXTS, "")
                _copy(original, self._replica, EVENTS, f"WHERE seq <= {int(seq)}")
                replay_into(original, self._replica, upto=seq)
                index(self._replica)
            refuse_erased(self, _("at that time"))
        except BaseException:
            self._replica.close()
            raise

    def connection(self) -> Any:
        return self._replica

    def _lay(self, sql: str) -> int:
        """All threads share the one connection."""
        return self._replica.execute(sql).rowcount

    def transaction(self) -> Any:
        raise StoreError(
            _(
                "this is the project as it was after event {seq}, and the past cannot be changed"
            ).format(seq=self.seq),
            code="past-read-only",
            hint=_("Leave --at away to change the project as it is now."),
        )

    def copy_to(self, path: Path) -> None:  # noqa: ARG002
        """A backup is of the store as it is, never of a replica that cannot go on."""
        self.transaction()

    def close(self) -> None:
        self._replica.close()


def _open() -> sqlite3.Connection:
    connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"):
        connection.execute(f"PRAGMA {setting}")
    for table in (TEXTS, *TABLES.values(), EVENTS):
        columns = [f"{column.name} {_KINDS[column.kind]}" for column in table.columns]
        key = f"PRIMARY KEY ({', '.join(table.key)})"
        connection.execute(f"CREATE TABLE {table.name} ({', '.join([*columns, key])})")
    return connection


def index(replica: sqlite3.Connection) -> None:
    """Indexes come last: filling an index row by row costs more than building it."""
    for table in (*TABLES.values(), EVENTS):
        for columns in table.indexes:
            replica.execute(
                f"CREATE INDEX ix_{table.name}_{'_'.join(columns)} "
                f"ON {table.name} ({', '.join(columns)})"
            )


def _copy(original: Database, replica: sqlite3.Connection, table: Table, where: str) -> None:
    names = table.column_names
    copied = original.iterate(f"SELECT {', '.join(names)} FROM {table.name} {where}")
    replica.execute("BEGIN")
    replica.executemany(_insert(table), (tuple(row) for row in copied))
    replica.execute("COMMIT")


def _insert(table: Table) -> str:
    marks = ", ".join("?" * len(table.columns))
    return f"INSERT OR REPLACE INTO {table.name} ({', '.join(table.column_names)}) VALUES ({marks})"


def replica_of(database: Database, texts: set[str] | None = None) -> sqlite3.Connection:
    """The rows of every table as the log alone gives them; close it after use.

    The hashes of all texts that events refer to are added to `texts`. Raises `StoreError` naming
    the first event that cannot be read.
    """
    connection = _open()
    try:
        replay_into(database, connection, texts=texts)
    except BaseException:
        connection.close()
        raise
    return connection


def replay_into(
    database: Database,
    replica: sqlite3.Connection,
    upto: int | None = None,
    texts: set[str] | None = None,
) -> None:
    """Apply the events from the first to `upto`; memory does not grow with the log.

    The hashes of texts that the events refer to are added to `texts`, if it is given.
    """
    pending: dict[str, dict[Key, Mapping[str, Any] | None]] = {name: {} for name in TABLES}
    where = f"WHERE seq <= {int(upto)}" if upto is not None else ""
    waiting = 0
    replica.execute("BEGIN")
    for row in database.iterate(f"SELECT seq, changes FROM events {where} ORDER BY seq"):
        try:
            for change in json.loads(row["changes"]):
                after = change["after"]
                pending[change["table"]][tuple(change["key"])] = after
                if texts is not None and after and (columns := TEXT_COLUMNS[change["table"]]):
                    texts.update(after[column] for column in columns)
                waiting += 1
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise _unreadable(row["seq"]) from error
        if waiting >= _BATCH:
            _flush_readable(database, replica, pending, where)
            waiting = 0
    _flush_readable(database, replica, pending, where)
    replica.execute("COMMIT")


def _unreadable(seq: int) -> StoreError:
    return StoreError(
        _("event {seq} cannot be read: its changes are not what qct writes").format(seq=seq),
        code="event-unreadable",
        hint=_("`qct log --verify` tells what else is wrong; restore the newest backup."),
    )


def _flush_readable(
    database: Database,
    replica: sqlite3.Connection,
    pending: dict[str, dict[Key, Mapping[str, Any] | None]],
    where: str,
) -> None:
    """Write the rows. Raises `StoreError` for the first event whose rows no table can hold."""
    try:
        _flush(replica, pending)
    except (sqlite3.Error, OverflowError, AttributeError, TypeError) as error:
        for row in database.query(f"SELECT seq, changes FROM events {where} ORDER BY seq"):
            if not all(map(_fits, json.loads(row["changes"]))):
                raise _unreadable(row["seq"]) from error
        raise


def _fits(change: Mapping[str, Any]) -> bool:
    """Whether a change has a key and a row as its table has them."""
    table, after = TABLES[change["table"]], change["after"]
    if len(change["key"]) != len(table.key) or not isinstance(after, dict | None):
        return False
    values = [*change["key"], *(after or {}).values()]
    return all(
        isinstance(value, str | float | None)
        or (isinstance(value, int) and -(2**63) <= value < 2**63)
        for value in values
    )


def _flush(
    replica: sqlite3.Connection, pending: dict[str, dict[Key, Mapping[str, Any] | None]]
) -> None:
    """Write the newest state of each row. Their order is free: the replica has no foreign keys."""
    for name, changed in pending.items():
        if not changed:
            continue
        table = TABLES[name]
        names = table.column_names
        replica.executemany(
            _insert(table),
            [tuple(row.get(n) for n in names) for row in changed.values() if row is not None],
        )
        where = " AND ".join(f"{column} = ?" for column in table.key)
        replica.executemany(
            f"DELETE FROM {name} WHERE {where}",
            [key for key, row in changed.items() if row is None],
        )
        changed.clear()
