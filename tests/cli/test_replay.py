"""`qct replay`: its fixed keys, and the page with charts."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.operations.suggestions.test_replay import coded
from toolkit.cli.diagnostics import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project

__all__ = ["coded"]
ARGUMENTS = ("replay", "--coder", "coder-a", "--model", "lexical", "--orders", "1")


def test_the_rows_have_their_fixed_keys(qct: Qct, coded: Project) -> None:
    assert coded.folder
    ran = qct(*ARGUMENTS, "--format", "json")
    assert ran.code == ExitCode.FINE, ran.err
    rows = json.loads(ran.out)
    assert list(rows[0]) == [
        "family", "method", "n", "hit_1", "hit_3", "mrr", "macro_hit_3", "ece",
        "strong_share", "strong_right", "low", "high",
    ]  # fmt: skip
    assert rows[0]["method"] == "qct"
    assert rows[0]["hit_1"] == 1.0
    assert "interviews were" in ran.err or "orders" in ran.err


@pytest.mark.skipif(find_spec("altair") is None, reason="needs the extra [report]")
def test_the_page_has_the_table_and_charts(qct: Qct, coded: Project, tmp_path: Path) -> None:
    assert coded.folder
    page, table = tmp_path / "replay.html", tmp_path / "replay.csv"
    ran = qct(*ARGUMENTS, "--out", str(page), "--out", str(table))
    assert ran.code == ExitCode.FINE, ran.err
    text = page.read_text("utf-8")
    assert "<svg" in text
    assert "frequency" in text
    assert "<script" not in text
    assert "right_at_10" in text
    assert "time_saved" in text
    assert page.stat().st_mode & 0o077 == 0
    assert table.read_text("utf-8").startswith("family,method,n,hit_1")


def test_an_unknown_coder_is_refused_with_those_who_coded(qct: Qct, coded: Project) -> None:
    assert coded.folder
    ran = qct("replay", "--coder", "coder-z", "--model", "lexical")
    assert ran.code == ExitCode.BAD_INPUT
    assert "coder-a" in ran.err
