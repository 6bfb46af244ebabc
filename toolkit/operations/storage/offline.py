"""The copy of a server's project on this machine: making it, following the server, its age."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from toolkit.config import FILE_NAME
from toolkit.errors import StoreError, UsageError
from toolkit.operations.session import ProjectSession
from toolkit.store.log import entries
from toolkit.store.offline import replica
from toolkit.store.offline.journal import Journal
from toolkit.store.sqlite import SqliteDatabase


@dataclass(frozen=True, slots=True)
class StandIn:
    path: Path
    events: int
    """Number of events that came from the server; 0 where there is no copy."""
    as_of: str
    """Time of the newest of them, in UTC."""
    waiting: int
    """Number of changes made here that have not reached the server."""

    @property
    def sentence(self) -> str:
        return (
            f"the server is away: this is the copy on this machine, as of {self.as_of or 'never'}; "
            f"{self.waiting} changes wait to be sent"
        )


def waiting(session: ProjectSession) -> int:
    journal = Journal(session.private_folder)
    return 0 if journal.is_empty() else len(journal.events())


def stand_in(session: ProjectSession) -> StandIn:
    path = _path(session)
    if not replica.usable(path):
        return StandIn(path, 0, "", waiting(session))
    with contextlib.closing(SqliteDatabase(path, read_only=True)) as copy:
        reached = replica.base(copy)
        newest = entries.event_by_seq(copy, reached)
    return StandIn(path, reached, newest.at if newest is not None else "", waiting(session))


def make_copy(session: ProjectSession) -> StandIn:
    """Make the copy, or update it. Raises `StoreError` while the server is away."""
    from toolkit.store.offline.failover import refresh

    path = _path(session)
    if session.database.away:
        raise StoreError(
            "the server is away, so its copy cannot be brought up to now",
            code="store-away",
            hint="Try again when it is back; `qct store show` tells.",
        )
    refresh(session.database, path, Journal(session.private_folder))
    return stand_in(session)


def remove_copy(session: ProjectSession) -> Path:
    path = _path(session)
    if session.database.away:
        raise StoreError(
            "the server is away, and the copy is all there is to work on",
            code="store-away",
            hint="Try again when it is back; `qct store show` tells.",
        )
    replica.remove(path)
    return path


def keep_following(session: ProjectSession) -> None:
    """Update the copy in the background, where there is a server and copies are allowed."""
    from toolkit.store.offline.failover import FailoverDatabase

    if isinstance(session.database, FailoverDatabase):
        session.database.keep_following()


def _path(session: ProjectSession) -> Path:
    from toolkit.store.offline.failover import FailoverDatabase

    if isinstance(session.database, FailoverDatabase):
        return session.database.replica_path
    if session.config.offline:
        raise UsageError(
            "the store of this project is a file on this machine; nothing has to be copied",
            code="offline-local",
            hint="`qct store show` tells where the store is.",
        )
    raise UsageError(
        f"{session.folder / FILE_NAME} says `offline = false`: no copy is kept on this machine",
        code="offline-forbidden",
        hint="Whoever leads the project can allow it there.",
    )
