"""The one way in which anything changes: rows and their event, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from toolkit.store.database import Database, Row
from toolkit.store.driver_errors import ConnectionLostError, ConstraintError
from toolkit.store.preconditions import Precondition
from toolkit.store.tables import TABLES, Table

Clock = Callable[[], str]


def utc_now() -> str:
    """The time in UTC, to the millisecond, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """An event before it has its place in the chain; it can wait in the journal."""

    id: str
    at: str
    actor: str
    kind: str
    changes: tuple[Change, ...]
    summary: Mapping[str, Any]
    texts: tuple[str, ...]
    undoes: str | None
    changes_text: str
    summary_text: str
    seen: tuple[Precondition, ...] = ()
    """What must still be so when it is written; it is no part of the event."""


@dataclass(frozen=True, slots=True)
class ChainPosition:
    """Where an event came to stand in the chain."""

    seq: int
    prev_hash: str
    hash: str


def record(
    database: Database,
    *,
    actor: str,
    kind: str,
    changes: Sequence[Change],
    summary: Mapping[str, Any] | None = None,
    texts: Iterable[str] = (),
    undoes: str | None = None,
    seen: Iterable[Precondition] = (),
    clock: Clock = utc_now,
) -> Event:
    """Apply the changes and append their event. Either both are durable or neither is.

    Raises `ConflictError` when a row is not what a change expects or `seen` says,
    `KeptError` when the server is away and the change waits in the journal, and
    `StoreError` when the store cannot be written; the store is then as it was.
    """
    draft = PendingEvent(
        id=uuid7(),
        at=clock(),
        actor=actor,
        kind=kind,
        changes=tuple(changes),
        summary=dict(summary or {}),
        texts=tuple(texts),
        undoes=undoes,
        changes_text=changes_json(changes),
        summary_text=canonical_json(summary or {}),
        seen=tuple(seen),
    )
    try:
        place = append(database, draft) if database.take is None else database.take(draft)
    except ConnectionLostError as error:
        if database.keep is None:
            raise
        raise database.keep(draft) from error
    return Event(
        id=draft.id,
        seq=place.seq,
        at=draft.at,
        actor=actor,
        kind=kind,
        changes=draft.changes,
        summary=draft.summary,
        undoes=undoes,
        prev_hash=place.prev_hash,
        hash=place.hash,
    )


def append(
    database: Database, draft: PendingEvent, *, before_commit: Callable[[], object] | None = None
) -> ChainPosition:
    """Give the draft its place at the end of the chain, durably.

    `before_commit` is called when all but the commit of a SQLite store is done.
    """
    if database.kind == "postgresql":
        from toolkit.store.postgres import writer as pg_writer

        return pg_writer.append(database, draft)  # type: ignore[arg-type]
    with database.transaction():
        for one in draft.seen:
            one.check(database.one(one.select, {"key": one.key}))
        for body in draft.texts:
            database.execute(
                "INSERT INTO texts (sha256, body) VALUES (:sha256, :body) "
                "ON CONFLICT (sha256) DO NOTHING",
                {"sha256": sha256_text(body), "body": body},
            )
        apply_changes(database, draft.changes)
        last = database.one("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")
        seq = int(last["seq"]) + 1 if last else 1
        prev_hash = str(last["hash"]) if last else GENESIS
        digest = event_hash(
            prev_hash=prev_hash,
            event_id=draft.id,
            at=draft.at,
            actor=draft.actor,
            kind=draft.kind,
            changes=draft.changes_text,
            summary=draft.summary_text,
            undoes=draft.undoes,
        )
        database.execute(
            "INSERT INTO events "
            "(seq, id, at, actor, kind, changes, summary, undoes, prev_hash, hash) VALUES "
            "(:seq, :id, :at, :actor, :kind, :changes, :summary, :undoes, :prev_hash, :hash)",
            {
                "seq": seq,
                "id": draft.id,
                "at": draft.at,
                "actor": draft.actor,
                "kind": draft.kind,
                "changes": draft.changes_text,
                "summary": draft.summary_text,
                "undoes": draft.undoes,
                "prev_hash": prev_hash,
                "hash": digest,
            },
        )
        if before_commit is not None:
            before_commit()
    return ChainPosition(seq, prev_hash, digest)


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
        database.execute_many(sql, rows)
    except ConstraintError as error:
        raise conflict(table, changes[0], error.message) from error


def _replace(database: Database, table: Table, change: Change) -> None:
    where = " AND ".join(f"{column} = :key_{column}" for column in table.key)
    keys = {f"key_{column}": value for column, value in zip(table.key, change.key, strict=True)}
    found = database.one(f"SELECT * FROM {table.name} WHERE {where}", keys)
    check_before(table, change, found)
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
        raise conflict(table, change, error.message) from error


def check_before(table: Table, change: Change, found: Row | None) -> None:
    """Raise `ConflictError` unless the row is what the change expects."""
    if found is None or dict(found) != dict(change.before or {}):
        raise conflict(table, change, "it was changed or removed in the meantime")


def _after(change: Change) -> Mapping[str, Any]:
    assert change.after is not None
    return change.after


def conflict(table: Table, change: Change, why: str) -> ConflictError:
    return ConflictError(
        f"{table.name} row {'/'.join(map(str, change.key))} is not as this change expects: {why}",
        code="store-conflict",
        hint="Something else has changed it, or later work depends on it; look at `qct log`. "
        "Nothing was changed.",
    )
