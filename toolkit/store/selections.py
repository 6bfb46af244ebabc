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
_LABELS = {CODINGS: ("code_id", "''"), MAPPINGS: ("direction_id", "coalesce(stance, '')")}
"""The columns of the label and of the stance."""
_ROWS = 50_000
"""Rows that are held as objects of Python at a time."""
_BETWEEN = "\x1e"
"""Stands between values that SQLite joins; no id has it."""


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
    """Batches of the columns start, end, source, label, coder, round, stance (empty for none) and
    id of all rows, in no stated order; with the time at which each was made, if asked for."""
    label, stance = _LABELS[table]
    numbers = ["span_start", "span_end"]
    texts = ["source_id", label, "coder_id", "round_id", stance, "id"]
    texts += ["created_at"] if with_time else []
    if database.kind == "sqlite":
        bounds = database.first(
            "SELECT type, (SELECT count(*) FROM sqlite_temp_master WHERE name = :name) AS hidden "
            "FROM sqlite_master WHERE name = :name",
            {"name": table},
        )
        if bounds is not None and not bounds["hidden"]:
            yield from _joined(database, table, numbers, texts)
            return
    columns = ", ".join([*numbers, *texts])
    rows = iter(database.iterate(f"SELECT {columns} FROM {table}"))
    while batch := list(islice(rows, _ROWS)):
        yield list(zip(*batch, strict=True))


def _joined(
    database: Database, table: str, numbers: Sequence[str], texts: Sequence[str]
) -> Iterator[list[Sequence[Any]]]:
    """The columns, which SQLite joins to one text each: an object of Python for each value of a
    million rows takes several times as long."""
    import numpy as np

    # Every aggregate of a statement sees the rows in the same order.
    columns = [f"group_concat({name}, ',')" for name in numbers]
    columns += [f"group_concat({name}, char(30))" for name in texts]
    ends = database.first(f"SELECT min(rowid) AS first, max(rowid) AS last FROM {table}")
    if ends is None or ends["first"] is None:
        return
    for first in range(ends["first"], ends["last"] + 1, _ROWS):
        row = database.first(
            f"SELECT count(*), {', '.join(columns)} FROM {table} WHERE rowid BETWEEN :a AND :b",
            {"a": first, "b": first + _ROWS - 1},
        )
        if row is None or not row[0]:
            continue
        values = list(row)[1:]
        made: list[Any] = [
            np.fromstring(text, dtype=np.int64, sep=",") for text in values[: len(numbers)]
        ]
        made += [text.split(_BETWEEN) for text in values[len(numbers) :]]
        assert {len(column) for column in made} == {row[0]}, "a value has the mark in it"
        yield made


def fingerprint(database: Database, table: str) -> tuple[int, int, int]:
    """How many rows there are, and the sums of their offsets: they differ after most changes."""
    row = database.first(
        f"SELECT count(*) AS n, coalesce(sum(span_start), 0) AS a, coalesce(sum(span_end), 0) AS b "
        f"FROM {table}"
    )
    return (int(row["n"]), int(row["a"]), int(row["b"])) if row is not None else (0, 0, 0)
