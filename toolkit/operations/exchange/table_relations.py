"""Relations between rows that a merge must know: references, twins and version numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.domain.directions import ALONE
from toolkit.domain.merge import UNITED
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.domain.events import Row
    from toolkit.domain.merge import RowHistory, RowKey, State
    from toolkit.domain.merge_texts import SourceOf
    from toolkit.store.protocol import Database

TWIN_COLUMNS = {
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
"""Columns by which two rows of a table are twins: the same act, done on both sides."""

VERSIONS = "codebook_versions"
_MEMO_TARGETS = {"source": "sources", "code": "codes", "coding": "codings", "case": "cases"}


def references(table: str, row: Row) -> list[RowKey]:
    """Keys of the rows that a row refers to."""
    keys: list[RowKey] = []
    for column in TABLES[table].columns:
        target, _, _ = (column.references or "").partition(".")
        value = row.get(column.name)
        if target in TABLES and value is not None:
            keys.append((target, (value,)))
    if table == "memos" and row["target"] in _MEMO_TARGETS:
        keys.append((_MEMO_TARGETS[row["target"]], (row["target_id"],)))
    elif table == "codes" and row["parent"] is not None:
        keys.append(("codes", (row["parent"],)))
    elif table == "direction_mappings" and row["direction_id"] not in ALONE:
        keys.append(("directions", (row["direction_id"],)))
    return keys


def source_of(*sides: Mapping[RowKey, RowHistory]) -> SourceOf:
    """A function that gives the source of a row. A memo on a coding has the coding's source."""
    places: dict[Any, str] = {}
    for side in sides:
        for (table, key), states in side.items():
            if table == "codings" and (row := _newest(states)) is not None:
                places[key[0]] = row["source_id"]

    def source_of_row(key: RowKey, states: RowHistory) -> str | None:
        if key[0] == "sources":
            return str(key[1][0])
        if key[0] in UNITED:
            return None  # What was withdrawn or erased is no work on a text.
        row = _newest(states)
        if row is None:
            return None
        if key[0] == "memos":
            about = row["target_id"]
            return about if row["target"] == "source" else places.get(about)
        return row.get("source_id")

    return source_of_row


def _newest(states: RowHistory) -> State:
    return next((state for state in reversed(states) if state is not None), None)


def renumber(
    theirs: dict[RowKey, list[State]], versions: Mapping[int, Row], ours: Database
) -> dict[RowKey, list[State]]:
    """Their histories of rows with numbers of codebook versions and queues that clash with none."""
    queues = [dict(row) for row in ours.query("SELECT * FROM queues")]
    return renumber_queues(renumber_versions(theirs, versions), queues)


def renumber_versions(
    theirs: dict[RowKey, list[State]], versions: Mapping[int, Row]
) -> dict[RowKey, list[State]]:
    """Their histories of rows, with codebook versions renumbered so that none clashes with ours.

    `versions` has our versions by number. A version that both sides have keeps our number.
    """
    new = {
        int(key[1][0]): states[-1]
        for key, states in theirs.items()
        if key[0] == VERSIONS and states[0] is None and states[-1] is not None
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
        _numbered(key, numbers): [states[0], *(_moved(state, numbers) for state in states[1:])]
        for key, states in theirs.items()
    }


def renumber_queues(
    theirs: dict[RowKey, list[State]], queues: Sequence[Row]
) -> dict[RowKey, list[State]]:
    """Their histories of rows, with a number for each of their queues that no other of ours has.

    `queues` are our rows. A coder names a queue by its number, so that two of one coder must not
    share it. A queue that both sides have keeps our number.
    """
    numbers = {str(row["id"]): int(row["number"]) for row in queues}
    taken: dict[str, set[int]] = {}
    for row in queues:
        taken.setdefault(str(row["coder_id"]), set()).add(int(row["number"]))
    new = [
        (newest["coder_id"], int(newest["number"]), str(key[1][0]))
        for key, states in theirs.items()
        if key[0] == "queues" and (newest := _newest(states)) and key[1][0] not in numbers
    ]
    for coder, number, name in sorted(new):
        own = taken.setdefault(coder, set())
        numbers[name] = number if number not in own else max(own) + 1
        own.add(numbers[name])
    return {
        key: [_with_number(state, numbers[str(key[1][0])]) for state in states]
        if key[0] == "queues" and str(key[1][0]) in numbers
        else states
        for key, states in theirs.items()
    }


def _with_number(state: State, number: int) -> State:
    return None if state is None else {**state, "number": number}


def _numbered(key: RowKey, numbers: Mapping[int, int]) -> RowKey:
    if key[0] != VERSIONS:
        return key
    number = int(key[1][0])
    return (VERSIONS, (numbers.get(number, number),))


def _moved(state: State, numbers: Mapping[int, int]) -> State:
    """The row with version numbers replaced by ours."""
    if state is None:
        return None
    for column in ("codebook_version", "version"):
        number = state.get(column)
        if isinstance(number, int) and numbers.get(number, number) != number:
            return {**state, column: numbers[number]}
    return state
