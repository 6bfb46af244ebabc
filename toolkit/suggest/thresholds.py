"""How loudly a candidate may be offered: strong, possible, or not at all.

A code stays silent until it has 3 examples from 2 sources, unless its definition alone
is clearly ahead of every other code's; then it is `possible` at most. Among the open
ones the score and the lead over the next code decide; both are in standard deviations
over the codes of the passage.

The thresholds come from a replay on 768 English segments of 20 interviews and 40 codes,
each scored without its own interview, and were chosen on it: the best code is right in .39
of all, in .70 of the `strong` ones (a fifth of them) and in .21 of those kept silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.examples import CodeSet, ExampleSet
from toolkit.suggest.scorer import PRIOR_EXAMPLES, Scored, training

OFFERED = 3
"""Candidates shown at most."""
MIN_EXAMPLES = 3
MIN_SOURCES = 2
STRONG_SCORE = 3.0
STRONG_MARGIN = 0.6
"""By which the best must lead the second to be strong."""
POSSIBLE_SCORE = 2.0
"""That the best code must reach for anything to be possible."""
FOLLOWING_SCORE = 1.5
"""That the second and third must reach."""
ZERO_SHOT_SCORE = 2.0
ZERO_SHOT_MARGIN = 0.5
"""What a code without enough examples needs, by its definition, to be possible."""
NOVEL_PERCENTILE = 10
NOVEL_EXAMPLES = 10
"""Coded passages needed before "maybe a new code" can be said."""


class Verdict(StrEnum):
    STRONG = "strong"
    POSSIBLE = "possible"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Candidate:
    code_id: str
    rank: int
    score: float
    verdict: Verdict
    reason: str
    """Why it is not louder, for the detail pane; "" where nothing holds it back."""
    scored: Scored


def gate(scored: Scored) -> str:
    """Why the code may not be offered on its examples; "" when it may."""
    if scored.examples < MIN_EXAMPLES:
        return f"{scored.examples} of {MIN_EXAMPLES} examples"
    if scored.sources < MIN_SOURCES:
        return f"examples from {scored.sources} of {MIN_SOURCES} sources"
    return ""


def judge(ranking: Sequence[Scored], offered: int = OFFERED) -> tuple[Candidate, ...]:
    """The first `offered` of a ranking (best first), each with its verdict."""
    candidates = []
    for at, scored in enumerate(ranking[:offered]):
        following = ranking[at + 1].score if at + 1 < len(ranking) else float("-inf")
        near = ranking[0].score >= POSSIBLE_SCORE
        verdict, reason = verdict_of(scored, scored.score - following, near)
        candidates.append(
            Candidate(scored.code_id, scored.rank, scored.score, verdict, reason, scored)
        )
    return tuple(candidates)


def verdict_of(scored: Scored, lead: float, near: bool) -> tuple[Verdict, str]:
    """Only the first of a ranking can be strong.

    `lead`: score minus the next one's. `near`: whether the best code of the passage is
    near enough for anything to be said.
    """
    closed = gate(scored)
    if closed:
        first = scored.rank == 1
        ahead = first and scored.score >= ZERO_SHOT_SCORE and lead >= ZERO_SHOT_MARGIN
        return (Verdict.POSSIBLE if ahead else Verdict.SILENT), closed
    if scored.rank == 1 and scored.score >= STRONG_SCORE and lead >= STRONG_MARGIN:
        return Verdict.STRONG, ""
    if scored.score >= (POSSIBLE_SCORE if scored.rank == 1 else FOLLOWING_SCORE) and near:
        return Verdict.POSSIBLE, "" if scored.rank > 1 else "close to the next code"
    return Verdict.SILENT, "not near enough"


def novelty_threshold(codes: CodeSet, learnt: ExampleSet) -> float | None:
    """The similarity under which a passage may need a new code.

    The 10th percentile, over coded passages, of the cosine to their code's prototype
    built without them. None while fewer than 10 passages are coded.
    """
    everything = np.ones(len(learnt.examples), dtype=bool)
    groups, weights, rows = training(codes, learnt, everything)
    if len(rows) < NOVEL_EXAMPLES:
        return None
    vectors = learnt.vectors[rows].astype(np.float64)
    sums = unnormalised(codes, vectors, groups, weights)
    without = sums[groups] - weights[:, None] * vectors
    lengths = np.linalg.norm(without, axis=1)
    similarities = np.einsum("ij,ij->i", without, vectors) / np.maximum(lengths, 1e-9)
    return round(float(np.percentile(similarities, NOVEL_PERCENTILE)), 6)


def unnormalised(
    codes: CodeSet,
    vectors: NDArray[np.float64],
    groups: NDArray[np.intp],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Prototype sums before scaling, shape (codes, dim)."""
    sums = PRIOR_EXAMPLES * codes.meanings.astype(np.float64)
    np.add.at(sums, groups, weights[:, None] * vectors)
    return sums


def maybe_new(ranking: Sequence[Scored], threshold: float | None) -> bool:
    """Whether no code is as near as codes usually are to their own passages."""
    if threshold is None or not ranking:
        return False
    return max(scored.similarity for scored in ranking) < threshold
