"""Rows and their event are written together, so that both are durable or neither is."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codings import Coder
from toolkit.domain.events import Change
from toolkit.errors import ConflictError, StoreError
from toolkit.store import migrate, queries, rows
from toolkit.store.log import entries, undo, verify
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.writer import record

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.store.protocol import Database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    path = tmp_path / ".qct" / "project.db"
    migrate.create(path)
    return SqliteDatabase(path)


def _add(database: Database, name: str) -> Change:
    change = rows.added("coders", rows.coder_row(Coder(name)))
    record(database, actor="a", kind="coder.add", changes=[change])
    return change


def test_a_change_and_its_event_are_written_together(either: Database) -> None:
    _add(either, "coder-a")
    assert [coder.id for coder in queries.coders(either)] == ["coder-a"]
    (event,) = entries.events(either)
    assert event.kind == "coder.add"
    assert event.changes[0].after == {"id": "coder-a", "name": ""}
    assert verify.verify(either) == []


def test_a_failing_change_leaves_neither_rows_nor_event(either: Database) -> None:
    first = _add(either, "coder-a")
    good = rows.added("coders", rows.coder_row(Coder("coder-b")))
    with pytest.raises(ConflictError):
        record(either, actor="a", kind="coder.add", changes=[good, first])
    assert [coder.id for coder in queries.coders(either)] == ["coder-a"]
    assert len(entries.events(either)) == 1
    assert verify.verify(either) == []


def test_a_change_of_a_row_that_moved_on_is_a_conflict(either: Database) -> None:
    _add(either, "coder-a")
    stale = Change(
        "coders", ("coder-a",), {"id": "coder-a", "name": "old"}, {"id": "coder-a", "name": "new"}
    )
    with pytest.raises(ConflictError, match="coder-a"):
        record(either, actor="a", kind="coder.rename", changes=[stale])
    assert queries.coders(either) == [Coder("coder-a")]


def test_a_missing_parent_row_is_a_conflict(either: Database) -> None:
    orphan = rows.added(
        "coverage",
        {"round_id": "nowhere", "coder_id": "x", "source_id": "y", "progress": "working"},
    )
    with pytest.raises(ConflictError):
        record(either, actor="a", kind="coverage.add", changes=[orphan])
    assert entries.events(either) == []


def test_many_rows_go_in_as_one_step_or_not_at_all(either: Database) -> None:
    many = [rows.added("coders", rows.coder_row(Coder(f"c\t\\N{n:04}", "가"))) for n in range(700)]
    event = record(either, actor="a", kind="coder.add", changes=many)
    assert len(queries.coders(either)) == 700
    with pytest.raises(ConflictError):
        record(either, actor="a", kind="coder.add", changes=[*_others(600), many[0]])
    assert len(queries.coders(either)) == 700
    assert verify.verify(either) == []
    undo.undo(either, actor="a")
    assert queries.coders(either) == []
    assert [entry.id for entry in entries.events(either)][-1] == event.id
    assert verify.verify(either) == []


def _others(count: int) -> list[Change]:
    return [rows.added("coders", rows.coder_row(Coder(f"o{n:04}"))) for n in range(count)]


def test_a_locked_store_says_so_and_changes_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.store.sqlite.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as error:
        _add(database, "coder-a")
    assert error.value.code == "store-locked"
    other.execute("ROLLBACK")
    other.close()
    _add(database, "coder-a")
    assert [coder.id for coder in queries.coders(database)] == ["coder-a"]


def test_a_read_only_store_is_read_and_not_written(database: Database) -> None:
    _add(database, "coder-a")
    database.close()
    reader = SqliteDatabase(database.path, read_only=True)
    assert [coder.id for coder in queries.coders(reader)] == ["coder-a"]
    with pytest.raises(StoreError) as error:
        _add(reader, "coder-b")
    assert error.value.code == "store-read-only"
    reader.close()


def test_a_full_disk_is_reported_and_nothing_is_lost(database: Database) -> None:
    _add(database, "coder-a")
    (pages,) = database.query("PRAGMA page_count")
    database.query(f"PRAGMA max_page_count = {pages[0]}")
    with pytest.raises(StoreError) as error:
        record(
            database,
            actor="a",
            kind="text.add",
            changes=[],
            texts=["x" * 1_000_000],
        )
    assert error.value.code == "disk-full"
    assert [coder.id for coder in queries.coders(database)] == ["coder-a"]
    assert verify.verify(database) == []


def test_the_store_is_private_to_its_owner(database: Database) -> None:
    assert database.path.stat().st_mode & 0o777 == 0o600
    assert database.path.parent.stat().st_mode & 0o777 == 0o700


def test_writes_are_synchronous_and_logged_ahead(database: Database) -> None:
    assert database.query("PRAGMA journal_mode")[0][0] == "wal"
    assert database.query("PRAGMA synchronous")[0][0] == 2
    assert database.query("PRAGMA foreign_keys")[0][0] == 1
