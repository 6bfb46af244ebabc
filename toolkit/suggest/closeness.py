"""How near passages are to codes: cosines to the prototype of each code, by vectors and by terms.

    proto_k = normalise(4 e_k + sum of w_i x_i over the examples of k), and the same over TF-IDF

e_k is the mean of name, definition and include lines, so that a code without examples is scored by
its meaning. The weights of one interview's examples of a code sum to at most 3, so that one expert
cannot own a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.terms import sparse_rows

if TYPE_CHECKING:
    from toolkit.suggest.examples import CodeSet

PRIOR_EXAMPLES = 4.0
SOURCE_CAP = 3.0
TINY = 1e-9


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


def meanings_of(codes: CodeSet, width: int) -> Sums:
    """The meanings of all codes as pseudo-examples; `width` is the number of terms."""
    return Sums(
        PRIOR_EXAMPLES * codes.meanings.astype(np.float64),
        PRIOR_EXAMPLES * sparse_rows(list(codes.terms), width).toarray(),
    )


def sums_of(weights: NDArray[np.float64], vectors: NDArray[np.float32], terms: Any) -> Sums:
    """The weighted sums of passages by code; `weights` has shape (passages, codes)."""
    count = weights.shape[1]
    if not len(weights):
        return Sums(np.zeros((count, vectors.shape[1])), np.zeros((count, terms.shape[1])))
    by_terms = np.ascontiguousarray((terms.T @ weights).T)
    return Sums(weights.T @ vectors.astype(np.float64), by_terms)


def capped_weights(
    weights: NDArray[np.float64], interviews: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The weights, where the sum of an interview for a code is scaled to at most 3."""
    result = weights.copy()
    for interview in np.unique(interviews).tolist():
        rows = interviews == interview
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
    interviews: NDArray[np.intp],
    asked: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """As `closeness`, for the first `asked` examples, each without the sums of its interview."""
    prototype, lexical = np.zeros_like(weights[:asked]), np.zeros_like(weights[:asked])
    for interview in np.unique(interviews[:asked]).tolist():
        same = np.flatnonzero(interviews == interview)
        own = sums_of(weights[same], vectors[same], terms[same])
        rows = same[same < asked]
        prototype[rows], lexical[rows] = closeness(vectors[rows], terms[rows], sums.minus(own))
    return prototype, lexical
