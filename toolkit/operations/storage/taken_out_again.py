"""Taking out of a copy what the project has withdrawn or erased since the copy was made."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.events import Change, canonical_json
from toolkit.errors import StoreError
from toolkit.operations.identifiers.again import erase_again
from toolkit.operations.identifiers.erasures import erasures, noted
from toolkit.operations.session import PROGRAM, ProjectSession
from toolkit.operations.sources.withdrawn import sources_like, take_out, withdrawals
from toolkit.store import rows
from toolkit.store.files.errors import DRIVER_ERRORS
from toolkit.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from toolkit.config import Config
    from toolkit.store.protocol import Database
    from toolkit.store.writer import Clock

UNREADABLE = (*DRIVER_ERRORS, ValueError, TypeError, LookupError)
"""What reading a damaged store raises where values are not what qct writes."""


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What was taken out of a copy, and what the copy has to know from there on."""

    withdrawn: tuple[str, ...] = ()
    """Sources that were withdrawn from it again."""
    erased: tuple[str, ...] = ()
    """Sources of which earlier texts were erased from it again."""
    words: int = 0
    """Replaced words that the key named and that were looked for in it."""
    standing: tuple[Change, ...] = ()
    """Changes that note in the copy what was withdrawn and erased."""


def take_out_again(
    folder: Path,
    config: Config,
    copy: Path,
    stores: Iterable[Path],
    *,
    passphrase: str | None,
    clock: Clock,
) -> TakenOut:
    """Take out of a copy what is withdrawn and erased by the first of the stores that can be read.

    A source whose text in the copy was erased gets the text that the project has now, and its
    codings follow as in a correction. Raises `UsageError` where the key is sealed and its
    passphrase is needed and missing.
    """
    with _readable(stores) as known:
        if known is None:
            return TakenOut()
        with contextlib.closing(SqliteDatabase(copy)) as database:
            session = ProjectSession(folder, config, database, clock=clock)
            again = erase_again(session, known, passphrase)
            there = sources_like(database, withdrawals(known))
            there += [name for name in again.lost if name not in there]
            if there:
                take_out(database, there, actor=PROGRAM, clock=clock)
            if there or again.sources:
                database.scrub()
            standing = tuple(_standing(database, known))
            database.query("PRAGMA journal_mode = DELETE")
        return TakenOut(tuple(there), again.sources, again.words, standing)


@contextlib.contextmanager
def _readable(stores: Iterable[Path]) -> Iterator[Database | None]:
    """The first of the stores that says what was withdrawn and erased; None where none does.

    A store of an earlier version, which erased nothing yet, or a damaged one cannot say it.
    """
    with contextlib.ExitStack() as stack:
        for path in stores:
            try:
                database = stack.enter_context(
                    contextlib.closing(SqliteDatabase(path, read_only=True))
                )
                withdrawals(database), erasures(database)
            except (StoreError, *UNREADABLE):
                continue
            yield database
            return
        yield None


def _standing(copy: Database, known: Database) -> Iterator[Change]:
    """The changes that note in the copy what is withdrawn and erased in the other store."""
    noted_there = {each.source_id for each in withdrawals(copy)}
    for withdrawal in withdrawals(known):
        if withdrawal.source_id not in noted_there:
            yield rows.added(
                "withdrawals",
                {
                    "source_id": withdrawal.source_id,
                    "texts": canonical_json(sorted(withdrawal.texts)),
                    "withdrawn_at": withdrawal.withdrawn_at,
                },
            )
    erased_there = erasures(copy)
    for erasure in erasures(known):
        if erasure not in erased_there:
            yield noted(copy, erasure.source_id, erasure.texts, erasure.erased_at)
