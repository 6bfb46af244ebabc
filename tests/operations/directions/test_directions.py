"""Directions are proposed by a model and decided by people, and the two are stored apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codings import Mode
from toolkit.domain.directions import Stance
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project

Place = Callable[[str, str], tuple[int, int]]


@pytest.fixture
def coded(project: Project, place: Place) -> Project:
    project.codings.add("E01", *place("E01", "We do not trust their figures."), "trust", coder="a")
    project.codings.add("E01", *place("E01", "A leak is what my director"), "security", coder="a")
    project.codings.add("E01", *place("E01", "There should be one rule"), "proposal", coder="a")
    return project


def propose(project: Project, **options: object) -> list:  # type: ignore[type-arg]
    return project.directions.propose(actor="a", model="lexical", **options)  # type: ignore[arg-type]


def test_proposals_start_from_the_links_of_the_codes(coded: Project, place: Place) -> None:
    proposals = propose(coded)
    start, _ = place("E01", "A leak is what")
    leak = [proposal for proposal in proposals if proposal.span.start == start]
    assert leak[0].direction_id == "security"
    assert leak[0].prior == 0.9
    assert leak[0].verdict in ("strong", "possible")
    assert coded.directions.mappings() == []
    assert {proposal.id for proposal in coded.directions.proposals()} == {
        proposal.id for proposal in proposals
    }


def test_a_code_without_links_says_nothing(coded: Project, place: Place) -> None:
    start, _ = place("E01", "There should be one rule")
    rule = [proposal for proposal in propose(coded) if proposal.span.start == start]
    assert rule
    assert all(proposal.prior is None for proposal in rule)


def test_proposing_twice_changes_nothing(coded: Project) -> None:
    first = propose(coded)
    events = len(coded.history.events())
    assert propose(coded) == first
    assert len(coded.history.events()) == events


def test_proposals_follow_the_codes(coded: Project, place: Place) -> None:
    propose(coded)
    start, end = place("E01", "We do not trust their figures.")
    coded.codings.add("E01", start, end, "security", coder="a")
    proposals = [proposal for proposal in propose(coded) if proposal.span.start == start]
    assert {"security", "organization"} <= {proposal.direction_id for proposal in proposals}
    stored = [proposal for proposal in coded.directions.proposals() if proposal.span.start == start]
    assert {proposal.id for proposal in stored} == {proposal.id for proposal in proposals}


def test_what_people_confirmed_moves_the_prior(coded: Project, place: Place) -> None:
    span = place("E01", "A leak is what my director")
    before = next(proposal for proposal in propose(coded) if proposal.direction_id == "security")
    coded.directions.confirm("E01", *span, ["law-system"], coder="a")
    after = next(
        proposal
        for proposal in propose(coded)
        if (proposal.direction_id, proposal.span) == (before.direction_id, before.span)
    )
    assert before.prior is not None
    assert after.prior is not None
    assert after.prior < before.prior


def test_codes_of_a_blind_round_make_proposals_once_it_is_closed(
    project: Project, place: Place
) -> None:
    project.rounds.open("r1", mode=Mode.BLIND, actor="lead")
    for coder, quote in (("a", "We do not trust"), ("b", "A leak is what")):
        project.codings.add("E01", *place("E01", quote), "trust", coder=coder, round_id="r1")
    with pytest.raises(InputError) as caught:
        propose(project)
    assert caught.value.code == "no-segments"
    project.rounds.close("r1", actor="lead")
    assert {proposal.span.start for proposal in propose(project)} == {
        place("E01", "We do not trust")[0],
        place("E01", "A leak is what")[0],
    }


def test_without_codings_or_directions_there_is_one_clear_message(
    project: Project, empty_project: Project
) -> None:
    with pytest.raises(InputError) as caught:
        propose(project)
    assert caught.value.code == "no-segments"
    with pytest.raises(InputError, match="unknown source"):
        propose(project, sources=["E77"])


def test_texts_are_ranked_and_nothing_is_stored(project: Project) -> None:
    events = len(project.history.events())
    rankings = project.directions.propose_for_texts(
        ["They will not talk to us.", "유출이 걱정이죠.", "zzz"], model="lexical"
    )
    assert [ranking.row for ranking in rankings] == [0, 1, 2]
    assert [ranking.direction for ranking in rankings[:2]] == ["organization", "security"]
    assert (rankings[2].direction, rankings[2].verdict) == ("none", "silent")
    assert all(len(ranking.ranked) == 3 for ranking in rankings)
    assert len(project.history.events()) == events
    assert project.directions.proposals() == []
    assert project.directions.propose_for_texts([], model="lexical") == []


def test_without_directions_texts_cannot_be_ranked(empty_project: Project) -> None:
    with pytest.raises(InputError) as caught:
        empty_project.directions.propose_for_texts(["text"], model="lexical")
    assert caught.value.code == "no-directions"


# --- decisions ---------------------------------------------------------------------------


def test_confirming_records_which_proposal_it_confirms(coded: Project, place: Place) -> None:
    span = place("E01", "A leak is what my director")
    proposal = next(
        candidate for candidate in propose(coded) if candidate.direction_id == "security"
    )
    made = coded.directions.confirm(
        "E01", *span, ["security", "organization"], coder="a", stance=Stance.BARRIER, note="why"
    )
    assert [mapping.direction_id for mapping in made] == ["security", "organization"]
    assert made[0].proposal_id == proposal.id
    assert made[0].stance is Stance.BARRIER
    assert {mapping.id for mapping in coded.directions.mappings()} == {
        mapping.id for mapping in made
    }


def test_a_later_decision_replaces_the_coders_own_alone(coded: Project, place: Place) -> None:
    span = place("E01", "A leak is what my director")
    coded.directions.confirm("E01", *span, ["security"], coder="a")
    coded.directions.confirm("E01", *span, ["law-system"], coder="b")
    coded.directions.confirm("E01", *span, ["none"], coder="a")
    assert {
        (mapping.coder_id, mapping.direction_id) for mapping in coded.directions.mappings()
    } == {
        ("a", "none"),
        ("b", "law-system"),
    }
    coded.history.undo(actor="a")
    assert {
        (mapping.coder_id, mapping.direction_id) for mapping in coded.directions.mappings()
    } == {
        ("a", "security"),
        ("b", "law-system"),
    }


def test_none_stands_alone_and_directions_must_exist(coded: Project, place: Place) -> None:
    span = place("E01", "A leak is what my director")
    with pytest.raises(UsageError, match="stands alone"):
        coded.directions.confirm("E01", *span, ["none", "security"], coder="a")
    with pytest.raises(UsageError, match="no direction is given"):
        coded.directions.confirm("E01", *span, [], coder="a")
    with pytest.raises(InputError, match=r"unknown direction 'securty'\. Did you mean security"):
        coded.directions.confirm("E01", *span, ["securty"], coder="a")
    assert coded.directions.mappings() == []


def test_a_closed_round_takes_no_decision(coded: Project, place: Place) -> None:
    coded.rounds.open("r1", mode=Mode.ASSISTED, actor="lead")
    coded.rounds.close("r1", actor="lead")
    with pytest.raises(UsageError, match="closed"):
        coded.directions.confirm(
            "E01", *place("E01", "A leak"), ["security"], coder="a", round_id="r1"
        )
