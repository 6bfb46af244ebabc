"""A table of numbers that can be followed back to the text, and what its rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.analysis.case_stretches import Material
from toolkit.domain.codebook import Codebook, CodeStatus, Direction
from toolkit.domain.codings import NO_DIRECTION

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

    from toolkit.analysis.counting import Ints


class Measure(StrEnum):
    COUNTS = "counts"
    PRESENT = "present"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of numbers in which every number resolves to codings."""

    row_ids: tuple[str, ...]
    row_labels: tuple[str, ...]
    column_ids: tuple[str, ...]
    column_labels: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    """By row, then column; None is missing, not zero."""
    measure: Measure
    refs: Mapping[tuple[str, str], tuple[str, ...]]
    """Ids of the codings (of the mappings in directions-by-cases) behind (row id, column id)."""
    unplaced: tuple[str, ...] = ()
    """Ids of what belongs to no case, sorted: counted nowhere."""
    notes: tuple[str, ...] = ()
    """What the numbers mean, to be printed with them."""

    def cell(self, row_id: str, column_id: str) -> int | None:
        """The value at a row and column by their ids."""
        return self.cells[self.row_ids.index(row_id)][self.column_ids.index(column_id)]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows are, and which of them an item counts in."""

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    counted_in: Mapping[str, tuple[int, ...]]
    """Row numbers by code or direction id."""


def code_rows(codebook: Codebook, used: set[str], roll_up: bool, language: str) -> Rows:
    """Active codes depth first; parents that only group and retired codes where they count."""
    ancestors = {code.id: [step.id for step in codebook.path(code.id)] for code in codebook}
    counted = {
        code_id: (ancestors.get(code_id, [code_id]) if roll_up else [code_id]) for code_id in used
    }
    shown = {row for found in counted.values() for row in found}
    for code in codebook:
        if code.status is CodeStatus.ACTIVE and (roll_up or codebook.is_leaf(code.id)):
            shown.add(code.id)
    ids = [code.id for code in codebook.depth_first() if code.id in shown]
    ids += sorted(shown - set(ids))
    number = {row_id: at for at, row_id in enumerate(ids)}
    labels = tuple(codebook[row].label(language) if row in codebook else row for row in ids)
    return Rows(
        tuple(ids),
        labels,
        {code_id: tuple(number[row] for row in found) for code_id, found in counted.items()},
    )


def direction_rows(directions: Sequence[Direction], used: set[str], language: str) -> Rows:
    labels = {direction.id: direction.label(language) for direction in directions}
    ids = [*labels, *sorted(used - labels.keys() - {NO_DIRECTION})]
    return Rows(
        tuple(ids),
        tuple(labels.get(direction_id, direction_id) for direction_id in ids),
        {direction_id: (at,) for at, direction_id in enumerate(ids)},
    )


def cells(
    values: Ints, known: NDArray[bool_], measure: Measure
) -> tuple[tuple[int | None, ...], ...]:
    import numpy as np

    if measure is Measure.PRESENT:
        values = (values > 0).astype(np.int64)
    return tuple(
        tuple(value if seen else None for value, seen in zip(row, seen_row, strict=True))
        for row, seen_row in zip(
            values.tolist(), np.broadcast_to(known, values.shape).tolist(), strict=True
        )
    )


def notes(measure: Measure, material: Material) -> tuple[str, ...]:
    unit = {
        Measure.COUNTS: "counts: segments; overlapping codings of a code are one segment",
        Measure.PRESENT: "present: 1 where there is at least one segment",
        Measure.WORDS: "words: words in coded passages, each counted once"
        + (", interviewer left out" if material.experts_only else ""),
    }[measure]
    return unit, "an empty cell is missing (nobody worked on it), 0 is not"
