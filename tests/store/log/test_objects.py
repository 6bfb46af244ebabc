"""What is in a database beside the tables of qct, and values of another type than their column."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codings import Coder
from toolkit.store import rows
from toolkit.store.log.objects import foreign_objects, odd_values
from toolkit.store.log.verify import verify
from toolkit.store.tables import EVENTS, TABLES, TEXTS
from toolkit.store.writer import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.project import Project
    from toolkit.store.protocol import Database

COMMON = (
    ("CREATE TABLE extra (a TEXT)", "table extra is in the database, but not from qct"),
    ("CREATE VIEW seen AS SELECT 1 AS a", "view seen is in the database, but not from qct"),
    ("CREATE INDEX mine ON codings (id)", "index mine is in the database, but not from qct"),
    ("DROP INDEX ix_codings_code_id", "index ix_codings_code_id is missing in the database"),
    (
        "ALTER TABLE cases ADD COLUMN more TEXT",
        "column more of cases is in the database, but not from qct",
    ),
)
OTHER_INDEX = (
    "DROP INDEX ix_codings_code_id",
    "CREATE INDEX ix_codings_code_id ON codings (round_id)",
)
TRIGGERS = {
    "sqlite": ("CREATE TRIGGER spy AFTER INSERT ON memos BEGIN SELECT 1; END",),
    "postgresql": (
        "CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER spy AFTER INSERT ON memos FOR EACH ROW EXECUTE FUNCTION spy()",
    ),
}


def problems(database: Database) -> list[str]:
    return [finding.problem for finding in verify(database)]


def test_a_store_of_qct_holds_nothing_else(either: Database) -> None:
    assert list(foreign_objects(either)) == []
    assert verify(either) == []


def test_what_is_added_or_gone_is_named(either: Database) -> None:
    for statement, _problem in COMMON:
        either.execute(statement)
    for statement in TRIGGERS[either.kind]:
        either.execute(statement)
    expected = {problem for _statement, problem in COMMON}
    assert set(problems(either)) == expected | {"trigger spy is in the database, but not from qct"}
    assert verify(either, with_objects=False) == []


def test_an_index_over_other_columns_is_named(either: Database) -> None:
    for statement in OTHER_INDEX:
        either.execute(statement)
    assert problems(either) == ["index ix_codings_code_id is not over the columns that qct gave it"]


def test_a_text_of_no_event_is_named(either: Database) -> None:
    digest = hashlib.sha256(b"smuggled").hexdigest()
    either.execute(
        "INSERT INTO texts (sha256, body) VALUES (:sha256, 'smuggled')", {"sha256": digest}
    )
    assert problems(either) == [f"text {digest[:12]} belongs to no event"]


@contextmanager
def changed(database: Database, statement: str) -> Iterator[None]:
    """The store after a statement, which is taken back at the end."""
    database.query("BEGIN")
    try:
        database.execute(statement)
        yield
    finally:
        database.query("ROLLBACK")


def test_an_event_of_any_type_of_value_is_named(project: Project) -> None:
    database = project._session.database
    for column in EVENTS.column_names[1:]:
        for value in ("x'ff00'", "5", "1.5", "''", "'['", "'[5]'", "'{}'"):
            with changed(database, f"UPDATE events SET {column} = {value} WHERE seq = 2"):
                findings = verify(database)
            assert any(finding.seq == 2 or "event 2 " in finding.problem for finding in findings), (
                column,
                value,
            )
    assert verify(database) == []


def test_a_row_of_any_type_of_value_is_named(project: Project) -> None:
    """Every column of every table that has rows holds it in turn."""
    project.codings.add("E01", 2, 9, "trust", coder="coder-a")
    database = project._session.database
    database.query("PRAGMA foreign_keys = OFF")
    tried = 0
    for table in (TEXTS, *TABLES.values()):
        if database.first(f"SELECT 1 FROM {table.name}") is None:
            continue
        for column in table.columns:
            value = ("x'00ff'", "'abc'", "1.5")[tried % 3]
            where = f"rowid = (SELECT min(rowid) FROM {table.name})"
            with changed(
                database, f"UPDATE {table.name} SET {column.name} = {value} WHERE {where}"
            ):
                odd = [(name, at, kind) for name, _key, at, kind in odd_values(database)]
                assert problems(database), (table.name, column.name)
            if value.startswith("x"):
                assert odd == [(table.name, column.name, "blob")]
            tried += 1
    assert tried > 50
    assert verify(database) == []


@pytest.mark.parametrize(
    "changes",
    [
        '[{"table":"coders","key":["a"],"before":null,"after":{"id":"a","name":[1]}}]',
        '[{"table":"coders","key":["a"],"before":null,"after":[1]}]',
        '[{"table":"coders","key":["a","b"],"before":{},"after":null}]',
        '[{"table":"coders","key":["a"],"before":null,"after":{"id":"a","name":99999999999999999999}}]',
        '[{"table":"codebook_versions","key":[1],"before":null,"after":{"version":1}}]',
    ],
)
def test_changes_that_no_table_can_hold_are_named(either: Database, changes: str) -> None:
    added = rows.added("coders", rows.coder_row(Coder("a")))
    record(either, actor="a", kind="coder.add", changes=[added])
    either.execute("UPDATE events SET changes = :changes", {"changes": changes})
    assert "event 1 cannot be read: its changes are not what qct writes" in problems(either)
