"""Stores as an earlier version of the schema had them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from typing import TYPE_CHECKING

from toolkit.domain.events import GENESIS, canonical_json, event_hash
from toolkit.store.log.head import beside

if TYPE_CHECKING:
    from pathlib import Path


def make_older(path: Path) -> None:
    """Make a store one of schema 0004: work under way or submitted, no settings and no head."""
    beside(path).unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE coverage SET progress = 'working' WHERE progress = 'finished'")
        for table in (
            "theme_assignments",
            "theme_edits",
            "reveals",
            "queue_items",
            "queues",
            "pattern_decisions",
            "code_patterns",
            "settings",
            "erasures",
            "withdrawals",
            "redactions",
        ):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
        rows = connection.execute("SELECT * FROM events ORDER BY seq").fetchall()
        names = [column[1] for column in connection.execute("PRAGMA table_info(events)")]
        previous = GENESIS
        for values in rows:
            row = dict(zip(names, values, strict=True))
            kept = [part for part in json.loads(row["changes"]) if part["table"] != "settings"]
            changes = canonical_json(kept)
            changes = changes.replace('"progress":"finished"', '"progress":"working"')
            digest = event_hash(
                prev_hash=previous,
                event_id=row["id"],
                at=row["at"],
                actor=row["actor"],
                kind=row["kind"],
                changes=changes,
                summary=row["summary"],
                undoes=row["undoes"],
            )
            connection.execute(
                "UPDATE events SET changes = ?, prev_hash = ?, hash = ? WHERE seq = ?",
                (changes, previous, digest, row["seq"]),
            )
            previous = digest


def make_oldest(path: Path) -> None:
    """Make a store one of schema 0001: without settlements, corrections and families."""
    make_older(path)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for table in ("adjudications", "source_revisions", "orphans", "families"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
