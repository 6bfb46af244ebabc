"""Tests of the replay: an answer knows nothing of later interviews, nor of renderings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from toolkit.suggest.closeness import capped_weights, closeness, sums_of
from toolkit.suggest.code_model import fit_codes
from toolkit.suggest.coded import Coded
from toolkit.suggest.examples import CodeSet
from toolkit.suggest.replay.loop import World, orders_of, replay_order, with_own

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.suggest.replay.outcomes import Outcomes

COLUMNS = np.arange(3)


def replay_family(
    world: World, order: np.ndarray, methods: Sequence[str] = ()
) -> dict[str, Outcomes]:
    """The answers by method where all codes are a family."""
    return replay_order(world, [COLUMNS], order, methods)[0]


def simulated(seed: int, *, noise: float = 0.3, interviews: int = 4, each: int = 6) -> World:
    """Passages that lie around the direction of their code; with little noise they separate."""
    chance = np.random.default_rng(seed)
    count = interviews * each
    labels = chance.integers(0, 3, count)
    vectors = np.eye(6)[labels] + noise * chance.normal(size=(count, 6))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    terms = csr_matrix(chance.random((count, 7)) * (chance.random((count, 7)) < 0.5))
    starts = np.tile(np.arange(each) * 7, interviews)
    none = (np.zeros(0, dtype=np.intp), np.zeros(0))
    codes = CodeSet(
        ("a", "b", "c"), np.eye(6, dtype=np.float32)[3:], (none,) * 3, {"a": 0, "b": 1, "c": 2}
    )
    coded = Coded(
        np.repeat(np.arange(interviews), each),
        np.repeat(np.arange(interviews), each),
        starts,
        starts + 10,
        vectors.astype(np.float32),
        terms,
        np.eye(3)[labels] * chance.choice([0.3, 1.0], (count, 1)),
    )
    return World(codes, coded, interviews, np.arange(interviews), ("en",) * interviews, 7)


def with_coded(world: World, rows: np.ndarray, seed: int) -> World:
    """The world with other vectors and labels in some rows."""
    other = simulated(seed + 1).coded
    mine = world.coded
    chosen = rows[:, None]
    vectors = np.where(chosen, other.vectors, mine.vectors)
    weights = np.where(chosen, other.weights, mine.weights)
    return replace(world, coded=replace(mine, vectors=vectors, weights=weights))


@settings(max_examples=15)
@given(st.integers(0, 1000), st.permutations(range(4)), st.integers(1, 3))
def test_nothing_of_a_later_interview_changes_an_answer(
    seed: int, order: list[int], known: int
) -> None:
    world = simulated(seed)
    later = np.isin(world.coded.sources, order[known:])
    changed = with_coded(world, later, seed)
    methods = ("frequency", "knn")
    full = replay_family(world, np.array(order), methods)
    other = replay_family(changed, np.array(order), methods)
    for name in ("qct", *methods):
        early = np.isin(full[name].sources, order[:known])
        assert early.sum() == 6 * (known - 1)
        for field in ("items", "ranks", "labels", "confidence", "verdicts", "novel"):
            mine, theirs = getattr(full[name], field), getattr(other[name], field)
            assert np.array_equal(mine[early], theirs[early], equal_nan=field == "confidence")


def test_twins_never_teach_one_another() -> None:
    world = replace(simulated(1, noise=2.0), twins=np.array([0, 0, 2, 3]))
    order = np.array([2, 0, 1, 3])
    first = replay_family(world, order)["qct"]
    changed = with_coded(world, world.coded.sources == 0, 5)
    second = replay_family(changed, order)["qct"]
    same, after = first.sources == 1, first.sources == 3
    assert same.sum() == 6
    assert np.array_equal(first.ranks[same], second.ranks[same])
    assert np.array_equal(first.novel[same], second.novel[same])
    assert not np.array_equal(first.ranks[after], second.ranks[after])
    pair = replay_family(replace(world, twins=np.zeros(4, dtype=np.intp)), order)
    assert pair == {}


def test_what_separates_is_found() -> None:
    world = simulated(0, noise=0.05, interviews=6, each=12)
    outcomes = replay_family(world, orders_of(6)[0])["qct"]
    assert len(outcomes) == 60
    assert outcomes.right.mean() > 0.95


@pytest.mark.parametrize("seed", range(4))
def test_own_passages_are_examples_one_by_one(seed: int) -> None:
    world = simulated(seed, each=12)
    coded = world.coded
    rows = np.flatnonzero(coded.sources == 2)
    model = fit_codes(world.codes, coded, coded.sources < 2, [COLUMNS], 7)
    (answers,) = with_own(model, coded, rows)
    for at, row in enumerate(rows):
        own = rows[coded.ends[rows] <= coded.starts[row]]
        weights = capped_weights(coded.weights[own], np.zeros(len(own), dtype=np.intp))
        sums = sums_of(weights, coded.vectors[own], coded.terms[own])
        place = [row]
        near = closeness(coded.vectors[place], coded.terms[place], model.known.plus(sums))
        recency = coded.recent(rows[:at], int(coded.starts[row]))[None, :]
        (expected,) = model.judged(near, coded.vectors[place], recency)
        assert answers.scores[at] == pytest.approx(expected.scores[0], abs=2e-6)
        assert answers.chances[at] == pytest.approx(expected.chances[0], abs=2e-6)


@pytest.mark.parametrize("seed", range(3))
def test_a_family_is_asked_about_every_coded_passage(seed: int) -> None:
    """Passages with other codes alone count in probabilities and verdicts, and not in hits."""
    world = simulated(seed, noise=0.05, interviews=8, each=30)
    pair, every = np.arange(2), orders_of(8)[0]
    outcomes = replay_order(world, [pair, COLUMNS], every, ("names",))
    part, whole = outcomes[0]["qct"], outcomes[1]["qct"]
    assert part.items.tolist() == whole.items.tolist()
    applies = world.coded.weights[part.items][:, pair].sum(axis=1) > 0
    assert part.applies.tolist() == applies.tolist()
    assert 0 < applies.sum() < len(applies)
    assert outcomes[0]["names"].items.tolist() == part.own().items.tolist()
    late = part.at(part.sources >= 4)
    assert late.confidence[late.applies].mean() > 0.9
    assert late.confidence[~late.applies].mean() < 0.2


def test_orders_are_permutations_and_the_first_is_the_projects() -> None:
    orders = orders_of(5, 3)
    assert orders[0].tolist() == [0, 1, 2, 3, 4]
    assert [sorted(order.tolist()) for order in orders] == [[0, 1, 2, 3, 4]] * 4
    assert [o.tolist() for o in orders] == [o.tolist() for o in orders_of(5, 3)]
