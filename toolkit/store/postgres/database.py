"""A store on a PostgreSQL server: many coders at once, a connection per thread."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolkit.errors import StoreError
from toolkit.store.copy import copy_into_file, tables
from toolkit.store.log.head import Head, unbroken
from toolkit.store.postgres import writer
from toolkit.store.postgres.connection import PostgresConnection
from toolkit.store.postgres.listen import CHANNEL, Listener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from toolkit.store.pending_event import ChainPosition, PendingEvent, Replayed
    from toolkit.store.protocol import Database


class PostgresDatabase(PostgresConnection):
    """One project in one database (its current schema) of a server."""

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        super().__init__(url, read_only=read_only)
        self._listener: Listener | None = None
        self._replay: Callable[[Database], Replayed] | None = None

    def attach(self, replay: Callable[[Database], Replayed]) -> None:
        """Send a journal's waiting changes now, and whenever a lost connection is back."""
        self._replay = replay
        self._send_waiting()

    def _send_waiting(self) -> None:
        if self.head is not None and self.head.is_lost:
            return  # They wait until someone has decided about the log.
        if self._replay is not None and (replayed := self._replay(self)):
            self.replayed.append(replayed)

    def _reconnected(self) -> None:
        self._look_for_head()
        self._send_waiting()

    def _look_for_head(self) -> None:
        """Look whether a server that is back still has what it had acknowledged."""
        if self.head is not None:
            self.head.lost(self)

    def append(
        self,
        event: PendingEvent,
        *,
        before_commit: Callable[[], object] | None = None,  # noqa: ARG002
    ) -> ChainPosition:
        # Asking the server each time would cost a way there and back; `reach` looks afterwards.
        unbroken(self, by_last_look=True)
        place = writer.append(self, event)
        if self.head is not None:
            self.head.reach(self, Head(place.seq, place.hash, event.at), place.prev_hash)
        return place

    def copy_to(self, path: Path) -> None:
        copy_into_file(self, path)

    def check_pages(self) -> str:
        """`ok` where the server answers; it keeps its own pages in order."""
        return "ok" if self.first("SELECT version() AS v") is not None else "no answer"

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        unbroken(self)
        with self.transaction():
            # Others hold rows until they commit, and take the chain's lock last: first the
            # tables, so that nobody waits for someone who waits for this.
            self.execute("LOCK TABLE sources, events IN EXCLUSIVE MODE")
            with self.errors():
                self.connection().execute(writer.NOTIFY_AND_LOCK, (CHANNEL,))
            yield
        if self.head is not None:
            self.head.advance(self)

    def scrub(self) -> bool:
        try:
            for table in tables():
                with self.errors():
                    self.connection().execute(f"VACUUM (FULL) {table.name}")
        except StoreError:
            return False
        return True

    def data_version(self) -> int:
        """Commits of others so far, as the server has announced them; never blocks on it."""
        with self._lock:
            if self._listener is None:
                self._listener = Listener(self.connect, self._driver.Error)
        own = getattr(self._local, "connection", None)
        return self._listener.poll(own.info.backend_pid if own and not own.closed else None)

    def close(self) -> None:
        super().close()
        with self._lock:
            if self._listener is not None:
                self._listener.close()
                self._listener = None
