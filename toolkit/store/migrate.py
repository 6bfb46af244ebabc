"""Making a store and bringing an older one up to date, by Alembic.

A store is migrated in one transaction that begins with the write lock, so a crash leaves either
the old store or the new one, and programs that write at the same time wait. `SCHEMA_VERSION` is
kept here as text so that opening an up-to-date store imports neither Alembic nor SQLAlchemy.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import StoreError
from toolkit.i18n import _
from toolkit.store.driver_errors import BUSY_SECONDS
from toolkit.store.files.backups import next_backup
from toolkit.store.files.errors import (
    DRIVER_ERRORS,
    damaged,
    explain,
    file_error,
    need_file,
    read_only_error,
)
from toolkit.store.sqlite import may_write, read_uri

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA_VERSION = "0013"
"""The newest migration in `migrations/versions`; a test holds the two together."""


def version_of(path: Path) -> str | None:
    """The schema version of a store, or None for a database that is not one of ours."""
    try:
        with contextlib.closing(
            sqlite3.connect(read_uri(path), uri=True, timeout=BUSY_SECONDS)
        ) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise explain(error, path) from error
    except DRIVER_ERRORS as error:
        raise explain(error, path) from error
    return str(row[0]) if row else None


def create(path: Path) -> None:
    """Make a new, empty store. A failure leaves nothing behind.

    Where another program makes it at the same time, its store stays.
    """
    draft: Path | None = None
    made = _missing_folders(path.parent)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.new-")
        os.close(descriptor)
        draft = Path(name)
        upgrade(draft, named=path)
        _put_new(draft, path)
    except BaseException as error:
        if draft is not None:
            _discard(draft)
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise file_error(error, path, writing=True) from error
        raise
    _discard(draft)


def _missing_folders(folder: Path) -> list[Path]:
    """The folders that making this one makes, the deepest first."""
    missing = []
    while not os.path.lexists(folder):
        missing.append(folder)
        folder = folder.parent
    return missing


def _put_new(draft: Path, path: Path) -> None:
    """Give a draft its name, unless there is a store of that name by now."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # A file system without such links.
        draft.replace(path)


def _discard(draft: Path) -> None:
    """Remove a draft with its journal, which SQLite would else play back into the next one."""
    for ending in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)


def check(path: Path) -> None:
    """Raise unless the store can be used as it is; an older one is upgraded."""
    need_file(path)
    version = version_of(path)
    if version is None:
        if path.stat().st_size == 0:
            raise damaged(path, _("the file is empty"))
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
    """Migrate a store after a copy of it as it was is kept among the backups."""
    if not may_write(path):
        raise read_only_error(path)
    try:
        with _engine(path, path) as engine, engine.begin() as connection:
            # Others may read while the write lock is held, so the copy is of the last old state.
            _keep(path)
            run_migrations(connection)
    except OSError as error:
        raise file_error(error, path, writing=True) from error


def _keep(path: Path) -> None:
    """Keep the store from before a migration among the backups, where `qct restore` finds it."""
    from toolkit.store.writer import utc_now

    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = next_backup(folder, utc_now())
    draft = target.with_suffix(".part")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        with (
            contextlib.closing(sqlite3.connect(read_uri(path), uri=True)) as original,
            contextlib.closing(sqlite3.connect(draft)) as copy,
        ):
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        draft.replace(target)
    except DRIVER_ERRORS as error:
        raise explain(error, target) from error
    finally:
        _discard(draft)


def upgrade(path: Path, *, named: Path | None = None) -> None:
    """Migrate the store in a file to `SCHEMA_VERSION`, in one transaction.

    Errors name the file `named`, which is `path` by default.
    """
    with _engine(path, named or path) as engine, engine.begin() as connection:
        run_migrations(connection)


@contextmanager
def _engine(path: Path, named: Path) -> Iterator[Any]:
    """SQLAlchemy's engine on a file, whose errors are explained and whose transactions write.

    The file is named by its path and not in a URL, in which `?`, `#` and `%` mean something else.
    """
    import sqlalchemy as sa
    from alembic.util.exc import CommandError

    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None),
        poolclass=sa.pool.NullPool,
    )
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(_BEGIN))
    try:
        yield engine
    except sa.exc.DBAPIError as error:
        reason = error.orig if isinstance(error.orig, DRIVER_ERRORS) else error
        raise explain(reason, named) from error
    except DRIVER_ERRORS as error:
        raise explain(error, named) from error
    except (sa.exc.SQLAlchemyError, CommandError) as error:
        raise foreign(str(named)) from error
    finally:
        engine.dispose()


_BEGIN = "BEGIN IMMEDIATE"


def run_migrations(connection: Any) -> None:
    """Migrate the database of an open SQLAlchemy connection to `SCHEMA_VERSION`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
