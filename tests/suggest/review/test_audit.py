"""Codings to look at again: planted mislabels, drift and twins in simulated vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from toolkit.suggest.review.audit import (
    ALIKE,
    CONFUSED,
    LEAST,
    benjamini_hochberg,
    drifts,
    outliers,
    twins,
)
from toolkit.suggest.review.vectors import centred, leave_one_out, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIM = 48


def clouds(
    random: np.random.Generator, codes: int, each: int, noise: float = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Unit vectors around a random direction for each code; and the code of each vector."""
    middles = unit(random.normal(size=(codes, DIM)))
    code_of = np.repeat(np.arange(codes), each)
    scattered = middles[code_of] + random.normal(size=(codes * each, DIM)) * noise / np.sqrt(DIM)
    return unit(scattered), code_of


def every_rival(code_of: NDArray[np.intp], codes: int) -> NDArray[np.bool_]:
    rivals = np.ones((len(code_of), codes), dtype=bool)
    rivals[np.arange(len(code_of)), code_of] = False
    return rivals


@pytest.mark.parametrize("seed", range(5))
def test_planted_mislabels_are_in_the_top_20(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, truth = clouds(random, codes=8, each=50)
    planted = random.choice(len(rows), size=12, replace=False)
    code_of = truth.copy()
    code_of[planted] = (truth[planted] + random.integers(1, 8, size=12)) % 8
    ranked = outliers(rows, code_of, every_rival(code_of, 8))
    top = {each.row for each in ranked[:20]}
    assert len(top & set(planted.tolist())) >= 11
    named = {each.row: each.other_code for each in ranked}
    right = [named[row] == truth[row] for row in planted]
    assert sum(right) >= 11


def test_codes_with_few_codings_and_without_rivals_are_not_judged() -> None:
    random = np.random.default_rng(1)
    rows, code_of = clouds(random, codes=2, each=LEAST)
    few = np.concatenate([rows, rows[:1]])
    more = np.append(code_of, 2)
    rivals = every_rival(more, 3)
    rivals[0] = False
    ranked = outliers(few, more, rivals)
    assert {each.row for each in ranked} == set(range(1, 2 * LEAST))
    assert all(each.other_code != 2 for each in ranked)


def test_a_coding_is_not_compared_with_itself() -> None:
    rows = unit(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    np.testing.assert_allclose(leave_one_out(rows), [np.sqrt(0.5), np.sqrt(0.5), 0.0], atol=1e-12)
    assert leave_one_out(rows[:1]).tolist() == [0.0]


# --- drift ----------------------------------------------------------------------------


def interviews(
    random: np.random.Generator, sources: int, each: int, drift: float
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Codings of one code in interviews of their own manner, which drift by so much in all."""
    direction = unit(random.normal(size=DIM))
    away = unit(random.normal(size=DIM))
    manner = random.normal(size=(sources, DIM)) * 0.5 / np.sqrt(DIM)
    source_of = np.repeat(np.arange(sources), each)
    along = np.linspace(0, drift, sources)[source_of][:, None]
    noise = random.normal(size=(sources * each, DIM)) / np.sqrt(DIM)
    return unit(direction + along * away + manner[source_of] + noise), source_of


def test_without_drift_the_test_is_right_about_its_level_though_interviews_differ() -> None:
    alarms = 0
    for seed in range(200):
        rows, source_of = interviews(np.random.default_rng(seed), 12, 4, drift=0.0)
        code_of = np.zeros(len(rows), dtype=np.intp)
        (result,) = drifts(rows, code_of, source_of, 1, seed=seed, permutations=99)
        alarms += result.p <= 0.05
    assert 2 <= alarms <= 20, "5 % of 200 is 10; binomial 99.9 % interval"


def test_drift_is_noticed() -> None:
    noticed = 0
    for seed in range(20):
        rows, source_of = interviews(np.random.default_rng(seed), 12, 4, drift=1.2)
        code_of = np.zeros(len(rows), dtype=np.intp)
        (result,) = drifts(rows, code_of, source_of, 1, seed=seed, permutations=199)
        noticed += result.p <= 0.05
    assert noticed >= 18


def test_codes_in_few_sources_are_not_tested_and_the_seed_repeats_the_result() -> None:
    random = np.random.default_rng(3)
    rows, source_of = interviews(random, 8, 4, drift=0.5)
    code_of = (np.arange(len(rows)) % 2).astype(np.intp)
    code_of[source_of >= 3] = 0
    first = drifts(rows, code_of, source_of, 2, seed=4, permutations=99)
    assert [each.code for each in first] == [0]
    assert first == drifts(rows, code_of, source_of, 2, seed=4, permutations=99)
    assert (first[0].sources, first[0].codings) == (8, int((code_of == 0).sum()))


def test_p_values_are_adjusted_as_scipy_does() -> None:
    p = np.random.default_rng(2).uniform(size=30).round(4)
    np.testing.assert_allclose(benjamini_hochberg(p.tolist()), false_discovery_control(p))
    assert benjamini_hochberg([]) == []


# --- twins ----------------------------------------------------------------------------


def test_two_codes_with_one_meaning_are_twins() -> None:
    random = np.random.default_rng(5)
    rows, truth = clouds(random, codes=4, each=30)
    code_of = truth.copy()
    halves = np.flatnonzero(truth == 3)[::2]
    code_of[halves] = 4
    (pair,) = twins(rows, code_of, every_rival(code_of, 5), 5)
    assert (pair.first, pair.second) == (3, 4)
    assert pair.cosine >= ALIKE or pair.confused >= CONFUSED
    rows, code_of = clouds(random, codes=5, each=30)
    assert twins(rows, code_of, every_rival(code_of, 5), 5) == []


def test_the_mean_of_each_language_is_taken_off() -> None:
    random = np.random.default_rng(6)
    rows, _codes = clouds(random, codes=3, each=20)
    languages = ["en", "ko"] * 30
    shifted = rows + np.where(np.arange(60)[:, None] % 2, 3.0, 0.0)
    taken_off = centred(shifted, languages)
    for name in (0, 1):
        assert np.abs((taken_off[name::2]).mean(axis=0)).max() < 0.1
    np.testing.assert_allclose(np.linalg.norm(taken_off, axis=1), 1)
    np.testing.assert_allclose(centred(rows[:1], ["en"]), rows[:1])
