"""Matrices with cases grouped by an attribute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.analysis.case_stretches import Material, case_ids
from toolkit.analysis.matrix import Totals
from toolkit.domain.transcript import Case
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.analysis.matrix import Matrix, Number

Refs = Mapping[tuple[str, str], tuple[str, ...]]


def group_material(
    material: Material, group_of: Mapping[str, str], by: str, order: Sequence[str] = ()
) -> Material:
    """The material with each case replaced by its value of the attribute `by`.

    Matrices of this material have a column for each value: those in `order`, then others in
    alphabetical order; a segment that two cases of a group share counts once. Cases without a
    value come last, as `(no <attribute>)`. What is coded where no case speaks is in no group
    either, although all cases of the source may be of one.
    """
    groups = _members(material, group_of, by, order)
    named = {case: name for name, cases in groups.items() for case in cases}
    participations = [
        replace(participation, case_id=named[participation.case_id])
        for participation in material.participations
    ]
    speaking: dict[str, set[str]] = {}
    for participation in material.participations:
        speaking.setdefault(participation.source_id, set()).add(participation.case_id)
    return replace(
        material,
        cases=[Case(name) for name in groups],
        participations=list(dict.fromkeys(participations)),
        shared={source for source, cases in speaking.items() if len(cases) > 1},
    )


def count_cases(
    matrix: Matrix,
    material: Material,
    group_of: Mapping[str, str],
    by: str,
    order: Sequence[str] = (),
) -> Matrix:
    """A matrix of `present` by cases, grouped: each cell is the number of cases.

    A cell is None where nobody worked on any case of the group.
    """
    groups = _members(material, group_of, by, order)
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
        notes=(*matrix.notes, _("each cell is the number of cases in which the row is present")),
        totals=lambda: _totals_of_groups(matrix, groups),
    )


def _totals_of_groups(matrix: Matrix, groups: Mapping[str, list[str]]) -> Totals:
    """Of a column the cases that have any row, of a row the cases that have it."""
    assert matrix.totals is not None
    single = matrix.totals()
    of_case = dict(zip(matrix.column_ids, single.of_columns, strict=True))
    of_columns = tuple(_sum([of_case[case] for case in cases]) for cases in groups.values())
    return Totals(single.of_rows, of_columns, single.of_all)


Worked = tuple[int, int]
"""Cases worked on, and all cases."""


def cases_worked_on(
    material: Material,
    group_of: Mapping[str, str] | None = None,
    by: str = "",
    order: Sequence[str] = (),
) -> dict[str, Worked]:
    """By column, how many of its cases were worked on and how many it has.

    A case was worked on where one of its sources is finished. Without `group_of` every case is a
    column of its own.
    """
    done = {
        participation.case_id
        for participation in material.participations
        if participation.source_id in material.finished
    }
    columns = (
        {case: [case] for case in case_ids(material)}
        if group_of is None
        else _members(material, group_of, by, order)
    )
    return {
        name: (sum(case in done for case in cases), len(cases)) for name, cases in columns.items()
    }


def worked_note(worked: Mapping[str, Worked], by: str | None) -> str:
    """A note with the cases worked on of the cases of each column."""
    if by is not None:
        sizes = ", ".join(
            _("{name}: {done} of {count}").format(name=name, done=done, count=count)
            for name, (done, count) in worked.items()
        )
        return _("columns: cases by {attribute}; cases worked on: {sizes}").format(
            attribute=by, sizes=sizes
        )
    done = sum(done for done, _count in worked.values())
    note = _("cases worked on: {done} of {count}").format(done=done, count=len(worked))
    missing = [name for name, (done, _count) in worked.items() if not done]
    if missing:
        note += _("; not: {cases}").format(cases=", ".join(missing))
    return note


class GroupedRefs(Mapping[tuple[str, str], tuple[str, ...]]):
    """The codings behind each cell of the grouped matrix, looked up on request."""

    def __init__(self, refs: Refs, rows: tuple[str, ...], members: Mapping[str, list[str]]) -> None:
        self._refs, self._rows, self._members = refs, rows, members

    @property
    def ungrouped(self) -> Refs:
        """The codings behind the cells of single cases."""
        return self._refs

    @property
    def group_of(self) -> dict[str, str]:
        """The group of each case."""
        return {case: group for group, cases in self._members.items() for case in cases}

    def __getitem__(self, key: tuple[str, str]) -> tuple[str, ...]:
        row, group = key
        coding_ids = (
            coding_id for case in self._members[group] for coding_id in self._refs[row, case]
        )
        return tuple(dict.fromkeys(coding_ids))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((row, group) for row in self._rows for group in self._members)

    def __len__(self) -> int:
        return len(self._rows) * len(self._members)


def _members(
    material: Material, group_of: Mapping[str, str], by: str, order: Sequence[str]
) -> dict[str, list[str]]:
    without_value = f"(no {by})"
    place = {name: at for at, name in enumerate(order)}
    members: dict[str, list[str]] = {}
    for case in case_ids(material):
        members.setdefault(group_of.get(case) or without_value, []).append(case)

    def key(name: str) -> tuple[bool, int, str]:
        return name == without_value, place.get(name, len(place)), name

    return {name: members[name] for name in sorted(members, key=key)}


def _sum(values: Sequence[Number | None]) -> Number | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
