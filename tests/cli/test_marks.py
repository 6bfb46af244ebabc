"""Tests of `qct marks` and of opening the workspace at a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project

JSON = ("--format", "json")


def test_setting_listing_and_removing(qct: Qct, project: Project) -> None:
    assert qct("marks", "list", "--coder", "a", *JSON).json() == []
    assert qct("marks", "set", "b", "E01", "--at", "T2", "--coder", "a").code == 0
    (row,) = qct("marks", "list", "--coder", "a", *JSON).json()
    assert {**row, "text": row["text"][:8]} == {
        "mark": "b",
        "source": "E01",
        "offset": project.sources.offset_of("E01", "T2"),
        "turn": 2,
        "text": "We do no",
        "state": "",
    }
    assert qct("marks", "list", "--coder", "b", *JSON).json() == []
    project.sources.correct(
        "E01", project.sources.text("E01").replace("What", "So what"), actor="lead"
    )
    (row,) = qct("marks", "list", "--coder", "a", *JSON).json()
    assert (row["offset"], row["state"]) == (project.sources.offset_of("E01", "T2"), "moved")
    assert "removed the mark b" in qct("marks", "remove", "b", "--coder", "a").err
    assert project.preferences.bookmarks("a") == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("set", "ab", "E01", "--at", "1"), 2, "one letter"),
        (("set", "a", "nope", "--at", "1"), 3, "E01"),
        (("set", "a", "E01", "--at", "T99"), 3, "turns run from 1 to 4"),
        (("remove", "a"), 3, "none is set"),
    ],
)
def test_errors_name_what_can_be_done(
    qct: Qct, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ran = qct("marks", *arguments, "--coder", "a")
    assert (ran.code, "Traceback" in ran.err) == (code, False)
    assert message in ran.err


def test_in_a_blind_round_nobody_sees_another_s_marks(
    qct: Qct, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.preferences.set_bookmark("a", "E01", 31, coder="coder-b")
    project.rounds.open("R1", actor="lead", coders=["coder-a", "coder-b"])
    monkeypatch.setenv("QCT_CODER", "coder-a")
    ran = qct("marks", "list", "--coder", "coder-b")
    assert ran.code == 2
    assert "31" not in ran.out + ran.err
    assert qct("marks", "list").code == 0
