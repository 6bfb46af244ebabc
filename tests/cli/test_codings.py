"""Tests of `qct codings` and of the commands that print codings."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project

FIXED = ["source", "start", "end", "code", "coder", "round", "quote"]
ADD = ("codings", "add", "--source", "E01", "--at", "31:61", "--code", "trust", "--coder", "a")


def test_json_is_one_list_of_objects_with_the_fixed_keys(qct: Qct) -> None:
    assert qct("codings", "--format", "json").json() == []
    added = qct(*ADD, "--format", "json")
    assert added.code == 0
    (row,) = qct("codings", "--format", "json").json()
    assert [row] == added.json()
    assert list(row)[:7] == FIXED
    assert (row["source"], row["start"], row["end"]) == ("E01", 31, 61)
    assert row["quote"] == "We do not trust their figures."


def test_csv_and_table_say_the_same(qct: Qct) -> None:
    qct(*ADD)
    (row,) = list(csv.DictReader(io.StringIO(qct("codings", "--format", "csv").out)))
    assert row["quote"] == "We do not trust their figures."
    assert "We do not trust their figures." in qct("codings").out


def test_list_is_the_same_command(qct: Qct) -> None:
    qct(*ADD)
    assert qct("codings", "list", "--at", "40").out == qct("codings", "--at", "40").out
    assert qct("codings", "--at", "61", "--format", "json").json() == []


def test_a_rule_of_answers_leaves_out_the_others_and_says_so(qct: Qct) -> None:
    qct(*ADD)
    qct(*ADD[:-1], "b")
    ran = qct("codings", "--answers", "b", "--format", "json")
    assert [row["coder"] for row in ran.json()] == ["b"]
    assert "1 coding is left out: another coder's answers count" in ran.err
    assert [row["coder"] for row in qct("codings", "--format", "json").json()] == ["a", "b"]


def test_adding_twice_is_once_and_undo_takes_it_back(qct: Qct) -> None:
    qct(*ADD)
    qct(*ADD)
    assert len(qct("codings", "--format", "json").json()) == 1
    assert qct("undo").code == 0
    assert qct("codings", "--format", "json").json() == []
    assert qct("redo").code == 0
    (row,) = qct("codings", "--format", "json").json()
    assert qct("codings", "remove", row["id"], "--coder", "a").code == 0
    assert qct("codings", "--format", "json").json() == []
    assert qct("log", "--verify").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("codings", "add", "--source", "E9", "--at", "1:2", "--code", "trust"), 3, "E01, K01"),
        (("codings", "add", "--source", "E01", "--at", "1:2", "--code", "x"), 3, "security"),
        (("codings", "add", "--source", "E01", "--at", "1:99999", "--code", "trust"), 3, "E01"),
        (("codings", "add", "--source", "E01", "--at", "5", "--code", "trust"), 2, "START:END"),
        (("codings", "add", "--source", "E01", "--at", "a:b", "--code", "trust"), 2, "START:END"),
        (("codings", "add", "--source", "E01"), 2, "--at"),
        (("codings", "--source", "nope"), 3, "E01, K01"),
        (("codings", "--format", "yaml"), 2, "json"),
        (("codings", "--answers", "a", "--coder", "b"), 2, "--coder b or --answers a"),
        (("quotes", "trust", "--answers", "a", "--coder", "b"), 2, "--coder b or --answers a"),
        (("codings", "--answers", "a", "--orphans"), 2, "--orphans"),
        (("codings", "remove", "nope"), 3, "no coding nope"),
        (("codigns",), 2, "codings"),
        (("undo",), 0, ""),
        (("round", "close", "R9"), 3, "main"),
        (("code", "E01"), 2, "terminal"),
    ],
)
def test_errors_name_the_thing_and_the_choices(
    qct: Qct, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ran = qct(*arguments)
    assert (ran.code, "Traceback" in ran.err) == (code, False)
    assert message in ran.err
    if code:
        assert ran.out == ""


def test_names_cannot_drive_the_terminal(
    qct: Qct, project: Project, write: Callable[[str, str], Path]
) -> None:
    evil = "x\x1b]0;owned\x07\x1b[31m[red]"
    path = write("evil.txt", f"I: Well?\n\nE: {evil} =1+1\n")
    assert qct("import", str(path)).code == 0
    start = project.sources.text("evil").index("x\x1b")
    at = f"{start}:{start + len(evil)}"
    for format_ in ("table", "csv"):
        ran = qct(
            "codings",
            "add",
            "--source",
            "evil",
            "--at",
            at,
            "--code",
            "trust",
            "--coder",
            "[bold]a",
            "--format",
            format_,
        )
        assert ran.code == 0
        assert "\x1b" not in ran.out + ran.err
        assert "[red]" in ran.out
    ran = qct("codings", "--source", "evil", "--format", "json")
    assert "\x1b" not in ran.out
    assert json.loads(ran.out)[0]["quote"] == evil
    ran = qct("codings", "--source", "no\x1b[2Jsuch")
    assert "\x1b" not in ran.err


def test_the_project_is_found_from_below_and_by_variable(
    project: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    from toolkit.cli.diagnostics import run

    monkeypatch.chdir(project.folder / "corpus")
    assert run(["sources", "--format", "json"]) == 0
    assert [row["source"] for row in json.loads(capsys.readouterr().out)] == ["E01", "K01"]
    monkeypatch.chdir(tmp_path)
    assert run(["sources"]) == 2
    assert "qct init" in capsys.readouterr().err
    monkeypatch.setenv("QCT_PROJECT", str(project.folder))
    assert run(["sources"]) == 0
    assert run(["sources", "--project", str(tmp_path)]) == 2


def test_the_coder_comes_from_option_variable_or_settings(
    qct: Qct, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = ADD[:-2]
    monkeypatch.setenv("QCT_CODER", "from-env")
    qct(*base)
    qct(*base, "--coder", "from-option")
    assert {row["coder"] for row in qct("codings", "--format", "json").json()} == {
        "from-env",
        "from-option",
    }


def test_a_new_code_is_made_and_applied_as_one_step(qct: Qct, project: Project) -> None:
    at = ("codings", "add", "--source", "E01", "--at", "31:61", "--coder", "a")
    made = qct(
        *at, "--new", "doubt", "--name", "en=Doubt", "--definition", "en=Figures are doubted.",
        "--parent", "obstacles", "--code", "trust", "--format", "json",
    )  # fmt: skip
    assert made.code == 0
    assert sorted(row["code"] for row in made.json()) == ["doubt", "trust"]
    assert "added the code doubt" in made.err
    code = project.codebook.code("doubt")
    assert (code.name, code.parent) == ({"en": "Doubt"}, "obstacles")
    assert qct("undo").code == 0
    assert qct("codings", "--format", "json").json() == []
    assert "doubt" not in project.codebook.current()


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        ((), 2, "--new ID"),
        (("--code", "trust", "--name", "en=X"), 2, "there is none"),
        (("--new", "x"), 2, "--name"),
        (("--new", "x", "--name", "en=X", "--in-vivo"), 2, "give only one of them"),
        (("--in-vivo", "--name", "en=X"), 2, "there is none"),
        (("--in-vivo", "--parent", "nope"), 3, "nope"),
        (("--new", "trust", "--name", "en=X"), 3, "already is a code"),
        (("--new", "a b", "--name", "en=X"), 3, "cannot be the id"),
        (("--new", "x", "--name", "Doubt"), 2, "en=Trust"),
        (("--new", "x", "--name", "en=X", "--parent", "nope"), 3, "nope"),
    ],
)
def test_what_a_new_code_lacks_is_named(
    qct: Qct, project: Project, more: tuple[str, ...], code: int, message: str
) -> None:
    ran = qct("codings", "add", "--source", "E01", "--at", "31:61", *more)
    assert (ran.code, "Traceback" in ran.err) == (code, False)
    assert message in ran.err
    assert len(project.codebook.current()) == 4


def test_a_span_is_coded_by_its_own_words(qct: Qct, project: Project) -> None:
    at = ("codings", "add", "--source", "E01", "--at", "31:61", "--in-vivo", "--coder", "a")
    ran = qct(*at, "--code", "security", "--format", "json")
    assert [row["code"] for row in ran.json()] == ["security", "we-do-not-trust-their-figures"]
    assert "applied the code we-do-not-trust-their-figures" in ran.err
    assert qct(*at).code == 0
    assert project.codebook.current().version == 2
    assert qct("undo").code == 0
    assert len(project.codebook.current()) == 4


def test_the_nearest_codes_are_listed(qct: Qct) -> None:
    rows = qct("codebook", "nearest", "Distrust of lists", "--format", "json").json()
    assert list(rows[0]) == ["code", "name", "score", "status", "definition"]
    assert rows[0]["code"] == "trust"
    assert qct("codebook", "nearest", "보안", "--most", "1", "--format", "csv").out.count("\n") == 2


def test_a_coding_is_resized_recoded_and_marked(qct: Qct, project: Project) -> None:
    (row,) = qct(*ADD, "--format", "json").json()
    me = ("--coder", "a")
    assert f"{row['id']} is at 31:40" in qct("codings", "resize", row["id"], "--end", "40", *me).err
    assert qct("codings", "resize", row["id"], "--start", "34", *me).code == 0
    (coding,) = project.codings.find()
    assert (coding.span.start, coding.span.end) == (34, 40)
    assert qct("codings", "resize", row["id"], "--at", "31:61", *me).code == 0
    assert "is coded security" in qct("codings", "recode", row["id"], "--code", "security", *me).err
    (coding,) = project.codings.find()
    assert (coding.id, coding.code_id, str(coding.span)) == (row["id"], "security", "31:61")
    assert "flagged for discussion" in qct("codings", "discuss", row["id"], *me).err
    assert project.codings.find()[0].discuss
    assert "no longer" in qct("codings", "discuss", row["id"], "--off", *me).err
    assert not project.codings.find()[0].discuss
    for _ in range(6):
        assert qct("undo").code == 0
    assert project.codings.find()[0].code_id == "trust"
    assert len(project.codings.find()[0].span) == 30


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("resize",), 2, "--at START:END"),
        (("resize", "--at", "1:2", "--end", "3"), 2, "both ends"),
        (("resize", "--end", "31"), 3, "not a span"),
        (("resize", "--at", "5"), 2, "START:END"),
        (("resize", "--end", "40", "--coder", "b"), 2, "is a's"),
        (("recode", "--code", "nope"), 3, "security"),
    ],
)
def test_a_change_that_cannot_be_made_says_why(
    qct: Qct, project: Project, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (row,) = qct(*ADD, "--format", "json").json()
    first, *more = arguments
    who = () if "--coder" in more else ("--coder", "a")
    ran = qct("codings", first, row["id"], *more, *who)
    assert (ran.code, "Traceback" in ran.err) == (code, False)
    assert message in ran.err
    assert str(project.codings.find()[0].span) == "31:61"


def test_a_long_quote_wraps_in_a_terminal_and_pads_no_other_row(
    qct: Qct, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = 'Wörter & "x" <b> ' * 2_500
    text = f"I: Q?\n\nE05: {words}\n"
    qct("import", str(write("E05.txt", text)))
    span = f"12:{12 + 42_480}"
    qct("codings", "add", "--source", "E05", "--at", span, "--code", "trust", "--coder", "a")
    qct(*ADD)
    for command in (("quotes", "trust"), ("codings",)):
        (quote,) = (
            row["quote"]
            for row in qct(*command, "--format", "json").json()
            if row["source"] == "E05"
        )
        assert len(quote) == 42_480
        plain = qct(*command)
        assert quote.rstrip() in plain.out
        assert "cut" not in plain.err
        assert max(len(line) for line in plain.out.splitlines() if "E05" not in line) < 200
        monkeypatch.setattr("toolkit.cli.output._width", lambda: 100)
        shown = qct(*command)
        monkeypatch.undo()
        assert max(map(len, shown.out.splitlines())) <= 100
        assert "… (42,480 characters)" in shown.out
        assert "--format json" in shown.err
