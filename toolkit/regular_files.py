"""Reading files that a person names, which may be pipes or devices."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from toolkit.i18n import _

if TYPE_CHECKING:
    from pathlib import Path


def need_regular(path: Path) -> None:
    """Raise `OSError` for what is no regular file, which might never end, or never answer."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if path.exists() and not path.is_file():
        raise OSError(
            errno.EINVAL, _("it is a pipe or a device; write what it gives into a file first")
        )


def read_regular(path: Path) -> bytes:
    """The content of a regular file. Raises `OSError` for everything else."""
    need_regular(path)
    return path.read_bytes()
