"""Matrices with cases in the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.analysis.case_stretches import CaseStretch, Material, case_ids, places
from toolkit.analysis.counting import Stretches, spread
from toolkit.analysis.frames import areas_of_cases
from toolkit.analysis.matrix import Matrix, Measure, notes
from toolkit.analysis.records import Records, records_of
from toolkit.analysis.rows import ALL_ROWS, MatrixRows, RowChoice, code_rows, direction_rows
from toolkit.analysis.tally import Columns, Counted, tabulated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_
    from numpy.typing import NDArray

    from toolkit.analysis.counting import Ints
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.codings import Coding
    from toolkit.domain.directions import Direction, DirectionMapping


def codes_by_cases(
    codings: Records | Sequence[Coding],
    codebook: Codebook,
    material: Material,
    *,
    measure: Measure | str = Measure.COUNTS,
    rows: RowChoice = ALL_ROWS,
    language: str = "en",
) -> Matrix:
    """A matrix with codes in rows and cases in columns.

    A parent counts the union of its own codings and those of all codes below it, unless `rows`
    says that each code counts for itself. In a source with several cases a coding belongs to the
    cases whose turns it overlaps. The cells of a case are None where nobody worked on any of
    its sources.
    """
    records = records_of(codings)
    made = code_rows(codebook, records.used_labels(), rows, language)
    return _by_cases(records, made, material, Measure(measure))


def directions_by_cases(
    mappings: Records | Sequence[DirectionMapping],
    directions: Sequence[Direction],
    material: Material,
    *,
    measure: Measure | str = Measure.COUNTS,
    language: str = "en",
) -> Matrix:
    """A matrix of confirmed mappings with policy directions in rows and cases in columns.

    Mappings to `none` have a row of their own.
    """
    records = records_of(mappings)
    made = direction_rows(directions, records.used_labels(), language)
    return _by_cases(records, made, material, Measure(measure))


def _by_cases(records: Records, rows: MatrixRows, material: Material, measure: Measure) -> Matrix:
    from dataclasses import replace

    import numpy as np

    stretches_of_cases = places(material)
    cases = case_ids(material)
    case_number = {case: at for at, case in enumerate(cases)}
    case_of = np.array([case_number[place.case_id] for place in stretches_of_cases], dtype=np.int64)
    record, place = placed(records, stretches_of_cases)
    unplaced = np.ones(len(records), dtype=bool)
    unplaced[record] = False
    areas, of_places = areas_of_cases(stretches_of_cases, case_of, material, measure)
    worked_on = {*records.used_sources(), *(material.covered or ())}
    known = np.zeros(len(cases), dtype=bool)
    known[case_of[[stretch.source_id in worked_on for stretch in stretches_of_cases]]] = True
    uses = Stretches(records.label[record], place, records.start[record], records.end[record])
    made = tabulated(
        Counted(records, rows, areas, uses, record),
        Columns(tuple(cases), tuple(cases), known[None, :]),
        measure,
        unplaced=unplaced,
        notes=notes(measure, material),
    )
    if of_places is None:
        return made
    done = [stretch.source_id in set(material.finished) for stretch in stretches_of_cases]
    said = np.zeros(len(cases), dtype=np.int64)
    np.add.at(said, case_of[done], of_places[done])
    return replace(made, sizes=tuple(said.tolist()))


def placed(records: Records, stretches_of_cases: Sequence[CaseStretch]) -> tuple[Ints, Ints]:
    """The pairs (record, place): the records that belong to each case in a source."""
    import numpy as np

    places_by_source: list[list[int]] = [[] for _ in records.sources]
    number = {source: at for at, source in enumerate(records.sources)}
    for at, stretch in enumerate(stretches_of_cases):
        if stretch.source_id in number:
            places_by_source[number[stretch.source_id]].append(at)
    record, place = spread(places_by_source, records.source)
    keep = np.ones(len(record), dtype=bool)
    for at, stretch in enumerate(stretches_of_cases):
        if not stretch.alone:
            inside = np.flatnonzero(place == at)
            keep[inside] = _overlapping(records, record[inside], stretch)
    return record[keep], place[keep]


def _overlapping(records: Records, record: Ints, case_stretch: CaseStretch) -> NDArray[bool_]:
    """Whether each record overlaps the words of the case, given as ordered, separate stretches."""
    import numpy as np

    starts = np.array([stretch.start for stretch in case_stretch.stretches], dtype=np.int64)
    ends = np.array([stretch.end for stretch in case_stretch.stretches], dtype=np.int64)
    first = np.searchsorted(ends, records.start[record], side="right")
    stop = np.searchsorted(starts, records.end[record], side="left")
    return np.less(first, stop)
