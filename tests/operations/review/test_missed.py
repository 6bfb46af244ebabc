"""Passages that a coder may have missed, and the queue of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.identity import identity
from toolkit.domain.codings import Mode
from toolkit.errors import UsageError

if TYPE_CHECKING:
    from toolkit.project import Project

Write = Callable[[str, str], Path]
ALIKE = [
    "We do not trust the figures of the ministry.",
    "Nobody trusts the figures that the ministry sends.",
    "The figures of the ministry are not trusted here.",
    "I never trust figures from another ministry.",
    "Their figures are not to be trusted by us.",
    "We do not trust the figures that another ministry sends.",
]
OTHERS = [
    "The canteen closes at two in summer.",
    "My daughter plays the violin on Sundays.",
    "Parking near the station costs a fortune.",
    "It rained for most of the week.",
    "He keeps bees behind the old mill.",
    "Lunch was cold, as usual on Fridays.",
    "Our printer jams whenever I leave.",
    "She moved to the coast in April.",
    "Coffee helps before long meetings.",
    "Somebody painted the lift bright green.",
    "Trains run late after a storm.",
    "A cat sleeps under my desk.",
]


@pytest.fixture
def study(project: Project, write: Write) -> Project:
    """E05 has six sentences that are alike, five of them coded, and others about other things."""
    said = [*ALIKE, *OTHERS]
    turns = "\n\n".join(f"I: And?\n\nE05: {sentence}" for sentence in said)
    text = f"---\nid: E05\nlanguage: en\n---\n{turns}\n"
    project.sources.import_files([write("E05.txt", text)], actor="lead")
    body = project.sources.text("E05")
    for quote in ALIKE[:5]:
        start = body.index(quote)
        project.codings.add("E05", start, start + len(quote), "trust", coder="coder-a")
    return project


def finish(project: Project, coder: str = "coder-a") -> None:
    project.rounds.finish(["E05"], coder=coder)


def test_the_sentence_that_resembles_the_examples_is_found(study: Project) -> None:
    finish(study)
    found = study.review.missed(coder="coder-a", model="lexical")
    first = found.passages[0]
    assert (first.quote, first.code_id, first.source_id) == (ALIKE[5], "trust", "E05")
    assert first.similarity > first.usual
    assert study.sources.text("E05")[first.span.start : first.span.end] == first.quote
    assert not {each.quote for each in found.passages} & set(ALIKE[:5])
    (line,) = found.notes
    assert line.startswith("en: 13 uncoded of 18 sentences in 1 source, by lexical@")
    assert study.review.missed(coder="coder-a", model="lexical", most=1).passages == (first,)
    assert study.review.missed(coder="coder-a", model="lexical", code_id="security").found == 0
    events = len(study.history.events())
    study.review.missed(coder="coder-a", model="lexical")
    assert len(study.history.events()) == events


def test_only_finished_sources_are_looked_at(study: Project) -> None:
    with pytest.raises(UsageError, match="has not finished any source"):
        study.review.missed(coder="coder-a", model="lexical")
    finish(study)
    with pytest.raises(UsageError, match="has not finished E01 in round main"):
        study.review.missed(coder="coder-a", model="lexical", sources=["E05", "E01"])
    with pytest.raises(UsageError, match="coder-b has not finished any source"):
        study.review.missed(coder="coder-b", model="lexical")


def test_a_queue_of_them_codes_with_an_origin_of_its_own(study: Project) -> None:
    finish(study)
    made = study.queue.make_from_missed(coder="coder-a", model="lexical", most=1)
    assert (made.items, made.queue.shows_scores) == (1, False)
    passage = study.queue.next(1, coder="coder-a")
    assert passage is not None
    assert (passage.quote, passage.score, passage.item.score) == (ALIKE[5], None, None)
    study.queue.answer(1, 1, "yes", coder="coder-a")
    coding = max(study.codings.find(source="E05"), key=lambda each: each.created_at)
    assert (coding.origin, coding.independent) == ("missed", False)
    assert study.history.verify() == []


def test_scores_are_shown_only_to_who_asks_and_that_is_recorded(study: Project) -> None:
    finish(study)
    study.queue.make_from_missed(coder="coder-a", model="lexical", most=1, shows_scores=True)
    event = study.history.events()[0]
    assert event.summary["scores"] == "shown"
    passage = study.queue.next(1, coder="coder-a")
    assert passage is not None
    assert passage.score is not None
    assert 0 < passage.score <= 1


def test_a_submitted_source_is_listed_and_asks_nothing(study: Project) -> None:
    study.rounds.submit("main", "E05", coder="coder-a")
    assert study.review.missed(coder="coder-a", model="lexical").found >= 1
    with pytest.raises(UsageError, match="nothing to ask about"):
        study.queue.make_from_missed(coder="coder-a", model="lexical")


def test_a_blind_round_shows_nothing_of_a_model(study: Project) -> None:
    finish(study)
    study.queue.make_from_missed(coder="coder-a", model="lexical")
    study.rounds.open("R1", actor="lead", coders=["coder-a"], sources=["E05"], mode=Mode.BLIND)
    with pytest.raises(UsageError, match="R1 is blind"):
        study.review.missed(coder="coder-a", round_id="R1", model="lexical")
    with identity("coder-a"):
        with pytest.raises(UsageError, match="takes part in the blind round R1"):
            study.review.missed(coder="coder-a", model="lexical", sources=["E05"])
        assert study.review.missed(coder="coder-a", model="lexical").found == 0
        with pytest.raises(UsageError, match="a model filled queue 1"):
            study.queue.next(1, coder="coder-a")
        with pytest.raises(UsageError, match="a model filled queue 1"):
            study.queue.answer(1, 1, "yes", coder="coder-a")
        with pytest.raises(UsageError, match="only themselves"):
            study.review.missed(coder="coder-b", model="lexical")
