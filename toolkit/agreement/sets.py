"""Agreement on answers that are sets, such as the directions of a segment.

Passonneau (2006), Measuring agreement on set-valued items (MASI) for semantic and pragmatic
annotation, LREC, p. 831-836. The distance of two sets enters Krippendorff's alpha as it is, not
squared.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.alpha import krippendorff_alpha
from toolkit.agreement.coefficient import NO_PAIR, PAIRABLE, Coefficient, CoefficientBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    Answer = AbstractSet[str]
    Distance = Callable[[Answer, Answer], float]
    Answers = Sequence[Sequence[Answer | None]]
    """Shape (units, coders): the set that each coder gave each unit, None for no answer. The
    empty set is an answer."""

IDENTICAL, SUBSET, OVERLAP, DISJOINT = 1.0, 2.0 / 3.0, 1.0 / 3.0, 0.0
"""The weights M of Passonneau (2006): of equal sets, of a set in the other, of sets that share
something while each has something of its own, and of sets that share nothing."""


def exact_distance(first: Answer, second: Answer) -> float:
    """Return 0 for equal sets and 1 for others.

    Examples
    --------
    >>> exact_distance({"law"}, {"law"}), exact_distance({"law"}, {"law", "cost"})
    (0.0, 1.0)
    """
    return float(first != second)


def jaccard_distance(first: Answer, second: Answer) -> float:
    """Return 1 less the share of common members among all members; 0 for two empty sets.

    Examples
    --------
    >>> jaccard_distance({"law"}, {"law", "cost"})
    0.5
    """
    union = len(first | second)
    return 1.0 - len(first & second) / union if union else 0.0


def masi_distance(first: Answer, second: Answer) -> float:
    """Return the distance 1 - J M of two sets, from 0 to 1 (Passonneau 2006).

    J is the share of common members among all members. M is 1 for equal sets, 2/3 where a set
    contains the other, 1/3 where each has members of its own, and 0 for sets that share nothing.
    NLTK has .67 and .33 for the fractions, so that its values differ in the third decimal. Two
    empty sets are equal, and the empty set shares nothing with any other.

    Examples
    --------
    >>> round(masi_distance({"a", "b"}, {"a", "b", "c", "d"}), 4)
    0.6667
    """
    if first == second:
        return 0.0
    common = first & second
    if not common:
        weight = DISJOINT
    elif common in (first, second):
        weight = SUBSET
    else:
        weight = OVERLAP
    return 1.0 - weight * len(common) / len(first | second)


def set_alpha(answers: Answers, distance: Distance = masi_distance) -> Coefficient:
    """Return Krippendorff's alpha on sets, by a distance between two sets.

    Parameters
    ----------
    answers : shape (units, coders)
    distance
        From 0 for equal sets; the default is MASI.

    Examples
    --------
    Two segments of three have the same directions, and the third has one of two:

    >>> answers = [({"law"}, {"law"}), ({"cost"}, {"cost"}), ({"law", "cost"}, {"law"})]
    >>> round(set_alpha(answers).value, 3), round(set_alpha(answers, exact_distance).value, 3)
    (0.643, 0.545)
    """
    distinct = sorted({frozenset(a) for unit in answers for a in unit if a is not None}, key=sorted)
    index = {answer: at for at, answer in enumerate(distinct)}
    builder = CoefficientBuilder("krippendorff_alpha", 0, "unit", PAIRABLE)
    if not distinct:
        return builder.undefined(NO_PAIR)
    data = [[None if a is None else index[frozenset(a)] for a in unit] for unit in answers]
    distances = np.array([[distance(first, second) for second in distinct] for first in distinct])
    return krippendorff_alpha(data, range(len(distinct)), distances=distances)


def mean_set_agreement(answers: Answers, distance: Distance = exact_distance) -> float | None:
    """Return the mean of 1 less the distance, over the pairs of answers of each unit.

    Each unit with two answers or more weighs the same; None where there is no such unit. With
    the default it is the share of units whose sets match exactly.

    Examples
    --------
    >>> answers = [({"law"}, {"law"}), ({"law", "cost"}, {"law"}), ({"law"}, None)]
    >>> mean_set_agreement(answers), round(mean_set_agreement(answers, masi_distance), 3)
    (0.5, 0.667)
    """
    means = []
    for unit in answers:
        pairs = list(combinations([answer for answer in unit if answer is not None], 2))
        if pairs:
            means.append(1.0 - sum(distance(*pair) for pair in pairs) / len(pairs))
    return sum(means) / len(means) if means else None
