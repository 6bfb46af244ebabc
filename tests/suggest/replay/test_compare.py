"""Intervals draw interviews, pair methods, and contain the true value as often as they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suggest.replay.outcomes_world import answers, firsts, simulated
from toolkit.suggest.replay import compare, metrics
from toolkit.suggest.replay.outcomes import Outcomes, pooled


def _interviews(
    seed: int, interviews: int, spread: float, base: float = 0.6
) -> tuple[Outcomes, Outcomes]:
    """Two methods over interviews whose passages resemble one another; true rates are equal."""
    chance = np.random.default_rng(seed)
    sizes = chance.integers(15, 50, interviews)
    sources = np.repeat(np.arange(interviews), sizes)
    rates = np.clip(chance.normal(base, spread, interviews), 0, 1)
    first = chance.random(len(sources)) < rates[sources]
    second = chance.random(len(sources)) < rates[sources]
    none = [math.nan] * len(sources)
    return (
        firsts(first.tolist(), none, sources=sources),
        firsts(second.tolist(), none, sources=sources, method="knn"),
    )


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_estimates_are_the_figures_themselves(seed: int) -> None:
    outcomes = simulated(seed, items=80)
    estimates = [
        (compare.hits(3), metrics.hit_at(outcomes, 3)),
        (compare.reciprocal_ranks, metrics.mean_reciprocal_rank(outcomes)),
        (compare.macro_hits(3), metrics.macro_hit(outcomes, 3)),
        (compare.right_when_strong, metrics.strong_figures(outcomes).right.value),
    ]
    for measure, figure in estimates:
        result = compare.interval([outcomes], measure, resamples=50)
        assert result.estimate == pytest.approx(figure)
        assert result.low <= result.high
        assert result.answers == 80


def test_resamples_are_those_of_a_bootstrap_written_out() -> None:
    outcomes = simulated(4, items=120, sources=6)
    generator = np.random.default_rng(7)
    figures = []
    for counts in generator.multinomial(6, np.full(6, 1 / 6), 300):
        drawn = [outcomes.at(outcomes.sources == at) for at in np.repeat(np.arange(6), counts)]
        figures.append(metrics.macro_hit(pooled(drawn), 3))
    result = compare.interval([outcomes], compare.macro_hits(3), resamples=300, seed=7)
    # Phi(-2.5706 sqrt(6 / 5)) = .002432, 2.5706 being the .975 quantile of t with 5 degrees.
    expected = np.quantile(figures, [0.002432, 1 - 0.002432])
    assert (result.low, result.high) == pytest.approx(tuple(expected), abs=1e-4)


def test_the_interval_of_interviews_is_wider_than_that_of_passages() -> None:
    outcomes, _other = _interviews(2, 20, 0.2)
    passages = Outcomes(
        "qct",
        outcomes.items,
        outcomes.items,
        outcomes.ranks,
        outcomes.labels,
        outcomes.confidence,
        outcomes.verdicts,
        outcomes.novel,
    )
    by_source = compare.interval([outcomes], compare.hits(1))
    by_item = compare.interval([passages], compare.hits(1))
    assert by_source.estimate == by_item.estimate
    assert by_source.high - by_source.low > 1.5 * (by_item.high - by_item.low)


def test_a_method_does_not_differ_from_itself() -> None:
    outcomes = simulated(1)
    same = compare.difference([outcomes], [outcomes], compare.hits(3))
    assert (same.estimate, same.low, same.high) == (0, 0, 0)


def test_a_method_that_is_better_everywhere_has_a_positive_interval() -> None:
    better = firsts([True] * 60, [math.nan] * 60, sources=np.arange(60) // 10)
    worse = firsts([True, False] * 30, [math.nan] * 60, sources=np.arange(60) // 10)
    result = compare.difference([better], [worse], compare.hits(1))
    assert (result.estimate, result.low, result.high) == (0.5, 0.5, 0.5)
    swapped = compare.difference([worse], [better], compare.hits(1))
    assert swapped.estimate == -0.5


def test_only_items_that_both_answered_are_compared() -> None:
    full = firsts(
        [True, False, True, True], [math.nan] * 4, items=[3, 0, 2, 1], sources=[1, 0, 1, 0]
    )
    part = firsts([False, False], [math.nan] * 2, items=[0, 3], sources=[0, 1])
    left, right = compare.common(full, part)
    assert left.items.tolist() == right.items.tolist() == [0, 3]
    assert left.right.tolist() == [False, True]
    result = compare.difference([full], [part], compare.hits(1))
    assert (result.estimate, result.answers, result.sources) == (0.5, 2, 2)
    twice = firsts([True, True], [math.nan] * 2, items=[0, 0])
    with pytest.raises(ValueError, match="twice"):
        compare.difference([twice], [full], compare.hits(1))
    with pytest.raises(ValueError, match="zip"):
        compare.difference([full, full], [part], compare.hits(1))


def test_orders_of_the_same_interviews_are_no_further_evidence() -> None:
    outcomes = simulated(3)
    alone = compare.interval([outcomes], compare.hits(1))
    repeated = compare.interval([outcomes] * 20, compare.hits(1))
    assert (repeated.low, repeated.high) == pytest.approx((alone.low, alone.high))
    assert repeated.answers == 20 * alone.answers


def test_an_interval_needs_two_interviews_and_answers() -> None:
    single = compare.interval([simulated(1, sources=1)], compare.hits(1))
    assert not math.isnan(single.estimate)
    assert math.isnan(single.low)
    for orders in ([], [answers([], [])]):
        nothing = compare.interval(orders, compare.hits(1))
        assert (math.isnan(nothing.estimate), nothing.answers) == (True, 0)
    never = compare.interval(
        [answers([[1, 2]] * 2, [[1, 0]] * 2, sources=[0, 1])], compare.right_when_strong
    )
    assert math.isnan(never.estimate)
    assert math.isnan(never.high)


def test_the_seed_decides_and_the_order_of_answers_does_not() -> None:
    outcomes = simulated(9)
    shuffled = outcomes.at(np.random.default_rng(0).permutation(len(outcomes)))
    first = compare.interval([outcomes], compare.macro_hits(), seed=3)
    again = compare.interval([shuffled], compare.macro_hits(), seed=3)
    assert (first.low, first.high) == pytest.approx((again.low, again.high))
    other = compare.interval([outcomes], compare.macro_hits(), seed=4)
    assert (other.low, other.high) != (first.low, first.high)


@pytest.mark.parametrize(("interviews", "least"), [(6, 0.92), (16, 0.92)])
def test_intervals_contain_the_true_value_as_often_as_they_say(
    interviews: int, least: float
) -> None:
    """400 simulated projects: a share of .95 has a standard error of .011."""
    inside = paired = 0
    for seed in range(400):
        first, second = _interviews(seed, interviews, 0.12)
        alone = compare.interval([first], compare.hits(1), resamples=400, seed=seed)
        both = compare.difference([first], [second], compare.hits(1), resamples=400, seed=seed)
        inside += alone.low <= 0.6 <= alone.high
        paired += both.low <= 0 <= both.high
    assert least <= inside / 400 <= 0.99
    assert least <= paired / 400 <= 0.99
