"""Copying a whole project from one store to another, and verifying that it arrived.

Both sides are read in the order of their keys and hashed row by row: the same hash means the same
rows, whatever kind of store holds them. The event chain is carried as it is.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import canonical_json
from toolkit.errors import ConflictError, StoreError
from toolkit.i18n import _
from toolkit.store import migrate
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.tables import EVENTS, TABLES, TEXTS, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.store.protocol import Database
    from toolkit.store.row import Row

_BATCH = 5000


@dataclass(frozen=True, slots=True)
class CopiedTable:
    name: str
    rows: int
    sha256: str
    """Hash of the canonical JSON of every row, in the order of the key."""


def tables() -> tuple[Table, ...]:
    """Every table, parents before the rows that refer to them."""
    return (TEXTS, *TABLES.values(), EVENTS)


def copy(source: Database, target: Database) -> list[CopiedTable]:
    """Copy everything in `source` into the empty store `target`, in one transaction.

    Raises `ConflictError` when the target holds anything, and `StoreError` when what arrived is not
    what was read; nothing stays in the target then.
    """
    with source.snapshot(), target.transaction():
        for table in tables():
            if target.first(f"SELECT 1 FROM {table.name} LIMIT 1") is not None:
                raise ConflictError(
                    _("{store} already holds a project (its {table} are not empty)").format(
                        store=target.label, table=table.name
                    ),
                    code="store-not-empty",
                    hint=_("Name an empty database or a file that does not exist."),
                )
        result = [fill(source, target, table) for table in tables()]
        for sent in result:
            arrived = _digest(target, sent.name)
            if arrived != sent:
                raise StoreError(
                    _("table {table} differs after copying to {store}").format(
                        table=sent.name, store=target.label
                    ),
                    code="copy-broken",
                    hint=_("Nothing was kept there; try again, and see `qct doctor`."),
                )
    return result


def fill(source: Database, target: Database, table: Table) -> CopiedTable:
    """Copy the rows of one table into the empty one of the target."""
    digest, count = hashlib.sha256(), 0
    rows = _ordered(source, table)
    while batch := list(islice(rows, _BATCH)):
        values = [_values(table, row) for row in batch]
        target.load(table.name, table.column_names, values)
        for row_values in values:
            digest.update(canonical_json(row_values).encode("utf-8") + b"\n")
        count += len(values)
    return CopiedTable(table.name, count, digest.hexdigest())


def digests(database: Database) -> list[CopiedTable]:
    """Row counts and hashes of all tables, for comparing two stores."""
    with database.snapshot():
        return [_digest(database, table.name) for table in tables()]


def _digest(database: Database, name: str) -> CopiedTable:
    table = next(other for other in tables() if other.name == name)
    digest, count = hashlib.sha256(), 0
    for row in _ordered(database, table):
        digest.update(canonical_json(_values(table, row)).encode("utf-8") + b"\n")
        count += 1
    return CopiedTable(name, count, digest.hexdigest())


def _ordered(database: Database, table: Table) -> Iterator[Row]:
    return database.iterate(
        f"SELECT {', '.join(table.column_names)} FROM {table.name} ORDER BY {', '.join(table.key)}"
    )


def _values(table: Table, row: Row) -> list[Any]:
    return [row[name] for name in table.column_names]


def copy_into_file(source: Database, path: Path) -> list[CopiedTable]:
    """Copy into a new SQLite store at `path`, one file without a log beside it."""
    path.unlink(missing_ok=True)
    draft = path.with_name(path.name + ".copying")
    _discard(draft)  # One that was cut short is no start.
    try:
        migrate.create(draft)
        target = SqliteDatabase(draft)
        try:
            done = copy(source, target)
            target.query("PRAGMA wal_checkpoint(TRUNCATE)")
            target.query("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
        os.replace(draft, path)
        return done
    finally:
        _discard(draft)


def _discard(draft: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        draft.with_name(draft.name + ending).unlink(missing_ok=True)
