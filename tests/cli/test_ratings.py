"""`qct agree --ratings` and `--family` on the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.project import Project

Qct = Callable[..., Any]


@pytest.fixture
def coded(project: Project) -> Project:
    for coder, shift in (("coder-a", 0), ("coder-b", 6)):
        add_finished(project, "E01", 30 + shift, 60 + shift, "trust", coder=coder)
        add_finished(project, "E01", 80, 95, "security", coder=coder)
    return project


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("more", [(), ("--unit", "turn"), ("--family", "obstacles")])
def test_ratings_are_written_in_each_format(
    coded: Project, qct: Qct, tmp_path: Path, ending: str, more: tuple[str, ...]
) -> None:
    path = tmp_path / f"ratings.{ending}"
    ran = qct("agree", *more, "--ratings", str(path), "--format", "json")
    assert ran.code == 0, ran.err
    assert f"wrote {path}" in ran.err
    assert ran.json()
    first = path.read_bytes()
    assert qct("agree", *more, "--ratings", str(path)).code == 0
    assert path.read_bytes() == first
    columns = ["source", "unit", "start", "end", "code", "coder-a", "coder-b"]
    weighted = "--unit" not in more
    columns += ["characters"] if weighted else []
    assert ("repeat each row that often" in ran.err) == weighted
    if ending == "csv":
        rows: list[Any] = list(csv.DictReader(path.open(encoding="utf-8")))
    elif ending == "json":
        rows = json.loads(path.read_text("utf-8"))
    else:
        return
    assert list(rows[0]) == columns
    assert {row["source"] for row in rows} == {"E01"}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--ratings", "r.txt"), 2, "no ratings are written as .txt; valid: .csv, .json, .xlsx"),
        (("--ratings", "r"), 2, "a file without ending"),
        (("--ratings", "r.csv", "--by", "round"), 2, "several rounds do not fit in one table"),
        (
            ("--family", "obstacles", "--intervals"),
            2,
            "--intervals and --family exclude each other",
        ),
        (("--family", "obstacles", "--by", "source"), 2, "--by and --family exclude each other"),
        (("--family", "nothing"), 3, "unknown family 'nothing'"),
    ],
)
def test_what_does_not_go_together_is_refused(
    coded: Project, qct: Qct, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ran = qct("agree", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err


def test_a_family_is_one_row_a_pair(coded: Project, qct: Qct, tmp_path: Path) -> None:
    path = tmp_path / "family.html"
    ran = qct("agree", "--family", "obstacles", "--unit", "sentence", "--out", str(path))
    assert ran.code == 0, ran.err
    assert "coder-a coder-b" in ran.out
    assert "units with several codes of family obstacles" in path.read_text("utf-8")
    (row,) = qct("agree", "--family", "obstacles", "--unit", "token", "--format", "json").json()
    assert (row["family"], row["several"], row["unit"]) == ("obstacles", 0, "token")
    assert row["frame"] == "what experts say; the interviewer is outside it"
    assert row["percent"] is not None


def test_a_blind_round_gives_no_ratings(project: Project, qct: Qct, tmp_path: Path) -> None:
    from toolkit.domain.codings import Mode

    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    for coder in ("coder-a", "coder-b"):
        add_finished(project, "E01", 30, 60, "trust", coder=coder, round_id="R1")
    path = tmp_path / "ratings.csv"
    for more in ((), ("--family", "obstacles")):
        ran = qct("agree", "--round", "R1", "--ratings", str(path), *more)
        assert ran.code != 0
        assert not path.exists()
