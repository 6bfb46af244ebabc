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
from toolkit.analysis.matrix import (
    Matrix,
    Measure,
    cells,
    code_rows,
    direction_rows,
    notes,
    only_unplaced,
)
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.analysis.counting import Ints
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.codings import Coding
    from toolkit.domain.directions import Direction, DirectionMapping
    from toolkit.domain.spans import Span

SHARE = 0.5
"""Share of a span that a mapping and a coding need in common to belong together."""
SHARES = ("coding", "shorter")
"""Spans of which that share is taken: of the coding, or of the shorter of the two."""
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
    shared_with: str = "coding",
) -> Matrix:
    """A matrix of coded segments with codes in rows and mapped policy directions in columns.

    A mapping belongs to a coding of the same source where it covers at least half of the coding,
    or with `shared_with="shorter"` where the two share half of the shorter span. Words are those
    that coding and mapping have in common. The cells of a row are None where none of its codings
    was mapped; mappings to `none` have a column of their own. `unplaced` has the codings without
    a mapping; of a coding in several pieces (the same id) no piece has one.
    """
    import numpy as np

    measure = Measure(measure)
    used = [coding.code_id for coding in codings]
    targets = [mapping.direction_id for mapping in mappings]
    rows = code_rows(codebook, set(used), roll_up, language)
    columns = direction_rows(directions, set(targets), language)
    n_rows, n_columns = len(rows.ids), len(columns.ids)
    coded, mapped = tabulate(codings, used), tabulate(mappings, targets)
    pairs = _pairs(coded, mapped, shared_with)
    row_lists = [rows.counted_in[code] for code in coded.labels]
    column_lists = [columns.counted_in.get(target, ()) for target in mapped.labels]

    touched = _marked(pairs[0], len(codings))
    looked_at = np.zeros(n_rows, dtype=bool)
    looked_at[spread(row_lists, coded.label[touched])[1]] = True

    # A coding counts once in a column, whatever the number of people who mapped it there.
    pair, column_of_pair = spread(column_lists, mapped.label[pairs[1]])
    keys = _marked(pairs[0][pair] * n_columns + column_of_pair, len(codings) * n_columns)
    record, column = keys // max(n_columns, 1), keys % max(n_columns, 1)
    index, row = spread(row_lists, coded.label[record])
    record, column = record[index], column[index]

    # A segment lies in one source, and each column is counted by itself.
    n_sources = max(len(coded.sources), 1)
    n_places = max(n_columns, 1) * n_sources
    start, end = coded.start[record], coded.end[record]
    cell = row * n_columns + column
    if measure is Measure.WORDS:
        segments = merge(
            _common(coded, mapped, (pairs[0][pair], pairs[1][pair]), column_of_pair, row_lists),
            n_places,
        )
    else:
        place = column * n_sources + coded.source[record]
        segments = merge(Stretches(row, place, start, end), n_places)
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
        only_unplaced([coding.id for coding in codings], unmapped),
        (
            *notes(measure, material),
            _("a coding counts where people mapped at least half of it")
            if shared_with == "coding"
            else _("a coding counts where it shares half of the shorter of the two with a mapping"),
            *(
                [_("words: those that the coding and the mapping have in common")]
                if measure is Measure.WORDS
                else []
            ),
        ),
    )


def mapped_segments(
    codings: Sequence[Coding], mappings: Sequence[DirectionMapping], shared_with: str = "coding"
) -> set[tuple[str, Span]]:
    """The segments (source and span) of the codings that a mapping belongs to, by the rule of
    `codes_by_directions`. A coding may have several segments, of which some are mapped."""
    coded = tabulate(codings, [coding.code_id for coding in codings])
    mapped = tabulate(mappings, [mapping.direction_id for mapping in mappings])
    touched = _marked(_pairs(coded, mapped, shared_with)[0], len(codings))
    return {(codings[at].source_id, codings[at].span) for at in touched.tolist()}


def _common(
    coded: RecordArrays,
    mapped: RecordArrays,
    pairs: tuple[Ints, Ints],
    column: Ints,
    row_lists: Sequence[Sequence[int]],
) -> Stretches:
    """What the coding and the mapping of each pair have in common, in every row of the coding.

    `column` has the column of each pair.
    """
    import numpy as np

    coding, mapping = pairs
    n_sources = max(len(coded.sources), 1)
    start = np.maximum(coded.start[coding], mapped.start[mapping])
    end = np.minimum(coded.end[coding], mapped.end[mapping])
    place = column * n_sources + coded.source[coding]
    index, row = spread(row_lists, coded.label[coding])
    return Stretches(row, place[index], start[index], end[index])


def _marked(numbers: Ints, size: int) -> Ints:
    """The distinct values of `numbers`, in order; all are below `size`."""
    import numpy as np

    marks = np.zeros(size, dtype=bool)
    marks[numbers] = True
    return np.flatnonzero(marks)


def _pairs(coded: RecordArrays, mapped: RecordArrays, shared_with: str) -> tuple[Ints, Ints]:
    """The pairs (coding, mapping) on the same passage, as two arrays of indices."""
    import numpy as np

    batches = list(_batches(coded, mapped, shared_with))
    if not batches:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    return np.concatenate([a for a, _ in batches]), np.concatenate([b for _, b in batches])


def _batches(
    coded: RecordArrays, mapped: RecordArrays, shared_with: str
) -> Iterator[tuple[Ints, Ints]]:
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
            measured = coded.end[coding] - coded.start[coding]
            if shared_with == "shorter":
                measured = np.minimum(measured, mapped.end[mapping] - mapped.start[mapping])
            keep = (shared > 0) & (shared >= SHARE * measured)
            yield coding[keep], mapping[keep]
