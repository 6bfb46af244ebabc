"""How well each code of a family fits a passage.

    score_k = d(cos(x, proto_k)) / s + .3 d(cos(t, lex_k)) / s' + .5 rec_k + a r_k(x)

    proto_k = normalise(4 e_k + sum of w_i x_i over the examples of k), lex_k the same over TF-IDF
    rec_k   = sum over earlier passages of the same interview of .6^distance where k was given
    r_k     = ridge regression of the codes on the vectors, a = 10 m / (m + 60), m examples a code

d takes off the mean over the codes of the family, and s and s' are the mean standard deviations
over them in the examples, so that a lead means the same in a family of 4 codes and in one of 40.
e_k is the mean of name, definition and include lines, so that a code without examples is scored by
its meaning. The weights of one interview's examples of a code sum to at most 3, so that one expert
cannot own a code. Codes of different families never compete.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.calibration import Calibration, calibrate
from toolkit.suggest.ridge import Ridge, fit_ridge

if TYPE_CHECKING:
    from toolkit.suggest.coded import Coded
    from toolkit.suggest.examples import CodeSet

PRIOR_EXAMPLES = 4.0
SOURCE_CAP = 3.0
LEXICAL = 0.3
RECENCY = 0.5
LEARNED = 10.0
LEARNED_HALF = 60.0
"""Examples a code at which the regression has half of its weight."""
DECIMALS = 6
"""Decimals of scores, so that equal scores tie and the order of the codebook decides."""
TINY = 1e-9
MIN_EXAMPLES = 3
MIN_SOURCES = 2
"""A code is never strong with fewer examples, or with examples from fewer interviews."""


@dataclass(frozen=True)
class Features:
    """The parts of the scores of passages, each of shape (passages, codes of the family)."""

    prototype: NDArray[np.float64]
    lexical: NDArray[np.float64]
    recency: NDArray[np.float64]
    learned: NDArray[np.float64]


@dataclass(frozen=True)
class Spreads:
    """The mean standard deviations over the codes; 0 where they are not known."""

    prototype: float = 0.0
    lexical: float = 0.0


@dataclass(frozen=True)
class Sums:
    """Sums of the examples of each code before scaling, without the meanings of the codes."""

    vectors: NDArray[np.float64]
    """Shape (codes, dim)."""
    terms: NDArray[np.float64]
    """Shape (codes, terms)."""

    def plus(self, other: Sums) -> Sums:
        return Sums(self.vectors + other.vectors, self.terms + other.terms)

    def minus(self, other: Sums) -> Sums:
        return Sums(self.vectors - other.vectors, self.terms - other.terms)


@dataclass(frozen=True)
class FamilyModel:
    """What was learned of a family from the passages of some interviews."""

    columns: NDArray[np.intp]
    """Columns of the family's codes among all codes, shape (codes,)."""
    meanings: Sums
    """The meanings of the codes with their weight as pseudo-examples."""
    examples: Sums
    spreads: Spreads
    ridge: Ridge | None
    """None without examples."""
    trust: float
    """Weight of the regression."""
    calibration: Calibration
    nearness: NDArray[np.float64]
    """The cosine of each example to the nearest of its codes, without its interview."""
    counts: NDArray[np.intp]
    """Number of examples of each code, and of the interviews that they come from; (2, codes)."""

    def features(
        self,
        vectors: NDArray[np.float32],
        terms: Any,
        recency: NDArray[np.float64],
        own: Sums | None = None,
    ) -> Features:
        """The parts for passages: vectors (n, dim), TF-IDF rows (n, terms), recency (n, codes).

        `own` has the sums of examples of the same interview that may be used as well.
        """
        sums = self.meanings.plus(self.examples)
        return Features(
            *closeness(vectors, terms, sums if own is None else sums.plus(own)),
            recency,
            self.learned(vectors),
        )

    def learned(self, vectors: NDArray[np.floating]) -> NDArray[np.float64]:
        """What the regression says of passages, shape (passages, codes)."""
        if self.ridge is None:
            return np.zeros((len(vectors), len(self.columns)))
        return self.ridge.predict(vectors)

    def may_be_strong(self, column: int) -> bool:
        """Whether a code, by its column in the family, has enough examples and is often right."""
        enough = self.counts[0, column] >= MIN_EXAMPLES and self.counts[1, column] >= MIN_SOURCES
        return bool(enough) and not self.calibration.fails(column)

    def scores(self, features: Features) -> NDArray[np.float64]:
        """The score of each code for each passage, shape (passages, codes)."""
        return combined(features, self.spreads, self.trust)


def fit_family(
    codes: CodeSet, coded: Coded, usable: NDArray[np.bool_], columns: NDArray[np.intp], width: int
) -> FamilyModel:
    """Learn a family from the usable passages; `width` is the number of terms."""
    meanings = meanings_of(codes, columns, width)
    given = coded.weights[:, columns]
    rows = np.flatnonzero(usable & (given > 0).any(axis=1))
    weights, sources = given[rows], coded.sources[rows]
    vectors, terms = coded.vectors[rows], coded.terms[rows]
    counts = np.array(
        [
            (weights > 0).sum(axis=0),
            [len(np.unique(sources[weights[:, k] > 0])) for k in range(len(columns))],
        ],
        dtype=np.intp,
    )
    capped = capped_weights(weights, sources)
    examples = sums_of(capped, vectors, terms)
    if not len(rows):
        return FamilyModel(
            columns, meanings, examples, Spreads(), None, 0.0, Calibration(), np.zeros(0), counts
        )
    shares = (weights > 0) / (weights > 0).sum(axis=1, keepdims=True) - 1 / len(columns)
    ridge = fit_ridge(vectors, shares, weights.max(axis=1), sources)
    trust = learned_weight(len(rows), len(columns))
    prototype, lexical = held_out_closeness(
        meanings.plus(examples), capped, vectors, terms, sources
    )
    features = Features(
        prototype,
        lexical,
        coded.recency[rows][:, columns],
        ridge.held_out,
    )
    spreads = Spreads(spread(features.prototype), spread(features.lexical))
    scores = combined(features, spreads, trust)
    # The interviews are ranked by one another, so that a single one gives no answers.
    answers = len(np.unique(sources)) > 1
    nearness = np.where(weights > 0, features.prototype, -np.inf).max(axis=1)
    calibration = calibrate(scores, weights > 0) if answers else Calibration()
    return FamilyModel(
        columns, meanings, examples, spreads, ridge, trust, calibration, nearness, counts
    )


def learned_weight(rows: int, codes: int) -> float:
    """The weight of the regression with so many coded passages for so many codes."""
    each = rows / codes
    return LEARNED * each / (each + LEARNED_HALF)


def meanings_of(codes: CodeSet, columns: NDArray[np.intp], width: int) -> Sums:
    """The meanings of codes as pseudo-examples."""
    from toolkit.suggest.coded import sparse_rows

    return Sums(
        PRIOR_EXAMPLES * codes.meanings[columns].astype(np.float64),
        PRIOR_EXAMPLES
        * sparse_rows([codes.terms[column] for column in columns.tolist()], width).toarray(),
    )


def sums_of(weights: NDArray[np.float64], vectors: NDArray[np.float32], terms: Any) -> Sums:
    """The weighted sums of passages by code; `weights` has shape (passages, codes)."""
    count = weights.shape[1]
    if not len(weights):
        return Sums(np.zeros((count, vectors.shape[1])), np.zeros((count, terms.shape[1])))
    by_terms = np.ascontiguousarray((terms.T @ weights).T)
    return Sums(weights.T @ vectors.astype(np.float64), by_terms)


def capped_weights(weights: NDArray[np.float64], sources: NDArray[np.intp]) -> NDArray[np.float64]:
    """The weights, where the sum of an interview for a code is scaled to at most 3."""
    result = weights.copy()
    for source in np.unique(sources).tolist():
        rows = sources == source
        sums = weights[rows].sum(axis=0)
        result[rows] *= np.minimum(1.0, SOURCE_CAP / np.maximum(sums, TINY))
    return result


def closeness(
    vectors: NDArray[np.floating], terms: Any, sums: Sums
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The cosines of passages to the prototypes, by vectors and by terms; (passages, codes)."""
    by_vectors = vectors.astype(np.float64) @ sums.vectors.T
    return (
        by_vectors / np.maximum(np.linalg.norm(sums.vectors, axis=1), TINY),
        (terms @ sums.terms.T) / np.maximum(np.linalg.norm(sums.terms, axis=1), TINY),
    )


def changed_closeness(
    vectors: NDArray[np.floating],
    terms: Any,
    sums: Sums,
    changes: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """As `closeness`, where each passage has prototypes of its own.

    `changes` has the weights by which the passages themselves are added to the sums of each passage
    and code, shape (passages, passages, codes): [i, j, k] is the weight of passage j among the
    examples of code k for passage i.
    """
    columns = np.unique(terms.indices)
    return (
        _changed(vectors.astype(np.float64), sums.vectors, sums.vectors, changes),
        _changed(terms[:, columns].toarray(), sums.terms[:, columns], sums.terms, changes),
    )


def _changed(
    rows: NDArray[np.float64],
    sums: NDArray[np.float64],
    whole: NDArray[np.float64],
    changes: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The cosines of rows to changed sums; `whole` has all columns, `sums` those of the rows."""
    alike = rows @ rows.T
    near = rows @ sums.T
    products = near + np.einsum("ijk,ij->ik", changes, alike, optimize=True)
    squares = np.square(whole).sum(axis=1) + 2 * np.einsum("ijk,jk->ik", changes, near)
    squares += np.einsum(
        "ijk,ijk->ik", changes, np.einsum("jl,ilk->ijk", alike, changes, optimize=True)
    )
    result: NDArray[np.float64] = products / np.maximum(np.sqrt(np.maximum(squares, 0)), TINY)
    return result


def held_out_closeness(
    sums: Sums,
    weights: NDArray[np.float64],
    vectors: NDArray[np.float32],
    terms: Any,
    sources: NDArray[np.intp],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """As `closeness`, for the examples themselves, each without the sums of its interview."""
    prototype, lexical = np.zeros_like(weights), np.zeros_like(weights)
    for source in np.unique(sources).tolist():
        rows = np.flatnonzero(sources == source)
        own = sums_of(weights[rows], vectors[rows], terms[rows])
        prototype[rows], lexical[rows] = closeness(vectors[rows], terms[rows], sums.minus(own))
    return prototype, lexical


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
