"""Uncoded sentences that resemble the examples of a code more than half of these resemble it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.suggest.review.vectors import leave_one_out, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.suggest.review.vectors import Matrix

LEAST = 5
"""Sentences with a code below which nothing is looked for."""


@dataclass(frozen=True, slots=True)
class Resembling:
    """A sentence without any code that may belong to one."""

    row: int
    code: int
    similarity: float
    """Cosine with the mean of the code's sentences."""
    usual: float
    """Median cosine of the code's own sentences, each with the mean of the others."""

    @property
    def above(self) -> float:
        """How far the similarity lies above the usual one."""
        return self.similarity - self.usual


def resembling(rows: Matrix, has_code: NDArray[np.bool_]) -> list[Resembling]:
    """The sentences without any code that lie above the median of a code, the farthest first.

    `rows` are centred unit vectors of all sentences, shape (sentences, dim); `has_code` has shape
    (sentences, codes). A sentence is listed once for each code that it resembles. Codes with
    fewer than `LEAST` sentences are left out.
    """
    open_rows = np.flatnonzero(~has_code.any(axis=1))
    found = []
    for code in range(has_code.shape[1]):
        own = rows[has_code[:, code]]
        if len(own) < LEAST:
            continue
        usual = float(np.median(leave_one_out(own)))
        similar = rows[open_rows] @ unit(own.sum(axis=0))
        found += [
            Resembling(int(open_rows[at]), code, float(similar[at]), usual)
            for at in np.flatnonzero(similar > usual)
        ]
    return sorted(found, key=lambda each: (-each.above, each.row, each.code))
