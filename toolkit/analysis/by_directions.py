"""Matrices of codes and the policy directions that people mapped their passages to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.analysis.counting import Stretches, expand, spread
from toolkit.analysis.frames import areas_of_sources
from toolkit.analysis.matrix import Matrix, Measure, notes
from toolkit.analysis.records import STANCES, Records, records_of
from toolkit.analysis.rows import ALL_ROWS, RowChoice, code_rows, direction_rows
from toolkit.analysis.tally import Columns, Counted, tabulated
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy import bool_
    from numpy.typing import NDArray

    from toolkit.analysis.case_stretches import Material
    from toolkit.analysis.counting import Ints
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.codings import Coding
    from toolkit.domain.directions import Direction, DirectionMapping
    from toolkit.domain.spans import Span

SHARE = 0.5
"""Share of a span that a mapping and a coding need in common to belong together."""
SHARES = ("coding", "shorter")
"""Spans of which that share is taken: of the coding, or of the shorter of the two."""
NO_STANCE = "no-stance"
"""Id of the column of mappings for which nobody gave a stance."""
_BATCH = 2_000_000
"""Pairs in a batch, so that memory stays bounded."""


def codes_by_directions(
    codings: Records | Sequence[Coding],
    mappings: Records | Sequence[DirectionMapping],
    codebook: Codebook,
    directions: Sequence[Direction],
    material: Material,
    *,
    measure: Measure | str = Measure.COUNTS,
    rows: RowChoice = ALL_ROWS,
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
    coded, mapped = records_of(codings), records_of(mappings)
    shown = code_rows(codebook, coded.used_labels(), rows, language)
    columns = direction_rows(directions, mapped.used_labels(), language)
    n_columns, n_sources = len(columns.ids), max(len(coded.sources), 1)
    coding, mapping = pairs_of(coded, mapped, shared_with)
    touched = _marked(coding, len(coded))
    looked_at = np.zeros(len(shown.ids), dtype=bool)
    looked_at[spread(shown.lists(coded.labels), coded.label[touched])[1]] = True

    # A coding counts once in a column, whatever the number of people who mapped it there.
    pair, column_of_pair = spread(columns.lists(mapped.labels), mapped.label[mapping])
    coding, mapping = coding[pair], mapping[pair]
    keys = _marked(coding * n_columns + column_of_pair, len(coded) * n_columns)
    record, column = keys // max(n_columns, 1), keys % max(n_columns, 1)
    uses = Stretches(
        coded.label[record],
        column * n_sources + coded.source[record],
        coded.start[record],
        coded.end[record],
    )
    shared = Stretches(
        coded.label[coding],
        column_of_pair * n_sources + coded.source[coding],
        np.maximum(coded.start[coding], mapped.start[mapping]),
        np.minimum(coded.end[coding], mapped.end[mapping]),
    )
    areas, _sizes = areas_of_sources(coded.sources, n_columns, material, measure)
    unmapped = np.ones(len(coded), dtype=bool)
    unmapped[touched] = False
    more = [
        _("a coding counts where people mapped at least half of it")
        if shared_with == "coding"
        else _("a coding counts where it shares half of the shorter of the two with a mapping")
    ]
    if measure is Measure.WORDS:
        more.append(_("words: those that the coding and the mapping have in common"))
    elif measure is Measure.CHARACTERS:
        more.append(_("characters: those that the coding and the mapping have in common"))
    return tabulated(
        Counted(coded, shown, areas, uses, record, shared),
        Columns(columns.ids, columns.labels, looked_at[:, None]),
        measure,
        unplaced=unmapped,
        notes=(*notes(measure, material), *more),
    )


def directions_by_stance(
    mappings: Records | Sequence[DirectionMapping],
    directions: Sequence[Direction],
    material: Material,
    *,
    measure: Measure | str = Measure.COUNTS,
    language: str = "en",
) -> Matrix:
    """A matrix of confirmed mappings with directions in rows and the stances in columns.

    Mappings without a stance have a column of their own, where there are some.
    """
    import numpy as np

    measure = Measure(measure)
    records = records_of(mappings)
    rows = direction_rows(directions, records.used_labels(), language)
    labels = {
        "barrier": _("barrier"),
        "enabler": _("enabler"),
        "proposal": _("proposal"),
        "description": _("description"),
    }
    ids = [*STANCES]
    names = [labels[name] for name in ids]
    column = records.stance
    if (column < 0).any():
        column = np.where(column < 0, len(ids), column)
        ids.append(NO_STANCE)
        names.append(_("no stance given"))
    n_sources = max(len(records.sources), 1)
    areas, _sizes = areas_of_sources(records.sources, len(ids), material, measure)
    place = column * n_sources + records.source
    made = tabulated(
        Counted(
            records,
            rows,
            areas,
            Stretches(records.label, place, records.start, records.end),
            np.arange(len(records)),
        ),
        Columns(tuple(ids), tuple(names), np.full((1, len(ids)), bool(len(records)))),
        measure,
        unplaced=np.zeros(len(records), dtype=bool),
        notes=notes(measure, material),
    )
    return replace(made, notes=(*made.notes, _("a passage of two stances is in both columns")))


def mapped_segments(
    codings: Records | Sequence[Coding],
    mappings: Records | Sequence[DirectionMapping],
    shared_with: str = "coding",
) -> set[tuple[str, Span]]:
    """The segments (source and span) of the codings that a mapping belongs to, by the rule of
    `codes_by_directions`. A coding may have several segments, of which some are mapped."""
    coded, mapped = records_of(codings), records_of(mappings)
    touched = _marked(pairs_of(coded, mapped, shared_with)[0], len(coded))
    return {(answer.source_id, answer.span) for answer in coded.taken(touched)}


def mapped_share(
    codings: Records, mappings: Records, shared_with: str = "coding"
) -> tuple[int, int]:
    """How many coded segments (a source and a span) are mapped, and how many there are."""
    touched = _marked(pairs_of(codings, mappings, shared_with)[0], len(codings))
    return _segments(codings.taken(touched)), _segments(codings)


def with_stance(
    codings: Records, mappings: Records, stances: Sequence[str], shared_with: str
) -> NDArray[bool_]:
    """Which codings a mapping of one of the stances belongs to."""
    import numpy as np

    wanted = mappings.taken(np.isin(mappings.stance, [STANCES.index(name) for name in stances]))
    has = np.zeros(len(codings), dtype=bool)
    has[pairs_of(codings, wanted, shared_with)[0]] = True
    return has


def _segments(records: Records) -> int:
    """How many spans of sources have a record."""
    import numpy as np

    if not len(records):
        return 0
    reach = int(records.end.max()) + 1
    first = np.sort(records.source * reach + records.start)
    if not (np.diff(first) == 0).any():
        return len(first)
    order = np.lexsort((records.end, records.source * reach + records.start))
    place = (records.source * reach + records.start)[order]
    end = records.end[order]
    return int(1 + ((np.diff(place) != 0) | (np.diff(end) != 0)).sum())


def _marked(numbers: Ints, size: int) -> Ints:
    """The distinct values of `numbers`, in order; all are below `size`."""
    import numpy as np

    marks = np.zeros(size, dtype=bool)
    marks[numbers] = True
    return np.flatnonzero(marks)


def pairs_of(coded: Records, mapped: Records, shared_with: str) -> tuple[Ints, Ints]:
    """The pairs (coding, mapping) on the same passage, as two arrays of indices."""
    import numpy as np

    batches = list(_batches(coded, mapped, shared_with))
    if not batches:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    return np.concatenate([a for a, _ in batches]), np.concatenate([b for _, b in batches])


def _batches(coded: Records, mapped: Records, shared_with: str) -> Iterator[tuple[Ints, Ints]]:
    import numpy as np

    if not len(coded) or not len(mapped):
        return
    # Sources are shifted one past the other, so that one search serves all of them.
    number = {name: at for at, name in enumerate(coded.sources)}
    of_mapped = np.array([number.get(name, -1) for name in mapped.sources], dtype=np.int64)
    source = of_mapped[mapped.source]
    mappings = np.flatnonzero(source >= 0)
    reach = 2 * int(max(coded.end.max(), mapped.end.max())) + 1
    order = np.argsort(coded.source * reach + coded.start, kind="stable")
    starts = (coded.source * reach + coded.start)[order]
    longest = int((coded.end - coded.start).max())
    base = source[mappings] * reach
    first = np.searchsorted(starts, base + np.maximum(mapped.start[mappings] - longest, 0))
    stop = np.searchsorted(starts, base + mapped.end[mappings])
    batch = np.cumsum(stop - first) // _BATCH
    for part in np.split(np.arange(len(mappings)), np.flatnonzero(np.diff(batch)) + 1):
        index, position = expand(first[part], stop[part])
        coding, mapping = order[position], mappings[part][index]
        shared = np.minimum(coded.end[coding], mapped.end[mapping]) - np.maximum(
            coded.start[coding], mapped.start[mapping]
        )
        measured = coded.end[coding] - coded.start[coding]
        if shared_with == "shorter":
            measured = np.minimum(measured, mapped.end[mapping] - mapped.start[mapping])
        keep = (shared > 0) & (shared >= SHARE * measured)
        yield coding[keep], mapping[keep]
