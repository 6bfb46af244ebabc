"""Uncoded sentences that resemble the examples of a code more than half of these resemble it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.suggest.review.vectors import leave_one_out, unit, with_neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.suggest.review.vectors import Matrix

LEAST = 5
"""Sentences with a code below which nothing is looked for."""
NEIGHBOURS = 0.5
"""Weight of the sentences before and after one in its turn, beside its own."""
FREQUENCY = 0.05
"""Weight of the logarithm of a code's share of all codes in the order of the list."""


@dataclass(frozen=True, slots=True)
class Resembling:
    """A sentence without any code that may belong to one, with neighbours that may too."""

    row: int
    first: int
    """The row that the passage begins with: `row`, or the one before."""
    last: int
    """The row that the passage ends with: `row`, or the one after."""
    code: int
    similarity: float
    """Cosine with the mean of the code's sentences."""
    usual: float
    """Median cosine of the code's own sentences, each with the mean of the others."""
    order: float
    """What the list is sorted by, the highest first."""

    @property
    def above(self) -> float:
        """How far the similarity lies above the usual one."""
        return self.similarity - self.usual


def resembling(
    rows: Matrix, has_code: NDArray[np.bool_], turn_of: NDArray[np.intp]
) -> list[Resembling]:
    """The sentences without any code that lie above the median of a code, the likeliest first.

    `rows` are centred unit vectors of all sentences, shape (sentences, dim), in the order of the
    texts; `has_code` has shape (sentences, codes); `turn_of` numbers the turn of each. A sentence
    is compared together with its neighbours in the turn. It is listed once for each code that it
    resembles, in the order of how far it lies above the median plus `FREQUENCY` times the
    logarithm of the code's share. Neighbours that are listed for the same code join it. Codes
    with fewer than `LEAST` sentences are left out.
    """
    rows = with_neighbours(rows, turn_of, NEIGHBOURS)
    shares = np.log(np.maximum(has_code.sum(axis=0), 1) / max(int(has_code.sum()), 1))
    open_rows = np.flatnonzero(~has_code.any(axis=1))
    found = []
    for code in range(has_code.shape[1]):
        own = rows[has_code[:, code]]
        if len(own) < LEAST:
            continue
        usual = float(np.median(leave_one_out(own)))
        similar = rows[open_rows] @ unit(own.sum(axis=0))
        share = FREQUENCY * float(shares[code])
        for at in np.flatnonzero(similar > usual):
            similarity = float(similar[at])
            order = similarity - usual + share
            row = int(open_rows[at])
            found.append(Resembling(row, row, row, code, similarity, usual, order))
    return _passages(sorted(found, key=lambda each: (-each.order, each.row, each.code)), turn_of)


def _passages(ranked: list[Resembling], turn_of: NDArray[np.intp]) -> list[Resembling]:
    """Each sentence with those beside it in its turn that are listed for the code too.

    These are not listed again, so a passage has at most three sentences.
    """
    listed = {(each.row, each.code) for each in ranked}
    passages = []
    for each in ranked:
        if (each.row, each.code) not in listed:
            continue
        listed.remove((each.row, each.code))
        first, last = each.row, each.row
        for beside in (each.row - 1, each.row + 1):
            if (beside, each.code) in listed and turn_of[beside] == turn_of[each.row]:
                listed.remove((beside, each.code))
                first, last = min(first, beside), max(last, beside)
        passages.append(replace(each, first=first, last=last))
    return passages
