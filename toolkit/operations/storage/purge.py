"""Removing files that were derived from transcripts and can be made again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.operations.suggestions.models import cache_folder
from toolkit.store.offline import replica

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.operations.session import ProjectSession

_DRAFTS = (
    "merge-*",
    "bundle-*",
    "reset-*",
    "*.new",
    "*.new-*",
    "*.restored",
    "*.restored-*",
    "*.copying",
    "*.copying-*",
    "backups/*.part",
    "backups/*.part-*",
)
OLD_AFTER = 24 * 3600.0
"""Seconds after which a draft is no part of a step that is under way."""


@dataclass(frozen=True, slots=True)
class Purged:
    removed: tuple[Path, ...]
    bytes: int


def drafts(private: Path) -> list[Path]:
    """Files and folders that a step that was cut short left in the private folder."""
    return [path for pattern in _DRAFTS for path in private.glob(pattern)]


def old_drafts(private: Path, now: float) -> list[Path]:
    """The drafts that were not changed within a day of `now`, in seconds of the epoch."""
    old = []
    for path in drafts(private):
        with suppress(OSError):  # A step that ends now removes its own.
            # A time to come is one of a clock that was wrong.
            if abs(now - path.lstat().st_mtime) > OLD_AFTER:
                old.append(path)
    return sorted(old)


def derived_files(session: ProjectSession, *, left_over: Iterable[Path] = ()) -> list[Path]:
    """Vectors, the copy of a server's project, and the files of drafts that are `left_over`.

    While the server is away the copy stands in for it and is not named.
    """
    derived = list(files_below(cache_folder(session)))
    if not session.database.away:
        derived += sorted(session.private_folder.glob(replica.PATTERN))
    return [*derived, *(file for path in left_over for file in files_at(path))]


def files_at(path: Path) -> Iterator[Path]:
    """The file, or the files below the folder."""
    if path.is_dir():
        yield from files_below(path)
    else:
        yield path


def files_below(folder: Path) -> Iterator[Path]:
    """Files below a folder, in order; a link is removed, never followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or path.is_file():
            yield path
