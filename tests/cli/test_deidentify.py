"""`qct deidentify` at the command line, with rules that find a few fixed names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.operations.identifiers.conftest import (  # noqa: F401 - fixtures
    interviews,
    known_rules,
)
from toolkit.cli.diagnostics import run

if TYPE_CHECKING:
    from toolkit.project import Project

PASSPHRASE = "seven unrelated words"


@pytest.fixture
def here(
    interviews: Project,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Project:
    monkeypatch.chdir(interviews.folder)
    monkeypatch.setenv("QCT_CODER", "coder-a")
    return interviews


def test_json_has_the_fixed_keys(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deidentify", "--sources", "B", "--format", "json"]) == 0
    told = capsys.readouterr()
    rows = json.loads(told.out)
    assert rows[0] == {
        "source": "B", "start": 26, "end": 38, "kind": "person", "text": "Park Ji-hoon",
        "replacement": "[Person 1]",
    }  # fmt: skip
    assert len(rows) == 4
    assert "4 places in 23 words: 4 new" in told.err
    assert run(["deidentify", "--kind", "telephone", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "A,29,42,telephone,010-1234-5678,[전화번호]"
    ]


def test_words_are_accepted_with_one_pseudonym(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = here.sources.text("B")
    command = ["deidentify", "accept", "park ji-hoon", "Ji-hoon", "--as", "[Official 1]"]
    assert run([*command, "--dry-run"]) == 0
    assert "2 places in 1 source would be replaced" in capsys.readouterr().err
    assert here.sources.text("B") == before
    assert run(command) == 0
    told = capsys.readouterr().err
    assert "`qct undo` takes it back" in told
    assert "pseudonyms.json" in told
    assert here.sources.text("B").count("[Official 1]") == 2
    assert run(["deidentify", "key", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "[Official 1],person,Ji-hoon,",
        "[Official 1],person,Park Ji-hoon,",
    ]


def test_a_place_that_is_not_listed_needs_its_kind(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    start = here.sources.text("B").index("team")
    place = f"B:{start}:{start + 4}"
    assert run(["deidentify", "accept", "--at", place]) == 2
    assert "--kind" in capsys.readouterr().err
    assert run(["deidentify", "accept", "--at", place, "--kind", "organisation"]) == 0
    assert "[Person" not in here.sources.text("B")
    assert "[Organisation A]" in here.sources.text("B")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["accept"], 2, "say what to accept"),
        (["accept", "x", "--all"], 2, "say what to accept"),
        (["accept", "--all", "--as", "[x]"], 2, "--as gives words one pseudonym"),
        (["accept", "Park Jihoon"], 3, "Did you mean Park Ji-hoon"),
        (["accept", "Ji-hoon", "--as", "Ji-hoon K."], 2, "holds the words"),
        (["accept", "--at", "B"], 2, "SOURCE:START:END"),
        (["accept", "--at", "B:5:99999", "--kind", "person"], 3, "outside B"),
        (["accept", "--at", "Z:1:2", "--kind", "person"], 3, "Z"),
        (["--kind", "nobody"], 3, "nobody"),
        (["--sources", "Z"], 3, "Z"),
        (["reject"], 2, "say what to reject"),
        (["reject", "unknown words"], 3, "is not listed"),
        (["forget"], 2, "say what to forget"),
        (["forget", "[none]"], 2, "no pseudonym"),
        (["open"], 2, "not sealed"),
        (["erase", "A", "--yes"], 2, "no earlier text"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    here: Project,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    told: str,
) -> None:
    events = len(here.history.events())
    assert run(["deidentify", *arguments]) == code
    shown = capsys.readouterr().err
    assert told in shown
    assert "Traceback" not in shown
    assert len(here.history.events()) == events


def test_rejected_words_are_not_listed_again(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["deidentify", "reject", "민수", "--kind", "person"]) == 0
    assert run(["deidentify", "--format", "csv"]) == 0
    assert ",민수," not in capsys.readouterr().out
    assert run(["deidentify", "forget", "--rejected"]) == 0
    assert run(["deidentify", "--format", "csv"]) == 0
    assert ",민수," in capsys.readouterr().out


def test_the_passphrase_comes_from_the_environment_without_a_terminal(
    here: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyrage", reason="the extra `encryption` is not installed")
    assert run(["deidentify", "accept", "--all"]) == 0
    assert run(["deidentify", "seal"]) == 2
    assert "no terminal" in capsys.readouterr().err
    monkeypatch.setenv("QCT_PASSPHRASE", PASSPHRASE)
    assert run(["deidentify", "seal"]) == 0
    monkeypatch.delenv("QCT_PASSPHRASE")
    assert run(["deidentify"]) == 2
    assert "QCT_PASSPHRASE" in capsys.readouterr().err
    monkeypatch.setenv("QCT_PASSPHRASE", "another one")
    assert run(["deidentify", "key"]) == 3
    told = capsys.readouterr()
    assert "does not open" in told.err
    assert told.out == ""
    monkeypatch.setenv("QCT_PASSPHRASE", PASSPHRASE)
    assert run(["deidentify", "key"]) == 0
    assert "김민수" in capsys.readouterr().out
    assert run(["deidentify", "open"]) == 0


def test_erasing_lists_asks_and_says_what_is_left(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["deidentify", "accept", "--all"]) == 0
    capsys.readouterr()
    assert run(["deidentify", "erase", "A", "B"]) == 1
    told = capsys.readouterr()
    assert "texts" in told.out
    assert "--yes erases without asking" in told.err
    assert run(["deidentify", "erase", "A", "B", "--yes"]) == 0
    assert "keep it apart" in capsys.readouterr().err
    assert run(["log", "--verify"]) == 0
    assert "earlier texts erased (A, B)" in capsys.readouterr().err
    assert run(["--at", "3", "sources"]) == 2
    assert "redacted" in capsys.readouterr().err


def test_a_bound_coder_is_not_told_of_others_codings(
    here: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here.rounds.open("R1", actor="lead", coders=["coder-b", "coder-c"], sources=["A"])
    monkeypatch.setenv("QCT_CODER", "coder-b")
    assert run(["deidentify", "accept", "--all", "--coder", "coder-b"]) == 0
    assert "0 codings moved, 0 hold a pseudonym" in capsys.readouterr().err
    event = here.history.events()[0]
    assert set(event.summary) == {"sources", "replaced"}
    assert run(["deidentify", "erase", "A", "--yes"]) == 2
    assert "blind round" in capsys.readouterr().err
