"""Copies of the store, made while it is in use."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from toolkit.errors import StoreError
from toolkit.operations.session import Session
from toolkit.store.database import Database, explain
from toolkit.store.log import verify

KEEP = 10


def backup(session: Session) -> Path:
    """A checked copy in the project's private folder; the newest ten are kept."""
    folder = session.private_folder / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = session.clock().replace(":", "").replace(".", "").replace("-", "")
    target = folder / f"project-{stamp}.db"
    draft = target.with_suffix(".part")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        session.database.copy_to(draft)
        copied = Database(draft)
        findings = verify(copied)
        copied.close()
        if findings:
            raise StoreError(
                f"the copy does not hold: {findings[0].problem}",
                code="backup-broken",
                hint="`qct log --verify` tells whether the store itself does.",
            )
        draft.replace(target)
    except sqlite3.DatabaseError as error:
        raise explain(error, target) from error
    finally:
        for leftover in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
    for old in sorted(folder.glob("project-*.db"))[:-KEEP]:
        old.unlink()
    return target
