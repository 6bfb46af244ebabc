"""Intervals of figures, and of differences of two methods, by drawing interviews again.

Passages of an interview resemble one another, so that interviews are drawn and not passages. A
figure is a ratio of sums over interviews; 2,000 resamples are then one product of matrices.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.replay.outcomes import STRONG, Outcomes

if TYPE_CHECKING:
    from collections.abc import Sequence

RESAMPLES = 2000
LEVEL = 0.95

Measure: TypeAlias = Callable[[Outcomes], tuple[NDArray[np.float64], NDArray[np.float64]]]
"""Value and weight of each answer, each of shape (answers, columns). The figure is the mean over
columns of (sum of values / sum of weights), without the columns that weigh nothing."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, or the difference of two, with its interval."""

    estimate: float
    low: float
    """NaN, as `high`, with fewer than two interviews."""
    high: float
    sources: int
    """Number of interviews that were drawn from."""
    answers: int
    """Answers that the figure rests on, over all orders together."""


def hits(k: int) -> Measure:
    """hit@k as a measure: see `metrics.hit_at`."""
    return partial(_hits, k=k)


def reciprocal_ranks(outcomes: Outcomes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The mean reciprocal rank as a measure: see `metrics.mean_reciprocal_rank`."""
    applies = outcomes.applies[:, None].astype(float)
    return applies / outcomes.best_rank[:, None], applies


def macro_hits(k: int = 3) -> Measure:
    """Macro hit@k as a measure: see `metrics.macro_hit`."""
    return partial(_macro_hits, k=k)


def right_when_strong(outcomes: Outcomes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share of strong first candidates that are right, as a measure."""
    strong = outcomes.verdicts == STRONG
    return (strong & outcomes.right)[:, None].astype(float), strong[:, None].astype(float)


def _hits(outcomes: Outcomes, k: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return outcomes.hit(k)[:, None].astype(float), outcomes.applies[:, None].astype(float)


def _macro_hits(outcomes: Outcomes, k: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return (outcomes.labels & (outcomes.ranks <= k)).astype(float), outcomes.labels.astype(float)


def interval(
    orders: Sequence[Outcomes],
    measure: Measure,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
    level: float = LEVEL,
) -> Interval:
    """The figure of a method, pooled over orders of the interviews, with its interval.

    The bootstrap draws as many interviews as there are, with replacement, the same ones in
    all orders (Davison & Hinkley 1997, Bootstrap Methods, section 3.8). The bounds are quantiles
    of the resampled figures at levels that are widened for few interviews: Phi(-t sqrt(n / (n -
    1))) with the t quantile at n - 1 degrees of freedom, the expanded percentile interval of
    Hesterberg (2015), The American Statistician 69(4):371-386.
    On simulated projects intervals of .95 contained the true value in .94 to .95 of 1,000 cases
    with 10, 16 or 28 interviews, in .93 with 6 and in .86 with 4.

    Parameters
    ----------
    orders
        The answers of one method, an entry for each order.
    resamples, seed, level
        How many resamples are drawn, the seed of the draws, and the level of the interval.
    """
    sources = _sources(orders)
    figures = _figures(orders, measure, _draws(sources, resamples, seed), sources)
    return _bounds(figures, sources, sum(map(len, orders)), level)


def difference(
    first: Sequence[Outcomes],
    second: Sequence[Outcomes],
    measure: Measure,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
    level: float = LEVEL,
) -> Interval:
    """The figure of the first method minus that of the second, with its paired interval.

    Only passages with a code of the family that both methods answered in the same order of
    interviews count, and each resample draws the same interviews for both, as `interval` does.

    Raises
    ------
    ValueError
        The methods have different numbers of orders, or a method answered an item twice in one.
    """
    pairs = [common(part.own(), other.own()) for part, other in zip(first, second, strict=True)]
    left, right = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    sources = _sources(left)
    draws = _draws(sources, resamples, seed)
    figures = _figures(left, measure, draws, sources) - _figures(right, measure, draws, sources)
    return _bounds(figures, sources, sum(map(len, left)), level)


def difference_of_interviews(
    first: Sequence[Outcomes],
    second: Sequence[Outcomes],
    measure: Measure,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
    level: float = LEVEL,
) -> Interval:
    """The figure of the first answers minus that of the second, which may be of other passages.

    Each resample draws the same interviews for both, so that the difference is paired by interview.
    """
    sources = np.union1d(_sources(first), _sources(second))
    draws = _draws(sources, resamples, seed)
    figures = _figures(first, measure, draws, sources) - _figures(second, measure, draws, sources)
    return _bounds(figures, sources, sum(map(len, (*first, *second))), level)


def common(first: Outcomes, second: Outcomes) -> tuple[Outcomes, Outcomes]:
    """The answers of both methods for the items that both answered, in the same order.

    Raises
    ------
    ValueError
        A method answered an item twice.
    """
    for outcomes in (first, second):
        if len(np.unique(outcomes.items)) < len(outcomes):
            raise ValueError(f"{outcomes.method} answered an item twice in one order")
    _both, left, right = np.intersect1d(
        first.items, second.items, assume_unique=True, return_indices=True
    )
    return first.at(left), second.at(right)


def _sources(orders: Sequence[Outcomes]) -> NDArray[np.intp]:
    """The numbers of the interviews with answers in any order."""
    parts = [part.sources for part in orders]
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.intp)


def _draws(sources: NDArray[np.intp], resamples: int, seed: int) -> NDArray[np.float64]:
    """How often each interview counts: once in the first row, then as drawn in each resample.

    Shape (1 + resamples, interviews).
    """
    count = len(sources)
    if not count:
        return np.zeros((1 + resamples, 0))
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(count, np.full(count, 1 / count), resamples)
    return np.concatenate([np.ones((1, count)), drawn])


def _figures(
    orders: Sequence[Outcomes],
    measure: Measure,
    draws: NDArray[np.float64],
    sources: NDArray[np.intp],
) -> NDArray[np.float64]:
    """The figure on the interviews themselves and in each resample, shape (1 + resamples,).

    NaN where no column of the measure weighs anything.
    """
    sums: list[NDArray[np.float64]] = []
    for part in orders:
        rows = np.searchsorted(sources, part.sources)
        pair = measure(part)
        if not sums:
            sums = [np.zeros((len(sources), values.shape[1])) for values in pair]
        for total, values in zip(sums, pair, strict=True):
            np.add.at(total, rows, values)
    if not sums:
        return np.full(len(draws), np.nan)
    values, weights = draws @ sums[0], draws @ sums[1]
    counted = weights > 0
    ratios = np.divide(values, weights, out=np.zeros_like(values), where=counted)
    columns = counted.sum(axis=1)
    figures: NDArray[np.float64] = np.full(len(draws), np.nan)
    np.divide(ratios.sum(axis=1), columns, out=figures, where=columns > 0)
    return figures


def _bounds(
    figures: NDArray[np.float64], sources: NDArray[np.intp], answers: int, level: float
) -> Interval:
    """The interval from the figure itself, the first entry, and those of the resamples."""
    count = len(sources)
    resampled = figures[1:][~np.isnan(figures[1:])]
    if count < 2 or not len(resampled):
        return Interval(float(figures[0]), math.nan, math.nan, count, answers)
    low, high = expanded_bounds(resampled, count, level)
    return Interval(float(figures[0]), low, high, count, answers)


def expanded_bounds(
    resampled: NDArray[np.float64], count: int, level: float = LEVEL
) -> tuple[float, float]:
    """The expanded percentile interval of Hesterberg (2015) from figures of `count` interviews."""
    from scipy.stats import norm, t

    tail = norm.cdf(t.ppf((1 - level) / 2, count - 1) * math.sqrt(count / (count - 1)))
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return float(low), float(high)
