"""Matrices whose cells are shares of a total, or rates per 1,000 words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.analysis.matrix import Matrix, Measure, Totals
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.analysis.grouping import Worked
    from toolkit.analysis.matrix import Number, Values


def shares(matrix: Matrix, of: str, worked: Mapping[str, Worked]) -> Matrix:
    """Each cell as a share of the total of its `row` or `column`, or of the `total` of all.

    Of `present` the column's total is the number of its cases worked on, where columns are
    cases (`worked`), so that the share is that of the cases that have the row.
    """
    assert matrix.totals is not None
    totals = matrix.totals()
    of_columns, of_all = totals.of_columns, totals.of_all
    by_cases = matrix.measure is Measure.PRESENT and bool(worked)
    if by_cases:
        done = [worked[column][0] for column in matrix.column_ids]
        of_columns, of_all = tuple(done), sum(done)
    bases: Sequence[Values] = [
        tuple(
            {"row": totals.of_rows[row], "column": of_column, "total": of_all}[of]
            for of_column in of_columns
        )
        for row in range(len(matrix.row_ids))
    ]
    cells = tuple(
        tuple(_share(value, base) for value, base in zip(values, row_bases, strict=True))
        for values, row_bases in zip(matrix.cells, bases, strict=True)
    )
    return replace(
        matrix, cells=cells, totals=None, notes=(*matrix.notes, _note(of, matrix, by_cases))
    )


def per_1000_words(matrix: Matrix, words: Sequence[int]) -> Matrix:
    """Each cell per 1,000 of the words that were said in what was worked on of its column."""
    cells = tuple(
        tuple(
            None if value is None or not said else value * 1000 / said
            for value, said in zip(values, words, strict=True)
        )
        for values in matrix.cells
    )
    of_columns = None
    if matrix.totals is not None:
        totals = matrix.totals()
        of_columns = Totals(
            tuple(_rate(value, sum(words)) for value in totals.of_rows),
            tuple(_rate(value, said) for value, said in zip(totals.of_columns, words, strict=True)),
            _rate(totals.of_all, sum(words)),
        )
    return replace(
        matrix,
        cells=cells,
        sizes=tuple(words),
        totals=None if of_columns is None else lambda: of_columns,
        notes=(
            *matrix.notes,
            _("each cell per 1,000 words that experts said in the sources finished"),
        ),
    )


def _rate(value: Number | None, words: int) -> float | None:
    return None if value is None or not words else value * 1000 / words


def _share(value: Number | None, base: Number | None) -> float | None:
    return None if value is None or not base else value / base


def _note(of: str, matrix: Matrix, by_cases: bool) -> str:
    if by_cases and of != "row":
        return (
            _(
                "each cell is a share of the cases worked on of its column; below 30 cases say "
                "counts"
            )
            if of == "column"
            else _("each cell is a share of all cases worked on; below 30 cases say counts")
        )
    if matrix.measure is Measure.COUNTS:
        return {
            "row": _("each cell is a share of the segments of its row"),
            "column": _(
                "each cell is a share of the segments of its column, each code by itself, so that "
                "branches add up to more than 1"
            ),
            "total": _("each cell is a share of all segments, each code by itself"),
        }[of]
    return {
        "row": _("each cell is a share of the total of its row"),
        "column": _(
            "each cell is a share of the total of its column, in which a passage of two codes "
            "counts once, so that the cells add up to more than 1"
        ),
        "total": _("each cell is a share of all, in which a passage of two codes counts once"),
    }[of]
