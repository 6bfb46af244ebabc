"""`qct merge` shows conflicts side by side and decides nothing by itself."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from toolkit.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Qct


@pytest.fixture
def torn(project: Project, tmp_path: Path) -> Path:
    """A copy in which the same coding was changed differently."""
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    copy = tmp_path / "copy.db"
    shutil.copy(project.storage.backup(), copy)
    folder = tmp_path / "copy"
    (folder / ".qct").mkdir(parents=True)
    shutil.copy(project.folder / "qct.toml", folder)
    copy.rename(folder / ".qct" / "project.db")
    project.codings.change(coding.id, coder="coder-a", end=12)
    with Project.open(folder) as other:
        other.codings.change(coding.id, coder="coder-a", code_id="security")
    return folder


def test_conflicts_are_side_by_side_and_undecided_ones_stop_it(qct: Qct, torn: Path) -> None:
    ran = qct("merge", str(torn), "--format", "json")
    assert ran.code == 1
    assert "error[merge-conflicts]" in ran.err
    lines = {row["field"]: (row["base"], row["ours"], row["theirs"]) for row in ran.json()}
    assert lines == {"span_end": ("9", "12", "9"), "code_id": ("trust", "trust", "security")}
    assert "nothing was merged" in ran.err


def test_the_dry_run_writes_what_the_merge_reads(qct: Qct, torn: Path, tmp_path: Path) -> None:
    file = tmp_path / "decide.json"
    assert qct("merge", str(torn), "--dry-run", "--decisions", str(file)).code == 0
    decisions = json.loads(file.read_text())
    decisions["conflicts"][0]["decision"] = "theirs"
    file.write_text(json.dumps(decisions))
    ran = qct("merge", str(torn), "--decisions", str(file), "--coder", "lead")
    assert ran.code == 0
    assert "codings: 0 added, 1 changed, 0 removed" in ran.err
    assert [row["code"] for row in qct("codings", "--format", "json").json()] == ["security"]
    assert "nothing to merge" in qct("merge", str(torn)).err
    assert qct("log", "--verify").code == 0


def test_prefer_decides_the_rest(qct: Qct, torn: Path) -> None:
    assert qct("merge", str(torn), "--prefer", "ours", "--coder", "lead").code == 0
    assert [row["end"] for row in qct("codings", "--format", "json").json()] == [12]
    assert qct("merge", str(torn), "--prefer", "mine").code == 2
