"""What is known of segments whose directions people decided, as arrays.

The prior of a segment leaves interviews out, so that no answer is predicted from itself:

    post_kc = (a m_kc + n_kc) / (a + N_k)        n, N without the interviews left out; a = 4
    prior_c = 1 - product over the segment's codes of (1 - post_kc)

A segment without linked codes has the base rate (a .15 + n_c) / (a + N) in place of it. The
counts are those of `directions.prior`: an interview counts at most 3 times for a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.directions.prior import PSEUDO_SEGMENTS, SOURCE_CAP

if TYPE_CHECKING:
    from collections.abc import Iterable

Matrix = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

USUAL_SHARE = 0.15
"""Share of segments of a direction before anything is confirmed."""
BOUND = 1e-4


@dataclass(frozen=True)
class World:
    """Coded segments, and what people decided about those that are known."""

    labels: Bools
    """Whether each segment belongs to each direction, shape (segments, directions); False for
    segments that nobody decided about."""
    known: Bools
    """Whether somebody decided about each segment, shape (segments,)."""
    interviews: Ints
    """Number of the interview of each segment; renderings of one interview have the same."""
    codes: Bools
    """Whether each segment has each linked code, shape (segments, codes)."""
    links: Matrix
    """m_kc, shape (codes, directions)."""
    scheme_margins: Matrix
    """Evidence of the text from the sentences of the scheme alone, (segments, directions)."""
    learnt_margins: Matrix
    """The same with known segments as examples: for a known segment those of other interviews, for
    others all of them."""
    vectors: Matrix
    """Vectors of the texts, shape (segments, dimensions)."""
    slope: float
    """Slope of the scheme's margins, in log odds."""

    @property
    def size(self) -> int:
        """Number of known segments."""
        return int(self.known.sum())

    @cached_property
    def groups(self) -> list[int]:
        """The numbers of the interviews with known segments."""
        return sorted({int(number) for number in self.interviews[self.known]})

    @cached_property
    def _counts(self) -> tuple[Matrix, NDArray[np.float64]]:
        """N_k and n_kc of each interview, shapes (interviews, codes) and (.., directions)."""
        high = max(self.groups, default=-1) + 1
        of_code = np.zeros((high, self.codes.shape[1]))
        of_pair = np.zeros((*of_code.shape, self.labels.shape[1]))
        codes = self.codes.astype(float)
        for number in self.groups:
            rows = self.known & (self.interviews == number)
            used = codes[rows].sum(axis=0)
            scale = np.minimum(1.0, SOURCE_CAP / np.maximum(used, 1.0))
            of_code[number] = used * scale
            of_pair[number] = codes[rows].T @ self.labels[rows] * scale[:, None]
        return of_code, of_pair

    def prior(self, rows: Ints, without: Iterable[int] = (), *, learns: bool = True) -> Matrix:
        """Probabilities of the directions by the codes of these segments, (rows, directions).

        `without` are interviews whose answers do not count. Without `learns` only links count.
        """
        codes = self.codes[rows]
        left_out = sorted(set(without))
        of_code, of_pair = self._counts
        count = self.labels.shape[1]
        if learns and self.size:
            kept = self.known & ~np.isin(self.interviews, left_out)
            # Summed without them, since a difference would keep a trace of them in its last digit.
            used = [number for number in self.groups if number not in left_out]
            total, pairs = of_code[used].sum(axis=0), of_pair[used].sum(axis=0)
            yes, all_of_them = self.labels[kept].sum(axis=0), float(kept.sum())
        else:
            total, pairs = np.zeros(len(self.links)), np.zeros((len(self.links), count))
            yes, all_of_them = np.zeros(count), 0.0
        post = (PSEUDO_SEGMENTS * self.links + pairs) / (PSEUDO_SEGMENTS + total)[:, None]
        against = np.log(np.clip(1.0 - post, BOUND, 1.0))
        by_codes = 1.0 - np.exp(codes.astype(float) @ against)
        base = (PSEUDO_SEGMENTS * USUAL_SHARE + yes) / (PSEUDO_SEGMENTS + all_of_them)
        result: Matrix = np.where(np.asarray(codes.any(axis=1))[:, None], by_codes, base[None, :])
        return result


def logits(chances: Matrix) -> Matrix:
    """Log odds of probabilities, which are bounded away from 0 and 1."""
    bounded = np.clip(chances, BOUND, 1 - BOUND)
    result: Matrix = np.log(bounded / (1 - bounded))
    return result


def chances_of(odds: Matrix) -> Matrix:
    """Probabilities of log odds."""
    result: Matrix = 1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0)))
    return result
