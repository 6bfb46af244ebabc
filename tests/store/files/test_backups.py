"""Backups are named in the order of their making, whatever the clock says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.store.older import make_older
from toolkit.config import STORE_PATH
from toolkit.project import Project
from toolkit.store.files.backups import backups_made, next_backup

if TYPE_CHECKING:
    from pathlib import Path

TIMES = (
    "2026-03-01T10:00:00.000Z",
    "2099-01-01T00:00:00.000Z",
    "2026-03-01T10:00:01.000Z",
    "1969-12-31T23:59:59.999Z",
    "2099-01-01T00:00:00.000Z",
    "2100-01-01T00:00:00.000Z",
)


def test_a_clock_that_jumps_years_keeps_the_order(tmp_path: Path) -> None:
    made = []
    for time in TIMES:
        made.append(next_backup(tmp_path, time))
        made[-1].touch()
        assert backups_made(tmp_path) == made
    assert [path.name for path in made][1:4] == [
        "project-20990101T000000000Z.db",
        "project-20990101T000000000Z_2.db",
        "project-20990101T000000000Z_3.db",
    ]


def test_the_store_before_an_upgrade_is_the_newest_backup_after_a_jump(project: Project) -> None:
    """Else the oldest would be thinned out in its place, and `latest` would be another."""
    ahead = project.storage.backup()
    ahead = ahead.rename(ahead.with_name("project-20990101T000000000Z.db"))
    project.close()
    make_older(project.folder / STORE_PATH)
    with Project.open(project.folder) as again:
        newest = again.storage.backups()[0].path
        assert newest.name == "project-20990101T000000000Z_2.db"
    assert Project.restore(project.folder, "latest").backup == newest
