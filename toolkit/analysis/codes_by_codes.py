"""Matrices of codes by codes: how often two codes are on the same passage, turn or source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.analysis.counting import Stretches, expand, merge, summed
from toolkit.analysis.frames import framed_sources
from toolkit.analysis.matrix import Matrix, Measure, Totals, cells, notes
from toolkit.analysis.records import Records, records_of
from toolkit.analysis.rows import ALL_ROWS, MatrixRows, RowChoice, code_rows
from toolkit.analysis.tally import left
from toolkit.domain.transcript import Role
from toolkit.i18n import _

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

    from toolkit.analysis.case_stretches import Material
    from toolkit.analysis.counting import Ints  # noqa: TC004 - numpy is not imported for a type
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.codings import Coding

_BATCH = 2_000_000
"""Pairs in a batch, so that memory stays bounded."""


class Unit(StrEnum):
    """In what two codes have to be together."""

    SEGMENT = "segment"
    """Segments of the code of the row that share a character with one of the column's."""
    TURN = "turn"
    """Turns of experts that have both codes."""
    SOURCE = "source"


def codes_by_codes(
    codings: Records | Sequence[Coding],
    codebook: Codebook,
    material: Material,
    *,
    unit: Unit | str = Unit.SEGMENT,
    measure: Measure | str = Measure.COUNTS,
    rows: RowChoice = ALL_ROWS,
    language: str = "en",
) -> Matrix:
    """A matrix with codes in rows and in columns.

    Of segments a cell counts those of the row's code that meet one of the column's code, so that
    it is not symmetric; of turns and sources those that have both. Words are those that both
    codes have. The diagonal has what the code has by itself. A cell is None where one code has
    all of the other because it stands above it in the codebook.
    """
    import numpy as np

    unit, measure = Unit(unit), Measure(measure)
    records = records_of(codings)
    shown = code_rows(codebook, records.used_labels(), rows, language)
    n_rows = len(shown.ids)
    uses = Stretches(records.label, records.source, records.start, records.end)
    n_sources = max(len(records.sources), 1)
    segments = merge(merge(uses, n_sources).by_rows(shown.lists(records.labels)), n_sources)
    unplaced = np.zeros(len(records), dtype=bool)
    note, of_all = _("unit: segments of the row's code that meet one of the column's"), None
    if measure.reads_texts:
        values = _shared_text(segments, records, material, measure, n_rows)
        note = _("each cell is what the passages of both codes have in common")
    elif unit is Unit.SEGMENT:
        values = _meeting(segments, n_rows)
    else:
        frames = units_of(records, material, unit)
        values = _together(segments, frames, n_rows)
        of_all = len(frames.start)
        if unit is Unit.TURN:
            unplaced = ~_inside(records, frames)
        note = (
            _("unit: turns of experts, {count:,} in the sources worked on")
            if unit is Unit.TURN
            else _("unit: sources, {count:,} worked on")
        ).format(count=of_all)
    known = np.ones((n_rows, n_rows), dtype=bool)
    if shown.related:
        one, other = zip(*shown.related, strict=True)
        known[list(one), list(other)] = False
    known &= bool(len(records)) or bool(material.covered)
    diagonal = tuple(int(value) for value in np.diag(values))
    if measure is Measure.PRESENT:
        diagonal = tuple(min(value, 1) for value in diagonal)
    return Matrix(
        shown.ids,
        shown.labels,
        shown.ids,
        shown.labels,
        cells(values, known, measure),
        measure,
        MeetingRefs(records, shown, _frames_of_refs(records, material, unit, measure)),
        left(records, unplaced),
        (
            *notes(measure, material),
            note,
            _("the diagonal has the code by itself; a code and one above it are not compared"),
        ),
        shown.depths,
        lambda: Totals(diagonal, diagonal, of_all),
        unshown=left(records, _hidden(records, shown)),
    )


def _hidden(records: Records, shown: MatrixRows) -> NDArray[bool_]:
    import numpy as np

    has_row = np.array([bool(row_list) for row_list in shown.lists(records.labels)], dtype=bool)
    return ~has_row[records.label] if len(has_row) else np.zeros(len(records), dtype=bool)


@dataclass(frozen=True, slots=True)
class Frames:
    """Units as stretches of sources, in the order of the sources and of the text."""

    source: Ints
    start: Ints
    end: Ints
    reach: int

    @property
    def shifted(self) -> tuple[Ints, Ints]:
        """Starts and ends with the sources laid end to end."""
        return self.source * self.reach + self.start, self.source * self.reach + self.end


def units_of(records: Records, material: Material, unit: Unit) -> Frames:
    """The turns of experts, or the sources, that were worked on."""
    import numpy as np

    reach = int(records.end.max(initial=0)) + 1
    number = {name: at for at, name in enumerate(records.sources)}
    others = sorted(set(material.covered or ()) - number.keys())
    number |= {name: len(number) + at for at, name in enumerate(others)}
    spans = (
        [(at, 0, 1 << 40) for at in number.values()]
        if unit is Unit.SOURCE
        else sorted(
            (number[source], turn.body.start, turn.body.end)
            for source, turns in material.turns.items()
            if source in number
            for turn in turns
            if turn.role is Role.EXPERT
        )
    )
    if unit is Unit.SOURCE:
        spans = [(at, 0, reach) for at, _start, _end in spans]
    reach = max(reach, *(end for _at, _start, end in spans), 0) + 1
    table = np.array(spans, dtype=np.int64).reshape(len(spans), 3)
    return Frames(table[:, 0], table[:, 1], table[:, 2], reach)


def _of_units(source: Ints, start: Ints, end: Ints, frames: Frames) -> tuple[Ints, Ints]:
    """The first unit and the one after the last that each stretch overlaps."""
    import numpy as np

    starts, ends = frames.shifted
    base = source * frames.reach
    first = np.searchsorted(ends, base + start, side="right")
    return first, np.searchsorted(starts, base + end, side="left")


def _inside(records: Records, frames: Frames) -> NDArray[bool_]:
    """Which records overlap a unit."""
    import numpy as np

    first, stop = _of_units(records.source, records.start, records.end, frames)
    return np.less(first, stop)


def units_with(segments: Stretches, frames: Frames) -> list[tuple[int, int]]:
    """The pairs (row, unit): the units that have a segment of each row."""
    size = max(len(frames.start), 1)
    return [(key // size, key % size) for key in _rows_and_units(segments, frames).tolist()]


def _rows_and_units(segments: Stretches, frames: Frames) -> Ints:
    import numpy as np

    index, unit = expand(*_of_units(segments.place, segments.start, segments.end, frames))
    return np.unique(segments.row[index] * max(len(frames.start), 1) + unit)


def _together(segments: Stretches, frames: Frames, n_rows: int) -> Ints:
    """The units that have a segment of both rows, shape (n_rows, n_rows)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    size = max(len(frames.start), 1)
    keys = _rows_and_units(segments, frames)
    has = csr_matrix(
        (np.ones(len(keys), dtype=np.int64), (keys // size, keys % size)), shape=(n_rows, size)
    )
    return np.asarray((has @ has.T).todense(), dtype=np.int64)


def overlaps(segments: Stretches) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of segments of all rows that share a character, each once, by whole sources."""
    import numpy as np

    if not len(segments.row):
        return
    reach = int(segments.end.max()) + 1
    order = np.argsort(segments.place * reach + segments.start, kind="stable")
    shift = segments.place[order] * reach
    starts, ends = shift + segments.start[order], shift + segments.end[order]
    stop = np.searchsorted(starts, ends, side="left")
    first = np.arange(1, len(order) + 1)
    batch = np.cumsum(stop - first) // _BATCH
    # A batch ends where a source ends, so that all pairs of a segment are in one.
    opens = np.flatnonzero(np.diff(segments.place[order])) + 1
    cuts = opens[np.flatnonzero(np.diff(batch[opens], prepend=0))]
    for part in np.split(np.arange(len(order)), cuts):
        one, other = expand(first[part], stop[part])
        yield order[part][one], order[other]


def _meeting(segments: Stretches, n_rows: int) -> Ints:
    """Segments of each row that meet one of each other row, shape (n_rows, n_rows)."""
    import numpy as np

    values = np.zeros(n_rows * n_rows, dtype=np.int64)
    row = segments.row
    for one, other in overlaps(segments):
        keys = np.concatenate([one * n_rows + row[other], other * n_rows + row[one]])
        keys = np.unique(keys)
        values += summed(row[keys // n_rows] * n_rows + keys % n_rows, None, n_rows * n_rows)
    made = values.reshape(n_rows, n_rows)
    np.fill_diagonal(made, summed(row, None, n_rows))
    return made


def _shared_text(
    segments: Stretches, records: Records, material: Material, measure: Measure, n_rows: int
) -> Ints:
    """The words or characters that both rows have, shape (n_rows, n_rows)."""
    import numpy as np

    framed = framed_sources(records.sources, material, measure)
    n_sources = max(len(records.sources), 1)
    values = np.zeros(n_rows * n_rows, dtype=np.int64)
    for one, other in overlaps(segments):
        start = np.maximum(segments.start[one], segments.start[other])
        end = np.minimum(segments.end[one], segments.end[other])
        low = np.minimum(segments.row[one], segments.row[other])
        high = np.maximum(segments.row[one], segments.row[other])
        common = merge(Stretches(low * n_rows + high, segments.place[one], start, end), n_sources)
        values += summed(common.row, framed.of(common, measure), n_rows * n_rows)
    made = values.reshape(n_rows, n_rows)
    made = made + made.T
    np.fill_diagonal(made, summed(segments.row, framed.of(segments, measure), n_rows))
    return made


def _frames_of_refs(
    records: Records, material: Material, unit: Unit, measure: Measure
) -> Frames | None:
    """The units whose codings stand behind a cell; None for those that overlap one another."""
    if measure.reads_texts or unit is Unit.SEGMENT:
        return None
    return units_of(records, material, unit)


@dataclass(frozen=True)
class MeetingRefs(Mapping[tuple[str, str], tuple[str, ...]]):
    """The ids of the codings of both codes that are together, computed on request."""

    records: Records
    rows: MatrixRows
    frames: Frames | None
    _of_row: dict[int, Ints] = field(default_factory=dict)

    def at(self, row: str, column: str) -> Ints:
        """Indices of the records behind a cell, in the order of the text."""
        import numpy as np

        number = {name: at for at, name in enumerate(self.rows.ids)}
        a, b = self._in(number[row]), self._in(number[column])
        if row != column and (number[row], number[column]) in self.rows.related:
            return np.zeros(0, dtype=np.int64)
        if row == column and self.frames is None:
            found = a
        elif self.frames is None:
            found = np.concatenate([self._meeting(a, b), self._meeting(b, a)])
        else:
            units = np.intersect1d(self._units(a), self._units(b))
            both = np.union1d(a, b)
            index, unit = expand(*self._ranges(both))
            found = both[index[np.isin(unit, units)]]
        found = np.unique(found)
        made = self.records
        order = np.lexsort(
            (made.number[found], made.end[found], made.start[found], made.source[found])
        )
        return found[order]

    def _in(self, row: int) -> Ints:
        import numpy as np

        if row not in self._of_row:
            lists = self.rows.lists(self.records.labels)
            mine = np.array([row in rows for rows in lists], dtype=bool)
            here = np.flatnonzero(mine[self.records.label]) if len(mine) else np.zeros(0, int)
            self._of_row[row] = here
        return self._of_row[row]

    def _ranges(self, at: Ints) -> tuple[Ints, Ints]:
        assert self.frames is not None
        made = self.records
        return _of_units(made.source[at], made.start[at], made.end[at], self.frames)

    def _units(self, at: Ints) -> Ints:
        import numpy as np

        return np.unique(expand(*self._ranges(at))[1])

    def _meeting(self, a: Ints, b: Ints) -> Ints:
        """Those of `a` whose segment meets one of `b`."""
        import numpy as np

        made = self.records
        n_sources = max(len(made.sources), 1)

        def merged(at: Ints) -> tuple[Ints, Ints]:
            uses = Stretches(at * 0, made.source[at], made.start[at], made.end[at])
            segments = merge(uses, n_sources)
            shift = segments.place * reach
            return shift + segments.start, shift + segments.end

        reach = int(made.end.max(initial=0)) + 1
        (starts, ends), (others, other_ends) = merged(a), merged(b)
        met = np.searchsorted(other_ends, starts, side="right") < np.searchsorted(
            others, ends, side="left"
        )
        segment = np.searchsorted(starts, made.source[a] * reach + made.start[a], side="right") - 1
        return a[met[segment]] if len(a) else a

    def __getitem__(self, key: tuple[str, str]) -> tuple[str, ...]:
        at = self.at(*key)
        names = self.records.ids[self.records.number[at]].tolist()
        return tuple(dict.fromkeys(name.decode("utf-8") for name in names))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((row, column) for row in self.rows.ids for column in self.rows.ids)

    def __len__(self) -> int:
        return len(self.rows.ids) ** 2
