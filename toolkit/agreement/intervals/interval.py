"""An interval for a coefficient, with the method that it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval of a coefficient, or the reason why there is none."""

    method: str
    low: float | None
    high: float | None
    level: float = 0.95
    standard_error: float | None = None
    resamples: int = 0
    """How many draws or resamples were made; 0 for analytic intervals."""
    degenerate: int = 0
    """How many resamples of a bootstrap or a jackknife left the coefficient undefined; they
    are left out, which makes the interval too narrow."""
    below: tuple[tuple[float, float], ...] = ()
    """Thresholds, each with the share of draws or resamples below it. For the jackknife it is
    the probability that the t distribution gives."""
    seed: int | None = None
    reason: str | None = None
    """Why there are no limits."""
    note: str = ""
    """How to read the interval, where that needs a warning."""
