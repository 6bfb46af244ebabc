"""Files of SQLite that hold what was made from texts: as private as the texts, and made again."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WAIT = 30.0
"""Seconds to wait for another process that is writing."""


def text_key(text: str) -> bytes:
    """The key of a text: its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def connected(folder: Path, file: str, table: str, columns: str) -> sqlite3.Connection:
    """A connection to the file, which has mode 0600 and this table; a damaged file is replaced.

    Raises `OSError` where the folder cannot be written, and `sqlite3.OperationalError` where
    another process holds the file.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return _connect(folder / file, table, columns)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        remove(folder, file)
        return _connect(folder / file, table, columns)


def remove(folder: Path, file: str) -> int:
    """Remove the file and what SQLite keeps beside it; the number of freed bytes."""
    freed = 0
    for path in (folder / file, folder / f"{file}-wal", folder / f"{file}-shm"):
        if path.exists():
            freed += path.stat().st_size
            path.unlink()
    return freed


def _connect(path: Path, table: str, columns: str) -> sqlite3.Connection:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns}) WITHOUT ROWID")
        # Reading the root page and the schema reveals most damage.
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
