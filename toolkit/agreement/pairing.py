"""One-to-one pairing of few items, exact, without a solver to import.

Alignments of codings fall apart into small groups, where trying everything is quicker
than loading scipy. Large groups go to :mod:`toolkit.agreement.matching`.
"""

from __future__ import annotations

from collections.abc import Sequence

Candidate = tuple[int, int, float]
"""Item of the one side, item of the other, gain."""

MOST_TRIED = 14
"""Candidates of a group that are tried in every combination."""


def best_pairing(candidates: Sequence[Candidate]) -> list[int]:
    """Choose candidates, each item at most once, with the largest total gain.

    Parameters
    ----------
    candidates
        Gains are positive.

    Returns
    -------
    list of int
        Positions of the chosen ones, ascending.

    Examples
    --------
    >>> best_pairing([(0, 0, 0.9), (0, 1, 0.8), (1, 0, 0.7)])
    [1, 2]
    """
    chosen: list[int] = []
    for group in _groups(candidates):
        if len(group) <= MOST_TRIED:
            chosen += _tried([candidates[at] for at in group], group)
        else:
            chosen += _solved([candidates[at] for at in group], group)
    return sorted(chosen)


def _groups(candidates: Sequence[Candidate]) -> list[list[int]]:
    """Positions of candidates that are connected through items they share."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other, _ in candidates:
        parent[root((0, one))] = root((1, other))
    groups: dict[tuple[int, int], list[int]] = {}
    for at, (one, _, _) in enumerate(candidates):
        groups.setdefault(root((0, one)), []).append(at)
    return list(groups.values())


def _tried(candidates: Sequence[Candidate], positions: Sequence[int]) -> list[int]:
    best: tuple[float, list[int]] = (0.0, [])

    def extend(at: int, gain: float, taken: list[int]) -> None:
        nonlocal best
        if at == len(candidates):
            if gain > best[0]:
                best = gain, [positions[one] for one in taken]
            return
        one, other, more = candidates[at]
        if all(candidates[t][0] != one and candidates[t][1] != other for t in taken):
            extend(at + 1, gain + more, [*taken, at])
        extend(at + 1, gain, taken)

    extend(0, 0.0, [])
    return best[1]


def _solved(candidates: Sequence[Candidate], positions: Sequence[int]) -> list[int]:
    import numpy as np

    from toolkit.agreement.matching import best_pairs

    one, other, gain = zip(*candidates, strict=True)
    found = best_pairs(np.array(one), np.array(other), np.array(gain, dtype=np.float64))
    return [positions[int(at)] for at in found]
