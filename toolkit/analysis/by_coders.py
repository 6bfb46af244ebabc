"""Matrices with coders in the columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.analysis.counting import Stretches
from toolkit.analysis.frames import areas_of_sources
from toolkit.analysis.matrix import Matrix, Measure, notes
from toolkit.analysis.records import Records, records_of
from toolkit.analysis.rows import ALL_ROWS, RowChoice, code_rows
from toolkit.analysis.tally import Columns, Counted, tabulated
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from toolkit.analysis.case_stretches import Material
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.codings import Coding


def code_by_coder(
    codings: Records | Sequence[Coding],
    codebook: Codebook,
    material: Material,
    worked_on: Mapping[str, Collection[str]],
    *,
    measure: Measure | str = Measure.COUNTS,
    rows: RowChoice = ALL_ROWS,
    language: str = "en",
) -> Matrix:
    """A matrix with codes in rows and coders in columns.

    Parameters
    ----------
    worked_on
        By coder, in the order of the columns, the sources that they have finished.

    A passage that a coder coded in two rounds that count is one segment. There are no totals
    over coders, since their answers are readings of one text.
    """
    import numpy as np

    measure = Measure(measure)
    records = records_of(codings)
    shown = code_rows(codebook, records.used_labels(), rows, language)
    coders = [*worked_on, *(name for name in records.coders if name not in worked_on)]
    column = np.array([coders.index(name) for name in records.coders], dtype=np.int64)
    sources = sorted({*records.sources, *(name for each in worked_on.values() for name in each)})
    at = {name: number for number, name in enumerate(sources)}
    source = np.array([at[name] for name in records.sources], dtype=np.int64)[records.source]
    areas, of_sources = areas_of_sources(sources, len(coders), material, measure)
    place = column[records.coder] * max(len(sources), 1) + source
    made = tabulated(
        Counted(
            records,
            shown,
            areas,
            Stretches(records.label, place, records.start, records.end),
            np.arange(len(records)),
        ),
        Columns(tuple(coders), tuple(coders), np.ones((1, len(coders)), dtype=bool)),
        measure,
        unplaced=np.zeros(len(records), dtype=bool),
        notes=notes(measure, material),
    )
    said = None
    if of_sources is not None:
        said = tuple(
            int(sum(of_sources[at[name]] for name in worked_on.get(coder, ()))) for coder in coders
        )
    note = _("coders are compared as they are: they may have finished different sources")
    return replace(made, sizes=said, notes=(*made.notes, note))
