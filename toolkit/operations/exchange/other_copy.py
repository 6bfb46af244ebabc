"""Reading another copy of a project without changing it."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import struct
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import config as configuration
from toolkit.errors import InputError, QctError, StoreError
from toolkit.i18n import _
from toolkit.operations.storage import open_project
from toolkit.operations.storage.draft_folder import draft_folder
from toolkit.store import migrate
from toolkit.store.files.errors import DRIVER_ERRORS, explain
from toolkit.store.log.verify import verify
from toolkit.store.log.well_formed import malformed
from toolkit.store.sqlite import SqliteDatabase, read_uri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.operations.session import ProjectSession
    from toolkit.store.protocol import Database

_BLOCK = 1 << 20
_MB = 1_000_000
LARGEST = 2_000 * _MB
"""Bytes that the store in a bundle may have."""
SMALL = 10 * _MB
"""Bytes up to which a store may be packed as tightly as it goes."""
LARGEST_RATIO = 100
"""How many times larger than packed a store may be. SQLite packs to a fifth or a tenth."""
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What `zipfile` raises for an archive that is damaged, encrypted or odd."""
OWN_FAULTS = frozenset({"disk-full", "disk-failed", "store-locked"})
"""Codes of errors of this machine, which say nothing of the other store."""
_UNTOUCHED = _(
    "Nothing was merged, and your own store is as it was. Ask for the file again, or name a "
    "project folder, a store (.db) or a bundle (.zip)."
)


@contextlib.contextmanager
def opened(session: ProjectSession, path: Path) -> Iterator[Database]:
    """A private, proven copy of the store in a project folder, a .db file or a bundle (.zip).

    The copy is upgraded to this version's schema, and the original stays as it is. Raises
    `InputError`, which names the file that was given, for one that is no store, and for a store
    whose events are not what qct writes or whose log does not hold.
    """
    with draft_folder(session.private_folder, "merge-") as folder:
        copy = folder / "other.db"
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if path.suffix.lower() == ".zip" and not path.is_dir():
            _unpack(path, copy)
        else:
            _copy(_store_file(session, path), copy)
        with reading(str(path), copy):
            migrate.check(copy)
            database = SqliteDatabase(copy)
        try:
            with reading(str(path), copy):
                problem = malformed(database)
                findings = [] if problem else verify(database)
            if problem or findings:
                raise InputError(
                    _("{path}: the other copy does not hold: {problem}").format(
                        path=path, problem=problem or findings[0].problem
                    ),
                    code="other-broken",
                    hint=_("`qct log --verify` in that project tells more. Nothing was merged."),
                )
            yield database
        finally:
            database.close()


@contextlib.contextmanager
def reading(given: str, copy: Path | None = None) -> Iterator[None]:
    """Let every error of reading another store name what was given, never the copy of it.

    What can go wrong with a store that somebody else made has no end, so whatever is raised is
    an error of that store.
    """
    try:
        yield
    except StoreError as error:
        if error.code in OWN_FAULTS:
            raise
        message = error.message.replace(str(copy), given) if copy is not None else error.message
        if given not in message:
            message = _("{path}: {problem}").format(path=given, problem=message)
        raise InputError(message, code=error.code, hint=_UNTOUCHED) from error
    except (QctError, OSError):
        raise
    except Exception as error:
        raise InputError(
            _("{path} cannot be read as a store: {kind}").format(
                path=given, kind=type(error).__name__
            ),
            code="other-unreadable",
            hint=_UNTOUCHED,
        ) from error


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
    if not bundle.is_file():
        raise InputError(
            _("{path} is no file").format(path=bundle)
            if bundle.exists()
            else _("{path} does not exist").format(path=bundle),
            code="no-such-file",
            hint=_("Name a project folder, a store (.db) or a bundle (.zip)."),
        )
    try:
        with zipfile.ZipFile(bundle) as archive:
            packed = _packed_store(bundle, archive, copy)
            with archive.open(packed) as store, copy.open("wb") as target:
                while block := store.read(_BLOCK):
                    target.write(block)
    except (OSError, *ZIP_FAULTS) as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise
        raise InputError(
            _("{bundle} cannot be read as a bundle: {kind}").format(
                bundle=bundle, kind=type(error).__name__
            ),
            code="other-unreadable",
            hint=_UNTOUCHED,
        ) from error


def _packed_store(bundle: Path, archive: zipfile.ZipFile, copy: Path) -> zipfile.ZipInfo:
    """The store in a bundle. Raises `InputError` before anything large or odd is unpacked."""
    stores = [
        info for info in archive.infolist() if info.filename.endswith(configuration.STORE_PATH)
    ]
    if len(stores) != 1:
        raise InputError(
            _("{bundle} is no bundle: it has {count} files named {store}, not one").format(
                bundle=bundle, count=len(stores), store=configuration.STORE_PATH
            ),
            code="no-bundle",
            hint=_("`qct bundle` makes bundles."),
        )
    (info,) = stores
    if info.flag_bits & 1:
        problem = _("{bundle} is encrypted, and bundles are not")
    elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        problem = _("{bundle} is packed by a method that bundles do not have")
    else:
        problem = ""
    if problem:
        raise InputError(
            problem.format(bundle=bundle),
            code="other-unreadable",
            hint=_("`qct bundle` makes bundles."),
        )
    ratio = info.file_size / max(1, info.compress_size)
    free = shutil.disk_usage(copy.parent).free
    if (
        info.file_size > LARGEST
        or info.file_size > free
        or (info.file_size > SMALL and ratio > LARGEST_RATIO)
    ):
        raise InputError(
            _(
                "{bundle} unpacks to {size} MB from {packed} MB: it is larger than a bundle may be "
                "({most} MB, {ratio} times its size, and what the disk has free)"
            ).format(
                bundle=bundle,
                size=info.file_size // _MB,
                packed=round(info.compress_size / _MB, 1),
                most=LARGEST // _MB,
                ratio=LARGEST_RATIO,
            ),
            code="bundle-too-large",
            hint=_("Unpack it by hand if you trust it, and merge the folder."),
        )
    return info
