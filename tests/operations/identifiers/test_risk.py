"""Quotes whose details few cases share are marked, and refused where they are to be public."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.cli.diagnostics import run
from toolkit.errors import CheckFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.project import Project


@pytest.fixture
def four_cases(empty_project: Project, write: Callable[[str, str], Path]) -> Project:
    """Four interviews; three mention the director and 2019, one the minister too."""
    project = empty_project
    project.codebook.import_file(
        write("small.yaml", "codes: [{id: a, name: {en: A}, definition: x}]\n"), actor="lead"
    )
    for number, words in enumerate(
        (
            "In 2019 the director called us. The minister came in 2019.",
            "The director had left by 2019.",
            "It was 2019, and a director who listened.",
            "Nobody called, ever.",
        ),
        1,
    ):
        path = write(f"P{number}.txt", f"Interviewer: And?\n\nExpert: {words}\n")
        project.sources.import_files([path], actor="lead")
    return project


def test_a_combination_that_three_cases_share_is_no_risk(four_cases: Project) -> None:
    risks = four_cases.identifiers.quote_risks(
        [
            "In 2019 the director called us.",
            "The minister came in 2019.",
            "The minister came.",
            "In 2019, in 2019!",
            "Nobody called, ever.",
        ]
    )
    assert {quote: risk.sentence for quote, risk in risks.items()} == {
        "The minister came in 2019.": "1 of 4 cases: 2019, minister"
    }


def test_public_refuses_and_names_the_place(
    four_cases: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = four_cases.sources.text("P1")
    start = text.index("The minister")
    four_cases.codings.add("P1", start, start + 26, "a", coder="coder-a")
    four_cases.rounds.finish(["P1"], coder="coder-a")
    with pytest.raises(CheckFailed, match="P1:"):
        four_cases.identifiers.refuse_risks([("P1", start, start + 26, text[start : start + 26])])
    monkeypatch.chdir(four_cases.folder)
    monkeypatch.setenv("QCT_CODER", "coder-a")
    assert run(["quotes", "a", "--format", "json"]) == 0
    assert '"risk": "1 of 4 cases: 2019, minister"' in capsys.readouterr().out
    public = four_cases.folder / "outputs" / "m.xlsx"
    for command in (
        ["quotes", "a", "--public"],
        ["cite", "P1", "--at", f"{start}:{start + 26}", "--public"],
        ["matrix", "codes-by-cases", "--answers", "coder-a", "--out", str(public), "--public"],
    ):
        assert run(command) == 1, command
        told = capsys.readouterr()
        assert "fewer than 3 cases share" in told.err
        assert "minister came" not in told.out
    assert not public.exists()
    assert run(["cite", "P1", "--at", f"{start}:{start + 26}"]) == 0
    assert "may tell who spoke" in capsys.readouterr().err


def test_a_pseudonym_and_a_listed_event_are_details(
    four_cases: Project, write: Callable[[str, str], Path]
) -> None:
    (four_cases.folder / "names.txt").write_text(
        "# names of the study\nevent: harbour fire\nOcean Board\n", encoding="utf-8"
    )
    config = four_cases.folder / "qct.toml"
    config.write_text(
        config.read_text(encoding="utf-8") + '\n[files]\nidentifiers = "names.txt"\n',
        encoding="utf-8",
    )
    from toolkit.project import Project

    with Project.open(four_cases.folder) as project:
        risks = project.identifiers.quote_risks(
            ["After the harbour fire [Agency B] wrote.", "The Ocean Board in 2020.", "[Agency B]"]
        )
        assert [risk.sentence for risk in risks.values()] == [
            "0 of 4 cases: [Agency B], harbour fire",
            "0 of 4 cases: Ocean Board, 2020",
        ]
