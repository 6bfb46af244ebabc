"""Whether agreement drifts: a line through values in their order, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

TOO_FEW = "a slope needs three or more values"
LEAST = 3


@dataclass(frozen=True, slots=True)
class Slope:
    """Change from one value to the next, by least squares; None with a reason."""

    value: float | None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    n: int = 0
    reason: str | None = None

    @property
    def is_drift(self) -> bool:
        """Whether the interval lies on one side of 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def slope(values: Sequence[float | None], level: float = 0.95) -> Slope:
    """Fit a line to values in order; one low value alone moves it little.

    Parameters
    ----------
    values
        By time. Missing ones keep their place in the order.
    level
        Of the interval, t with n - 2 degrees of freedom.

    Examples
    --------
    >>> round(slope([0.9, 0.8, 0.7]).value, 3)
    -0.1
    >>> slope([0.9, 0.8]).reason
    'a slope needs three or more values'
    """
    points = [(float(at), value) for at, value in enumerate(values) if value is not None]
    n = len(points)
    if n < LEAST:
        return Slope(None, level=level, n=n, reason=TOO_FEW)
    mean_x = sum(x for x, _ in points) / n
    mean_y = sum(y for _, y in points) / n
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    found = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    rest = sum((y - mean_y - found * (x - mean_x)) ** 2 for x, y in points)
    from scipy.special import stdtrit

    error = sqrt(rest / (n - 2) / spread)
    reach = float(stdtrit(n - 2, 0.5 + level / 2.0)) * error
    return Slope(found, found - reach, found + reach, level, n)
