"""The second table of a replay: how sure the answers are, and what candidates save."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from toolkit.suggest.replay import compare, metrics
from toolkit.suggest.replay.outcomes import pooled
from toolkit.suggest.replay.table import METHODS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.suggest.replay.outcomes import Outcomes

COLUMNS = (
    "family",
    "method",
    "answers",
    "recall_3",
    "novel",
    "mrr_low",
    "mrr_high",
    "macro_hit_3_low",
    "macro_hit_3_high",
    "brier",
    "log_loss",
    "right_at_10",
    "right_at_25",
    "right_at_50",
    "right_at_100",
    "aurc",
    "strong_right_low",
    "strong_right_high",
    "silent_share",
    "silent_right",
    "time_saved",
)


def further_rows(
    families: Mapping[str, Mapping[str, Sequence[Outcomes]]], *, seed: int = 0
) -> list[tuple[str | int | float | None, ...]]:
    """A row for each family and method, in the order of `COLUMNS`; docs/replay.md explains them.

    Parameters
    ----------
    families
        By family and method the answers, an entry for each order of the interviews.
    seed
        Seed of the resamples of interviews.

    Returns
    -------
    Rows over the answers of all orders together. A figure that does not exist is None: without
    probabilities there is none of how sure the answers are, without verdicts none of these.
    """
    return [
        _row(family, name, methods[name], seed)
        for family, methods in families.items()
        for name in METHODS
        if sum(map(len, methods.get(name, ())))
    ]


def _row(
    family: str, name: str, orders: Sequence[Outcomes], seed: int
) -> tuple[str | int | float | None, ...]:
    answers = pooled(orders)
    rank = compare.interval(orders, compare.reciprocal_ranks, seed=seed)
    macro = compare.interval(orders, compare.macro_hits(3), seed=seed)
    strong = compare.interval(orders, compare.right_when_strong, seed=seed)
    silent = metrics.silent_figures(answers)
    figures = (
        metrics.recall_at(answers, 3),
        metrics.novelty_rate(answers),
        rank.low,
        rank.high,
        macro.low,
        macro.high,
        metrics.brier(answers),
        metrics.log_loss(answers),
        *metrics.accuracy_at_coverage(answers),
        metrics.risk_coverage_area(answers),
        strong.low,
        strong.high,
        silent.given.value,
        silent.right.value,
        # Without verdicts nothing is left out, and the model of effort is about what is shown.
        metrics.effort(answers).saved if silent.given.total else math.nan,
    )
    return (family, name, len(answers), *(None if math.isnan(each) else each for each in figures))
