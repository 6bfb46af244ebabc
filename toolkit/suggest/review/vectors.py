"""Vectors of passages made comparable, and how alike the examples of a code are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Matrix = NDArray[np.float64]
"""Rows of vectors."""
SMALL = 1e-12


def unit(rows: Matrix) -> Matrix:
    """The rows scaled to length 1; a row of zeros stays zero. Shape (rows, dim)."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Matrix = rows / np.maximum(lengths, SMALL)
    return scaled


def centred(vectors: NDArray[np.float32] | Matrix, languages: Sequence[str]) -> Matrix:
    """The vectors without the mean of their language, scaled to length 1. Shape (rows, dim).

    Vectors of a model share a direction, another one in each language, that says nothing of what
    a passage is about. A language with a single row keeps it as it is.
    """
    rows = np.asarray(vectors, dtype=np.float64).copy()
    names = np.asarray(languages, dtype=object)
    for language in dict.fromkeys(languages):
        there = names == language
        if there.sum() > 1:
            rows[there] -= rows[there].mean(axis=0)
    return unit(rows)


def leave_one_out(rows: Matrix) -> Matrix:
    """The cosine of each row with the mean of the others. Shape (rows,); 0 for a single row."""
    if len(rows) < 2:
        return np.zeros(len(rows))
    others = unit(rows.sum(axis=0) - rows)
    similarity: Matrix = np.einsum("ij,ij->i", rows, others)
    return similarity


def sums_by_code(rows: Matrix, code_of: NDArray[np.intp], codes: int) -> Matrix:
    """The sum of the rows of each code. Shape (codes, dim)."""
    sums = np.zeros((codes, rows.shape[1]))
    np.add.at(sums, code_of, rows)
    return sums


def with_neighbours(rows: Matrix, turn_of: NDArray[np.intp], weight: float) -> Matrix:
    """Each row with so much of the mean of the rows before and after it in its turn, length 1.

    `rows` has shape (sentences, dim) in the order of the texts, `turn_of` a number for the turn of
    each. A sentence alone in its turn keeps its own row.
    """
    around = np.zeros_like(rows)
    count = np.zeros(len(rows))
    same = turn_of[1:] == turn_of[:-1]
    around[1:][same] += rows[:-1][same]
    around[:-1][same] += rows[1:][same]
    count[1:] += same
    count[:-1] += same
    return unit(rows + weight * around / np.maximum(count, 1)[:, None])
