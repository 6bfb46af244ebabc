"""Pictures of the screens of the team. Look at a failing one in the report, then update it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.finished import add_finished
from tests.tui.test_snapshots import _settle, app
from toolkit.domain.codings import Mode

if TYPE_CHECKING:
    from toolkit.project import Project

Snap = Callable[..., bool]


def test_disagreements(disputed: Project, snap_compare: Snap) -> None:
    assert snap_compare(
        app(disputed), press=["f8", "j"], terminal_size=(124, 32), run_before=_settle
    )


def test_compare(disputed: Project, snap_compare: Snap) -> None:
    assert snap_compare(app(disputed), press=["f7"], terminal_size=(124, 30), run_before=_settle)


def test_rounds_while_one_is_blind(project: Project, snap_compare: Snap) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=["coder-a", "coder-b"])
    for coder in ("coder-a", "coder-b"):
        add_finished(project, "E01", 31, 61, "trust", coder=coder, round_id="R1")
    chosen: Any = app(project, round_id="R1")
    assert snap_compare(chosen, press=["f9"], terminal_size=(100, 24), run_before=_settle)
