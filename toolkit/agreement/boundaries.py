"""Where coders cut the text: boundary similarity, and kappa and pi on it.

Fournier (2013), Evaluating text segmentation using boundary edit distance, ACL.
Segmentations are masses: the lengths of consecutive segments. Codes play no part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from toolkit.agreement.coefficient import EVERY_PAIR, Coefficient, CoefficientBuilder

Masses = Sequence[int]

NO_BOUNDARY = "neither segmentation has a boundary"


def boundary_similarity(first: Masses, second: Masses, n_t: int = 2) -> Coefficient:
    """Boundary similarity B: 1 - weighted edits / (edits + matches).

    Parameters
    ----------
    first, second
        Segment lengths; both add up to the same text.
    n_t
        Boundaries fewer than n_t positions apart may be moved: a move of d positions
        costs d / n_t, a missing boundary 1.

    Raises
    ------
    ValueError
        A mass below 1, texts of unequal length, or n_t below 1.

    Examples
    --------
    segeval's tests: a near miss .75, one miss .5, an extra boundary .6667.

    >>> boundary_similarity([2, 3, 6], [2, 2, 7]).value
    0.75
    >>> boundary_similarity([2, 3, 6], [5, 6]).value
    0.5
    >>> round(boundary_similarity([2, 3, 6], [2, 3, 3, 3]).value, 4)
    0.6667
    """
    kept, compared = _edits(first, second, n_t)
    result = CoefficientBuilder(
        "boundary_similarity", compared, "boundary", EVERY_PAIR, {"n_t": n_t}
    )
    if not compared:
        return result.undefined(NO_BOUNDARY)
    return result.value(kept / compared)


def boundary_kappa(
    items: Mapping[str, Mapping[str, Masses]], n_t: int = 2, *, chance: str = "kappa"
) -> Coefficient:
    """Boundary similarity corrected for chance, over texts and all pairs of coders.

    Parameters
    ----------
    items
        Text to coder to segment lengths; every coder segmented every text.
    chance
        kappa: each coder's own share of boundaries, averaged over pairs (Davies &
        Fleiss 1982). pi: the share of all coders together (Siegel & Castellan 1988).

    Raises
    ------
    ValueError
        An unknown chance term, coders that differ from text to text, or as `boundary_similarity`.

    Examples
    --------
    segeval's tests: .7273.

    >>> text = {"text": {"c1": [2, 8, 2, 1], "c2": [2, 1, 7, 2, 1]}}
    >>> round(boundary_kappa(text).value, 4)
    0.7273
    """
    if chance not in ("kappa", "pi"):
        raise ValueError(f"unknown chance term {chance!r}; choose kappa or pi")
    coders = _coders(items)
    kept = compared = 0.0
    for segmentations in items.values():
        for first, second in combinations(coders, 2):
            parts = _edits(segmentations[first], segmentations[second], n_t)
            kept, compared = kept + parts[0], compared + parts[1]
    positions = sum(sum(masses[coders[0]]) - 1 for masses in items.values())
    name = f"fleiss_{chance}_boundary_similarity"
    result = CoefficientBuilder(name, positions, "possible boundary", EVERY_PAIR, {"n_t": n_t})
    if not compared:
        return result.undefined("no segmentation has a boundary")
    shares = [sum(len(masses[c]) - 1 for masses in items.values()) / positions for c in coders]
    pairs = list(combinations(shares, 2))
    if chance == "kappa":
        expected = sum(one * other for one, other in pairs) / len(pairs)
    else:
        expected = (sum(shares) / len(shares)) ** 2
    return result.corrected(kept / compared, expected)


def _edits(first: Masses, second: Masses, n_t: int) -> tuple[float, int]:
    """Return boundaries that hold, near misses in part, and how many were compared."""
    if n_t < 1:
        raise ValueError(f"n_t is 1 or more, got {n_t}")
    one, other = _positions(first), _positions(second)
    if sum(first) != sum(second):
        raise ValueError(f"segmentations of {sum(first)} and {sum(second)} units: not one text")
    missing = one ^ other
    matches = len(one & other)
    moves = 0
    credit = 0.0
    for distance in range(1, n_t):
        for at in sorted(missing):
            to = at + distance
            # A move takes a boundary from one side only to a place of the other side only.
            if {at, to} <= missing and (at in one) != (to in one):
                missing -= {at, to}
                moves += 1
                credit += 1.0 - distance / n_t
    return matches + credit, matches + moves + len(missing)


def _positions(masses: Masses) -> set[int]:
    if any(mass < 1 for mass in masses):
        raise ValueError(f"segment lengths are 1 or more, got {list(masses)}")
    positions, at = set(), 0
    for mass in masses[:-1]:
        at += mass
        positions.add(at)
    return positions


def _coders(items: Mapping[str, Mapping[str, Masses]]) -> list[str]:
    if not items:
        raise ValueError("no segmentations")
    coders = sorted(next(iter(items.values())))
    for name, segmentations in items.items():
        if sorted(segmentations) != coders:
            raise ValueError(f"{name} is not segmented by {', '.join(coders)}")
    if len(coders) < 2:
        raise ValueError(f"agreement needs two or more coders, got {len(coders)}")
    return coders
