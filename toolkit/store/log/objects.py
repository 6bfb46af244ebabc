"""What a store's database holds beside the tables and indexes that the migrations make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.store.tables import EVENTS, TABLES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.store.protocol import Database

_TABLES = (TEXTS, *TABLES.values(), EVENTS)
_VERSION = "alembic_version"
_CONSTRAINTS = frozenset({"uq_events_id"})
_SQLITE = "SELECT type AS kind, name FROM main.sqlite_master WHERE substr(name, 1, 7) <> 'sqlite_'"
_SQLITE_COLUMNS = (
    "SELECT t.name AS relation, c.name "
    "FROM main.sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
)
_SQLITE_INDEXES = (
    "SELECT i.name, c.name AS part FROM main.sqlite_master AS i, pragma_index_info(i.name) AS c "
    "WHERE i.type = 'index' ORDER BY i.name, c.seqno"
)
_HERE = "current_schema()::regnamespace"
_POSTGRES = (
    "SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'i' THEN 'index' ELSE 'view' END AS kind, "
    "c.relname::text AS name FROM pg_class AS c LEFT JOIN pg_index AS i ON i.indexrelid = c.oid "
    f"WHERE c.relnamespace = {_HERE} AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'i') "
    "AND i.indisprimary IS NOT TRUE "
    "UNION ALL SELECT 'trigger', t.tgname::text FROM pg_trigger AS t "
    f"JOIN pg_class AS c ON c.oid = t.tgrelid WHERE c.relnamespace = {_HERE} "
    "AND NOT t.tgisinternal "
    "UNION ALL SELECT 'rule', r.rulename::text FROM pg_rules AS r "
    "WHERE r.schemaname = current_schema()"
)
_POSTGRES_COLUMNS = (
    "SELECT c.relname::text AS relation, a.attname::text AS name FROM pg_attribute AS a "
    f"JOIN pg_class AS c ON c.oid = a.attrelid WHERE c.relnamespace = {_HERE} "
    "AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
)
_POSTGRES_INDEXES = (
    "SELECT c.relname::text AS name, a.attname::text AS part FROM pg_index AS i "
    "JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_attribute AS a ON a.attrelid = c.oid "
    f"WHERE c.relnamespace = {_HERE} AND NOT i.indisprimary ORDER BY c.relname, a.attnum"
)


def foreign_objects(database: Database) -> Iterator[str]:
    """What is there and not from qct, and what qct made and is gone; a sentence for each."""
    is_file = database.kind == "sqlite"
    there = {
        (str(row["kind"]), str(row["name"]))
        for row in database.query(_SQLITE if is_file else _POSTGRES)
    }
    expected = {("table", name) for name in (*(table.name for table in _TABLES), _VERSION)}
    indexes = {
        f"ix_{table.name}_{'_'.join(columns)}": columns
        for table in _TABLES
        for columns in table.indexes
    }
    expected |= {("index", name) for name in indexes}
    for kind, name in sorted(there - expected):
        if name not in _CONSTRAINTS:
            yield _("{kind} {name} is in the database, but not from qct").format(
                kind=kind, name=name
            )
    for kind, name in sorted(expected - there):
        yield _("{kind} {name} is missing in the database").format(kind=kind, name=name)
    yield from _columns(database, is_file)
    parts: dict[str, list[str]] = {}
    for row in database.query(_SQLITE_INDEXES if is_file else _POSTGRES_INDEXES):
        parts.setdefault(str(row["name"]), []).append(str(row["part"]))
    for name, columns in sorted(indexes.items()):
        if name in parts and tuple(parts[name]) != columns:
            yield _("index {name} is not over the columns that qct gave it").format(name=name)


def _columns(database: Database, is_file: bool) -> Iterator[str]:
    there: dict[str, set[str]] = {}
    for row in database.query(_SQLITE_COLUMNS if is_file else _POSTGRES_COLUMNS):
        there.setdefault(str(row["relation"]), set()).add(str(row["name"]))
    for table in _TABLES:
        if table.name not in there:
            continue
        for name in sorted(there[table.name] - set(table.column_names)):
            yield _("column {name} of {table} is in the database, but not from qct").format(
                name=name, table=table.name
            )
        for name in sorted(set(table.column_names) - there[table.name]):
            yield _("column {name} of {table} is missing in the database").format(
                name=name, table=table.name
            )


def odd_values(database: Database) -> Iterator[tuple[str, str, str, str]]:
    """Values that are of another type than their column, in a SQLite file, which allows any.

    Gives the table, the key of the row, the column and the type that the value has.
    """
    if database.kind != "sqlite":
        return  # A server refuses them.
    for table in _TABLES:
        tests = {
            column.name: f"typeof({column.name}) NOT IN ({_allowed(column.kind, column.nullable)})"
            for column in table.columns
        }
        types = ", ".join(f"typeof({name}) AS type_{name}" for name in tests)
        keys = ", ".join(f"CAST({name} AS BLOB) AS key_{name}" for name in table.key)
        for row in database.iterate(
            f"SELECT {keys}, {types} FROM {table.name} WHERE {' OR '.join(tests.values())}"
        ):
            key = "/".join(
                bytes(row[f"key_{name}"] or b"").decode("utf-8", "backslashreplace")
                for name in table.key
            )
            for column in table.columns:
                kind = row[f"type_{column.name}"]
                if f"'{kind}'" not in _allowed(column.kind, column.nullable):
                    yield table.name, key, column.name, kind


def _allowed(kind: str, nullable: bool) -> str:
    types = {"text": "'text'", "integer": "'integer'", "real": "'real', 'integer'"}[kind]
    return f"{types}, 'null'" if nullable else types
