"""What a step relies on without changing it, proved inside its own transaction.

A span means something in the text that it was read from alone: when another coder corrects
that text between the reading and the writing, the step is refused instead of shifted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.errors import ConflictError
from toolkit.store.tables import TABLES


@dataclass(frozen=True, slots=True)
class Precondition:
    """A column of a row of `table` (whose key is one column), as it was read."""

    table: str
    key: str
    column: str
    value: str

    @property
    def select(self) -> str:
        """SQL that gives the value now, with the key as its one parameter `:key`."""
        (name,) = TABLES[self.table].key
        return f"SELECT {self.column} AS value FROM {self.table} WHERE {name} = :key"

    def check(self, row: Any) -> None:
        """Raise `ConflictError` unless the row that `select` gave has the value still."""
        if row is not None and row["value"] == self.value:
            return
        if (self.table, self.column) == ("sources", "text_sha256"):
            raise ConflictError(
                f"the text of {self.key} was corrected in the meantime",
                code="source-corrected",
                hint="Look at the text as it is now and choose the place again. "
                "Nothing was changed.",
            )
        raise ConflictError(
            f"{self.table} {self.key}: {self.column} is not {self.value} any more",
            code="store-conflict",
            hint="Someone changed it in the meantime; look at `qct log`. Nothing was changed.",
        )


def to_payload(seen: Iterable[Precondition]) -> list[list[str]]:
    return [[one.table, one.key, one.column, one.value] for one in seen]


def from_payload(payload: Iterable[Iterable[str]]) -> Iterator[Precondition]:
    """Raises `ValueError` or `TypeError` for what `to_payload` did not write."""
    for one in payload:
        yield Precondition(*one)
