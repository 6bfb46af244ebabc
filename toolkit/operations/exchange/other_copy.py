"""Reading another copy of a project without changing it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import config as configuration
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.operations.storage import open_project
from toolkit.operations.storage.draft_folder import draft_folder
from toolkit.store import migrate
from toolkit.store.files.errors import DRIVER_ERRORS, explain
from toolkit.store.log.verify import verify
from toolkit.store.sqlite import SqliteDatabase, read_uri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.operations.session import ProjectSession
    from toolkit.store.protocol import Database

_BLOCK = 1 << 20


@contextlib.contextmanager
def opened(session: ProjectSession, path: Path) -> Iterator[Database]:
    """A private, proven copy of the store in a project folder, a .db file or a bundle (.zip).

    The copy is upgraded to this version's schema, and the original stays as it is. Raises
    `InputError` for a file that is no store, and for a store whose log does not hold.
    """
    with draft_folder(session.private_folder, "merge-") as folder:
        copy = folder / "other.db"
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if path.suffix.lower() == ".zip":
            _unpack(path, copy)
        else:
            _copy(_store_file(session, path), copy)
        migrate.check(copy)
        database = SqliteDatabase(copy)
        try:
            findings = verify(database)
            if findings:
                raise InputError(
                    _("{path}: the other copy does not hold: {problem}").format(
                        path=path, problem=findings[0].problem
                    ),
                    code="other-broken",
                    hint=_("`qct log --verify` in that project tells more. Nothing was merged."),
                )
            yield database
        finally:
            database.close()


def _store_file(session: ProjectSession, path: Path) -> Path:
    if not path.exists():
        raise InputError(
            _("{path} does not exist").format(path=path),
            code="no-such-file",
            hint=_("Name a project folder, a store (.db) or a bundle (.zip)."),
        )
    if path.is_dir() or path.name == configuration.FILE_NAME:
        folder = path if path.is_dir() else path.parent
        if not (folder / configuration.FILE_NAME).is_file():
            raise InputError(
                _("{folder} is not a project: it has no {file}").format(
                    folder=folder, file=configuration.FILE_NAME
                ),
                code="no-project",
                hint=_("Name a project folder, a store (.db) or a bundle (.zip)."),
            )
        where = open_project.resolve(folder, configuration.load(folder).store)
        if not isinstance(where, Path):
            raise InputError(
                _("{folder} keeps its store on a server").format(folder=folder),
                code="other-on-server",
                hint=_("Copy it into a file first with `qct store copy`, and merge that."),
            )
        path = where
    if not path.is_file():
        raise InputError(_("{parent} has no store yet").format(parent=path.parent), code="no-store")
    own = getattr(session.database, "path", None)
    if own is not None and Path(own).exists() and path.samefile(own):
        raise InputError(_("{path} is this very project").format(path=path), code="merge-itself")
    return path


def _copy(original: Path, copy: Path) -> None:
    try:
        with (
            contextlib.closing(sqlite3.connect(read_uri(original), uri=True)) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
    except DRIVER_ERRORS as error:
        reason = explain(error, copy)
        if reason.code in ("disk-full", "disk-failed"):  # The copy is on the project's own disk.
            raise reason from error
        raise InputError(
            _("{original} cannot be read as a store: {kind}").format(
                original=original, kind=type(error).__name__
            ),
            code="other-unreadable",
            hint=_("Name a project folder, a store (.db) or a bundle (.zip)."),
        ) from error


def _unpack(bundle: Path, copy: Path) -> None:
    try:
        with zipfile.ZipFile(bundle) as archive:
            stores = [
                name for name in archive.namelist() if name.endswith(configuration.STORE_PATH)
            ]
            if len(stores) != 1:
                raise InputError(
                    _("{bundle} is no bundle: it has {count} files named {store}, not one").format(
                        bundle=bundle, count=len(stores), store=configuration.STORE_PATH
                    ),
                    code="no-bundle",
                    hint=_("`qct bundle` makes bundles."),
                )
            with archive.open(stores[0]) as packed, copy.open("wb") as target:
                while block := packed.read(_BLOCK):
                    target.write(block)
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(
            _("{bundle} cannot be read as a bundle: {kind}").format(
                bundle=bundle, kind=type(error).__name__
            ),
            code="other-unreadable",
        ) from error
