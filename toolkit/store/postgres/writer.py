"""Appending an event on a server: one short transaction, sent without waiting in between.

Rows are written first and by many at once; PostgreSQL's row locks order those who touch
the same row. Only then is the chain's lock taken, for the instant that it takes to add the
event and commit. The server computes the event's hash itself, since only there, under the
lock, is the hash before it known: everything goes out as one pipeline, so no client holds
the lock while it is being scheduled.
"""

from __future__ import annotations

import random
import time
from contextlib import nullcontext
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import GENESIS, Change, canonical_json, sha256_text
from toolkit.errors import ConflictError
from toolkit.store.driver_errors import ConnectionLostError, ConstraintError, SerializationError
from toolkit.store.pending_event import ChainPosition, PendingEvent
from toolkit.store.postgres.adapt import translated
from toolkit.store.postgres.errors import read_only
from toolkit.store.postgres.listen import CHANNEL
from toolkit.store.preconditions import check_all, check_before, row_conflict
from toolkit.store.tables import TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.store.postgres.connection import PostgresConnection

ATTEMPTS = 20
BULK = 500
"""Number of changes from which on rows are loaded instead of inserted singly."""

# The first key names the toolkit, the second the project: its schema in this database.
NOTIFY_AND_LOCK = (
    "SELECT pg_notify(%s, ''), pg_advisory_xact_lock(7434100, hashtext(current_schema()))"
)
_TEXT = "INSERT INTO texts (sha256, body) VALUES (%s, %s) ON CONFLICT (sha256) DO NOTHING"
# `body` is the JSON list that `domain.events.event_hash` hashes, but for its first element.
_EVENT = """
INSERT INTO events (seq, id, at, actor, kind, changes, summary, undoes, prev_hash, hash)
SELECT last.seq + 1, %(id)s, %(at)s, %(actor)s, %(kind)s, %(changes)s, %(summary)s, %(undoes)s,
       last.hash, encode(sha256(convert_to('["' || last.hash || '",' || %(body)s, 'UTF8')), 'hex')
FROM (SELECT coalesce(max(seq), 0) AS seq,
             coalesce((SELECT hash FROM events ORDER BY seq DESC LIMIT 1), %(genesis)s) AS hash
      FROM events) AS last
RETURNING seq, prev_hash, hash
"""


def append(database: PostgresConnection, event: PendingEvent) -> ChainPosition:
    """Make the event durable exactly once, whatever happens to the connection in between.

    Raises `ConnectionLostError` when the server stays away for `PATIENCE` seconds; whether the
    event arrived is then unknown, and its id tells at the next connection.
    """
    if database.read_only:
        raise read_only(database.label)
    deadline, unsure = database.deadline(), False
    for attempt in range(1, 1_000_000):
        try:
            if unsure and (place := find(database, event.id)) is not None:
                return place
            return _append_once(database, event)
        except ConflictError:
            # The conflict may be with this very event, committed as the connection
            # broke.
            if unsure and (place := find(database, event.id)) is not None:
                return place
            raise
        except SerializationError:
            if attempt >= ATTEMPTS:
                raise
            time.sleep(random.uniform(0, 0.005 * attempt))
        except ConnectionLostError:
            unsure = True
            pause = min(0.05 * attempt, 0.5)
            if database.gives_up(deadline, pause):
                raise
            time.sleep(pause)
    raise AssertionError("unreachable")


def find(database: PostgresConnection, event_id: str) -> ChainPosition | None:
    """Position of an event that may have been committed before; None where it was not."""
    with database.errors():
        row = (
            database.connection()
            .execute("SELECT seq, prev_hash, hash FROM events WHERE id = %s", (event_id,))
            .fetchone()
        )
    return None if row is None else ChainPosition(row["seq"], row["prev_hash"], row["hash"])


def _append_once(database: PostgresConnection, event: PendingEvent) -> ChainPosition:
    body = canonical_json(
        [
            event.id,
            event.at,
            event.actor,
            event.kind,
            event.changes_text,
            event.summary_text,
            event.undoes,
        ]
    )
    values = {
        "id": event.id,
        "at": event.at,
        "actor": event.actor,
        "kind": event.kind,
        "changes": event.changes_text,
        "summary": event.summary_text,
        "undoes": event.undoes,
        "body": body[1:],
        "genesis": GENESIS,
    }
    try:
        with database.errors():
            connection = database.connection()
            # Loading many rows is quicker outside a pipeline; the lock still comes last.
            bulk = len(event.changes) >= BULK
            with nullcontext() if bulk else connection.pipeline(), connection.transaction():
                # The locks are shared, so that a coder waits only for someone who
                # changes the row itself.
                check_all(event.preconditions, partial(_query, connection), lock=" FOR SHARE")
                for text in event.texts:
                    connection.execute(_TEXT, (sha256_text(text), text))
                _apply(database, connection, event.changes, bulk)
                connection.execute(NOTIFY_AND_LOCK, (CHANNEL,))
                cursor = connection.execute(_EVENT, values)
            row = cursor.fetchone()
    except ConstraintError as error:
        table = error.message.partition(":")[0]
        suspect = next((c for c in event.changes if c.table == table), None)
        if suspect is None:
            raise
        raise row_conflict(TABLES[table], suspect, error.message) from error
    return ChainPosition(row["seq"], row["prev_hash"], row["hash"])


def _query(connection: Any, sql: str, params: dict[str, str]) -> Any:
    return connection.execute(translated(sql), params).fetchall()


def _apply(
    database: PostgresConnection, connection: Any, changes: Sequence[Change], bulk: bool
) -> None:
    for (name, inserting), run in groupby(changes, lambda c: (c.table, c.before is None)):
        table = TABLES[name]
        if inserting:
            added = [[c.after[n] for n in table.column_names] for c in run if c.after]
            if bulk:
                database.load(table.name, table.column_names, added)
            else:
                _insert(connection, table, added)
        else:
            for change in run:
                _replace(connection, table, change)


def _insert(connection: Any, table: Table, rows: list[list[Any]]) -> None:
    names = table.column_names
    sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
    if len(rows) == 1:
        connection.execute(sql, rows[0])
    else:
        connection.cursor().executemany(sql, rows)


def _replace(connection: Any, table: Table, change: Change) -> None:
    where = " AND ".join(f"{column} = %(key_{column})s" for column in table.key)
    keys = {f"key_{column}": value for column, value in zip(table.key, change.key, strict=True)}
    # The row is locked, so that nobody changes it before the commit.
    row = connection.execute(f"SELECT * FROM {table.name} WHERE {where} FOR UPDATE", keys)
    check_before(table, change, row.fetchone())
    if change.after is None:
        connection.execute(f"DELETE FROM {table.name} WHERE {where}", keys)
    else:
        assignments = ", ".join(f"{name} = %({name})s" for name in table.column_names)
        connection.execute(
            f"UPDATE {table.name} SET {assignments} WHERE {where}", {**change.after, **keys}
        )
