"""Matrices of codes and the policy directions that people mapped their passages to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.analysis.arrays import RecordArrays, tabulate, word_arrays
from toolkit.analysis.case_stretches import CaseStretch, Material
from toolkit.analysis.counting import (
    CellRefs,
    Entries,
    Stretches,
    count,
    count_words,
    expand,
    merge,
    spread,
)
from toolkit.analysis.matrix import Matrix, Measure, cells, code_rows, direction_rows, notes
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.analysis.counting import Ints
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.codings import Coding
    from toolkit.domain.directions import Direction, DirectionMapping

SHARE = 0.5
"""Share of the shorter span that a mapping and a coding need in common to belong together."""
_BATCH = 2_000_000
"""Pairs in a batch, so that memory stays bounded."""


def codes_by_directions(
    codings: Sequence[Coding],
    mappings: Sequence[DirectionMapping],
    codebook: Codebook,
    directions: Sequence[Direction],
    material: Material,
    *,
    measure: Measure | str = Measure.COUNTS,
    roll_up: bool = True,
    language: str = "en",
) -> Matrix:
    """A matrix of coded segments with codes in rows and mapped policy directions in columns.

    A mapping belongs to a coding of the same source where they share at least half of the
    shorter of the two spans. The cells of a row are None where none of its codings was mapped;
    a mapping to `none` is a mapping. `unplaced` has the codings without a mapping.
    """
    import numpy as np

    measure = Measure(measure)
    used = [coding.code_id for coding in codings]
    targets = [mapping.direction_id for mapping in mappings]
    rows = code_rows(codebook, set(used), roll_up, language)
    columns = direction_rows(directions, set(targets), language)
    n_rows, n_columns = len(rows.ids), len(columns.ids)
    coded, mapped = tabulate(codings, used), tabulate(mappings, targets)
    pairs = _pairs(coded, mapped)
    row_lists = [rows.counted_in[code] for code in coded.labels]
    column_lists = [columns.counted_in.get(target, ()) for target in mapped.labels]

    touched = _marked(pairs[0], len(codings))
    looked_at = np.zeros(n_rows, dtype=bool)
    looked_at[spread(row_lists, coded.label[touched])[1]] = True

    # A coding counts once in a column, whatever the number of people who mapped it there.
    index, column = spread(column_lists, mapped.label[pairs[1]])
    keys = _marked(pairs[0][index] * n_columns + column, len(codings) * n_columns)
    record, column = keys // max(n_columns, 1), keys % max(n_columns, 1)
    index, row = spread(row_lists, coded.label[record])
    record, column = record[index], column[index]

    # A segment lies in one source, and each column is counted by itself.
    n_sources = max(len(coded.sources), 1)
    place = column * n_sources + coded.source[record]
    n_places = max(n_columns, 1) * n_sources
    start, end = coded.start[record], coded.end[record]
    segments = merge(Stretches(row, place, start, end), n_places)
    cell = row * n_columns + column
    if measure is Measure.WORDS:
        words = word_arrays(
            [CaseStretch(source, "", True, ()) for source in coded.sources], material
        )
        totals = count_words(segments, words * n_columns, n_rows, n_places)
    else:
        totals = count(segments, n_rows, n_places)
    values = totals[:, : n_columns * n_sources].reshape(n_rows, n_columns, n_sources).sum(axis=2)
    unmapped = np.ones(len(codings), dtype=bool)
    unmapped[touched] = False
    return Matrix(
        rows.ids,
        rows.labels,
        columns.ids,
        columns.labels,
        cells(values, looked_at[:, None], measure),
        measure,
        CellRefs(
            lambda: Entries(cell, coded.source[record], start, end, record),
            rows.ids,
            columns.ids,
            [coding.id for coding in codings],
        ),
        tuple(sorted({codings[at].id for at in np.flatnonzero(unmapped).tolist()})),
        (*notes(measure, material), _("a coding counts where people mapped at least half of it")),
    )


def _marked(numbers: Ints, size: int) -> Ints:
    """The distinct values of `numbers`, in order; all are below `size`."""
    import numpy as np

    marks = np.zeros(size, dtype=bool)
    marks[numbers] = True
    return np.flatnonzero(marks)


def _pairs(coded: RecordArrays, mapped: RecordArrays) -> tuple[Ints, Ints]:
    """The pairs (coding, mapping) on the same passage, as two arrays of indices."""
    import numpy as np

    batches = list(_batches(coded, mapped))
    if not batches:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    return np.concatenate([a for a, _ in batches]), np.concatenate([b for _, b in batches])


def _batches(coded: RecordArrays, mapped: RecordArrays) -> Iterator[tuple[Ints, Ints]]:
    import numpy as np

    for number, source in enumerate(mapped.sources):
        if source not in coded.sources:
            continue
        mappings = np.flatnonzero(mapped.source == number)
        codings = np.flatnonzero(coded.source == coded.sources.index(source))
        codings = codings[np.argsort(coded.start[codings], kind="stable")]
        starts = coded.start[codings]
        longest = int((coded.end[codings] - starts).max())
        first = np.searchsorted(starts, mapped.start[mappings] - longest, side="left")
        stop = np.searchsorted(starts, mapped.end[mappings], side="left")
        batch = np.cumsum(stop - first) // _BATCH
        for part in np.split(np.arange(len(mappings)), np.flatnonzero(np.diff(batch)) + 1):
            index, position = expand(first[part], stop[part])
            coding, mapping = codings[position], mappings[part][index]
            shared = np.minimum(coded.end[coding], mapped.end[mapping]) - np.maximum(
                coded.start[coding], mapped.start[mapping]
            )
            shorter = np.minimum(
                coded.end[coding] - coded.start[coding], mapped.end[mapping] - mapped.start[mapping]
            )
            keep = (shared > 0) & (shared >= SHARE * shorter)
            yield coding[keep], mapping[keep]
