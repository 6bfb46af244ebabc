"""Tests of `qct queue`."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.cli.queue.tables import COLUMNS, PASSAGES
from toolkit.operations.search import lemmas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project

JSON = ("--format", "json")
ME = ("--coder", "coder-a")
UNITS = ("queue", "make", "units", "--code", "trust", "--sources", "E01", *ME)


def test_a_queue_is_made_listed_answered_and_taken_back(qct: Qct, project: Project) -> None:
    made = qct(*UNITS, "--seed", "7", *JSON)
    (row,) = made.json()
    assert list(row) == list(COLUMNS)
    assert row == {
        "queue": 1, "from": "units", "code": "trust", "round": "main", "passages": 5, "yes": 0,
        "no": 0, "later": 0, "left": 5, "status": "open", "seed": 7, "scores": "hidden",
    }  # fmt: skip
    assert "`qct queue next 1`" in made.err
    (following,) = qct("queue", "next", *ME, *JSON).json()
    assert (following["passage"], following["question"]) == ("1-1", "Is this Distrust?")
    assert following["definition"] == "Not relying on what another body sends."
    text = project.sources.text("E01")
    assert text[following["start"] : following["end"]] == following["quote"]
    assert following["before"] + following["quote"] + following["after"] == text
    ran = qct("queue", "answer", "1-1", "1-2", "--yes", *ME)
    assert (ran.code, ran.out) == (0, "")
    assert "1-1: yes; E01" in ran.err
    assert "is coded with trust" in ran.err
    assert "queue 1: 2 of 5 passages answered, 3 left" in ran.err
    assert len(project.codings.find()) == 2
    assert "taken back: 1-2 has no answer" in qct("queue", "undo", *ME).err
    (state,) = qct("queue", *ME, *JSON).json()
    assert (state["yes"], state["left"]) == (1, 4)
    assert qct("queue", "next", *ME, *JSON).json()[0]["passage"] == "1-2"
    assert len(project.codings.find()) == 1


def test_passages_are_listed_in_the_drawn_order(qct: Qct) -> None:
    qct(*UNITS, "--seed", "7")
    qct("queue", "answer", "1-3", "--later", *ME)
    ran = qct("queue", "show", "1", "--format", "csv", *ME)
    rows: list[dict[str, Any]] = list(csv.DictReader(StringIO(ran.out)))
    assert list(rows[0]) == list(PASSAGES)
    assert [row["passage"] for row in rows] == [f"1-{number}" for number in range(1, 6)]
    assert [row["answer"] for row in rows] == ["", "", "later", "", ""]
    starts = [int(row["start"]) for row in rows]
    assert starts != sorted(starts)


def test_a_person_reads_the_passage_the_question_and_the_definition(qct: Qct) -> None:
    qct(*UNITS)
    ran = qct("queue", "next", *ME)
    assert ran.out.startswith("1-1  E01 ")
    assert ">>> " in ran.out
    assert "Is this Distrust? (trust)\n  Not relying on what another body sends." in ran.out
    assert "answer it: qct queue answer 1-1 --yes, --no or --later" in ran.err


def test_a_queue_that_is_answered_or_stopped_asks_no_more(qct: Qct) -> None:
    qct(*UNITS)
    qct("queue", "answer", *(f"1-{number}" for number in range(1, 6)), "--no", *ME)
    (state,) = qct("queue", "list", *ME, *JSON).json()
    assert (state["status"], state["no"]) == ("done", 5)
    ran = qct("queue", "next", *ME)
    assert (ran.code, "coder-a has no queue with passages left" in ran.err) == (2, True)
    assert qct("queue", "next", "1", *ME, *JSON).json() == []
    qct("queue", "make", "units", "--code", "security", *ME)
    assert "queue 2 is stopped" in qct("queue", "stop", "2", *ME).err
    assert qct("queue", "list", *ME, *JSON).json()[1]["status"] == "stopped"
    assert qct("queue", "answer", "2-1", "--yes", *ME).code == 2


def test_hits_and_places_make_queues_too(
    qct: Qct, monkeypatch: pytest.MonkeyPatch, write: Callable[[str, str], Path]
) -> None:
    monkeypatch.setattr(lemmas._Installed, "reads", lambda _self, _language: False)
    ran = qct("queue", "make", "hits", "--code", "trust", "--pattern", "figures|leak", *ME, *JSON)
    assert [(row["from"], row["passages"]) for row in ran.json()] == [("hits", 2)]
    table = write("places.csv", "source,start,end\nE01,29,59\n")
    ran = qct("queue", "make", "places", "--file", str(table), "--code", "trust", *ME, *JSON)
    assert [(row["from"], row["passages"]) for row in ran.json()] == [("places", 1)]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("queue", "make", "units", *ME), 2, "needs a code"),
        (("queue", "make", "places", *ME), 2, "needs a table"),
        (("queue", "make", "units", "--code", "trust", "--file", "x", *ME), 2, "reads none"),
        (("queue", "make", "units", "--code", "trust", "--pattern", "x", *ME), 2, "looks for none"),
        (("queue", "make", "units", "--code", "nope", *ME), 3, "unknown code 'nope'"),
        (("queue", "make", "all", "--code", "trust", *ME), 2, "units"),
        (("queue", "answer", "1-1", *ME), 2, "one of --yes, --no and --later"),
        (("queue", "answer", "1-1", "--yes", "--no", *ME), 2, "one of --yes"),
        (("queue", "answer", "first", "--yes", *ME), 2, "'first' is no passage of a queue"),
        (("queue", "answer", "9-1", "--yes", *ME), 3, "coder-a has no queue 9"),
        (("queue", "next", *ME), 2, "no queue with passages left"),
        (("queue", "show", "4", *ME), 3, "coder-a has no queue 4; there is none"),
    ],
)
def test_errors_name_what_is_wrong(
    qct: Qct, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ran = qct(*arguments)
    assert (ran.code, "Traceback" in ran.err) == (code, False)
    assert message in ran.err


def test_in_a_terminal_the_newest_queue_with_passages_left_is_opened(
    qct: Qct, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, str, int]] = []

    def answer_queue(_project: Project, coder: str, round_id: str, number: int) -> int:
        opened.append((coder, round_id, number))
        return 0

    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"toolkit.cli.queue.queue.sys.{stream}.isatty", lambda: True)
    monkeypatch.setattr("toolkit.cli.queue.queue.answer_queue", answer_queue)
    ran = qct("queue", *ME)
    assert (ran.code, "coder-a has no queue with passages left" in ran.err) == (2, True)
    qct(*UNITS)
    qct("queue", "make", "units", "--code", "security", *ME)
    qct("queue", "stop", "2", *ME)
    assert qct("queue", *ME).code == 0
    assert opened == [("coder-a", "main", 1)]


def test_missed_lists_and_queues_and_the_audit_lists(qct: Qct, project: Project) -> None:
    ran = qct("missed", "--model", "lexical", *ME)
    assert (ran.code, "has not finished any source" in ran.err) == (2, True)
    sentences = project.queue.make_from_units("trust", coder="coder-b", sources=["E01"])
    assert sentences.items == 5
    for number in range(1, 5):
        project.queue.answer(1, number, "yes", coder="coder-b")
    project.rounds.finish(["E01"], coder="coder-b")
    other = ("--coder", "coder-b", "--model", "lexical")
    assert qct("missed", *other, *JSON).json() == []
    ran = qct("audit", "coding", *other, *JSON)
    assert ran.code == 0
    assert {row["kind"] for row in ran.json()} == {"incomplete"}
    assert "no verdicts" in ran.err
