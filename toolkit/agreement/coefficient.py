"""What every coefficient returns: a value, or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

DROP_PAIR = "units that only one of the two coders rated are left out"
GWET = (
    "units with fewer than two ratings do not enter observed agreement; "
    "chance agreement uses every rated unit"
)
PAIRABLE = "units with fewer than two ratings are left out; otherwise every rating counts"
BY_RATINGS = (
    "units with fewer than two ratings are left out; a unit counts as often as it was rated"
)
EVERY_PAIR = "each pair of coders over the units both rated"

NO_PAIR = "no unit was rated by two or more coders"
NO_VARIATION = (
    "every rating that was compared is the same category: agreement by chance is already complete"
)
NO_CHANCE_ROOM = "agreement expected by chance is complete: nothing is left to correct for"
NOT_USED = "no coder used the code: there is nothing to agree or disagree about"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient with the small print it must be read with.

    Raises
    ------
    ValueError
        When the value is NaN or infinite, or when value and reason are both
        given or both absent: an undefined coefficient says why.
    """

    name: str
    value: float | None
    """None when undefined; never NaN."""
    reason: str | None = None
    """Why the value is None."""
    n_units: int = 0
    """Units that entered observed agreement."""
    unit: str = "unit"
    missing_rule: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"{self.name}: {self.value} is not a value; give None and a reason")
        if (self.value is None) == (self.reason is None):
            raise ValueError(f"{self.name}: give a value or a reason, not both and not neither")

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class CoefficientBuilder:
    """A coefficient short of its value."""

    name: str
    n_units: int
    unit: str
    missing_rule: str
    params: Mapping[str, object] = field(default_factory=dict)

    def value(self, value: float) -> Coefficient:
        """Return the coefficient with its value."""
        return self._make(float(value), None)

    def undefined(self, reason: str) -> Coefficient:
        """Return the coefficient without a value."""
        return self._make(None, reason)

    def corrected(self, observed: float, expected: float) -> Coefficient:
        """Return (observed - expected) / (1 - expected)."""
        if expected >= 1.0:
            return self.undefined(NO_CHANCE_ROOM)
        return self.value((observed - expected) / (1.0 - expected))

    def _make(self, value: float | None, reason: str | None) -> Coefficient:
        rule = self.missing_rule
        return Coefficient(self.name, value, reason, self.n_units, self.unit, rule, self.params)
