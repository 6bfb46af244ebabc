"""A count of the statements that a store of either kind is sent."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from toolkit.store.postgres.connection import PostgresConnection
from toolkit.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from toolkit.project import Project


@contextmanager
def counted(project: Project) -> Iterator[list[str]]:
    """Collect the SQL of every statement of this thread, except BEGIN, COMMIT and ROLLBACK.

    A statement that runs once for each of many rows counts as often as it runs.
    """
    database = project._session.database
    statements: list[str] = []
    if isinstance(database, PostgresConnection):
        with _on_server(database.connection(), statements):
            yield statements
        return
    assert isinstance(database, SqliteDatabase)
    connection = database.connection()

    connection.set_trace_callback(_noting(statements))
    try:
        yield statements
    finally:
        connection.set_trace_callback(None)


def _noting(statements: list[str]) -> Callable[[str], None]:
    def note(sql: str) -> None:
        if not sql.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            statements.append(sql)

    return note


@contextmanager
def _on_server(connection: Any, statements: list[str]) -> Iterator[None]:
    import psycopg

    note = _noting(statements)

    class Noting(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            note(str(query))
            return super().execute(query, params, **options)

        def executemany(self, query: Any, params_seq: Iterable[Any], **options: Any) -> None:
            values = list(params_seq)
            statements.extend([str(query)] * len(values))
            super().executemany(query, values, **options)

    class NotingServerCursor(psycopg.ServerCursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            statements.append(str(query))
            return super().execute(query, params, **options)

    before = connection.cursor_factory, connection.server_cursor_factory
    connection.cursor_factory = Noting
    connection.server_cursor_factory = NotingServerCursor
    try:
        yield
    finally:
        connection.cursor_factory, connection.server_cursor_factory = before
