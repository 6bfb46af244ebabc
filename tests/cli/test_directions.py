"""`qct directions` on the small project and on tables of texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project

TABLE = (
    "answer;given\n"
    "They will not talk to us.;organization\n"
    '"A leak; that is the worry.";security\n'
    "A lunch at twelve.;none\n"
    "I cannot say.;unclear\n"
    "Both at once;security | organization\n"
)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def propose(qct: Qct, path: Path, *more: str) -> object:
    return qct(
        "directions", "propose", "--texts", str(path), "--column", "answer", "--model", "lexical",
        "--format", "json", *more,
    )  # fmt: skip


def test_a_table_has_the_fixed_keys(qct: Qct, answers: Path) -> None:
    rows = propose(qct, answers).json()  # type: ignore[attr-defined]
    assert [list(row) for row in rows] == [
        ["row", "text", "direction", "score", "verdict", "ranked"]
    ] * 5
    assert rows[1]["text"] == "A leak; that is the worry."
    assert all(0.0 <= row["score"] <= 1.0 for row in rows)


def test_labels_give_figures_and_unclear_is_left_out(
    qct: Qct, answers: Path, tmp_path: Path
) -> None:
    out = tmp_path / "proposals.csv"
    ran = propose(qct, answers, "--labels", "given", "-o", str(out))
    assert "against the labels of 4 texts: accuracy" in ran.err  # type: ignore[attr-defined]
    assert "1 texts without a label, or with `unclear`" in ran.err  # type: ignore[attr-defined]
    assert out.read_text(encoding="utf-8-sig").startswith("row,text,direction,score,verdict,ranked")


def test_labelled_rows_teach(qct: Qct, answers: Path, tmp_path: Path) -> None:
    taught = tmp_path / "taught.csv"
    taught.write_text("answer,direction\n" + "zebra stripes,law-system\n" * 3, encoding="utf-8")
    asked = tmp_path / "asked.csv"
    asked.write_text("answer\nzebra stripes again\n", encoding="utf-8")
    (plain,) = propose(qct, asked).json()  # type: ignore[attr-defined]
    (learnt,) = propose(qct, asked, "--train", str(taught)).json()  # type: ignore[attr-defined]
    assert plain["direction"] != "law-system"
    assert learnt["direction"] == "law-system"


def test_any_scheme_serves(qct: Qct, answers: Path, tmp_path: Path) -> None:
    scheme = tmp_path / "scheme.yaml"
    scheme.write_text(
        "directions:\n- {id: talk, name: Talk, definition: They talk to us}\n"
        "- {id: leak, name: Leak, definition: A leak is the worry}\n",
        encoding="utf-8",
    )
    rows = propose(qct, answers, "--scheme", str(scheme)).json()  # type: ignore[attr-defined]
    assert {name for name, _score in rows[0]["ranked"]} == {"talk", "leak"}


@pytest.mark.parametrize(
    ("content", "more", "message"),
    [
        ("text\nx\n", (), "no column 'answer'; it has text"),
        ("answer,d\nx,organisation\n", ("--labels", "d"), "Did you mean organization?"),
        ("answer,d\nx,none; security\n", ("--labels", "d"), "'none' stands alone"),
        ("answer,d\nx,y,z\n", (), "3 cells and the header 2"),
        ("answer\n", (), "has no texts"),
    ],
)
def test_bad_tables_are_named(
    qct: Qct, tmp_path: Path, content: str, more: tuple[str, ...], message: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    ran = propose(qct, path, *more)
    assert ran.code == 3  # type: ignore[attr-defined]
    assert message in ran.err  # type: ignore[attr-defined]


def test_options_of_tables_need_a_table(qct: Qct) -> None:
    ran = qct("directions", "propose", "--column", "answer")
    assert ran.code == 2
    assert "--texts" in ran.err


def test_an_empty_project_has_words_for_it(qct: Qct) -> None:
    ran = qct("directions", "show")
    assert ran.code == 0
    assert "nothing is confirmed yet" in ran.err
    assert qct("directions", "next").code == 0
    assert "no coded segments" in qct("directions", "sample").err
    ran = qct("directions", "replay")
    assert ran.code == 3
    assert "0 segments in 0 interviews" in ran.err


def test_the_next_segment_is_decided_and_shown(qct: Qct, project: Project) -> None:
    project.codings.add("E01", 29, 55, "trust", coder="a")
    assert qct("directions", "propose", "--coder", "a", "--model", "lexical").code == 0
    shown = qct("directions", "next", "--coder", "a", "--format", "json").json()
    assert (shown[0]["start"], shown[0]["end"]) == (29, 55)
    done = qct(
        "directions", "confirm", "--source", "E01", "--at", "29:55", "--direction",
        shown[0]["direction"], "--stance", "barrier", "--coder", "a",
    )  # fmt: skip
    assert done.code == 0
    rows = json.loads(qct("directions", "show", "--coder", "a", "--format", "json").out)
    assert [(row["direction"], row["stance"], row["segments"]) for row in rows] == [
        (shown[0]["direction"], "all", 1),
        (shown[0]["direction"], "barrier", 1),
    ]
    (listed,) = qct("directions", "show", "--list", "--format", "json").json()
    assert listed["made_by"] == "proposal"
    assert "no proposal waits" in qct("directions", "next", "--coder", "a").err


def test_the_scheme_is_shown_with_its_versions(qct: Qct) -> None:
    rows = qct("directions", "scheme", "--format", "json").json()
    assert {row["direction"] for row in rows} == {"organization", "security", "law-system"}
    (version,) = qct("directions", "scheme", "--history", "--format", "json").json()
    assert (version["number"], version["version"]) == (1, 1)
