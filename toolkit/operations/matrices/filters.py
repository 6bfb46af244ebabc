"""Which of the answers that count a matrix is limited to, and which rows it has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from toolkit.analysis.by_cases import placed
from toolkit.analysis.by_directions import with_stance
from toolkit.analysis.case_stretches import places
from toolkit.analysis.records import STANCES
from toolkit.analysis.rows import LEVELS, RowChoice
from toolkit.errors import UsageError, unknown
from toolkit.i18n import _
from toolkit.operations.matrices.request import OF_MAPPINGS
from toolkit.operations.session import need_code
from toolkit.store import queries

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

    from toolkit.analysis.case_stretches import Material
    from toolkit.analysis.records import Ids, Records
    from toolkit.operations.matrices.decided import DecidedData, LeftOut
    from toolkit.operations.matrices.request import MatrixRequest
    from toolkit.operations.session import ProjectSession


def row_choice(session: ProjectSession, request: MatrixRequest) -> RowChoice:
    """The codes that have a row. Raises for a level, family or code that there is not."""
    level = request.level
    if level not in LEVELS and not (level.isascii() and level.isdecimal() and int(level)):
        raise UsageError(
            _("unknown level {level!r}; valid: {valid}, or a number of levels from 1").format(
                level=level, valid=", ".join(LEVELS)
            ),
            code="matrix-level",
        )
    book = queries.codebook(session.database)
    kept: set[str] | None = None
    if request.family is not None:
        families = [family.id for family in book.families]
        if request.family not in families:
            raise unknown(
                "family", request.family, families, hint=_("`qct codebook show` lists them.")
            )
        kept = set(book.family_members(request.family))
    if request.codes:
        named: set[str] = set()
        for code_id in request.codes:
            need_code(session, code_id)
            named |= {code_id, *book.descendants(code_id)}
        kept = named if kept is None else kept & named
    return RowChoice(level, None if kept is None else frozenset(kept))


def filtered(decided: DecidedData, kind: str, request: MatrixRequest) -> DecidedData:
    """The answers that have the stance and the day that are asked for."""
    for name in request.stance:
        if name not in STANCES:
            raise UsageError(
                _("unknown stance {name!r}; valid: {valid}").format(
                    name=name, valid=", ".join(STANCES)
                ),
                code="matrix-stance",
            )
    first, last = _day(request.since, "--since"), _day(request.until, "--until")
    if first or last:
        decided = _each(
            decided, lambda made: _between(made, first, last), _("it was given on another day")
        )
    if not request.stance:
        return decided
    import numpy as np

    numbers = [STANCES.index(name) for name in request.stance]
    if kind not in OF_MAPPINGS:
        has = with_stance(decided.codings, decided.mappings, request.stance, request.shared_with)
        reason = _("no mapping of this stance belongs to it")
        codings, left = _kept(decided.codings, has, decided.left_out, reason)
        decided = replace(decided, codings=codings, left_out=left)
    right = np.isin(decided.mappings.stance, numbers)
    mappings, left = _kept(
        decided.mappings, right, decided.left_out_mappings, _("it has another stance or none")
    )
    return replace(decided, mappings=mappings, left_out_mappings=left)


def of_cases(decided: DecidedData, material: Material) -> DecidedData:
    """The answers that belong to one of the cases of the material."""
    stretches = places(material)

    def inside(records: Records) -> NDArray[bool_]:
        import numpy as np

        has = np.zeros(len(records), dtype=bool)
        has[placed(records, stretches)[0]] = True
        return has

    return _each(decided, inside, _("no case that is asked for speaks there"))


def _each(decided: DecidedData, test: object, reason: str) -> DecidedData:
    assert callable(test)
    codings, left = _kept(decided.codings, test(decided.codings), decided.left_out, reason)
    mappings, left_mappings = _kept(
        decided.mappings, test(decided.mappings), decided.left_out_mappings, reason
    )
    return replace(
        decided,
        codings=codings,
        left_out=left,
        mappings=mappings,
        left_out_mappings=left_mappings,
    )


def _kept(
    records: Records, inside: NDArray[bool_], left: LeftOut, reason: str
) -> tuple[Records, LeftOut]:
    """The records inside, and the ids of the others under the reason.

    An answer in pieces is left out only where no piece of it is inside.
    """
    kept = records.taken(inside)
    out: Ids = records.ids_at(~inside).without(kept.ids_at(slice(None)))
    return kept, {**left, reason: out} if len(out) else left


def _between(records: Records, first: int, last: int) -> NDArray[bool_]:
    assert records.day is not None, "the days are read where a day is asked for"
    return (records.day >= first) & (records.day <= (last or 99_999_999))


def _day(text: str | None, option: str) -> int:
    if text is None:
        return 0
    try:
        return int(date.fromisoformat(text).strftime("%Y%m%d"))
    except ValueError:
        raise UsageError(
            _("{option} needs a day such as 2026-03-01, not {given!r}").format(
                option=option, given=text
            ),
            code="matrix-day",
        ) from None
