"""Tests of making, opening, migrating and refusing stores."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from toolkit.errors import StoreError
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
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrate, "upgrade", fail)
    with pytest.raises(StoreError, match="No space left"):
        migrate.create(tmp_path / ".qct" / "project.db")
    assert list((tmp_path / ".qct").iterdir()) == []


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
