"""Tests of the help of the command line, of its groups, and of completion in the shell."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from toolkit.cli.app import GROUPS
from toolkit.cli.diagnostics import run

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"], ["-h"]])
def test_help_is_data_and_ends_well(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("Usage: qct ")
    assert shown.err == ""


def test_commands_stand_in_their_groups_with_whole_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["--help"])
    shown = capsys.readouterr().out
    headings = [heading for heading, commands in GROUPS.items() if commands]
    assert re.findall(r"^(\w+):$", shown, re.M) == ["Options", *headings]
    words = " ".join(shown.split())
    for heading, commands in GROUPS.items():
        for name, (_, line) in commands.items():
            assert f"{name} {line}" in words, heading
    assert "..." not in shown.split("Options:")[1]


def test_help_of_a_command_is_that_of_its_option(qct: Qct) -> None:
    assert qct("help", "agree", "statement").out == qct("agree", "statement", "--help").out
    assert qct("help", "agree").out == qct("agree", "-h").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("help", "sourses"), "Did you mean sources"),
        (("help", "agree", "statment"), "Did you mean statement?"),
        (("help", "cases", "E01"), "qct cases has no subcommand 'E01'"),
        (("codings", "E01"), "no command 'E01'"),
        (("codebook", "impact"), "Did you mean import?"),
        (("matrix",), "qct matrix needs a subcommand: codes-by-cases"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_ones(
    qct: Qct, arguments: tuple[str, ...], message: str
) -> None:
    ran = qct(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_its_script(qct: Qct, shell: str) -> None:
    ran = qct("completion", shell)
    assert ran.code == 0
    assert f"_QCT_COMPLETE={shell}_complete" in ran.out


def test_the_script_works_in_bash(qct: Qct) -> None:
    # The script starts the program by its name; here it is started by its module.
    script = qct("completion", "bash").out.replace(" $1)", f" {sys.executable} -m toolkit)")
    asked = (
        'COMP_WORDS=(qct code); COMP_CWORD=1; _qct_completion qct; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{asked}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["coders", "code", "codebook"]


def _completed(folder: str, words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-m", "toolkit"],
        env={
            **os.environ,
            "_QCT_COMPLETE": "bash_complete",
            "COMP_WORDS": f"qct {words}",
            "COMP_CWORD": str(words.count(" ") + 1),
            "QCT_PROJECT": folder,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return {line.partition(",")[2] for line in done.stdout.splitlines() if line}


def test_ids_of_the_project_are_completed(project: Project) -> None:
    project.codings.add("E01", 31, 40, "trust", coder="coder-a")
    folder = str(project.folder)
    assert _completed(folder, "cite E") == {"E01"}
    assert _completed(folder, "codings --code tr") == {"trust"}
    assert _completed(folder, "agree --codes security,tr") == {"security,trust"}
    assert _completed(folder, "codings --coder c") == {"coder-a"}
    assert _completed(folder, "codings --round m") == {"main"}
    assert _completed(folder, "agree --unit t") == {"token", "turn"}
    assert _completed(folder, "undo --dr") == {"--dry-run"}


def test_in_a_blind_round_no_coder_is_completed_that_a_list_would_hide(
    project: Project, qct: Qct, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.rounds.open("R1", actor="lead", coders=["coder-a", "coder-b"])
    project.codings.add("E01", 31, 40, "trust", coder="coder-b", round_id="R1")
    monkeypatch.setenv("QCT_CODER", "coder-a")
    listed = {row["coder"] for row in qct("coders", "--format", "json").json()}
    assert _completed(str(project.folder), "codings --coder ") == listed


def test_outside_a_project_no_id_is_completed() -> None:
    assert _completed("/nowhere", "cite E") == set()
