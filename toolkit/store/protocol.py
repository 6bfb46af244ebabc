"""Protocol of a store, whichever database holds it.

`sqlite.SqliteDatabase` and `postgres.database.PostgresDatabase` are the two kinds, and
`connect.connect` chooses between them. Statements are SQL text with `:name` parameters in the
subset that both understand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from toolkit.errors import StoreError
    from toolkit.store.log.head import HeadKeeper
    from toolkit.store.pending_event import ChainPosition, PendingEvent, Replayed
    from toolkit.store.row import Params, Row


class Database(Protocol):
    """One project's tables and its event log, with a connection per thread."""

    replayed: list[Replayed]
    """Results of sending events that waited on this machine."""
    write_hook: Callable[[PendingEvent], ChainPosition] | None
    """Makes an event durable in place of `append`, where it has more than one place to go."""
    on_connection_lost: Callable[[PendingEvent], StoreError] | None
    """Keeps an event that could not be sent, and gives the error that says so."""
    head: HeadKeeper | None
    """The head of the log that this machine keeps; None for copies, backups and drafts."""

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""

    @property
    def schema(self) -> str:
        """The name that leads to a table itself, where a view of the same name hides it."""

    @property
    def away(self) -> bool:
        """Whether a copy on this machine stands in for a server that cannot be reached."""

    @property
    def read_only(self) -> bool: ...

    @property
    def path(self) -> Path:
        """The file of the store; for a server its name in messages."""

    @property
    def url(self) -> str:
        """The store's URL, never with a password."""

    @property
    def label(self) -> str:
        """The store as messages name it."""

    # --- statements -----------------------------------------------------------------

    def query(self, sql: str, params: Params | None = None) -> list[Row]: ...

    def iterate(self, sql: str, params: Params | None = None) -> Iterator[Row]:
        """Rows of a result that should not be held in memory at once, in turn."""

    def first(self, sql: str, params: Params | None = None) -> Row | None:
        """The first row of a result."""

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement, and return the number of rows that it touched."""

    def execute_many(self, sql: str, params: Iterable[Sequence[Any]]) -> None:
        """Run `sql`, which has `?` placeholders, once per sequence of values."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert many new rows in the quickest way that the database has."""

    # --- transactions ---------------------------------------------------------------

    def transaction(self) -> AbstractContextManager[None]:
        """All statements inside are durable together, or none of them is."""

    def exclusive(self) -> AbstractContextManager[None]:
        """A transaction in which nobody else changes anything until it ends."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Reads inside see one state of the store, whatever others commit meanwhile."""

    def append(
        self, event: PendingEvent, *, before_commit: Callable[[], object] | None = None
    ) -> ChainPosition:
        """Apply the event's changes and give it its place at the end of the chain, durably.

        `before_commit` is called when all but the commit of a SQLite store is done.
        """

    # --- the whole store ------------------------------------------------------------

    def copy_to(self, path: Path) -> None:
        """Copy everything, as it is at one moment, into the SQLite file `path`."""

    def check_pages(self) -> str:
        """`ok`, or what is wrong with the stored pages."""

    def scrub(self) -> bool:
        """Write the stored pages anew, so that nothing deleted is left in them.

        False where another program was reading, or the server does not allow it.
        """

    def data_version(self) -> int:
        """A number that changes when someone else has committed."""

    def release(self) -> None:
        """Close this thread's connection, before the thread ends."""

    def close(self) -> None: ...

    def errors(self) -> AbstractContextManager[None]:
        """Turn the driver's errors inside into `StoreError`s in the user's terms."""
