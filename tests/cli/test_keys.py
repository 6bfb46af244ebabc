"""Tests of `qct keys` and docs/keys.md, which are both made from the table of actions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from scripts.document_keys import TARGET, render
from toolkit.cli.code.keys import keys
from toolkit.tui.actions import ACTIONS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def _shown(*arguments: str) -> dict[str, dict[str, str]]:
    done = CliRunner().invoke(keys, [*arguments, "--format", "json"])
    assert done.exit_code == 0, done.output
    return {row["action"]: row for row in json.loads(done.stdout)}


def test_docs_keys_is_what_the_actions_say() -> None:
    assert TARGET.read_text(encoding="utf-8") == render(), "run `make docs`"


def test_every_action_is_shown_with_keys_and_condition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QCT_PROJECT", raising=False)
    shown = _shown()
    assert set(shown) == {action.id for action in ACTIONS}
    assert all(row["keys"] and row["what"] and row["when"] for row in shown.values())
    assert shown["coding.remove"]["keys"] == "x del"


def test_keys_of_the_project_are_shown(tmp_path: Path) -> None:
    (tmp_path / "qct.toml").write_text('[keys]\n"coding.remove" = "D"\n', encoding="utf-8")
    assert _shown("--project", str(tmp_path))["coding.remove"]["keys"] == "D"
