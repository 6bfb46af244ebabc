"""`qct init` makes the folder that is meant a project, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli.diagnostics import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_project_before_the_command_is_the_one_that_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    monkeypatch.chdir(here)
    assert run(["--project", str(there), "init"]) == 0
    assert (there / "qct.toml").exists()
    assert list(here.iterdir()) == []
    assert run(["init", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / "qct.toml").exists()
    assert run(["init"]) == 0
    assert (here / "qct.toml").exists()
