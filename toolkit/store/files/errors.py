"""Errors of the operating system and of SQLite on the files of a store, in the user's terms."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import tempfile
from pathlib import Path

from toolkit.errors import QctError, StoreError, not_unicode
from toolkit.i18n import _
from toolkit.store.driver_errors import (
    BUSY_SECONDS,
    ConstraintError,
    beyond_64_bits,
)

_FULL = 1 << 19
"""Bytes: where fewer are free, a failed write is told as a full disk. SQLite needs 32 KB at once
for the shared memory of its log, and calls it a failed disk where it does not get them."""

DRIVER_ERRORS = (sqlite3.Error, UnicodeError, OverflowError)
"""What a statement raises: `sqlite3` decodes damaged text, and encodes what it is given."""


def need_file(store: Path) -> bool:
    """Whether there is a file at the path of a store.

    Raises `StoreError` where the path holds something else (a folder, a pipe, a device), or cannot
    be looked at.
    """
    try:
        mode = store.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        raise file_error(error, store) from error
    if stat.S_ISREG(mode):
        return True
    kind = _("a folder") if stat.S_ISDIR(mode) else _("no regular file")
    raise StoreError(
        _("{path} is {kind}, and a store is a file").format(path=store, kind=kind),
        code="store-no-file",
        hint=_(
            "Name another file as the store; where the store was replaced, "
            "`qct restore latest` brings back the newest backup."
        ),
    )


def file_error(error: OSError | ValueError, path: Path, *, writing: bool = False) -> StoreError:
    """The error of the operating system on a file of the store; `writing` where it was to be
    made or changed."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(path)
    if number == errno.EROFS or (writing and number in (errno.EACCES, errno.EPERM)):
        return read_only_error(path)
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return StoreError(
        _("the store {path} cannot be reached: {reason}").format(path=path, reason=reason or error),
        code="store-unreachable",
        hint=_(
            "Check that the folder exists, that you may read and write it, and that its path is "
            "not too long."
        ),
    )


def read_only_error(path: Path) -> StoreError:
    """The error for a change of a store that may only be read."""
    return StoreError(
        _("the store {path} is read-only, so nothing can be changed").format(path=path),
        code="store-read-only",
        hint=_("Make the file and its folder writable, or copy the project folder and work there."),
    )


def disk_full(path: Path) -> StoreError:
    """The error for a full disk: that of the store, or that of the temporary files."""
    temporary = Path(tempfile.gettempdir())
    place = path.parent
    if not nearly_full(place) and nearly_full(temporary):
        return StoreError(
            _(
                "the disk of the temporary files, {disk}, is full; nothing was changed in {path}"
            ).format(disk=temporary, path=path),
            code="disk-full",
            hint=_("Free some space in {disk} and try again.").format(disk=disk_of(temporary)),
        )
    return StoreError(
        _("the disk that holds {path} is full; the change was not made").format(path=path),
        code="disk-full",
        hint=_(
            "Free some space on the disk {disk} and try again. Everything saved before is intact."
        ).format(disk=disk_of(place)),
    )


def nearly_full(folder: Path, least: int = _FULL) -> bool:
    """Whether fewer than `least` bytes (512 KB) are free where the folder lies."""
    try:
        return shutil.disk_usage(folder).free < least
    except OSError:
        return False


def disk_of(path: Path) -> Path:
    """The folder at which the disk that holds a path is mounted."""
    place = Path(os.path.abspath(path))
    while not os.path.ismount(place) and place != place.parent:
        place = place.parent
    return place


def explain(error: Exception, path: Path) -> QctError:
    """An error of the driver on the store at `path`, in the user's terms."""
    if isinstance(error, UnicodeEncodeError):
        return not_unicode()
    if isinstance(error, OverflowError):
        return beyond_64_bits()
    if isinstance(error, sqlite3.IntegrityError):
        return ConstraintError(str(error), code="store-constraint")
    reason = str(error).lower()
    if isinstance(error, UnicodeError) or "decode to utf-8" in reason:
        return damaged(path, _("it holds text that is not UTF-8"))
    if "locked" in reason or "busy" in reason:
        return StoreError(
            _("the store {path} is locked by another program (waited {seconds:.0f} s)").format(
                path=path, seconds=BUSY_SECONDS
            ),
            code="store-locked",
            hint=_(
                "Close the other program, or wait for it to finish, and try again. "
                "Nothing was changed."
            ),
        )
    if "readonly" in reason or "read-only" in reason:
        return read_only_error(path)
    if "full" in reason:
        return disk_full(path)
    if "disk i/o" in reason or "unable to open" in reason:
        if nearly_full(path.parent):
            return disk_full(path)
        return _failed(path, error) if "disk i/o" in reason else _unopened(path, error)
    if any(word in reason for word in ("not a database", "malformed", "corrupt")):
        return damaged(path, str(error))
    return StoreError(
        _("the store {path} failed: {error}").format(path=path, error=error), code="store-failed"
    )


def _failed(path: Path, _error: Exception) -> StoreError:
    return StoreError(
        _("the disk that holds {path} refused to write or read; the change was not made").format(
            path=path
        ),
        code="disk-failed",
        hint=_(
            "Look at the disk, its quota and its connection, then try again. "
            "Everything saved before is intact; `qct log --verify` proves it."
        ),
    )


def _unopened(path: Path, error: Exception) -> StoreError:
    if len(os.fsencode(os.path.abspath(path))) > 500:
        return StoreError(
            _("the path of the store {path} is too long for SQLite ({bytes} bytes)").format(
                path=path, bytes=len(os.fsencode(os.path.abspath(path)))
            ),
            code="store-path-too-long",
            hint=_("Choose a folder with a path of fewer than 480 bytes."),
        )
    return StoreError(
        _("the store {path} cannot be opened: {error}").format(path=path, error=error),
        code="store-unreachable",
        hint=_("Check that the folder exists and that you may read it."),
    )


def damaged(path: Path, reason: str) -> StoreError:
    """The error for a store whose content cannot be read."""
    return StoreError(
        _("the store {path} is damaged: {error}").format(path=path, error=reason),
        code="store-damaged",
        hint=_(
            "`qct restore latest` brings back the newest backup, and keeps the damaged file "
            "beside the backups."
        ),
    )
