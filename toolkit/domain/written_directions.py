"""Written directions: a person's statement with the segments that support or contradict it.

The confidence follows a rule, and no model says it:

- withheld: fewer than two supporting segments, or fewer than two experts;
- low: two experts, or more contradicting than supporting experts;
- medium: three or four experts, or five and more of a single group or without a survey item;
- high: five experts or more of at least two groups, and a survey item that fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LEAST_SEGMENTS = 2
LEAST_EXPERTS = 2
SOME_EXPERTS = 3
MANY_EXPERTS = 5


class Confidence(StrEnum):
    """How sure a written direction is, by the rule of this module."""

    WITHHELD = "withheld"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Written:
    """A written direction as its file has it."""

    id: str
    direction_id: str
    text: str
    supports: tuple[str, ...]
    """Places of segments, such as E01:120:184."""
    contradicts: tuple[str, ...] = ()
    survey: str = ""
    """The survey item that fits; empty for interviews only."""
    line: int = 0


def confidence(
    segments: int, experts: int, *, against: int = 0, groups: int = 1, survey: bool = False
) -> Confidence:
    """The confidence of a direction.

    Examples
    --------
    >>> confidence(3, 1), confidence(4, 3), confidence(9, 6, groups=3, survey=True)
    (<Confidence.WITHHELD: 'withheld'>, <Confidence.MEDIUM: 'medium'>, <Confidence.HIGH: 'high'>)
    """
    if segments < LEAST_SEGMENTS or experts < LEAST_EXPERTS:
        return Confidence.WITHHELD
    if experts < SOME_EXPERTS or against > experts:
        return Confidence.LOW
    if experts >= MANY_EXPERTS and groups >= LEAST_EXPERTS and survey:
        return Confidence.HIGH
    return Confidence.MEDIUM
