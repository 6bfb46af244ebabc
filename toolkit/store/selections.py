"""Rows of several tables by one statement: on a server they cost one round trip."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.store.tables import TABLES, Table

if TYPE_CHECKING:
    from toolkit.store.protocol import Database
    from toolkit.store.row import Row

_CHUNK = 500
"""Number of values that one statement looks for."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows of a table that meet an SQL condition with `:name` parameters."""

    table: str
    condition: str
    params: Mapping[str, Any] = field(default_factory=dict)


def select_together(
    database: Database, selections: Sequence[Selection]
) -> list[list[dict[str, Any]]]:
    """The rows of each selection, in no stated order. Parameters of one name are one value."""
    tables = [TABLES[selection.table] for selection in selections]
    width = max(len(table.columns) for table in tables)
    sql = " UNION ALL ".join(
        f"SELECT {part} AS part, {_columns(table, width)} FROM {table.name} "
        f"WHERE {selection.condition}"
        for part, (table, selection) in enumerate(zip(tables, selections, strict=True))
    )
    params: dict[str, Any] = {}
    for selection in selections:
        params |= selection.params
    result: list[list[dict[str, Any]]] = [[] for _ in selections]
    for row in database.query(sql, params):
        part = row["part"]
        result[part].append(_values(tables[part], row))
    return result


def among(column: str, values: Collection[str | int], name: str) -> tuple[str, dict[str, Any]]:
    """The condition that a column has one of some values, whose parameters start with `name`."""
    params = {f"{name}_{place}": value for place, value in enumerate(values)}
    if not params:
        return "1 = 0", {}
    return f"{column} IN ({', '.join(f':{key}' for key in params)})", params


def chunked(column: str, values: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Conditions as of `among` that together have all the values, some hundreds each."""
    distinct = list(dict.fromkeys(values))
    for first in range(0, len(distinct), _CHUNK):
        yield among(column, distinct[first : first + _CHUNK], "value")


def _columns(table: Table, width: int) -> str:
    """Every column as text, since the parts of a UNION must agree in their types."""
    assert all(column.kind != "real" for column in table.columns), "text would round numbers"
    texts = [f"CAST({table.name}.{name} AS TEXT)" for name in table.column_names]
    texts += ["CAST(NULL AS TEXT)"] * (width - len(texts))
    return ", ".join(f"{text} AS c{place}" for place, text in enumerate(texts))


def _values(table: Table, row: Row) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place, column in enumerate(table.columns, start=1):
        text = row[place]
        values[column.name] = int(text) if text is not None and column.kind == "integer" else text
    return values
