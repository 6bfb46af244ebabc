"""Tests of the passages that the model of a family learns from, and of those it must not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suggest.suggest_world import PAIRS, TOPICS, World, coding
from toolkit.domain.codings import Mode
from toolkit.suggest.candidates import SuggestionVerdict
from toolkit.suggest.closeness import SOURCE_CAP, capped_weights
from toolkit.suggest.code_model import fit_codes, targets_of
from toolkit.suggest.coded import Coded
from toolkit.suggest.examples import ASSISTED_WEIGHT, TrainingExample

if TYPE_CHECKING:
    import random

    from toolkit.suggest.code_model import CodeModel


def scores_of(world: World, model: CodeModel, text: str) -> np.ndarray:
    passage = world.passage(text)
    terms = np.zeros((1, world.index.width))
    terms[0, passage.terms[0]] = passage.terms[1]
    recency = np.zeros((1, len(world.codes.ids)))
    answers = model.answers(passage.vector[None, :], terms, recency)
    return np.concatenate([answer.scores.ravel() for answer in answers])


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
    assert model.families[0].counts[:, column].tolist() == [31, 2]


def test_two_coders_with_one_opinion_count_once() -> None:
    world = World(
        (coding("E01", 0, "fear", mode=Mode.ASSISTED), "fear"),
        (coding("E01", 0, "fear", coder="coder-b"), "fear"),
    )
    model = world.model(world.passage("fear"))
    column = world.codes.position["fear"]
    assert model.examples.vectors[column] == pytest.approx(world.embedder.embed(["fear"])[0])
    assert model.families[0].counts[:, column].tolist() == [1, 1]


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
    """What is coded of one family takes no place of another, nor changes their order."""
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
        assert both.order(both.rank(passage, 0)) == apart.order(apart.rank(passage, 0))


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
    assert (model.ridge, model.families[0].trust, model.families[0].calibration.answers) == (
        None,
        0.0,
        0,
    )
    assert model.families[0].counts.tolist() == [[0] * 4, [0] * 4]
    assert scores_of(empty, model, "leak leak").argmax() == TOPICS.index("leak")


def test_a_single_interview_gives_no_answers() -> None:
    coded = [(coding("E01", 20 * n, TOPICS[n % 4]), TOPICS[n % 4]) for n in range(80)]
    assert World(*coded).model(World(*coded).passage("law")).families[0].calibration.answers == 0
    more = World(*coded, (coding("E02", 0, "law"), "law"))
    assert more.model(more.passage("law")).families[0].calibration.answers == 81


def test_passages_that_may_not_be_used_change_nothing() -> None:
    coded = [
        (coding(source, 20 * n, topic), f"{topic} word{n}")
        for source in ("E01", "E02", "E03")
        for n, topic in enumerate(TOPICS)
    ]
    world = World(*coded)
    families, width = [world.groups[0].columns], world.index.width
    usable = world.coded.sources < 2
    model = fit_codes(world.codes, world.coded, usable, families, width)
    other = Coded(
        world.coded.sources,
        world.coded.interviews,
        world.coded.starts,
        world.coded.ends,
        np.where(usable[:, None], world.coded.vectors, 0.5).astype(np.float32),
        world.coded.terms,
        np.where(usable[:, None], world.coded.weights, world.coded.weights[:, ::-1]),
    )
    changed = fit_codes(world.codes, other, usable, families, width)
    for text in ("law money", "fear fear word1"):
        assert scores_of(world, model, text).tolist() == scores_of(world, changed, text).tolist()
    (before,), (after,) = model.families, changed.families
    assert after.calibration.temperature == before.calibration.temperature
    assert after.nearness.tolist() == before.nearness.tolist()


def test_targets_are_shares_within_a_family_and_whether_it_applies() -> None:
    given = np.array([[1, 1, 0, 0], [0, 1, 0, 1], [0, 0, 0, 1]], dtype=bool)
    targets = targets_of(given, [np.array([0, 1]), np.array([2, 3])])
    assert targets[:, :2].tolist() == [[0.0, 0.0], [-0.5, 0.5], [0.0, 0.0]]
    assert targets[:, 2:4].tolist() == [[0.0, 0.0], [-0.5, 0.5], [-0.5, 0.5]]
    assert targets[:, 4] == pytest.approx(np.array([1, 1, 0]) - 2 / 3)
    assert targets[:, 5] == pytest.approx(np.array([0, 1, 1]) - 2 / 3)


def test_a_family_that_does_not_apply_is_not_likely() -> None:
    """Passages about rules have a code of the one family alone, passages about trouble likewise."""
    coded = [
        (coding(f"E{source:02}", 20 * n, TOPICS[n % 4]), f"{TOPICS[n % 4]} word{n}")
        for source in range(16)
        for n in range(8)
    ]
    world = World(*coded, book=PAIRS)
    passage = world.passage("law law")
    rules, trouble = (world.rank(passage, group).candidates for group in (0, 1))
    assert sum(candidate.probability for candidate in rules) > 0.9
    assert sum(candidate.probability for candidate in trouble) < 0.1
    assert rules[0].verdict is SuggestionVerdict.STRONG
    assert {candidate.verdict for candidate in trouble} == {SuggestionVerdict.SILENT}
    assert trouble[0].record is None
