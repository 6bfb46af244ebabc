"""Erasing for good what sources said before pseudonyms took its place: listing, and doing it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import StoreError
from toolkit.operations.identifiers.erasure import ErasureRule, erase, rule_for
from toolkit.operations.sources import words_in_files
from toolkit.operations.sources.withdraw import (
    LEFT,
    REMOVED,
    Held,
    derived_with_words,
    given_files,
    remove,
    rows_held,
    shown,
)
from toolkit.operations.storage.backup import backups_in, make_backup
from toolkit.store import queries
from toolkit.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from collections.abc import Collection

    from toolkit.operations.identifiers.key import Entry
    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did, or would do."""

    sources: tuple[str, ...]
    words: int
    """Entries of the key whose words are looked for."""
    held: tuple[Held, ...]
    event: int | None = None
    is_scrubbed: bool = True
    """Whether the freed pages of the store were overwritten."""
    not_removed: tuple[str, ...] = ()
    """Files that could not be removed, each with the reason."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Everything that holds an earlier text of the sources, or words that were replaced in it."""

    sources: tuple[str, ...]
    rule: ErasureRule
    held: tuple[Held, ...]
    removed: Sequence[Path]
    backups: Sequence[Path]


def plan(session: ProjectSession, named: tuple[str, ...], entries: Sequence[Entry]) -> Planned:
    """Find everything that holds the words."""
    rule = rule_for(session.database, named, entries)
    held = []
    if texts := len(queries.bodies_of(session.database, rule.hashes)):
        held.append(Held("texts", "source_revisions", texts, REMOVED))
    held += rows_held(session, rule, rule.words.any_in)
    removed: list[Path] = []
    for file in words_in_files.files_naming(session.folder, rule.words, given_files(session)):
        is_export = file.kind == words_in_files.EXPORT
        held.append(Held("file", shown(session, file.path), 1, REMOVED if is_export else LEFT))
        if is_export:
            removed += words_in_files.beside(file.path)
    backups = [
        backup.path for backup in backups_in(session.folder) if _holds(backup.path, rule.hashes)
    ]
    derived = derived_with_words(session)
    held += [Held("backup", shown(session, path), 1, REMOVED) for path in backups]
    held += [Held("cache", shown(session, path), 1, REMOVED) for path in derived]
    return Planned(named, rule, tuple(held), [*removed, *derived], backups)


def carry_out(
    session: ProjectSession, planned: Planned, entries: Sequence[Entry], *, actor: str
) -> Erased:
    """Erase the words in the store, and then in the files."""
    done = erase(session.database, planned.sources, entries, actor=actor, clock=session.clock)
    session.caches.clear()
    is_scrubbed = session.database.scrub()
    failed = remove(session, planned.removed, planned.backups)
    if planned.backups:
        make_backup(session, verified=True)
    return Erased(
        planned.sources,
        len(entries),
        planned.held,
        done.event.seq,
        is_scrubbed,
        tuple(failed),
    )


def _holds(backup: Path, hashes: Collection[str]) -> bool:
    """Whether a backup has one of the texts; a damaged one is taken to have them."""
    try:
        with contextlib.closing(SqliteDatabase(backup, read_only=True)) as copy:
            return bool(queries.bodies_of(copy, hashes))
    except StoreError:
        return True
