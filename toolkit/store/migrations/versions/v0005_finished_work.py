"""Finished work, and settings of the project.

Work done before there was that state is finished where it is over or came from files. Rows of
closed rounds, and rows that an import of codings made, become finished. Submitted rows
stay submitted, which is finished and locked, and all others stay as work in progress. The
change is an event as every other. Its id and time follow from the event before it, so that two
copies of one store which are migrated apart have the same log.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from toolkit.domain.events import Change, canonical_json, changes_json, event_hash
from toolkit.domain.ids import derived_id

if TYPE_CHECKING:
    from collections.abc import Iterable

revision = "0005"
down_revision = "0004"

_KEY = ("round_id", "coder_id", "source_id")
Key = tuple[str, str, str]


def upgrade() -> None:
    op.create_table(
        "settings",
        sa.Column("key", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    connection = op.get_bind()
    last = _first(connection, "SELECT * FROM events ORDER BY seq DESC LIMIT 1")
    if last is None:
        return
    changes = _changes(connection)
    if changes:
        _write(connection, changes)
        _log(connection, changes, last)


def _changes(connection: sa.Connection) -> list[Change]:
    """The rows that become finished, and those that codings in closed rounds only implied."""
    closed = {
        row["id"] for row in _rows(connection, "SELECT id FROM rounds WHERE status = 'closed'")
    }
    imported = set(_imported(connection))
    stated = {_key(row): row["progress"] for row in _rows(connection, "SELECT * FROM coverage")}
    implied = {
        _key(row)
        for row in _rows(connection, "SELECT DISTINCT round_id, coder_id, source_id FROM codings")
    }
    changes = []
    for key in sorted(stated.keys() | implied):
        if stated.get(key) in ("finished", "submitted"):
            continue
        if key[0] in closed or key in imported:
            before = _row(key, stated[key]) if key in stated else None
            changes.append(Change("coverage", key, before, _row(key, "finished")))
    return changes


def _imported(connection: sa.Connection) -> Iterable[Key]:
    """The work that an import of codings brought."""
    for row in _rows(connection, "SELECT changes FROM events WHERE kind = 'coding.import'"):
        for change in json.loads(row["changes"]):
            if change["table"] == "coverage" and change["after"] is not None:
                yield _key(change["after"])


def _write(connection: sa.Connection, changes: Iterable[Change]) -> None:
    for change in changes:
        assert change.after is not None
        statement = (
            "UPDATE coverage SET progress = :progress WHERE round_id = :round_id "
            "AND coder_id = :coder_id AND source_id = :source_id"
            if change.before is not None
            else "INSERT INTO coverage (round_id, coder_id, source_id, progress) "
            "VALUES (:round_id, :coder_id, :source_id, :progress)"
        )
        connection.execute(sa.text(statement), dict(change.after))


def _log(connection: sa.Connection, changes: list[Change], last: dict[str, Any]) -> None:
    event = {
        "id": derived_id("migration", revision, last["hash"]),
        "at": last["at"],
        "actor": "qct",
        "kind": "store.migrate",
        "changes": changes_json(changes),
        "summary": canonical_json({"finished": len(changes), "schema": revision}),
        "undoes": None,
        "prev_hash": last["hash"],
    }
    digest = event_hash(
        prev_hash=event["prev_hash"],
        event_id=event["id"],
        at=event["at"],
        actor=event["actor"],
        kind=event["kind"],
        changes=event["changes"],
        summary=event["summary"],
        undoes=None,
    )
    columns = ("seq", *event, "hash")
    connection.execute(
        sa.text(
            f"INSERT INTO events ({', '.join(columns)}) "
            f"VALUES ({', '.join(f':{column}' for column in columns)})"
        ),
        {**event, "seq": last["seq"] + 1, "hash": digest},
    )


def _row(key: Key, progress: str) -> dict[str, str]:
    return {**dict(zip(_KEY, key, strict=True)), "progress": progress}


def _key(row: Any) -> Key:
    return (row["round_id"], row["coder_id"], row["source_id"])


def _rows(connection: sa.Connection, statement: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(sa.text(statement)).mappings()]


def _first(connection: sa.Connection, statement: str) -> dict[str, Any] | None:
    return next(iter(_rows(connection, statement)), None)
