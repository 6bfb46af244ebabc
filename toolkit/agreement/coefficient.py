"""The result of every coefficient: a value, or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.i18n import _

# Rules for missing ratings, which every result states.
DROP_PAIR = _("units that only one of the two coders rated are left out")
GWET_RULE = _(
    "units with fewer than two ratings do not enter observed agreement; "
    "chance agreement uses every rated unit"
)
PAIRABLE = _("units with fewer than two ratings are left out; otherwise every rating counts")
BY_RATINGS = _(
    "units with fewer than two ratings are left out; a unit counts as often as it was rated"
)
EVERY_PAIR = _("each pair of coders over the units both rated")

# Reasons why a coefficient has no value.
NO_PAIR = _("no unit was rated by two or more coders")
NO_VARIATION = _(
    "every rating that was compared is the same category: agreement by chance is already complete"
)
NO_CHANCE_ROOM = _("agreement expected by chance is complete: nothing is left to correct for")
NOT_USED = _("no coder used the code: there is nothing to agree or disagree about")


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient, with what a reader needs to judge it.

    Raises
    ------
    ValueError
        The value is NaN or infinite, or value and reason are both given or both absent:
        an undefined coefficient says why it is undefined.
    """

    name: str
    value: float | None
    """None where the coefficient is undefined; never NaN."""
    reason: str | None = None
    """Why the value is None."""
    n_units: int = 0
    """How many units entered observed agreement."""
    unit: str = "unit"
    missing_rule: str = ""
    """What was done with missing ratings, as a sentence for the reader."""
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
    """Everything about a coefficient except its value."""

    name: str
    n_units: int
    unit: str
    missing_rule: str
    params: Mapping[str, object] = field(default_factory=dict)

    def value(self, value: float) -> Coefficient:
        """Return the coefficient with this value."""
        return self._build(float(value), None)

    def undefined(self, reason: str) -> Coefficient:
        """Return the coefficient without a value, and with the reason."""
        return self._build(None, reason)

    def corrected(self, observed: float, expected: float) -> Coefficient:
        """Return (observed - expected) / (1 - expected), undefined where expected is 1."""
        if expected >= 1.0:
            return self.undefined(NO_CHANCE_ROOM)
        return self.value((observed - expected) / (1.0 - expected))

    def _build(self, value: float | None, reason: str | None) -> Coefficient:
        rule = self.missing_rule
        return Coefficient(self.name, value, reason, self.n_units, self.unit, rule, self.params)
