"""Cases grouped by attributes, and the cases that are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING

from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.operations.matrices.request import MatrixRequest
    from toolkit.operations.session import ProjectSession

CROSS = " × "
"""Stands between the values of attributes that are crossed."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of each case."""

    of_case: Mapping[str, str]
    by: str
    """What the groups are called after."""
    order: Sequence[str]
    """The groups in the order in which they have columns, as far as it is no alphabet."""


def groups_of(session: ProjectSession, request: MatrixRequest) -> Groups | None:
    """The groups by the attributes that are asked for; None where cases are not grouped."""
    bins = _bins(request.bins)
    if request.by is None:
        if bins:
            raise UsageError(
                _("--bins puts numbers of an attribute into ranges, and no --by names one"),
                code="matrix-bins",
            )
        return None
    names = [name.strip() for name in request.by.split(",") if name.strip()]
    cases = queries.cases(session.database)
    known = list(dict.fromkeys(name for case in cases for name in case.attributes))
    for name in [*names, *bins]:
        if name not in known:
            raise unknown("attribute", name, known, hint=_("`qct cases` shows them."))
    for name in bins:
        if name not in names:
            raise UsageError(
                _("--bins names the attribute {name}, and --by does not").format(name=name),
                code="matrix-bins",
            )
    if not names or len(set(names)) < len(names):
        raise UsageError(
            _("--by needs attributes, each once: {given!r}").format(given=request.by),
            code="matrix-by",
        )
    values: dict[str, dict[str, str]] = {}
    orders: list[list[str]] = []
    for name in names:
        of_case = {case.id: case.attributes.get(name, "") for case in cases}
        order = sorted({value for value in of_case.values() if value})
        if name in bins:
            order = _ranges(bins[name])
            of_case = {
                case: _range(bins[name], value, name, case) if value else ""
                for case, value in of_case.items()
            }
        values[name], orders = of_case, [*orders, order]
    if len(names) == 1:
        return Groups(values[names[0]], names[0], orders[0])
    crossed = {
        case.id: CROSS.join(values[name][case.id] or f"(no {name})" for name in names)
        if any(values[name][case.id] for name in names)
        else ""
        for case in cases
    }
    every = [[*order, f"(no {name})"] for name, order in zip(names, orders, strict=True)]
    return Groups(crossed, CROSS.join(names), [CROSS.join(parts) for parts in product(*every)])


def cases_asked_for(session: ProjectSession, where: Sequence[str]) -> set[str] | None:
    """Ids of the cases with the values that are asked for; None where nothing is."""
    if not where:
        return None
    cases = queries.cases(session.database)
    known = list(dict.fromkeys(name for case in cases for name in case.attributes))
    wanted = {case.id for case in cases}
    for part in where:
        name, sign, rest = part.partition("=")
        values = {value.strip() for value in rest.split("|")}
        if not sign or not values - {""}:
            raise UsageError(
                _("--where needs an attribute and its values: sector=government|academia"),
                code="matrix-where",
            )
        if name not in known:
            raise unknown("attribute", name, known, hint=_("`qct cases` shows them."))
        there = {case.attributes.get(name, "") for case in cases} - {""}
        for value in sorted(values - there):
            raise unknown("value", value, sorted(there), hint=_("`qct cases` shows them."))
        wanted &= {case.id for case in cases if case.attributes.get(name) in values}
    if not wanted:
        raise InputError(_("no case has all these values"), code="matrix-where")
    return wanted


def _bins(given: Sequence[str]) -> dict[str, list[float]]:
    bins: dict[str, list[float]] = {}
    for part in given:
        name, _sign, rest = part.partition("=")
        try:
            bounds = [float(number) for number in rest.split(",")]
        except ValueError:
            bounds = []
        if not bounds or sorted(set(bounds)) != bounds:
            raise UsageError(
                _("{given!r} needs an attribute and growing numbers: years=5,10").format(
                    given=part
                ),
                code="matrix-bins",
            )
        bins[name] = bounds
    return bins


def _ranges(bounds: Sequence[float]) -> list[str]:
    shown = [f"{bound:g}" for bound in bounds]
    return [
        _("below {number}").format(number=shown[0]),
        *(_("{low} to below {high}").format(low=low, high=high) for low, high in pairwise(shown)),
        _("{number} or more").format(number=shown[-1]),
    ]


def _range(bounds: Sequence[float], value: str, name: str, case: str) -> str:
    try:
        number = float(value)
    except ValueError:
        raise InputError(
            _("case {case} has no number as {name}, which --bins needs").format(
                case=case, name=name
            ),
            code="matrix-bins",
            hint=_("Correct it in the table of cases, or leave --bins away."),
        ) from None
    return _ranges(bounds)[sum(number >= bound for bound in bounds)]
