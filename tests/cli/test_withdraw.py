"""`qct sources withdraw`: it lists, asks, and never acts without a yes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from toolkit.cli.diagnostics import run

if TYPE_CHECKING:
    import pytest

    from toolkit.project import Project


def test_it_lists_first_and_acts_only_on_a_yes(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.codings.add("E01", 30, 55, "trust", coder="coder-a")
    qct = ["--project", str(project.folder)]
    assert run([*qct, "sources", "withdraw", "E01", "--dry-run", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"kind": "rows", "name": "codings", "count": 1, "action": "removed"} in listed

    assert run([*qct, "sources", "withdraw", "E01"]) == 1
    assert "nothing was changed; --yes withdraws without asking" in capsys.readouterr().err
    assert len(project.sources.all()) == 2

    assert run([*qct, "sources", "withdraw", "E01", "--yes"]) == 0
    assert "E01 withdrawn with event" in capsys.readouterr().err
    assert [source.id for source in project.sources.all()] == ["K01"]

    assert run([*qct, "log", "--verify"]) == 0
    assert (
        "lost content when sources were withdrawn or earlier texts erased (E01)"
        in capsys.readouterr().err
    )

    assert run([*qct, "sources", "withdraw", "--take-back", "E01", "--yes"]) == 2
    assert run([*qct, "sources", "withdraw", "--take-back", "E01"]) == 0
    assert "E01 can be imported again" in capsys.readouterr().err
