"""Drift of agreement: the slope of a line through values in their order, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

TOO_FEW = _("a slope needs three or more values")
MIN_VALUES = 3


@dataclass(frozen=True, slots=True)
class Slope:
    """The change from a value to the next by least squares, or the reason why there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    n: int = 0
    """How many values the line was fitted to."""
    reason: str | None = None

    @property
    def is_drift(self) -> bool:
        """Return whether the interval lies on one side of 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def slope(values: Sequence[float | None], level: float = 0.95) -> Slope:
    """Fit a line to values in their order by ordinary least squares.

    Parameters
    ----------
    values
        The values by time; a missing value keeps its place in the order.
    level
        The confidence level of the interval, t with n - 2 degrees of freedom.

    Examples
    --------
    >>> round(slope([0.9, 0.8, 0.7]).value, 3)
    -0.1
    >>> slope([0.9, 0.8]).reason
    'a slope needs three or more values'
    """
    points = [(float(at), value) for at, value in enumerate(values) if value is not None]
    n = len(points)
    if n < MIN_VALUES:
        return Slope(None, level=level, n=n, reason=TOO_FEW)
    mean_x = sum(x for x, _ in points) / n
    mean_y = sum(y for _, y in points) / n
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    gradient = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    residual = sum((y - mean_y - gradient * (x - mean_x)) ** 2 for x, y in points)
    from scipy.special import stdtrit

    error = sqrt(residual / (n - 2) / spread)
    margin = float(stdtrit(n - 2, 0.5 + level / 2.0)) * error
    return Slope(gradient, gradient - margin, gradient + margin, level, n)
