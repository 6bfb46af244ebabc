"""Ridge regression with the predictions that leave out a whole interview.

    B = (X'WX + lambda I)^-1 X'WY,   W the weights of the rows

The prediction of the rows of an interview by a fit without them follows from the fit with them
(Allen 1974 for a single row; here for a block b of rows):

    Y_b - (I - H_bb)^-1 (Y_b - X_b B),   H = X (X'WX + lambda I)^-1 X'W

so that no fit is repeated. With fewer rows than columns the system of the rows is solved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PENALTY = 3.0
"""lambda, for rows of length 1."""
CONSTANT = 0.3
"""The value of a column that is the same for all rows, in place of an intercept."""


@dataclass(frozen=True)
class Ridge:
    """A fit, and what fits without each interview say of it."""

    coefficients: NDArray[np.float64]
    """Shape (dim + 1, targets)."""
    held_out: NDArray[np.float64]
    """Predictions for the rows of the fit, each without its own interview; (rows, targets)."""

    def predict(self, vectors: NDArray[np.floating]) -> NDArray[np.float64]:
        """Predictions for vectors of shape (n, dim), shape (n, targets)."""
        result: NDArray[np.float64] = with_constant(vectors) @ self.coefficients
        return result


def fit_ridge(
    vectors: NDArray[np.floating],
    targets: NDArray[np.float64],
    weights: NDArray[np.float64],
    groups: NDArray[np.intp],
) -> Ridge:
    """Fit `targets`, shape (rows, targets), to unit `vectors`, shape (rows, dim).

    `weights` are those of the rows and positive, `groups` the interview of each row. The rows of an
    interview whose removal leaves nothing are predicted as 0.
    """
    roots = np.sqrt(weights)[:, None]
    rows, aims = with_constant(vectors) * roots, targets * roots
    count, width = rows.shape
    if count <= width:
        inverse = np.linalg.inv(rows @ rows.T + PENALTY * np.eye(count))
        dual = inverse @ aims
        coefficients = rows.T @ dual
    else:
        covariance = np.linalg.inv(rows.T @ rows + PENALTY * np.eye(width))
        coefficients = covariance @ (rows.T @ aims)
    held_out = np.zeros_like(aims)
    numbers = np.unique(groups)
    for number in numbers.tolist():
        block = np.flatnonzero(groups == number)
        if len(block) == count:
            continue
        if count <= width:
            missed = np.linalg.solve(inverse[np.ix_(block, block)], dual[block])
        else:
            part = rows[block]
            left = np.eye(len(block)) - part @ covariance @ part.T
            missed = np.linalg.solve(left, aims[block] - part @ coefficients)
        held_out[block] = aims[block] - missed
    return Ridge(coefficients, held_out / np.maximum(roots, 1e-12))


def with_constant(vectors: NDArray[np.floating]) -> NDArray[np.float64]:
    """The vectors with a constant column behind the others."""
    constant = np.full((len(vectors), 1), CONSTANT)
    return np.concatenate([vectors.astype(np.float64), constant], axis=1)
