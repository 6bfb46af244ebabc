"""The best alignment of units that coders placed and labelled freely, computed exactly.

Mathet, Widloecher & Metivier (2015), Computational Linguistics 41(3), J15-3003: each
unit is aligned with at most one unit of every other coder, or with nothing. The
disorder of an alignment is the mean dissimilarity of its pairs of units.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from toolkit.agreement.matching import best_pairs, connected
from toolkit.agreement.ratings import Bools, Floats, Ints

NOBODY = -1
MAX_CANDIDATES = 2_000_000
TIE_BREAK = 1e-5
"""What an aligned pair gains, so that of alignments with equal disorder the one with the
fewest parts is chosen. It is above the tolerance of the solver, and too small to change
the digits of a disorder that people read."""


@dataclass(frozen=True)
class PlacedUnits:
    """The units of a coder, as arrays of shape (units,)."""

    start: Floats
    end: Floats
    category: Ints
    """Index of each unit's category."""

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Dissimilarity:
    """How unlike two units are: alpha times their position and beta times their category.

    The positional part is ((|start difference| + |end difference|) / (sum of lengths))^2
    delta. The categorical part is delta where the categories differ. A unit that is
    aligned with nothing costs delta.
    """

    alpha: float = 3.0
    beta: float = 1.0
    delta: float = 1.0

    def __post_init__(self) -> None:
        if self.alpha < 0 or self.beta < 0 or self.delta <= 0:
            raise ValueError("alpha and beta are 0 or more, delta is above 0")

    def between(self, first: PlacedUnits, second: PlacedUnits) -> Floats:
        """Return the dissimilarity of each pair of units, shape (first units, second units)."""
        differs = first.category[:, None] != second.category
        rows = PlacedUnits(first.start[:, None], first.end[:, None], first.category)
        position = self.alpha * pairwise_position(rows, second)
        return np.asarray((position + self.beta * differs) * self.delta, dtype=np.float64)


def pairwise_position(first: PlacedUnits, second: PlacedUnits) -> Floats:
    """Return the positional dissimilarity, 0 where units coincide, before alpha and delta."""
    distance = np.abs(first.start - second.start) + np.abs(first.end - second.end)
    size = first.end - first.start + second.end - second.start
    return np.asarray((distance / size) ** 2, dtype=np.float64)


@dataclass(frozen=True)
class Alignment:
    """A partition of all units into tuples with at most one unit of each coder."""

    tuples: Ints
    """Shape (tuples, coders): the index of each coder's unit, -1 for no unit."""
    disorder: float
    """The sum over the tuples, divided by the mean number of units per coder."""


def best_alignment(
    units: list[PlacedUnits], cost: Dissimilarity, max_candidates: int = MAX_CANDIDATES
) -> Alignment:
    """Return the alignment with the least disorder.

    For two coders this is an assignment problem. For more, tuples that two smaller tuples
    could replace at no loss are dropped, and the remaining ones are an integer program
    for each connected component (HiGHS in scipy).

    Raises
    ------
    ValueError
        There is no unit, there are fewer than two coders, or more than `max_candidates`
        tuples remain.
    """
    n = len(units)
    if n < 2:
        raise ValueError(f"an alignment needs two or more coders, got {n}")
    count = sum(map(len, units))
    if not count:
        raise ValueError("an alignment needs at least one unit")
    chosen, saved = _pairs(units, cost) if n == 2 else _tuples(units, cost, max_candidates)
    unaligned = []
    for coder, of_coder in enumerate(units):
        free = np.setdiff1d(np.arange(len(of_coder)), chosen[:, coder])
        tuples = np.full((len(free), n), NOBODY, dtype=np.int64)
        tuples[:, coder] = free
        unaligned.append(tuples)
    disorder = (cost.delta * count - saved) / (count / n)
    return Alignment(np.concatenate([chosen, *unaligned]), max(disorder, 0.0))


def _pairs(units: list[PlacedUnits], cost: Dissimilarity) -> tuple[Ints, float]:
    """Return the aligned pairs of two coders, and how much disorder they save.

    Leaving two units unaligned costs 2 delta, and aligning them their dissimilarity.
    """
    gain = 2.0 * cost.delta - cost.between(*units)
    first, second = np.nonzero(gain >= 0)
    gains = gain[first, second]
    chosen = best_pairs(first, second, gains + TIE_BREAK)
    return np.stack([first[chosen], second[chosen]], axis=1), float(gains[chosen].sum())


def _tuples(
    units: list[PlacedUnits], cost: Dissimilarity, max_candidates: int
) -> tuple[Ints, float]:
    """Return the aligned tuples of three or more coders, and how much disorder they save."""
    n = len(units)
    distances = {
        (first, second): cost.between(units[first], units[second])
        for first, second in combinations(range(n), 2)
    }
    candidates, gain = _candidates(units, distances, cost.delta, max_candidates)
    if not len(candidates):
        return candidates, 0.0
    sizes = np.array([len(of_coder) for of_coder in units])
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
    units: list[PlacedUnits],
    distances: dict[tuple[int, int], Floats],
    delta: float,
    max_candidates: int,
) -> tuple[Ints, Floats]:
    """Return every tuple of two or more units that no split can replace, and its gain.

    Splitting the tuple T into T1 and T2 changes the disorder by
    delta + (|T1| |T2| delta - sum of the distances between T1 and T2) / C(n, 2). Where
    that is below 0 the tuple T is never needed.
    """
    n = len(units)
    pairs = n * (n - 1) / 2.0
    furthest = (pairs + n - 1.0) * delta
    near = {key: _neighbours(table <= furthest) for key, table in distances.items()}
    tuples = np.full((1, n), NOBODY, dtype=np.int64)
    # The sum of distances of each unit to the others of its tuple, which only grows.
    sums = np.zeros((1, n))
    for coder in range(n):
        longer, longer_sums = _extend(tuples, sums, coder, distances, near, len(units[coder]))
        keep = (longer_sums <= furthest).all(axis=1)
        tuples = np.concatenate([tuples, longer[keep]])
        sums = np.concatenate([sums, longer_sums[keep]])
        if len(tuples) > max_candidates:
            raise ValueError(
                f"more than {max_candidates} candidate alignments: too many overlapping units "
                f"of {n} coders for an exact solution; compare coders in pairs"
            )
    size = (tuples != NOBODY).sum(axis=1)
    tuples, size = tuples[size >= 2], size[size >= 2]
    within = _distances(tuples, distances)
    gain = (size - 1.0) * delta
    gain += (size * (size - 1.0) / 2.0 * delta - sum(within.values())) / pairs
    keep = (gain >= 0) & _indivisible(tuples, within, delta, pairs)
    return tuples[keep], gain[keep]


def _neighbours(table: Bools) -> tuple[Ints, Ints]:
    """Return where the columns of each row begin, and the columns, of a table of booleans."""
    rows, columns = np.nonzero(table)
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(table)))]), columns


def _extend(
    tuples: Ints,
    sums: Floats,
    coder: int,
    distances: dict[tuple[int, int], Floats],
    near: dict[tuple[int, int], tuple[Ints, Ints]],
    size: int,
) -> tuple[Ints, Floats]:
    """Add a unit of this coder to each tuple, where it is near enough to the first unit.

    Returns the longer tuples and their sums of distances, both of shape (tuples, coders).
    """
    n = tuples.shape[1]
    anchor = (tuples != NOBODY).argmax(axis=1)
    empty = (tuples == NOBODY).all(axis=1)
    longer = [np.repeat(tuples[empty], size, axis=0)]
    longer[0][:, coder] = np.tile(np.arange(size), int(empty.sum()))
    longer_sums = [np.repeat(sums[empty], size, axis=0)]
    for first in range(coder):
        anchored = np.flatnonzero(~empty & (anchor == first))
        begins, columns = near[first, coder]
        unit = tuples[anchored, first]
        count = begins[unit + 1] - begins[unit]
        at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        partial = np.repeat(tuples[anchored], count, axis=0)
        partial[:, coder] = columns[at + np.repeat(begins[unit], count)]
        total = np.repeat(sums[anchored], count, axis=0)
        for before in range(coder):
            present = partial[:, before] != NOBODY
            step = distances[before, coder][partial[present, before], partial[present, coder]]
            total[present, before] += step
            total[present, coder] += step
        longer.append(partial)
        longer_sums.append(total)
    return np.concatenate(longer).reshape(-1, n), np.concatenate(longer_sums).reshape(-1, n)


def _distances(
    tuples: Ints, distances: dict[tuple[int, int], Floats]
) -> dict[tuple[int, int], Floats]:
    """Return the distance within each tuple by coder pair, 0 where a coder has no unit."""
    within = {}
    for (first, second), table in distances.items():
        both = (tuples[:, first] != NOBODY) & (tuples[:, second] != NOBODY)
        value = np.zeros(len(tuples))
        value[both] = table[tuples[both, first], tuples[both, second]]
        within[first, second] = value
    return within


def _indivisible(
    tuples: Ints, within: dict[tuple[int, int], Floats], delta: float, pairs: float
) -> Bools:
    """Return which tuples no split into two can replace, shape (tuples,)."""
    n = tuples.shape[1]
    present = tuples != NOBODY
    keep = np.ones(len(tuples), dtype=np.bool_)
    for mask in range(1, 2 ** (n - 1)):
        inside = np.array([bool(mask >> coder & 1) for coder in range(n)])
        size, other_size = present[:, inside].sum(axis=1), present[:, ~inside].sum(axis=1)
        across = np.zeros(len(tuples))
        for (first, second), value in within.items():
            if inside[first] != inside[second]:
                across += value
        split = (size > 0) & (other_size > 0)
        keep &= ~split | (across <= (size * other_size + pairs) * delta)
    return keep


def _solve(part: Ints, ids: Ints, gain: Floats) -> Ints:
    """Choose tuples of a component, each unit at most once, with the largest gain."""
    if len(part) == 1:
        return part
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    rows, columns = np.nonzero(ids[part] != NOBODY)
    names, unit = np.unique(ids[part][rows, columns], return_inverse=True)
    # The solver of SciPy before 1.15 takes 32-bit positions only.
    places = (unit.astype(np.int32), rows.astype(np.int32))
    once = csr_array((np.ones(len(rows)), places), shape=(len(names), len(part)))
    solved = milp(
        -gain[part] - TIE_BREAK * ((ids[part] != NOBODY).sum(axis=1) - 1.0),
        integrality=np.ones(len(part)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(once, -np.inf, 1.0),
        options={"mip_rel_gap": 0.0},
    )
    if solved.x is None:
        raise RuntimeError(f"the integer program has no solution: {solved.message}")
    return np.asarray(part[solved.x > 0.5], dtype=np.int64)
