"""The one choice between SQLite and a PostgreSQL server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from toolkit.store.protocol import Database


def connect(where: str | Path, *, read_only: bool = False) -> Database:
    """The store at a path or URL; PostgreSQL's driver is imported for its URLs alone."""
    if isinstance(where, str) and where.startswith("postgres"):
        from toolkit.store.postgres.database import PostgresDatabase

        return PostgresDatabase(where, read_only=read_only)
    path = Path(str(where).removeprefix("sqlite:///"))
    return SqliteDatabase(path, read_only=read_only)
