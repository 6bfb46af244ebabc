"""Making a store and bringing an older one up to date, by Alembic.

A store is migrated in a copy that replaces the original in one rename, so a crash
leaves either the old store or the new one. `SCHEMA_VERSION` is kept here as text so
that opening an up-to-date store imports neither Alembic nor SQLAlchemy.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import Any

from toolkit.errors import StoreError
from toolkit.i18n import _
from toolkit.store.sqlite import explain

SCHEMA_VERSION = "0006"
"""The newest migration in `migrations/versions`; a test holds the two together."""


def version_of(path: Path) -> str | None:
    """The schema version of a store, or None for a database that is not one of ours."""
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)
        ) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise explain(error, path) from error
    except sqlite3.DatabaseError as error:
        raise explain(error, path) from error
    return str(row[0]) if row else None


def create(path: Path) -> None:
    """Make a new, empty store. A failure leaves nothing behind."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    _discard(draft)
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        upgrade(draft)
        draft.replace(path)
    except OSError as error:
        raise StoreError(
            _("the store {path} cannot be made: {reason}").format(
                path=path, reason=error.strerror or error
            ),
            code="store-unreachable",
            hint=_("Check that the folder exists and that you may write to it."),
        ) from error
    finally:
        _discard(draft)


def _discard(draft: Path) -> None:
    """Remove a draft with its journal, which SQLite would else play back into the next one."""
    for ending in ("", "-journal", "-wal", "-shm"):
        draft.with_name(draft.name + ending).unlink(missing_ok=True)


def check(path: Path) -> None:
    """Raise unless the store can be used as it is."""
    version = version_of(path)
    if version is None:
        raise foreign(str(path))
    if version > SCHEMA_VERSION:
        raise newer(str(path), version)
    if version < SCHEMA_VERSION:
        _upgrade_in_place(path)


def foreign(label: str) -> StoreError:
    return StoreError(
        _("{label} is not a store of this toolkit").format(label=label),
        code="store-foreign",
        hint=_("Name another folder with --project, or move the file away and run `qct init`."),
    )


def newer(label: str, version: str) -> StoreError:
    return StoreError(
        _(
            "the store {label} was made by a newer version of qct (schema {version}, "
            "this version knows up to {newest})"
        ).format(label=label, version=version, newest=SCHEMA_VERSION),
        code="store-newer",
        hint=_("Upgrade qct; the store was not touched."),
    )


def _upgrade_in_place(path: Path) -> None:
    draft = path.with_name(path.name + ".new")
    _discard(draft)
    with (
        contextlib.closing(sqlite3.connect(path)) as original,
        contextlib.closing(sqlite3.connect(draft)) as copy,
    ):
        original.backup(copy)
    draft.chmod(0o600)
    _keep(path, draft)
    upgrade(draft)
    draft.replace(path)


def _keep(path: Path, copy: Path) -> None:
    """Keep the store from before a migration among the backups, where `qct restore` finds it."""
    from datetime import UTC, datetime

    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")[:-3]
    target = folder / f"project-{stamp}Z.db"
    os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    target.write_bytes(copy.read_bytes())


def upgrade(path: Path) -> None:
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            run_migrations(connection)
    finally:
        engine.dispose()


def run_migrations(connection: Any) -> None:
    """Migrate the database of an open SQLAlchemy connection to `SCHEMA_VERSION`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
