"""Stages on simulated studies: combined beats either source, and nothing predicts itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.directions.coded.world import simulated
from toolkit.directions.coded import table
from toolkit.directions.coded.choice import choose, losses, route, set_from
from toolkit.directions.coded.contradictions import contradicted, planted
from toolkit.directions.coded.rank import rank_learnt
from toolkit.directions.coded.stages import (
    STAGES,
    Features,
    fit_weights,
    is_open,
    out_of_interview,
    predict,
)
from toolkit.directions.scale import calibration_error

IDS = ("a", "b", "c")


@pytest.fixture(scope="module")
def outcome() -> table.Outcome:
    return table.replay(Features(simulated()))


def test_codes_and_text_together_beat_either(outcome: table.Outcome) -> None:
    labels = simulated().labels
    loss = {name: losses(chances, labels).mean() for name, chances in outcome.chances.items()}
    assert loss["chosen"] < 0.9 * min(loss["map_only"], loss["text_only"])


def test_links_that_mislead_are_corrected_by_answers() -> None:
    world = simulated(code_right=0.3, signal=0.2)
    features = Features(world)
    plain, learnt = (losses(out_of_interview(features, at), world.labels).mean() for at in (0, 1))
    assert learnt < 0.9 * plain


def test_chosen_probabilities_mean_what_they_say(outcome: table.Outcome) -> None:
    labels = simulated().labels
    error = calibration_error(outcome.chances["chosen"].ravel(), labels.ravel())
    assert error is not None
    assert error <= 0.06
    strong = labels[outcome.strong]
    assert len(strong) >= 60
    assert strong.mean() >= 0.7


def test_sets_have_the_right_direction_nine_times_of_ten(outcome: table.Outcome) -> None:
    labels = simulated().labels
    assert outcome.in_set[labels].mean() >= 0.85
    assert outcome.in_set.sum(axis=1).mean() < 2.5


@pytest.mark.parametrize("stage", STAGES)
def test_no_answer_of_an_interview_is_known_when_it_is_predicted(stage: int) -> None:
    world = simulated(120, 6)
    own = world.interviews == 2
    flipped = world.labels.copy()
    flipped[own] = np.roll(flipped[own], 1, axis=1)
    before = out_of_interview(Features(world), stage)[own]
    after = out_of_interview(Features(replace(world, labels=flipped)), stage)[own]
    assert np.array_equal(before, after)


@pytest.mark.parametrize("stage", [0, 1])
def test_more_evidence_never_lowers_its_own_direction(stage: int) -> None:
    world = simulated(120, 6, unknown=1)
    train, test = np.arange(119), np.array([119])
    more = world.learnt_margins.copy()
    more[119, 1] += 0.2
    other = replace(world, learnt_margins=more, scheme_margins=more)
    before = predict(Features(world), stage, train, test)[0, 1]
    after = predict(Features(other), stage, train, test)[0, 1]
    assert after > before


def test_a_stage_needs_enough_answers() -> None:
    few = simulated(30, 3)
    assert is_open(few, 1, 0)
    assert not is_open(few, 2, 0)
    many = simulated(240, 12)
    assert is_open(many, 3, 0)
    chances = {stage: np.full(few.labels.shape, 0.3) for stage in STAGES}
    assert choose(few, chances).stages == (0, 0, 0)
    assert choose(few, chances).strong_from == (np.inf,) * 3


def test_a_text_that_says_nothing_is_given_no_weight() -> None:
    random = np.random.Generator(np.random.PCG64(3))
    told = random.normal(size=2_000)
    labels = random.random(2_000) < 1 / (1 + np.exp(-1.5 * told))
    columns = np.stack([told, random.normal(size=2_000)], axis=1)
    weights = fit_weights(columns, labels)
    assert weights[0] == pytest.approx(1.5, abs=0.25)
    assert abs(weights[1]) < 0.15


def test_conformal_thresholds() -> None:
    assert set_from(np.linspace(0.1, 0.8, 8)) == 0.0
    assert set_from(np.array([0.9, 0.1, 0.5, 0.6, 0.7, 0.8, 0.4, 0.3, 0.2])) == 0.1
    assert [route(size) for size in range(4)] == ["form", "one key", "one key", "form"]


def test_contradictions_are_flagged() -> None:
    prior = np.array([[0.9, 0.03, 0.03], [0.9, 0.03, 0.03], [0.2, 0.2, 0.2]])
    margins = np.array([[0.0, 0.4, 0.1], [0.35, 0.4, 0.1], [0.0, 0.5, 0.0]])
    flagged, nearest = contradicted(prior, margins)
    assert flagged.tolist() == [True, False, False]
    assert nearest[0] == 1
    world = simulated(200, 10, code_right=1.0, signal=0.5)
    recall, rest = planted(
        world.labels, world.prior(np.arange(200)), world.learnt_margins, world.interviews
    )
    assert recall is not None
    assert rest is not None
    assert recall > 0.9
    assert rest < 0.1
    assert planted(world.labels[:5], prior[[0] * 5], margins[[0] * 5], world.interviews[:5]) == (
        None,
        None,
    )


def test_segments_are_ranked_with_prior_set_and_verdict() -> None:
    world = simulated(120, 6, unknown=20)
    proposals = rank_learnt(Features(world), IDS, ["words"] * 120)
    assert len(proposals) == 120
    for proposal in proposals:
        assert sorted(name for name, _score in proposal.ranked) == list(IDS)
        assert proposal.route == ("one key" if 0 < len(proposal.members) <= 2 else "form")
    truth = simulated(120, 6).labels.argmax(axis=1)
    new = [proposals[at].ranked[0][0] == IDS[truth[at]] for at in range(100, 120)]
    assert sum(new) >= 15


def test_rows_say_of_how_many_they_are(outcome: table.Outcome) -> None:
    rows = table.rows_of(outcome, simulated().labels, IDS)
    assert all(len(row) == len(table.COLUMNS) for row in rows)
    assert {row[2] for row in rows} == {240}
    assert [row[0] for row in rows[:7]] == ["all"] * 7
