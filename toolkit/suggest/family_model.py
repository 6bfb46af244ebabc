"""How well each code of a family fits a passage.

    score_k = d(cos(x, proto_k)) / s + .3 d(cos(t, lex_k)) / s' + .5 rec_k + a r_k(x)

    proto_k and lex_k are the prototypes of `closeness`, by vectors and by terms
    rec_k = sum over earlier passages of the same interview of .6^distance where k was given
    r_k   = ridge regression of the codes on the vectors, a = 10 m / (m + 60), m examples a code

d takes off the mean over the codes of the family, and s and s' are the mean standard deviations
over them in the examples, so that a lead means the same in a family of 4 codes and in one of 40.
Codes of different families never compete.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.applying import Applying
from toolkit.suggest.calibration import Calibration, probabilities
from toolkit.suggest.closeness import TINY

LEXICAL = 0.3
RECENCY = 0.5
LEARNED = 10.0
LEARNED_HALF = 60.0
"""Examples a code at which the regression has half of its weight."""
DECIMALS = 6
"""Decimals of scores, so that equal scores tie and the order of the codebook decides."""
MIN_EXAMPLES = 3
MIN_SOURCES = 2
"""A code is never strong with fewer examples, or with examples from fewer interviews."""


@dataclass(frozen=True)
class Features:
    """The parts of the scores of passages, each of shape (passages, codes)."""

    prototype: NDArray[np.float64]
    lexical: NDArray[np.float64]
    recency: NDArray[np.float64]
    learned: NDArray[np.float64]

    def of(self, columns: NDArray[np.intp]) -> Features:
        """The parts of some codes."""
        return Features(
            self.prototype[:, columns],
            self.lexical[:, columns],
            self.recency[:, columns],
            self.learned[:, columns],
        )

    def at(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Features:
        """The parts of some passages."""
        return Features(
            self.prototype[rows], self.lexical[rows], self.recency[rows], self.learned[rows]
        )


@dataclass(frozen=True)
class Spreads:
    """The mean standard deviations over the codes; 0 where they are not known."""

    prototype: float = 0.0
    lexical: float = 0.0


@dataclass(frozen=True)
class FamilyModel:
    """What was learned of a family from the passages of some interviews."""

    columns: NDArray[np.intp]
    """Columns of the family's codes among all codes, shape (codes,)."""
    spreads: Spreads
    trust: float
    """Weight of the regression."""
    applying: Applying
    calibration: Calibration
    nearness: NDArray[np.float64]
    """The cosine of each example to the nearest of its codes, without its interview."""
    counts: NDArray[np.intp]
    """Number of examples of each code, and of the interviews that they come from; (2, codes)."""
    held: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Codes that are learned and compete, but are not offered, shape (codes,); empty for none."""

    def offers(self, column: int) -> bool:
        """Whether a code, by its column in the family, may be a candidate."""
        return not (len(self.held) and self.held[column])

    def offered(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probabilities of the codes that are offered, and 0 for others; (passages, codes)."""
        return np.where(self.held, 0.0, chances) if len(self.held) else chances

    def may_be_strong(self, column: int) -> bool:
        """Whether a code, by its column in the family, has enough examples and is often right."""
        enough = self.counts[0, column] >= MIN_EXAMPLES and self.counts[1, column] >= MIN_SOURCES
        return bool(enough) and not self.calibration.fails(column)

    def scores(self, features: Features) -> NDArray[np.float64]:
        """The score of each code of the family for each passage, shape (passages, codes)."""
        return combined(features, self.spreads, self.trust)

    def chances(
        self, scores: NDArray[np.float64], parts: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The probability of each code, shape (passages, codes); `parts` are those of `applying`.

        The codes of a passage together have the chance that the family applies to it.
        """
        within = probabilities(scores, self.calibration.temperature)
        result: NDArray[np.float64] = self.applying.chances(parts)[:, None] * within
        return result


def learned_weight(rows: int, codes: int) -> float:
    """The weight of the regression with so many coded passages for so many codes."""
    each = rows / codes
    return LEARNED * each / (each + LEARNED_HALF)


def spread(values: NDArray[np.float64]) -> float:
    """The mean over passages of the standard deviation over codes."""
    return float(values.std(axis=1).mean()) if values.shape[1] > 1 and len(values) else 0.0


def combined(features: Features, spreads: Spreads, trust: float) -> NDArray[np.float64]:
    """The scores from their parts, rounded."""
    total: NDArray[np.float64] = np.round(
        centred(features.prototype, spreads.prototype)
        + LEXICAL * centred(features.lexical, spreads.lexical)
        + RECENCY * features.recency
        + trust * features.learned,
        DECIMALS,
    )
    return total


def centred(values: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """The values less their mean over the codes, in units of `scale`.

    Where no scale is known, that of the passage itself is used.
    """
    if not values.shape[1]:
        return values
    lead = values - values.mean(axis=1, keepdims=True)
    unit = np.full((len(values), 1), scale) if scale > TINY else values.std(axis=1, keepdims=True)
    result: NDArray[np.float64] = np.divide(lead, unit, out=np.zeros_like(lead), where=unit > TINY)
    return result
