"""Columns of a matrix put together by an attribute of the cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from toolkit.analysis.matrices import Matrix, Measure

Refs = Mapping[tuple[str, str], tuple[str, ...]]


class GroupedRefs(Mapping[tuple[str, str], tuple[str, ...]]):
    """The codings behind each cell of the grouped matrix, looked up when asked for."""

    def __init__(self, refs: Refs, rows: tuple[str, ...], members: Mapping[str, list[str]]) -> None:
        self._refs, self._rows, self._members = refs, rows, members

    def __getitem__(self, key: tuple[str, str]) -> tuple[str, ...]:
        row, group = key
        found = (one for case in self._members[group] for one in self._refs[row, case])
        return tuple(dict.fromkeys(found))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((row, group) for row in self._rows for group in self._members)

    def __len__(self) -> int:
        return len(self._rows) * len(self._members)


def group_columns(matrix: Matrix, group_of: Mapping[str, str], by: str) -> Matrix:
    """The matrix with one column for each value of the attribute `by`, in their order.

    Cells add up over the cases of a group, so `present` becomes the number of cases. A group
    none of whose cases was worked on is missing, as its cases were. Cases without a value come
    last, as `(no <attribute>)`.
    """
    none = f"(no {by})"
    members: dict[str, list[str]] = {}
    for case in matrix.column_ids:
        members.setdefault(group_of.get(case) or none, []).append(case)
    ordered = {name: members[name] for name in sorted(members, key=lambda n: (n == none, n))}
    at = {case: index for index, case in enumerate(matrix.column_ids)}
    cells = tuple(
        tuple(_sum([row[at[case]] for case in group]) for group in ordered.values())
        for row in matrix.cells
    )
    note = (
        f"columns: cases by {by}"
        + (", each cell the number of cases" if matrix.measure is Measure.PRESENT else "")
        + "; "
        + ", ".join(f"{name}: {len(group)}" for name, group in ordered.items())
    )
    return replace(
        matrix,
        column_ids=tuple(ordered),
        column_labels=tuple(ordered),
        cells=cells,
        refs=GroupedRefs(matrix.refs, matrix.row_ids, ordered),
        notes=(*matrix.notes, note),
    )


def _sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
