"""Matrices with cases in the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.analysis.arrays import Located, RecordArrays, tabulate, word_arrays
from toolkit.analysis.case_stretches import CaseStretch, Material, case_ids, places
from toolkit.analysis.counting import (
    CellRefs,
    Entries,
    Stretches,
    count,
    count_words,
    merge,
    spread,
)
from toolkit.analysis.matrix import (
    Matrix,
    MatrixRows,
    Measure,
    cells,
    code_rows,
    direction_rows,
    notes,
    only_unplaced,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_
    from numpy.typing import NDArray

    from toolkit.analysis.counting import Ints
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.codings import Coding
    from toolkit.domain.directions import Direction, DirectionMapping


def codes_by_cases(
    codings: Sequence[Coding],
    codebook: Codebook,
    material: Material,
    *,
    measure: Measure | str = Measure.COUNTS,
    roll_up: bool = True,
    language: str = "en",
) -> Matrix:
    """A matrix with codes in rows and cases in columns.

    With `roll_up` a parent counts the union of its own codings and those of all codes below
    it, and without it only its own. In a source with several cases a coding belongs to the
    cases whose turns it overlaps. The cells of a case are None where nobody worked on any of
    its sources.
    """
    labels = [coding.code_id for coding in codings]
    rows = code_rows(codebook, set(labels), roll_up, language)
    return _by_cases(codings, labels, rows, material, Measure(measure))


def directions_by_cases(
    mappings: Sequence[DirectionMapping],
    directions: Sequence[Direction],
    material: Material,
    *,
    measure: Measure | str = Measure.COUNTS,
    language: str = "en",
) -> Matrix:
    """A matrix of confirmed mappings with policy directions in rows and cases in columns.

    Mappings to `none` have a row of their own.
    """
    labels = [mapping.direction_id for mapping in mappings]
    rows = direction_rows(directions, set(labels), language)
    return _by_cases(mappings, labels, rows, material, Measure(measure))


def _by_cases(
    records: Sequence[Located],
    labels: Sequence[str],
    rows: MatrixRows,
    material: Material,
    measure: Measure,
) -> Matrix:
    import numpy as np

    stretches_of_cases = places(material)
    cases = case_ids(material)
    case_number = {case: at for at, case in enumerate(cases)}
    case_of = np.array([case_number[place.case_id] for place in stretches_of_cases], dtype=np.int64)
    table = tabulate(records, labels)
    record, place = _placed(table, stretches_of_cases)
    unplaced = np.ones(len(records), dtype=bool)
    unplaced[record] = False
    rows_of = [rows.counted_in.get(label, ()) for label in table.labels]
    n_places = max(len(stretches_of_cases), 1)
    # The segments of a row are merged from those of its codes, which are far fewer than uses.
    uses = Stretches(table.label[record], place, table.start[record], table.end[record])
    segments = merge(merge(uses, n_places).by_rows(rows_of), n_places)

    def entries() -> Entries:
        index, row = spread(rows_of, table.label[record])
        at, where = record[index], place[index]
        cell = row * len(cases) + case_of[where]
        return Entries(cell, where, table.start[at], table.end[at], at)

    if measure is Measure.WORDS:
        totals = count_words(
            segments, word_arrays(stretches_of_cases, material), len(rows.ids), n_places
        )
    else:
        totals = count(segments, len(rows.ids), n_places)
    values = np.zeros((len(cases), len(rows.ids)), dtype=np.int64)
    np.add.at(values, case_of, totals[:, : len(stretches_of_cases)].T)
    worked_on = {*table.sources, *(material.covered or ())}
    known = np.zeros(len(cases), dtype=bool)
    known[case_of[[stretch.source_id in worked_on for stretch in stretches_of_cases]]] = True
    return Matrix(
        rows.ids,
        rows.labels,
        tuple(cases),
        tuple(cases),
        cells(values.T, known[None, :], measure),
        measure,
        CellRefs(entries, rows.ids, cases, [item.id for item in records]),
        only_unplaced([item.id for item in records], unplaced),
        notes(measure, material),
    )


def _placed(table: RecordArrays, stretches_of_cases: Sequence[CaseStretch]) -> tuple[Ints, Ints]:
    """The pairs (record, place): the records that belong to each case in a source."""
    import numpy as np

    places_by_source: list[list[int]] = [[] for _ in table.sources]
    number = {source: at for at, source in enumerate(table.sources)}
    for at, stretch in enumerate(stretches_of_cases):
        if stretch.source_id in number:
            places_by_source[number[stretch.source_id]].append(at)
    record, place = spread(places_by_source, table.source)
    keep = np.ones(len(record), dtype=bool)
    for at, stretch in enumerate(stretches_of_cases):
        if not stretch.alone:
            inside = np.flatnonzero(place == at)
            keep[inside] = _overlapping(table, record[inside], stretch)
    return record[keep], place[keep]


def _overlapping(table: RecordArrays, record: Ints, case_stretch: CaseStretch) -> NDArray[bool_]:
    """Whether each record overlaps the words of the case, given as ordered, separate stretches."""
    import numpy as np

    starts = np.array([stretch.start for stretch in case_stretch.stretches], dtype=np.int64)
    ends = np.array([stretch.end for stretch in case_stretch.stretches], dtype=np.int64)
    first = np.searchsorted(ends, table.start[record], side="right")
    stop = np.searchsorted(starts, table.end[record], side="left")
    return np.less(first, stop)
