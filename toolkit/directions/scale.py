"""Probabilities of directions for a text, from margins that were seen before.

    p_c = exp(s m_c) / (exp(s t) + sum over the directions of exp(s m_d))

m_c is the evidence for direction c, t the margin at which a text belongs to no direction as
probably as to one, and s the slope. Slope and t are fitted to sentences whose directions are known,
each by the models without it, by their log-loss:

    minimise  - mean log p(right) + (log s - log 16)^2 / (2 n .5^2)

A direction is strong from the smallest probability on for which the 80 % lower bound of Clopper
and Pearson (1934) of the share of right ones, among the sentences that were given to this direction
with at least that probability, is .70 or more, and never below .50.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

USUAL_SLOPE = 16.0
SPREAD = 0.5
"""Standard deviation of log s before anything is known."""
OWN_TALK = 0.65
"""Share of t that is kept where the only ordinary talk is that which the models were fitted to.

The models know its subjects, and other talk is less unlike the directions. Chosen on the
tuning half of tests/directions/probes_*.jsonl, for both languages together.
"""
STRONG_SHARE = 0.70
STRONG_LEVEL = 0.80
STRONG_LEAST = 0.50
"""A direction that is as likely wrong as right is never strong."""
POSSIBLE_FROM = 0.35
NONE_UNDER = 0.25
"""A direction is silent where none is as probable as this, or more."""
LEAST_ANSWERS = 15
"""Sentences that were given to a direction, from which on it is judged by them alone."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The slope and the thresholds of a scheme with its models."""

    slope: float
    none_at: float
    """Margin at which a text belongs to no direction as probably as to one."""
    strong_from: tuple[float, ...]
    """Smallest probability of a strong direction, by direction; infinite where none can be."""

    def chances(self, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities, shape (texts, directions + 1), from margins, shape (texts, directions).

        The last column is that of no direction.
        """
        return softmax(margins, self.slope, self.none_at)


def softmax(margins: NDArray[np.float64], slope: float, none_at: float) -> NDArray[np.float64]:
    """The probabilities of the directions and of none, shape (texts, directions + 1)."""
    heights = slope * np.concatenate([margins, np.full((len(margins), 1), none_at)], axis=1)
    raised = np.exp(heights - heights.max(axis=1, keepdims=True))
    result: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return result


def fit_scale(
    margins: NDArray[np.float64], labels: NDArray[np.intp], *, own_talk: bool = True
) -> Scale:
    """The scale from margins, shape (sentences, directions), and the right class of each sentence.

    The class after the directions stands for none. `own_talk` says that the sentences of no
    direction are those that the models were fitted to.
    """
    count = margins.shape[1]
    slope, none_at = _fit(margins, labels)
    if own_talk:
        none_at = round(OWN_TALK * none_at, 4)
    # Ordinary talk that the models were fitted to is judged too well by them to be an answer.
    answers = labels < count if own_talk else np.ones(len(labels), dtype=bool)
    chances = softmax(margins[answers], slope, none_at)
    first = chances[:, :count].argmax(axis=1)
    confidence = chances[np.arange(len(first)), first]
    right = first == labels[answers]
    pooled = bound_from(confidence, right)
    return Scale(
        slope,
        none_at,
        tuple(
            bound_from(confidence[first == column], right[first == column])
            if (first == column).sum() >= LEAST_ANSWERS
            else pooled
            for column in range(count)
        ),
    )


def _fit(margins: NDArray[np.float64], labels: NDArray[np.intp]) -> tuple[float, float]:
    """Slope and t with the smallest penalised loss, rounded to four decimals.

    Without sentences these are the usual slope, and a t of 0.
    """
    from scipy.optimize import minimize

    if not len(labels):
        return USUAL_SLOPE, 0.0
    rows = np.arange(len(labels))

    def loss(values: NDArray[np.float64]) -> float:
        slope = float(np.exp(np.clip(values[0], -2.0, 6.0)))
        likely = softmax(margins, slope, float(values[1]))[rows, labels]
        fit = float(-np.log(np.maximum(likely, 1e-9)).mean())
        away = (values[0] - np.log(USUAL_SLOPE)) ** 2 / SPREAD**2 + values[1] ** 2
        return fit + float(away) / (2 * len(labels))

    best = minimize(loss, [np.log(USUAL_SLOPE), 0.2], method="Nelder-Mead").x
    return round(float(np.exp(np.clip(best[0], -2.0, 6.0))), 4), round(float(best[1]), 4)


def bound_from(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The smallest probability from which a direction is strong; infinite where there is none."""
    from scipy.stats import beta

    if not len(right):
        return float("inf")
    order = np.argsort(-confidence, kind="stable")
    count = np.arange(1, len(order) + 1)
    hits = np.cumsum(right[order])
    low = np.where(hits > 0, beta.ppf(1 - STRONG_LEVEL, np.maximum(hits, 1), count - hits + 1), 0.0)
    # Answers of equal probability stand or fall together.
    last = np.append(np.diff(confidence[order]) != 0, True)
    enough = np.flatnonzero((low >= STRONG_SHARE) & last)
    if not len(enough):
        return float("inf")
    return max(STRONG_LEAST, float(confidence[order][enough[-1]]))


def calibration_error(
    confidence: Sequence[float] | NDArray[np.float64],
    right: Sequence[bool] | NDArray[np.bool_],
    bins: int = 10,
) -> float | None:
    """The expected calibration error over bins of equal width (Guo et al. 2017); None without any.

    >>> calibration_error([0.9, 0.9, 0.1], [True, True, False])
    0.1
    """
    sure, hits = np.asarray(confidence, dtype=float), np.asarray(right, dtype=float)
    if not len(sure):
        return None
    bin_of = np.minimum((sure * bins).astype(int), bins - 1)
    total = sum(
        abs(float(sure[bin_of == number].sum() - hits[bin_of == number].sum()))
        for number in np.unique(bin_of).tolist()
    )
    return round(total / len(sure), 4)
