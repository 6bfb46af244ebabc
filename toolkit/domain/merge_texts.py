"""Sources whose text differs between the sides of a merge.

Offsets hold for one text only. Where the text of a source differs and both sides worked on
the source, everything on it is one decision: one side's text with that side's work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from toolkit.domain.merge import (
    Conflict,
    Merged,
    Rejected,
    RowKey,
    State,
    Trail,
    Trails,
    digest,
)

SourceOf = Callable[[RowKey, Trail], str | None]
"""The source that a row stands on, None for rows of the project."""


@dataclass(frozen=True, slots=True)
class Contested:
    source_id: str
    ours: dict[RowKey, Trail]
    theirs: dict[RowKey, Trail]

    @property
    def conflict(self) -> Conflict:
        key = source_key(self.source_id)
        mine, other = self.ours.get(key), self.theirs.get(key)
        base = (other or mine or (None,))[0]
        both = mine is not None and other is not None
        return Conflict(
            "sources",
            key[1],
            ("different text" if both else "corrected on one side, worked on at the other")
            + f" ({len(self.ours)} changed rows here, {len(self.theirs)} there; "
            "the text decided for keeps its own)",
            base,
            mine[-1] if mine else base,
            other[-1] if other else (mine or (None,))[0],
        )


def source_key(source_id: str) -> RowKey:
    return ("sources", (source_id,))


def contested(ours: Trails, theirs: Trails, source_of: SourceOf) -> list[Contested]:
    """The sources in question, in the order of their ids."""
    found = []
    names = sorted(str(key[1][0]) for key in {*ours, *theirs} if key[0] == "sources")
    doubtful = {name for name in names if _differ(ours, theirs, source_key(name))}
    if not doubtful:
        return []
    mine, others = _rows_on(doubtful, ours, source_of), _rows_on(doubtful, theirs, source_of)
    for name in sorted(doubtful):
        if mine[name] and others[name]:
            found.append(Contested(name, mine[name], others[name]))
    return found


def _differ(ours: Trails, theirs: Trails, key: RowKey) -> bool:
    base = (theirs.get(key) or ours[key])[0]
    mine = ours[key][-1] if key in ours else base
    other = theirs[key][-1] if key in theirs else base
    return (
        mine is not None
        and other is not None
        and mine.get("text_sha256") != other.get("text_sha256")
    )


def _rows_on(
    names: set[str], trails: Trails, source_of: SourceOf
) -> dict[str, dict[RowKey, Trail]]:
    result: dict[str, dict[RowKey, Trail]] = {name: {} for name in names}
    for key, trail in trails.items():
        name = source_of(key, trail)
        if name in result and any(state != trail[-1] for state in trail):
            result[name][key] = trail
    return result


def decided_before(one: Contested, by_us: Rejected, by_them: Rejected) -> str | None:
    """How an earlier merge, here or there, decided about the same two texts."""
    conflict = one.conflict
    if digest(conflict.theirs) in by_us.get(conflict.id, ()):
        return "ours"
    if digest(conflict.ours) in by_them.get(conflict.id, ()):
        return "theirs"
    return None


def take_theirs(merged: Merged, one: Contested) -> None:
    """Their text and all their work on it; our work since the ancestor goes."""
    for key, trail in one.ours.items():
        wanted: State = one.theirs[key][-1] if key in one.theirs else trail[0]
        if wanted != trail[-1]:
            merged.changes[key] = wanted
    for key, trail in one.theirs.items():
        if key not in one.ours:
            merged.changes[key] = trail[-1]
