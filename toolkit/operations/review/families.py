"""How the codes of families are used together, and families that are proposed from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.domain.codebook import Codebook, Family
from toolkit.formats.codebook_write import family_line
from toolkit.i18n import _, ngettext
from toolkit.operations.review.audit import codings_of
from toolkit.store import queries
from toolkit.suggest.co_use import CoUse, axes, co_use

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession

MARKED, PROPOSED = "marked", "proposed"


@dataclass(frozen=True, slots=True)
class FamilyUse:
    """A family that the codebook marks, or one that is proposed."""

    state: str
    """`MARKED` or `PROPOSED`."""
    family: Family
    codes: tuple[str, ...]
    """Ids of its codes in codebook order."""
    passages: int
    """Passages with one of these codes."""
    together: int
    """Passages with several of them."""
    pairs: int
    expected: float
    """Pairs of its codes on one passage, and how many are expected by chance."""

    @property
    def remark(self) -> str:
        """What to look at, as a sentence; empty where there is nothing."""
        if self.state == PROPOSED:
            return _(
                "These codes are seldom given to the same passage, while other codes are given "
                "beside them."
            )
        if self.family.exclusive and self.together:
            return ngettext(
                "It is marked as exclusive, but {count} passage has several of its codes.",
                "It is marked as exclusive, but {count} passages have several of its codes.",
                self.together,
            ).format(count=self.together)
        return ""


@dataclass(frozen=True, slots=True)
class FamilyUses:
    """Families, and what the figures rest on."""

    families: tuple[FamilyUse, ...]
    notes: tuple[str, ...]
    lines: tuple[str, ...]
    """Lines of a codebook file that mark the families proposed; empty without proposals."""


def family_uses(
    session: ProjectSession, *, coder: str, round_id: str | None, propose: bool
) -> FamilyUses:
    """How a coder uses the codes of families together; see `Review.families`."""
    book = queries.codebook(session.database)
    codings = codings_of(session, coder, round_id)
    codes = tuple(code.id for code in book)
    column = {code: at for at, code in enumerate(codes)}
    places: dict[tuple[object, ...], set[int]] = {}
    for coding in codings:
        if coding.code_id in column:
            place = (coding.source_id, coding.span.start, coding.span.end)
            places.setdefault(place, set()).add(column[coding.code_id])
    given = np.zeros((len(places), len(codes)), dtype=bool)
    for row, columns in enumerate(places.values()):
        given[row, sorted(columns)] = True
    found = [
        _use(MARKED, family, codes, co_use(given, _columns(book, family, column)))
        for family in book.families
    ]
    notes = [
        ngettext(
            "{count} passage of {coder} looked at; codes are together where they have the same "
            "start and end",
            "{count} passages of {coder} looked at; codes are together where they have the same "
            "start and end",
            len(places),
        ).format(count=len(places), coder=coder)
    ]
    lines: tuple[str, ...] = ()
    if propose or not book.families:
        marked = [set(_columns(book, family, column)) for family in book.families]
        new = [each for each in axes(given) if not any(set(each.columns) <= m for m in marked)]
        proposed = tuple(_proposed(book, codes, each, at) for at, each in enumerate(new, 1))
        found += proposed
        if proposed:
            lines = ("families:", *(f"  - {family_line(each.family)}" for each in proposed))
        else:
            notes.append(
                _(
                    "no family is proposed: no other set of codes was given together less than "
                    "half as often as by chance"
                )
            )
    return FamilyUses(tuple(found), tuple(notes), lines)


def _columns(book: Codebook, family: Family, column: dict[str, int]) -> tuple[int, ...]:
    return tuple(column[code] for code in book.family_members(family.id) if code in column)


def _use(state: str, family: Family, codes: tuple[str, ...], use: CoUse) -> FamilyUse:
    return FamilyUse(
        state,
        family,
        tuple(codes[at] for at in use.columns),
        use.passages,
        use.together,
        use.pairs,
        round(use.expected, 1),
    )


def _proposed(book: Codebook, codes: tuple[str, ...], use: CoUse, number: int) -> FamilyUse:
    """A proposed family, named by a code above all of its codes where there is one."""
    own = tuple(codes[at] for at in use.columns)
    shared = None
    for code in book.path(own[0])[:-1]:
        if set(own) <= set(book.descendants(code.id)):
            shared = code
    taken = {family.id for family in book.families}
    name = shared.id if shared is not None and shared.id not in taken else f"family-{number}"
    family = Family(
        name, shared.name if shared is not None else {}, exclusive=use.looks_exclusive, codes=own
    )
    return _use(PROPOSED, family, codes, use)
