"""Directions proposed for texts: a ranking, and how loudly its first may be offered.

Text alone is ranked by its evidence. Where a segment has codes, evidence moves the odds
that the codes' links give:

    logit P(c) = logit prior(c) + w ev_c,   ev_c = SLOPE (margin_c - NEUTRAL)

w = .5. SLOPE and NEUTRAL turn a margin into log odds against the base rate; they come
from a logistic fit on the tuning half of the probes, as do the thresholds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from toolkit.directions.evidence import DECIMALS, Fitted, Reader, evidence, fit
from toolkit.domain.codebook import Direction
from toolkit.domain.codings import NO_DIRECTION
from toolkit.errors import InputError
from toolkit.i18n import _

EVIDENCE_WEIGHT = 0.5
SLOPE = 16.0
NEUTRAL = 0.185
"""Margin at which a text neither raises nor lowers the odds of a direction."""
NONE_BELOW = 0.15
"""Margin of the best direction under which a text belongs to none."""
POSSIBLE_FROM = 0.24
STRONG_FROM = 0.40
STRONG_LEAD = 0.10
"""Margin by which a strong direction leads the second."""
STRONG_PROBABILITY = 0.70
POSSIBLE_PROBABILITY = 0.40
EVIDENCE_BOUND = 0.9
"""Margins beyond it say no more."""


class Verdict(StrEnum):
    STRONG = "strong"
    POSSIBLE = "possible"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Ranked:
    direction_id: str
    score: float
    """Margin over ordinary talk for a text without codes, else log odds."""
    evidence: float
    """Margin over ordinary talk."""
    prior: float | None
    """By the codes' links, 0 to 1; None for a text without codes."""
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the directions are ranked as for one text."""

    row: int
    """Position of the text, from 0."""
    text: str
    direction: str
    """The best-ranked direction; `none` where the text is near to no direction."""
    score: float
    verdict: str
    ranked: tuple[tuple[str, float], ...]
    """Every direction with its score, best first."""
    candidates: tuple[Ranked, ...] = ()
    """The same with prior, evidence and verdict."""


def fit_readers(readers: Sequence[Reader], directions: Sequence[Direction]) -> tuple[Fitted, ...]:
    """Let every model learn the directions; worth keeping while the directions stay the same."""
    if len(directions) < 2:
        raise InputError(
            _("there are no policy directions to choose from."),
            code="no-directions",
            hint=_("Import them with: qct codebook import codebooks/policy-directions.yaml"),
        )
    return tuple(fit(reader, directions) for reader in readers)


def propose_texts(
    texts: Sequence[str],
    directions: Sequence[Direction],
    readers: Sequence[Reader] = (),
    *,
    fitted: Sequence[Fitted] = (),
    priors: Sequence[Mapping[str, float]] | None = None,
) -> list[Proposal]:
    """Rank the directions for each text, independently of the other texts.

    `priors`: for each text the probability of each direction by its codes, empty for a
    text without codes (see `prior.prior`). `fitted` saves learning the directions again.
    """
    learnt = fitted or fit_readers(readers, directions)
    margins = evidence(texts, directions, learnt)
    ids = [direction.id for direction in directions]
    return [
        propose_one(row, text, dict(zip(ids, margins[row].tolist(), strict=True)), prior)
        for row, (text, prior) in enumerate(zip(texts, priors or [{}] * len(texts), strict=True))
    ]


def propose_one(
    row: int, text: str, margins: Mapping[str, float], prior: Mapping[str, float]
) -> Proposal:
    """Combine evidence and prior for one text."""
    found = coded(margins, prior) if prior else uncoded(margins)
    best = found[0]
    near = max(margins.values()) >= NONE_BELOW or best.verdict is not Verdict.SILENT
    direction = best.direction_id if near and text.strip() else NO_DIRECTION
    return Proposal(
        row=row,
        text=text,
        direction=direction,
        score=best.score,
        verdict=best.verdict.value if direction != NO_DIRECTION else Verdict.SILENT.value,
        ranked=tuple((one.direction_id, one.score) for one in found),
        candidates=found,
    )


def uncoded(margins: Mapping[str, float]) -> tuple[Ranked, ...]:
    """By evidence alone; equal margins keep the directions' order."""
    order = sorted(margins, key=lambda one: -margins[one])
    lead = margins[order[0]] - margins[order[1]] if len(order) > 1 else math.inf
    return tuple(
        Ranked(
            direction_id=one,
            score=round(margins[one], DECIMALS),
            evidence=round(margins[one], DECIMALS),
            prior=None,
            verdict=by_margin(margins[one], lead if at == 0 else 0.0),
        )
        for at, one in enumerate(order)
    )


def by_margin(margin: float, lead: float) -> Verdict:
    if margin >= STRONG_FROM and lead >= STRONG_LEAD:
        return Verdict.STRONG
    return Verdict.POSSIBLE if margin >= POSSIBLE_FROM else Verdict.SILENT


def coded(margins: Mapping[str, float], prior: Mapping[str, float]) -> tuple[Ranked, ...]:
    """By the codes' links, moved by the text."""
    odds = {
        one: logit(prior.get(one, 0.0)) + EVIDENCE_WEIGHT * log_odds(margin)
        for one, margin in margins.items()
    }
    order = sorted(odds, key=lambda one: -odds[one])
    return tuple(
        Ranked(
            direction_id=one,
            score=round(odds[one], DECIMALS),
            evidence=round(margins[one], DECIMALS),
            prior=round(prior.get(one, 0.0), DECIMALS),
            verdict=by_probability(1 / (1 + math.exp(-odds[one])), margins[one]),
        )
        for one in order
    )


def by_probability(probability: float, margin: float) -> Verdict:
    """Strong takes both: likely by code and text together, and a text that is near at all.

    On 240 segments that a person had mapped, .85 of the strong ones were right, .79 without
    the second condition.
    """
    if probability >= STRONG_PROBABILITY and margin >= NONE_BELOW:
        return Verdict.STRONG
    return Verdict.POSSIBLE if probability >= POSSIBLE_PROBABILITY else Verdict.SILENT


def log_odds(margin: float) -> float:
    """Evidence in log odds against the base rate; bounded, as margins are."""
    return SLOPE * (max(-EVIDENCE_BOUND, min(EVIDENCE_BOUND, margin)) - NEUTRAL)


def logit(probability: float) -> float:
    held = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(held / (1 - held))
