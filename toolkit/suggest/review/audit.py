"""Codings to look at again: far from their code's others, drifting, or of codes that are alike.

Everything here is a reason to look, and no verdict. Similarities are cosines of centred vectors
(`review.vectors`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.suggest.review.vectors import leave_one_out, sums_by_code, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.suggest.review.vectors import Matrix

LEAST = 5
"""Codings of a code below which nothing is said about one of them."""
LEAST_SOURCES = 6
"""Sources with a code below which no drift of it is tested: fewer orders can be told apart."""
LEAST_OF_CODE = 12
"""Codings of a code below which no drift of it is tested."""
PERMUTATIONS = 999
ALIKE = 0.9
"""Cosine of two codes' means from which they are listed as near-duplicates."""
CONFUSED = 0.3
"""Share of the codings of each of two codes that lie nearer to the other one, for the same."""


@dataclass(frozen=True, slots=True)
class Outlier:
    """A coding that resembles another code more than the others of its own."""

    row: int
    own: float
    """Cosine with the mean of the other codings of its code."""
    other: float
    """Cosine with the mean of the nearest other code."""
    other_code: int

    @property
    def margin(self) -> float:
        """How much nearer the other code is."""
        return self.other - self.own


@dataclass(frozen=True, slots=True)
class Drift:
    """What a coder's first and last codings of a code have in common."""

    code: int
    codings: int
    sources: int
    distance: float
    """1 minus the cosine of the means of the first and the last third."""
    p: float
    q: float
    """`p` adjusted for the number of codes tested (Benjamini and Hochberg 1995)."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two codes whose codings are hard to tell apart."""

    first: int
    second: int
    cosine: float
    confused: float
    """The smaller of the two shares of codings that lie nearer to the other code."""


def outliers(rows: Matrix, code_of: NDArray[np.intp], rivals: NDArray[np.bool_]) -> list[Outlier]:
    """All codings of codes with at least `LEAST`, the most suspicious first.

    `rows` has shape (codings, dim), `code_of` the code of each. `rivals` has shape
    (codings, codes): the codes that a coding could have had instead; those that the same passage
    has too are none. A coding is compared with the means of codes, its own without itself. The
    order is that of the margin: nearest rival less own.
    """
    count = rivals.shape[1]
    sizes = np.bincount(code_of, minlength=count)
    means = unit(sums_by_code(rows, code_of, count))
    similar = rows @ means.T
    similar[:, sizes < LEAST] = -np.inf
    similar[~rivals] = -np.inf
    similar[np.arange(len(rows)), code_of] = -np.inf
    own = np.zeros(len(rows))
    for code in range(count):
        members = np.flatnonzero(code_of == code)
        own[members] = leave_one_out(rows[members])
    nearest = similar.argmax(axis=1) if count else np.zeros(len(rows), dtype=np.intp)
    found = [
        Outlier(row, float(own[row]), float(similar[row, nearest[row]]), int(nearest[row]))
        for row in range(len(rows))
        if sizes[code_of[row]] >= LEAST and np.isfinite(similar[row, nearest[row]])
    ]
    return sorted(found, key=lambda each: (-each.margin, each.row))


def drifts(
    rows: Matrix,
    code_of: NDArray[np.intp],
    source_of: NDArray[np.intp],
    codes: int,
    *,
    seed: int = 0,
    permutations: int = PERMUTATIONS,
) -> list[Drift]:
    """The test of drift for each code that has enough codings in enough sources, by code.

    The rows are in the order in which the coder made them. The statistic is the distance between
    the means of the first and the last third of a code's codings. Its distribution without drift
    comes from putting the sources, and not the single codings, in a random order: passages of one
    interview resemble each other, whenever they are coded. p = (1 + as far) / (1 + permutations).
    """
    tested: list[tuple[int, int, int, float, float]] = []
    for code in range(codes):
        members = np.flatnonzero(code_of == code)
        sources = list(dict.fromkeys(source_of[members].tolist()))
        if len(members) < LEAST_OF_CODE or len(sources) < LEAST_SOURCES:
            continue
        random = np.random.default_rng([seed, code])
        blocks = [members[source_of[members] == source] for source in sources]
        observed = _distance(rows, np.concatenate(blocks))
        further = sum(
            _distance(rows, np.concatenate([blocks[at] for at in random.permutation(len(blocks))]))
            >= observed - 1e-12
            for _ in range(permutations)
        )
        p = (1 + further) / (1 + permutations)
        tested.append((code, len(members), len(sources), observed, p))
    adjusted = benjamini_hochberg([each[-1] for each in tested])
    return [Drift(*each, q) for each, q in zip(tested, adjusted, strict=True)]


def _distance(rows: Matrix, order: NDArray[np.intp]) -> float:
    """1 minus the cosine of the means of the first and the last third of the rows in an order."""
    third = len(order) // 3
    first, last = unit(rows[order[:third]].sum(axis=0)), unit(rows[order[-third:]].sum(axis=0))
    return float(1 - first @ last)


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """The p values adjusted for their number, in their order (Benjamini and Hochberg 1995).

    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    count = len(p)
    order = sorted(range(count), key=lambda at: p[at], reverse=True)
    adjusted, least = [0.0] * count, 1.0
    for rank, at in zip(range(count, 0, -1), order, strict=True):
        least = min(least, p[at] * count / rank)
        adjusted[at] = round(least, 12)
    return adjusted


def twins(
    rows: Matrix, code_of: NDArray[np.intp], rivals: NDArray[np.bool_], codes: int
) -> list[Twins]:
    """Pairs of codes that are near-duplicates, the nearest first.

    Their means have a cosine of `ALIKE` or more, or of each code at least `CONFUSED` of the
    codings lie nearer to the mean of the other code than to that of their own without themselves.
    """
    sizes = np.bincount(code_of, minlength=codes)
    means = unit(sums_by_code(rows, code_of, codes))
    together = means @ means.T
    similar = rows @ means.T
    similar[~rivals] = -np.inf
    own = np.zeros(len(rows))
    for code in range(codes):
        members = np.flatnonzero(code_of == code)
        own[members] = leave_one_out(rows[members])
    nearer = similar > own[:, None]
    shares = np.zeros((codes, codes))
    for code in range(codes):
        if sizes[code]:
            shares[code] = nearer[code_of == code].mean(axis=0)
    mutual = np.minimum(shares, shares.T)
    found = [
        Twins(first, second, float(together[first, second]), float(mutual[first, second]))
        for first in range(codes)
        for second in range(first + 1, codes)
        if min(sizes[first], sizes[second]) >= LEAST
        and (together[first, second] >= ALIKE or mutual[first, second] >= CONFUSED)
    ]
    return sorted(found, key=lambda pair: (-max(pair.cosine, pair.confused), pair.first))
