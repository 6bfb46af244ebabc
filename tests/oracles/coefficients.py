"""Coefficients of agreement by scikit-learn, krippendorff, NLTK and formulas as published.

Ratings come as a table of patterns: shape (patterns, coders), NaN where a coder is missing, with
the number of units that have each pattern.
"""

from __future__ import annotations

from itertools import combinations

import krippendorff
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import cohen_kappa_score

Floats = NDArray[np.float64]
Values = dict[str, float | None]


def nominal(patterns: Floats, times: NDArray[np.int64], used: bool) -> Values:
    """Every nominal coefficient of these ratings; None is undefined.

    `used` says whether someone used the code where two coders are compared. Agreement cannot be
    told from chance where all that is compared is the same answer.
    """
    rated = ~np.isnan(patterns)
    twice = rated.sum(axis=1) >= 2
    names = ["percent", "cohen_kappa", "conger_kappa", "fleiss_kappa"]
    names += ["brennan_prediger", "gwet_ac1", "krippendorff_alpha"]
    values: Values = dict.fromkeys(names)
    compared = patterns[twice]
    if not len(compared) or not times[twice].sum():
        return values
    categories = np.unique(patterns[rated])
    counts = np.stack([(patterns == category).sum(axis=1) for category in categories], axis=1)
    ratings = rated.sum(axis=1)
    pairs = (counts * (counts - 1)).sum(axis=1)[twice] / (ratings * (ratings - 1))[twice]
    observed = float(np.average(pairs, weights=times[twice]))
    values["percent"] = observed if used else None
    if len(np.unique(compared[~np.isnan(compared)])) < 2:
        return values
    some = ratings > 0
    # Gwet (2014): a unit has the same weight, however many coders rated it.
    share = np.average(counts[some] / ratings[some, None], axis=0, weights=times[some])
    if len(categories) < 2:
        return values
    q = max(len(categories), 2)
    values["fleiss_kappa"] = _corrected(observed, float((share**2).sum()))
    chance = float((share * (1 - share)).sum()) / (q - 1)
    values["gwet_ac1"] = _corrected(observed, chance)
    values["brennan_prediger"] = _corrected(observed, 1 / q)
    own = []
    for coder in range(patterns.shape[1]):
        mine = rated[:, coder]
        if not mine.any():
            continue
        of_coder = [times[mine & (patterns[:, coder] == category)].sum() for category in categories]
        own.append(np.array(of_coder) / times[mine].sum())
    by_pairs = [float((first * second).sum()) for first, second in combinations(own, 2)]
    values["conger_kappa"] = _corrected(observed, float(np.mean(by_pairs)))
    values["krippendorff_alpha"] = alpha(counts, times)
    if patterns.shape[1] == 2:
        values["cohen_kappa"] = float(
            cohen_kappa_score(compared[:, 0], compared[:, 1], sample_weight=times[twice])
        )
    return values


def alpha(counts: NDArray[np.int64], times: NDArray[np.int64]) -> float:
    """Krippendorff's nominal alpha by his package, from how many coders chose each category."""
    each = np.repeat(counts, times, axis=0)
    return float(krippendorff.alpha(value_counts=each, level_of_measurement="nominal"))


def _corrected(observed: float, expected: float) -> float | None:
    return None if np.isclose(expected, 1.0) else (observed - expected) / (1 - expected)


def paradoxes(patterns: Floats, times: NDArray[np.int64]) -> Values:
    """What is read beside the kappa of two coders: Byrt, Bishop & Carlin (1993), and the largest
    kappa that the margins allow (Cohen 1960)."""
    rated = ~np.isnan(patterns).any(axis=1)
    first, second, n = patterns[rated, 0], patterns[rated, 1], times[rated]
    a, b = n[(first == 1) & (second == 1)].sum(), n[(first == 1) & (second == 0)].sum()
    c, d = n[(first == 0) & (second == 1)].sum(), n[(first == 0) & (second == 0)].sum()
    total = a + b + c + d
    names = ("pabak", "prevalence_index", "bias_index", "cohen_kappa_max")
    if not total:
        return dict.fromkeys(names)
    describing: Values = {
        "prevalence_index": float((a - d) / total),
        "bias_index": float((b - c) / total),
    }
    if not (a + b + c):
        return dict.fromkeys(names) | describing
    mine, other = (a + b) / total, (a + c) / total
    expected = mine * other + (1 - mine) * (1 - other)
    reachable = min(mine, other) + min(1 - mine, 1 - other)
    largest = None if np.isclose(expected, 1) else (reachable - expected) / (1 - expected)
    return describing | {
        "pabak": float(2 * (a + d) / total - 1),
        "cohen_kappa_max": None if largest is None else float(largest),
    }


Units = list[tuple[int, int]]


def u_alpha(by_source: list[tuple[int, list[Units]]]) -> float | None:
    """Krippendorff's u-alpha (2016) of one code against gaps, with loops over pairs of units.

    For each source its length and the units of each coder who worked on it; touching units stay
    apart. l_ck is the length that units of c and k of two coders have in common, over m - 1; e_ck
    is (l_c l_k - [c = k] V_c) / (l - sum V / l), with V the sum of squared lengths of units, and
    of a gap its length.
    """
    lengths = np.zeros((2, 2))
    squares = np.zeros(2)
    for length, coders in by_source:
        if len(coders) < 2:
            continue
        for i, j in combinations(range(len(coders)), 2):
            both = sum(max(0, min(b, d) - max(a, c)) for a, b in coders[i] for c, d in coders[j])
            mine, other = (sum(b - a for a, b in coders[at]) for at in (i, j))
            cell = np.array(
                [[length - mine - other + both, other - both], [mine - both, both]], dtype=float
            )
            lengths += (cell + cell.T) / (len(coders) - 1)
        for units in coders:
            coded = sum(end - start for start, end in units)
            squares += [length - coded, sum((end - start) ** 2 for start, end in units)]
    margins = lengths.sum(axis=1)
    total = margins.sum()
    if np.count_nonzero(margins) < 2:
        return None
    expected = (np.outer(margins, margins) - np.diag(squares)) / (total - squares.sum() / total)
    return float(1 - (total - np.trace(lengths)) / (expected.sum() - np.trace(expected)))


def matched(first: Units, second: Units, share: float = 0.9) -> int:
    """How many one-to-one partners there are whose common part is this share of their union."""
    if not first or not second:
        return 0
    table = np.array(
        [
            [max(0, min(b, d) - max(a, c)) / (max(b, d) - min(a, c)) for c, d in second]
            for a, b in first
        ]
    )
    fits = table >= share
    rows, columns = linear_sum_assignment(~fits)
    return int(fits[rows, columns].sum())


def masi(first: frozenset[str], second: frozenset[str]) -> float:
    """Passonneau's distance of two sets (2006), with 2/3 and 1/3."""
    if not first and not second:
        return 0.0
    common, every = first & second, first | second
    if first == second:
        weight = 1.0
    elif common in (first, second) and common:
        weight = 2 / 3
    else:
        weight = 1 / 3 if common else 0.0
    return 1 - len(common) / len(every) * weight


def set_figures(sets: list[tuple[frozenset[str], frozenset[str]]]) -> tuple[float, float, float]:
    """The share of equal sets, the mean MASI similarity, and alpha with MASI distance by NLTK."""
    from nltk.metrics.agreement import AnnotationTask

    triples = [
        (coder, at, answer)
        for at, pair in enumerate(sets)
        for coder, answer in zip("ab", pair, strict=True)
    ]
    equal = [first == second for first, second in sets]
    similar = [1 - masi(first, second) for first, second in sets]
    task = AnnotationTask(data=triples, distance=masi)
    return float(np.mean(equal)), float(np.mean(similar)), float(task.alpha())
