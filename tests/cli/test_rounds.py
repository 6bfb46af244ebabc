"""`qct round`, `qct sources finish` and the round that a command works in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest

from toolkit.domain.codings import Mode

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project

A, B = "coder-a", "coder-b"


@pytest.fixture
def begun(project: Project) -> Project:
    """A project with an open round of two coders, in which one of them has begun."""
    project.rounds.open(
        "R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL, coders=[A, B], sources=["E01"]
    )
    project.codings.add("E01", 3, 9, "trust", coder=A, round_id="R1")
    return project


def test_closing_lists_who_has_not_finished_and_closes_nothing(begun: Project, qct: Qct) -> None:
    ran = qct("round", "close", "R1", "--coder", "lead")
    assert ran.code == 1
    assert "coder-a is still working on E01" in ran.err
    assert "coder-b has not begun E01" in ran.err
    assert "round R1 stays open; --yes closes it all the same" in ran.err
    assert begun.rounds.get("R1").status == "open"
    assert qct("round", "close", "R1", "--yes").code == 0
    assert begun.rounds.get("R1").status == "closed"


def test_a_finished_round_closes_without_a_question(begun: Project, qct: Qct) -> None:
    for coder in (A, B):
        assert qct("sources", "finish", "E01", "--coder", coder).code == 0
    ran = qct("round", "close", "R1")
    assert (ran.code, begun.rounds.get("R1").status) == (0, "closed")
    assert "still working" not in ran.err
    assert "has not begun" not in ran.err


@pytest.mark.parametrize("answer", [True, False])
def test_a_person_at_a_terminal_is_asked(
    begun: Project, qct: Qct, monkeypatch: pytest.MonkeyPatch, answer: bool
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", lambda _question, **_more: answer)
    ran = qct("round", "close", "R1", "--coder", "lead")
    assert ran.code == (0 if answer else 1)
    assert begun.rounds.get("R1").status == ("closed" if answer else "open")


def test_a_coder_bound_by_the_round_learns_nothing_of_others(project: Project, qct: Qct) -> None:
    project.rounds.open("R1", actor="lead", coders=[A, B], sources=["E01"])
    project.rounds.finish(["E01"], coder=A, round_id="R1")

    def close() -> str:
        ran = qct("round", "close", "R1", "--coder", A)
        assert ran.code == 1
        return ran.err

    before = close()
    assert "how far the others are is not shown" in before
    project.codings.add("E01", 3, 9, "trust", coder=B, round_id="R1")
    assert close() == before
    project.rounds.finish(["E01"], coder=B, round_id="R1")
    assert close() == before


def test_finishing_works_in_the_open_round_that_names_the_coder(begun: Project, qct: Qct) -> None:
    ran = qct("sources", "finish", "E01", "--coder", A)
    assert "in round R1, the open one that names coder-a" in ran.err
    assert "coder-a has finished E01 in round R1" in ran.err
    back = qct("sources", "finish", "E01", "--coder", A, "--take-back")
    assert "coder-a is still working on E01 in round R1" in back.err
    states = json.loads(qct("round", "progress", "R1", "--format", "json").out)
    assert {(row["coder"], row["state"]) for row in states} == {
        (A, "working"),
        (B, "not started"),
    }


def test_adding_says_which_round_and_who_is_new(begun: Project, qct: Qct) -> None:
    add = ("codings", "add", "--source", "E01", "--at", "20:30", "--code", "trust")
    ran = qct(*add, "--coder", A, "--format", "json")
    assert [row["round"] for row in json.loads(ran.out)] == ["R1"]
    assert "has not worked here before" not in ran.err
    stranger = qct(*add, "--coder", "coder-aa", "--format", "json")
    assert [row["round"] for row in json.loads(stranger.out)] == ["main"]
    assert "coder-aa has not worked here before; the coders are coder-a, coder-b" in stranger.err
    begun.rounds.open("R2", actor="lead", coders=[A])
    several = qct(*add, "--coder", A)
    assert several.code == 2
    assert "coder-a takes part in several open rounds: R1, R2" in several.err
    assert qct(*add, "--coder", A, "--round", "main").code == 0


def test_moving_a_coding_to_its_round(begun: Project, qct: Qct) -> None:
    coding = begun.codings.add("E01", 20, 30, "trust", coder=A)
    ran = qct("codings", "move", coding.id, "--to-round", "R1", "--coder", A)
    assert "moved trust in E01 20:30 to round R1" in ran.err
    (row,) = [row for row in begun.codings.find(round_id="R1") if row.id == coding.id]
    assert row.round_id == "R1"


def test_a_matrix_rests_on_one_reading_and_names_the_choices(begun: Project, qct: Qct) -> None:
    begun.codings.add("E01", 3, 9, "trust", coder=B, round_id="R1")
    for coder in (A, B):
        begun.rounds.finish(["E01"], coder=coder, round_id="R1")
    refused = qct("matrix", "codes-by-cases")
    assert refused.code == 3
    assert "--answers coder-a" in refused.err
    both = qct("matrix", "codes-by-cases", "--answers", A, "--coder", B)
    assert both.code == 2
    assert qct("coders", "lead", B, "--coder", "lead").code == 0
    ran = qct("matrix", "codes-by-cases", "--format", "json")
    assert "coder-b: 1 source (round R1)" in ran.err
    assert json.loads(ran.out)[0].keys() == {"code", "name", "E01", "K01"}
    coders = json.loads(qct("coders", "--format", "json").out)
    assert [row["coder"] for row in coders if row["lead"]] == [B]
    each = json.loads(qct("matrix", "codes-by-cases", "--answers", "each", "--format", "json").out)
    assert {"E01 coder-a", "E01 coder-b"} <= each[0].keys()


def test_a_subcommand_prints_no_table_of_its_group(begun: Project, qct: Qct) -> None:
    assert qct("sources", "finish", "E01", "--coder", A).out == ""
    assert qct("coders", "lead", A).out == ""


def test_a_new_coder_of_a_blind_round_is_not_told_who_else_has_worked(
    project: Project, qct: Qct
) -> None:
    project.rounds.open("R1", actor="lead", sources=["E01"])
    add = ("codings", "add", "--source", "E01", "--at", "20:30", "--code", "trust", "--round", "R1")
    before = qct(*add, "--coder", B, "--format", "csv").err
    project.history.undo(actor=B)
    project.codings.add("E01", 3, 9, "trust", coder=A, round_id="R1")
    project.codings.add("K01", 3, 9, "trust", coder="coder-c")
    assert qct(*add, "--coder", B, "--format", "csv").err == before
    assert "coder-b has not worked here before" in before
