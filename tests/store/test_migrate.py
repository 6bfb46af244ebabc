"""Tests of making, opening, migrating and refusing stores."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.store.older import make_older, make_oldest
from toolkit.config import STORE_PATH
from toolkit.errors import StoreError, UsageError
from toolkit.project import Project
from toolkit.store import migrate
from toolkit.store.sqlite import SqliteDatabase


def test_the_migrations_give_exactly_the_declared_schema(tmp_path: Path) -> None:
    import sqlalchemy as sa
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from toolkit.store.migrations.schema import metadata

    path = tmp_path / "project.db"
    migrate.create(path)
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata()) == []
    engine.dispose()


def test_the_version_kept_as_text_is_the_newest_migration() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.SCHEMA_VERSION


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    migrate.create(path)
    database = SqliteDatabase(path)
    database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    before = path.read_bytes()
    with pytest.raises(StoreError) as error:
        migrate.check(path)
    assert error.value.code == "store-newer"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"x" * 200]
)
def test_a_damaged_store_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "project.db"
    path.write_bytes(content)
    with pytest.raises(StoreError) as error:
        migrate.check(path)
    assert error.value.code in {"store-damaged", "store-failed"}


def test_an_unrelated_database_is_not_taken_over(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(StoreError) as error:
        migrate.check(path)
    assert error.value.code == "store-foreign"


def test_a_store_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, *, named: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrate, "upgrade", fail)
    with pytest.raises(StoreError, match=r"the disk that holds .*project\.db is full"):
        migrate.create(tmp_path / "a" / ".qct" / "project.db")
    assert list(tmp_path.iterdir()) == []


def test_a_migration_keeps_the_store_as_it_was(tmp_path: Path) -> None:
    store = tmp_path / "project.db"
    migrate.create(store)
    before = dump(store)
    migrate._upgrade_in_place(store)
    (backup,) = (tmp_path / "backups").glob("project-*.db")
    assert dump(backup) == before
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.parent.stat().st_mode & 0o777 == 0o700


def dump(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def build_before_0005(project: Project) -> None:
    """Rows as a store had them before there was finished work: closed, imported and under way."""
    start = project.sources.text("E01").index("We do not")
    project.rounds.open("R1", actor="lead", coders=["coder-a", "coder-b"])
    for coder in ("coder-a", "coder-b"):
        project.codings.add("E01", start, start + 9, "trust", coder=coder, round_id="R1")
    project.rounds.submit("R1", "E01", coder="coder-b")
    project.rounds.close("R1", actor="lead")
    project.codings.add("K01", 3, 9, "trust", coder="coder-a")
    line = {
        "source": "E01",
        "start": start,
        "end": start + 9,
        "code": "trust",
        "quote": "We do not",
    }
    path = project.folder / "codings.jsonl"
    path.write_text(json.dumps({**line, "coder": "coder-c", "round": "main"}), encoding="utf-8")
    project.sources.import_files([path], actor="lead")


def test_work_of_closed_rounds_and_of_imports_becomes_finished(
    project: Project, tmp_path: Path
) -> None:
    build_before_0005(project)
    project.close()
    store = project.folder / STORE_PATH
    make_older(store)
    other = tmp_path / "other.db"
    shutil.copy(store, other)
    for path in (store, other):
        migrate.check(path)
    with Project.open(project.folder) as migrated:
        states = {
            (part.round_id, part.coder_id, part.source_id): part.progress.value
            for part in migrated.rounds.coverage()
        }
        assert states == {
            ("R1", "coder-a", "E01"): "finished",
            ("R1", "coder-b", "E01"): "submitted",
            ("main", "coder-a", "K01"): "working",
            ("main", "coder-c", "E01"): "finished",
        }
        assert migrated.history.verify() == []
        last = migrated.history.events()[0]
        assert (last.kind, last.summary["finished"]) == ("store.migrate", 2)
        with pytest.raises(UsageError, match="cannot be undone"):
            migrated.history.undo(actor="lead", event=last.seq)
        assert migrated.history.undo(actor="lead").summary["of"] == "coding.import"
    # Two copies that are migrated apart have the same log, so that they can be merged later.
    with contextlib.closing(sqlite3.connect(other)) as connection:
        hashes = connection.execute("SELECT hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    assert hashes == (last.hash,)


def test_an_empty_store_is_migrated_without_an_event(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    migrate.create(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (0,)


OPENER = """
import sys
from toolkit.project import Project
print("ready", flush=True)
sys.stdin.readline()
with Project.open(sys.argv[1]) as project:
    print(project._session.database.first("SELECT version_num FROM alembic_version")[0])
"""
WRITER = """
import sys
from pathlib import Path
from toolkit.domain.codings import Coder
from toolkit.store import rows
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.writer import record
database = SqliteDatabase(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(30):
    added = rows.added("coders", rows.coder_row(Coder(f"coder-{number}")))
    record(database, actor="coder-a", kind="coder.add", changes=[added])
    print(f"coder-{number}", flush=True)
"""


def test_the_oldest_store_is_upgraded_once_while_others_open_and_write(project: Project) -> None:
    """A program that has the store open, as one of an earlier version may, loses nothing."""
    made = project.codings.add("E01", 0, 2, "trust", coder="coder-a")
    project.close()
    store = project.folder / STORE_PATH
    make_oldest(store)
    with contextlib.closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    programs = [(OPENER, project.folder), (OPENER, project.folder), (WRITER, store)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(place)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for code, place in programs
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in reversed(running):
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    printed = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], printed
    assert [out for out, _complaints in printed[:2]] == [f"{migrate.SCHEMA_VERSION}\n"] * 2
    with Project.open(project.folder) as again:
        assert again.history.verify() == []
        assert made.id in {coding.id for coding in again.codings.find()}
        acknowledged = set(printed[2][0].split())
        assert len(acknowledged) == 30
        stored = again._session.database.query("SELECT id FROM coders")
        assert acknowledged <= {row["id"] for row in stored}
    kept = [dump(backup) for backup in (store.parent / "backups").glob("project-*.db")]
    assert any("VALUES('0001')" in line for lines in kept for line in lines)
    assert list((store.parent / "backups").glob("*.part*")) == []


def test_an_older_store_that_may_only_be_read_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    store = project.folder / STORE_PATH
    make_older(store)
    monkeypatch.setattr(migrate, "may_write", lambda _path: False)
    before = store.read_bytes()
    with pytest.raises(StoreError) as caught:
        migrate.check(store)
    assert caught.value.code == "store-read-only"
    assert store.read_bytes() == before


def test_an_upgrade_that_fails_leaves_the_old_store(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    store = project.folder / STORE_PATH
    make_oldest(store)
    before = dump(store)
    run_migrations = migrate.run_migrations

    def fail(connection: Any) -> None:
        run_migrations(connection)
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(migrate, "run_migrations", fail)
    with pytest.raises(StoreError) as caught:
        migrate.check(store)
    assert caught.value.code == "disk-full"
    assert dump(store) == before
