"""Tests of which codings the shrunken prototype learns from, and which it must not learn from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.suggest.suggest_world import TOPICS, World, coding
from toolkit.domain.codings import Mode
from toolkit.suggest.examples import ASSISTED_WEIGHT, TrainingExample, exclusion
from toolkit.suggest.scorer import RECENCY, Scored, score, training

if TYPE_CHECKING:
    import random


def of(ranking: tuple[Scored, ...], code: str) -> Scored:
    return next(suggestion for suggestion in ranking if suggestion.code_id == code)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_passage_gets_the_code_of_passages_like_it(world: World, topic: str) -> None:
    ranking = score(world.passage(f"{topic} {topic} again"), world.codes, world.training_set)
    assert [suggestion.rank for suggestion in ranking] == [1, 2, 3, 4]
    assert ranking[0].code_id == topic
    assert (ranking[0].examples, ranking[0].sources) == (4, 2)


def test_only_active_leaves_are_offered(world: World) -> None:
    assert {
        suggestion.code_id
        for suggestion in score(world.passage("law"), world.codes, world.training_set)
    } == set(TOPICS)


def test_without_examples_the_meaning_of_the_code_decides() -> None:
    empty = World()
    ranking = score(empty.passage("money money"), empty.codes, empty.training_set)
    assert ranking[0].code_id == "money"
    assert ranking[0].examples == 0


def test_no_codes_no_ranking(world: World) -> None:
    none = replace(world.codes, ids=(), position={})
    assert score(world.passage("law"), none, world.training_set) == ()


def test_own_and_others_codings_of_the_passage_teach_nothing_about_it() -> None:
    """That two coders coded a passage about money as fear must not make its score for fear."""
    leaks = World(
        (coding("E01", 0, "fear"), "money money"),
        (coding("E01", 5, "fear", coder="coder-b"), "money money"),
        (coding("E02", 0, "money"), "money money"),
    )
    inside = score(leaks.passage("money money", "E01", 0, 10), leaks.codes, leaks.training_set)
    assert of(inside, "fear").examples == 0
    assert inside[0].code_id == "money"
    elsewhere = score(
        leaks.passage("money money", "E01", 500, 510), leaks.codes, leaks.training_set
    )
    assert of(elsewhere, "fear").examples == 2


def test_touching_is_not_overlapping() -> None:
    world = World((coding("E01", 10, "fear"), "money"))
    ranking = score(world.passage("money", "E01", 0, 10), world.codes, world.training_set)
    assert of(ranking, "fear").examples == 1


def test_one_interview_cannot_own_a_code() -> None:
    many = [(coding("E01", 20 * n, "fear"), "money money") for n in range(30)]
    world = World(*many, (coding("E02", 0, "fear"), "fear fear"))
    groups, weights, _ = training(
        world.codes, world.training_set, np.ones(len(world.training_set.examples), dtype=bool)
    )
    assert set(groups.tolist()) == {world.codes.position["fear"]}
    assert weights.sum() == pytest.approx(3 + 1)


def test_two_coders_with_one_opinion_count_once() -> None:
    world = World(
        (coding("E01", 0, "fear", mode=Mode.ASSISTED), "fear"),
        (coding("E01", 0, "fear", coder="coder-b"), "fear"),
    )
    _, weights, rows = training(world.codes, world.training_set, np.ones(2, dtype=bool))
    assert len(rows) == 1
    assert weights.tolist() == [1.0]


def test_answers_given_after_a_suggestion_weigh_less() -> None:
    assert TrainingExample.of(coding("E01", 0, "law", mode=Mode.ASSISTED)).weight == ASSISTED_WEIGHT
    assert (
        TrainingExample.of(coding("E01", 0, "law", origin="suggested:x")).weight == ASSISTED_WEIGHT
    )
    assert TrainingExample.of(coding("E01", 0, "law")).weight == 1.0


def test_recency_counts_earlier_uses_in_the_same_interview_and_can_be_left_out(
    world: World,
) -> None:
    passage = world.passage("law", "E01", 35, 45)
    recent = score(passage, world.codes, world.training_set)
    plain = score(passage, world.codes, world.training_set, recency=False)
    assert of(recent, "law").parts.recency == pytest.approx(0.6 + 0.36)
    assert of(recent, "fear").parts.recency == 0
    gained = of(recent, "law").score - of(plain, "law").score
    assert gained == pytest.approx(RECENCY * 0.96, abs=1e-5)
    assert all(suggestion.parts.recency == 0 for suggestion in plain)


def test_an_exclude_line_counts_against_its_code() -> None:
    world = World((coding("E01", 0, "law"), "law fear"), (coding("E01", 50, "fear"), "law fear"))
    assert exclusion("about fear → fear") == "about fear"
    ranking = score(world.passage("fear fear law"), world.codes, world.training_set)
    assert of(ranking, "law").parts.exclusion > 0 > of(ranking, "money").parts.exclusion
    assert of(ranking, "fear").parts.exclusion == 0  # The code fear has no exclude lines.


def test_shared_words_count_beyond_likeness() -> None:
    world = World(
        (coding("E01", 0, "law"), "law counter"),
        (coding("E02", 0, "money"), "law window"),
    )
    ranking = score(world.passage("window"), world.codes, world.training_set)
    assert of(ranking, "money").parts.lexical > of(ranking, "law").parts.lexical


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
    ranking = score(straight.passage("law money"), straight.codes, straight.training_set)
    shuffled_ranking = score(mixed.passage("law money"), mixed.codes, mixed.training_set)
    assert [(s.code_id, s.score) for s in ranking] == [
        (s.code_id, s.score) for s in shuffled_ranking
    ]


def test_one_more_coding_changes_the_training_hash(world: World) -> None:
    more = World((coding("E01", 0, "law"), "law"), (coding("E01", 0, "fear"), "law"))
    fewer = World((coding("E01", 0, "law"), "law"))
    assert more.training_set.sha256 != fewer.training_set.sha256
