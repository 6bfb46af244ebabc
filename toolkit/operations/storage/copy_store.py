"""Facts about the project's store, copying it elsewhere, and sending changes that waited."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import StoreError, UsageError
from toolkit.operations.session import ProjectSession
from toolkit.operations.storage.open_project import resolve
from toolkit.store import copy as copying
from toolkit.store.connect import connect
from toolkit.store.copy import CopiedTable
from toolkit.store.log.entries import newest_seq
from toolkit.store.log.verify import verify
from toolkit.store.offline.journal import Journal
from toolkit.store.pending_event import Replayed
from toolkit.store.postgres.urls import redacted
from toolkit.store.protocol import Database


@dataclass(frozen=True, slots=True)
class StoreInfo:
    kind: str
    """`SQLite` or `PostgreSQL`."""
    state: str
    """`there`, or `away` where a copy on this machine stands in for the server."""
    where: str
    """Path or URL, never with a password."""
    version: str
    schema: str
    events: int
    answer_ms: float
    """Milliseconds that the smallest query took."""
    waiting: int
    """Changes in the local journal that the server has not seen."""
    refused: int
    """Changes that the server refused; they are kept until someone looks at them."""


@dataclass(frozen=True, slots=True)
class Copied:
    where: str
    setting: str
    """The line for qct.toml that makes the copy the project's store."""
    tables: tuple[CopiedTable, ...]
    events: int


def store_info(session: ProjectSession) -> StoreInfo:
    database, journal = session.database, Journal(session.private_folder)
    database.one("SELECT 1 AS one")
    before = time.perf_counter()
    database.one("SELECT 1 AS one")
    answer = time.perf_counter() - before
    schema = database.one("SELECT version_num FROM alembic_version")
    version = database.one(
        "SELECT sqlite_version() AS v" if database.kind == "sqlite" else "SHOW server_version"
    )
    return StoreInfo(
        kind="SQLite" if database.kind == "sqlite" else "PostgreSQL",
        state="away" if database.away else "there",
        where=database.label,
        version=str(version[0]).partition(" ")[0] if version is not None else "",
        schema=str(schema[0]) if schema is not None else "",
        events=newest_seq(database),
        answer_ms=round(answer * 1000, 2),
        waiting=len(journal.events()),
        refused=len(journal.refusals()),
    )


def replay_journal(session: ProjectSession) -> Replayed:
    """Send every waiting change, and try again those that were refused."""
    return Journal(session.private_folder).replay(session.database, again=True)


def copy_store(session: ProjectSession, url: str) -> Copied:
    """Copy the project into an empty store, and verify the copy by its hashes and by its log."""
    if session.database.away:
        raise StoreError(
            f"the server of {session.database.label} is away, and a copy must be of what it has",
            code="store-away",
            hint="Try again when it is back; `qct store show` tells.",
        )
    journal = Journal(session.private_folder)
    if not journal.is_empty():
        raise StoreError(
            f"{len(journal.events())} changes still wait in {journal.folder}",
            code="journal-waiting",
            hint="Send them first with `qct store replay`.",
        )
    where = resolve(session.folder, url)
    if isinstance(where, Path):
        tables = _to_file(session, where)
        target, shown = connect(where, read_only=True), f"sqlite:///{where}"
    else:
        target, shown = _to_server(session, where), redacted(where)
        tables = copying.copy(session.database, target)
    try:
        findings = verify(target)
        events = newest_seq(target)
    finally:
        target.close()
    if findings:
        raise StoreError(
            f"the copy at {shown} does not hold: {findings[0].problem}",
            code="copy-broken",
            hint="Do not use it. `qct log --verify` tells whether the store itself holds.",
        )
    return Copied(shown, f'store = "{shown}"', tuple(tables), events)


def _to_file(session: ProjectSession, path: Path) -> list[CopiedTable]:
    if path.exists():
        raise UsageError(
            f"{path} is already there, and is not overwritten",
            code="store-exists",
            hint="Name a file that does not exist.",
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return copying.copy_into_file(session.database, path)


def _to_server(session: ProjectSession, url: str) -> Database:
    from toolkit.store.postgres import migrate as migrate_server
    from toolkit.store.postgres.database import PostgresDatabase

    target = PostgresDatabase(url)
    try:
        if migrate_server.version_of(target) is None:
            migrate_server.create(target)
        migrate_server.check(target)
    except BaseException:
        target.close()
        raise
    return target
