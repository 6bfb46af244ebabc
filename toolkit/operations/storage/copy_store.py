"""Facts about the project's store, and the empty store that it is copied to."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.store import copy as copying
from toolkit.store.copy import CopiedTable
from toolkit.store.files.errors import file_error

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.operations.session import ProjectSession
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
    events: int | None
    """None for a bound person."""
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


def measured_answer(database: Database) -> float:
    """Milliseconds that the store takes for the smallest query."""
    database.first("SELECT 1 AS one")
    before = time.perf_counter()
    database.first("SELECT 1 AS one")
    return round((time.perf_counter() - before) * 1000, 2)


def to_file(session: ProjectSession, path: Path) -> list[CopiedTable]:
    """Copy every table into a new file."""
    if os.path.lexists(path):
        raise UsageError(
            _("{path} is already there, and is not overwritten").format(path=path),
            code="store-exists",
            hint=_("Name a file that does not exist."),
        )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return copying.copy_into_file(session.database, path)
    except OSError as error:
        raise file_error(error, path, writing=True) from error


def keep_head(session: ProjectSession, where: Path | str, copy: Database) -> None:
    """Keep the head of a copy, at a path or a URL, for when it is the store of this project."""
    from toolkit.store.log.head import HeadKeeper, beside, newest_head, of_server
    from toolkit.store.postgres.urls import redacted

    path = (
        of_server(session.private_folder, redacted(where))
        if isinstance(where, str)
        else beside(where)
    )
    with HeadKeeper(path).replaced(newest_head(copy)):
        pass


def empty_server(url: str) -> Database:
    """The store at a server, with its tables made where there are none."""
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
