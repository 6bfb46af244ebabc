"""`qct bundle` prints commands that work in the unpacked bundle."""

from __future__ import annotations

import shlex
import zipfile
from typing import TYPE_CHECKING

import pytest

from toolkit.cli.diagnostics import run
from toolkit.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Qct


@pytest.mark.parametrize("round_id", ["main", "R 1"])
def test_what_it_prints_works_in_the_unpacked_bundle(
    qct: Qct,
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    round_id: str,
) -> None:
    if round_id == "main":
        project.codings.add("E01", 3, 9, "trust", coder="coder-b")
    else:
        project.rounds.open(round_id, actor="lead", coders=["coder-a", "coder-b"])
    out = tmp_path / "for b.zip"
    ran = qct("bundle", "--coder", "coder-b", "--round", round_id, "--out", str(out))
    assert ran.code == 0
    head, enter, code, done, back = ran.out.splitlines()
    assert head == "coder-b unpacks the zip and types:"
    assert "E01 is done; the same for K01" in done
    assert "qct merge 'for b'" in back

    zipfile.ZipFile(out).extractall(tmp_path)
    monkeypatch.delenv("QCT_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path / shlex.split(enter)[1])
    words = shlex.split(code, comments=True)
    assert words[:2] == ["qct", "code"]
    assert run(words[1:]) == 2
    assert "terminal" in capsys.readouterr().err
    assert run(shlex.split(done, comments=True)[1:]) == 0
    with Project.open(tmp_path / "for b") as unpacked:
        (stated,) = (c for c in unpacked.rounds.coverage() if c.progress.is_finished)
    assert (stated.round_id, stated.coder_id, stated.source_id) == (round_id, "coder-b", "E01")


def test_a_bundle_of_one_source_names_no_others(qct: Qct, project: Project, tmp_path: Path) -> None:
    project.rounds.open("R1", actor="lead", coders=["coder-b"])
    out = tmp_path / "b.zip"
    ran = qct(
        "bundle", "--coder", "coder-b", "--round", "R1", "--sources", "K01", "--out", str(out)
    )
    assert "  qct round submit R1 --source K01    # when K01 is done\n" in ran.out
    assert "E01" not in ran.out
