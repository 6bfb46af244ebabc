"""Shares with exact bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with an exact two-sided interval.

    The bounds are NaN where there is nothing to take a share of.
    """

    count: int
    total: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share, NaN of nothing."""
        return self.count / self.total if self.total else math.nan


def share_of(count: int, total: int, level: float = LEVEL) -> Share:
    """The share with its two-sided Clopper-Pearson interval."""
    return Share(count, total, *clopper_pearson(count, total, level))


def clopper_pearson(count: int, total: int, level: float = LEVEL) -> tuple[float, float]:
    """The exact two-sided interval of a binomial share.

    The bounds are quantiles of beta distributions: (a, x, n - x + 1) and (1 - a, x + 1, n - x) with
    a = (1 - level) / 2. Source: Clopper & Pearson (1934), Biometrika 26:404-413, in the form of
    Brown, Cai & DasGupta (2001), Statistical Science 16(2):101-133, section 4.2.1.

    Parameters
    ----------
    count, total
        x successes in n trials that do not depend on one another. Answers for the same passages in
        several orders of interviews do: use `compare.interval` for those.

    Returns
    -------
    Both bounds, in [0, 1]; two NaN where `total` is 0.

    Raises
    ------
    ValueError
        `count` is not between 0 and `total`, or the level not between 0 and 1.
    """
    tail = (1 - level) / 2
    return lower_bound(count, total, 1 - tail), 1 - lower_bound(total - count, total, 1 - tail)


def lower_bound(count: int, total: int, level: float) -> float:
    """The exact one-sided lower bound of a binomial share: see `clopper_pearson`.

    0 where nothing succeeded, NaN where `total` is 0.

    Raises
    ------
    ValueError
        `count` is not between 0 and `total`, or the level not between 0 and 1.
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} is not between 0 and {total}")
    if not 0 < level < 1:
        raise ValueError(f"the level {level} is not between 0 and 1")
    if not total:
        return math.nan
    if not count:
        return 0.0
    from scipy.stats import beta

    return float(beta.ppf(1 - level, count, total - count + 1))
