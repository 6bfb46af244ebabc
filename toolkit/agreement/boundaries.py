"""Agreement on where a text is cut: boundary similarity, kappa and pi of it, pi of boundaries.

Fournier (2013), Evaluating text segmentation using boundary edit distance, ACL. A
segmentation is given by its masses, the lengths of consecutive segments. Codes are not
compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from toolkit.agreement.coefficient import EVERY_PAIR, Coefficient, CoefficientBuilder
from toolkit.agreement.nominal.kappa import fleiss_kappa
from toolkit.i18n import _

Masses = Sequence[int]
"""The lengths of consecutive segments, in the same units for all coders."""

NO_BOUNDARY = _("neither segmentation has a boundary")


def boundary_similarity(first: Masses, second: Masses, n_t: int = 2) -> Coefficient:
    """Return the boundary similarity B, 1 - weighted edits / (edits + matches).

    Parameters
    ----------
    first, second
        The masses of both segmentations, which add up to the same length.
    n_t
        Boundaries that are fewer than n_t positions apart may be moved. A move of d
        positions costs d / n_t, and a missing boundary 1.

    Raises
    ------
    ValueError
        A mass is below 1, the texts have unequal lengths, or n_t is below 1.

    Examples
    --------
    The tests of segeval: a near miss .75, a missing boundary .5, an extra boundary .6667.

    >>> boundary_similarity([2, 3, 6], [2, 2, 7]).value
    0.75
    >>> boundary_similarity([2, 3, 6], [5, 6]).value
    0.5
    >>> round(boundary_similarity([2, 3, 6], [2, 3, 3, 3]).value, 4)
    0.6667
    """
    kept, compared = _edits(first, second, n_t)
    builder = CoefficientBuilder(
        "boundary_similarity", compared, "boundary", EVERY_PAIR, {"n_t": n_t}
    )
    if not compared:
        return builder.undefined(NO_BOUNDARY)
    return builder.value(kept / compared)


def boundary_kappa(
    items: Mapping[str, Mapping[str, Masses]], n_t: int = 2, *, chance: str = "kappa"
) -> Coefficient:
    """Return the boundary similarity of all texts and pairs of coders, corrected for chance.

    Parameters
    ----------
    items
        The masses by text and coder; every coder segmented every text.
    n_t
        As in :func:`boundary_similarity`.
    chance
        kappa: the share of boundaries of each coder, averaged over pairs of coders
        (Davies & Fleiss 1982). pi: the share of all coders (Siegel & Castellan 1988).

    Raises
    ------
    ValueError
        The chance term is unknown, the coders differ from text to text, or an error of
        :func:`boundary_similarity`.

    Examples
    --------
    The tests of segeval: .7273.

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
    builder = CoefficientBuilder(name, positions, "possible boundary", EVERY_PAIR, {"n_t": n_t})
    if not compared:
        return builder.undefined(_("no segmentation has a boundary"))
    shares = [sum(len(masses[c]) - 1 for masses in items.values()) / positions for c in coders]
    pairs = list(combinations(shares, 2))
    if chance == "kappa":
        expected = sum(first * second for first, second in pairs) / len(pairs)
    else:
        expected = (sum(shares) / len(shares)) ** 2
    return builder.corrected(kept / compared, expected)


def boundary_pi(items: Mapping[str, Mapping[str, Masses]]) -> Coefficient:
    """Return Fleiss' pi on boundaries: each place where a text could be cut is a unit.

    Each coder puts each of these places in one of two categories, boundary or none; near
    misses count as misses. It is Fleiss' (1971) kappa, which Artstein & Poesio (2008),
    section 3.1 and 4.3, call multi-pi, on those ratings. Most places are no boundaries, so
    that it mostly says whether coders cut equally often at the same place; near misses
    count in part in :func:`boundary_kappa` with chance="pi".

    Parameters
    ----------
    items
        The masses by text and coder; every coder segmented every text.

    Raises
    ------
    ValueError
        The coders differ from text to text, a mass is below 1, or the segmentations of a
        text have different lengths.

    Examples
    --------
    Of four places the coders mark two and one, and one of them is the same:

    >>> round(boundary_pi({"text": {"a": [1, 2, 2], "b": [1, 4]}}).value, 4)
    0.4667
    """
    coders = _coders(items)
    rows: list[list[bool]] = []
    for segmentations in items.values():
        lengths = {sum(segmentations[coder]) for coder in coders}
        if len(lengths) > 1:
            each = " and ".join(map(str, sorted(lengths)))
            raise ValueError(f"segmentations of {each} units: not one text")
        cut = [_positions(segmentations[coder]) for coder in coders]
        rows += [[at in of_coder for of_coder in cut] for at in range(1, lengths.pop())]
    name = "fleiss_pi_boundaries"
    builder = CoefficientBuilder(name, len(rows), "possible boundary", EVERY_PAIR)
    if not any(map(any, rows)):
        return builder.undefined(_("no segmentation has a boundary"))
    pi = fleiss_kappa(rows, [False, True])
    return builder.undefined(pi.reason or "") if pi.value is None else builder.value(pi.value)


def _edits(first: Masses, second: Masses, n_t: int) -> tuple[float, int]:
    """Return how many boundaries match, near misses in part, and how many were compared."""
    if n_t < 1:
        raise ValueError(f"n_t is 1 or more, got {n_t}")
    of_first, of_second = _positions(first), _positions(second)
    if sum(first) != sum(second):
        raise ValueError(f"segmentations of {sum(first)} and {sum(second)} units: not one text")
    missing = of_first ^ of_second
    matches = len(of_first & of_second)
    moves = 0
    credit = 0.0
    for distance in range(1, n_t):
        for at in sorted(missing):
            to = at + distance
            # A move joins a boundary of one segmentation with a boundary of the other.
            if {at, to} <= missing and (at in of_first) != (to in of_first):
                missing -= {at, to}
                moves += 1
                credit += 1.0 - distance / n_t
    return matches + credit, matches + moves + len(missing)


def _positions(masses: Masses) -> set[int]:
    """Return the positions of the boundaries."""
    if any(mass < 1 for mass in masses):
        raise ValueError(f"segment lengths are 1 or more, got {list(masses)}")
    positions, at = set(), 0
    for mass in masses[:-1]:
        at += mass
        positions.add(at)
    return positions


def _coders(items: Mapping[str, Mapping[str, Masses]]) -> list[str]:
    """Return the coders, who are the same in every text."""
    if not items:
        raise ValueError("no segmentations")
    coders = sorted(next(iter(items.values())))
    for name, segmentations in items.items():
        if sorted(segmentations) != coders:
            raise ValueError(f"{name} is not segmented by {', '.join(coders)}")
    if len(coders) < 2:
        raise ValueError(f"agreement needs two or more coders, got {len(coders)}")
    return coders
