"""Tables as Parquet, written by DuckDB, which loads no extension and reads no file by itself."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.tables import Cell

SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "threads": "1",
}
"""What every connection is opened with: nothing is fetched or loaded, and rows keep their order."""
_ROWS = 50_000
"""Rows that go to DuckDB at a time."""


def connected() -> Any:
    """A connection of DuckDB in memory that neither installs nor loads an extension."""
    try:
        import duckdb
    except ImportError:
        raise InputError(
            _("Parquet needs DuckDB, which is not installed"),
            code="no-duckdb",
            hint=_("Install it with pip install 'qualitative-coding-toolkit[report]'."),
        ) from None
    return duckdb.connect(":memory:", config=dict(SETTINGS))


def parquet(columns: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> bytes:
    """The rows as the bytes of a Parquet file.

    A column of whole numbers is BIGINT, one of other numbers DOUBLE, one of yes and no BOOLEAN,
    and any other VARCHAR. Equal rows give equal bytes.
    """
    import pandas as pd

    kinds = [_kind(rows, at) for at in range(len(columns))]
    # DuckDB takes names of columns for one another where only their case differs.
    names = _distinct(columns)
    declared = ", ".join(f"{_quoted(name)} {kind}" for name, kind in zip(names, kinds, strict=True))
    with closing(connected()) as connection, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        connection.execute(f"CREATE TABLE made ({declared})")
        for first in range(0, len(rows), _ROWS):
            batch = rows[first : first + _ROWS]
            frame = pd.DataFrame(
                {
                    f"c{at}": pd.Series([_value(row[at], kind) for row in batch], dtype=object)
                    for at, kind in enumerate(kinds)
                }
            )
            connection.register("batch", frame)
            picked = ", ".join(f"CAST(c{at} AS {kind})" for at, kind in enumerate(kinds))
            connection.execute(f"INSERT INTO made SELECT {picked} FROM batch")
            connection.unregister("batch")
        target = str(path).replace("'", "''")
        connection.execute(f"COPY made TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        os.chmod(path, 0o600)
        return path.read_bytes()


def _kind(rows: Sequence[tuple[Cell, ...]], at: int) -> str:
    types = {type(row[at]) for row in rows} - {type(None)}
    if not types or types - {int, float, bool}:
        return "VARCHAR"
    if types == {bool}:
        return "BOOLEAN"
    if bool in types:
        return "VARCHAR"
    return "BIGINT" if types == {int} else "DOUBLE"


def _value(cell: Cell, kind: str) -> object:
    if cell is None or cell != cell:  # not a number is missing
        return None
    return str(cell) if kind == "VARCHAR" else cell


def _distinct(columns: Sequence[str]) -> list[str]:
    names: list[str] = []
    for name in columns:
        number, made = 2, name or "column"
        while made.casefold() in {known.casefold() for known in names}:
            made, number = f"{name} {number}", number + 1
        names.append(made)
    return names


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
