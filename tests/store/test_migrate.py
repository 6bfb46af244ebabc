"""Tests of making, opening, migrating and refusing stores."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.store.older import make_older
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
