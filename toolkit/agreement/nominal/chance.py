"""Observed and chance agreement of the kappa family, in total and unit by unit.

Gwet (2014, Handbook of Inter-Rater Reliability, 4th ed.) writes Scott, Fleiss,
Conger, Brennan-Prediger and AC1/AC2 as (pa - pe) / (1 - pe) with one pa. The
unit terms are what his linearised variance needs, so they are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from toolkit.agreement.ratings import MISSING, Bools, Floats, Ints, Ratings


@dataclass(frozen=True)
class Parts:
    """Agreement and chance agreement of one coefficient on one data set."""

    observed: float
    """pa: mean agreement over the units rated at least twice."""
    expected: float
    """pe: agreement expected by chance."""
    unit_observed: Floats
    """Shape (units,): share of agreeing pairs; 0 for units rated once."""
    unit_expected: Floats
    """Shape (units,): what each unit adds to pe, on the scale of pe."""
    paired: Bools
    """Shape (units,): rated at least twice."""
    times: Ints
    """Shape (units,): how often each row occurs."""
    fixed_chance: bool = True
    """Whether pe does not depend on the ratings."""

    @property
    def value(self) -> float:
        """The coefficient; only where expected is below 1."""
        return (self.observed - self.expected) / (1.0 - self.expected)

    @property
    def n_paired(self) -> int:
        """Units that entered observed agreement."""
        return int(self.times[self.paired].sum())

    @property
    def n(self) -> int:
        """Units with a rating."""
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


def mean_agreement(ratings: Ratings, weights: Floats) -> Parts:
    """Return pa with no chance term: every unit rated twice or more counts alike."""
    agreement, paired = unit_agreement(ratings.counts(), weights)
    times = ratings.times
    units = times[paired].sum()
    observed = float(agreement[paired] @ times[paired] / units) if units else 0.0
    return Parts(observed, 0.0, agreement, np.zeros(len(times)), paired, times)


def category_shares(ratings: Ratings, pairable_only: bool = False) -> Floats:
    """Return pi_k: mean over units of the share of raters who chose k, shape (categories,)."""
    counts = ratings.counts()
    raters = counts.sum(axis=1)
    keep = raters >= (2 if pairable_only else 1)
    shares = counts[keep] / raters[keep, None]
    times = ratings.times[keep]
    return np.asarray(times @ shares / times.sum(), dtype=np.float64)


def fleiss(ratings: Ratings, weights: Floats) -> Parts:
    """pe = sum_kl w_kl pi_k pi_l (Scott 1955; Fleiss 1971; weighted by Gwet 2014)."""
    base = mean_agreement(ratings, weights)
    pi = category_shares(ratings)
    towards = (weights @ pi + weights.T @ pi) / 2.0
    counts = ratings.counts()
    unit_expected = counts @ towards / counts.sum(axis=1)
    return _with_chance(base, float(pi @ weights @ pi), unit_expected)


def brennan_prediger(ratings: Ratings, weights: Floats) -> Parts:
    """pe = T_w / q^2: every category as likely as any other (Brennan & Prediger 1981)."""
    base = mean_agreement(ratings, weights)
    expected = float(weights.sum()) / len(weights) ** 2
    return replace(base, expected=expected, unit_expected=np.full(len(base.times), expected))


def gwet(ratings: Ratings, weights: Floats, pairable_only: bool = False) -> Parts:
    """pe = T_w / (q (q - 1)) sum_k pi_k (1 - pi_k) (Gwet 2008; needs q >= 2)."""
    base = mean_agreement(ratings, weights)
    q = len(weights)
    pi = category_shares(ratings, pairable_only)
    scale = float(weights.sum()) / (q * (q - 1.0))
    counts = ratings.counts()
    unit_expected = scale * (counts @ (1.0 - pi)) / counts.sum(axis=1)
    return _with_chance(base, scale * float(pi @ (1.0 - pi)), unit_expected)


def conger(ratings: Ratings, weights: Floats) -> Parts:
    """pe = mean over coder pairs g <> h of sum_kl w_kl p_gk p_hl (Conger 1980).

    p_gk is the share of k among the units that coder g rated.
    """
    base = mean_agreement(ratings, weights)
    table = ratings.per_coder()
    rated = table.sum(axis=1)
    active = rated > 0
    shares = table[active] / rated[active, None]
    r, n = len(shares), ratings.times.sum()
    others = (shares.sum(axis=0) - shares) @ weights
    expected = float((shares * others).sum()) / (r * (r - 1.0))
    # First-order change of pe per unit: coder g moves p_g from its mean to this rating.
    change = np.zeros(len(ratings.times))
    for at, coder in enumerate(np.flatnonzero(active)):
        choice = ratings.values[:, coder]
        known = choice != MISSING
        centre = float(shares[at] @ others[at])
        change[known] += n / rated[coder] * (others[at][choice[known]] - centre)
    return _with_chance(base, expected, expected + change / (r * (r - 1.0)))


def _with_chance(base: Parts, expected: float, unit_expected: Floats) -> Parts:
    return replace(base, expected=expected, unit_expected=unit_expected, fixed_chance=False)
