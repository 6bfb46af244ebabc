"""Figures of a ranking of codes against human codes.

Every function takes the answers of one method. For several orders of the interviews pass
`outcomes.pooled(...)`: a figure is then over the answers of all orders together. A figure of no
answers is NaN.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.suggest.replay.outcomes import NO_VERDICT, SILENT, STRONG, Outcomes
from toolkit.suggest.replay.proportions import LEVEL, Share, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MANUAL_SECONDS = 2.6
"""Seconds in which a person picks a code by hand: c_m of the effort model."""
GLANCE_SECONDS = 0.7
"""Seconds in which a person looks at the candidates: c_v of the effort model."""
PICK_SECONDS = 0.3
"""Seconds in which a person takes one of the candidates: c_p of the effort model."""


def hit_at(outcomes: Outcomes, k: int) -> float:
    """The share of answers with a true code among the first `k` candidates.

    hit@k = mean of 1[r <= k], r the best rank of any true code. For one code an item it is
    `sklearn.metrics.top_k_accuracy_score`.
    """
    return _mean(outcomes.own().hit(k))


def recall_at(outcomes: Outcomes, k: int) -> float:
    """The mean share of an item's true codes that are among the first `k` candidates.

    recall@k = mean of |first k and true| / |true|: Manning, Raghavan & Schütze (2008),
    Introduction to Information Retrieval, section 8.4.
    """
    outcomes = outcomes.own()
    true = outcomes.labels.sum(axis=1)
    return _mean((outcomes.labels & (outcomes.ranks <= k)).sum(axis=1) / np.maximum(true, 1))


def mean_reciprocal_rank(outcomes: Outcomes) -> float:
    """The mean of 1 / r, r the best rank of any true code.

    Voorhees (1999), The TREC-8 question answering track report. It differs from
    `sklearn.metrics.label_ranking_average_precision_score`, which averages over the true codes.
    """
    return _mean(1 / outcomes.own().best_rank)


def macro_hit(outcomes: Outcomes, k: int = 3) -> float:
    """The mean over codes of the share of the code's items that have it among the first `k`.

    Codes without any item do not count. A code gets no credit for another code of its items, so
    that rare codes show. For one code an item and k = 1 it is `sklearn.metrics.recall_score` with
    average="macro" over the codes that occur.
    """
    items = outcomes.labels.sum(axis=0)
    hits = (outcomes.labels & (outcomes.ranks <= k)).sum(axis=0)
    return _mean(hits[items > 0] / items[items > 0])


def novelty_rate(outcomes: Outcomes) -> float:
    """The share of answers whose item has only codes that were not seen earlier.

    1 minus it is the ceiling of any method that offers seen codes alone.
    """
    return _mean(outcomes.own().novel)


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of similar confidence."""

    count: int
    confidence: float
    """Mean probability that the first candidate is right."""
    right: float
    """Share of answers whose first candidate is right."""
    low: float
    high: float
    """Clopper-Pearson 95 % interval of `right`, its count rounded to whole answers."""


def reliability(outcomes: Outcomes, bins: int = 10) -> tuple[Bin, ...]:
    """The reliability table: bins with equally many answers, by rising confidence.

    Answers without confidence are left out; with fewer answers than bins there are fewer bins.
    Where a bin's edge cuts through answers of equal confidence, each of them counts as right to
    the share in which they all are, so that the order of the items changes nothing.
    Source: Nguyen & O'Connor (2015), Posterior calibration and exploratory analysis for natural
    language processing models (adaptive binning); DeGroot & Fienberg (1983) for the diagram.
    """
    confidence, right = _by_confidence(outcomes)
    table = []
    for rows in np.array_split(np.arange(len(right)), min(bins, len(right)) or 1):
        if count := len(rows):
            mean = float(right[rows].mean())
            share = share_of(round(mean * count), count)
            table.append(Bin(count, float(confidence[rows].mean()), mean, share.low, share.high))
    return tuple(table)


def calibration_error(outcomes: Outcomes, bins: int = 10) -> float:
    """The expected calibration error of the first candidate's confidence, with equal-mass bins.

    ECE = sum over bins of n_b / n |right_b - confidence_b|: Naeini, Cooper & Hauskrecht (2015) and
    Guo, Pleiss, Sun & Weinberger (2017), with the bins of `reliability`. Even perfect probabilities
    p give about sqrt(2/pi) mean sqrt(p (1 - p) / n_b), which falls with more answers.
    """
    table = reliability(outcomes, bins)
    total = sum(row.count for row in table)
    if not total:
        return math.nan
    return sum(row.count * abs(row.right - row.confidence) for row in table) / total


def brier(outcomes: Outcomes) -> float:
    """The mean squared difference of the first candidate's confidence and whether it is right.

    Brier (1950) for two classes, right and wrong: `sklearn.metrics.brier_score_loss`.
    """
    known = ~np.isnan(outcomes.confidence)
    return _mean((outcomes.confidence[known] - outcomes.right[known]) ** 2)


def log_loss(outcomes: Outcomes) -> float:
    """The mean of -ln of the probability given to what came true, right or wrong.

    Good (1952). Probabilities are kept 2.2e-16 away from 0 and 1, as `sklearn.metrics.log_loss`
    keeps them.
    """
    known = ~np.isnan(outcomes.confidence)
    least = float(np.finfo(np.float64).eps)
    given = np.clip(outcomes.confidence[known], least, 1 - least)
    return _mean(-np.log(np.where(outcomes.right[known], given, 1 - given)))


def accuracy_at_coverage(
    outcomes: Outcomes, coverages: Sequence[float] = (0.10, 0.25, 0.50, 1.0)
) -> tuple[float, ...]:
    """How often the first candidate is right among the surest 10, 25, 50 and 100 % of answers.

    A coverage c of n answers takes the ceil(c n) surest (El-Yaniv & Wiener 2010). Among answers
    of equal confidence it is the value expected in random order.
    """
    right = _by_confidence(outcomes)[1][::-1]
    sums = np.cumsum(right)
    counts = [math.ceil(round(share * len(right), 9)) for share in coverages]
    return tuple(float(sums[count - 1]) / count if count else math.nan for count in counts)


def risk_coverage_area(outcomes: Outcomes) -> float:
    """AURC: the mean over i of the share of wrong first candidates among the i surest answers.

    Geifman, Uziel & El-Yaniv (2019), Bias-reduced uncertainty estimation for deep neural
    classifiers. 0 is perfect; an order by chance gives the share of wrong answers.
    """
    right = _by_confidence(outcomes)[1][::-1]
    return _mean(1 - np.cumsum(right) / np.arange(1, len(right) + 1))


@dataclass(frozen=True, slots=True)
class VerdictFigures:
    """How often a verdict is given, and how often the first candidate is right under it."""

    given: Share
    """Answers with the verdict among those with any, of passages with a code of the family."""
    right: Share
    """Right first candidates among answers with the verdict, of all passages."""


def verdict_figures(outcomes: Outcomes, verdict: int) -> VerdictFigures:
    """The share and the precision of a verdict, each with its Clopper-Pearson 95 % interval.

    The interval takes the answers for independent: it is meant for one order of the interviews.
    """
    judged = (outcomes.verdicts != NO_VERDICT) & outcomes.applies
    rows = outcomes.verdicts == verdict
    return VerdictFigures(
        share_of(int((rows & judged).sum()), int(judged.sum()), LEVEL),
        share_of(int(outcomes.right[rows].sum()), int(rows.sum()), LEVEL),
    )


def strong_figures(outcomes: Outcomes) -> VerdictFigures:
    """How often the first candidate is strong, and how often it is right then."""
    return verdict_figures(outcomes, STRONG)


def silent_figures(outcomes: Outcomes) -> VerdictFigures:
    """How often nothing is shown, and how often the first candidate would have been right then."""
    return verdict_figures(outcomes, SILENT)


@dataclass(frozen=True, slots=True)
class Effort:
    """What candidates save of the time in which a person finds codes by hand."""

    shown: int
    """Answers that are shown, which are all but the silent ones."""
    hits: float
    """Share of shown answers with a true code among the first `k`, NaN where none is shown."""
    saved: float
    """Saved share of the time of shown answers; below 0 where candidates cost more time."""
    break_even: float
    """The share of hits from which on time is saved."""


def effort(
    outcomes: Outcomes,
    *,
    k: int = 3,
    manual: float = MANUAL_SECONDS,
    glance: float = GLANCE_SECONDS,
    pick: float = PICK_SECONDS,
) -> Effort:
    """The effort model of candidates, on answers that are shown.

    saved = 1 - (c_v + h c_p + (1 - h) c_m) / c_m with h = hit@k on shown answers. It follows
    the keystroke-level model (Card, Moran & Newell 1980); the seconds are constants of the
    model, not measured: pass the medians of a project where it has them.

    Parameters
    ----------
    manual, glance, pick
        c_m, c_v and c_p in seconds: to pick a code by hand, to look at the candidates, and to
        take one of them.
    """
    shown = outcomes.verdicts != SILENT
    hits = _mean(outcomes.hit(k)[shown])
    saved = 1 - (glance + hits * pick + (1 - hits) * manual) / manual
    return Effort(int(shown.sum()), hits, saved, glance / (manual - pick))


@dataclass(frozen=True, slots=True)
class Labour:
    """A point of the labour curve."""

    by_hand: float
    """Share of the passages that a person codes by hand, the least sure ones."""
    right: float
    """Share of all passages with a right code, where the person is right."""
    at_random: float
    """The same where the passages for the person are drawn by chance."""


def labour_curve(outcomes: Outcomes, steps: int = 20) -> tuple[Labour, ...]:
    """How right all codes are if a person codes the least sure passages and a machine the rest.

    The machine's code is its first candidate, and a person's code counts as right. It is
    the selective risk of El-Yaniv & Wiener (2010) with the refused items answered by a person.
    Passages without confidence go to the person first; where all lack it, the curve is empty.

    Returns
    -------
    `steps` + 1 points from no passage by hand to all of them.
    """
    outcomes = outcomes.own()
    total = len(outcomes)
    if not total or np.isnan(outcomes.confidence).all():
        return ()
    unknown = np.isnan(outcomes.confidence)
    surest = _by_confidence(outcomes)[1][::-1]
    unsure = np.full(int(unknown.sum()), _mean(outcomes.right[unknown]))
    sums = np.cumsum(np.concatenate([[0.0], surest, unsure]))
    points = []
    for step in range(steps + 1):
        hand = math.floor(total * step / steps + 0.5)
        points.append(
            Labour(
                hand / total,
                float(sums[total - hand] + hand) / total,
                float(sums[total] * (total - hand) / total + hand) / total,
            )
        )
    return tuple(points)


@dataclass(frozen=True, slots=True)
class Learned:
    """A point of the learning curve."""

    earlier: int
    """Number of interviews that were coded earlier."""
    count: int
    """Answers at this point, over all orders together."""
    hits: float
    """Share of them with a true code among the first `k` candidates."""


def learning_curve(
    outcomes: Sequence[Outcomes], orders: Sequence[NDArray[np.intp]], k: int
) -> tuple[Learned, ...]:
    """hit@k by the number of interviews that were coded earlier, over one or more orders.

    Parameters
    ----------
    outcomes
        The answers of one method, an entry for each order.
    orders
        The numbers of all interviews in each order, the first coded one first.

    Raises
    ------
    ValueError
        There is not one order for each entry, or an answer's interview is not in its order.
    """
    counts: dict[int, list[int]] = {}
    for whole, order in zip(outcomes, orders, strict=True):
        part = whole.own()
        earlier = earlier_interviews(part, order)
        for number in np.unique(earlier).tolist():
            rows = earlier == number
            seen = counts.setdefault(number, [0, 0])
            seen[0] += int(rows.sum())
            seen[1] += int(part.hit(k)[rows].sum())
    return tuple(
        Learned(number, count, hits / count) for number, (count, hits) in sorted(counts.items())
    )


def earlier_interviews(outcomes: Outcomes, order: NDArray[np.intp]) -> NDArray[np.intp]:
    """The number of interviews before that of each answer, shape (answers,).

    Raises
    ------
    ValueError
        An answer's interview is not in the order.
    """
    places = {int(source): at for at, source in enumerate(order.tolist())}
    missing = sorted(set(outcomes.sources.tolist()) - places.keys())
    if missing:
        raise ValueError(f"interview {missing[0]} is not in the order of the interviews")
    return np.array([places[source] for source in outcomes.sources.tolist()], dtype=np.intp)


def _by_confidence(outcomes: Outcomes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Known confidences, rising, and whether each answer is right: among answers of equal
    confidence the share of right ones."""
    known = ~np.isnan(outcomes.confidence)
    confidence, groups, counts = np.unique(
        outcomes.confidence[known], return_inverse=True, return_counts=True
    )
    shares = np.bincount(groups, outcomes.right[known], len(counts)) / np.maximum(counts, 1)
    return np.repeat(confidence, counts), np.repeat(shares, counts)


def _mean(values: NDArray[np.generic]) -> float:
    return float(np.mean(values.astype(np.float64))) if values.size else math.nan
