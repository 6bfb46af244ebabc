"""Tests of ridge regression: held-out predictions are those of refits without an interview."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.suggest.ridge import CONSTANT, PENALTY, fit_ridge, with_constant


def unit_vectors(chance: np.random.Generator, count: int, dim: int) -> np.ndarray:
    vectors = chance.normal(size=(count, dim))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


@pytest.mark.parametrize(("count", "dim"), [(12, 40), (11, 10), (10, 10), (60, 5)])
@given(seed=st.integers(0, 10_000))
@settings(max_examples=15)
def test_held_out_predictions_are_those_of_refits(count: int, dim: int, seed: int) -> None:
    """With fewer rows than columns, as many, and more: both ways to the solution."""
    chance = np.random.default_rng(seed)
    vectors = unit_vectors(chance, count, dim)
    targets = chance.normal(size=(count, 3))
    weights = chance.choice([0.3, 1.0, 2.5], count)
    groups = chance.integers(0, 4, count)
    groups[:2] = (0, 1)
    fit = fit_ridge(vectors, targets, weights, groups)
    for group in np.unique(groups):
        rest, own = groups != group, groups == group
        refit = fit_ridge(vectors[rest], targets[rest], weights[rest], groups[rest])
        assert np.abs(fit.held_out[own] - refit.predict(vectors[own])).max() < 1e-9


@pytest.mark.parametrize(("count", "dim"), [(12, 40), (60, 5)])
def test_the_coefficients_solve_the_weighted_normal_equations(count: int, dim: int) -> None:
    chance = np.random.default_rng(0)
    vectors = unit_vectors(chance, count, dim)
    targets = chance.normal(size=(count, 2))
    weights = chance.random(count) + 0.1
    fit = fit_ridge(vectors, targets, weights, np.arange(count))
    rows = np.column_stack([vectors, np.full(count, CONSTANT)])
    left = rows.T @ np.diag(weights) @ rows + PENALTY * np.eye(dim + 1)
    assert np.abs(left @ fit.coefficients - rows.T @ np.diag(weights) @ targets).max() < 1e-9


def test_one_row_by_hand() -> None:
    """x = (1, .3), weight 2, target 1: B = 2 x / (3 + 2 x'x)."""
    fit = fit_ridge(np.ones((1, 1)), np.ones((1, 1)), np.full(1, 2.0), np.zeros(1, dtype=np.intp))
    assert fit.coefficients[:, 0] == pytest.approx([2 / 5.18, 0.6 / 5.18])
    assert fit.predict(np.ones((1, 1)))[0, 0] == pytest.approx(2.18 / 5.18)


def test_a_single_interview_is_predicted_as_nothing() -> None:
    vectors = unit_vectors(np.random.default_rng(0), 5, 3)
    fit = fit_ridge(vectors, np.ones((5, 2)), np.ones(5), np.zeros(5, dtype=np.intp))
    assert fit.held_out.tolist() == [[0.0, 0.0]] * 5
    assert np.abs(fit.predict(vectors)).min() > 0


def test_a_row_of_double_weight_counts_as_two() -> None:
    vectors = unit_vectors(np.random.default_rng(1), 4, 3)
    targets = np.eye(4)[:, :2]
    twice = fit_ridge(vectors, targets, np.array([2.0, 1, 1, 1]), np.arange(4))
    rows = [0, 0, 1, 2, 3]
    repeated = fit_ridge(vectors[rows], targets[rows], np.ones(5), np.array(rows))
    assert twice.coefficients == pytest.approx(repeated.coefficients, abs=1e-12)
    assert twice.held_out == pytest.approx(repeated.held_out[1:], abs=1e-12)


def test_the_constant_is_the_last_column() -> None:
    assert with_constant(np.zeros((2, 2), dtype=np.float32)).tolist() == [[0, 0, 0.3]] * 2
