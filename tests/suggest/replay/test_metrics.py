"""Figures of rankings: values by hand, scikit-learn where it defines the same, invariances."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suggest.replay.outcomes_world import answers, firsts, simulated
from toolkit.suggest.replay import metrics
from toolkit.suggest.replay.outcomes import UNRANKED, Outcomes

RANKS = [[1, 2, 3, 4], [4, 1, 2, 3], [2, 4, 1, 3], [1, 2, 4, 3]]
LABELS = [[1, 0, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 1]]


def test_rankings_made_by_hand() -> None:
    outcomes = answers(RANKS, LABELS, novel=[False, True, False, False])
    assert outcomes.best_rank.tolist() == [1, 2, 4, 1]
    assert metrics.hit_at(outcomes, 1) == 0.5
    assert metrics.hit_at(outcomes, 3) == 0.75
    assert metrics.mean_reciprocal_rank(outcomes) == pytest.approx((1 + 1 / 2 + 1 / 4 + 1) / 4)
    assert metrics.recall_at(outcomes, 3) == pytest.approx((1 + 1 / 2 + 0 + 1) / 4)
    # By code: 2 of 3, 0 of 1, 1 of 1, 1 of 1.
    assert metrics.macro_hit(outcomes, 3) == pytest.approx((2 / 3 + 0 + 1 + 1) / 4)
    assert metrics.novelty_rate(outcomes) == 0.25


def test_a_code_without_items_does_not_count_in_the_macro_figure() -> None:
    outcomes = answers([[1, 2, 3], [2, 1, 3]], [[1, 0, 0], [1, 0, 0]])
    assert metrics.macro_hit(outcomes, 1) == 0.5


def test_a_code_that_is_no_candidate_is_never_a_hit() -> None:
    outcomes = answers([[1, UNRANKED], [UNRANKED, UNRANKED]], [[0, 1], [1, 0]])
    assert metrics.hit_at(outcomes, 1000) == 0
    assert metrics.mean_reciprocal_rank(outcomes) == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_figures_that_scikit_learn_defines_too(k: int) -> None:
    sklearn_metrics = pytest.importorskip("sklearn.metrics")
    chance = np.random.default_rng(k)
    labels = np.eye(5, dtype=int)[chance.integers(0, 5, 120)]
    ranks = np.argsort(chance.normal(size=(120, 5)), axis=1) + 1
    confidence = chance.random(120)
    outcomes = answers(ranks.tolist(), labels.tolist(), confidence.tolist())
    truth = labels.argmax(axis=1)
    assert metrics.hit_at(outcomes, k) == pytest.approx(
        sklearn_metrics.top_k_accuracy_score(truth, -ranks, k=k)
    )
    assert metrics.macro_hit(outcomes, 1) == pytest.approx(
        sklearn_metrics.recall_score(truth, ranks.argmin(axis=1), average="macro")
    )
    assert metrics.mean_reciprocal_rank(outcomes) == pytest.approx(
        sklearn_metrics.label_ranking_average_precision_score(labels, -ranks)
    )
    right = outcomes.right
    assert metrics.brier(outcomes) == pytest.approx(
        sklearn_metrics.brier_score_loss(right, confidence)
    )
    assert metrics.log_loss(outcomes) == pytest.approx(sklearn_metrics.log_loss(right, confidence))


def test_calibration_made_by_hand() -> None:
    outcomes = firsts([False, True, True, True], [0.2, 0.4, 0.6, 0.8])
    table = metrics.reliability(outcomes, bins=2)
    assert [(row.count, row.right) for row in table] == [(2, 0.5), (2, 1.0)]
    assert [row.confidence for row in table] == pytest.approx([0.3, 0.7])
    # Two of two: the lower bound solves p^2 = .025.
    assert (table[1].low, table[1].high) == pytest.approx((0.025**0.5, 1.0))
    assert metrics.calibration_error(outcomes, bins=2) == pytest.approx((0.2 + 0.3) / 2)
    assert metrics.brier(outcomes) == pytest.approx((0.04 + 0.36 + 0.16 + 0.04) / 4)
    assert metrics.log_loss(outcomes) == pytest.approx(
        -(math.log(0.8) + math.log(0.4) + math.log(0.6) + math.log(0.8)) / 4
    )


def test_certain_and_wrong_is_a_finite_loss() -> None:
    assert metrics.log_loss(firsts([False], [1.0])) == pytest.approx(-math.log(2.0**-52))


def test_a_constant_confidence_that_is_right_has_no_error_in_any_order() -> None:
    outcomes = firsts([True] * 30 + [False] * 70, [0.3] * 100)
    assert metrics.calibration_error(outcomes) == pytest.approx(0)
    assert metrics.accuracy_at_coverage(outcomes) == pytest.approx([0.3] * 4)
    assert metrics.risk_coverage_area(outcomes) == pytest.approx(0.7)


def test_perfect_probabilities_have_the_known_small_error_and_shifted_ones_the_shift() -> None:
    """With answers that are right with their own probability, each bin's difference is normal
    with variance mean(p (1 - p)) / n, whose mean absolute value is sqrt(2/pi) of its spread."""
    chance = np.random.default_rng(5)
    errors, expected, shifted = [], [], []
    for _round in range(200):
        truth = chance.beta(3, 2, 2000)
        right = chance.random(2000) < truth
        errors.append(metrics.calibration_error(firsts(right.tolist(), truth.tolist())))
        bins = np.sort(truth).reshape(10, 200)
        spread = np.sqrt((bins * (1 - bins)).sum(axis=1)) / 200
        expected.append(float(np.sqrt(2 / np.pi) * spread.mean()))
        wrong = np.clip(truth - 0.2, 0.0, 1.0)
        shifted.append(metrics.calibration_error(firsts(right.tolist(), wrong.tolist())))
    assert np.mean(errors) == pytest.approx(np.mean(expected), rel=0.05)
    assert np.mean(shifted) == pytest.approx(0.2, abs=0.02)


def test_surest_answers_and_the_area_below_their_risk_made_by_hand() -> None:
    outcomes = firsts([True, False, True, True], [0.9, 0.8, 0.7, 0.6])
    coverages = metrics.accuracy_at_coverage(outcomes, (0.25, 0.5, 0.75, 1.0))
    assert coverages == pytest.approx((1, 1 / 2, 2 / 3, 3 / 4))
    # Risks 0, 1/2, 1/3, 1/4.
    assert metrics.risk_coverage_area(outcomes) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 4) / 4)
    assert metrics.accuracy_at_coverage(outcomes, (0.1, 0.26)) == pytest.approx((1, 1 / 2))


def test_a_coverage_is_not_one_answer_larger_by_rounding() -> None:
    outcomes = firsts([True] * 30 + [False] * 70, [1 - at / 1000 for at in range(100)])
    assert metrics.accuracy_at_coverage(outcomes, (0.30,)) == (1.0,)
    assert 0.1 * 3 * 100 > 30
    assert metrics.accuracy_at_coverage(outcomes, (0.1 * 3,)) == (1.0,)


def test_verdicts_made_by_hand() -> None:
    outcomes = firsts(
        [True, True, True, False, False, True, False],
        [0.5] * 7,
        verdicts=[2, 2, 2, 2, 0, 0, -1],
    )
    strong, silent = metrics.strong_figures(outcomes), metrics.silent_figures(outcomes)
    assert (strong.given.count, strong.given.total) == (4, 6)
    assert (strong.right.value, silent.right.value) == (0.75, 0.5)
    assert strong.right.low == pytest.approx(0.1941, abs=5e-5)  # R: binom.test(3, 4)
    assert strong.right.high == pytest.approx(0.9937, abs=5e-5)
    assert math.isnan(metrics.verdict_figures(outcomes, 1).right.value)


def test_the_effort_model_gives_the_published_break_even() -> None:
    """methods: break-even .30 and 42 % saved at hit@3 .78 with 2.6, .7 and .3 seconds."""
    outcomes = answers([[1, 2, 3, 4]] * 100, [[1, 0, 0, 0]] * 78 + [[0, 0, 0, 1]] * 22)
    effort = metrics.effort(outcomes)
    assert (effort.shown, effort.hits) == (100, 0.78)
    assert effort.saved == pytest.approx(0.42, abs=0.005)
    assert effort.break_even == pytest.approx(0.30, abs=0.005)
    silent = answers([[1, 2]] * 2, [[1, 0], [0, 1]], verdicts=[1, 0])
    assert metrics.effort(silent, k=1).shown == 1
    assert metrics.effort(silent, k=1).saved == pytest.approx(1 - (0.7 + 0.3) / 2.6)


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_effort_saves_nothing_exactly_at_the_break_even(seed: int) -> None:
    glance, pick = np.random.default_rng(seed).random(2)
    outcomes = answers([[1, 2]] * 4, [[1, 0], [1, 0], [0, 1], [0, 1]])
    effort = metrics.effort(outcomes, k=1, manual=3, glance=glance, pick=pick)
    assert (effort.saved > 0) == (effort.hits > effort.break_even)


def test_the_labour_curve_made_by_hand() -> None:
    outcomes = firsts([True, True, False, True], [0.9, 0.8, 0.2, 0.1])
    curve = metrics.labour_curve(outcomes, steps=4)
    assert [point.by_hand for point in curve] == [0, 0.25, 0.5, 0.75, 1]
    assert [point.right for point in curve] == [0.75, 0.75, 1, 1, 1]
    assert [point.at_random for point in curve] == [0.75, 0.8125, 0.875, 0.9375, 1]


def test_a_person_codes_passages_without_confidence_first() -> None:
    outcomes = firsts([True, False, False], [0.1, math.nan, math.nan])
    assert [point.right for point in metrics.labour_curve(outcomes, steps=3)] == pytest.approx(
        [1 / 3, 2 / 3, 1, 1]
    )
    assert metrics.labour_curve(firsts([True], [math.nan])) == ()


def test_the_learning_curve_over_two_orders() -> None:
    first = firsts([True, False, True], [0.5] * 3, sources=[4, 4, 9])
    second = firsts([False, True], [0.5] * 2, sources=[9, 4])
    curve = metrics.learning_curve([first, second], [np.array([7, 4, 9]), np.array([7, 9, 4])], k=1)
    assert [(point.earlier, point.count, point.hits) for point in curve] == [
        (1, 3, pytest.approx(1 / 3)),
        (2, 2, 1.0),
    ]
    with pytest.raises(ValueError, match="interview 9 is not in the order"):
        metrics.earlier_interviews(first, np.array([7, 4]))


def test_figures_without_confidence_or_answers_are_unknown() -> None:
    for outcomes in (firsts([True, False], [math.nan] * 2), answers([], [])):
        figures = (
            metrics.calibration_error(outcomes),
            metrics.brier(outcomes),
            metrics.log_loss(outcomes),
            metrics.risk_coverage_area(outcomes),
            *metrics.accuracy_at_coverage(outcomes),
        )
        assert all(math.isnan(value) for value in figures)
        assert metrics.reliability(outcomes) == ()
    nothing = answers([], [])
    assert math.isnan(metrics.hit_at(nothing, 1))
    assert math.isnan(metrics.macro_hit(nothing))
    assert math.isnan(metrics.effort(nothing).saved)
    assert metrics.labour_curve(nothing) == ()


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=40)
def test_the_order_of_the_items_changes_no_figure(seed: int, ties: bool) -> None:
    outcomes = simulated(seed, items=60, codes=5)
    if ties:
        np.round(outcomes.confidence, 1, out=outcomes.confidence)
    shuffled = outcomes.at(np.random.default_rng(seed).permutation(60))
    assert _figures(shuffled) == pytest.approx(_figures(outcomes))


@given(st.integers(0, 10_000))
@settings(max_examples=40)
def test_figures_stay_in_their_range_and_order(seed: int) -> None:
    outcomes = simulated(seed, items=40, codes=5)
    hits = [metrics.hit_at(outcomes, k) for k in range(1, 6)]
    assert hits == sorted(hits)
    assert hits[-1] == 1
    assert all(metrics.recall_at(outcomes, k) <= hits[k - 1] for k in range(1, 6))
    assert hits[0] <= metrics.mean_reciprocal_rank(outcomes) <= 1
    assert 0 <= metrics.calibration_error(outcomes) <= 1
    assert metrics.accuracy_at_coverage(outcomes)[-1] == pytest.approx(hits[0])
    curve = metrics.labour_curve(outcomes)
    assert curve[0].right == pytest.approx(hits[0])
    assert curve[-1].right == curve[-1].at_random == 1
    assert sum(row.count for row in metrics.reliability(outcomes)) == 40


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_the_names_of_codes_change_no_figure(seed: int) -> None:
    outcomes = simulated(seed, items=40, codes=5)
    order = np.random.default_rng(seed + 1).permutation(5)
    renamed = answers(
        outcomes.ranks[:, order].tolist(),
        outcomes.labels[:, order].tolist(),
        outcomes.confidence.tolist(),
        verdicts=outcomes.verdicts,
        novel=outcomes.novel,
    )
    assert _figures(renamed) == pytest.approx(_figures(outcomes))


def test_a_ranking_by_chance_hits_as_often_as_drawn_codes_do() -> None:
    outcomes = simulated(3, items=40_000, codes=8, skill=0.0)
    true = outcomes.labels.sum(axis=1)
    missed = [math.comb(8 - count, 3) / math.comb(8, 3) for count in true.tolist()]
    assert metrics.hit_at(outcomes, 3) == pytest.approx(1 - np.mean(missed), abs=0.01)
    assert metrics.recall_at(outcomes, 3) == pytest.approx(3 / 8, abs=0.01)
    assert metrics.macro_hit(outcomes, 3) == pytest.approx(3 / 8, abs=0.01)


def _figures(outcomes: Outcomes) -> list[float]:
    return [
        *(metrics.hit_at(outcomes, k) for k in (1, 3)),
        metrics.recall_at(outcomes, 3),
        metrics.mean_reciprocal_rank(outcomes),
        metrics.macro_hit(outcomes),
        metrics.novelty_rate(outcomes),
        metrics.calibration_error(outcomes),
        metrics.brier(outcomes),
        metrics.log_loss(outcomes),
        *metrics.accuracy_at_coverage(outcomes),
        metrics.risk_coverage_area(outcomes),
        metrics.strong_figures(outcomes).right.value,
        metrics.silent_figures(outcomes).right.value,
        metrics.effort(outcomes).saved,
        *(point.right for point in metrics.labour_curve(outcomes)),
    ]
