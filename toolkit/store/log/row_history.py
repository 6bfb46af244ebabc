"""History of each row since an event, read from the log for a merge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from toolkit.store.log.entries import newest_seq, seq_of, undone_ids
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.merge import RowKey, State
    from toolkit.store.protocol import Database

BUNDLE = "bundle.make"
MERGE = "merge"
_CHUNK = 400


def common_ancestor(ours: Database, theirs: Database) -> tuple[int, int]:
    """The last event (its number here and there) up to which both are the same project.

    Each hash covers all events before it, so the shared beginning is found by halving.
    A bundle begins with an event that names where in the project's log it was taken.
    """
    low, high = 0, min(newest_seq(ours), newest_seq(theirs))
    while low < high:
        middle = (low + high + 1) // 2
        if hash_at(ours, middle) == hash_at(theirs, middle):
            low = middle
        else:
            high = middle - 1
    if low == 0 and (taken := bundled_from(theirs)) is not None:
        seq = seq_of(ours, taken)
        if seq is not None:
            return seq, 1
    return low, low


def hash_at(database: Database, seq: int) -> str | None:
    row = database.first("SELECT hash FROM events WHERE seq = :seq", {"seq": seq})
    return str(row["hash"]) if row is not None else None


def bundled_from(database: Database) -> str | None:
    """Id of the event after which a bundle was made; None for a project that is no bundle."""
    row = database.first("SELECT kind, summary FROM events WHERE seq = 1")
    if row is None or row["kind"] != BUNDLE:
        return None
    return str(json.loads(row["summary"]).get("taken_after", ""))


def row_history(database: Database, after: int) -> dict[RowKey, list[State]]:
    """All states of each row that changed after an event, beginning with the state before it.

    A merge that was undone is left out, so that it can be done again.
    """
    merges = {row["id"] for row in database.query("SELECT id FROM events WHERE kind = 'merge'")}
    undone = undone_ids(database) & merges
    history: dict[RowKey, list[State]] = {}
    for row in database.iterate(
        "SELECT id, kind, undoes, changes FROM events WHERE seq > :after ORDER BY seq",
        {"after": after},
    ):
        if row["id"] in undone or row["undoes"] in undone:
            continue
        for change in json.loads(row["changes"]):
            key = (change["table"], tuple(change["key"]))
            states = history.get(key)
            if states is None:
                states = history[key] = [change["before"]]
            states.append(change["after"])
    return history


def rejected_rows(database: Database) -> dict[str, frozenset[str]]:
    """Hashes of states that people decided against in merges that stand, by id of the row."""
    undone = undone_ids(database)
    digests: dict[str, set[str]] = {}
    for row in database.query("SELECT id, summary FROM events WHERE kind = 'merge'"):
        if row["id"] not in undone:
            for name, digest in json.loads(row["summary"]).get("rejected", {}).items():
                digests.setdefault(name, set()).add(digest)
    return {name: frozenset(several) for name, several in digests.items()}


def current_rows(database: Database, keys: Iterable[RowKey]) -> dict[RowKey, dict[str, Any]]:
    """Current rows of these keys; keys without a row are left out."""
    by_table: dict[str, list[tuple[str | int, ...]]] = {}
    for table, key in keys:
        by_table.setdefault(table, []).append(key)
    rows: dict[RowKey, dict[str, Any]] = {}
    for table, asked in by_table.items():
        for start in range(0, len(asked), _CHUNK):
            for row in _rows(database, table, asked[start : start + _CHUNK]):
                rows[table, tuple(row[column] for column in TABLES[table].key)] = row
    return rows


def _rows(
    database: Database, table: str, keys: list[tuple[str | int, ...]]
) -> list[dict[str, Any]]:
    columns = TABLES[table].key
    given = {f"k{at}_{n}": part for at, key in enumerate(keys) for n, part in enumerate(key)}
    if len(columns) == 1:
        where = f"{columns[0]} IN ({', '.join(f':k{at}_0' for at in range(len(keys)))})"
    else:
        where = " OR ".join(
            "(" + " AND ".join(f"{c} = :k{at}_{n}" for n, c in enumerate(columns)) + ")"
            for at in range(len(keys))
        )
    return [dict(row) for row in database.query(f"SELECT * FROM {table} WHERE {where}", given)]
