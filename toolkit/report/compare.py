"""Two versions of an exported table: which cells and rows of them differ."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.report.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.read_export import Grid

ABSENT = "(none)"
"""In the place of what one of the two versions does not have."""
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in which two versions of a table differ."""

    table: str
    """The title of the table, where there are several."""
    row: str
    """The number of the row from 1 and its first cell; empty for a column or a table."""
    column: str
    """Empty for a whole row."""
    before: Cell
    now: Cell


def differences(
    before: Sequence[Grid], now: Sequence[Grid], typed: Grid | None = None
) -> list[Difference]:
    """Where tables differ, in the order of tables, rows and columns.

    Numbers are compared as values and texts as texts. Where both versions have the same first
    cells, they are compared cell by cell, otherwise whole rows are looked for in the other.

    Parameters
    ----------
    typed
        The first table of `now` with numbers as numbers, where the file has them as texts.
    """
    result: list[Difference] = []
    for at in range(max(len(before), len(now))):
        if at >= len(now):
            result.append(Difference(before[at].title, "", "", before[at].title, ABSENT))
        elif at >= len(before):
            result.append(Difference(now[at].title, "", "", ABSENT, now[at].title))
        else:
            result += _between(before[at], now[at], typed if at == 0 else None)
    return result


def _between(before: Grid, now: Grid, typed: Grid | None) -> list[Difference]:
    title = now.title
    result = [
        Difference(title, "", name, name, ABSENT)
        for name in before.columns
        if name not in now.columns
    ]
    result += [
        Difference(title, "", name, ABSENT, name)
        for name in now.columns
        if name not in before.columns
    ]
    shared = [name for name in now.columns if name in before.columns]
    old, new = _of_columns(before, shared), _of_columns(now, shared)
    numbers = _of_columns(typed, shared) if typed is not None else new
    if len(numbers) != len(new):
        numbers = new
    if [row[:1] for row in old] == [row[:1] for row in new]:
        for at, (left, right) in enumerate(zip(old, new, strict=True)):
            for column, name in enumerate(shared):
                if not _is_same(left[column], right[column], numbers[at][column]):
                    place = _place(at, right)
                    result.append(Difference(title, place, name, left[column], right[column]))
        return result
    return result + _rows(title, old, new)


def _of_columns(grid: Grid, names: Sequence[str]) -> list[tuple[Cell, ...]]:
    places = [grid.columns.index(name) if name in grid.columns else None for name in names]
    return [
        tuple(row[at] if at is not None and at < len(row) else None for at in places)
        for row in grid.rows
    ]


def _rows(
    title: str, old: Sequence[tuple[Cell, ...]], new: Sequence[tuple[Cell, ...]]
) -> list[Difference]:
    """The rows that only one version has."""
    result = []
    for rows, others, is_old in ((old, new, True), (new, old, False)):
        left = Counter(others)
        for at, row in enumerate(rows):
            if left[row]:
                left[row] -= 1
                continue
            text = " | ".join("" if cell is None else str(cell) for cell in row)
            pair = (text, ABSENT) if is_old else (ABSENT, text)
            result.append(Difference(title, _place(at, row), "", *pair))
    return result


def _place(at: int, row: Sequence[Cell]) -> str:
    return f"{at + 1} {row[0]}" if row and row[0] not in (None, "") else str(at + 1)


def _is_same(before: Cell, now: Cell, typed: Cell) -> bool:
    """Whether two cells are the same; `typed` says whether the cell is a number."""
    if isinstance(typed, bool) or isinstance(before, bool) or isinstance(now, bool):
        return str(before).lower() == str(now).lower()
    if before == now:
        return True
    if not isinstance(typed, int | float):
        return False
    left, right = _number(before), _number(now)
    return left is not None and left == right


def _number(cell: Cell) -> float | None:
    if isinstance(cell, int | float):
        return float(cell)
    if isinstance(cell, str) and _NUMBER.fullmatch(cell):
        return float(cell)
    return None
