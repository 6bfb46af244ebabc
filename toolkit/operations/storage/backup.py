"""Backups of the store: making them while it is in use, verifying and restoring them."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import config as configuration
from toolkit.errors import InputError, StoreError, UsageError, unknown
from toolkit.i18n import _
from toolkit.operations.identity import identity_of
from toolkit.operations.session import PROGRAM
from toolkit.operations.storage import open_project
from toolkit.operations.storage.taken_out_again import UNREADABLE, take_out_again
from toolkit.store import migrate
from toolkit.store.files.backups import backups_made, next_backup
from toolkit.store.files.errors import DRIVER_ERRORS, explain, file_error
from toolkit.store.log.entries import newest_seq
from toolkit.store.log.head import RESTORED, Head, HeadKeeper, beside, newest_head
from toolkit.store.log.verify import verify
from toolkit.store.sqlite import SqliteDatabase, read_uri
from toolkit.store.writer import Clock, record, utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.domain.events import Change
    from toolkit.operations.session import ProjectSession

KEEP = 10
BULK = 1000
"""Number of changed rows from which on a backup is made before a step."""
LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Backup:
    path: Path
    bytes: int | None
    events: int | None
    last_event_at: str
    """Time of the last event in the backup, in UTC."""


def make_backup(session: ProjectSession, *, verified: bool) -> Path:
    """Copy the store into the project's private folder; the newest ten backups are kept.

    The copy is verified by replaying its log, or only by checking its pages where `proven` is false
    because a step waits for it.
    """
    target, draft = _target(session.private_folder, session.clock)
    try:
        with _draft(draft):
            session.database.copy_to(draft)
            if verified:
                _verify_copy(draft)
            else:
                _check_pages(draft)
            draft.replace(target)
    except DRIVER_ERRORS as error:
        raise explain(error, target) from error
    except OSError as error:
        raise file_error(error, target, writing=True) from error
    _thin(target.parent)
    return target


def before_bulk(session: ProjectSession, rows: int) -> None:
    """Back up before a step that changes `BULK` rows or more."""
    if rows >= BULK:
        make_backup(session, verified=False)


def backups_in(folder: Path) -> Iterator[Backup]:
    """The backups of a project folder, the newest first."""
    for path in reversed(backups_made(_folder_of(folder))):
        with contextlib.closing(SqliteDatabase(path, read_only=True)) as copy:
            last = copy.first("SELECT at FROM events ORDER BY seq DESC LIMIT 1")
            at = str(last["at"]) if last is not None else ""
            yield Backup(path, path.stat().st_size, newest_seq(copy), at)


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring a backup did."""

    backup: Path
    kept: Path | None
    """Where the store that it replaced is kept; None where there was none."""
    withdrawn: tuple[str, ...] = ()
    """Sources that the backup still had and that were withdrawn from it again."""
    erased: tuple[str, ...] = ()
    """Sources of which the backup still had earlier texts, which were erased from it again."""
    words: int = 0
    """Replaced words that the key named and that were looked for in the backup."""


def restore(
    start: str | Path | None,
    backup: str,
    *,
    passphrase: str | None = None,
    clock: Clock = utc_now,
) -> Restored:
    """Restore a backup.

    `backup` is `latest`, the name of a backup, or a file. The backup is verified before anything is
    replaced. The replaced store becomes a backup itself, or is kept beside the backups as it was if
    it is damaged. A project that does not open any more can be restored too. Sources that were
    withdrawn from the project since the backup was made are withdrawn from it again, and texts that
    were erased are erased again; where the store is damaged, the newest backup of the project says
    what these are. The words come from the key; raises `UsageError` where it is sealed and the
    passphrase is needed and missing. An event says which backup was restored, and becomes the head
    that is kept beside the store.
    """
    folder = configuration.find(Path(start) if start is not None else None)
    config = configuration.load(folder)
    store = open_project.store_location(folder, config)
    if not isinstance(store, Path):
        raise UsageError(
            _("the store of this project is on a server, and a backup is a file"),
            code="restore-server",
            hint=_("`qct store copy` moves a file to a server."),
        )
    chosen = _chosen(folder, backup)
    private = folder / Path(configuration.STORE_PATH).parent
    replaced, draft = _target(private, clock)
    fresh = store.with_name(store.name + ".restored")
    with _draft(fresh), _draft(draft):
        _copy_file(chosen, fresh)
        migrate.check(fresh)
        _verify_copy(fresh)
        try:
            kept = None if _is_file(store) else _move_aside(store, replaced)
            knowing = (store, *reversed(backups_made(replaced.parent)))
            again = take_out_again(
                folder, config, fresh, knowing, passphrase=passphrase, clock=clock
            )
            kept = _set_aside(store, draft, replaced) if store.exists() else kept
            keeper = HeadKeeper(beside(store))
            actor = identity_of(config).name or PROGRAM
            head = _record(fresh, chosen, keeper, again.standing, actor, clock)
            with keeper.replaced(head):
                overwrite(store, fresh)
        except OSError as error:
            raise file_error(error, store, writing=True) from error
    _thin(replaced.parent, spare=(chosen, *([kept] if kept else [])))
    return Restored(chosen, kept, again.withdrawn, again.erased, again.words)


def _record(
    fresh: Path,
    backup: Path,
    keeper: HeadKeeper,
    changes: Sequence[Change],
    actor: str,
    clock: Clock,
) -> Head | None:
    """Record in the restored copy which backup it is and which head it takes the place of.

    `changes` note what was withdrawn and erased since the backup was made.

    Returns the newest event of the copy.
    """
    with contextlib.closing(SqliteDatabase(fresh)) as copy:
        lost = keeper.lost(copy)
        record(
            copy,
            actor=actor,
            kind=RESTORED,
            changes=changes,
            summary={
                "backup": backup.name,
                "events": newest_seq(copy),
                **(lost.summary if lost is not None else {}),
            },
            clock=clock,
        )
        copy.query("PRAGMA journal_mode = DELETE")
        return newest_head(copy)


def _chosen(folder: Path, backup: str) -> Path:
    there = backups_made(_folder_of(folder))
    if backup == LATEST:
        if not there:
            raise InputError(
                _("{folder} has no backups yet").format(folder=folder),
                code="no-backup",
                hint=_("`qct backup` makes one; a file elsewhere is restored by its path."),
            )
        return there[-1]
    names = {path.name: path for path in there}
    for path in (names.get(backup), Path(backup)):
        if path is not None and path.is_file():
            return path
    raise unknown(
        "backup", backup, [LATEST, *reversed(names)], hint=_("`qct backup --list` lists them.")
    )


def _copy_file(chosen: Path, fresh: Path) -> None:
    try:
        with (
            contextlib.closing(sqlite3.connect(read_uri(chosen), uri=True)) as source,
            contextlib.closing(sqlite3.connect(fresh)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
    except DRIVER_ERRORS as error:
        raise explain(error, chosen) from error


def _is_file(store: Path) -> bool:
    """Whether a file, or nothing, is in the place of the store."""
    return store.is_file() or not os.path.lexists(store)


def _move_aside(store: Path, replaced: Path) -> Path:
    """Move what is in the place of the store, such as a folder, beside the backups."""
    kept = replaced.with_name(replaced.stem.replace("project-", "damaged-"))
    return Path(shutil.move(store, kept))


def _set_aside(store: Path, draft: Path, replaced: Path) -> Path:
    """Keep the store that is about to be replaced: as a verified backup or, if damaged, as is."""
    try:
        with contextlib.closing(SqliteDatabase(store)) as current:
            current.copy_to(draft)
        _verify_copy(draft)
        draft.replace(replaced)
        return replaced
    except (StoreError, *UNREADABLE) as error:
        if isinstance(error, StoreError) and error.code == "disk-full":
            raise
        kept = replaced.with_name(replaced.name.replace("project-", "damaged-"))
        _copy_bytes(store, kept)
        for ending in ("-wal", "-journal"):
            beside = store.with_name(store.name + ending)
            if beside.exists():
                _copy_bytes(beside, kept.with_name(kept.name + ending))
        return kept


def _copy_bytes(source: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(file.fileno())


def overwrite(store: Path, fresh: Path) -> None:
    """Fill the store from the copy in one transaction, so that open programs stay on it.

    A damaged store cannot take it and is replaced as a file instead.
    """
    try:
        with (
            contextlib.closing(sqlite3.connect(fresh)) as source,
            contextlib.closing(sqlite3.connect(store, timeout=10)) as target,
        ):
            if target.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("malformed")
            source.backup(target)
    except DRIVER_ERRORS as error:
        # A store in use, or a full disk, is no reason to replace the file under open programs.
        if not _is_damage(error, store):
            raise explain(error, store) from error
        for ending in ("-wal", "-shm", "-journal"):
            store.with_name(store.name + ending).unlink(missing_ok=True)
        fresh.replace(store)
    store.chmod(0o600)


def _is_damage(error: Exception, store: Path) -> bool:
    reason = explain(error, store)
    return reason.code in ("store-damaged", "store-failed") or not isinstance(
        error, sqlite3.OperationalError
    )


def _verify_copy(path: Path) -> None:
    with contextlib.closing(SqliteDatabase(path, read_only=True)) as copied:
        # A trigger or an index of someone else's is no reason to go without a backup.
        findings = verify(copied, with_objects=False)
    if findings:
        raise StoreError(
            _("the copy does not hold: {problem}").format(problem=findings[0].problem),
            code="backup-broken",
            hint=_("`qct log --verify` tells whether the store itself does."),
        )


def _check_pages(path: Path) -> None:
    with contextlib.closing(SqliteDatabase(path, read_only=True)) as copy:
        result = copy.check_pages()
    if result != "ok":
        raise StoreError(
            _("the store cannot be copied: some of its pages are damaged"),
            code="store-damaged",
            hint=_("Keep the file, and bring back the newest backup with `qct restore latest`."),
        )


def _folder_of(folder: Path) -> Path:
    return folder / Path(configuration.STORE_PATH).parent / "backups"


def _target(private: Path, clock: Clock) -> tuple[Path, Path]:
    """Path of the next backup, and of the draft that is written first."""
    folder = private / "backups"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise file_error(error, folder, writing=True) from error
    target = next_backup(folder, clock())
    return target, target.with_suffix(".part")


@contextlib.contextmanager
def _draft(path: Path) -> Iterator[None]:
    """A file readable to its owner only, which is removed afterwards with everything beside it."""
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    try:
        yield
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _thin(folder: Path, spare: tuple[Path, ...] = ()) -> None:
    for old in backups_made(folder)[:-KEEP]:
        if old not in spare:
            old.unlink()
