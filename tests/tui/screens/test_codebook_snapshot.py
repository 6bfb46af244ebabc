"""A picture of the codebook screen. Look at a changed one before `pytest --snapshot-update`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.test_snapshots import Snap, _settle, app, coded

if TYPE_CHECKING:
    from toolkit.project import Project

__all__ = ["coded"]


def test_codebook(coded: Project, snap_compare: Snap) -> None:
    coded.codebook.retire("proposal", actor="lead")
    assert snap_compare(app(coded), press=["f5", "j"], terminal_size=(110, 30), run_before=_settle)
