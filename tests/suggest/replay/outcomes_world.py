"""Answers made by hand or by chance, for tests of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.suggest.replay.outcomes import NO_VERDICT, Outcomes, ranks_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def answers(
    ranks: Sequence[Sequence[int]],
    labels: Sequence[Sequence[int]],
    confidence: Sequence[float] | None = None,
    **fields: Any,
) -> Outcomes:
    """Answers with these ranks and labels; all in interview 0 and without verdicts by default."""
    count = len(ranks)
    shape = (count, len(ranks[0]) if count else 3)
    given: dict[str, Any] = {
        "method": "qct",
        "items": np.arange(count),
        "sources": np.zeros(count, dtype=np.intp),
        "verdicts": np.full(count, NO_VERDICT, dtype=np.int8),
        "novel": np.zeros(count, dtype=bool),
    }
    for name, value in fields.items():
        given[name] = np.array(value, dtype=given[name].dtype) if name != "method" else value
    return Outcomes(
        ranks=np.array(ranks, dtype=np.intp).reshape(shape),
        labels=np.array(labels, dtype=bool).reshape(shape),
        confidence=np.full(count, np.nan) if confidence is None else np.array(confidence, float),
        **given,
    )


def firsts(right: Sequence[bool], confidence: Sequence[float], **fields: Any) -> Outcomes:
    """Answers of two codes whose first candidate is right or wrong, with its confidence."""
    labels = [[int(hit), int(not hit)] for hit in right]
    return answers([[1, 2]] * len(labels), labels, confidence, **fields)


def simulated(
    seed: int,
    *,
    items: int = 200,
    codes: int = 6,
    sources: int = 10,
    skill: float = 1.0,
    confidence: bool = True,
) -> Outcomes:
    """Answers by chance: true codes get `skill` more of the normal scores."""
    chance = np.random.default_rng(seed)
    labels = chance.random((items, codes)) < 0.2
    labels[np.arange(items), chance.integers(0, codes, items)] = True
    scores = chance.normal(size=(items, codes)) + skill * labels
    return Outcomes(
        method="qct",
        items=np.arange(items),
        sources=np.sort(chance.integers(0, sources, items)),
        ranks=ranks_of(scores),
        labels=labels,
        confidence=chance.random(items) if confidence else np.full(items, np.nan),
        verdicts=chance.integers(0, 3, items).astype(np.int8),
        novel=chance.random(items) < 0.1,
    )
