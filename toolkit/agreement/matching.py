"""Best one-to-one matching of two sets of spans."""

from __future__ import annotations

import numpy as np

from toolkit.agreement.ratings import Floats, Ints


def meeting(one: tuple[Ints, Ints], other: tuple[Ints, Ints], reach: int = 0) -> tuple[Ints, Ints]:
    """Return index pairs of spans that share a character, or miss by less than `reach`.

    Parameters
    ----------
    one, other
        Starts and ends, in any order; spans of one side may overlap each other.
    """
    (start, end), (left, right) = one, other
    if not len(start) or not len(left):
        none = np.zeros(0, dtype=np.int64)
        return none, none
    order = np.argsort(left, kind="stable")
    left, right = left[order], right[order]
    longest = int((right - left).max())
    first = np.searchsorted(left, start - longest - reach, side="right")
    last = np.searchsorted(left, end + reach, side="left")
    many = np.maximum(last - first, 0)
    mine = np.repeat(np.arange(len(start)), many)
    theirs = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + first[mine]
    near = right[theirs] + reach > start[mine]
    return mine[near].astype(np.int64), order[theirs[near]].astype(np.int64)


def best_pairs(first: Ints, second: Ints, gain: Floats) -> Ints:
    """Choose pairs, each item at most once, with the largest total gain; exact.

    Parameters
    ----------
    first, second : shape (pairs,)
        Item numbers on each side.
    gain : shape (pairs,)
        Positive.

    Returns
    -------
    array of the chosen pairs' indices, ascending

    Notes
    -----
    Items that no pair connects are solved apart (components), so that the cost is that
    of many small assignment problems.
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


def connected(one: Ints, other: Ints, size: int) -> Ints:
    """Return the component of each of `size` nodes, given the edges between them."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _assign(part: Ints, first: Ints, second: Ints, gain: Floats) -> Ints:
    if len(part) == 1:
        return part
    from scipy.optimize import linear_sum_assignment

    rows, at_row = np.unique(first[part], return_inverse=True)
    columns, at_column = np.unique(second[part], return_inverse=True)
    table = np.zeros((len(rows), len(columns)))
    which = np.full(table.shape, -1, dtype=np.int64)
    table[at_row, at_column] = gain[part]
    which[at_row, at_column] = part
    found = which[linear_sum_assignment(table, maximize=True)]
    return np.asarray(found[found >= 0], dtype=np.int64)
