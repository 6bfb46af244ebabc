"""Prior of the directions of a segment, from its codes alone.

    m_kc    = .90 where code k links to direction c as primary, .50 as secondary, .03 otherwise
    post_kc = (a m_kc + n_kc) / (a + N_k)              a = 4 pseudo-segments
    prior_c = 1 - product over the segment's codes of (1 - post_kc)

n_kc counts the confirmed segments of code k in direction c, N_k all its confirmed
segments; an interview counts at most 3 times, so that a single expert cannot settle a link.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.domain.codebook import DirectionLinks

PRIMARY = 0.90
SECONDARY = 0.50
OTHERWISE = 0.03
PSEUDO_SEGMENTS = 4.0
SOURCE_CAP = 3


@dataclass(frozen=True, slots=True)
class ConfirmedSegment:
    """A segment whose directions a person decided; empty `direction_ids` mean no direction."""

    source_id: str
    code_ids: frozenset[str]
    direction_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of confirmed segments, capped for each source."""

    by_code: Mapping[str, float] = field(default_factory=dict)
    """N_k by code."""
    by_pair: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """n_kc by (code, direction)."""


def count(segments: Iterable[ConfirmedSegment]) -> Counts:
    """The counts of confirmed segments; more than 3 of a code in a source are scaled to 3."""
    used: dict[tuple[str, str], int] = {}
    pairs: dict[tuple[str, str, str], int] = {}
    for segment in segments:
        for code in segment.code_ids:
            used[code, segment.source_id] = used.get((code, segment.source_id), 0) + 1
            for direction in segment.direction_ids:
                key = (code, direction, segment.source_id)
                pairs[key] = pairs.get(key, 0) + 1
    scale = {key: min(1.0, SOURCE_CAP / number) for key, number in used.items()}
    by_code: dict[str, float] = {}
    for (code, source), number in sorted(used.items()):
        by_code[code] = by_code.get(code, 0.0) + number * scale[code, source]
    by_pair: dict[tuple[str, str], float] = {}
    for (code, direction, source), number in sorted(pairs.items()):
        pair = (code, direction)
        by_pair[pair] = by_pair.get(pair, 0.0) + number * scale[code, source]
    return Counts(by_code, by_pair)


def link(links: DirectionLinks, direction_id: str) -> float:
    """m_kc: the strength of the link from a code to a direction."""
    if direction_id in links.primary:
        return PRIMARY
    return SECONDARY if direction_id in links.secondary else OTHERWISE


def posterior(code_id: str, links: DirectionLinks, direction_id: str, counts: Counts) -> float:
    """post_kc: the link, corrected by confirmed segments."""
    confirmed = counts.by_pair.get((code_id, direction_id), 0.0)
    total = counts.by_code.get(code_id, 0.0)
    pseudo = PSEUDO_SEGMENTS * link(links, direction_id)
    return (pseudo + confirmed) / (PSEUDO_SEGMENTS + total)


def prior(
    codes: Mapping[str, DirectionLinks],
    direction_ids: Collection[str],
    counts: Counts | None = None,
) -> dict[str, float]:
    """The probability of each direction by noisy-or over the codes; empty without codes."""
    if not codes:
        return {}
    known = counts or Counts()
    result = {}
    for direction in direction_ids:
        against = 1.0
        for code_id, links in sorted(codes.items()):
            against *= 1.0 - posterior(code_id, links, direction, known)
        result[direction] = 1.0 - against
    return result
