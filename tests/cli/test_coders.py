"""Tests of `qct coders`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project

ADD = ("codings", "add", "--source", "E01", "--code", "trust")


def test_rename_and_undo(qct: Qct) -> None:
    qct(*ADD, "--at", "31:61", "--coder", "coder-1")
    ran = qct("coders", "rename", "coder-1", "coder-a", "--coder", "lead")
    assert (ran.code, ran.out) == (0, "")
    assert "coder-1 is named coder-a now" in ran.err
    assert (
        "coder-a stands in place of coder-1 in 1 coding, 1 statement of progress with a source; "
        "`qct undo` takes it back"
    ) in ran.err
    assert [row["coder"] for row in qct("coders", "--format", "json").json()] == ["coder-a"]
    assert qct("codings", "--format", "json").json()[0]["coder"] == "coder-a"
    assert qct("log", "--verify").code == 0
    assert qct("undo").code == 0
    assert qct("codings", "--format", "json").json()[0]["coder"] == "coder-1"
    assert qct("log", "--verify").code == 0


def test_merge_and_what_stands_in_its_way(qct: Qct) -> None:
    qct(*ADD, "--at", "31:61", "--coder", "Coder-A")
    qct(*ADD, "--at", "3:9", "--coder", "coder-a")
    ran = qct("coders", "merge", "Coder-A", "--into", "coder-a", "--coder", "lead")
    assert (ran.code, ran.out) == (0, "")
    assert "the work of Coder-A is that of coder-a now" in ran.err
    (row,) = qct("coders", "--format", "json").json()
    assert (row["coder"], row["codings"], row["sources"]) == ("coder-a", 2, 1)
    qct("undo")
    qct(*ADD, "--at", "3:9", "--coder", "Coder-A")
    ran = qct("coders", "merge", "Coder-A", "--into", "coder-a", "--coder", "lead")
    assert (ran.code, ran.out) == (2, "")
    assert "E01 3:9 trust in round main" in ran.err
    assert qct("coders", "merge", "coder-a", "--into", "nobody").code == 3
    assert qct("coders", "rename", "coder-a", "Coder-A").code == 2
    assert qct("coders", "rename", "coder-a", "consensus").code == 2


def test_names_of_the_machine_are_pointed_out(qct: Qct, project: Project) -> None:
    path = project.folder / "qct.toml"
    path.write_text(path.read_text("utf-8") + '\ncoder = "coder-1"\n', "utf-8")
    qct(*ADD, "--at", "31:61", "--coder", "coder-1")
    ran = qct("coders", "rename", "coder-1", "coder-a")
    assert "qct.toml names coder-1" in ran.err


def test_a_subcommand_does_not_print_the_table_too(qct: Qct) -> None:
    qct(*ADD, "--at", "31:61", "--coder", "coder-a")
    ran = qct("coders", "lead", "coder-a")
    assert (ran.code, ran.out) == (0, "")
    assert qct("coders", "--format", "json").json()[0]["lead"] is True
    ran = qct("sources", "finish", "E01", "--coder", "coder-a")
    assert (ran.code, ran.out) == (0, "")
