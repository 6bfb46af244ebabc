"""Rows that are read together: of several tables by one statement, since on a server each costs a
round trip, and all codings as columns, since an object for each of a million takes too long."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from toolkit.store.tables import TABLES, Table

if TYPE_CHECKING:
    from toolkit.store.protocol import Database
    from toolkit.store.row import Row

_CHUNK = 500
"""Number of values that one statement looks for."""
CODINGS, MAPPINGS = "codings", "direction_mappings"
_COLUMNS = {
    CODINGS: "source_id, span_start, span_end, code_id, coder_id, round_id, NULL, id",
    MAPPINGS: "source_id, span_start, span_end, direction_id, coder_id, round_id, stance, id",
}
_ROWS = 50_000
"""Rows that are held as objects of Python at a time."""


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


def columns_of(
    database: Database, table: str, *, with_time: bool = False
) -> Iterator[list[Sequence[Any]]]:
    """Batches of the columns source, start, end, label, coder, round, stance (None for none) and
    id of all rows, in no stated order; with the time at which each was made, if asked for."""
    more = ", created_at" if with_time else ""
    rows = iter(database.iterate(f"SELECT {_COLUMNS[table]}{more} FROM {table}"))
    while batch := list(islice(rows, _ROWS)):
        yield list(zip(*batch, strict=True))


def fingerprint(database: Database, table: str) -> tuple[int, int, int]:
    """How many rows there are, and the sums of their offsets: they differ after most changes."""
    row = database.first(
        f"SELECT count(*) AS n, coalesce(sum(span_start), 0) AS a, coalesce(sum(span_end), 0) AS b "
        f"FROM {table}"
    )
    return (int(row["n"]), int(row["a"]), int(row["b"])) if row is not None else (0, 0, 0)
