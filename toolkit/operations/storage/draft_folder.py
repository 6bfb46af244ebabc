"""A folder beside the store for the drafts of one step."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.store.files.errors import file_error

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def draft_folder(private: Path, prefix: str) -> Iterator[Path]:
    """A new folder in the private one, readable to its owner alone, which is removed afterwards.

    Raises `StoreError` where the private folder cannot be written.
    """
    try:
        private.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = tempfile.TemporaryDirectory(prefix=prefix, dir=private, ignore_cleanup_errors=True)
    except OSError as error:
        raise file_error(error, private, writing=True) from error
    with folder as name:
        yield Path(name)
