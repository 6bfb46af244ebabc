"""A copy of a server's project on this machine, which follows the server's event log.

The copy is a SQLite store like any other, so everything can be read and verified from it. Its
`user_version` is the number of the newest event that came from the server. Later events were made
here while the server was away, and are removed once they have been sent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import TYPE_CHECKING

from toolkit.domain.events import Change
from toolkit.errors import StoreError
from toolkit.store import copy as copying
from toolkit.store import migrate
from toolkit.store.log.entries import newest_seq
from toolkit.store.log.erased import KIND as ERASURE
from toolkit.store.log.redact import KIND as WITHDRAWAL
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.sqlite_writer import apply_changes
from toolkit.store.tables import EVENTS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.store.protocol import Database
    from toolkit.store.row import Row

PATTERN = "replica-*.db*"
_BATCH = 500


def path_of(private_folder: Path, url: str) -> Path:
    """Path of the copy of the project at a (redacted) URL."""
    return private_folder / f"replica-{hashlib.sha256(url.encode()).hexdigest()[:12]}.db"


def usable(path: Path) -> bool:
    """Whether there is a complete copy with this version's schema."""
    try:
        return path.exists() and migrate.version_of(path) == migrate.SCHEMA_VERSION
    except StoreError:
        return False


def build(server: Database, path: Path) -> None:
    """Copy the whole project. An earlier copy is replaced once the new one is complete."""
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    copying.copy_into_file(server, path)
    with contextlib.closing(SqliteDatabase(path)) as copy:
        _reached(copy, newest_seq(copy))


def remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def base(copy: Database) -> int:
    """Number of the newest event that came from the server."""
    row = copy.first("PRAGMA user_version")
    return int(row[0]) if row is not None else 0


def own_events(copy: Database) -> int:
    """Number of events that were made here since."""
    return newest_seq(copy) - base(copy)


def rewind(copy: Database) -> None:
    """Remove the events made here, which the server has accepted or refused by now."""
    with copy.transaction():
        events = copy.query(
            "SELECT seq, changes FROM events WHERE seq > :base ORDER BY seq DESC",
            {"base": base(copy)},
        )
        for row in events:
            changes = [Change.from_payload(change) for change in json.loads(row["changes"])]
            back = [
                Change(change.table, change.key, change.after, change.before) for change in changes
            ]
            apply_changes(copy, back[::-1])
            copy.execute("DELETE FROM events WHERE seq = :seq", {"seq": row["seq"]})


def follow(server: Database, copy: Database) -> int:
    """Apply the server's newer events in order, and return their number."""
    followed = 0
    while True:
        events = server.query(
            f"SELECT {', '.join(EVENTS.column_names)} FROM events "
            f"WHERE seq > :base ORDER BY seq LIMIT {_BATCH}",
            {"base": base(copy)},
        )
        if not events:
            return followed
        if any(row["kind"] in (WITHDRAWAL, ERASURE) for row in events):
            followed += _refill(server, copy)
            continue
        changes = [
            [Change.from_payload(payload) for payload in json.loads(row["changes"])]
            for row in events
        ]
        texts = list(_texts(server, copy, [change for step in changes for change in step]))
        with copy.transaction():
            copy.load("texts", ("sha256", "body"), texts)
            for step in changes:
                apply_changes(copy, step)
            copy.load("events", EVENTS.column_names, (_values(row) for row in events))
            _reached(copy, int(events[-1]["seq"]))
        followed += len(events)


def _refill(server: Database, copy: Database) -> int:
    """Copy everything anew, since content was taken out of events that the copy has already.

    Returns the number of events that are new.
    """
    before = base(copy)
    with copy.exclusive(), server.snapshot():
        for table in reversed(copying.tables()):
            copy.execute(f"DELETE FROM {table.name}")
        for table in copying.tables():
            copying.fill(server, copy, table)
        reached = newest_seq(copy)
        _reached(copy, reached)
    copy.scrub()
    return reached - before


def _texts(server: Database, copy: Database, changes: list[Change]) -> Iterator[tuple[str, str]]:
    """Texts that the changes refer to and the copy does not have."""
    hashes: set[str] = set()
    for change in changes:
        for column in TABLES[change.table].columns:
            value = (change.after or {}).get(column.name)
            if column.references == "texts.sha256" and value:
                hashes.add(str(value))
    for sha256 in sorted(hashes):
        where = "WHERE sha256 = :sha256", {"sha256": sha256}
        if copy.first(f"SELECT 1 FROM texts {where[0]}", where[1]) is None:
            row = server.first(f"SELECT body FROM texts {where[0]}", where[1])
            if row is not None:
                yield sha256, str(row["body"])


def _values(row: Row) -> list[object]:
    return [row[name] for name in EVENTS.column_names]


def _reached(copy: Database, seq: int) -> None:
    copy.query(f"PRAGMA user_version = {int(seq)}")
