"""Probabilities of candidates from how often candidates were right so far.

    P(code) = P(the passage gets a code of the family) softmax(score / T)

The first factor comes from `applying`. One temperature T of a family fits the answers so far: each
passage of an earlier interview, ranked without its own interview, is an answer, and it is right
where its first code is one of those that a person gave it.

    minimise  - sum [right log p + (1 - right) log(1 - p)] + (log T)^2 / (2 s^2),   s = .5

The sum is over passages with a code of the family. The penalty keeps T near 1 while there are few
answers. A code is strong from the smallest P on for which the 80 % lower bound of Clopper and
Pearson (1934) of the share of right answers, among all coded passages with at least this P, is .70
or more; a passage without a code of the family is a wrong answer there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.verdicts import is_shown

LEAST_ANSWERS = 60
"""Below so many passages with a code of the family no code is strong."""
STRONG_SHARE = 0.70
STRONG_LEVEL = 0.80
SPREAD = 0.5
"""Standard deviation of log T before there are answers."""
TEMPERATURES = (0.05, 20.0)
WORTH_A_LINE = 0.05
"""A second or third candidate is shown from this probability on."""
BY_CODE = 15
"""A code with so many strong answers of its own is judged by these as well."""


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How often candidates like this one were right, in earlier interviews."""

    right: int
    answers: int


@dataclass(frozen=True)
class Calibration:
    """The temperature of a family, the threshold of strong, and the answers they come from."""

    temperature: float = 1.0
    strong_from: float = float("inf")
    """Smallest probability of a strong candidate; infinite where none can be strong."""
    answers: int = 0
    """Passages with a code of the family that the temperature was fitted on."""
    confidence: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    """Probability of the first candidate of each coded passage so far, shape (passages,)."""
    right: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    first: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    """Column of the first candidate of each passage, of the codes that are offered."""
    shown: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Whether the candidates of each passage would have been shown."""

    def record(self, probability: float) -> TrackRecord:
        """How often first candidates with the verdict of this probability were right.

        Passages for which nothing would have been shown do not count.
        """
        strong = self.confidence >= self.strong_from
        same = strong if probability >= self.strong_from else self.shown & ~strong
        return TrackRecord(int(self.right[same].sum()), int(same.sum()))

    def fails(self, column: int) -> bool:
        """Whether a code is strong too often without being right.

        That is where it had 15 strong answers or more, and even the upper bound of its share of
        right ones is below .70.
        """
        own = (self.first == column) & (self.confidence >= self.strong_from)
        count, right = int(own.sum()), int(self.right[own].sum())
        if count < BY_CODE or right == count:
            return False
        from scipy.special import betaincinv

        return float(betaincinv(right + 1, count - right, STRONG_LEVEL)) < STRONG_SHARE


def probabilities(scores: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """The softmax of scores / temperature over the codes, shape (passages, codes)."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    result: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return result


def calibrate(
    scores: NDArray[np.float64],
    labels: NDArray[np.bool_],
    applies: NDArray[np.float64] | None = None,
    held: NDArray[np.bool_] | None = None,
) -> Calibration:
    """The calibration from answers so far: scores and human codes, each (passages, codes).

    `applies` has the chance of each passage to get a code of the family, shape (passages,); None
    says that this is certain. `held` has the codes that are not offered, shape (codes,): they
    compete with the others, and a passage that has no other code is a wrong answer.
    """
    own = labels.any(axis=1)
    offered = np.ones(scores.shape[1], dtype=bool) if held is None else ~held
    if not own.any() or scores.shape[1] < 2 or not offered.any():
        return Calibration()
    first = np.where(offered, scores, -np.inf).argmax(axis=1)
    rows = np.arange(len(labels))
    right = labels[rows, first]
    temperature = best_temperature(scores[own], right[own], first[own])
    chances = probabilities(scores, temperature)
    if applies is not None:
        chances *= applies[:, None]
    chances = np.where(offered, chances, 0.0)
    confidence = chances[rows, first]
    answers = int(own.sum())
    smallest = strong_from(confidence, right) if answers >= LEAST_ANSWERS else float("inf")
    return Calibration(temperature, smallest, answers, confidence, right, first, is_shown(chances))


def best_temperature(
    scores: NDArray[np.float64], right: NDArray[np.bool_], first: NDArray[np.intp]
) -> float:
    """The temperature with the smallest penalised loss, rounded to four decimals.

    `first` has the column of the first candidate of each passage, and `right` whether it was right.
    """
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(scores))

    def loss(log_temperature: float) -> float:
        chances = probabilities(scores, float(np.exp(log_temperature)))[rows, first]
        likely = np.clip(np.where(right, chances, 1 - chances), 1e-9, None)
        return float(-np.log(likely).sum() + log_temperature**2 / (2 * SPREAD**2))

    bounds = tuple(np.log(TEMPERATURES))
    return round(float(np.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x)), 4)


def strong_from(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The smallest probability from which a candidate is strong; infinite where there is none."""
    from scipy.special import betaincinv

    if len(right) < LEAST_ANSWERS:
        return float("inf")
    order = np.argsort(-confidence, kind="stable")
    count = np.arange(1, len(order) + 1)
    hits = np.cumsum(right[order])
    bounds = betaincinv(np.maximum(hits, 1), count - hits + 1, 1 - STRONG_LEVEL)
    low = np.where(hits > 0, bounds, 0.0)
    # Answers of equal probability stand or fall together.
    last = np.append(np.diff(confidence[order]) != 0, True)
    enough = np.flatnonzero((low >= STRONG_SHARE) & last)
    return float(confidence[order][enough[-1]]) if len(enough) else float("inf")
