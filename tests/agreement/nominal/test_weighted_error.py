"""The standard error of weighted kappa, beside that of kappa and beside simulated samples."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.agreement import cohen_interval, cohen_kappa, weighted_kappa_interval
from toolkit.agreement.coefficient import NO_PAIR, NO_VARIATION
from toolkit.agreement.examples import ratings_of_cells
from toolkit.agreement.ratings import as_ratings, weight_matrix

CELLS = [[30, 6, 2, 0], [8, 22, 9, 1], [1, 7, 25, 6], [0, 2, 4, 27]]


def test_identity_weights_give_the_error_of_kappa() -> None:
    data = ratings_of_cells(CELLS)
    plain, weighted = cohen_interval(data), weighted_kappa_interval(data, weights="identity")
    assert weighted.standard_error == pytest.approx(plain.standard_error)
    assert (weighted.low, weighted.high) == pytest.approx((plain.low, plain.high))


@pytest.mark.parametrize("weights", ["linear", "quadratic"])
def test_it_is_the_deviation_over_samples(weights: str) -> None:
    """4,000 samples of 150 units: the standard error is their standard deviation, within 4 %."""
    rng = np.random.default_rng(4)
    shares = np.array(CELLS) / np.sum(CELLS)
    matrix = weight_matrix((0, 1, 2, 3), weights)
    counts = rng.multinomial(150, shares.ravel(), 4000).reshape(-1, 4, 4) / 150
    rows, columns = counts.sum(axis=2), counts.sum(axis=1)
    observed = (counts * matrix).sum(axis=(1, 2))
    expected = np.einsum("si,ij,sj->s", rows, matrix, columns)
    spread = float(((observed - expected) / (1 - expected)).std())
    data = ratings_of_cells(CELLS)
    interval = weighted_kappa_interval(data, weights=weights)
    assert interval.standard_error == pytest.approx(spread * np.sqrt(150 / len(data)), rel=0.04)
    value = cohen_kappa(data, None, weights).value
    assert value is not None
    assert interval.low is not None
    assert interval.high is not None
    assert interval.low < value < interval.high


def test_undefined_intervals_say_why() -> None:
    assert weighted_kappa_interval([[1, None], [None, 2]]).reason == NO_PAIR
    assert weighted_kappa_interval([[1, 1], [1, 1]], [1, 2]).reason == NO_VARIATION
    with pytest.raises(ValueError, match="a confusion matrix needs two coders"):
        weighted_kappa_interval([[1, 1, 2], [1, 2, 2]])
    with pytest.raises(ValueError, match="characters of one text are not independent"):
        weighted_kappa_interval(as_ratings([[1, 2], [2, 2]], unit="character"))
