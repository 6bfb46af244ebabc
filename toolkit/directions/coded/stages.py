"""Four ways from codes and text to probabilities of directions, from plain to learnt.

    0  logit p = logit prior(links) + .5 ev                  nothing is learnt
    1  logit p = t (logit prior(links and answers) + .5 ev)  text with answers as examples
    2  logit p_c = a_c logit prior_c + w_c ev_c + b_c        weights of each direction
    3  as 2, with the evidence for all directions, 30 dimensions of the text, and the codes

ev = s (margin - NEUTRAL) is the evidence of the text in log odds. t, and the weights, have the
smallest log-loss on the answers of other interviews, with a penalty that holds them near those of
the stage before. Stage 3 takes the place of fine-tuned sentence models, which need torch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.directions.coded.world import chances_of, logits
from toolkit.directions.propose import EVIDENCE_BOUND, EVIDENCE_WEIGHT, NEUTRAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.directions.coded.world import Bools, Ints, Matrix, World

STAGES = (0, 1, 2, 3)
LEAST_YES = (0, 1, 8, 8)
"""Segments of a direction that a stage needs."""
LEAST_SEGMENTS = (0, 1, 60, 120)
LEAST_INTERVIEWS = (0, 2, 5, 5)
WEIGHT_SPREAD = 0.5
"""Standard deviation of the weights of stage 2 before there are answers."""
FINE_SPREAD = 0.25
"""That of the further weights of stage 3."""
DIMENSIONS = 30


def is_open(world: World, stage: int, direction: int) -> bool:
    """Whether there are enough answers for a stage of a direction."""
    yes = world.labels[:, direction]
    return (
        int(yes.sum()) >= LEAST_YES[stage]
        and world.size >= LEAST_SEGMENTS[stage]
        and len(world.groups) >= LEAST_INTERVIEWS[stage]
    )


def log_odds_of(margins: Matrix, slope: float) -> Matrix:
    """The evidence of the text in log odds."""
    result: Matrix = slope * (np.clip(margins, -EVIDENCE_BOUND, EVIDENCE_BOUND) - NEUTRAL)
    return result


class Features:
    """What the stages read of segments whose interviews are left out of every count."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.scheme = log_odds_of(world.scheme_margins, world.slope)
        self.learnt = log_odds_of(world.learnt_margins, world.slope)
        self.text = reduced(world.vectors)

    def sums(self, rows: Ints, without: tuple[int, ...] = ()) -> Matrix:
        """The sum of stage 1 for these rows, before its slope."""
        prior = logits(self._prior(rows, without))
        result: Matrix = prior + EVIDENCE_WEIGHT * self.learnt[rows]
        return result

    def _prior(self, rows: Ints, without: tuple[int, ...]) -> Matrix:
        """Priors of rows without the interviews `without`; of known rows also without their own."""
        result = np.zeros((len(rows), self.world.labels.shape[1]))
        known = self.world.known[rows]
        if not known.all():
            result[~known] = self.world.prior(rows[~known], without)
        for number in sorted({int(at) for at in self.world.interviews[rows[known]]}):
            own = known & (self.world.interviews[rows] == number)
            result[own] = self.world.prior(rows[own], (number, *without))
        return result

    def plain(self, rows: Ints) -> Matrix:
        """Log odds of stage 0."""
        prior = logits(self.world.prior(rows, learns=False))
        result: Matrix = prior + EVIDENCE_WEIGHT * self.scheme[rows]
        return result

    def weighted(self, rows: Ints, without: tuple[int, ...], direction: int) -> Matrix:
        """The columns of stage 2: the prior and the evidence of a direction."""
        prior = logits(self._prior(rows, without))[:, direction]
        return np.stack([prior, self.scheme[rows, direction]], axis=1)

    def fine(self, rows: Ints, without: tuple[int, ...], direction: int) -> Matrix:
        """The columns of stage 3; the first two are those of stage 2."""
        return np.concatenate(
            [
                self.weighted(rows, without, direction),
                self.scheme[rows] / 4.0,
                self.text[rows],
                self.world.codes[rows].astype(float),
            ],
            axis=1,
        )


def reduced(vectors: Matrix) -> Matrix:
    """The texts in the 30 dimensions in which they differ most, of about unit spread.

    The sign of a dimension makes its largest weight positive, so that it is the same everywhere.
    """
    if not len(vectors) or not vectors.shape[1]:
        return np.zeros((len(vectors), 0))
    middle = vectors - vectors.mean(axis=0)
    left, sizes, right = np.linalg.svd(middle, full_matrices=False)
    kept = min(DIMENSIONS, int((sizes > 1e-8).sum()))
    signs = np.sign(right[np.arange(kept), np.abs(right[:kept]).argmax(axis=1)])
    spread = np.sqrt(max(len(vectors) - 1, 1))
    result: Matrix = np.round(left[:, :kept] * signs * spread * sizes[:kept] / sizes[0], 6)
    return result


def predict(
    features: Features, stage: int, train: Ints, test: Ints, without: tuple[int, ...] = ()
) -> Matrix:
    """Probabilities of the test rows by a stage that learnt from the training rows.

    The test rows are of the interviews `without`, or there are none of those.
    """
    world = features.world
    if stage == 0 or not len(train):
        return chances_of(features.plain(test))
    if stage == 1:
        slope = best_slope(features.sums(train, without), world.labels[train])
        return chances_of(slope * features.sums(test, without))
    columns = features.weighted if stage == 2 else features.fine
    result = np.zeros((len(test), world.labels.shape[1]))
    for direction in range(world.labels.shape[1]):
        weights = fit_weights(columns(train, without, direction), world.labels[train, direction])
        rows = columns(test, without, direction)
        result[:, direction] = chances_of(rows @ weights[:-1] + weights[-1])
    return result


def best_slope(sums: Matrix, labels: Bools) -> float:
    """t with the smallest penalised log-loss: (log t)^2 / (2 .5^2) is added to the loss."""
    from scipy.optimize import minimize_scalar

    truth = labels.astype(float)

    def loss(log_slope: float) -> float:
        odds = float(np.exp(log_slope)) * sums
        likely = np.logaddexp(0.0, odds) - truth * odds
        return float(likely.sum()) + log_slope**2 / (2 * WEIGHT_SPREAD**2)

    best = minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x
    return round(float(np.exp(best)), 4)


def fit_weights(columns: Matrix, labels: Bools) -> Matrix:
    """Weights and constant of a logistic regression, penalised towards (1, .5, 0, ...).

    The constant is not penalised beyond a standard deviation of 2. Newton's method with 30 steps
    at most; the loss is convex.
    """
    count = columns.shape[1] + 1
    centre = np.zeros(count)
    centre[:2] = (1.0, EVIDENCE_WEIGHT)
    precision = np.full(count, FINE_SPREAD**-2)
    precision[:2], precision[-1] = WEIGHT_SPREAD**-2, 0.25
    rows = np.concatenate([columns, np.ones((len(columns), 1))], axis=1)
    truth = labels.astype(float)
    weights = centre.copy()
    for _step in range(30):
        likely = chances_of(rows @ weights)
        slope = rows.T @ (likely - truth) + precision * (weights - centre)
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(precision)
        move = np.linalg.solve(bend, slope)
        # A step of Newton's method may go too far where the loss is flat.
        move *= min(1.0, 5.0 / max(float(np.abs(move).max()), 1e-12))
        weights = weights - move
        if float(np.abs(move).max()) < 1e-8:
            break
    result: Matrix = weights
    return result


def out_of_interview(
    features: Features, stage: int, note: Callable[[int, int], None] | None = None
) -> Matrix:
    """Probabilities of every known segment by a stage that knows no answer of its interview.

    The rows of other segments are zero.
    """
    world = features.world
    result = np.zeros(world.labels.shape)
    for done, number in enumerate(world.groups, 1):
        test = np.flatnonzero(world.known & (world.interviews == number))
        train = np.flatnonzero(world.known & (world.interviews != number))
        result[test] = predict(features, stage, train, test, (number,))
        if note is not None:
            note(done, len(world.groups))
    return result
