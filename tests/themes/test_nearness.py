"""The hierarchy of themes is average linkage on the stored cosines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.themes.nearness import Join, joins


def square(values: list[list[float]]) -> dict[int, dict[int, float]]:
    return {at: dict(enumerate(row)) for at, row in enumerate(values)}


def test_the_nearest_join_first_and_a_group_has_the_mean() -> None:
    made = joins(square([[1, 0.2, 0.8], [0.2, 1, 0.4], [0.8, 0.4, 1]]))
    assert made == (Join((0,), (2,), 0.8), Join((0, 2), (1,), 0.3))


def test_equal_nearness_joins_the_lowest_numbers_first() -> None:
    made = joins({4: {4: 1, 2: 0.5, 7: 0.5}, 2: {4: 0.5, 2: 1, 7: 0.5}, 7: {4: 0.5, 2: 0.5, 7: 1}})
    assert made == (Join((2,), (4,), 0.5), Join((2, 4), (7,), 0.5))


def test_one_theme_and_none_have_no_step() -> None:
    assert joins({}) == joins({3: {3: 1.0}}) == ()


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 15), st.integers(0, 10_000))
def test_it_is_the_average_linkage_of_scipy(count: int, seed: int) -> None:
    hierarchy = pytest.importorskip("scipy.cluster.hierarchy")
    vectors = np.random.default_rng(seed).normal(size=(count, 6))
    vectors /= np.linalg.norm(vectors, axis=1)[:, None]
    cosines = vectors @ vectors.T
    made = joins(square(cosines.tolist()))
    distances = (1 - cosines)[np.triu_indices(count, 1)]
    expected = hierarchy.linkage(distances, method="average")[:, 2]
    assert [1 - step.cosine for step in made] == pytest.approx(expected.tolist(), abs=1e-3)
    last = made[-1]
    assert sorted((*last.first, *last.second)) == list(range(count))
