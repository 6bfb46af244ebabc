"""Appending an event to a SQLite store: the changed rows and the event in one transaction."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import GENESIS, Change, event_hash, sha256_text
from toolkit.store.driver_errors import ConstraintError
from toolkit.store.pending_event import ChainPosition, PendingEvent
from toolkit.store.preconditions import check_all, check_before, row_conflict
from toolkit.store.tables import TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from toolkit.store.protocol import Database


def append(
    database: Database, event: PendingEvent, *, before_commit: Callable[[], object] | None = None
) -> ChainPosition:
    """Apply the event's changes and give it its place at the end of the chain, durably.

    `before_commit` is called when all but the commit is done.
    """
    with database.transaction():
        place = write(database, event)
        if before_commit is not None:
            before_commit()
    return place


def write(database: Database, event: PendingEvent) -> ChainPosition:
    """Write the event in the transaction that is open, in which nobody else can append."""
    check_all(event.preconditions, database.query)
    add_texts(database, event.texts)
    apply_changes(database, event.changes)
    last = database.first("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")
    seq = int(last["seq"]) + 1 if last else 1
    prev_hash = str(last["hash"]) if last else GENESIS
    digest = event_hash(
        prev_hash=prev_hash,
        event_id=event.id,
        at=event.at,
        actor=event.actor,
        kind=event.kind,
        changes=event.changes_text,
        summary=event.summary_text,
        undoes=event.undoes,
    )
    database.execute(
        "INSERT INTO events "
        "(seq, id, at, actor, kind, changes, summary, undoes, prev_hash, hash) VALUES "
        "(:seq, :id, :at, :actor, :kind, :changes, :summary, :undoes, :prev_hash, :hash)",
        {
            "seq": seq,
            "id": event.id,
            "at": event.at,
            "actor": event.actor,
            "kind": event.kind,
            "changes": event.changes_text,
            "summary": event.summary_text,
            "undoes": event.undoes,
            "prev_hash": prev_hash,
            "hash": digest,
        },
    )
    return ChainPosition(seq, prev_hash, digest)


def add_texts(database: Database, texts: Iterable[str]) -> None:
    """Add the texts that are not there yet."""
    for body in texts:
        database.execute(
            "INSERT INTO texts (sha256, body) VALUES (:sha256, :body) "
            "ON CONFLICT (sha256) DO NOTHING",
            {"sha256": sha256_text(body), "body": body},
        )


def apply_changes(database: Database, changes: Sequence[Change]) -> None:
    """Change the rows. Consecutive new rows of one table are inserted together."""
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
        database.execute_many(sql, rows)
    except ConstraintError as error:
        raise row_conflict(table, changes[0], error.message) from error


def _replace(database: Database, table: Table, change: Change) -> None:
    where = " AND ".join(f"{column} = :key_{column}" for column in table.key)
    keys = {f"key_{column}": value for column, value in zip(table.key, change.key, strict=True)}
    row = database.first(f"SELECT * FROM {table.name} WHERE {where}", keys)
    check_before(table, change, row)
    try:
        if change.after is None:
            database.execute(f"DELETE FROM {table.name} WHERE {where}", keys)
        else:
            assignments = ", ".join(f"{name} = :{name}" for name in table.column_names)
            database.execute(
                f"UPDATE {table.name} SET {assignments} WHERE {where}",
                {**change.after, **keys},
            )
    except ConstraintError as error:
        raise row_conflict(table, change, error.message) from error


def _after(change: Change) -> Mapping[str, Any]:
    assert change.after is not None
    return change.after
