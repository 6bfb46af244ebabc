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
    from numpy import bool_, int64
    from numpy.typing import NDArray

    from toolkit.analysis.records import Records
    from toolkit.analysis.tally import Counted

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

    def taken(self, at: Any) -> Stretches:
        """The stretches at these indices (an array, a mask or a slice)."""
        return Stretches(self.row[at], self.place[at], self.start[at], self.end[at])


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


@dataclass(frozen=True, slots=True)
class Marks:
    """Words, or stretches of text, of several frames, laid end to end.

    A frame is a part of the texts whose words count somewhere. Its offsets are shifted past
    those of the frame before it, so that one search serves all. In a frame the marks are in
    order and do not overlap.
    """

    start: Ints
    end: Ints
    reach: int
    """More than every offset."""

    @classmethod
    def laid(cls, frames: Sequence[tuple[Ints, Ints]], reach: int) -> Marks:
        """The marks of frames, each given as starts and ends."""
        import numpy as np

        nothing = np.zeros(0, dtype=np.int64)
        reach = max(reach, *(int(ends[-1]) for _starts, ends in frames if len(ends)), 0) + 1
        return cls(
            np.concatenate([nothing, *(s + at * reach for at, (s, _e) in enumerate(frames))]),
            np.concatenate([nothing, *(e + at * reach for at, (_s, e) in enumerate(frames))]),
            reach,
        )

    def touched(self, segments: Stretches, frame: Ints) -> Ints:
        """How many marks each segment touches. `frame` has the frame of each place.

        A mark that two segments of a row and place touch is that of the first: they must be in
        the order of `merge`.
        """
        import numpy as np

        start, end = self._shifted(segments, frame)
        first = np.searchsorted(self.end, start, side="right")
        stop = np.searchsorted(self.start, end, side="left")
        same = (segments.row[1:] == segments.row[:-1]) & (segments.place[1:] == segments.place[:-1])
        first[1:] = np.where(same, np.maximum(first[1:], stop[:-1]), first[1:])
        counted: Ints = np.maximum(stop - first, 0)
        return counted

    def covered(self, segments: Stretches, frame: Ints) -> Ints:
        """How many characters of marks each segment has."""
        import numpy as np

        start, end = self._shifted(segments, frame)
        counted: Ints = np.subtract(self._before(end), self._before(start))
        return counted

    def counts(self, n_frames: int) -> Ints:
        """How many marks each frame has."""
        import numpy as np

        return np.bincount(self.start // self.reach, minlength=n_frames)

    def sizes(self, n_frames: int) -> Ints:
        """How many characters the marks of each frame have."""
        import numpy as np

        sizes = np.bincount(
            self.start // self.reach, weights=self.end - self.start, minlength=n_frames
        )
        return sizes.astype(np.int64)

    def _shifted(self, segments: Stretches, frame: Ints) -> tuple[Ints, Ints]:
        import numpy as np

        # A span may end after its text, but never in the next frame.
        base, last = frame[segments.place] * self.reach, self.reach - 1
        return base + np.minimum(segments.start, last), base + np.minimum(segments.end, last)

    def _before(self, offset: Ints) -> Ints:
        import numpy as np

        total = np.concatenate([[0], np.cumsum(self.end - self.start)])
        if not len(self.start):
            return np.zeros(len(offset), dtype=np.int64)
        at: Ints = np.searchsorted(self.start, offset, side="right")
        over = np.where(at > 0, np.maximum(self.end[np.maximum(at - 1, 0)] - offset, 0), 0)
        return np.asarray(total[at] - over, dtype=np.int64)


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
    order, opens, group, reached, reach = _opening(uses, n_places)
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(group)) - 1
    group = group[first]
    return Stretches(
        group // n_places,
        group % n_places,
        uses.start[order[first]],
        reached[last] - group * reach,
    )


def opens_segment(uses: Stretches, n_places: int) -> NDArray[bool_]:
    """Which of the uses begin a segment: as many in each row and place as there are segments."""
    import numpy as np

    first = np.zeros(len(uses.row), dtype=bool)
    if len(uses.row):
        order, opens, *_rest = _opening(uses, n_places)
        first[order[opens]] = True
    return first


def _opening(uses: Stretches, n_places: int) -> tuple[Ints, NDArray[bool_], Ints, Ints, int]:
    """The order of the uses, and in this order which of them open a segment, their groups (row
    and place), how far the text is covered, and by how much each group is shifted."""
    import numpy as np

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
    return order, opens, group, reached, reach


def summed(cell: Ints, values: Ints | None, size: int) -> Ints:
    """The sums of the values by cell; how often each cell is named, where no values are given."""
    import numpy as np

    if values is None:
        return np.bincount(cell, minlength=size)
    return np.rint(np.bincount(cell, weights=values, minlength=size)).astype(np.int64)


class CellRefs(Mapping[tuple[str, str], tuple[str, ...]]):
    """The ids of the codings (or mappings) behind each cell, in the order of the text.

    They are looked up on request, so that a matrix over a million codings stays small.
    """

    def __init__(
        self,
        entries: Callable[[], Entries],
        row_ids: Sequence[str],
        column_ids: Sequence[str],
        records: Records,
        counted: Counted | None = None,
    ) -> None:
        self._rows = {row_id: at for at, row_id in enumerate(row_ids)}
        self._columns = {column_id: at for at, column_id in enumerate(column_ids)}
        self._records = records
        self._make = entries
        self.counted = counted
        """What the matrix was made of."""

    @property
    def records(self) -> Records:
        """The records of which the entries have the indices."""
        return self._records

    @cached_property
    def entries(self) -> Entries:
        """The entries in the order of the cells."""
        import numpy as np

        entries = self._make()
        return entries.taken(np.argsort(entries.cell, kind="stable"))

    def __getitem__(self, key: tuple[str, str]) -> tuple[str, ...]:
        """The ids behind the cell (row id, column id); empty for an empty cell."""
        import numpy as np

        row, column = key
        cell = self._rows[row] * max(len(self._columns), 1) + self._columns[column]
        first, stop = np.searchsorted(self.entries.cell, [cell, cell + 1])
        behind = self.entries.taken(slice(first, stop))
        names = self._records.ids[self._records.number[behind.record]].tolist()
        numbers = (part.tolist() for part in (behind.place, behind.start, behind.end))
        placed = sorted(zip(*numbers, names, strict=True))
        return tuple(dict.fromkeys(entry[-1].decode("utf-8") for entry in placed))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((row, column) for row in self._rows for column in self._columns)

    def __len__(self) -> int:
        return len(self._rows) * len(self._columns)
