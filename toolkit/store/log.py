"""Reading the event log, undoing from it, and proving it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.domain.events import GENESIS, Change, Event, Key, event_hash, sha256_text
from toolkit.errors import ConflictError, UsageError
from toolkit.store.database import Database
from toolkit.store.tables import TABLES
from toolkit.store.writer import record

NOT_UNDONE = frozenset({"undo", "redo", "project.init", "suggestion.offer", "direction.propose"})
"""Kinds that `undo` passes over: it takes back what people did, not what was shown to them."""


def events(
    database: Database, *, actor: str | None = None, limit: int | None = None
) -> list[Event]:
    """The newest events first."""
    where = "WHERE actor = :actor" if actor else ""
    bound = "LIMIT :limit" if limit is not None else ""
    rows = database.query(
        f"SELECT * FROM events {where} ORDER BY seq DESC {bound}",
        {"actor": actor, "limit": limit},
    )
    return [_event(row) for row in rows]


def _event(row: Any) -> Event:
    return Event(
        id=row["id"],
        seq=row["seq"],
        at=row["at"],
        actor=row["actor"],
        kind=row["kind"],
        changes=tuple(Change.from_payload(change) for change in json.loads(row["changes"])),
        summary=json.loads(row["summary"]),
        undoes=row["undoes"],
        prev_hash=row["prev_hash"],
        hash=row["hash"],
    )


_ACTIVE_UNDO = """
  SELECT 1 FROM events u WHERE u.undoes = e.id AND u.kind = 'undo'
  AND NOT EXISTS (SELECT 1 FROM events r WHERE r.undoes = u.id)
"""


def undo(database: Database, *, actor: str, of: str | None = None) -> Event:
    """Compensate the last event of `of` (anyone's when None) that still stands.

    Raises `UsageError` when nothing is left to undo and `ConflictError` when later
    work depends on it.
    """
    whose = "AND e.actor = :actor" if of else ""
    skipped = ", ".join(f"'{kind}'" for kind in sorted(NOT_UNDONE))
    row = database.one(
        f"SELECT * FROM events e WHERE e.kind NOT IN ({skipped}) {whose} "
        f"AND NOT EXISTS ({_ACTIVE_UNDO}) ORDER BY e.seq DESC LIMIT 1",
        {"actor": of},
    )
    if row is None:
        raise UsageError("there is nothing to undo", code="nothing-to-undo")
    return _compensate(database, _event(row), actor=actor, kind="undo")


def redo(database: Database, *, actor: str, of: str | None = None) -> Event:
    """Bring back the last undone event, unless something new was done since."""
    whose = "AND e.actor = :actor" if of else ""
    skipped = ", ".join(f"'{kind}'" for kind in sorted(NOT_UNDONE - {"undo"}))
    row = database.one(
        f"SELECT * FROM events e WHERE e.kind NOT IN ({skipped}) {whose} "
        "AND NOT EXISTS (SELECT 1 FROM events r WHERE r.undoes = e.id AND e.kind = 'undo') "
        "ORDER BY e.seq DESC LIMIT 1",
        {"actor": of},
    )
    if row is None or row["kind"] != "undo":
        raise UsageError("there is nothing to redo", code="nothing-to-redo")
    return _compensate(database, _event(row), actor=actor, kind="redo")


def _compensate(database: Database, event: Event, *, actor: str, kind: str) -> Event:
    inverse = [change.inverse() for change in reversed(event.changes)]
    try:
        return record(
            database,
            actor=actor,
            kind=kind,
            changes=inverse,
            summary={**event.summary, "of": event.kind},
            undoes=event.id,
        )
    except ConflictError as error:
        raise ConflictError(
            f"cannot {kind} {event.kind} (event {event.seq}): later work depends on it. "
            f"{error.message}",
            code="undo-conflict",
            hint="Undo the later changes first; `qct log` lists them.",
        ) from error


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the log and the store disagree about."""

    seq: int | None
    problem: str


def verify(database: Database) -> list[Finding]:
    """Everything wrong with the chain, the texts or the rows; empty when all is proven."""
    return [*_verify_chain(database), *_verify_texts(database), *_verify_rows(database)]


def _verify_chain(database: Database) -> Iterator[Finding]:
    previous, expected_seq = GENESIS, 1
    for row in database.iterate("SELECT * FROM events ORDER BY seq"):
        seq = int(row["seq"])
        if seq != expected_seq:
            yield Finding(seq, f"events {expected_seq} to {seq - 1} are missing")
        if row["prev_hash"] != previous:
            yield Finding(seq, "does not follow the event before it")
        digest = event_hash(
            prev_hash=row["prev_hash"],
            event_id=row["id"],
            at=row["at"],
            actor=row["actor"],
            kind=row["kind"],
            changes=row["changes"],
            summary=row["summary"],
            undoes=row["undoes"],
        )
        if digest != row["hash"]:
            yield Finding(seq, "was altered: its content does not have its hash")
        previous, expected_seq = row["hash"], seq + 1


def _verify_texts(database: Database) -> Iterator[Finding]:
    for row in database.iterate("SELECT sha256, body FROM texts ORDER BY sha256"):
        if sha256_text(row["body"]) != row["sha256"]:
            yield Finding(None, f"text {row['sha256'][:12]} does not have its hash")


def replay(database: Database) -> dict[str, dict[Key, Mapping[str, Any]]]:
    """The rows of every table as the log alone gives them."""
    rows: dict[str, dict[Key, Mapping[str, Any]]] = {name: {} for name in TABLES}
    for row in database.iterate("SELECT changes FROM events ORDER BY seq"):
        for payload in json.loads(row["changes"]):
            table, key = rows[payload["table"]], tuple(payload["key"])
            if payload["after"] is None:
                table.pop(key, None)
            else:
                table[key] = payload["after"]
    return rows


def _verify_rows(database: Database) -> Iterator[Finding]:
    expected = replay(database)
    for name, table in TABLES.items():
        left = expected[name]
        for row in database.iterate(f"SELECT * FROM {name}"):
            key = tuple(row[column] for column in table.key)
            if key not in left:
                yield Finding(None, f"{name} {_spell(key)} is in the store but not in the log")
            elif dict(left.pop(key)) != dict(row):
                yield Finding(None, f"{name} {_spell(key)} differs from what the log says")
        for key in left:
            yield Finding(None, f"{name} {_spell(key)} is in the log but not in the store")


def _spell(key: Key) -> str:
    return "/".join(map(str, key))
