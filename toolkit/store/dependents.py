"""Which later events build on an event, so that undoing it can say so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.domain.events import Change, Event, Key
from toolkit.store.database import Database
from toolkit.store.entries import PAGE, event_from, undone_ids
from toolkit.store.tables import TABLES

REGISTRATIONS = frozenset({"coders", "coverage"})
"""Rows that a first act brings along. They stay for as long as other work needs them, so
nothing depends on the event that happened to come first."""

_UNTIED = REGISTRATIONS | {"codebook_versions"}
_FEW = 50

_POINTERS: dict[str, tuple[tuple[str, str], ...]] = {
    name: tuple(
        (column.name, column.references.partition(".")[0])
        for column in table.columns
        if column.references and column.references.partition(".")[0] in TABLES
    )
    for name, table in TABLES.items()
}
"""Columns of each table that name a row of another, from the foreign keys."""

_LOOSE = {"codes": (("parent", "codes"),), "direction_mappings": (("direction_id", "directions"),)}
_MEMO_TARGETS = {"source": "sources", "code": "codes", "coding": "codings", "case": "cases"}

Thing = tuple[str, Key]


def dependents(database: Database, event: Event) -> list[Event]:
    """The standing events after `event` that change its rows or refer to rows it made,
    and those that build on these in turn; oldest first."""
    touched, made = _reach(event.changes)
    undone = undone_ids(database)
    found: list[Event] = []
    after = event.seq
    while True:
        page = database.query(
            "SELECT * FROM events WHERE seq > :after ORDER BY seq LIMIT :size",
            {"after": after, "size": PAGE},
        )
        for row in page:
            if row["kind"] in ("undo", "redo") or row["id"] in undone:
                continue
            if not _mentions(row["changes"], touched):
                continue
            later = event_from(row)
            if _builds_on(later.changes, touched, made):
                found.append(later)
                more_touched, more_made = _reach(later.changes)
                touched |= more_touched
                made |= more_made
        if len(page) < PAGE:
            return found
        after = page[-1]["seq"]


def _reach(changes: Sequence[Change]) -> tuple[set[Thing], set[Thing]]:
    """The rows that the changes touch, and those of them that they made."""
    return (
        {(c.table, c.key) for c in changes if c.table not in _UNTIED or c.table == "coders"},
        {(c.table, c.key) for c in changes if c.table not in _UNTIED and c.before is None},
    )


def _mentions(text: str, touched: set[Thing]) -> bool:
    """Whether the JSON of an event can name any of the rows; spares parsing most events."""
    if len(touched) > _FEW:
        return True
    return any(json.dumps(key[0], ensure_ascii=False) in text for _, key in touched)


def _builds_on(changes: Sequence[Change], touched: set[Thing], made: set[Thing]) -> bool:
    for change in changes:
        changes_row = change.table not in _UNTIED or change.before is not None
        if changes_row and (change.table, change.key) in touched:
            return True
        if change.table in _UNTIED:
            continue
        if change.after is not None and any(
            pointed in made for pointed in references(change.table, change.after)
        ):
            return True
    return False


def references(table: str, row: Mapping[str, Any]) -> Iterator[Thing]:
    """The rows that a row names."""
    for column, target in (*_POINTERS[table], *_LOOSE.get(table, ())):
        if row[column] is not None:
            yield target, (row[column],)
    if table == "memos" and row["target"] in _MEMO_TARGETS:
        yield _MEMO_TARGETS[row["target"]], (row["target_id"],)


def referring_columns(table: str) -> list[tuple[str, str]]:
    """The tables and columns whose foreign keys name a table."""
    return [
        (name, column)
        for name, pointers in _POINTERS.items()
        for column, target in pointers
        if target == table
    ]
