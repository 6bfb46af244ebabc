"""How many units must be coded before a coefficient can be told from a threshold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.intervals.analytic import kappa_variance

if TYPE_CHECKING:
    from toolkit.agreement.ratings import Floats


def sample_size_cohen_kappa(
    rate1: float,
    rate2: float,
    k1: float,
    k0: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    two_sided: bool = False,
) -> int:
    """Return the units for a test of Cohen's kappa, two coders and two categories (Cantor 1996).

    Parameters
    ----------
    rate1, rate2
        The share of units that each coder puts in the category, between 0 and 1.
    k1, k0
        The kappa that is expected, and the kappa of the null hypothesis.
    alpha, power
        The error of the first kind, and the probability of finding the difference.
    two_sided
        Whether the test is two-sided; the default is one-sided.

    Raises
    ------
    ValueError
        Rates, levels or kappas are impossible, by themselves or together.

    Examples
    --------
    The R package irr, N.cohen.kappa: 96 and 141.

    >>> sample_size_cohen_kappa(0.5, 0.5, 0.7, 0.85)
    96
    >>> sample_size_cohen_kappa(0.3, 0.3, 0.6, 0.4)
    141
    """
    from scipy.special import ndtri

    for name, share in (("rate1", rate1), ("rate2", rate2), ("alpha", alpha), ("power", power)):
        if not 0.0 < share < 1.0:
            raise ValueError(f"{name} {share} is not between 0 and 1")
    if k1 == k0:
        raise ValueError("k1 and k0 are equal: no number of units tells them apart")
    tail = float(ndtri(1.0 - alpha / (2.0 if two_sided else 1.0)))
    spread = tail * math.sqrt(_variance(rate1, rate2, k0)) + float(ndtri(power)) * math.sqrt(
        _variance(rate1, rate2, k1)
    )
    return math.ceil((spread / (k1 - k0)) ** 2)


def sample_size_alpha(
    smallest: float, rarest: float, *, significance: float = 0.05, counted: str = "units"
) -> int:
    """Return the units, or codings of both coders, for Krippendorff's alpha of two coders.

    N = z^2 ((1 + a) (3 - a) / (4 (1 - a) p (1 - p)) - a) units tell an alpha half way
    between `smallest` and 1 from `smallest` (Bloch & Kraemer 1989, formula 3.7). The table
    of required sample sizes in Krippendorff (2019) counts codings, two for each unit.
    Only the two of its figures that the manual of ATLAS.ti quotes were compared.

    Parameters
    ----------
    smallest
        a, the smallest acceptable alpha, from 0 to below 1.
    rarest
        p, the share of the rarest code among all ratings, between 0 and 1.
    significance
        The accepted risk of taking unreliable data for reliable.
    counted
        units, rounded up; or codings, rounded to the nearest number.

    Raises
    ------
    ValueError
        A share or the risk is impossible, or what is counted is unknown.

    Examples
    --------
    Krippendorff (2019) by the manual of ATLAS.ti, four codes used equally often, at .05:
    139 codings for .8, 81 for .667.

    >>> sample_size_alpha(0.8, 0.25, counted="codings")
    139
    >>> sample_size_alpha(0.667, 0.25, counted="codings")
    81
    >>> sample_size_alpha(0.8, 0.25)
    70
    """
    from scipy.special import ndtri

    if not 0.0 <= smallest < 1.0:
        raise ValueError(f"the smallest acceptable alpha {smallest} is not from 0 to below 1")
    if not 0.0 < rarest < 1.0 or not 0.0 < significance < 1.0:
        raise ValueError("the share of the rarest code and the significance are between 0 and 1")
    if counted not in ("units", "codings"):
        raise ValueError(f"no sample size in {counted!r}; choose units or codings")
    z = float(ndtri(1.0 - significance))
    room = (1.0 + smallest) * (3.0 - smallest) / (4.0 * (1.0 - smallest) * rarest * (1.0 - rarest))
    units = z**2 * (room - smallest)
    return math.ceil(units) if counted == "units" else round(2.0 * units)


def _variance(rate1: float, rate2: float, kappa: float) -> float:
    """Return n times the variance of kappa, given the rates of the coders and the kappa."""
    return kappa_variance(_cells(rate1, rate2, kappa))[1]


def _cells(rate1: float, rate2: float, kappa: float) -> Floats:
    """Return the shares of the fourfold table with these rates and kappa, shape (2, 2)."""
    expected = rate1 * rate2 + (1.0 - rate1) * (1.0 - rate2)
    observed = kappa * (1.0 - expected) + expected
    both = (observed + rate1 + rate2 - 1.0) / 2.0
    cells = np.array([[both, rate1 - both], [rate2 - both, 1.0 - rate1 - rate2 + both]])
    if cells.min() < -1e-12:
        raise ValueError(f"kappa {kappa} is not possible with rates {rate1} and {rate2}")
    return np.asarray(np.maximum(cells, 0.0), dtype=np.float64)
