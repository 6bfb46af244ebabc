"""Matrices of several coders with the columns of each beside those of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.analysis.matrix import Matrix, Number
from toolkit.analysis.records import Ids
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.analysis.grouping import Worked


def column_id(column: str, coder: str) -> str:
    """The id of a coder's column."""
    return f"{column} {coder}"


def side_by_side(matrices: Mapping[str, Matrix]) -> Matrix:
    """One matrix with every column of the matrices once for each coder, in their order.

    Parameters
    ----------
    matrices
        By coder, matrices of one kind and measure with the same columns.

    A row that a coder's matrix has not is 0 where the coder worked on the column, else missing.
    """
    rows: dict[str, str] = {}
    for made in matrices.values():
        rows |= dict(zip(made.row_ids, made.row_labels, strict=True))
    first = next(iter(matrices.values()))
    places = [
        (column, coder)
        for column in first.column_ids
        for coder, made in matrices.items()
        if column in made.column_ids
    ]
    columns = tuple(column_id(column, coder) for column, coder in places)
    ordered = _ordered(list(matrices.values()), list(rows))
    cells = tuple(
        tuple(_cell(matrices[coder], row, column) for column, coder in places) for row in ordered
    )
    return replace(
        first,
        row_ids=tuple(ordered),
        row_labels=tuple(rows[row] for row in ordered),
        column_ids=columns,
        column_labels=columns,
        cells=cells,
        refs=RefsOfEach({column_id(*place): place for place in places}, matrices),
        unplaced=_joined([made.unplaced for made in matrices.values()]),
        unshown=_joined([made.unshown for made in matrices.values()]),
        depths=_depths(matrices, ordered),
        totals=None,
        sizes=_sizes(matrices, places),
        notes=(
            *first.notes,
            _("every column once for each coder: {coders}").format(coders=", ".join(matrices)),
        ),
    )


def _joined(parts: Sequence[Sequence[str]]) -> Sequence[str]:
    every = [part for part in parts if isinstance(part, Ids)]
    return every[0].joined(every[1:]) if every else ()


def _depths(matrices: Mapping[str, Matrix], rows: Sequence[str]) -> tuple[int, ...]:
    """How deep each row stands in any of the matrices."""
    depth = {
        row: at
        for made in matrices.values()
        for row, at in zip(made.row_ids, made.depths, strict=bool(made.depths))
    }
    return tuple(depth.get(row, 0) for row in rows) if depth else ()


def _sizes(
    matrices: Mapping[str, Matrix], places: Sequence[tuple[str, str]]
) -> tuple[int, ...] | None:
    """The sizes of the columns, each that of its coder."""
    by_coder = {
        coder: dict(zip(made.column_ids, made.sizes, strict=True))
        for coder, made in matrices.items()
        if made.sizes is not None
    }
    return tuple(by_coder[coder][column] for column, coder in places) if by_coder else None


def columns_of_each(worked: Mapping[str, Mapping[str, Worked]]) -> dict[str, Worked]:
    """The cases worked on by column, from those of each coder."""
    first = next(iter(worked.values()), {})
    return {
        column_id(column, coder): of_coder[column]
        for column in first
        for coder, of_coder in worked.items()
        if column in of_coder
    }


def _ordered(matrices: Sequence[Matrix], rows: Sequence[str]) -> list[str]:
    """The rows in the order of the matrix that has most of them; others come last."""
    longest = max(matrices, key=lambda made: len(made.row_ids))
    return [*longest.row_ids, *(row for row in rows if row not in set(longest.row_ids))]


def _cell(made: Matrix, row: str, column: str) -> Number | None:
    if row in made.row_ids:
        return made.cell(row, column)
    at = made.column_ids.index(column)
    return 0 if any(cells[at] is not None for cells in made.cells) else None


@dataclass(frozen=True, slots=True)
class RefsOfEach(Mapping[tuple[str, str], tuple[str, ...]]):
    """The codings behind the cells, from the matrix of the column's coder."""

    places: Mapping[str, tuple[str, str]]
    matrices: Mapping[str, Matrix]

    def __getitem__(self, key: tuple[str, str]) -> tuple[str, ...]:
        row, name = key
        column, coder = self.places[name]
        made = self.matrices[coder]
        return made.refs[row, column] if row in made.row_ids else ()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        rows = dict.fromkeys(row for made in self.matrices.values() for row in made.row_ids)
        return ((row, name) for row in rows for name in self.places)

    def __len__(self) -> int:
        rows = {row for made in self.matrices.values() for row in made.row_ids}
        return len(rows) * len(self.places)
