"""Groups of codes that compete for a passage: the families of the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.domain.codebook import LocalText

if TYPE_CHECKING:
    from toolkit.domain.codebook import Codebook
    from toolkit.suggest.examples import CodeSet

OTHERS = ""
"""The id of the group of all codes that belong to no family."""


@dataclass(frozen=True)
class Group:
    """Codes of which a passage gets candidates of its own, whatever other groups offer."""

    id: str
    """Id of the family; empty for the codes without a family."""
    name: LocalText
    exclusive: bool
    """Whether a coder gives a passage at most one code of the group."""
    columns: NDArray[np.intp]
    """Columns of the codes in the code set, shape (codes,)."""


def groups_of(book: Codebook, codes: CodeSet) -> tuple[Group, ...]:
    """The families with two codes or more to choose from, in the order of the codebook file.

    All other codes are a group together; a codebook without families is a single group. A group
    with a single code is left out: there is nothing to choose from.
    """
    names = {family.id: family for family in book.families}
    members: dict[str, list[int]] = {family.id: [] for family in book.families}
    members[OTHERS] = []
    for column, code_id in enumerate(codes.ids):
        family = book.family_of(code_id)
        members[family.id if family is not None else OTHERS].append(column)
    for family_id in names:
        if len(members[family_id]) == 1:
            members[OTHERS] += members.pop(family_id)
    return tuple(
        Group(
            family_id,
            names[family_id].name if family_id in names else {},
            names[family_id].exclusive if family_id in names else False,
            np.array(sorted(columns), dtype=np.intp),
        )
        for family_id, columns in members.items()
        if len(columns) > 1
    )
