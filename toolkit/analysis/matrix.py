"""Matrices whose numbers resolve to codings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Role, outside_roles
from toolkit.i18n import _

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

    from toolkit.analysis.case_stretches import Material
    from toolkit.analysis.counting import Ints


class Measure(StrEnum):
    """What a cell counts: segments, whether there is any, words, or characters."""

    COUNTS = "counts"
    PRESENT = "present"
    WORDS = "words"
    CHARACTERS = "characters"

    @property
    def reads_texts(self) -> bool:
        """Whether the texts are needed, and who speaks in them."""
        return self in (Measure.WORDS, Measure.CHARACTERS)


Number = int | float
"""A value of a cell: a share or a rate is a float."""
Values = tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What all rows of a column, all columns of a row, and all of both have together.

    A passage that two rows (or two columns) share is in their total once: words and characters
    are those of any row; segments are added over codes, each code for itself, so that a branch
    and what lies below it are not added; of `present` the total says whether there is any.
    None where nothing is known.
    """

    of_rows: Values
    of_columns: Values
    of_all: Number | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of numbers in which every number resolves to codings."""

    row_ids: tuple[str, ...]
    row_labels: tuple[str, ...]
    column_ids: tuple[str, ...]
    column_labels: tuple[str, ...]
    cells: tuple[Values, ...]
    """Values by row, then column; None is missing and not zero."""
    measure: Measure
    refs: Mapping[tuple[str, str], tuple[str, ...]]
    """Ids of the codings, or of the mappings in directions-by-cases, by (row id, column id)."""
    unplaced: Sequence[str] = ()
    """Ids of the codings or mappings that belong to no column, sorted: they are counted nowhere."""
    notes: tuple[str, ...] = ()
    """Notes on the meaning of the numbers, printed with them."""
    depths: tuple[int, ...] = ()
    """How far each row stands below the topmost; empty where all stand alike."""
    totals: Callable[[], Totals] | None = None
    """The totals, computed on request. None where there are none, such as for columns of several
    coders, which are never added."""
    sizes: tuple[int, ...] | None = None
    """By column, the words (of `characters`, the characters) that count in what was worked on."""
    unshown: Sequence[str] = ()
    """Ids of the codings or mappings whose code or direction has no row, sorted."""

    def cell(self, row_id: str, column_id: str) -> Number | None:
        """The value of a cell by the ids of its row and column."""
        return self.cells[self.row_ids.index(row_id)][self.column_ids.index(column_id)]


def cells(values: Ints, known: NDArray[bool_], measure: Measure) -> tuple[Values, ...]:
    """The values as tuples, with None where `known` (of a shape that fits) is false."""
    import numpy as np

    if measure is Measure.PRESENT:
        values = (values > 0).astype(np.int64)
    if known.all():
        return tuple(map(tuple, values.tolist()))
    return tuple(
        tuple(value if is_known else None for value, is_known in zip(row, known_row, strict=True))
        for row, known_row in zip(
            values.tolist(), np.broadcast_to(known, values.shape).tolist(), strict=True
        )
    )


def notes(measure: Measure, material: Material) -> tuple[str, ...]:
    """Notes on what a cell counts and on empty cells."""
    unit = {
        Measure.COUNTS: _("counts: segments; overlapping codings of a code are one segment"),
        Measure.PRESENT: _("present: 1 where there is at least one segment"),
        Measure.WORDS: _("words: words in coded passages, each counted once"),
        Measure.CHARACTERS: _("characters: characters of coded passages, each counted once"),
    }[measure]
    if measure.reads_texts:
        unit += _left_out_speakers(material)
    return unit, _("an empty cell is missing (nobody worked on it), 0 is not")


def _left_out_speakers(material: Material) -> str:
    """Who is there and whose words do not count."""
    left_out: set[Role] = set()
    if material.experts_only:
        for turns in material.turns.values():
            left_out |= outside_roles(turns)
    if left_out == {Role.INTERVIEWER}:
        return _(", interviewer left out")
    if left_out == {Role.OTHER}:
        return _(", other speakers left out")
    return _(", interviewer and other speakers left out") if left_out else ""
