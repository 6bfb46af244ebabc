"""Failover from a server that cannot be reached to a copy on this machine.

Reads go to the copy. Changes of one coder's own answers (codings, memos, "no code here", decisions)
are written to the journal and to the copy, and are sent when the server is back. Changes that
concern everyone, such as the codebook or a correction, wait for the server.
"""

from __future__ import annotations

import contextlib
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from toolkit.errors import ConflictError, StoreError
from toolkit.i18n import _
from toolkit.store.driver_errors import ConnectionLostError
from toolkit.store.offline import replica
from toolkit.store.pending_event import ChainPosition, PendingEvent
from toolkit.store.postgres.database import PostgresDatabase
from toolkit.store.postgres.errors import read_only as read_only_error
from toolkit.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from toolkit.store.offline.journal import Journal
    from toolkit.store.protocol import Database
    from toolkit.store.row import Params, Row

SHORT_PATIENCE = 1.0
"""Seconds for which a lost server is sought where a copy can stand in for it."""
POLL_SECONDS = 1.0
"""Seconds between looks for new events, or for a server that is away."""
SINGLE_CODER_TABLES = frozenset(
    {
        "coders",
        "coverage",
        "codings",
        "memos",
        "commitments",
        "suggestions",
        "reveals",
        "decisions",
        "pattern_decisions",
        "queues",
        "queue_items",
    }
)
"""Tables that hold one coder's own answers, which can change while the server is away."""
_VERSION_STEP = 1_000_000_000
"""Number added to the data version at each failover, so that it is noticed as a change."""


class FailoverDatabase(PostgresDatabase):
    """A server with a copy that stands in for it; without a copy, the server alone."""

    def __init__(
        self, url: str, path: Path, journal: Journal | None, *, read_only: bool = False
    ) -> None:
        super().__init__(url, read_only=read_only)
        self.replica_path = path
        self._journal = journal
        self._away: Database | None = None
        self._side = threading.RLock()
        self._switches = 0
        self._retired: list[Database] = []
        self._follower: Follower | None = None
        self.write_hook = self._write

    # --- which side -----------------------------------------------------------------

    @property
    def away(self) -> bool:
        """Whether the copy stands in for the server now."""
        return self._away is not None

    @property
    def kind(self) -> str:
        return "sqlite" if self._away is not None else "postgresql"

    @property
    def schema(self) -> str:
        return SqliteDatabase.schema if self._away is not None else super().schema

    def deadline(self) -> float:
        patient = super().deadline()
        if self.replica_path.exists():
            return min(patient, time.monotonic() + SHORT_PATIENCE)
        return patient

    def fail_over(self) -> bool:
        """Switch to the copy, if there is a usable one and no transaction is open."""
        with self._side:
            if self._away is not None:
                return True
            in_use = getattr(self._local, "depth", 0) or self._views
            if in_use or not replica.usable(self.replica_path):
                return False
            self._away = SqliteDatabase(self.replica_path, read_only=self.read_only)
            self._switches += 1
            return True

    def fail_back(self) -> bool:
        """Send the changes made here and switch to the server again. False while it is away."""
        with self._side:
            away = self._away
            if away is None:
                return True
            if hasattr(self._local, "stand_in"):
                return False  # This thread reads a snapshot of the copy.
            self._away, self._given_up_until = None, 0.0
            try:
                PostgresDatabase.first(self, "SELECT 1 AS here")
                self._look_for_head()
                self._send_waiting()
            except ConnectionLostError:
                self._away = away
                return False
            self._switches += 1
            # Another thread may be reading from it still.
            self._retired.append(away)
            return True

    def _send_waiting(self) -> None:
        if self._away is None:
            # Waiting changes go to the server alone, so no failover may happen
            # meanwhile.
            with self._side, self._side_kept():
                super()._send_waiting()

    def _look_for_head(self) -> None:
        if self._away is None:
            with self._side_kept():
                super()._look_for_head()

    def keep_following(self) -> None:
        """Make and update the copy in the background, and look for the server while it is away."""
        if self._follower is None and not self.read_only and self._journal is not None:
            self._follower = Follower(self._given_url, self.replica_path, self._journal)
            self._follower.start()

    # --- statements -----------------------------------------------------------------

    @property
    def _stand_in(self) -> Database | None:
        """The copy that stands in. A snapshot stays on the side on which it began."""
        stand_in: Database | None = getattr(self._local, "stand_in", self._away)
        return stand_in

    def _may_fail_over(self) -> bool:
        return not hasattr(self._local, "stand_in") and self.fail_over()

    def _delegate(self, name: str, *arguments: Any) -> Any:
        stand_in = self._stand_in
        if stand_in is None:
            try:
                return getattr(PostgresDatabase, name)(self, *arguments)
            except ConnectionLostError:
                if not self._may_fail_over():
                    raise
                stand_in = self._away
        return getattr(stand_in, name)(*arguments)

    def query(self, sql: str, params: Params | None = None) -> list[Row]:
        rows: list[Row] = self._delegate("query", sql, params)
        return rows

    def first(self, sql: str, params: Params | None = None) -> Row | None:
        row: Row | None = self._delegate("first", sql, params)
        return row

    def iterate(self, sql: str, params: Params | None = None) -> Iterator[Row]:
        stand_in = self._stand_in
        if stand_in is None:
            begun = False
            try:
                for row in PostgresDatabase.iterate(self, sql, params):
                    begun = True
                    yield row
                return
            except ConnectionLostError:
                if begun or not self._may_fail_over():
                    raise
                stand_in = self._away
        assert stand_in is not None
        yield from stand_in.iterate(sql, params)

    def execute(self, sql: str, params: Params | None = None) -> int:
        return int(self._delegate("execute", sql, params))

    def execute_many(self, sql: str, params: Iterable[Sequence[Any]]) -> None:
        (self._away.execute_many if self._away else super().execute_many)(sql, params)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        (self._away.load if self._away else super().load)(table, columns, rows)

    @contextmanager
    def _side_kept(self) -> Iterator[None]:
        """Keep the current side, server or copy, until the block ends."""
        self._local.depth = getattr(self._local, "depth", 0) + 1
        try:
            yield
        finally:
            self._local.depth -= 1

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._away is not None:
            with self._away.transaction():
                yield
            return
        with self._side_kept(), super().transaction():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if hasattr(self._local, "stand_in"):
            yield
            return
        if self._away is None and not self.in_transaction:
            self.first("SELECT 1 AS here")  # fails over where the server is gone
        stand_in = self._away
        with self._side_kept(), super().snapshot() if stand_in is None else stand_in.snapshot():
            self._local.stand_in = stand_in
            try:
                yield
            finally:
                del self._local.stand_in

    def copy_to(self, path: Path) -> None:
        (self._away.copy_to if self._away else super().copy_to)(path)

    def check_pages(self) -> str:
        return self._away.check_pages() if self._away else super().check_pages()

    def data_version(self) -> int:
        if self._away is not None and self._follower is not None and self._follower.sees_server:
            self.fail_back()
        away = self._away
        version = super().data_version() if away is None else away.data_version()
        return self._switches * _VERSION_STEP + version

    def release(self) -> None:
        super().release()
        for copy in (*self._retired, *filter(None, [self._away])):
            copy.release()

    def close(self) -> None:
        if self._follower is not None:
            self._follower.stop()
        for copy in (*self._retired, *filter(None, [self._away])):
            copy.close()
        self._retired.clear()
        super().close()

    # --- writing ----------------------------------------------------------------------

    def _write(self, event: PendingEvent) -> ChainPosition:
        """Make an event durable on the server, or here if it changes one coder's own answers alone.

        Raises `StoreError` for an event that must wait for the server.
        """
        if self._away is None:
            try:
                return self.append(event)
            except ConnectionLostError:
                if not (changes_own_answers(event) and self.fail_over()):
                    raise
        if not changes_own_answers(event):
            raise StoreError(
                _(
                    "the server of {label} is away, and this concerns everyone: it has to wait"
                ).format(label=self.label),
                code="store-away",
                hint=_("Coding and memos go on meanwhile, and are sent when the server is back."),
            )
        return self._append_here(event)

    def _append_here(self, event: PendingEvent) -> ChainPosition:
        journal, away = self._journal, self._away
        assert away is not None
        if journal is None or self.read_only:
            raise read_only_error(self.label)
        there = away.first(
            "SELECT seq, prev_hash, hash FROM events WHERE id = :id", {"id": event.id}
        )
        if there is not None:
            return ChainPosition(there["seq"], there["prev_hash"], there["hash"])
        # The journal goes first: an event in the copy alone would never be sent.
        return away.append(event, before_commit=lambda: journal.put(event))


def changes_own_answers(event: PendingEvent) -> bool:
    """Whether an event changes nothing but one coder's own answers."""
    return not event.texts and all(change.table in SINGLE_CODER_TABLES for change in event.changes)


class Follower(threading.Thread):
    """A thread that updates the copy by a connection of its own, and knows whether the server
    answers."""

    def __init__(self, url: str, path: Path, journal: Journal) -> None:
        super().__init__(name="qct-follower", daemon=True)
        self._url, self._path, self._journal = url, path, journal
        self._stop_now = threading.Event()
        self.sees_server = False

    def run(self) -> None:
        server = PostgresDatabase(self._url, read_only=True)
        server.patience = 0.0
        with contextlib.closing(server):
            while not self._stop_now.is_set():
                try:
                    server.first("SELECT 1 AS here")
                    self.sees_server = True
                    refresh(server, self._path, self._journal)
                except ConnectionLostError:
                    self.sees_server = False
                except StoreError:
                    # A full disk, or a store being upgraded: the copy stays as old as it is.
                    self._stop_now.wait(10 * POLL_SECONDS)
                self._stop_now.wait(POLL_SECONDS)

    def stop(self) -> None:
        self._stop_now.set()
        self.join(timeout=10)


def refresh(server: Database, path: Path, journal: Journal) -> bool:
    """Update the copy from the server, or make it. False while changes of here wait to be sent."""
    if not replica.usable(path):
        replica.build(server, path)
        return True
    with contextlib.closing(SqliteDatabase(path)) as copy:
        try:
            if replica.own_events(copy):
                if not journal.is_empty():
                    return False
                replica.rewind(copy)
            replica.follow(server, copy)
            return True
        except ConflictError:
            pass
    # The copy differs from the server's log, and no copy is better than a wrong one.
    replica.remove(path)
    replica.build(server, path)
    return True
