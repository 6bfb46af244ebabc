"""Whether a passage that gets a code gets a code of a family.

    P(family) = logistic(b_0 + b z),  z the seven parts below, each of mean 0 and variance 1

The parts are: what the ridge regression says of the family; the recent use of its codes and of all
other codes; the largest cosine to a prototype of its codes and of other codes by vectors; and the
same by terms. They are known for each passage without its own interview. The regression has the
penalty |b|^2 / 2 (Hoerl & Kennard 1970; le Cessie & van Houwelingen 1992), and is fitted by
Newton's method.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 20
"""Passages with the family, and passages without it, from which on the regression is fitted."""
PENALTY = 1.0
FREE = 1e-3
"""The penalty of b_0."""
STEPS = 50
TINY = 1e-9


@dataclass(frozen=True)
class Applying:
    """What is known of how often a family applies to coded passages, and to which."""

    share: float = 1.0
    """The chance that is the same for all passages; used where there is no regression."""
    means: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    scales: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    coefficients: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    """b and b_0; empty without a regression."""

    def chances(self, parts: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance of each passage, shape (passages,); `parts` as `parts_of` gives them."""
        if not len(self.coefficients):
            return np.full(len(parts), self.share)
        return _logistic(_standard(parts, self.means, self.scales) @ self.coefficients)


def fit_applying(parts: NDArray[np.float64], applies: NDArray[np.bool_]) -> Applying:
    """Learn from passages, shape (passages, 7), and whether each has a code of the family.

    With fewer than 20 passages of the family nothing is known, and the chance is 1. With fewer
    than 20 others it is (k + 1) / (n + 2) for each passage, k of n having the family (Laplace).
    """
    count, with_family = len(applies), int(applies.sum())
    if with_family < LEAST:
        return Applying()
    if count - with_family < LEAST:
        return Applying((with_family + 1) / (count + 2))
    means, scales = parts.mean(axis=0), parts.std(axis=0)
    rows = _standard(parts, means, scales)
    penalty = np.full(rows.shape[1], PENALTY)
    penalty[-1] = FREE
    coefficients = np.zeros(rows.shape[1])
    for _step in range(STEPS):
        chances = _logistic(rows @ coefficients)
        slopes = rows.T @ (chances - applies) + penalty * coefficients
        curve = (rows * (chances * (1 - chances))[:, None]).T @ rows + np.diag(penalty)
        change = np.linalg.solve(curve, slopes)
        coefficients = coefficients - change
        if np.abs(change).max() < TINY:
            break
    return Applying(with_family / count, means, scales, coefficients)


def parts_of(
    learned: NDArray[np.float64],
    by_code: Sequence[NDArray[np.float64]],
    families: Sequence[NDArray[np.intp]],
) -> list[NDArray[np.float64]]:
    """The parts for each family, each of shape (passages, 7).

    Parameters
    ----------
    learned
        What the regression says of each family, shape (passages, families).
    by_code
        Recency and the cosines by vectors and by terms, each of shape (passages, codes).
    families
        The columns of each family's codes.
    """
    if not families:
        return []
    recency, prototype, lexical = by_code
    recent = np.stack([recency[:, family].sum(axis=1) for family in families], axis=1)
    near, worded = (
        np.stack([values[:, family].max(axis=1) for family in families], axis=1)
        for values in (prototype, lexical)
    )
    return [
        np.stack(
            [
                learned[:, at],
                recent[:, at],
                recent.sum(axis=1) - recent[:, at],
                near[:, at],
                _largest_other(near, at),
                worded[:, at],
                _largest_other(worded, at),
            ],
            axis=1,
        )
        for at in range(len(families))
    ]


def _largest_other(values: NDArray[np.float64], at: int) -> NDArray[np.float64]:
    others = np.delete(values, at, axis=1)
    if not others.shape[1]:
        return np.zeros(len(values))
    largest: NDArray[np.float64] = others.max(axis=1)
    return largest


def _standard(
    parts: NDArray[np.float64], means: NDArray[np.float64], scales: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The parts with mean 0 and variance 1, and a column of ones; constant parts are 0."""
    lead = parts - means
    rows = np.divide(lead, scales, out=np.zeros_like(lead), where=scales > TINY)
    return np.concatenate([rows, np.ones((len(rows), 1))], axis=1)


def _logistic(values: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return result
