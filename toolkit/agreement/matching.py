"""The best one-to-one matching of two sets of items, by the solvers of scipy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from toolkit.agreement.ratings import Floats, Ints


def meeting(
    first: tuple[Ints, Ints], second: tuple[Ints, Ints], tolerance: int = 0
) -> tuple[Ints, Ints]:
    """Return the index pairs of spans that share a character, or lie within a tolerance.

    Parameters
    ----------
    first, second
        The starts and ends of both sides, in any order; spans of a side may overlap.
    tolerance
        Spans that lie less than this number of characters apart are returned too.
    """
    (start, end), (left, right) = first, second
    if not len(start) or not len(left):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    order = np.argsort(left, kind="stable")
    left, right = left[order], right[order]
    longest = int((right - left).max())
    begin = np.searchsorted(left, start - longest - tolerance, side="right")
    stop = np.searchsorted(left, end + tolerance, side="left")
    count = np.maximum(stop - begin, 0)
    item = np.repeat(np.arange(len(start)), count)
    partner = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + begin[item]
    near = right[partner] + tolerance > start[item]
    return item[near].astype(np.int64), order[partner[near]].astype(np.int64)


def best_pairs(first: Ints, second: Ints, gain: Floats) -> Ints:
    """Choose the pairs with the largest total gain, each item at most once; exact.

    Parameters
    ----------
    first, second : shape (pairs,)
        The items of each side, as numbers.
    gain : shape (pairs,)
        What each pair gains; positive.

    Returns
    -------
    array of shape (chosen pairs,)
        The indices of the chosen pairs, ascending.

    Notes
    -----
    Each connected component is solved by itself, so that the cost is that of many small
    assignment problems.
    """
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    rows, first = np.unique(first, return_inverse=True)
    columns, second = np.unique(second, return_inverse=True)
    component = connected(first, second + len(rows), len(rows) + len(columns))[first]
    order = np.argsort(component, kind="stable")
    cuts = np.flatnonzero(np.diff(component[order])) + 1
    chosen = [_assign(part, first, second, gain) for part in np.split(order, cuts)]
    return np.sort(np.concatenate(chosen)).astype(np.int64)


def connected(first: Ints, second: Ints, size: int) -> Ints:
    """Return the component of each of `size` nodes, given the two ends of each edge."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(first), dtype=np.int8), (first, second)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _assign(part: Ints, first: Ints, second: Ints, gain: Floats) -> Ints:
    """Return the chosen pairs of a component, given by the indices of its pairs."""
    if len(part) == 1:
        return part
    from scipy.optimize import linear_sum_assignment

    rows, at_row = np.unique(first[part], return_inverse=True)
    columns, at_column = np.unique(second[part], return_inverse=True)
    table = np.zeros((len(rows), len(columns)))
    pair_at = np.full(table.shape, -1, dtype=np.int64)
    table[at_row, at_column] = gain[part]
    pair_at[at_row, at_column] = part
    chosen = pair_at[linear_sum_assignment(table, maximize=True)]
    return np.asarray(chosen[chosen >= 0], dtype=np.int64)
