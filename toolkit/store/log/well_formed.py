"""Whether the events of a store from elsewhere are what qct writes.

The hashes of a log prove that nobody changed it later, and say nothing of what it holds. A store
that somebody else made is therefore looked through before anything of it is used.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import canonical_json
from toolkit.i18n import _
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from toolkit.domain.events import Key
    from toolkit.store.protocol import Database

_KINDS: dict[str, tuple[type, ...]] = {"text": (str,), "integer": (int,), "real": (int, float)}
_TEXTS = ("id", "at", "actor", "kind", "prev_hash", "hash")


class _MalformedError(Exception):
    """An event is not what qct writes; the message says why."""


def malformed(database: Database) -> str:
    """What is wrong with the first event that is not what qct writes; empty where all are.

    Each change must also begin with the row as the events before it left it.
    """
    states: dict[tuple[str, Key], str] = {}
    keeps_states = database.first("SELECT 1 AS present FROM redactions LIMIT 1") is None
    for event in database.iterate("SELECT * FROM events ORDER BY seq"):
        try:
            changes = _checked(event)
            if keeps_states:
                for change in changes:
                    _follow(states, change)
        except _MalformedError as error:
            return _("event {event} is not what qct writes: {problem}").format(
                event=event["seq"], problem=error
            )
    return ""


def _checked(event: Any) -> list[dict[str, Any]]:
    """The changes of an event. Raises `_MalformedError` for an event that is not well-formed."""
    undoes = event["undoes"]
    if not all(isinstance(event[name], str) for name in _TEXTS) or not isinstance(
        undoes, str | None
    ):
        raise _MalformedError(_("a column is not of its kind"))
    changes, summary = _json(event["changes"]), _json(event["summary"])
    if not isinstance(summary, dict):
        raise _MalformedError(_("its summary is no object"))
    _check_summary(event["kind"], summary)
    if not isinstance(changes, list):
        raise _MalformedError(_("its changes are no list"))
    for change in changes:
        _check_change(change)
    return changes


def _json(text: object) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError) as error:
        raise _MalformedError(_("it is not valid JSON")) from error


def _check_summary(kind: str, summary: dict[str, Any]) -> None:
    rejected = summary.get("rejected", {})
    if kind == "merge" and not (
        isinstance(rejected, dict) and all(isinstance(value, str) for value in rejected.values())
    ):
        raise _MalformedError(_("its summary names no rejected rows"))
    named = (summary.get("coder", ""), summary.get("taken_after", ""))
    if kind == "bundle.make" and not (all(isinstance(name, str) for name in named) and named[0]):
        raise _MalformedError(_("its summary does not say for whom the bundle is"))


def _check_change(change: object) -> None:
    if not isinstance(change, dict) or set(change) != {"table", "key", "before", "after"}:
        raise _MalformedError(_("a change has not just table, key, before and after"))
    table = TABLES.get(change["table"]) if isinstance(change["table"], str) else None
    if table is None:
        raise _MalformedError(_("a change is of a table that does not exist"))
    key = change["key"]
    if not isinstance(key, list) or len(key) != len(table.key):
        raise _MalformedError(_("a change of {table} has no key").format(table=table.name))
    kinds = {column.name: _KINDS[column.kind] for column in table.columns}
    _check_row(table.name, kinds, dict(zip(table.key, key, strict=True)))
    if change["before"] is None and change["after"] is None:
        raise _MalformedError(_("a change of {table} has no row").format(table=table.name))
    for row in (change["before"], change["after"]):
        if row is None:
            continue
        if not isinstance(row, dict):
            raise _MalformedError(_("a row of {table} is no object").format(table=table.name))
        _check_row(table.name, kinds, row)
        if [row.get(name) for name in table.key] != key:
            raise _MalformedError(
                _("a row of {table} does not have its key").format(table=table.name)
            )


def _check_row(table: str, kinds: dict[str, tuple[type, ...]], row: dict[str, Any]) -> None:
    for name, value in row.items():
        fits = name not in kinds or value is None or isinstance(value, kinds[name])
        if not fits or isinstance(value, bool):
            raise _MalformedError(
                _("{column} of a row of {table} is not of its kind").format(
                    column=name[:40], table=table
                )
            )


def _follow(states: dict[tuple[str, Key], str], change: dict[str, Any]) -> None:
    """Raise `_MalformedError` unless the change begins with the row as it was left."""
    place = (change["table"], tuple(change["key"]))
    known = states.get(place)
    before = change["before"]
    given = None if before is None else canonical_json(before)
    if given != known and not (known and before and _alike(json.loads(known), before)):
        raise _MalformedError(
            _("a change of {table} does not begin with the row as it was").format(table=place[0])
        )
    if change["after"] is None:
        states.pop(place, None)
    else:
        states[place] = canonical_json(change["after"])


def _alike(earlier: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two spellings of a row agree in the columns that both have.

    A row that an earlier version wrote has fewer columns.
    """
    return all(earlier[name] == other[name] for name in earlier.keys() & other.keys())
