"""Merging two copies of a project that went separate ways, row by row.

A trail is every state that a row has had on one side since the common ancestor, oldest
first, None where there was no row. A side that has lived through the other's last state
knows it and decided otherwise, so it wins; that makes a removal a removal and a merge
repeated later one that changes nothing. Where neither knows the other, both changed the
row, and a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from toolkit.domain.events import Row, canonical_json, sha256_text

RowKey = tuple[str, tuple[str | int, ...]]
"""Table and primary key."""
State = Row | None
Trail = Sequence[State]
Trails = Mapping[RowKey, Trail]
References = Callable[[str, Row], Iterable[RowKey]]
"""The rows that a row needs."""

EARLIEST = frozenset({"created_at", "decided_at", "position"})
"""Columns that say when or where something came to be: two spellings are no disagreement."""
LATEST = frozenset({"updated_at"})
FURTHEST = {"progress": ("working", "submitted")}
MACHINE = frozenset({"suggestions", "direction_proposals"})
"""Tables of what models said: the newer wins, nobody is asked."""


def row_id(key: RowKey) -> str:
    return "/".join(map(str, (key[0], *key[1])))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that both sides changed, each in its own way."""

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
    """What our side becomes. Conflicts are not in `changes`: until decided, ours stays."""

    changes: dict[RowKey, State]
    conflicts: list[Conflict]
    left_out: dict[str, int] = field(default_factory=dict)
    """Rows of theirs, by source, on a text that was decided against."""


Rejected = Mapping[str, frozenset[str]]
"""By id of the row, digests of states that a person decided against in an earlier merge."""


NOTHING: Rejected = MappingProxyType({})


def digest(state: State) -> str:
    return sha256_text(canonical_json(dict(state) if state is not None else None))


def merge(
    ours: Trails,
    theirs: Trails,
    rejected_by_us: Rejected = NOTHING,
    rejected_by_them: Rejected = NOTHING,
) -> Merged:
    """Combine the sides. A row that only they touched must start where ours stands."""
    changes: dict[RowKey, State] = {}
    conflicts: list[Conflict] = []
    for key, trail in theirs.items():
        mine = ours.get(key, (trail[0],))
        if mine[-1] == trail[-1]:
            continue
        won = _winner(key, mine, trail, rejected_by_us, rejected_by_them)
        if won == "theirs":
            changes[key] = trail[-1]
        elif won is None:
            combined = combine(key[0], trail[0], mine[-1], trail[-1])
            if combined is None:
                conflicts.append(_conflict(key, mine, trail))
            elif combined != mine[-1]:
                changes[key] = combined
    return Merged(changes, conflicts)


def _winner(
    key: RowKey, ours: Trail, theirs: Trail, by_us: Rejected, by_them: Rejected
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


def _within(short: Trail, long: Trail) -> bool:
    """Whether the states of `short` come in `long` in their order, others between them."""
    rest = iter(long)
    return all(any(state == other for other in rest) for state in short)


def combine(table: str, base: State, ours: State, theirs: State) -> Row | None:
    """One row for two that differ in bookkeeping only; None when a person has to decide."""
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
        elif column in FURTHEST:
            result[column] = max(mine, other, key=FURTHEST[column].index)
        else:
            return None
    # Each side changed another field of the same thing: what comes out nobody has seen.
    return result if len(sides) < 2 else None


def _conflict(key: RowKey, ours: Trail, theirs: Trail) -> Conflict:
    if ours[-1] is None:
        why = "removed here, changed there"
    elif theirs[-1] is None:
        why = "changed here, removed there"
    elif theirs[0] is None:
        why = "added on both sides with different content"
    else:
        why = "changed on both sides"
    return Conflict(key[0], key[1], why, theirs[0], ours[-1], theirs[-1])


def keep_needed(merged: Merged, ours: Trails, theirs: Trails, references: References) -> None:
    """Nothing that is still used goes away: a removal there yields to work here that needs it."""
    changes = merged.changes
    waiting = [key for key, state in changes.items() if state is not None]
    while waiting:
        key = waiting.pop()
        state = changes[key]
        assert state is not None
        for needed in references(key[0], state):
            there = changes[needed] if needed in changes else _last(ours, needed)
            if there is None and (needed in changes or needed in ours):
                changes[needed] = _last(theirs, needed) or _newest_row(ours, theirs, needed)
                waiting.append(needed)
    going = {key for key, state in changes.items() if state is None}
    while going and (held := _held(going, merged, ours, references)):
        for key in held:
            del changes[key]
        going -= held


def _held(going: set[RowKey], merged: Merged, ours: Trails, references: References) -> set[RowKey]:
    staying = ((key, merged.changes.get(key, trail[-1])) for key, trail in ours.items())
    return {
        needed
        for (table, _), state in staying
        if state is not None
        for needed in references(table, state)
        if needed in going
    }


def _last(trails: Trails, key: RowKey) -> State:
    return trails[key][-1] if key in trails else None


def _newest_row(ours: Trails, theirs: Trails, key: RowKey) -> Row:
    states = [*ours.get(key, ()), *theirs.get(key, ())]
    return next(state for state in reversed(states) if state is not None)


Same = Mapping[str, tuple[str, ...]]
"""By table, the columns that make two rows the same thing."""


def twins(ours: Trails, theirs: Trails, same: Same) -> dict[RowKey, RowKey]:
    """What both sides did anew and alike: the row to drop, and its twin with the smaller id."""
    found: dict[RowKey, RowKey] = {}
    for table, columns in same.items():
        mine = dict(_new(ours, theirs, table, columns))
        for what, key in _new(theirs, ours, table, columns):
            if what in mine:
                found[max(key, mine[what])] = min(key, mine[what])
    return found


def _new(
    side: Trails, other: Trails, table: str, columns: tuple[str, ...]
) -> Iterator[tuple[tuple[Any, ...], RowKey]]:
    for key, trail in side.items():
        row = trail[-1]
        if key[0] == table and trail[0] is None and row is not None and key not in other:
            yield tuple(row[column] for column in columns), key


def without_twins(side: Trails, dropped: Mapping[RowKey, RowKey]) -> Trails:
    """The trails as if the twins that stay had been there alone."""
    if not dropped:
        return side
    names = {old[1][0]: new[1][0] for old, new in dropped.items()}
    return {
        key: [_renamed(state, names) for state in trail]
        for key, trail in side.items()
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


def settle_twins(merged: Merged, ours: Trails, dropped: Mapping[RowKey, RowKey]) -> None:
    """Let our side lose its dropped twins, and speak of those that stay."""
    spoken = without_twins(ours, dropped)
    for key, trail in ours.items():
        if key in dropped:
            merged.changes[key] = None
        elif key not in merged.changes and spoken[key][-1] != trail[-1]:
            merged.changes[key] = spoken[key][-1]
