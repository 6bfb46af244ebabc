"""The tables as SQLAlchemy metadata, against which migrations are checked."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from toolkit.store.tables import EVENTS, TABLES, TEXTS, Table

_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "text": sa.Text,
    "integer": sa.BigInteger,
    "real": sa.Double,
}


def metadata() -> sa.MetaData:
    result = sa.MetaData()
    for table in (TEXTS, *TABLES.values(), EVENTS):
        _define(table, result)
    return result


def _define(table: Table, into: sa.MetaData) -> None:
    columns = []
    for column in table.columns:
        kind = _TYPES[column.kind]
        if table.name == "events" and column.name == "seq":
            kind = sa.Integer  # SQLite gives a row id only to INTEGER PRIMARY KEY
        foreign = [sa.ForeignKey(column.references)] if column.references else []
        columns.append(
            sa.Column(
                column.name,
                kind,
                *foreign,
                primary_key=column.name in table.key,
                nullable=column.nullable,
                autoincrement=False,
            )
        )
    constraints = [sa.UniqueConstraint("id", name="uq_events_id")] if table is EVENTS else []
    defined = sa.Table(table.name, into, *columns, *constraints)
    for index in table.indexes:
        sa.Index(f"ix_{table.name}_{'_'.join(index)}", *(defined.c[name] for name in index))
