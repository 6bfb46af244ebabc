"""Making and upgrading a project's tables on a PostgreSQL server, by the same migrations.

Everything happens in one transaction, under a lock that lets one start do it and the
others find it done: DDL is transactional there, so a crash leaves the old schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.errors import StoreError
from toolkit.i18n import _
from toolkit.store.migrate import SCHEMA_VERSION, foreign, newer, run_migrations
from toolkit.store.postgres.errors import read_only

if TYPE_CHECKING:
    from toolkit.store.postgres.database import PostgresDatabase

_LOCK = "SELECT pg_advisory_xact_lock(7434101, hashtext(current_schema()))"


def version_of(database: PostgresDatabase) -> str | None:
    """The schema version, or None where there is none of our tables yet."""
    known = database.first("SELECT to_regclass('alembic_version') IS NOT NULL AS known")
    if known is None or not known["known"]:
        return None
    row = database.first("SELECT version_num FROM alembic_version")
    return str(row[0]) if row else None


def check(database: PostgresDatabase) -> None:
    """Raise unless the project there can be used as it is; an older one is upgraded."""
    version = version_of(database)
    if version is None:
        raise StoreError(
            _("{label} holds no project yet").format(label=database.label),
            code="no-store",
            hint=_("Build it with `qct init`, or move a project there with `qct store copy URL`."),
        )
    if version > SCHEMA_VERSION:
        raise newer(database.label, version)
    if version < SCHEMA_VERSION:
        upgrade(database)


def create(database: PostgresDatabase) -> None:
    """Make the tables in an empty schema, unless someone else has just done it."""
    tables = database.query(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    )
    if tables and version_of(database) is None:
        raise foreign(database.label)
    upgrade(database)


def upgrade(database: PostgresDatabase) -> None:
    if database.read_only:
        raise read_only(database.label)
    import sqlalchemy as sa
    from sqlalchemy.ext.compiler import compiles

    @compiles(sa.Text, "postgresql")
    def collated_text(element: Any, compiler: Any, **options: Any) -> str:  # noqa: ARG001
        # Texts sort by their UTF-8 bytes, as in SQLite, whatever the server's language is.
        return 'TEXT COLLATE "C"'

    engine = sa.create_engine("postgresql+psycopg://", creator=_creator(database))
    try:
        with database.errors(), _unwrapped(sa), engine.begin() as connection:
            connection.exec_driver_sql(_LOCK)
            run_migrations(connection)
    finally:
        engine.dispose()


def _creator(database: PostgresDatabase) -> Any:
    return lambda: database.connect(plain=True)


class _unwrapped:  # noqa: N801
    """Let the driver's own errors out of SQLAlchemy's, for the one place that explains them."""

    def __init__(self, sqlalchemy: Any) -> None:
        self._wrapper = sqlalchemy.exc.DBAPIError

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if isinstance(error, self._wrapper) and error.orig is not None:
            raise error.orig
