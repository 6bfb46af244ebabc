"""Tests of the score of a code, which is a sum of parts, and of its probability."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.suggest.family_model import (
    RECENCY,
    Features,
    Spreads,
    centred,
    combined,
    learned_weight,
    spread,
)


def test_a_score_is_the_sum_of_its_parts() -> None:
    features = Features(
        np.array([[0.5, 0.1]]), np.array([[0.0, 0.4]]), np.array([[0.6, 0.0]]), np.array([[0.0, 1]])
    )
    scores = combined(features, Spreads(0.1, 0.2), trust=2.0)
    # (.5 - .3)/.1 + .3 (0 - .2)/.2 + .5 * .6 = 2 and the mirror image with 2 * 1.
    assert scores[0] == pytest.approx([2.0 - 0.3 + RECENCY * 0.6, -2.0 + 0.3 + 2.0])
    assert learned_weight(240, 4) == pytest.approx(5.0)
    assert learned_weight(0, 4) == 0


def test_without_a_known_spread_that_of_the_passage_is_used() -> None:
    values = np.array([[1.0, 3.0], [2.0, 2.0]])
    assert centred(values, 0.0).tolist() == [[-1.0, 1.0], [0.0, 0.0]]
    assert centred(values, 2.0).tolist() == [[-0.5, 0.5], [0.0, 0.0]]
    assert spread(values) == 0.5
    assert spread(values[:, :1]) == 0.0
