"""Preconditions of a step, checked inside the transaction that writes it.

A span means something in the text that it was read from alone: when another coder corrects
that text between the reading and the writing, the step is refused instead of shifted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.errors import ConflictError
from toolkit.i18n import _
from toolkit.store.tables import TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolkit.domain.events import Change
    from toolkit.store.row import Row

_STATEMENT_SIZE = 100
"""Number of preconditions checked by one statement; SQLite joins at most 500 SELECTs."""


@dataclass(frozen=True, slots=True)
class Precondition:
    """A column of a row of `table` (whose key is one column), as it was read."""

    table: str
    key: str
    column: str
    value: str

    def check(self, value: str | None) -> None:
        """Raise `ConflictError` unless the column has the expected value still.

        `value` is what the store holds now, None where the row is gone.
        """
        if value == self.value:
            return
        if (self.table, self.column) == ("sources", "text_sha256"):
            raise ConflictError(
                _("the text of {source} was corrected in the meantime").format(source=self.key),
                code="source-corrected",
                hint=_(
                    "Look at the text as it is now and choose the place again. Nothing was changed."
                ),
            )
        raise ConflictError(
            _("{table} {row}: {column} is not {value} any more").format(
                table=self.table, row=self.key, column=self.column, value=self.value
            ),
            code="store-conflict",
            hint=_("Someone changed it in the meantime; look at `qct log`. Nothing was changed."),
        )


def check_all(
    preconditions: Sequence[Precondition],
    query: Callable[[str, dict[str, str]], Iterable[Any]],
    *,
    lock: str = "",
) -> None:
    """Check all preconditions by few statements. Raises `ConflictError` at the first broken one.

    `query` runs SQL with `:name` parameters; `lock` is the clause that keeps others from
    changing the rows before the commit, where the database has one.
    """
    for first in range(0, len(preconditions), _STATEMENT_SIZE):
        checked = preconditions[first : first + _STATEMENT_SIZE]
        sql = " UNION ALL ".join(
            f"SELECT place, value FROM (SELECT {place} AS place, {expected.column} AS value "
            f"FROM {expected.table} WHERE {_key_column(expected.table)} = :key_{place}{lock}) "
            f"AS precondition_{place}"
            for place, expected in enumerate(checked)
        )
        keys = {f"key_{place}": expected.key for place, expected in enumerate(checked)}
        values = {row["place"]: row["value"] for row in query(sql, keys)}
        for place, expected in enumerate(checked):
            expected.check(values.get(place))


def _key_column(table: str) -> str:
    (column,) = TABLES[table].key
    return column


def check_before(table: Table, change: Change, row: Row | None) -> None:
    """Raise `ConflictError` unless the row is what the change expects to find."""
    if row is None or dict(row) != dict(change.before or {}):
        raise row_conflict(table, change, _("it was changed or removed in the meantime"))


def row_conflict(table: Table, change: Change, why: str) -> ConflictError:
    """The error for a row that is not as a change expects it."""
    return ConflictError(
        _("{table} row {key} is not as this change expects: {why}").format(
            table=table.name, key="/".join(map(str, change.key)), why=why
        ),
        code="store-conflict",
        hint=_(
            "Something else has changed it, or later work depends on it; look at `qct log`. "
            "Nothing was changed."
        ),
    )


def to_payload(preconditions: Iterable[Precondition]) -> list[list[str]]:
    """Preconditions as JSON holds them."""
    return [
        [expected.table, expected.key, expected.column, expected.value]
        for expected in preconditions
    ]


def from_payload(payload: Iterable[Iterable[str]]) -> Iterator[Precondition]:
    """Raises `ValueError` or `TypeError` for what `to_payload` did not write."""
    for fields in payload:
        yield Precondition(*fields)
