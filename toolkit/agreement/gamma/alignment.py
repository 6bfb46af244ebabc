"""The best alignment of units that coders placed and labelled freely; exact.

Mathet, Widloecher & Metivier (2015), Computational Linguistics 41(3), J15-3003: each
unit is aligned with at most one unit of every other coder, or with nothing. The
disorder of an alignment is the mean dissimilarity of its pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from toolkit.agreement.matching import best_pairs, connected
from toolkit.agreement.ratings import Bools, Floats, Ints

NOBODY = -1
MOST_CANDIDATES = 2_000_000

# Among alignments of equal disorder the one with the fewest parts; above the tolerance of
# the solver, and too small to change a disorder that is read.
TIE = 1e-5


@dataclass(frozen=True)
class Units:
    """One coder's units."""

    start: Floats
    end: Floats
    category: Ints

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Dissimilarity:
    """alpha positional + beta categorical, each on the scale of delta.

    Positional: ((|start difference| + |end difference|) / (sum of lengths))^2 delta;
    categorical: delta when the categories differ. delta also is what an empty place costs.
    """

    alpha: float = 3.0
    beta: float = 1.0
    delta: float = 1.0

    def __post_init__(self) -> None:
        if self.alpha < 0 or self.beta < 0 or self.delta <= 0:
            raise ValueError("alpha and beta are 0 or more, delta is above 0")

    def between(self, one: Units, other: Units) -> Floats:
        """Return combined dissimilarities, shape (one, other)."""
        differs = one.category[:, None] != other.category
        rows = Units(one.start[:, None], one.end[:, None], one.category)
        position = self.alpha * pairwise_position(rows, other)
        return np.asarray((position + self.beta * differs) * self.delta, dtype=np.float64)


def pairwise_position(one: Units, other: Units) -> Floats:
    """Return how far units lie apart, 0 where they coincide; before alpha and delta."""
    apart = np.abs(one.start - other.start) + np.abs(one.end - other.end)
    size = one.end - one.start + other.end - other.start
    return np.asarray((apart / size) ** 2, dtype=np.float64)


@dataclass(frozen=True)
class Alignment:
    """A partition of all units."""

    tuples: Ints
    """Shape (alignments, coders): unit by coder, -1 for nobody."""
    disorder: float
    """Sum over the alignments, divided by the mean number of units per coder."""


def best_alignment(
    units: list[Units], cost: Dissimilarity, most: int = MOST_CANDIDATES
) -> Alignment:
    """Return the alignment with the least disorder.

    Two coders are an assignment problem. With more, candidates that two smaller
    alignments could replace at no loss are dropped, and what is left is an integer
    program for each connected component (scipy's HiGHS).

    Raises
    ------
    ValueError
        No unit at all, fewer than two coders, or more candidates than `most`.
    """
    n = len(units)
    if n < 2:
        raise ValueError(f"an alignment needs two or more coders, got {n}")
    count = sum(len(own) for own in units)
    if not count:
        raise ValueError("an alignment needs at least one unit")
    chosen, saved = _pairs(units, cost) if n == 2 else _tuples(units, cost, most)
    alone = []
    for coder, own in enumerate(units):
        free = np.setdiff1d(np.arange(len(own)), chosen[:, coder])
        row = np.full((len(free), n), NOBODY, dtype=np.int64)
        row[:, coder] = free
        alone.append(row)
    disorder = (cost.delta * count - saved) / (count / n)
    return Alignment(np.concatenate([chosen, *alone]), max(disorder, 0.0))


def _pairs(units: list[Units], cost: Dissimilarity) -> tuple[Ints, float]:
    """Two coders: leaving both units alone costs 2 delta, aligning them their distance."""
    gain = 2.0 * cost.delta - cost.between(*units)
    first, second = np.nonzero(gain >= 0)
    gains = gain[first, second]
    kept = best_pairs(first, second, gains + TIE)
    return np.stack([first[kept], second[kept]], axis=1), float(gains[kept].sum())


def _tuples(units: list[Units], cost: Dissimilarity, most: int) -> tuple[Ints, float]:
    n = len(units)
    apart = {
        (first, second): cost.between(units[first], units[second])
        for first, second in combinations(range(n), 2)
    }
    candidates, gain = _candidates(units, apart, cost.delta, most)
    if not len(candidates):
        return candidates, 0.0
    sizes = np.array([len(own) for own in units])
    ids = np.where(candidates == NOBODY, NOBODY, candidates + np.cumsum(sizes) - sizes)
    rows, columns = np.nonzero(ids != NOBODY)
    nodes = ids[rows, columns]
    first = ids[np.arange(len(ids)), (ids != NOBODY).argmax(axis=1)]
    component = connected(first[rows], nodes, int(sizes.sum()))[first]
    order = np.argsort(component, kind="stable")
    cuts = np.flatnonzero(np.diff(component[order])) + 1
    kept = np.concatenate([_solve(part, ids, gain) for part in np.split(order, cuts)])
    return candidates[kept], float(gain[kept].sum())


def _candidates(
    units: list[Units], apart: dict[tuple[int, int], Floats], delta: float, most: int
) -> tuple[Ints, Floats]:
    """Return every alignment of two or more units that no split can replace, and its gain.

    Splitting T into T1 and T2 changes the disorder by
    delta + (|T1| |T2| delta - sum of distances across) / C(n, 2): when that is below 0,
    T is never needed.
    """
    n = len(units)
    pairs = n * (n - 1) / 2.0
    furthest = (pairs + n - 1.0) * delta
    near = {key: _neighbours(table <= furthest) for key, table in apart.items()}
    found = np.full((1, n), NOBODY, dtype=np.int64)
    # Distances of each chosen unit to the others chosen: they only grow.
    reach = np.zeros((1, n))
    for coder in range(n):
        partial, sums = _extend(found, reach, coder, apart, near, len(units[coder]))
        keep = (sums <= furthest).all(axis=1)
        found = np.concatenate([found, partial[keep]])
        reach = np.concatenate([reach, sums[keep]])
        if len(found) > most:
            raise ValueError(
                f"more than {most} candidate alignments: too many overlapping units of {n} "
                "coders for an exact solution; compare coders in pairs"
            )
    size = (found != NOBODY).sum(axis=1)
    found, size = found[size >= 2], size[size >= 2]
    distance = _distances(found, apart)
    gain = (size - 1.0) * delta
    gain += (size * (size - 1.0) / 2.0 * delta - sum(distance.values())) / pairs
    keep = (gain >= 0) & _indivisible(found, distance, delta, pairs)
    return found[keep], gain[keep]


def _neighbours(table: Bools) -> tuple[Ints, Ints]:
    """Return for each row where its columns begin, and the columns."""
    rows, columns = np.nonzero(table)
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(table)))]), columns


def _extend(
    found: Ints,
    reach: Floats,
    coder: int,
    apart: dict[tuple[int, int], Floats],
    near: dict[tuple[int, int], tuple[Ints, Ints]],
    size: int,
) -> tuple[Ints, Floats]:
    """Add one unit of this coder to each partial alignment, where it is near enough."""
    n = found.shape[1]
    anchor = (found != NOBODY).argmax(axis=1)
    empty = (found == NOBODY).all(axis=1)
    grown = [np.repeat(found[empty], size, axis=0)]
    grown[0][:, coder] = np.tile(np.arange(size), int(empty.sum()))
    sums = [np.repeat(reach[empty], size, axis=0)]
    for first in range(coder):
        own = np.flatnonzero(~empty & (anchor == first))
        begins, columns = near[first, coder]
        unit = found[own, first]
        many = begins[unit + 1] - begins[unit]
        at = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        partial = np.repeat(found[own], many, axis=0)
        partial[:, coder] = columns[at + np.repeat(begins[unit], many)]
        total = np.repeat(reach[own], many, axis=0)
        for other in range(coder):
            there = partial[:, other] != NOBODY
            step = apart[other, coder][partial[there, other], partial[there, coder]]
            total[there, other] += step
            total[there, coder] += step
        grown.append(partial)
        sums.append(total)
    return np.concatenate(grown).reshape(-1, n), np.concatenate(sums).reshape(-1, n)


def _distances(found: Ints, apart: dict[tuple[int, int], Floats]) -> dict[tuple[int, int], Floats]:
    out = {}
    for (first, second), table in apart.items():
        both = (found[:, first] != NOBODY) & (found[:, second] != NOBODY)
        value = np.zeros(len(found))
        value[both] = table[found[both, first], found[both, second]]
        out[first, second] = value
    return out


def _indivisible(
    found: Ints, distance: dict[tuple[int, int], Floats], delta: float, pairs: float
) -> Bools:
    n = found.shape[1]
    present = found != NOBODY
    keep = np.ones(len(found), dtype=np.bool_)
    for mask in range(1, 2 ** (n - 1)):
        inside = np.array([bool(mask >> coder & 1) for coder in range(n)])
        one, other = present[:, inside].sum(axis=1), present[:, ~inside].sum(axis=1)
        across = np.zeros(len(found))
        for (first, second), value in distance.items():
            if inside[first] != inside[second]:
                across += value
        split = (one > 0) & (other > 0)
        keep &= ~split | (across <= (one * other + pairs) * delta)
    return keep


def _solve(part: Ints, ids: Ints, gain: Floats) -> Ints:
    """Choose alignments of one component, each unit at most once, with the largest gain."""
    if len(part) == 1:
        return part
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    rows, columns = np.nonzero(ids[part] != NOBODY)
    names, unit = np.unique(ids[part][rows, columns], return_inverse=True)
    once = csr_array((np.ones(len(rows)), (unit, rows)), shape=(len(names), len(part)))
    solved = milp(
        -gain[part] - TIE * ((ids[part] != NOBODY).sum(axis=1) - 1.0),
        integrality=np.ones(len(part)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(once, -np.inf, 1.0),
        options={"mip_rel_gap": 0.0},
    )
    if solved.x is None:
        raise RuntimeError(f"the integer program has no solution: {solved.message}")
    return np.asarray(part[solved.x > 0.5], dtype=np.int64)
