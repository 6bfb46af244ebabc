"""Tests of the passages that the model of a family learns from, and of those it must not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suggest.suggest_world import PAIRS, TOPICS, World, coding
from toolkit.domain.codings import Mode
from toolkit.suggest.coded import Coded
from toolkit.suggest.examples import ASSISTED_WEIGHT, TrainingExample
from toolkit.suggest.family_model import (
    RECENCY,
    SOURCE_CAP,
    Features,
    Spreads,
    capped_weights,
    centred,
    changed_closeness,
    closeness,
    combined,
    fit_family,
    held_out_closeness,
    learned_weight,
    spread,
    sums_of,
)

if TYPE_CHECKING:
    import random

    from toolkit.suggest.family_model import FamilyModel


def scores_of(world: World, model: FamilyModel, text: str) -> np.ndarray:
    passage = world.passage(text)
    terms = np.zeros((1, world.index.width))
    terms[0, passage.terms[0]] = passage.terms[1]
    recency = np.zeros((1, len(model.columns)))
    scores = model.scores(model.features(passage.vector[None, :], terms, recency))
    return scores.ravel()


def test_own_and_others_codings_of_the_passage_teach_nothing_about_it() -> None:
    """That two coders coded a passage about money as fear must not make it likely for fear."""
    leaks = World(
        (coding("E01", 0, "fear"), "money money"),
        (coding("E01", 5, "fear", coder="coder-b"), "money money"),
        (coding("E02", 0, "money"), "money money"),
    )
    inside = leaks.passage("money money", "E01", 0, 10)
    assert leaks.candidate(inside, "fear").examples == 0
    assert leaks.order(leaks.rank(inside))[0] == "money"
    elsewhere = leaks.passage("money money", "E01", 500, 510)
    assert leaks.candidate(elsewhere, "fear").examples == 2


def test_what_others_said_of_the_passage_does_not_change_a_number() -> None:
    before = ((coding("E02", 0, "money"), "money"), (coding("E03", 0, "law"), "law"))
    passage = ("money law", "E01", 0, 10)
    alone = World(*before, (coding("E01", 40, "leak"), "money law"))
    coded = World(
        *before,
        (coding("E01", 40, "leak"), "money law"),
        (coding("E01", 0, "fear"), "money law"),
        (coding("E01", 3, "fear", coder="coder-b"), "money law"),
    )
    assert alone.rank(alone.passage(*passage)) == coded.rank(coded.passage(*passage))


def test_one_interview_cannot_own_a_code() -> None:
    many = [(coding("E01", 20 * n, "fear"), "money money") for n in range(30)]
    world = World(*many, (coding("E02", 0, "fear"), "fear fear"))
    column = world.codes.position["fear"]
    capped = capped_weights(world.coded.weights, world.coded.sources)
    assert capped.sum() == pytest.approx(SOURCE_CAP + 1)
    model = world.model(world.passage("fear"))
    money = world.embedder.embed(["money money"])[0] * SOURCE_CAP
    assert model.examples.vectors[column] == pytest.approx(
        money + world.embedder.embed(["fear fear"])[0]
    )
    assert model.counts[:, column].tolist() == [31, 2]


def test_the_cap_scales_an_interview_and_leaves_smaller_sums_alone() -> None:
    weights = np.array([[1.0, 0.3], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    capped = capped_weights(weights, np.array([0, 0, 0, 0, 1]))
    assert capped[:4, 0].tolist() == [0.75] * 4
    assert capped[4].tolist() == [1.0, 1.0]
    assert capped[0, 1] == 0.3


def test_two_coders_with_one_opinion_count_once() -> None:
    world = World(
        (coding("E01", 0, "fear", mode=Mode.ASSISTED), "fear"),
        (coding("E01", 0, "fear", coder="coder-b"), "fear"),
    )
    model = world.model(world.passage("fear"))
    column = world.codes.position["fear"]
    assert model.examples.vectors[column] == pytest.approx(world.embedder.embed(["fear"])[0])
    assert model.counts[:, column].tolist() == [1, 1]


def test_answers_given_after_a_suggestion_weigh_less() -> None:
    assert TrainingExample.of(coding("E01", 0, "law", mode=Mode.ASSISTED)).weight == ASSISTED_WEIGHT
    assert (
        TrainingExample.of(coding("E01", 0, "law", origin="suggested:x")).weight == ASSISTED_WEIGHT
    )
    assert TrainingExample.of(coding("E01", 0, "law")).weight == 1.0
    world = World((coding("E01", 0, "law", mode=Mode.ASSISTED), "law"))
    model = world.model(world.passage("law"))
    assert model.examples.vectors[world.codes.position["law"]] == pytest.approx(
        ASSISTED_WEIGHT * world.embedder.embed(["law"])[0]
    )


def test_codes_of_different_families_never_compete() -> None:
    """What is coded of one family changes nothing in the scores of another."""
    rules = [
        (coding(source, 20 * n, code), f"{code} {code} word{n}")
        for source in ("E01", "E02")
        for n, code in enumerate(("law", "money", "law"))
    ]
    trouble = [
        (coding(source, 20 * n, code), f"{topic} {topic} word{n}")
        for source in ("E01", "E02")
        for n, (code, topic) in enumerate((("leak", "law"), ("fear", "money"), ("leak", "law")))
    ]
    apart, both = World(*rules, book=PAIRS), World(*rules, *trouble, book=PAIRS)
    assert [group.id for group in both.groups] == ["rules", "trouble"]
    for text in ("law law", "money", "law fear"):
        passage = both.passage(text)
        assert set(both.order(both.rank(passage, 0), 0)) == {"law", "money"}
        assert set(both.order(both.rank(passage, 1), 1)) == {"leak", "fear"}
        assert both.rank(passage, 0) == apart.rank(passage, 0)


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_the_order_of_codings_does_not_matter(shuffler: random.Random) -> None:
    coded = [
        (coding(source, 20 * n, topic), f"{topic} word{n}")
        for source in ("E01", "E02", "E03")
        for n, topic in enumerate(TOPICS)
    ]
    straight = World(*coded)
    shuffler.shuffle(coded)
    mixed = World(*coded)
    assert mixed.training_set.sha256 == straight.training_set.sha256
    every = np.ones(len(straight.coded), dtype=bool)
    assert mixed.coded.digest(every) == straight.coded.digest(every)
    assert straight.rank(straight.passage("law money")) == mixed.rank(mixed.passage("law money"))


def test_one_more_coding_changes_the_training_hash() -> None:
    more = World((coding("E01", 0, "law"), "law"), (coding("E01", 0, "fear"), "law"))
    fewer = World((coding("E01", 0, "law"), "law"))
    assert more.training_set.sha256 != fewer.training_set.sha256
    every = np.ones(1, dtype=bool)
    assert more.coded.digest(every) != fewer.coded.digest(every)


def test_a_family_without_examples_knows_its_meanings_alone() -> None:
    empty = World()
    model = empty.model(empty.passage("law"))
    assert (model.ridge, model.trust, model.calibration.answers) == (None, 0.0, 0)
    assert model.counts.tolist() == [[0] * 4, [0] * 4]
    assert scores_of(empty, model, "leak leak").argmax() == TOPICS.index("leak")


def test_a_single_interview_gives_no_answers() -> None:
    coded = [(coding("E01", 20 * n, TOPICS[n % 4]), TOPICS[n % 4]) for n in range(80)]
    assert World(*coded).model(World(*coded).passage("law")).calibration.answers == 0
    more = World(*coded, (coding("E02", 0, "law"), "law"))
    assert more.model(more.passage("law")).calibration.answers == 81


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


def some_coded(seed: int, passages: int = 30, interviews: int = 4) -> Coded:
    from scipy.sparse import csr_matrix

    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(passages, 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    terms = chance.random((passages, 9)) * (chance.random((passages, 9)) < 0.4)
    weights = (chance.random((passages, 3)) < 0.5) * chance.choice([0.3, 1.0], (passages, 3))
    sources = np.sort(chance.integers(0, interviews, passages))
    starts = np.arange(passages) * 10
    return Coded(sources, starts, starts + 8, vectors, csr_matrix(terms), weights)


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_held_out_closeness_is_that_of_sums_without_the_interview(seed: int) -> None:
    coded = some_coded(seed)
    weights = capped_weights(coded.weights, coded.sources)
    whole = sums_of(weights, coded.vectors, coded.terms)
    by_vectors, by_terms = held_out_closeness(
        whole, weights, coded.vectors, coded.terms, coded.sources
    )
    for source in np.unique(coded.sources):
        own, rest = coded.sources == source, coded.sources != source
        left = sums_of(weights[rest], coded.vectors[rest], coded.terms[rest])
        expected = closeness(coded.vectors[own], coded.terms[own], left)
        # A code that no other interview has is at zero; there the difference of sums is noise.
        known = (weights[rest] > 0).any(axis=0)
        assert by_vectors[own][:, known] == pytest.approx(expected[0][:, known], abs=1e-9)
        assert by_terms[own][:, known] == pytest.approx(expected[1][:, known], abs=1e-9)


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_changed_closeness_is_closeness_passage_by_passage(seed: int) -> None:
    coded = some_coded(seed, passages=8)
    chance = np.random.default_rng(seed + 1)
    base = sums_of(
        chance.random((5, 3)),
        chance.normal(size=(5, 6)).astype(np.float32),
        chance.random((5, 9)),
    )
    changes = chance.random((8, 8, 3)) * (chance.random((8, 8, 3)) < 0.5)
    by_vectors, by_terms = changed_closeness(coded.vectors, coded.terms, base, changes)
    for at in range(8):
        sums = base.plus(sums_of(changes[at], coded.vectors, coded.terms))
        expected = closeness(coded.vectors[[at]], coded.terms[[at]], sums)
        assert by_vectors[at] == pytest.approx(expected[0][0], abs=1e-9)
        assert by_terms[at] == pytest.approx(np.asarray(expected[1])[0], abs=1e-9)


def test_passages_that_may_not_be_used_change_nothing() -> None:
    coded = [
        (coding(source, 20 * n, topic), f"{topic} word{n}")
        for source in ("E01", "E02", "E03")
        for n, topic in enumerate(TOPICS)
    ]
    world = World(*coded)
    columns, width = world.groups[0].columns, world.index.width
    usable = world.coded.sources < 2
    model = fit_family(world.codes, world.coded, usable, columns, width)
    other = Coded(
        world.coded.sources,
        world.coded.starts,
        world.coded.ends,
        np.where(usable[:, None], world.coded.vectors, 0.5).astype(np.float32),
        world.coded.terms,
        np.where(usable[:, None], world.coded.weights, world.coded.weights[:, ::-1]),
    )
    changed = fit_family(world.codes, other, usable, columns, width)
    for text in ("law money", "fear fear word1"):
        assert scores_of(world, model, text).tolist() == scores_of(world, changed, text).tolist()
    assert changed.calibration.temperature == model.calibration.temperature
    assert changed.nearness.tolist() == model.nearness.tolist()
