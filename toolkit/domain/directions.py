"""Policy directions, what models propose for a segment, and what people confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.domain.codebook import LocalText, local
from toolkit.domain.spans import Span


@dataclass(frozen=True, slots=True)
class BoundaryCase:
    """A passage that several directions could claim, with the directions that it belongs to."""

    text: str
    directions: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Direction:
    """A category of policy directions, such as finance or technology."""

    id: str
    name: LocalText
    definition: LocalText = field(default_factory=dict)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    boundary_cases: tuple[BoundaryCase, ...] = ()
    prototypes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sentences typical of the direction, by language."""
    color: str = ""
    position: int = 0

    def label(self, language: str = "en") -> str:
        return local(self.name, language) or self.id


@dataclass(frozen=True, slots=True)
class DirectionScheme:
    """The directions of a file, with the id and version that the file gives the whole."""

    directions: tuple[Direction, ...] = ()
    id: str = ""
    """Empty where the file gives none."""
    version: int | None = None


class Stance(StrEnum):
    """How a passage speaks of its content: it hinders, it helps, it should be done, or neither."""

    BARRIER = "barrier"
    ENABLER = "enabler"
    PROPOSAL = "proposal"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class DirectionProposal:
    """A direction that a model proposes for a segment. It is not data until a person confirms."""

    id: str
    source_id: str
    span: Span
    direction_id: str
    score: float
    verdict: str
    prior: float | None
    """Share of the codes' direction links, 0 to 1; None for a segment without codes."""
    evidence: float
    """Evidence of the text: its margin over ordinary talk."""
    model: str
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class DirectionMapping:
    """A person's decision that a segment belongs to a direction (`none`: to no direction)."""

    id: str
    source_id: str
    span: Span
    direction_id: str
    coder_id: str
    round_id: str
    stance: Stance | None = None
    proposal_id: str | None = None
    """Id of the proposal that it confirms; None where there was none."""
    note: str = ""
    created_at: str = ""


NO_DIRECTION = "none"
"""Direction id of a segment that a person mapped to no direction at all."""
UNCLEAR = "unclear"
"""Direction id of a segment of which a person could not say to which direction it belongs."""
ALONE = (NO_DIRECTION, UNCLEAR)
"""Answers that stand alone, beside which no direction can be given; no direction has their id."""
