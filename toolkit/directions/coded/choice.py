"""Which stage speaks for each direction, from which probability it is strong, and sets.

A later stage is taken for a direction where its log-loss on answers of interviews that it did not
know is smaller, and is smaller in enough of 1,000 resamples of the interviews: half of them for
stage 1, .90 for stages 2 and 3. Otherwise the plainer one stays.

A direction is strong from the smallest probability for which the 80 % lower bound of Clopper and
Pearson of the share of right ones is .70 or more, possible from .35.

A conformal set has every direction whose probability is at least q_c, the k-th smallest of those
of the segments that belong to it, with k = floor(.1 (n + 1)); so it misses a direction in
at most .1 of such segments where interviews are alike (Vovk et al. 2005, label-conditional). With
fewer than nine such segments, q_c is 0 and the direction is in each set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.directions.coded.stages import STAGES, is_open
from toolkit.directions.scale import POSSIBLE_FROM, bound_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.directions.coded.world import Bools, Ints, Matrix, World

RESAMPLES = 1_000
SURE = (0.0, 0.5, 0.9, 0.9)
"""Share of resamples in which a stage has to be better than the plainer one before it is taken.

Stage 1 has a single number of its own, so that it needs no more than to be better."""
LEAST_ANSWERS = 60
"""Below so many decided segments no direction is strong by these bounds."""
MISSED = 0.10
SMALL_SET = 2
"""A set of one or two directions can be confirmed with one key."""
TINY = 1e-6


@dataclass(frozen=True)
class Choice:
    """What was chosen from the answers so far."""

    stages: tuple[int, ...]
    """The stage of each direction."""
    strong_from: tuple[float, ...]
    """Smallest probability of a strong direction; infinite where there is none."""
    set_from: tuple[float, ...]
    """Smallest probability of a direction in a set."""

    def verdict(self, direction: int, chance: float) -> str:
        """`strong`, `possible` or `silent`."""
        if chance >= self.strong_from[direction]:
            return "strong"
        return "possible" if chance >= POSSIBLE_FROM else "silent"

    def sets(self, chances: Matrix) -> Bools:
        """Whether each direction is in the set of each segment."""
        result: Bools = chances >= np.array(self.set_from)[None, :]
        return result


def losses(chances: Matrix, labels: Bools) -> Matrix:
    """The log-loss of each segment and direction."""
    likely = np.clip(np.where(labels, chances, 1 - chances), TINY, 1.0)
    result: Matrix = -np.log(likely)
    return result


def by_interview(values: Matrix, interviews: Ints) -> Matrix:
    """Sums of the rows of each interview, and their number in the last column."""
    numbers = np.unique(interviews)
    place = np.searchsorted(numbers, interviews)
    whole = np.concatenate([values, np.ones((len(values), 1))], axis=1)
    result = np.zeros((len(numbers), whole.shape[1]))
    np.add.at(result, place, whole)
    return result


def choose(
    world: World, by_stage: Mapping[int, Matrix], rows: Ints | None = None, seed: int = 1
) -> Choice:
    """The choice from out-of-interview probabilities by stage, on these rows or all known ones."""
    kept = np.flatnonzero(world.known) if rows is None else rows
    labels, interviews = world.labels[kept], world.interviews[kept]
    count = world.labels.shape[1]
    stages = [0] * count
    if len(kept):
        draw = np.random.Generator(np.random.PCG64(seed))
        sums = {
            stage: by_interview(losses(chances[kept], labels), interviews)
            for stage, chances in by_stage.items()
        }
        size = len(next(iter(sums.values())))
        drawn = draw.multinomial(size, np.full(size, 1 / size), RESAMPLES)
        for direction in range(count):
            for stage in STAGES[1:]:
                if stage not in sums or not is_open(world, stage, direction):
                    continue
                gain = sums[stages[direction]][:, direction] - sums[stage][:, direction]
                if gain.sum() > 0 and float((drawn @ gain > 0).mean()) >= SURE[stage]:
                    stages[direction] = stage
    chances = joined(by_stage, stages)[kept]
    return Choice(
        tuple(stages),
        tuple(
            bound_from(chances[:, at], labels[:, at]) if len(kept) >= LEAST_ANSWERS else np.inf
            for at in range(count)
        ),
        tuple(set_from(chances[labels[:, at], at]) for at in range(count)),
    )


def joined(by_stage: Mapping[int, Matrix], stages: Sequence[int]) -> Matrix:
    """The probabilities of each direction by its own stage."""
    return np.stack([by_stage[stage][:, at] for at, stage in enumerate(stages)], axis=1)


def set_from(right: Matrix) -> float:
    """q_c from the probabilities that segments of the direction had; 0 with fewer than nine."""
    rank = int(np.floor(MISSED * (len(right) + 1)))
    return float(np.sort(right)[rank - 1]) if rank else 0.0


def route(size: int) -> str:
    """How a person decides: `one key` for a set of one or two directions, else `form`."""
    return "one key" if 0 < size <= SMALL_SET else "form"
