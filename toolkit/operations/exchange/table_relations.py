"""What the tables mean to a merge: what needs what, what is the same thing, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.domain.codings import NO_DIRECTION
from toolkit.domain.events import Row
from toolkit.domain.merge import RowKey, State, Trail
from toolkit.domain.merge_texts import SourceOf
from toolkit.store.tables import TABLES

SAME = {
    "codings": ("source_id", "span_start", "span_end", "code_id", "coder_id", "round_id"),
    "commitments": ("source_id", "span_start", "span_end", "coder_id", "round_id"),
    "direction_mappings": (
        "source_id",
        "span_start",
        "span_end",
        "direction_id",
        "coder_id",
        "round_id",
    ),
}
"""Columns that make two rows of a table the same thing done twice."""

VERSIONS = "codebook_versions"
_ABOUT = {"source": "sources", "code": "codes", "coding": "codings", "case": "cases"}


def references(table: str, row: Row) -> list[RowKey]:
    """The rows that this row needs to make sense."""
    found: list[RowKey] = []
    for column in TABLES[table].columns:
        target, _, _ = (column.references or "").partition(".")
        value = row.get(column.name)
        if target in TABLES and value is not None:
            found.append((target, (value,)))
    if table == "memos" and row["target"] in _ABOUT:
        found.append((_ABOUT[row["target"]], (row["target_id"],)))
    elif table == "codes" and row["parent"] is not None:
        found.append(("codes", (row["parent"],)))
    elif table == "direction_mappings" and row["direction_id"] != NO_DIRECTION:
        found.append(("directions", (row["direction_id"],)))
    return found


def source_of(*sides: Mapping[RowKey, Trail]) -> SourceOf:
    """Where a row stands; a memo on a coding stands where the coding does."""
    places: dict[Any, str] = {}
    for side in sides:
        for (table, key), trail in side.items():
            if table == "codings" and (row := _newest(trail)) is not None:
                places[key[0]] = row["source_id"]

    def found(key: RowKey, trail: Trail) -> str | None:
        if key[0] == "sources":
            return str(key[1][0])
        row = _newest(trail)
        if row is None:
            return None
        if key[0] == "memos":
            about = row["target_id"]
            return about if row["target"] == "source" else places.get(about)
        return row.get("source_id")

    return found


def _newest(trail: Trail) -> State:
    return next((state for state in reversed(trail) if state is not None), None)


def renumber(
    theirs: dict[RowKey, list[State]], versions: Mapping[int, Row]
) -> dict[RowKey, list[State]]:
    """Their trails, their codebook versions numbered so that they clash with none of ours.

    `versions` are ours by number. A version that both have keeps our number.
    """
    new = {
        int(key[1][0]): trail[-1]
        for key, trail in theirs.items()
        if key[0] == VERSIONS and trail[0] is None and trail[-1] is not None
    }
    if not new:
        return theirs
    known = {(row["content_sha256"], row["created_at"]): n for n, row in versions.items()}
    numbers: dict[int, int] = {}
    free = max([*versions, *new], default=0) + 1
    for number, row in sorted(new.items()):
        assert row is not None
        same = known.get((row["content_sha256"], row["created_at"]))
        here = versions.get(number)
        if same is not None:
            numbers[number] = same
        elif here is None or here["content_sha256"] == row["content_sha256"]:
            numbers[number] = number
        else:
            numbers[number] = free
            free += 1
    if all(old == now for old, now in numbers.items()):
        return theirs
    return {
        _numbered(key, numbers): [trail[0], *(_moved(state, numbers) for state in trail[1:])]
        for key, trail in theirs.items()
    }


def _numbered(key: RowKey, numbers: Mapping[int, int]) -> RowKey:
    if key[0] != VERSIONS:
        return key
    number = int(key[1][0])
    return (VERSIONS, (numbers.get(number, number),))


def _moved(state: State, numbers: Mapping[int, int]) -> State:
    """The row as it refers to versions by our numbers."""
    if state is None:
        return None
    for column in ("codebook_version", "version"):
        number = state.get(column)
        if isinstance(number, int) and numbers.get(number, number) != number:
            return {**state, column: numbers[number]}
    return state
