"""Observed agreement and chance agreement of the kappa family, in total and by unit.

Gwet (2014, Handbook of Inter-Rater Reliability, 4th ed.) writes Scott, Fleiss,
Conger, Brennan-Prediger and AC1/AC2 as (pa - pe) / (1 - pe) with the same pa. The
terms of each unit are kept because his linearised variance needs them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolkit.agreement.ratings import MISSING, Bools, Floats, Ints, Ratings


@dataclass(frozen=True)
class ChanceTerms:
    """Observed agreement and chance agreement of a coefficient."""

    observed: float
    """pa: mean agreement over the units that were rated twice or more."""
    expected: float
    """pe: agreement that chance alone would give."""
    unit_observed: Floats
    """Shape (units,): share of agreeing pairs; 0 for units that were rated once."""
    unit_expected: Floats
    """Shape (units,): what each unit contributes to pe, on the scale of pe."""
    paired: Bools
    """Shape (units,): whether the unit was rated twice or more."""
    times: Ints
    """Shape (units,): how many equal units each row stands for."""
    fixed_chance: bool = True
    """Whether pe does not depend on the ratings."""

    @property
    def value(self) -> float:
        """Return the coefficient, which is defined where `expected` is below 1."""
        return (self.observed - self.expected) / (1.0 - self.expected)

    @property
    def n_paired(self) -> int:
        """Return how many units entered observed agreement."""
        return int(self.times[self.paired].sum())

    @property
    def n(self) -> int:
        """Return how many units have a rating."""
        return int(self.times.sum())


def unit_agreement(counts: Floats, weights: Floats) -> tuple[Floats, Bools]:
    """Return the share of agreeing pairs of each unit, and which units have a pair.

    Parameters
    ----------
    counts : shape (units, categories)
    weights : shape (categories, categories)
    """
    raters = counts.sum(axis=1)
    paired = raters >= 2
    pairs = np.where(paired, raters * (raters - 1.0), 1.0)
    agreeing = (counts * (counts @ weights - 1.0)).sum(axis=1)
    return np.where(paired, agreeing / pairs, 0.0), paired


def mean_agreement(ratings: Ratings, weights: Floats) -> ChanceTerms:
    """Return pa without a chance term; every unit that was rated twice or more counts alike."""
    agreement, paired = unit_agreement(ratings.counts(), weights)
    times = ratings.times
    units = times[paired].sum()
    observed = float(agreement[paired] @ times[paired] / units) if units else 0.0
    return ChanceTerms(observed, 0.0, agreement, np.zeros(len(times)), paired, times)


def category_shares(ratings: Ratings, pairable_only: bool = False) -> Floats:
    """Return pi_k, the mean over units of the share of raters who chose k.

    The result has the shape (categories,).
    """
    counts = ratings.counts()
    raters = counts.sum(axis=1)
    keep = raters >= (2 if pairable_only else 1)
    shares = counts[keep] / raters[keep, None]
    times = ratings.times[keep]
    return np.asarray(times @ shares / times.sum(), dtype=np.float64)


def fleiss(ratings: Ratings, weights: Floats) -> ChanceTerms:
    """Return pe = sum_kl w_kl pi_k pi_l (Scott 1955; Fleiss 1971; weighted by Gwet 2014)."""
    base = mean_agreement(ratings, weights)
    pi = category_shares(ratings)
    mean_weight = (weights @ pi + weights.T @ pi) / 2.0
    counts = ratings.counts()
    unit_expected = counts @ mean_weight / counts.sum(axis=1)
    return _with_chance(base, float(pi @ weights @ pi), unit_expected)


def brennan_prediger(ratings: Ratings, weights: Floats) -> ChanceTerms:
    """Return pe = T_w / q^2, with every category equally likely (Brennan & Prediger 1981).

    T_w is the sum of all weights and q the number of categories.
    """
    base = mean_agreement(ratings, weights)
    expected = float(weights.sum()) / len(weights) ** 2
    return replace(base, expected=expected, unit_expected=np.full(len(base.times), expected))


def gwet(ratings: Ratings, weights: Floats, pairable_only: bool = False) -> ChanceTerms:
    """Return pe = T_w / (q (q - 1)) sum_k pi_k (1 - pi_k) (Gwet 2008).

    T_w is the sum of all weights; the number of categories q is at least 2.
    """
    base = mean_agreement(ratings, weights)
    q = len(weights)
    pi = category_shares(ratings, pairable_only)
    scale = float(weights.sum()) / (q * (q - 1.0))
    counts = ratings.counts()
    unit_expected = scale * (counts @ (1.0 - pi)) / counts.sum(axis=1)
    return _with_chance(base, scale * float(pi @ (1.0 - pi)), unit_expected)


def conger(ratings: Ratings, weights: Floats) -> ChanceTerms:
    """Return pe = mean over coder pairs g <> h of sum_kl w_kl p_gk p_hl (Conger 1980).

    p_gk is the share of category k among the units that coder g rated.
    """
    base = mean_agreement(ratings, weights)
    table = ratings.per_coder()
    rated = table.sum(axis=1)
    active = rated > 0
    shares = table[active] / rated[active, None]
    r, n = len(shares), ratings.times.sum()
    others = (shares.sum(axis=0) - shares) @ weights
    expected = float((shares * others).sum()) / (r * (r - 1.0))
    # The first-order change of pe by unit: a rating moves p_g from its mean to that category.
    change = np.zeros(len(ratings.times))
    for at, coder in enumerate(np.flatnonzero(active)):
        choice = ratings.values[:, coder]
        known = choice != MISSING
        centre = float(shares[at] @ others[at])
        change[known] += n / rated[coder] * (others[at][choice[known]] - centre)
    return _with_chance(base, expected, expected + change / (r * (r - 1.0)))


def _with_chance(base: ChanceTerms, expected: float, unit_expected: Floats) -> ChanceTerms:
    return replace(base, expected=expected, unit_expected=unit_expected, fixed_chance=False)
