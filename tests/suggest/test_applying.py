"""Tests of the chance that a family of codes applies to a passage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from toolkit.suggest.applying import LEAST, Applying, fit_applying, parts_of


def simulated(seed: int, count: int = 4000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Parts, the true chance of each passage, and what chance made of it."""
    chance = np.random.default_rng(seed)
    parts = chance.normal(size=(count, 7)) * [1, 2, 0.5, 1, 1, 3, 1] + 5
    truth = 1 / (1 + np.exp(-(parts - 5) @ [1.0, 0.5, 0, -1, 0, 0.2, 0] + 0.5))
    return parts, truth, chance.random(count) < truth


@pytest.mark.parametrize("seed", range(3))
def test_simulated_chances_come_back(seed: int) -> None:
    parts, _truth, applies = simulated(seed)
    fit = fit_applying(parts, applies)
    others, truth, _drawn = simulated(seed + 50)
    assert np.abs(fit.chances(others) - truth).mean() < 0.02


@pytest.mark.parametrize("count", [60, 300])
def test_the_fit_is_that_of_scikit_learn(count: int) -> None:
    """A constant part has no influence, and C = 1 is the same penalty."""
    parts, _truth, applies = simulated(7, count)
    parts[:, 2] = 4.0
    rows = np.delete(parts, 2, axis=1)
    rows = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    other = LogisticRegression(C=1.0, tol=1e-10, max_iter=10_000).fit(rows, applies)
    fit = fit_applying(parts, applies)
    # The intercept has a penalty of .001 here and none there.
    assert fit.chances(parts) == pytest.approx(other.predict_proba(rows)[:, 1], abs=1e-3)


@given(st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=40)
def test_few_on_one_side_give_the_same_chance_for_all(with_family: int, without: int) -> None:
    applies = np.arange(with_family + without) < with_family
    parts = np.random.default_rng(0).normal(size=(len(applies), 7))
    fit = fit_applying(parts, applies)
    chances = fit.chances(parts)
    assert ((chances > 0) & (chances <= 1)).all()
    if with_family < LEAST:
        assert chances.tolist() == [1.0] * len(applies)
    elif without < LEAST:
        assert chances == pytest.approx((with_family + 1) / (len(applies) + 2))
    else:
        assert len(fit.coefficients) == 8
        assert chances.mean() == pytest.approx(with_family / len(applies), abs=0.01)


def test_what_separates_gives_no_infinite_coefficients() -> None:
    parts = np.zeros((80, 7))
    parts[:40, 0] = 1.0
    fit = fit_applying(parts, np.arange(80) < 40)
    assert np.isfinite(fit.coefficients).all()
    assert fit.chances(parts)[[0, 79]] == pytest.approx([0.96, 0.04], abs=0.03)
    assert np.isfinite(fit.chances(np.full((1, 7), 1e9))).all()


def test_parts_are_sums_and_maxima_over_a_family_and_over_all_others() -> None:
    recency = np.array([[0.6, 0.36, 0.0, 0.2]])
    prototype = np.array([[0.1, 0.5, 0.3, 0.2]])
    lexical = np.array([[0.0, 0.1, 0.4, 0.0]])
    families = [np.array([0, 1]), np.array([2]), np.array([3])]
    learned = np.array([[0.7, 0.2, 0.1]])
    first, second, third = parts_of(learned, (recency, prototype, lexical), families)
    assert first[0] == pytest.approx([0.7, 0.96, 0.2, 0.5, 0.3, 0.1, 0.4])
    assert second[0] == pytest.approx([0.2, 0.0, 1.16, 0.3, 0.5, 0.4, 0.1])
    assert third[0] == pytest.approx([0.1, 0.2, 0.96, 0.2, 0.5, 0.0, 0.4])


def test_a_single_family_has_no_others() -> None:
    values = np.array([[0.5, 0.25]])
    (parts,) = parts_of(np.array([[0.9]]), (values, values, values), [np.array([0, 1])])
    assert parts[0] == pytest.approx([0.9, 0.75, 0.0, 0.5, 0.0, 0.5, 0.0])
    assert parts_of(np.zeros((2, 0)), (values, values, values), []) == []
    assert Applying(0.4).chances(np.zeros((2, 7))).tolist() == [0.4, 0.4]
