"""Removing files that were derived from transcripts and can be made again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit.operations.session import ProjectSession
from toolkit.operations.suggestions.models import cache_folder
from toolkit.store.offline import replica

_DRAFTS = ("merge-*", "bundle-*", "*.new", "*.new-*", "*.restored", "*.restored-*")


@dataclass(frozen=True, slots=True)
class Purged:
    removed: tuple[Path, ...]
    bytes: int


def purge(session: ProjectSession, *, all_derived: bool = False) -> Purged:
    """Remove vectors and caches; with `all_derived` also left-over drafts.

    Deleted files free their space, but a disk may keep their content until it is overwritten.
    """
    paths = list(_files(cache_folder(session)))
    private = session.private_folder
    if not session.database.away:
        # The copy of a server's project is made again by the next workspace.
        paths += sorted(private.glob(replica.PATTERN))
    if all_derived:
        paths += [
            path for name in _DRAFTS for folder in private.glob(name) for path in _files_in(folder)
        ]
    total = sum(path.stat().st_size for path in paths)
    for path in paths:
        path.unlink(missing_ok=True)
    shutil.rmtree(cache_folder(session), ignore_errors=True)
    if all_derived:
        for name in _DRAFTS:
            for folder in private.glob(name):
                shutil.rmtree(folder, ignore_errors=True)
    return Purged(tuple(paths), total)


def _files_in(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from _files(path)
    else:
        yield path


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder, in order; a link is removed, never followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or path.is_file():
            yield path
