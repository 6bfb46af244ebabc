"""The rows of a matrix: codes or policy directions, and what counts in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.domain.codebook import Codebook, CodeStatus
from toolkit.domain.directions import NO_DIRECTION, Direction
from toolkit.i18n import _

ALL, LEAVES, BRANCHES = "all", "leaves", "branches"
LEVELS = (ALL, LEAVES, BRANCHES)
"""Which codes have a row, beside a number of levels: all, each for itself, or those that group."""


@dataclass(frozen=True, slots=True)
class MatrixRows:
    """The rows of a matrix, and the rows in which each code or direction counts."""

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    counted_in: Mapping[str, tuple[int, ...]]
    """Row numbers by code or direction id; a code in no row has none."""
    depths: tuple[int, ...] = ()
    """How far each row stands below the topmost rows; empty for rows that are all alike."""
    related: frozenset[tuple[int, int]] = frozenset()
    """Pairs of rows of which one has all of the other; in both orders."""

    def lists(self, labels: Sequence[str]) -> list[tuple[int, ...]]:
        """The rows of each label."""
        return [self.counted_in.get(label, ()) for label in labels]


@dataclass(frozen=True, slots=True)
class RowChoice:
    """Which codes have a row."""

    level: str = ALL
    """`all`: every code, with all that lies below it; `leaves`: every code that has codings of
    its own or nothing below it, for itself; `branches`: codes that group others, and those of the
    first level; or a number of levels of the tree, with all that lies below them."""
    codes: frozenset[str] | None = None
    """Only these codes; None: all."""

    @property
    def rolls_up(self) -> bool:
        """Whether a code counts what lies below it."""
        return self.level != LEAVES

    def shows(self, codebook: Codebook, code_id: str) -> bool:
        """Whether the level has a row for the code."""
        if self.codes is not None and code_id not in self.codes:
            return False
        if self.level in (ALL, LEAVES) or code_id not in codebook:
            return True
        depth = len(codebook.path(code_id))
        if self.level == BRANCHES:
            return depth == 1 or not codebook.is_leaf(code_id)
        return depth <= int(self.level)


ALL_ROWS = RowChoice()


def code_rows(
    codebook: Codebook, used: set[str], choice: RowChoice = ALL_ROWS, language: str = "en"
) -> MatrixRows:
    """Rows of codes in depth-first order.

    They are the active codes, with codes that only group others and retired codes where these
    count.
    """
    ancestors = {code.id: [step.id for step in codebook.path(code.id)] for code in codebook}
    counted = {
        code_id: [
            row
            for row in (ancestors.get(code_id, [code_id]) if choice.rolls_up else [code_id])
            if choice.shows(codebook, row)
        ]
        for code_id in used
    }
    shown = {row for row_ids in counted.values() for row in row_ids}
    for code in codebook:
        if code.status is not CodeStatus.ACTIVE or not choice.shows(codebook, code.id):
            continue
        if choice.rolls_up or codebook.is_leaf(code.id):
            shown.add(code.id)
    ids = [code.id for code in codebook.depth_first() if code.id in shown]
    ids += sorted(shown - set(ids))
    number = {row_id: at for at, row_id in enumerate(ids)}
    above = {
        row: [number[step] for step in ancestors.get(row, ()) if step in number and step != row]
        for row in ids
    }
    related = {(number[row], step) for row in ids for step in above[row]}
    return MatrixRows(
        tuple(ids),
        tuple(codebook[row].label(language) if row in codebook else row for row in ids),
        {
            code_id: tuple(number[row] for row in row_ids_of_code)
            for code_id, row_ids_of_code in counted.items()
        },
        tuple(len(above[row]) for row in ids),
        frozenset(related | {(b, a) for a, b in related}) if choice.rolls_up else frozenset(),
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
