"""Exact one-to-one pairing of few items, without importing a solver.

Alignments of codings consist of small groups, for which trying every combination is
faster than importing scipy. Large groups go to :mod:`toolkit.agreement.matching`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Candidate = tuple[int, int, float]
"""An item of the first side, an item of the second side, and the gain of pairing them."""

MAX_TRIED = 14
"""Up to this number of candidates in a group every combination is tried."""


def best_pairing(candidates: Sequence[Candidate]) -> list[int]:
    """Choose the candidates with the largest total gain, each item at most once.

    Parameters
    ----------
    candidates
        The pairs that may be chosen; their gains are positive.

    Returns
    -------
    list of int
        The positions of the chosen candidates, ascending.

    Examples
    --------
    >>> best_pairing([(0, 0, 0.9), (0, 1, 0.8), (1, 0, 0.7)])
    [1, 2]
    """
    chosen: list[int] = []
    for group in _groups(candidates):
        if len(group) <= MAX_TRIED:
            chosen += _tried([candidates[at] for at in group], group)
        else:
            chosen += _solved([candidates[at] for at in group], group)
    return sorted(chosen)


def _groups(candidates: Sequence[Candidate]) -> list[list[int]]:
    """Return the positions of candidates, grouped by the items that they share."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for first, second, _gain in candidates:
        parent[root((0, first))] = root((1, second))
    groups: dict[tuple[int, int], list[int]] = {}
    for at, (first, _second, _gain) in enumerate(candidates):
        groups.setdefault(root((0, first)), []).append(at)
    return list(groups.values())


def _tried(candidates: Sequence[Candidate], positions: Sequence[int]) -> list[int]:
    """Return the positions of the best candidates by trying every combination."""
    best: tuple[float, list[int]] = (0.0, [])

    def extend(at: int, gain: float, taken: list[int]) -> None:
        nonlocal best
        if at == len(candidates):
            if gain > best[0]:
                best = gain, [positions[chosen] for chosen in taken]
            return
        first, second, added = candidates[at]
        if all(candidates[t][0] != first and candidates[t][1] != second for t in taken):
            extend(at + 1, gain + added, [*taken, at])
        extend(at + 1, gain, taken)

    extend(0, 0.0, [])
    return best[1]


def _solved(candidates: Sequence[Candidate], positions: Sequence[int]) -> list[int]:
    """Return the positions of the best candidates by the solver of scipy."""
    import numpy as np

    from toolkit.agreement.matching import best_pairs

    first, second, gain = zip(*candidates, strict=True)
    chosen = best_pairs(np.array(first), np.array(second), np.array(gain, dtype=np.float64))
    return [positions[int(at)] for at in chosen]
