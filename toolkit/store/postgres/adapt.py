"""Adaptation of psycopg's SQL and values to those of SQLite, which the store is written for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|::|:([A-Za-z_]\w*)|%|\?")


@lru_cache(maxsize=1024)
def translated(sql: str) -> str:
    """SQL with `:name` and `?` spelled as psycopg wants them; quoted text and `::` casts stay."""

    def spell(match: re.Match[str]) -> str:
        if match[1]:
            return f"%({match[1]})s"
        return "%s" if match[0] == "?" else match[0].replace("%", "%%")

    return _TOKEN.sub(spell, sql)


class ServerRow:
    """A row of the server, read by column name or place as `sqlite3.Row` is."""

    __slots__ = ("_index", "_values")

    def __init__(self, index: dict[str, int], values: Sequence[Any]) -> None:
        self._index = index
        self._values = values

    def __getitem__(self, column: Any, /) -> Any:
        return self._values[self._index[column] if column.__class__ is str else column]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> list[str]:
        return list(self._index)


def row_factory(cursor: Any) -> Callable[[Sequence[Any]], ServerRow]:
    """Makes rows that are read by column name or place; psycopg calls it once per result."""
    index = {column.name: place for place, column in enumerate(cursor.description or ())}
    return lambda values: ServerRow(index, values)


def adapt(connection: Any, psycopg: Any) -> None:
    """Convert values as SQLite does: sums are numbers, and truth is 0 or 1."""

    class Number(psycopg.adapt.Loader):  # type: ignore[misc]
        def load(self, data: Any) -> int | float:
            text = bytes(data).decode("ascii")
            return int(text) if text.lstrip("-").isdigit() else float(text)

    class Truth(psycopg.adapt.Dumper):  # type: ignore[misc]
        oid = psycopg.adapters.types["int8"].oid

        def dump(self, obj: bool) -> bytes:
            return b"1" if obj else b"0"

    connection.adapters.register_loader("numeric", Number)
    connection.adapters.register_dumper(bool, Truth)
