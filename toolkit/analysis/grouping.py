"""Columns by an attribute of the cases instead of by the cases themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from toolkit.analysis.case_stretches import Material, case_ids
from toolkit.analysis.matrix import Matrix
from toolkit.domain.transcript import Case

Refs = Mapping[tuple[str, str], tuple[str, ...]]


def group_material(material: Material, group_of: Mapping[str, str], by: str) -> Material:
    """The material with each case taken for its value of the attribute `by`.

    Matrices made of it have a column for each value, in their order, in which a segment that
    two cases of one group share counts once. Cases without a value come last, as
    `(no <attribute>)`.
    """
    groups = _members(material, group_of, by)
    named = {case: name for name, cases in groups.items() for case in cases}
    participations = [
        replace(taking_part, case_id=named[taking_part.case_id])
        for taking_part in material.participations
    ]
    return replace(
        material,
        cases=[Case(name) for name in groups],
        participations=list(dict.fromkeys(participations)),
    )


def count_cases(matrix: Matrix, material: Material, group_of: Mapping[str, str], by: str) -> Matrix:
    """A matrix of `present` by cases, put together: each cell the number of cases.

    A group none of whose cases was worked on is missing, as its cases were.
    """
    groups = _members(material, group_of, by)
    at = {case: index for index, case in enumerate(matrix.column_ids)}
    cells = tuple(
        tuple(_sum([row[at[case]] for case in cases]) for cases in groups.values())
        for row in matrix.cells
    )
    return replace(
        matrix,
        column_ids=tuple(groups),
        column_labels=tuple(groups),
        cells=cells,
        refs=GroupedRefs(matrix.refs, matrix.row_ids, groups),
        notes=(*matrix.notes, "each cell is the number of cases in which the row is present"),
    )


def group_note(material: Material, group_of: Mapping[str, str], by: str) -> str:
    """How many cases each column stands for."""
    groups = _members(material, group_of, by)
    sizes = ", ".join(f"{name}: {len(cases)}" for name, cases in groups.items())
    return f"columns: cases by {by}; {sizes}"


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


def _members(material: Material, group_of: Mapping[str, str], by: str) -> dict[str, list[str]]:
    none = f"(no {by})"
    members: dict[str, list[str]] = {}
    for case in case_ids(material):
        members.setdefault(group_of.get(case) or none, []).append(case)
    return {name: members[name] for name in sorted(members, key=lambda n: (n == none, n))}


def _sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
