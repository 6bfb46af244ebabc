"""Later events that build on an event, so that undoing it can name them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import Change, Event, Key
from toolkit.store.log.entries import PAGE, event_from, undone_ids
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.store.protocol import Database

REGISTRATIONS = frozenset({"coders", "coverage"})
"""Tables of rows that a coder's first act adds. The rows stay while other work needs them, so no
event depends on the one that happened to add them."""

_WITHOUT_DEPENDENTS = REGISTRATIONS | {"codebook_versions"}
_FEW = 50

_FOREIGN_KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    name: tuple(
        (column.name, column.references.partition(".")[0])
        for column in table.columns
        if column.references and column.references.partition(".")[0] in TABLES
    )
    for name, table in TABLES.items()
}
"""Columns of each table that name a row of another, from the foreign keys."""

_OTHER_REFERENCES = {
    "codes": (("parent", "codes"),),
    "direction_mappings": (("direction_id", "directions"),),
}
_MEMO_TARGETS = {"source": "sources", "code": "codes", "coding": "codings", "case": "cases"}

RowKey = tuple[str, Key]


def dependents(database: Database, event: Event) -> list[Event]:
    """The standing events after `event` that change its rows or refer to rows it made,
    and those that build on these in turn; oldest first."""
    affected = _affected_by(event.changes)
    undone = undone_ids(database)
    result: list[Event] = []
    after = event.seq
    while True:
        page = database.query(
            "SELECT * FROM events WHERE seq > :after ORDER BY seq LIMIT :size",
            {"after": after, "size": PAGE},
        )
        for row in page:
            if row["kind"] in ("undo", "redo") or row["id"] in undone:
                continue
            if not _mentions(row["changes"], affected):
                continue
            later = event_from(row)
            if _builds_on(later.changes, affected):
                result.append(later)
                affected.add(_affected_by(later.changes))
        if len(page) < PAGE:
            return result
        after = page[-1]["seq"]


@dataclass(slots=True)
class _Affected:
    """Rows and sources that undoing some changes would affect."""

    touched: set[RowKey]
    """Rows that they changed."""
    made: set[RowKey]
    """Rows that they made, and sources whose text they replaced: later rows refer to them."""
    placed: set[RowKey]
    """Sources in whose text an undo would put something back at its old offsets."""

    def add(self, other: _Affected) -> None:
        self.touched |= other.touched
        self.made |= other.made
        self.placed |= other.placed


def _affected_by(changes: Sequence[Change]) -> _Affected:
    counted = [change for change in changes if change.table not in _WITHOUT_DEPENDENTS]
    return _Affected(
        {(c.table, c.key) for c in (*counted, *(c for c in changes if c.table == "coders"))},
        {(c.table, c.key) for c in counted if c.before is None or _replaces_text(c)},
        {
            ("sources", (c.before["source_id"],))
            for c in counted
            if c.before is not None and "span_start" in c.before
        },
    )


def _replaces_text(change: Change) -> bool:
    return (
        change.table == "sources"
        and change.before is not None
        and change.after is not None
        and change.before["text_sha256"] != change.after["text_sha256"]
    )


def _mentions(text: str, affected: _Affected) -> bool:
    """Whether the JSON of an event can name any of the rows. Most events need no parsing then."""
    if len(affected.touched) > _FEW:
        return True
    things = (*affected.touched, *affected.placed)
    return any(json.dumps(key[0], ensure_ascii=False) in text for _, key in things)


def _builds_on(changes: Sequence[Change], affected: _Affected) -> bool:
    for change in changes:
        changes_row = change.table not in _WITHOUT_DEPENDENTS or change.before is not None
        if changes_row and (change.table, change.key) in affected.touched:
            return True
        if _replaces_text(change) and (change.table, change.key) in affected.placed:
            return True
        if change.table in _WITHOUT_DEPENDENTS:
            continue
        if change.after is not None and any(
            pointed in affected.made for pointed in references(change.table, change.after)
        ):
            return True
    return False


def references(table: str, row: Mapping[str, Any]) -> Iterator[RowKey]:
    """The rows that a row names."""
    for column, target in (*_FOREIGN_KEYS[table], *_OTHER_REFERENCES.get(table, ())):
        if row[column] is not None:
            yield target, (row[column],)
    if table == "memos" and row["target"] in _MEMO_TARGETS:
        yield _MEMO_TARGETS[row["target"]], (row["target_id"],)


def referring_columns(table: str) -> list[tuple[str, str]]:
    """The tables and columns whose foreign keys name a table."""
    return [
        (name, column)
        for name, pointers in _FOREIGN_KEYS.items()
        for column, target in pointers
        if target == table
    ]
