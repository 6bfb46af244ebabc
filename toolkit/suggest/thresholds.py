"""Verdicts of suggestions: strong, possible or silent.

A code is silent until it has 3 examples from 2 sources, unless its definition alone is
clearly ahead of all other codes; then it is at most `possible`. For all other codes the score
and the lead over the next code decide; both are in standard deviations over the codes of the
passage.

The thresholds come from a replay on 768 English segments of 20 interviews and 40 codes,
each scored without its own interview, and were chosen on it: the best code is right in .39
of all, in .70 of the `strong` ones (a fifth of them) and in .21 of those kept silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from toolkit.suggest.scorer import PRIOR_EXAMPLES, Scored, training

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.suggest.examples import CodeSet, TrainingSet

OFFERED = 3
"""Most candidates that are offered."""
MIN_EXAMPLES = 3
MIN_SOURCES = 2
STRONG_SCORE = 3.0
STRONG_MARGIN = 0.6
"""Lead over the second code that a strong code needs."""
POSSIBLE_SCORE = 2.0
"""Score that the best code needs, so that any code is possible."""
FOLLOWING_SCORE = 1.5
"""Score that the second and third codes need."""
ZERO_SHOT_SCORE = 2.0
ZERO_SHOT_MARGIN = 0.5
"""Lead that a code without enough examples needs to be possible by its definition."""
NOVEL_PERCENTILE = 10
NOVEL_EXAMPLES = 10
"""Coded passages needed before a new code can be suggested."""


class SuggestionVerdict(StrEnum):
    """How certainly a code is offered; a silent code is not shown."""

    STRONG = "strong"
    POSSIBLE = "possible"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that may be offered for a passage, with its verdict."""

    code_id: str
    rank: int
    score: float
    verdict: SuggestionVerdict
    reason: str
    """Why the verdict is not stronger; empty where nothing holds it back. It is stored, and
    therefore in English; screens translate it."""
    scored: Scored


def gate(scored: Scored) -> str:
    """Why the code has too few examples to be offered; empty where it has enough."""
    if scored.examples < MIN_EXAMPLES:
        return f"{scored.examples} of {MIN_EXAMPLES} examples"
    if scored.sources < MIN_SOURCES:
        return f"examples from {scored.sources} of {MIN_SOURCES} sources"
    return ""


def judge(ranking: Sequence[Scored], offered: int = OFFERED) -> tuple[Candidate, ...]:
    """The first `offered` codes of a ranking (best first), each with its verdict."""
    candidates = []
    for at, scored in enumerate(ranking[:offered]):
        following = ranking[at + 1].score if at + 1 < len(ranking) else float("-inf")
        near = ranking[0].score >= POSSIBLE_SCORE
        verdict, reason = verdict_of(scored, scored.score - following, near)
        candidates.append(
            Candidate(scored.code_id, scored.rank, scored.score, verdict, reason, scored)
        )
    return tuple(candidates)


def verdict_of(scored: Scored, lead: float, near: bool) -> tuple[SuggestionVerdict, str]:
    """The verdict of a code, and the reason why it is not stronger.

    Only the first code of a ranking can be strong. `lead` is its score minus that of the next
    code. `near` is whether the best code of the passage is similar enough for any suggestion.
    """
    closed = gate(scored)
    if closed:
        first = scored.rank == 1
        ahead = first and scored.score >= ZERO_SHOT_SCORE and lead >= ZERO_SHOT_MARGIN
        return (SuggestionVerdict.POSSIBLE if ahead else SuggestionVerdict.SILENT), closed
    if scored.rank == 1 and scored.score >= STRONG_SCORE and lead >= STRONG_MARGIN:
        return SuggestionVerdict.STRONG, ""
    if scored.score >= (POSSIBLE_SCORE if scored.rank == 1 else FOLLOWING_SCORE) and near:
        return SuggestionVerdict.POSSIBLE, "" if scored.rank > 1 else "close to the next code"
    return SuggestionVerdict.SILENT, "not near enough"


def novelty_threshold(codes: CodeSet, training_set: TrainingSet) -> float | None:
    """The similarity below which a passage may need a new code.

    The 10th percentile, over coded passages, of the cosine to their code's prototype
    built without them. None while fewer than 10 passages are coded.
    """
    everything = np.ones(len(training_set.examples), dtype=bool)
    groups, weights, rows = training(codes, training_set, everything)
    if len(rows) < NOVEL_EXAMPLES:
        return None
    vectors = training_set.vectors[rows].astype(np.float64)
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
    """The sums of prototypes before scaling, shape (codes, dim)."""
    sums = PRIOR_EXAMPLES * codes.meanings.astype(np.float64)
    np.add.at(sums, groups, weights[:, None] * vectors)
    return sums


def maybe_new(ranking: Sequence[Scored], threshold: float | None) -> bool:
    """Whether no code is as similar as codes usually are to their own passages."""
    if threshold is None or not ranking:
        return False
    return max(scored.similarity for scored in ranking) < threshold
