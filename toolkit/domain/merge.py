"""Merging two copies of a project that went separate ways, row by row.

A row history has every state of a row on one side since the common ancestor, oldest first, with
None where there was no row. A side whose history contains the other's last state has seen it
and decided otherwise, so its own last state wins. A removal therefore stays a removal, and a
merge repeated later changes nothing. Where neither history contains the other's last state,
both sides changed the row, and a person decides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from toolkit.domain.events import Row, canonical_json, sha256_text
from toolkit.i18n import _

RowKey = tuple[str, tuple[str | int, ...]]
"""Table and primary key."""
State = Row | None
RowHistory = Sequence[State]
RowHistories = Mapping[RowKey, RowHistory]
References = Callable[[str, Row], Iterable[RowKey]]
"""Gives the rows that a row of a table refers to."""

EARLIEST = frozenset({"answered_at", "created_at", "decided_at", "position", "withdrawn_at"})
"""Columns of which the smaller value is kept; a difference in them is no disagreement."""
LATEST = frozenset({"updated_at", "erased_at"})
"""Columns of which the larger value is kept."""
FURTHEST = {"progress": ("working", "finished", "submitted")}
"""Columns of which the later value in this order is kept."""
UNITED = frozenset({"withdrawals", "erasures"})
"""Tables whose column `texts` is a JSON list of hashes, of which those of both sides are kept."""
MACHINE = frozenset({"suggestions", "reveals", "direction_proposals"})
"""Tables of proposals by models: the newer row wins, and nobody is asked."""


def row_id(key: RowKey) -> str:
    """The name of a row for people, such as `codes/trust`."""
    return "/".join(map(str, (key[0], *key[1])))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that both sides changed differently, so that a person decides."""

    table: str
    key: tuple[str | int, ...]
    why: str
    base: State
    ours: State
    theirs: State

    @property
    def id(self) -> str:
        return row_id((self.table, self.key))


@dataclass(frozen=True, slots=True)
class Merged:
    """The rows that our side changes. Our state of a row in conflict stays until it is decided."""

    changes: dict[RowKey, State]
    conflicts: list[Conflict]
    left_out: dict[str, int] = field(default_factory=dict)
    """Number of their rows by source, on a text that was decided against."""


Rejected = Mapping[str, frozenset[str]]
"""By id of a row, digests of the states that a person decided against in earlier merges."""


NOTHING: Rejected = MappingProxyType({})


def digest(state: State) -> str:
    """The hash of a state."""
    return sha256_text(canonical_json(dict(state) if state is not None else None))


def merge(
    ours: RowHistories,
    theirs: RowHistories,
    rejected_by_us: Rejected = NOTHING,
    rejected_by_them: Rejected = NOTHING,
) -> Merged:
    """Combine two sides. The history of a row that only they changed starts with our state."""
    changes: dict[RowKey, State] = {}
    conflicts: list[Conflict] = []
    for key, history in theirs.items():
        mine = ours.get(key, (history[0],))
        if mine[-1] == history[-1]:
            continue
        won = _winner(key, mine, history, rejected_by_us, rejected_by_them)
        if won == "theirs":
            changes[key] = history[-1]
        elif won is None:
            combined = combine(key[0], history[0], mine[-1], history[-1])
            if combined is None:
                conflicts.append(_conflict(key, mine, history))
            elif combined != mine[-1]:
                changes[key] = combined
    return Merged(changes, conflicts)


def _winner(
    key: RowKey, ours: RowHistory, theirs: RowHistory, by_us: Rejected, by_them: Rejected
) -> str | None:
    we_know = theirs[-1] in ours or _turned_down(key, theirs[-1], by_us)
    they_know = ours[-1] in theirs or _turned_down(key, ours[-1], by_them)
    if we_know and they_know:
        we_know, they_know = _within(theirs, ours), _within(ours, theirs)
    if we_know != they_know:
        return "ours" if we_know else "theirs"
    return None


def _turned_down(key: RowKey, state: State, rejected: Rejected) -> bool:
    name = row_id(key)
    return name in rejected and digest(state) in rejected[name]


def _within(short: RowHistory, long: RowHistory) -> bool:
    """Whether `long` has the states of `short` in their order, others between them or not."""
    rest = iter(long)
    return all(any(state == other for other in rest) for state in short)


def combine(table: str, base: State, ours: State, theirs: State) -> Row | None:
    """The combined row where both sides can be kept; None where a person has to decide."""
    if ours is None or theirs is None:
        return None
    if table in MACHINE:
        return max(ours, theirs, key=lambda row: (str(row.get("created_at")), canonical_json(row)))
    result = dict(ours)
    sides = set()
    for column, mine in ours.items():
        other = theirs.get(column)
        if mine == other:
            continue
        before = base.get(column) if base is not None else None
        if base is not None and before in (mine, other):
            result[column] = other if mine == before else mine
            if column not in EARLIEST | LATEST and column not in FURTHEST:
                sides.add("theirs" if mine == before else "ours")
        elif column in EARLIEST:
            result[column] = min(mine, other)
        elif column in LATEST:
            result[column] = max(mine, other)
        elif table in UNITED and column == "texts":
            result[column] = canonical_json(sorted({*json.loads(mine), *json.loads(other or "[]")}))
        elif column in FURTHEST:
            result[column] = max(mine, other, key=FURTHEST[column].index)
        else:
            return None
    # Where each side changed another column, nobody has ever seen the combination.
    return result if len(sides) < 2 else None


def _conflict(key: RowKey, ours: RowHistory, theirs: RowHistory) -> Conflict:
    if ours[-1] is None:
        why = _("removed here, changed there")
    elif theirs[-1] is None:
        why = _("changed here, removed there")
    elif theirs[0] is None:
        why = _("added on both sides with different content")
    else:
        why = _("changed on both sides")
    return Conflict(key[0], key[1], why, theirs[0], ours[-1], theirs[-1])


def keep_needed(
    merged: Merged, ours: RowHistories, theirs: RowHistories, references: References
) -> None:
    """Keep every row that is still referred to: its removal yields to the rows that need it.

    A row that is kept has the last state of the side that did not remove it, where that side
    changed it, else its last state before the removal. So both copies end with the same row.
    """
    changes = merged.changes
    waiting = [key for key, state in changes.items() if state is not None]
    going = {key for key, state in changes.items() if state is None}
    while True:
        _restore_needed(merged, ours, theirs, references, waiting)
        going = {key for key in going if changes.get(key, ()) is None}
        held = _held(going, merged, ours, references)
        if not held:
            return
        going -= held
        waiting = []
        for key in held:
            newest = None if key in ours else _newest_row({}, theirs, key)
            if newest is None or newest == theirs[key][0]:
                del changes[key]
            else:
                changes[key] = newest
                waiting.append(key)


def _restore_needed(
    merged: Merged,
    ours: RowHistories,
    theirs: RowHistories,
    references: References,
    waiting: list[RowKey],
) -> None:
    """Bring back the removed rows that the changed rows `waiting` refer to, and what these need."""
    changes = merged.changes
    while waiting:
        key = waiting.pop()
        state = changes[key]
        assert state is not None
        for needed in references(key[0], state):
            there = changes[needed] if needed in changes else _last(ours, needed)
            if there is None and (needed in changes or needed in ours):
                changes[needed] = _last(theirs, needed) or _newest_row(ours, theirs, needed)
                waiting.append(needed)


def _held(
    going: set[RowKey], merged: Merged, ours: RowHistories, references: References
) -> set[RowKey]:
    staying = ((key, merged.changes.get(key, history[-1])) for key, history in ours.items())
    return {
        needed
        for (table, _), state in staying
        if state is not None
        for needed in references(table, state)
        if needed in going
    }


def _last(histories: RowHistories, key: RowKey) -> State:
    return histories[key][-1] if key in histories else None


def _newest_row(ours: RowHistories, theirs: RowHistories, key: RowKey) -> Row:
    states = [*ours.get(key, ()), *theirs.get(key, ())]
    return next(state for state in reversed(states) if state is not None)


Same = Mapping[str, tuple[str, ...]]
"""By table, the columns by which two rows are the same thing."""


def twins(ours: RowHistories, theirs: RowHistories, same: Same) -> dict[RowKey, RowKey]:
    """Rows that both sides added alike: the row to drop, and its twin with the smaller id."""
    dropped: dict[RowKey, RowKey] = {}
    for table, columns in same.items():
        ours_by_content = dict(_new(ours, theirs, table, columns))
        for content, key in _new(theirs, ours, table, columns):
            if content in ours_by_content:
                dropped[max(key, ours_by_content[content])] = min(key, ours_by_content[content])
    return dropped


def _new(
    side: RowHistories, other: RowHistories, table: str, columns: tuple[str, ...]
) -> Iterator[tuple[tuple[Any, ...], RowKey]]:
    for key, history in side.items():
        row = history[-1]
        if key[0] == table and history[0] is None and row is not None and key not in other:
            yield tuple(row[column] for column in columns), key


def without_twins(side: RowHistories, dropped: Mapping[RowKey, RowKey]) -> RowHistories:
    """The histories as if only the twins that stay had been added."""
    if not dropped:
        return side
    names = {old[1][0]: new[1][0] for old, new in dropped.items()}
    return {
        key: [_renamed(state, names) for state in history]
        for key, history in side.items()
        if key not in dropped
    }


def _renamed(state: State, names: Mapping[Any, Any]) -> State:
    if state is None:
        return None
    new = {
        column: names[value]
        for column, value in state.items()
        if isinstance(value, str) and value in names
    }
    return {**state, **new} if new else state


def settle_twins(merged: Merged, ours: RowHistories, dropped: Mapping[RowKey, RowKey]) -> None:
    """Remove the dropped twins from our side, and let our rows refer to those that stay."""
    renamed = without_twins(ours, dropped)
    for key, history in ours.items():
        if key in dropped:
            merged.changes[key] = None
        elif key not in merged.changes and renamed[key][-1] != history[-1]:
            merged.changes[key] = renamed[key][-1]
