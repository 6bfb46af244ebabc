"""`qct suggest --texts`: the texts of a table are labelled from those that have a label."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.suggest.test_few_shot import table
from toolkit.cli.diagnostics import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "table.jsonl"
    texts, labels, _truth = table(taught=4, asked=2)
    lines = [
        json.dumps({"text": text, "kind": label}) for text, label in zip(texts, labels, strict=True)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_table_is_labelled(qct: Qct, project: Project, labelled: Path, tmp_path: Path) -> None:
    before = len(project.history.events())
    written = tmp_path / "labels.csv"
    ran = qct(
        "suggest", "--texts", str(labelled), "--label", "kind", "--model", "lexical",
        "--format", "json", "--out", str(written),
    )  # fmt: skip
    assert ran.code == ExitCode.FINE, ran.err
    rows = json.loads(ran.out)
    assert list(rows[0]) == ["row", "text", "label", "given", "probability", "verdict", "ranked"]
    assert [row["given"] for row in rows] == 3 * (4 * [True] + 2 * [False])
    assert all(row["label"] == row["ranked"][0] for row in rows if not row["given"])
    assert "12 texts had a label, 6 got one" in ran.err
    assert "60 labelled texts" in ran.err
    assert written.read_text("utf-8").startswith("row,text,label,given")
    assert len(project.history.events()) == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), ExitCode.USAGE, "--texts"),
        (("E01", "--texts", "{file}"), ExitCode.USAGE, "takes no source"),
        (("--texts", "{file}"), ExitCode.BAD_INPUT, "at least two"),
        (("--texts", "nowhere.csv"), ExitCode.BAD_INPUT, "nowhere.csv"),
    ],
)
def test_what_cannot_be_labelled_is_refused(
    qct: Qct,
    project: Project,
    labelled: Path,
    arguments: tuple[str, ...],
    code: ExitCode,
    message: str,
) -> None:
    assert project.folder
    ran = qct("suggest", *(part.format(file=labelled) for part in arguments))
    assert ran.code == code, ran.err
    assert message in ran.err
