"""Figures of a replay of confirmed directions, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.directions.coded.choice import Choice, choose, joined, losses
from toolkit.directions.coded.stages import (
    STAGES,
    Features,
    best_slope,
    log_odds_of,
    out_of_interview,
)
from toolkit.directions.coded.world import Bools, Matrix, chances_of, logits
from toolkit.directions.scale import POSSIBLE_FROM, calibration_error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COLUMNS = (
    "direction",
    "method",
    "segments",
    "yes",
    "log_loss",
    "f1",
    "hit_1",
    "hit_2",
    "ece",
    "ece_first",
    "strong",
    "strong_right",
    "set_coverage",
    "set_mean",
    "stage",
)
ALL = "all"
CHOSEN = "chosen"
MAP, TEXT = "map_only", "text_only"


@dataclass(frozen=True)
class Outcome:
    """Out-of-interview probabilities of the known segments by method, and what was chosen."""

    chances: dict[str, Matrix]
    by_stage: dict[int, Matrix]
    choice: Choice
    """The choice from all answers, by which new segments are proposed."""
    strong: Bools
    """Whether each direction of each known segment was strong, chosen without its interview."""
    in_set: Bools


def replay(features: Features, note: Callable[[int, int], None] | None = None) -> Outcome:
    """Every known segment predicted without the answers of its interview, in every way."""
    world = features.world
    known = np.flatnonzero(world.known)
    by_stage = {stage: out_of_interview(features, stage) for stage in STAGES}
    if note is not None:
        note(1, 2)
    chosen, strong = np.zeros(world.labels.shape), np.zeros(world.labels.shape, dtype=bool)
    in_set = np.zeros_like(strong)
    for number in world.groups:
        own = known[world.interviews[known] == number]
        others = known[world.interviews[known] != number]
        without = choose(world, by_stage, others)
        chosen[own] = joined(by_stage, without.stages)[own]
        strong[own] = chosen[own] >= np.array(without.strong_from)[None, :]
        in_set[own] = without.sets(chosen[own])
    chances = {MAP: _map_only(features), TEXT: _text_only(features)}
    chances |= {f"stage_{stage}": values for stage, values in by_stage.items()}
    chances[CHOSEN] = chosen
    if note is not None:
        note(2, 2)
    return Outcome(
        {name: values[known] for name, values in chances.items()},
        by_stage,
        choose(world, by_stage),
        strong[known],
        in_set[known],
    )


def _map_only(features: Features) -> Matrix:
    """The prior of the codes, with links corrected by the answers of other interviews."""
    world = features.world
    result = np.zeros(world.labels.shape)
    for number in world.groups:
        own = np.flatnonzero(world.known & (world.interviews == number))
        result[own] = world.prior(own, (number,))
    return result


def _text_only(features: Features) -> Matrix:
    """The evidence of the text beside base rates, with a slope fitted to other interviews."""
    world = features.world
    evidence = log_odds_of(world.learnt_margins, world.slope)
    result = np.zeros(world.labels.shape)
    for number in world.groups:
        own = np.flatnonzero(world.known & (world.interviews == number))
        others = np.flatnonzero(world.known & (world.interviews != number))
        rates = logits((world.labels[others].sum(axis=0) + 0.6) / (len(others) + 4.0))
        slope = best_slope(rates + evidence[others], world.labels[others]) if len(others) else 1.0
        result[own] = chances_of(slope * (rates + evidence[own]))
    return result


def rows_of(
    outcome: Outcome, labels: Bools, ids: Sequence[str]
) -> list[tuple[str | float | int | None, ...]]:
    """The rows of the table: all directions together by method, then each direction."""
    rows: list[tuple[str | float | int | None, ...]] = []
    some = labels.any(axis=1)
    for name, chances in outcome.chances.items():
        order = np.argsort(-chances, axis=1, kind="stable")
        at = np.arange(len(labels))
        first = order[:, 0]
        hits = np.take_along_axis(labels, order, axis=1)
        is_chosen = name == CHOSEN
        scores = [f1_of(chances[:, column], labels[:, column]) for column in range(len(ids))]
        real = [score for score in scores if score is not None]
        rows.append(
            (
                ALL,
                name,
                len(labels),
                int(labels.sum()),
                float(losses(chances, labels).mean()),
                sum(real) / len(real) if real else None,
                share(np.asarray(hits[some, :1].any(axis=1))),
                share(np.asarray(hits[some, :2].any(axis=1))),
                calibration_error(chances.ravel(), labels.ravel()),
                calibration_error(chances[at, first], labels[at, first]),
                int(outcome.strong.sum()) if is_chosen else None,
                share(labels[outcome.strong]) if is_chosen else None,
                share(outcome.in_set[labels]) if is_chosen else None,
                float(outcome.in_set.sum(axis=1).mean()) if is_chosen else None,
                None,
            )
        )
    for column, direction in enumerate(ids):
        for name, chances in outcome.chances.items():
            own, truth = chances[:, column], labels[:, column]
            is_chosen = name == CHOSEN
            strong = outcome.strong[:, column]
            rows.append(
                (
                    direction,
                    name,
                    len(labels),
                    int(truth.sum()),
                    float(losses(chances, labels)[:, column].mean()),
                    f1_of(own, truth),
                    None,
                    None,
                    calibration_error(own, truth),
                    None,
                    int(strong.sum()) if is_chosen else None,
                    share(truth[strong]) if is_chosen else None,
                    share(outcome.in_set[truth, column]) if is_chosen else None,
                    None,
                    outcome.choice.stages[column] if is_chosen else None,
                )
            )
    return rows


def f1_of(chances: Matrix, truth: Bools) -> float | None:
    """F1 of proposing a direction from .35 on; None where no segment belongs to it."""
    if not truth.any():
        return None
    proposed = chances >= POSSIBLE_FROM
    return float(2 * (proposed & truth).sum() / (proposed.sum() + truth.sum()))


def share(values: Bools) -> float | None:
    """The share of true values; None of none."""
    return float(values.mean()) if len(values) else None
