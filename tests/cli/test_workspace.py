"""Tests, without a terminal, of where and for whom `qct code` opens, and of what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from toolkit.errors import StoreError

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project

Asked = dict[str, Any]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Record the arguments that the workspace would be opened with, and do not open it."""
    asked: Asked = {}

    def run_workspace(project: Project, source: str | None, **options: Any) -> int:
        asked.update(options, source=source)
        return 0

    monkeypatch.setattr("toolkit.tui.app.run_workspace", run_workspace)
    monkeypatch.setattr("toolkit.cli.code.workspace._has_terminal", lambda: True)
    return asked


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("31", "We do not trust"),
        ("@31", "We do not trust"),
        ("T2", "We do not trust"),
        ("turn 4", "A leak is"),
        ("L3", "E01: We do not"),
    ],
)
def test_it_begins_at_a_place(
    qct: Qct, project: Project, opened: Asked, at: str, words: str
) -> None:
    ran = qct("code", "E01", "--at", at)
    assert ran.code == 0, ran.err
    assert project.sources.text("E01")[opened["at"] :].startswith(words)
    assert project.sources.offset_of("E01", at) == opened["at"]


def test_a_place_that_is_not_there_is_refused_with_the_range(qct: Qct, opened: Asked) -> None:
    ran = qct("code", "E01", "--at", "T9")
    assert (ran.code, opened) == (3, {})
    assert "turns run from 1 to 4" in ran.err
    ran = qct("code", "E01", "--at", "here")
    assert (ran.code, opened) == (2, {})
    assert "T12" in ran.err


def test_a_place_needs_its_source(qct: Qct, opened: Asked) -> None:
    ran = qct("code", "--at", "T2")
    assert (ran.code, opened) == (2, {})
    assert "qct code SOURCE --at T2" in ran.err


def test_who_codes_in_which_round_and_whether_at_all(
    qct: Qct, project: Project, opened: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.rounds.open("R1", actor="lead", coders=["coder-b"])
    ran = qct("code", "K01", "--coder", "coder-b", "--round", "R1", "--read-only")
    assert ran.code == 0, ran.err
    assert opened == {
        "source": "K01", "at": None, "coder": "coder-b", "round_id": "R1", "read_only": True,
        "tour": False,
    }  # fmt: skip
    monkeypatch.setenv("QCT_CODER", "coder-c")
    assert qct("code").code == 0
    assert (opened["coder"], opened["round_id"], opened["read_only"]) == ("coder-c", "main", False)
    assert opened["source"] is None


def test_read_only_opens_a_project_that_nothing_can_write_to(
    qct: Qct, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []

    def run_workspace(open_: Project, source: str | None, **_: Any) -> int:
        with pytest.raises(StoreError) as caught:
            open_.codings.add("E01", 31, 40, "trust", coder="coder-a")
        refused.append(caught.value.code)
        return 0

    monkeypatch.setattr("toolkit.tui.app.run_workspace", run_workspace)
    monkeypatch.setattr("toolkit.cli.code.workspace._has_terminal", lambda: True)
    assert qct("code", "--read-only").code == 0
    assert len(refused) == 1
    assert project.codings.find() == []


def test_the_tour_is_asked_for(qct: Qct, opened: Asked) -> None:
    assert qct("code", "--tour").code == 0
    assert opened["tour"] is True


def test_a_round_that_is_not_there_opens_nothing(qct: Qct, opened: Asked) -> None:
    ran = qct("code", "--round", "R7")
    assert (ran.code, opened) == (3, {})
    assert "unknown round 'R7'" in ran.err


def test_without_a_terminal_it_says_what_to_use(qct: Qct) -> None:
    ran = qct("code", "E01")
    assert ran.code == 2
    assert "qct codings add" in ran.err
