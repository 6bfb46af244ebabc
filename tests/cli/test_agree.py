"""Tests of the commands `qct agree`, `qct disagreements` and `qct adjudicate`."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from toolkit.domain.codings import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.project import Project

Qct = Callable[..., Any]
A, B = "coder-a", "coder-b"
TRUST, LEAK = "We do not trust their figures.", "A leak is what my director fears."


@pytest.fixture
def coded(project: Project) -> Project:
    def say(quote: str, code: str, coder: str) -> None:
        start = project.sources.text("E01").index(quote)
        add_finished(project, "E01", start, start + len(quote), code, coder=coder, round_id="R1")

    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    for coder in (A, B):
        say(TRUST, "trust", coder)
    say(LEAK, "security", A)
    say(LEAK, "proposal", B)
    project.rounds.close("R1", actor="lead")
    return project


def test_the_table_is_data_and_the_small_print_is_not(coded: Project, qct: Qct) -> None:
    ran = qct("agree", "--format", "csv")
    assert ran.code == 0
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [row["scope"] for row in rows[-2:]] == ["pooled", "macro"]
    assert "unit: character" in ran.err
    assert "codebook version 1" in ran.err
    assert "missing data:" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--domains", "top", "--coefficients", "u-alpha,cu-alpha", "--intervals"),
        ("--by", "source"),
        ("--by", "round"),
        ("--level", "parents"),
        ("--unit", "token"),
        ("--unit", "segment"),
        ("--unit", "segment", "--segments", "coder:coder-a"),
        ("trend", "--over", "round"),
        ("trend", "--over", "date"),
        ("trend", "--over", "source"),
        ("overlaps",),
        ("sample-size",),
        ("statement",),
    ],
)
def test_every_view_is_one_list_of_objects(
    coded: Project, qct: Qct, arguments: tuple[str, ...]
) -> None:
    ran = qct("agree", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    assert isinstance(ran.json(), list)
    assert qct("agree", *arguments, "--format", "json").out == ran.out


def test_the_statement_is_a_paragraph(coded: Project, qct: Qct) -> None:
    ran = qct("agree", "statement")
    assert ran.out.startswith("Two coders (coder-a, coder-b) coded the material.")
    assert "[to be stated: which value was held to be sufficient" in ran.out
    assert ran.out.count("\n") == 1


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "html", "txt"])
def test_out_writes_what_the_ending_says(
    coded: Project, qct: Qct, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"agreement.{ending}"
    ran = qct("agree", "--domains", "top", "--out", str(path))
    assert ran.code == 0
    assert path.stat().st_size > 0
    assert f"wrote {path}" in ran.err
    if ending == "html":
        page = path.read_text(encoding="utf-8")
        assert "Two coders (coder-a, coder-b) coded the material." in page
        assert "missing data:" in page


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "html", "terminal"])
def test_the_small_print_is_in_every_output(
    coded: Project, qct: Qct, tmp_path: Path, ending: str
) -> None:
    """Every output has unit, uses, prevalence, interval, missing rule, version and seed."""
    start = coded.sources.text("K01").index("저쪽")
    for coder in (A, B):
        add_finished(coded, "K01", start, start + 9, "trust", coder=coder)
    path = tmp_path / f"agreement.{ending}"
    options = (
        *("--intervals", "--method", "bootstrap", "--resamples", "60", "--seed", "17"),
        *("--round", "all"),
    )
    wide = () if ending == "terminal" else ("--out", str(path))
    ran = qct("agree", *options, *wide)
    assert ran.code == 0, ran.err
    if ending == "terminal":
        text = ran.out + ran.err
    elif ending == "xlsx":
        with zipfile.ZipFile(path) as book:
            text = book.read("xl/sharedStrings.xml").decode("utf-8")
    else:
        text = path.read_text("utf-8")
    for item in (
        "character",
        "uses",
        "prevalence",
        "percentile bootstrap over sources",
        "sources that one of the two coders did not work on are left out",
        "what experts say; the interviewer is outside it",
        "only those given before a suggestion was seen",
    ):
        assert item in text, item
    if ending in ("csv", "json"):
        reader = csv.DictReader(io.StringIO(text)) if ending == "csv" else json.loads(text)
        for row in reader:
            assert str(row["codebook_versions"]) == "1"
            assert (str(row["resamples"]), str(row["seed"])) == ("60", "17")
            assert row["few_uses"] in ("true", True)
    else:
        assert "codebook version 1" in text
        assert "60 resamples, seed 17" in text
        assert "rest on fewer than 10 uses" in text


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("agree", "--overlaps"), "qct agree overlaps"),
        (("agree", "--trend", "round"), "qct agree trend"),
        (("agree", "--trend"), "qct agree trend"),
        (("agree", "--scales"), "qct agree scales"),
        (("agree", "--coders", "coder-a", "--statement"), "qct agree statement"),
        (("disagreements", "--confusion", "codings"), "qct disagreements confusion"),
        (("disagreements", "--confused"), "qct disagreements confused"),
    ],
)
def test_a_flag_of_former_times_names_the_command(
    qct: Qct, arguments: tuple[str, ...], command: str
) -> None:
    ran = qct(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "error[option-moved]" in ran.err
    assert command in ran.err


def test_options_before_a_subcommand_are_refused(coded: Project, qct: Qct) -> None:
    ran = qct("agree", "--round", "R1", "statement")
    assert (ran.code, ran.out) == (2, "")
    assert "qct agree statement --round" in ran.err


def test_blind_rounds_are_refused(coded: Project, qct: Qct) -> None:
    assert qct("agree", "trend", "--by", "source").code == 2
    coded.rounds.open("R2", actor="lead", mode=Mode.BLIND)
    for command in (("agree",), ("disagreements",), ("adjudicate", "status")):
        ran = qct(*command, "--round", "R2")
        assert ran.code == 2
        assert "error[round-blind]" in ran.err
        assert qct(*command).code == 0


def test_sample_size_needs_no_project_when_the_share_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.cli.diagnostics import run

    monkeypatch.chdir(tmp_path)
    arguments = "agree sample-size --smallest 0.8 --rarest 0.25 --significance 0.05 --format csv"
    assert run(arguments.split()) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith(",70,139")


def test_intra_says_what_is_missing(coded: Project, qct: Qct) -> None:
    ran = qct("agree", "intra")
    assert ran.code == 3
    assert "error[no-second-pass]" in ran.err


def test_disagreements_and_what_is_confused(coded: Project, qct: Qct) -> None:
    (row,) = qct("disagreements", "--format", "json").json()
    assert (row["kind"], row["code_a"], row["code_b"]) == ("other-code", "security", "proposal")
    assert row["quote"] == LEAK
    (pair,) = qct("disagreements", "confused", "--format", "json").json()
    assert pair["characters"] == len(LEAK)
    matrix = qct("disagreements", "confusion", "--by", "codings", "--format", "json").json()
    assert {line["code"]: line["proposal"] for line in matrix}["security"] == 1
    assert qct("disagreements", "confusion", "--by", "words").code == 2
    assert qct("disagreements", "--type", "wrong").code == 2
    assert qct("disagreements", "--type", "missed", "--format", "json").json() == []


def test_adjudicating_from_the_command_line(coded: Project, qct: Qct) -> None:
    (row,) = qct("disagreements", "--format", "json").json()
    ran = qct(
        "adjudicate", "accept-a", row["id"][:5], "--reason", "it is a fear", "--coder", "lead"
    )
    assert ran.code == 0
    assert "yielded: coder-b" in ran.err
    (settled,) = qct("adjudicate", "list", "--format", "json").json()
    assert (settled["outcome"], settled["reason"]) == ("accept-a", "it is a fear")
    assert qct("adjudicate", "agreed", "--coder", "lead").code == 0
    status = qct("adjudicate", "status", "--format", "json").json()
    resolved = next(figure for figure in status if figure["measure"] == "resolved")
    assert (resolved["value"], resolved["count"], resolved["of"]) == (1.0, 1, 1)
    consensus = qct("adjudicate", "consensus", "--format", "json").json()
    f1 = {(scores["code"], scores["coder"]): scores["f1"] for scores in consensus}
    assert f1["", A] == 1.0 > f1["", B]
    assert qct("undo", "--coder", "lead").code == 0
    assert qct("log", "--verify").code == 0


@pytest.mark.parametrize(
    ("outcome", "more", "count"),
    [
        ("accept-b", (), 1),
        ("union", ("--code", "trust"), 1),
        ("intersection", ("--code", "trust"), 1),
        ("span", ("--at", "30:40", "--code", "trust"), 1),
        ("leave-open", ("--reason", "ask"), 0),
    ],
)
def test_every_outcome_is_a_command(
    coded: Project, qct: Qct, outcome: str, more: tuple[str, ...], count: int
) -> None:
    (row,) = qct("disagreements", "--format", "json").json()
    ran = qct("adjudicate", outcome, row["id"], *more, "--coder", "lead")
    assert ran.code == 0, ran.err
    assert len(coded.codings.find(round_id="consensus")) == count


def test_the_report_of_an_adjudication_is_one_page(
    coded: Project, qct: Qct, tmp_path: Path
) -> None:
    path = tmp_path / "adjudication.html"
    assert qct("adjudicate", "status", "--out", str(path)).code == 0
    page = path.read_text(encoding="utf-8")
    assert all(
        title in page for title in ("adjudication", "coders against consensus", "adjudications")
    )


def test_verify_says_which_coefficient_it_does_not_know(qct: Qct, tmp_path: Path) -> None:
    """The fixed keys of the JSON, and exit 1; the other coefficients are computed."""
    example = {
        "schema": "icr-fixture/1",
        "kind": "coding",
        "source": "five units",
        "data": {"units_by_coders": [[1, 1], [2, 2], [1, 2], [3, 3], [2, 2]]},
        "expect": [
            {"coefficient": "moon_kappa", "params": {}, "value": 0.5, "tolerance": 0},
            {"coefficient": "percent_agreement", "params": {}, "value": 0.8, "tolerance": 1e-9},
        ],
    }
    path = tmp_path / "example.json"
    path.write_text(json.dumps(example), encoding="utf-8")
    ran = qct("agree", "verify", str(path), "--format", "json")
    unknown, known = ran.json()
    keys = ["source", "coefficient", "params", "expected", "computed", "tolerance", "holds"]
    assert list(unknown) == keys
    assert (unknown["computed"], unknown["holds"]) == ("unknown coefficient", False)
    assert (known["computed"], known["holds"]) == (0.8, True)
    assert ran.code == 1
    assert "1 of 2 expected values do not hold" in ran.err
    assert "Not known for the kind of their example: moon_kappa" in ran.err
    assert "gwet_ac2_se" in ran.err
