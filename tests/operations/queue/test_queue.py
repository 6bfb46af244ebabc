"""Queues: what goes into them, in which order they ask, and what an answer stores."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.identity import identity
from toolkit.domain.codings import Mode
from toolkit.domain.pattern_hits import Precision
from toolkit.domain.queues import Answer, QueueKind, in_drawn_order
from toolkit.errors import ConflictError, InputError, UsageError
from toolkit.operations.search import lemmas
from toolkit.project import Project

if TYPE_CHECKING:
    from toolkit.operations.queue.make import Made
    from toolkit.operations.queue.show import Shown

Write = Callable[[str, str], Path]
SENTENCES = {
    "We do not trust their figures.",
    "Last spring [Agency 3] sent us a list with holes.",
    "😀",
    "A leak is what my director fears.",
    "There should be one rule for all of us.",
}


def make(project: Project, coder: str = "coder-a", **options: object) -> Made:
    options = {"sources": ["E01"], "seed": 3, **options}
    return project.queue.make_from_units("trust", coder=coder, **options)  # type: ignore[arg-type]


def upcoming(project: Project, number: int = 1, coder: str = "coder-a") -> Shown:
    passage = project.queue.next(number, coder=coder)
    assert passage is not None
    return passage


def reply(project: Project, given: str, number: int = 1, coder: str = "coder-a") -> Shown:
    """Answer the passage that is next, and give it."""
    passage = upcoming(project, number, coder)
    project.queue.answer(
        number, passage.item.position, given, coder=coder, text_sha256=passage.text_sha256
    )
    return passage


def test_the_units_of_a_closed_question_are_the_sentences_of_experts(project: Project) -> None:
    made = make(project)
    assert (made.queue.kind, made.queue.number, made.items) == (QueueKind.UNITS, 1, len(SENTENCES))
    text = project.sources.text("E01")
    items = project.queue.items(1, coder="coder-a")
    assert {text[item.span.start : item.span.end] for item in items} == SENTENCES
    assert [item.position for item in items] == list(range(1, len(SENTENCES) + 1))
    turns = make(project, unit="turn", sources=["E01", "K01"])
    assert (turns.queue.number, turns.items) == (2, 4)
    assert project.codings.find() == []
    assert project.history.verify() == []


def test_the_order_is_drawn_by_the_seed_alone(project: Project) -> None:
    def order(number: int, coder: str = "coder-a") -> list[int]:
        return [item.span.start for item in project.queue.items(number, coder=coder)]

    make(project, seed=3)
    make(project, coder="coder-b", seed=3)
    make(project, seed=4)
    assert order(1) == order(1, "coder-b")
    assert order(1) != order(2)
    assert sorted(order(1)) == sorted(order(2))
    assert order(1) != sorted(order(1))


def test_the_place_of_a_passage_depends_on_no_other() -> None:
    places = [("E01", start, start + 5, "trust") for start in range(50)]
    whole = in_drawn_order(places, 7)
    half = in_drawn_order(places[::2], 7)
    assert [place for place in whole if place in half] == half
    assert in_drawn_order([*places, *places], 7) == whole


def test_a_yes_codes_the_passage_in_one_step_that_undo_takes_back(project: Project) -> None:
    make(project)
    first = reply(project, "yes")
    (coding,) = project.codings.find()
    assert (coding.span, coding.code_id, coding.origin) == (first.item.span, "trust", "queue")
    assert coding.independent
    event = project.history.events()[0]
    assert (event.kind, event.summary["answer"]) == ("queue.answer", "yes")
    state = project.queue.get(1, coder="coder-a")
    assert (state.yes, state.answered, state.left) == (1, 1, len(SENTENCES) - 1)
    assert upcoming(project).item.position == 2
    project.history.undo(actor="coder-a")
    assert project.codings.find() == []
    assert upcoming(project).item.position == 1
    project.history.redo(actor="coder-a")
    assert project.queue.get(1, coder="coder-a").yes == 1
    assert project.history.verify() == []


def test_a_no_stores_the_answer_and_no_coding(project: Project) -> None:
    make(project)
    passage = reply(project, "no")
    assert project.codings.find() == []
    answered = project.queue.items(1, coder="coder-a")[0]
    assert (answered.answer, answered.coding_id) == (Answer.NO, None)
    with pytest.raises(UsageError, match="passage 1-1 is answered already: no"):
        project.queue.answer(1, passage.item.position, "yes", coder="coder-a")
    assert project.codings.find() == []


def test_what_is_put_off_comes_again_after_the_others(project: Project) -> None:
    make(project)
    first, second = reply(project, "later"), reply(project, "later")
    for _ in range(len(SENTENCES) - 2):
        reply(project, "no")
    state = project.queue.get(1, coder="coder-a")
    assert (state.later, state.left) == (2, 2)
    assert reply(project, "later").item.position == first.item.position
    assert reply(project, "yes").item.position == second.item.position
    assert reply(project, "no").item.position == first.item.position
    assert project.queue.next(1, coder="coder-a") is None
    assert not project.queue.get(1, coder="coder-a").is_open


def test_taking_back_goes_through_the_answers_of_one_queue(project: Project) -> None:
    make(project)
    project.queue.make_from_units("security", coder="coder-a", sources=["K01"])
    reply(project, "yes")
    reply(project, "no")
    reply(project, "yes", number=2)
    assert project.queue.take_back(1, coder="coder-a").position == 2
    assert project.queue.take_back(1, coder="coder-a").position == 1
    assert [coding.code_id for coding in project.codings.find()] == ["security"]
    with pytest.raises(UsageError, match="no answer to take back"):
        project.queue.take_back(1, coder="coder-a")
    assert project.history.verify() == []


def test_a_passage_coded_meanwhile_is_not_coded_twice(project: Project) -> None:
    make(project)
    passage = upcoming(project)
    span = passage.item.span
    coding = project.codings.add("E01", span.start, span.end, "trust", coder="coder-a")
    done = project.queue.answer(1, passage.item.position, Answer.YES, coder="coder-a")
    assert (done.was_there, done.item.coding_id) == (True, coding.id)
    assert len(project.codings.find()) == 1
    project.queue.take_back(1, coder="coder-a")
    assert len(project.codings.find()) == 1


def test_coded_and_answered_passages_are_left_out_and_counted(project: Project) -> None:
    make(project)
    reply(project, "no")
    reply(project, "yes")
    again = make(project)
    assert (again.coded, again.decided, again.items) == (1, 1, len(SENTENCES) - 2)
    assert make(project, coder="coder-b").items == len(SENTENCES)
    for _ in range(again.items):
        reply(project, "no", number=2)
    with pytest.raises(UsageError, match="coded already: 1; answered in an earlier queue: 4"):
        make(project)


def test_two_coders_have_queues_of_their_own(project: Project) -> None:
    make(project)
    make(project, coder="coder-b")
    reply(project, "yes")
    assert project.queue.get(1, coder="coder-b").answered == 0
    reply(project, "yes", coder="coder-b")
    assert {coding.coder_id for coding in project.codings.find()} == {"coder-a", "coder-b"}
    with pytest.raises(InputError, match="coder-b has no queue 2; valid: 1"):
        project.queue.get(2, coder="coder-b")
    with pytest.raises(InputError, match="coder-c has no queue 1; there is none"):
        project.queue.next(1, coder="coder-c")


def test_a_stopped_queue_takes_no_answer(project: Project) -> None:
    make(project)
    project.queue.stop(1, coder="coder-a")
    assert not project.queue.get(1, coder="coder-a").is_open
    with pytest.raises(UsageError, match="queue 1 is stopped"):
        reply(project, "yes")
    with pytest.raises(UsageError, match="stopped already"):
        project.queue.stop(1, coder="coder-a")
    project.history.undo(actor="coder-a")
    reply(project, "yes")


def test_undoing_a_queue_needs_its_answers_to_go_too(project: Project) -> None:
    make(project)
    event = project.history.events()[0]
    reply(project, "yes")
    with pytest.raises(ConflictError, match="1 later step depends on it"):
        project.history.undo(actor="coder-a", event=event.seq)
    project.history.undo(actor="coder-a", event=event.seq, with_dependents=True)
    assert project.queue.all(coder="coder-a") == []
    assert project.codings.find() == []


# --- what is shown --------------------------------------------------------------------


def test_a_passage_is_shown_with_its_surroundings_and_its_question(project: Project) -> None:
    make(project)
    text = project.sources.text("E01")
    while (passage := upcoming(project)).quote != "A leak is what my director fears.":
        reply(project, "no")
    assert passage.question == "Is this Distrust?"
    assert passage.code.definition == {"en": "Not relying on what another body sends."}
    assert (passage.speaker, passage.turn, passage.score) == ("E01", 4, None)
    assert passage.before + passage.quote + passage.after == text
    assert not passage.was_corrected


def test_a_corrected_text_is_noticed_and_the_passage_goes_with_its_words(
    project: Project,
) -> None:
    make(project)
    passage = upcoming(project)
    text = project.sources.text("E01")
    project.sources.correct("E01", text.replace("What hinders", "What, then, hinders"), actor="x")
    with pytest.raises(ConflictError):
        project.queue.answer(
            1, passage.item.position, "yes", coder="coder-a", text_sha256=passage.text_sha256
        )
    assert project.codings.find() == []
    again = upcoming(project)
    assert (again.quote, again.was_corrected) == (passage.quote, True)
    assert again.item.span != passage.item.span
    reply(project, "yes")
    (coding,) = project.codings.find()
    assert project.sources.text("E01")[coding.span.start : coding.span.end] == passage.quote
    assert project.history.verify() == []


def test_a_passage_whose_words_are_gone_is_asked_no_more(project: Project) -> None:
    make(project)
    passage = upcoming(project)
    text = project.sources.text("E01")
    project.sources.correct("E01", text.replace(passage.quote, ""), actor="lead")
    assert upcoming(project).quote != passage.quote
    with pytest.raises(InputError, match="queue 1 has no passage 1, or its words are gone"):
        project.queue.answer(1, passage.item.position, "yes", coder="coder-a")


def test_a_withdrawn_source_takes_its_passages_along(project: Project) -> None:
    make(project, sources=["E01", "K01"])
    while upcoming(project).item.source_id == "E01":
        reply(project, "yes")
    project.sources.withdraw(["E01"], actor="lead")
    assert {item.source_id for item in project.queue.items(1, coder="coder-a")} == {"K01"}
    assert project.history.verify() == []


def test_a_renamed_coder_keeps_their_queues(project: Project) -> None:
    make(project)
    reply(project, "no")
    change = project.rounds.rename_coder("coder-a", "coder-x", actor="lead")
    assert (change.rows["queues"], change.rows["queue_items"]) == (1, len(SENTENCES))
    assert "1 queue, 5 passages of a queue" in change.sentence
    assert project.queue.get(1, coder="coder-x").no == 1
    reply(project, "yes", coder="coder-x")


def test_of_two_queues_with_one_number_the_older_can_be_stopped(project: Project) -> None:
    make(project)
    make(project, coder="coder-b", unit="turn")
    project.rounds.merge_coders("coder-a", "coder-b", actor="lead")
    with pytest.raises(UsageError, match="coder-b has 2 open queues with the number 1"):
        project.queue.next(1, coder="coder-b")
    stopped = project.queue.stop(1, coder="coder-b")
    left = project.queue.get(1, coder="coder-b")
    assert stopped.id != left.queue.id
    reply(project, "yes", coder="coder-b")


# --- hits and places ------------------------------------------------------------------


@pytest.fixture
def searched(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose words have no analyser: each is its own lemma."""
    monkeypatch.setattr(lemmas._Installed, "reads", lambda _self, _language: False)
    return project


def test_answers_about_hits_count_for_the_precision_of_the_pattern(searched: Project) -> None:
    made = searched.queue.make_from_hits("trust", ["figures|list|leak"], coder="coder-a")
    assert (made.queue.kind, made.items) == (QueueKind.HITS, 3)
    assert searched.queue.items(1, coder="coder-a")[0].why == ("figures|list|leak",)
    reply(searched, "yes")
    reply(searched, "no")
    reply(searched, "later")
    assert [coding.origin for coding in searched.codings.find()] == ["search"]
    assert searched.suggestions.pattern_precision("trust")[0] == Precision(1, 2)
    searched.queue.take_back(1, coder="coder-a")
    searched.queue.take_back(1, coder="coder-a")
    assert searched.suggestions.pattern_precision("trust")[0] == Precision(1, 1)
    again = searched.queue.make_from_hits("trust", ["figures|list|leak"], coder="coder-a")
    assert again.items == 2
    assert again.notes == ("1 hit is coded or rejected already and is left out",)
    assert searched.history.verify() == []


def test_a_table_of_places_names_codes_and_reasons(project: Project, write: Write) -> None:
    table = write(
        "places.csv",
        "source,start,end,code,why\nE01,29,59,trust,looks odd\nK01,20,30,security,\n",
    )
    made = project.queue.make_from_places(table, coder="coder-a")
    assert (made.queue.kind, made.queue.code_id, made.items) == (QueueKind.PLACES, "", 2)
    passages = {
        project.queue.show(1, position, coder="coder-a").question: item.why
        for position, item in enumerate(project.queue.items(1, coder="coder-a"), 1)
    }
    assert passages == {"Is this Distrust?": ("looks odd",), "Is this Security?": ()}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "is empty"),
        ("source,start\nE01,3\n", ":1: there is no column end"),
        ("source,start,end\nE01,3,9\n", ":2: no code is named"),
        ("source,start,end,code\nE99,3,9,trust\n", "unknown source 'E99'"),
        ("source,start,end,code\nE01,3,9,nope\n", "unknown code 'nope'"),
        ("source,start,end,code\nE01,9,3,trust\n", ":2: 9:3 is not a span of source E01"),
        ("source,start,end,code\nE01,x,3,trust\n", ":2: x:3 is not a span"),
        ("source,start,end,code\nE01,1,99999999999999,trust\n", "is not a span"),
        ("source,start,end,code\nE01,3,9,trust\nE01,3,99999,trust\n", ":3: 3:99999 is not"),
    ],
)
def test_a_wrong_table_names_the_line(
    project: Project, write: Write, table: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        project.queue.make_from_places(write("places.csv", table), coder="coder-a")
    assert project.queue.all(coder="coder-a") == []


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"unit": "page"}, UsageError, "valid: sentence, turn"),
        ({"sources": ["E99"]}, InputError, "unknown source 'E99'"),
        ({"round_id": "R9"}, InputError, "unknown round 'R9'"),
    ],
)
def test_errors_name_what_is_wrong(
    project: Project, options: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        make(project, **options)  # type: ignore[arg-type]


def test_a_retired_code_is_not_asked_about(project: Project) -> None:
    make(project)
    project.codebook.retire("trust", actor="lead")
    with pytest.raises(InputError, match="retired"):
        make(project)
    with pytest.raises(InputError, match="retired"):
        reply(project, "yes")
    reply(project, "no")


# --- rounds ---------------------------------------------------------------------------


def test_in_a_blind_round_nobody_sees_the_queues_of_others(project: Project) -> None:
    project.rounds.open("R1", actor="lead", coders=["coder-a", "coder-b"], mode=Mode.BLIND)
    make(project, coder="coder-b", round_id="R1")
    reply(project, "yes", coder="coder-b")
    with identity("coder-a"):
        assert project.queue.all(coder="coder-b") == []
        with pytest.raises(InputError, match="coder-b has no queue 1"):
            project.queue.next(1, coder="coder-b")
        with pytest.raises(UsageError, match="only themselves"):
            project.queue.answer(1, 2, "yes", coder="coder-b")
        assert make(project, round_id="R1").queue.number == 1
        reply(project, "yes")
        assert project.queue.get(1, coder="coder-a").yes == 1
    (coding,) = project.codings.find(coder="coder-a")
    assert (coding.mode, coding.independent, coding.origin) == (Mode.BLIND, True, "queue")


def test_submitted_and_closed_work_takes_no_answer_and_gives_none_back(project: Project) -> None:
    project.rounds.open("R1", actor="lead", coders=["coder-a"], sources=["E01"])
    with pytest.raises(UsageError, match="nothing to ask about"):
        make(project, round_id="R1", sources=["K01"])
    make(project, round_id="R1")
    reply(project, "yes")
    project.rounds.submit("R1", "E01", coder="coder-a")
    with pytest.raises(UsageError, match="locked"):
        reply(project, "no")
    with pytest.raises(UsageError, match="it stands"):
        project.queue.take_back(1, coder="coder-a")
    with pytest.raises(UsageError, match="locked"):
        make(project, round_id="R1", unit="turn")
    assert len(project.codings.find()) == 1


# --- killed ---------------------------------------------------------------------------


def test_a_killed_process_loses_no_answer(project: Project) -> None:
    make(project, sources=["E01", "K01"])
    script = textwrap.dedent(
        """
        import os, signal, sys
        from toolkit import Project
        project = Project.open(sys.argv[1])
        for given in ("yes", "no", "later"):
            passage = project.queue.next(1, coder="coder-a")
            project.queue.answer(1, passage.item.position, given, coder="coder-a")
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    ran = subprocess.run([sys.executable, "-c", script, str(project.folder)], check=False)
    assert ran.returncode == -9
    with Project.open(project.folder) as again:
        state = again.queue.get(1, coder="coder-a")
        assert (state.yes, state.no, state.later) == (1, 1, 1)
        assert upcoming(again).item.position == 4
        assert again.history.verify() == []
