"""Tests of `qct memos`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.blindness import ROUND, WORD, begin
from tests.identity import identity
from toolkit.domain.memos import MemoTarget

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project


def texts(qct: Qct, *options: str) -> list[str]:
    memos = qct("memos", "list", "--format", "json", *options).json()
    return [f"{row['target']} {row['id']}: {row['memo']}" for row in memos]


def test_a_memo_on_each_kind_of_thing(qct: Qct, project: Project) -> None:
    coding = project.codings.add("E01", 29, 55, "trust", coder="coder-a")
    case = project.sources.cases()[0].id
    for target in (
        ("project",), ("source", "E01"), ("code", "trust"), ("coding", coding.id), ("case", case)
    ):  # fmt: skip
        ran = qct("memos", "add", *target, "--text", f"on {target[0]}", "--coder", "coder-a")
        assert ran.code == 0
        shown = qct("memos", "show", *target, "--format", "json").json()
        assert [(row["coder"], row["memo"]) for row in shown] == [("coder-a", f"on {target[0]}")]
    assert len(texts(qct)) == 5
    assert texts(qct, "--kind", "case") == [f"case {case}: on case"]
    assert texts(qct, "--by", "coder-b") == []


def test_adding_keeps_what_is_there_and_replacing_does_not(qct: Qct, tmp_path: Path) -> None:
    file = tmp_path / "memo.txt"
    file.write_bytes("둘째\r\n줄\r\n".encode())
    qct("memos", "add", "code", "trust", "--text", "first")
    qct("memos", "add", "code", "trust", "--file", str(file))
    assert texts(qct) == ["code trust: first\n\n둘째\n줄"]
    qct("memos", "add", "code", "trust", "--text", "new", "--replace")
    assert texts(qct) == ["code trust: new"]
    assert "removed" in qct("memos", "add", "code", "trust", "--text", "", "--replace").err
    assert texts(qct) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "chapter", "x"), "project, source, code, coding, case"),
        (("show", "source"), "qct sources"),
        (("show", "source", "E99"), "E99"),
        (("show", "case", "nobody"), "qct cases"),
        (("add", "coding", "nothing", "--text", "x"), "qct codings"),
        (("add", "source", "E01"), "--text"),
        (("add", "source", "E01", "--text", " "), "--replace"),
        (("add", "source", "E01", "--file", "/nowhere"), "/nowhere"),
        (("list", "--kind", "chapter"), "project, source"),
    ],
)
def test_what_is_wrong_is_told(qct: Qct, arguments: tuple[str, ...], message: str) -> None:
    ran = qct("memos", *arguments)
    assert ran.code in (2, 3)
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_a_blind_round_shows_no_memo_of_others(
    qct: Qct, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(project)
    for target, name in (
        (MemoTarget.SOURCE, "E01"), (MemoTarget.CODE, "trust"), (MemoTarget.PROJECT, "project"),
        (MemoTarget.CASE, project.sources.cases()[0].id),
    ):  # fmt: skip
        project.memos.write(target, name, WORD, coder="coder-b")
    monkeypatch.setenv("QCT_CODER", "coder-a")
    ran = qct("memos", "list")
    assert "mine" in ran.out
    for shown in (ran, qct("memos", "show", "code", "trust"), qct("memos", "show", "project")):
        assert WORD not in shown.out
    with identity("lead"):
        project.rounds.close(ROUND, actor="lead")
    assert qct("memos", "list").out.count(WORD) == 4
