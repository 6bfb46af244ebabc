"""The candidates of a group of codes for a passage, each with a probability and a verdict.

A list of candidates is silent where its codes together are right with a probability below .30, and
so is a second or third candidate below .05. The first candidate is strong as `calibration` says,
where its code has 3 examples from 2 interviews; in all other cases a candidate is possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.suggest.calibration import LEAST_ANSWERS, WORTH_A_LINE, TrackRecord
from toolkit.suggest.closeness import capped_weights, sums_of
from toolkit.suggest.family_model import MIN_EXAMPLES, MIN_SOURCES
from toolkit.suggest.verdicts import is_shown, offered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.suggest.code_model import Answers, CodeModel
    from toolkit.suggest.coded import Coded
    from toolkit.suggest.family_model import FamilyModel
    from toolkit.suggest.passage import Passage

NOVEL_PERCENTILE = 10
NOVEL_EXAMPLES = 10
"""Coded passages of other interviews needed before a new code can be suggested."""


class SuggestionVerdict(StrEnum):
    """How certainly a code is offered; a silent code is not shown."""

    STRONG = "strong"
    POSSIBLE = "possible"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that may be offered for a passage."""

    column: int
    """Column of the code in the group."""
    rank: int
    """Rank from 1 among the codes of the group that are offered."""
    probability: float
    """Share of coded passages like this one that get the code; an assumption while fewer than 60
    passages have a code of the group."""
    verdict: SuggestionVerdict
    reason: str
    """What holds the verdict back; empty where nothing does. It is stored, and therefore in
    English; screens translate it."""
    record: TrackRecord | None
    """How often first candidates of this verdict were right; None while that is not known."""
    examples: int
    sources: int
    """Number of examples of the code, and of the interviews that they come from."""
    prototype: float
    lexical: float
    recency: float
    learned: float
    """The parts of the score: see `family_model`."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates for a passage, best first, and how near the nearest code is."""

    candidates: tuple[Candidate, ...]
    is_novel: bool
    """Whether no code is as near as codes usually are to their own passages."""


def rank(
    model: CodeModel,
    passage: Passage,
    terms: Any,
    coded: Coded,
    own: NDArray[np.intp],
    most: int | None,
) -> tuple[Ranking, ...]:
    """The candidates of every family of the model.

    Parameters
    ----------
    terms
        The TF-IDF row of the passage as a sparse matrix, shape (1, terms).
    coded, own
        All coded passages, and the rows of those of the same interview that are apart from this
        one. They count as examples, and those before the passage for recency.
    most
        Number of candidates at most; None for one in a family of up to six codes, else three.
    """
    weights = coded.weights[own]
    one_source = np.zeros(len(own), dtype=np.intp)
    sums = sums_of(capped_weights(weights, one_source), coded.vectors[own], coded.terms[own])
    recency = coded.recent(own, passage.span.start)[None, :]
    answers = model.answers(passage.vector[None, :], terms, recency, sums)
    given = (weights > 0).sum(axis=0)
    return tuple(
        _ranking(family, answer, np.stack([given, given > 0])[:, family.columns], most)
        for family, answer in zip(model.families, answers, strict=True)
    )


def _ranking(
    model: FamilyModel, answer: Answers, own: NDArray[np.intp], most: int | None
) -> Ranking:
    """The candidates of a family; `own` counts the examples of the same interview, (2, codes)."""
    features, chances = answer.features, answer.chances
    order = np.lexsort((np.arange(chances.shape[1]), -answer.scores[0]))
    shown = bool(is_shown(model.offered(chances))[0])
    counts = model.counts + own
    candidates = []
    count = offered(len(order)) if most is None else most
    allowed = [column for column in order.tolist() if model.offers(column)]
    for at, column in enumerate(allowed[:count]):
        probability = float(chances[0, column])
        support = tuple(counts[:, column].tolist())
        verdict, reason = judge(model, column, at + 1, probability, shown, support)
        calibration = model.calibration
        known = calibration.answers >= LEAST_ANSWERS and at == 0 and shown
        candidates.append(
            Candidate(
                column=column,
                rank=at + 1,
                probability=round(probability, 4),
                verdict=verdict,
                reason=reason,
                record=calibration.record(probability) if known else None,
                examples=support[0],
                sources=support[1],
                prototype=round(float(features.prototype[0, column]), 4),
                lexical=round(float(features.lexical[0, column]), 4),
                recency=round(float(features.recency[0, column]), 4),
                learned=round(float(features.learned[0, column]), 4),
            )
        )
    nearest = float(features.prototype[0].max(initial=0.0))
    return Ranking(tuple(candidates), is_novel(model, nearest))


def judge(
    model: FamilyModel,
    column: int,
    rank_: int,
    probability: float,
    shown: bool,
    support: tuple[int, ...],
) -> tuple[SuggestionVerdict, str]:
    """The verdict of a candidate, and what holds it back.

    `support` has the number of examples of its code and of their interviews.
    """
    if not shown or (rank_ > 1 and probability < WORTH_A_LINE):
        return SuggestionVerdict.SILENT, "not likely enough"
    examples, sources = support
    if examples < MIN_EXAMPLES:
        return SuggestionVerdict.POSSIBLE, f"{examples} of {MIN_EXAMPLES} examples"
    if sources < MIN_SOURCES:
        return SuggestionVerdict.POSSIBLE, f"examples from {sources} of {MIN_SOURCES} interviews"
    if model.calibration.answers < LEAST_ANSWERS:
        answers = model.calibration.answers
        return SuggestionVerdict.POSSIBLE, f"{answers} of {LEAST_ANSWERS} earlier answers"
    if rank_ > 1:
        return SuggestionVerdict.POSSIBLE, ""
    if probability < model.calibration.strong_from:
        return SuggestionVerdict.POSSIBLE, "not likely enough to be strong"
    if model.calibration.fails(column):
        return SuggestionVerdict.POSSIBLE, "this code was often wrong when it was strong"
    return SuggestionVerdict.STRONG, ""


def is_novel(model: FamilyModel, nearest: float) -> bool:
    """Whether a passage may need a new code.

    `nearest` is the largest cosine to the prototype of a code. The threshold is the 10th percentile
    of the cosines of coded passages to their own code without their interview.
    """
    if len(model.nearness) < NOVEL_EXAMPLES:
        return False
    return nearest < float(np.percentile(model.nearness, NOVEL_PERCENTILE))
