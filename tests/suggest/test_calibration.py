"""Tests of probabilities and of the threshold of strong candidates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.suggest.calibration import (
    BY_CODE,
    LEAST_ANSWERS,
    STRONG_SHARE,
    Calibration,
    TrackRecord,
    best_temperature,
    calibrate,
    probabilities,
    strong_from,
)

if TYPE_CHECKING:
    import random

INFINITE = float("inf")


def simulated(seed: int, temperature: float, answers: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Scores, and labels that are drawn with the probabilities of a temperature."""
    chance = np.random.default_rng(seed)
    scores = chance.normal(size=(answers, 5)) * 1.5
    drawn = (probabilities(scores, temperature).cumsum(axis=1) < chance.random((answers, 1))).sum(1)
    labels = np.zeros((answers, 5), dtype=bool)
    labels[np.arange(answers), np.minimum(drawn, 4)] = True
    return scores, labels


@pytest.mark.parametrize("temperature", [0.4, 0.8, 1.0, 1.5, 3.0])
def test_the_temperature_of_simulated_answers_comes_back(temperature: float) -> None:
    estimates = [calibrate(*simulated(seed, temperature)).temperature for seed in range(5)]
    assert np.mean(estimates) == pytest.approx(temperature, rel=0.06)


def test_simulated_probabilities_are_shares_of_right_answers() -> None:
    calibration = calibrate(*simulated(7, 1.5, 8000))
    for low in (0.3, 0.4, 0.5, 0.6, 0.7):
        part = (calibration.confidence >= low) & (calibration.confidence < low + 0.1)
        assert calibration.right[part].mean() == pytest.approx(
            calibration.confidence[part].mean(), abs=0.05
        )


def test_a_simulated_strong_candidate_is_right_as_often_as_it_says() -> None:
    """The threshold holds for new answers of the same kind, within what chance explains."""
    shares = []
    for seed in range(10):
        past = calibrate(*simulated(seed, 1.0, 400))
        scores, labels = simulated(seed + 100, 1.0)
        strong = probabilities(scores, past.temperature).max(axis=1) >= past.strong_from
        shares.append(labels[np.arange(len(labels)), scores.argmax(axis=1)][strong].mean())
    assert np.mean(shares) > STRONG_SHARE - 0.02


def test_few_answers_leave_the_temperature_near_one() -> None:
    """Three answers, all wrong, fit an infinite temperature best; the penalty holds it back."""
    scores, labels = simulated(3, 5.0, 3)
    assert 1 < calibrate(scores, labels).temperature < 3
    many = calibrate(np.tile(scores, (100, 1)), np.tile(labels, (100, 1)))
    assert many.temperature > 8
    all_right, first = np.ones(5, dtype=bool), np.zeros(5, dtype=np.intp)
    assert best_temperature(np.zeros((5, 2)), all_right, first) == pytest.approx(1, abs=1e-3)


def test_probabilities_by_hand() -> None:
    chances = probabilities(np.array([[math.log(4), 0.0], [1e4, 0.0]]), 2.0)
    assert chances[0].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert chances[1].tolist() == [1.0, 0.0]


def test_when_all_are_right_everything_is_strong() -> None:
    """The lower bound of n right of n is .2^(1/n): .973 for 60."""
    confidence = np.linspace(0.9, 0.5, 60)
    assert strong_from(confidence, np.ones(60, dtype=bool)) == 0.5


def test_the_first_answers_must_be_enough_for_the_bound() -> None:
    """.2^(1/n) is .669 for 4 and .725 for 5: after 5 right answers 55 wrong ones follow."""
    confidence = np.linspace(0.9, 0.31, 60)
    for rights, expected in ((4, INFINITE), (5, confidence[4])):
        right = np.arange(60) < rights
        assert strong_from(confidence, right) == expected


def tail(right: int, answers: int, share: float) -> float:
    """The probability of so many right answers or more, for a share of right ones."""
    terms = (
        math.comb(answers, k) * share**k * (1 - share) ** (answers - k)
        for k in range(right, answers + 1)
    )
    return sum(terms)


@pytest.mark.parametrize(("wrong", "is_strong"), [(14, True), (15, False)])
def test_the_bound_is_that_of_clopper_and_pearson(wrong: int, is_strong: bool) -> None:
    """The lower bound is .70 or more where a share of .70 gives so many right with p <= .20.

    Of 60 answers 46 right have a probability of .16, and 45 right of .24.
    """
    assert (tail(60 - wrong, 60, STRONG_SHARE) <= 0.20) == is_strong
    right = np.ones(60, dtype=bool)
    right[:wrong] = False
    # All have one probability, so that no smaller part of them can be strong.
    expected = 0.8 if is_strong else INFINITE
    assert strong_from(np.full(60, 0.8), right) == expected


def test_ties_stand_or_fall_together() -> None:
    """Thirty right ones listed first do not save thirty wrong ones of equal probability."""
    right = np.arange(60) < 30
    assert strong_from(np.full(60, 0.8), right) == INFINITE
    assert strong_from(np.where(right, 0.8, 0.7), right) == 0.8


def test_never_strong_below_60_answers() -> None:
    assert LEAST_ANSWERS == 60
    assert strong_from(np.full(59, 0.9), np.ones(59, dtype=bool)) == INFINITE
    assert strong_from(np.full(60, 0.9), np.ones(60, dtype=bool)) == 0.9


answers = st.lists(
    st.tuples(st.sampled_from([0.2, 0.35, 0.5, 0.65, 0.8, 0.95]), st.booleans()),
    min_size=55,
    max_size=90,
)


@settings(max_examples=60)
@given(answers, st.randoms(use_true_random=False))
def test_the_threshold_is_the_smallest_that_holds_in_any_order(
    pairs: list[tuple[float, bool]], shuffler: random.Random
) -> None:
    confidence = np.array([pair[0] for pair in pairs])
    right = np.array([pair[1] for pair in pairs])
    holds = [
        level
        for level in np.unique(confidence).tolist()
        if tail(int(right[confidence >= level].sum()), int((confidence >= level).sum()), 0.70)
        <= 0.20
    ]
    expected = min(holds, default=INFINITE) if len(pairs) >= 60 else INFINITE
    assert strong_from(confidence, right) == expected
    order = list(range(len(pairs)))
    shuffler.shuffle(order)
    assert strong_from(confidence[order], right[order]) == expected


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 80), st.integers(2, 6))
def test_calibration_keeps_its_promises(seed: int, count: int, codes: int) -> None:
    chance = np.random.default_rng(seed)
    scores = chance.normal(size=(count, codes))
    labels = chance.random((count, codes)) < 0.4
    labels[0, chance.integers(codes)] = True
    result = calibrate(scores, labels)
    assert 0.05 <= result.temperature <= 20
    assert result.answers == int(labels.any(axis=1).sum())
    assert ((result.confidence >= 1 / codes - 1e-12) & (result.confidence <= 1)).all()
    assert result.first.tolist() == scores.argmax(axis=1).tolist()
    assert result.right.tolist() == labels[np.arange(count), result.first].tolist()
    if result.answers < LEAST_ANSWERS:
        assert result.strong_from == INFINITE
    order = chance.permutation(count)
    other = calibrate(scores[order], labels[order])
    assert other.temperature == pytest.approx(result.temperature, abs=2e-3)


def test_nothing_to_learn_from_is_no_calibration() -> None:
    for scores in (np.zeros((0, 3)), np.zeros((80, 1))):
        result = calibrate(scores, np.ones(scores.shape, dtype=bool))
        assert (result.temperature, result.strong_from, result.answers) == (1.0, INFINITE, 0)
    assert calibrate(np.ones((5, 3)), np.zeros((5, 3), dtype=bool)).answers == 0


def test_the_record_is_of_the_same_verdict() -> None:
    right = np.array([True, True, False, True, False])
    confidence = np.array([0.9, 0.7, 0.8, 0.5, 0.4])
    first, shown = np.zeros(5, dtype=np.intp), np.array([1, 1, 1, 1, 0], dtype=bool)
    past = Calibration(1.0, 0.7, 5, confidence, right, first, shown)
    assert past.record(0.7) == TrackRecord(2, 3)
    assert past.record(0.69) == TrackRecord(1, 1)


@pytest.mark.parametrize(
    ("right", "count", "fails"),
    [
        # Upper bound below .70: so few right or fewer have a probability below .20 at .70.
        # Of 15: P(X <= 8) = .13, P(X <= 9) = .28.
        (8, 15, True),
        (9, 15, False),
        (15, 15, False),
        (0, 15, True),
        (0, 14, False),
    ],
)
def test_a_code_fails_by_the_upper_bound_of_its_own_answers(
    right: int, count: int, fails: bool
) -> None:
    assert BY_CODE == 15
    hits = np.arange(count) < right
    past = Calibration(1.0, 0.7, count, np.full(count, 0.9), hits, np.full(count, 2))
    assert past.fails(2) == fails
    assert not past.fails(1)
    unsure = Calibration(1.0, 0.95, count, past.confidence, hits, past.first)
    assert not unsure.fails(2)


def test_a_passage_without_a_code_of_the_family_counts_as_wrong() -> None:
    """Eighty passages of a family that the scores know, and as many that have no code of it."""
    scores = np.tile([[3.0, 0.0]], (160, 1))
    labels = np.zeros((160, 2), dtype=bool)
    labels[:80, 0] = True
    assert calibrate(scores, labels).strong_from == INFINITE
    known = calibrate(scores, labels, np.where(labels[:, 0], 0.9, 0.1))
    assert known.temperature == calibrate(scores[:80], labels[:80]).temperature
    assert known.strong_from == pytest.approx(known.confidence[0])
    assert known.answers == 80
    assert known.shown.tolist() == [True] * 80 + [False] * 80


def test_the_chance_of_the_family_scales_probabilities() -> None:
    scores, labels = simulated(2, 1.0, 200)
    certain = calibrate(scores, labels)
    half = calibrate(scores, labels, np.full(200, 0.5))
    assert half.confidence == pytest.approx(certain.confidence / 2)
    assert half.temperature == certain.temperature
