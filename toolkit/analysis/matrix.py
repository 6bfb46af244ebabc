"""Matrices whose numbers resolve to codings, and their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.domain.codebook import Codebook, CodeStatus
from toolkit.domain.directions import NO_DIRECTION, Direction
from toolkit.domain.transcript import Role, outside_roles
from toolkit.i18n import _

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

    from toolkit.analysis.case_stretches import Material
    from toolkit.analysis.counting import Ints


class Measure(StrEnum):
    """What a cell counts: segments, whether there is any, or words."""

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
    """Values by row, then column; None is missing and not zero."""
    measure: Measure
    refs: Mapping[tuple[str, str], tuple[str, ...]]
    """Ids of the codings, or of the mappings in directions-by-cases, by (row id, column id)."""
    unplaced: tuple[str, ...] = ()
    """Ids of the codings or mappings that belong to no column, sorted: they are counted nowhere."""
    notes: tuple[str, ...] = ()
    """Notes on the meaning of the numbers, printed with them."""

    def cell(self, row_id: str, column_id: str) -> int | None:
        """The value of a cell by the ids of its row and column."""
        return self.cells[self.row_ids.index(row_id)][self.column_ids.index(column_id)]


@dataclass(frozen=True, slots=True)
class MatrixRows:
    """The rows of a matrix, and the rows in which each code or direction counts."""

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    counted_in: Mapping[str, tuple[int, ...]]
    """Row numbers by code or direction id."""


def code_rows(codebook: Codebook, used: set[str], roll_up: bool, language: str) -> MatrixRows:
    """Rows of codes in depth-first order.

    They are the active codes, with codes that only group others and retired codes where these
    count.
    """
    ancestors = {code.id: [step.id for step in codebook.path(code.id)] for code in codebook}
    counted = {
        code_id: (ancestors.get(code_id, [code_id]) if roll_up else [code_id]) for code_id in used
    }
    shown = {row for row_ids in counted.values() for row in row_ids}
    for code in codebook:
        if code.status is CodeStatus.ACTIVE and (roll_up or codebook.is_leaf(code.id)):
            shown.add(code.id)
    ids = [code.id for code in codebook.depth_first() if code.id in shown]
    ids += sorted(shown - set(ids))
    number = {row_id: at for at, row_id in enumerate(ids)}
    labels = tuple(codebook[row].label(language) if row in codebook else row for row in ids)
    return MatrixRows(
        tuple(ids),
        labels,
        {
            code_id: tuple(number[row] for row in row_ids_of_code)
            for code_id, row_ids_of_code in counted.items()
        },
    )


def direction_rows(directions: Sequence[Direction], used: set[str], language: str) -> MatrixRows:
    """Rows of directions in their order, then of unknown ids by alphabet, then `none`, where
    people mapped passages to none of the directions."""
    labels = {direction.id: direction.label(language) for direction in directions}
    ids = [*labels, *sorted(used - labels.keys() - {NO_DIRECTION})]
    if NO_DIRECTION in used:
        labels[NO_DIRECTION] = _("none of the directions")
        ids.append(NO_DIRECTION)
    return MatrixRows(
        tuple(ids),
        tuple(labels.get(direction_id, direction_id) for direction_id in ids),
        {direction_id: (at,) for at, direction_id in enumerate(ids)},
    )


def cells(
    values: Ints, known: NDArray[bool_], measure: Measure
) -> tuple[tuple[int | None, ...], ...]:
    """The values as tuples, with None where `known` (of a shape that fits) is false."""
    import numpy as np

    if measure is Measure.PRESENT:
        values = (values > 0).astype(np.int64)
    return tuple(
        tuple(value if is_known else None for value, is_known in zip(row, known_row, strict=True))
        for row, known_row in zip(
            values.tolist(), np.broadcast_to(known, values.shape).tolist(), strict=True
        )
    )


def only_unplaced(ids: Sequence[str], unplaced: NDArray[bool_]) -> tuple[str, ...]:
    """The ids of records that are in no cell, sorted.

    `unplaced` has the shape (records,). The pieces that a rule cuts an answer into share its id;
    where one of them is in a cell, the answer is not left out.
    """
    out = {name for name, is_out in zip(ids, unplaced.tolist(), strict=True) if is_out}
    placed = {name for name, is_out in zip(ids, unplaced.tolist(), strict=True) if not is_out}
    return tuple(sorted(out - placed))


def notes(measure: Measure, material: Material) -> tuple[str, ...]:
    """Notes on what a cell counts and on empty cells."""
    unit = {
        Measure.COUNTS: _("counts: segments; overlapping codings of a code are one segment"),
        Measure.PRESENT: _("present: 1 where there is at least one segment"),
        Measure.WORDS: _counted_words(material),
    }[measure]
    return unit, _("an empty cell is missing (nobody worked on it), 0 is not")


def _counted_words(material: Material) -> str:
    """Whose words count, and who else is there and left out."""
    left_out: set[Role] = set()
    if material.experts_only:
        for turns in material.turns.values():
            left_out |= outside_roles(turns)
    if left_out == {Role.INTERVIEWER}:
        return _("words: words in coded passages, each counted once, interviewer left out")
    if left_out == {Role.OTHER}:
        return _("words: words in coded passages, each counted once, other speakers left out")
    if left_out:
        return _(
            "words: words in coded passages, each counted once, interviewer and other speakers "
            "left out"
        )
    return _("words: words in coded passages, each counted once")
