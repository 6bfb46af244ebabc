"""The one way in which anything changes: rows and their event, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from toolkit.domain.events import (
    GENESIS,
    Change,
    Event,
    canonical_json,
    changes_json,
    event_hash,
    sha256_text,
)
from toolkit.domain.ids import uuid7
from toolkit.errors import ConflictError
from toolkit.store.database import Database
from toolkit.store.tables import TABLES, Table

Clock = Callable[[], str]


def utc_now() -> str:
    """The time in UTC, to the millisecond, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def record(
    database: Database,
    *,
    actor: str,
    kind: str,
    changes: Sequence[Change],
    summary: Mapping[str, Any] | None = None,
    texts: Iterable[str] = (),
    undoes: str | None = None,
    clock: Clock = utc_now,
) -> Event:
    """Apply the changes and append their event. Either both are durable or neither is.

    Raises `ConflictError` when a row is not what a change expects, and `StoreError`
    when the store cannot be written; the store is then as it was.
    """
    event_id, at = uuid7(), clock()
    changes_text = changes_json(changes)
    summary_text = canonical_json(summary or {})
    with database.transaction():
        for body in texts:
            database.execute(
                "INSERT INTO texts (sha256, body) VALUES (:sha256, :body) "
                "ON CONFLICT (sha256) DO NOTHING",
                {"sha256": sha256_text(body), "body": body},
            )
        apply_changes(database, changes)
        last = database.one("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")
        seq = int(last["seq"]) + 1 if last else 1
        prev_hash = str(last["hash"]) if last else GENESIS
        digest = event_hash(
            prev_hash=prev_hash,
            event_id=event_id,
            at=at,
            actor=actor,
            kind=kind,
            changes=changes_text,
            summary=summary_text,
            undoes=undoes,
        )
        database.execute(
            "INSERT INTO events "
            "(seq, id, at, actor, kind, changes, summary, undoes, prev_hash, hash) VALUES "
            "(:seq, :id, :at, :actor, :kind, :changes, :summary, :undoes, :prev_hash, :hash)",
            {
                "seq": seq,
                "id": event_id,
                "at": at,
                "actor": actor,
                "kind": kind,
                "changes": changes_text,
                "summary": summary_text,
                "undoes": undoes,
                "prev_hash": prev_hash,
                "hash": digest,
            },
        )
    return Event(
        id=event_id,
        seq=seq,
        at=at,
        actor=actor,
        kind=kind,
        changes=tuple(changes),
        summary=dict(summary or {}),
        undoes=undoes,
        prev_hash=prev_hash,
        hash=digest,
    )


def apply_changes(database: Database, changes: Sequence[Change]) -> None:
    """Change the rows. Runs of new rows in one table go in together."""
    for (name, inserting), run in groupby(changes, lambda c: (c.table, c.before is None)):
        table = TABLES[name]
        if inserting:
            _insert(database, table, list(run))
        else:
            for change in run:
                _replace(database, table, change)


def _insert(database: Database, table: Table, changes: list[Change]) -> None:
    names = table.column_names
    sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    rows = ([_after(change)[name] for name in names] for change in changes)
    try:
        database.connection().executemany(sql, rows)
    except sqlite3.IntegrityError as error:
        raise _conflict(table, changes[0], str(error)) from error


def _replace(database: Database, table: Table, change: Change) -> None:
    where = " AND ".join(f"{column} = :key_{column}" for column in table.key)
    keys = {f"key_{column}": value for column, value in zip(table.key, change.key, strict=True)}
    found = database.one(f"SELECT * FROM {table.name} WHERE {where}", keys)
    if found is None or dict(found) != dict(change.before or {}):
        raise _conflict(table, change, "it was changed or removed in the meantime")
    try:
        if change.after is None:
            database.connection().execute(f"DELETE FROM {table.name} WHERE {where}", keys)
        else:
            assignments = ", ".join(f"{name} = :{name}" for name in table.column_names)
            database.connection().execute(
                f"UPDATE {table.name} SET {assignments} WHERE {where}",
                {**change.after, **keys},
            )
    except sqlite3.IntegrityError as error:
        raise _conflict(table, change, str(error)) from error


def _after(change: Change) -> Mapping[str, Any]:
    assert change.after is not None
    return change.after


def _conflict(table: Table, change: Change, why: str) -> ConflictError:
    return ConflictError(
        f"{table.name} row {'/'.join(map(str, change.key))} is not as this change expects: {why}",
        code="store-conflict",
        hint="Something else has changed it, or later work depends on it; look at `qct log`. "
        "Nothing was changed.",
    )
