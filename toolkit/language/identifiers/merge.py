"""Candidates without overlaps, and further occurrences of names that are certain."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.language.identifiers.candidate import Candidate


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates in order without overlaps: the stronger is kept, then the longer."""
    ordered = sorted(candidates, key=lambda c: (-c.strength, c.start - c.end, c.start, c.kind))
    starts: list[Candidate] = []
    kept = _Kept()
    for candidate in ordered:
        if candidate.end > candidate.start and kept.add(candidate.start, candidate.end):
            starts.append(candidate)
    return sorted(starts)


class _Kept:
    """Stretches that are taken, none of which overlap."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> bool:
        """Take a stretch; false where a part of it is taken."""
        place = bisect_left(self._starts, start)
        if place < len(self._starts) and self._starts[place] < end:
            return False
        if place and self._ends[place - 1] > start:
            return False
        self._starts.insert(place, start)
        self._ends.insert(place, end)
        return True
