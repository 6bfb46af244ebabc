"""The cells of a matrix and their totals, from uses of codes in places.

A use is a span that has a label (a code or a direction) in a place. A place lies in one source
and in one column, such as a case in a source; uses of a row that overlap in a place are a segment.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from toolkit.analysis.counting import (
    CellRefs,
    Entries,
    Marks,
    Stretches,
    merge,
    spread,
    summed,
)
from toolkit.analysis.matrix import Matrix, Measure, Totals, cells
from toolkit.analysis.records import Records
from toolkit.analysis.rows import MatrixRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_  # noqa: TC004 - numpy is not imported for a type
    from numpy.typing import NDArray  # noqa: TC004 - numpy is not imported for a type

    from toolkit.analysis.counting import Ints  # noqa: TC004 - numpy is not imported for a type


@dataclass(frozen=True, slots=True)
class Framed:
    """The words (or characters) that count, and the frame of each place or source."""

    marks: Marks
    frame: Ints

    def of(self, segments: Stretches, measure: Measure) -> Ints:
        """The words or characters of each segment."""
        if measure is Measure.WORDS:
            return self.marks.touched(segments, self.frame)
        return self.marks.covered(segments, self.frame)


@dataclass(frozen=True, slots=True)
class Areas:
    """The places of a matrix."""

    column: Ints
    """The column of each place."""
    source: Ints
    """The source of each place."""
    n_sources: int
    by_place: Framed | None = None
    """What counts in each place; None where the texts are not read."""
    by_source: Framed | None = None
    """What counts in each source, for totals over columns."""

    @property
    def n_places(self) -> int:
        return max(len(self.column), 1)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a matrix, and the records that are in none."""

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    known: NDArray[bool_]
    """Which cells are known, of a shape that fits the cells."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: uses of the labels of records, and where they are."""

    records: Records
    rows: MatrixRows
    areas: Areas
    uses: Stretches
    """Its rows are numbers of the labels of the records."""
    record: Ints
    """The record of each use."""
    shared: Stretches | None = None
    """What of the uses has the words; None: the uses themselves."""

    @property
    def rows_of(self) -> list[tuple[int, ...]]:
        return self.rows.lists(self.records.labels)


def tabulated(
    counted: Counted,
    columns: Columns,
    measure: Measure,
    *,
    unplaced: NDArray[bool_],
    notes: tuple[str, ...],
) -> Matrix:
    """The matrix of what is counted. `unplaced` says which records are in no column."""
    import numpy as np

    rows, records, areas = counted.rows, counted.records, counted.areas
    n_columns = len(columns.ids)
    rows_of = counted.rows_of
    uses = counted.shared if counted.shared is not None and measure.reads_texts else counted.uses
    # The segments of a row are merged from those of its codes, which are far fewer than uses.
    segments = merge(merge(uses, areas.n_places).by_rows(rows_of), areas.n_places)
    values = summed(
        segments.row * n_columns + areas.column[segments.place],
        _sizes(segments, areas.by_place, measure),
        len(rows.ids) * n_columns,
    ).reshape(len(rows.ids), n_columns)

    def entries() -> Entries:
        index, row = spread(rows_of, counted.uses.row)
        place = counted.uses.place[index]
        return Entries(
            row * n_columns + areas.column[place],
            place,
            counted.uses.start[index],
            counted.uses.end[index],
            counted.record[index],
        )

    in_rows = np.array([bool(row_list) for row_list in rows_of], dtype=bool)
    hidden = ~in_rows[records.label] if len(in_rows) else np.zeros(len(records), dtype=bool)
    made = cells(values, columns.known, measure)
    return Matrix(
        rows.ids,
        rows.labels,
        columns.ids,
        columns.labels,
        made,
        measure,
        CellRefs(entries, rows.ids, columns.ids, records, counted),
        left(records, unplaced & ~hidden),
        notes,
        rows.depths,
        cache(lambda: _totals(counted, uses, values, columns, measure)),
        unshown=left(records, hidden),
    )


def left(records: Records, out: NDArray[bool_]) -> Sequence[str]:
    """The ids of records that are out. The pieces of an answer share its id; where one of them
    is in, the answer is not left out."""
    every = records.ids_at(out)
    return every.without(records.ids_at(~out)) if len(every) else every


def _sizes(segments: Stretches, framed: Framed | None, measure: Measure) -> Ints | None:
    if not measure.reads_texts:
        return None
    assert framed is not None, "words and characters need the texts"
    return framed.of(segments, measure)


def _totals(
    counted: Counted, uses: Stretches, values: Ints, columns: Columns, measure: Measure
) -> Totals:
    import numpy as np

    known = np.broadcast_to(columns.known, values.shape)
    row_known, column_known = np.any(known, axis=1), np.any(known, axis=0)
    if measure is Measure.PRESENT:
        there = (values > 0) & known
        of_rows, of_columns = there.sum(axis=1), there.any(axis=0).astype(np.int64)
        of_all = int(of_columns.sum())
    else:
        areas, rows_of = counted.areas, counted.rows_of
        shown = np.array([bool(row_list) for row_list in rows_of], dtype=bool)
        uses = uses.taken(shown[uses.row]) if len(uses.row) else uses
        by_source = Stretches(uses.row, areas.source[uses.place], uses.start, uses.end)
        n_sources = max(areas.n_sources, 1)
        own = merge(merge(by_source, n_sources).by_rows(rows_of), n_sources)
        sizes = _sizes(own, areas.by_source, measure)
        of_rows = summed(own.row, sizes, len(values))
        together, everything = _together(uses, measure), _together(by_source, measure)
        in_columns = merge(together, areas.n_places)
        sizes = _sizes(in_columns, areas.by_place, measure)
        of_columns = summed(areas.column[in_columns.place], sizes, values.shape[1])
        in_all = merge(everything, n_sources)
        at_all = _sizes(in_all, areas.by_source, measure)
        of_all = len(in_all.row) if at_all is None else int(at_all.sum())
    return Totals(
        _where(np.asarray(of_rows), np.asarray(row_known)),
        _where(np.asarray(of_columns), np.asarray(column_known)),
        of_all if column_known.any() else None,
    )


def _together(uses: Stretches, measure: Measure) -> Stretches:
    """The uses of all codes as one for words, and apart for segments."""
    if not measure.reads_texts:
        return uses
    return Stretches(uses.row * 0, uses.place, uses.start, uses.end)


def _where(values: Ints, known: NDArray[bool_]) -> tuple[int | None, ...]:
    return tuple(
        value if is_known else None
        for value, is_known in zip(values.tolist(), known.tolist(), strict=True)
    )
