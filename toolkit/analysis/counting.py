"""Arrays behind the matrices, in which each coded passage counts once.

A segment is a connected component of overlapping spans of a row (a code, or a code with all
codes below it) in a place (a case in a source). Codings of the same passage by two coders, or
overlapping codings of a code, are a single segment; touching spans stay two segments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    Ints = NDArray[int64]


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches of text by row and place; parallel arrays.

    `merge` takes uses of rows in any order and returns segments in the order of row, place and
    start.
    """

    row: Ints
    place: Ints
    start: Ints
    end: Ints

    def by_rows(self, rows_of: Sequence[Sequence[int]]) -> Stretches:
        """The stretches, each once for every row in `rows_of[row]`."""
        index, row = spread(rows_of, self.row)
        return Stretches(row, self.place[index], self.start[index], self.end[index])


@dataclass(frozen=True, slots=True)
class Entries:
    """The uses behind the cells, one entry for each; parallel arrays."""

    cell: Ints
    """Row number times the number of columns, plus column number."""
    place: Ints
    start: Ints
    end: Ints
    record: Ints
    """Index of the coding or mapping."""

    def taken(self, at: Any) -> Entries:
        """The entries at these indices (an array or a slice)."""
        return Entries(self.cell[at], self.place[at], self.start[at], self.end[at], self.record[at])


def spread(lists: Sequence[Sequence[int]], indices: Ints) -> tuple[Ints, Ints]:
    """The pairs (i, member) for every member of `lists[indices[i]]`, as two arrays."""
    import numpy as np

    sizes = np.array([len(members) for members in lists], dtype=np.int64)
    ends = np.cumsum(sizes)
    flat = np.array([member for members in lists for member in members], dtype=np.int64)
    if not len(indices):
        return indices, indices
    if (sizes == 1).all():
        return np.arange(len(indices), dtype=np.int64), flat[indices]
    index, position = expand((ends - sizes)[indices], ends[indices])
    return index, flat[position]


def expand(first: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """The pairs (i, number) for every number in `first[i]:stop[i]`, as two arrays."""
    import numpy as np

    times = np.maximum(stop - first, 0)
    index = np.repeat(np.arange(len(first), dtype=np.int64), times)
    begins = np.cumsum(times) - times
    return index, np.arange(len(index), dtype=np.int64) + (first - begins)[index]


def merge(uses: Stretches, n_places: int) -> Stretches:
    """The segments of the uses, in O(n log n) for n uses."""
    import numpy as np

    if not len(uses.row):
        return uses
    reach = int(uses.end.max()) + 1
    group = uses.row * n_places + uses.place
    order = np.argsort(group * reach + uses.start)
    group, start, end = group[order], uses.start[order], uses.end[order]
    # Each group is shifted past the one before, so that one running maximum serves them all.
    reached = np.maximum.accumulate(group * reach + end)
    opens = np.ones(len(group), dtype=bool)
    opens[1:] = (group[1:] * reach + start[1:]) >= reached[:-1]
    # The first span of a group opens a segment, although the shifted ends may touch.
    opens[1:] |= group[1:] != group[:-1]
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(group)) - 1
    group = group[first]
    return Stretches(
        group // n_places, group % n_places, start[first], reached[last] - group * reach
    )


def count(segments: Stretches, n_rows: int, n_places: int) -> Ints:
    """Segments by row and place, shape (n_rows, n_places)."""
    import numpy as np

    cell = segments.row * n_places + segments.place
    return np.bincount(cell, minlength=n_rows * n_places).reshape(n_rows, n_places)


def count_words(
    segments: Stretches, words: Sequence[tuple[Ints, Ints]], n_rows: int, n_places: int
) -> Ints:
    """The number of words that the segments of a row touch, shape (n_rows, n_places).

    A word counts once a row and place. `words[place]` has the starts and ends of the words that
    count in the place, in order.
    """
    import numpy as np

    totals = np.zeros((n_rows, n_places), dtype=np.int64)
    if not len(segments.row):
        return totals
    by_place = np.argsort(segments.place, kind="stable")
    bounds = np.searchsorted(segments.place[by_place], np.arange(n_places + 1))
    for place in range(n_places):
        here = by_place[bounds[place] : bounds[place + 1]]
        starts, ends = words[place]
        if not len(here) or not len(starts):
            continue
        row = segments.row[here]
        first = np.searchsorted(ends, segments.start[here], side="right")
        stop = np.searchsorted(starts, segments.end[here], side="left")
        # Two segments of a row that cut the same word would both count it.
        same = row[1:] == row[:-1]
        first[1:] = np.where(same, np.maximum(first[1:], stop[:-1]), first[1:])
        np.add.at(totals[:, place], row, np.maximum(stop - first, 0))
    return totals


class CellRefs(Mapping[tuple[str, str], tuple[str, ...]]):
    """The ids of the codings (or mappings) behind each cell, in the order of the text.

    They are looked up on request, so that a matrix over a million codings stays small.
    """

    def __init__(
        self,
        entries: Callable[[], Entries],
        row_ids: Sequence[str],
        column_ids: Sequence[str],
        ids: Sequence[str],
    ) -> None:
        self._rows = {row_id: at for at, row_id in enumerate(row_ids)}
        self._columns = {column_id: at for at, column_id in enumerate(column_ids)}
        self._ids = ids
        self._make = entries

    @cached_property
    def _entries(self) -> Entries:
        """The entries in the order of the cells."""
        import numpy as np

        entries = self._make()
        return entries.taken(np.argsort(entries.cell, kind="stable"))

    def __getitem__(self, key: tuple[str, str]) -> tuple[str, ...]:
        """The ids behind the cell (row id, column id); empty for an empty cell."""
        import numpy as np

        row, column = key
        cell = self._rows[row] * max(len(self._columns), 1) + self._columns[column]
        first, stop = np.searchsorted(self._entries.cell, [cell, cell + 1])
        behind = self._entries.taken(slice(first, stop))
        numbers = (
            part.tolist() for part in (behind.place, behind.start, behind.end, behind.record)
        )
        placed = sorted((*at, self._ids[record]) for *at, record in zip(*numbers, strict=True))
        return tuple(dict.fromkeys(str(entry[-1]) for entry in placed))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((row, column) for row in self._rows for column in self._columns)

    def __len__(self) -> int:
        return len(self._rows) * len(self._columns)
