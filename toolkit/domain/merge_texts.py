"""Sources whose text differs between the sides of a merge.

Offsets are valid for one text only. Where the text of a source differs and both sides worked
on the source, a single decision covers all of it: the text of one side with its work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from toolkit.domain.merge import (
    Conflict,
    Merged,
    Rejected,
    RowHistories,
    RowHistory,
    RowKey,
    State,
    digest,
)
from toolkit.i18n import _

SourceOf = Callable[[RowKey, RowHistory], str | None]
"""Gives the source that a row belongs to; None for rows of the project as a whole."""


@dataclass(frozen=True, slots=True)
class ContestedSource:
    """A source whose text differs between the sides, with each side's histories on it."""

    source_id: str
    ours: dict[RowKey, RowHistory]
    theirs: dict[RowKey, RowHistory]

    @property
    def conflict(self) -> Conflict:
        """The conflict that a person decides for the whole source."""
        key = source_key(self.source_id)
        mine, other = self.ours.get(key), self.theirs.get(key)
        base = (other or mine or (None,))[0]
        both = mine is not None and other is not None
        return Conflict(
            "sources",
            key[1],
            (
                _(
                    "different text ({ours} changed rows here, {theirs} there; "
                    "the text decided for keeps its own)"
                )
                if both
                else _(
                    "corrected on one side, worked on at the other "
                    "({ours} changed rows here, {theirs} there; the text decided for keeps its own)"
                )
            ).format(
                ours=len(self.ours),
                theirs=len(self.theirs),
            ),
            base,
            mine[-1] if mine else base,
            other[-1] if other else (mine or (None,))[0],
        )


def source_key(source_id: str) -> RowKey:
    """The key of a source's row."""
    return ("sources", (source_id,))


def contested(
    ours: RowHistories, theirs: RowHistories, source_of: SourceOf
) -> list[ContestedSource]:
    """The sources whose text differs and that both sides worked on, in the order of their ids."""
    result = []
    names = sorted(str(key[1][0]) for key in {*ours, *theirs} if key[0] == "sources")
    differing = {name for name in names if _differ(ours, theirs, source_key(name))}
    if not differing:
        return []
    mine, others = _rows_on(differing, ours, source_of), _rows_on(differing, theirs, source_of)
    for name in sorted(differing):
        if mine[name] and others[name]:
            result.append(ContestedSource(name, mine[name], others[name]))
    return result


def _differ(ours: RowHistories, theirs: RowHistories, key: RowKey) -> bool:
    base = (theirs.get(key) or ours[key])[0]
    mine = ours[key][-1] if key in ours else base
    other = theirs[key][-1] if key in theirs else base
    return (
        mine is not None
        and other is not None
        and mine.get("text_sha256") != other.get("text_sha256")
    )


def _rows_on(
    names: set[str], histories: RowHistories, source_of: SourceOf
) -> dict[str, dict[RowKey, RowHistory]]:
    result: dict[str, dict[RowKey, RowHistory]] = {name: {} for name in names}
    for key, history in histories.items():
        name = source_of(key, history)
        if name in result and any(state != history[-1] for state in history):
            result[name][key] = history
    return result


def decided_before(source: ContestedSource, by_us: Rejected, by_them: Rejected) -> str | None:
    """The side that an earlier merge chose for the same two texts; None where none did."""
    conflict = source.conflict
    if digest(conflict.theirs) in by_us.get(conflict.id, ()):
        return "ours"
    if digest(conflict.ours) in by_them.get(conflict.id, ()):
        return "theirs"
    return None


def take_theirs(merged: Merged, source: ContestedSource) -> None:
    """Take their text with all their work on it, and drop our work since the ancestor."""
    for key, history in source.ours.items():
        state: State = source.theirs[key][-1] if key in source.theirs else history[0]
        if state != history[-1]:
            merged.changes[key] = state
    for key, history in source.theirs.items():
        if key not in source.ours:
            merged.changes[key] = history[-1]
