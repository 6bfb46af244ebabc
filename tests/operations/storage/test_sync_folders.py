"""A project in a shared folder gets one warning, which names a safe way to work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.operations.storage import sync_folders as placement
from toolkit.operations.storage.sync_folders import where_it_lies

if TYPE_CHECKING:
    from toolkit.project import Project

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home/team nfs4 rw 0 0
//box/share /mnt/my\\040share cifs rw 0 0
me@host:/ /mnt/remote fuse.sshfs rw 0 0
/dev/sdb1 /home/team/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/me/study", ""),
        ("/home/team/study", "an NFS share"),
        ("/home/team/local/study", ""),
        ("/home/teammate/study", ""),
        ("/mnt/my share/study", "a Windows share"),
        ("/mnt/remote/study", "a folder over SSH"),
        ("/home/me/Dropbox/study", "Dropbox"),
        ("/home/me/Dropbox (Work)/study", "Dropbox"),
        ("/home/me/OneDrive - University/study", "OneDrive"),
        ("/Users/me/Library/Mobile Documents/com~apple~CloudDocs/study", "iCloud Drive"),
        ("/Users/me/Library/CloudStorage/GoogleDrive-me@example.org/My Drive/x", "Google Drive"),
        ("/home/me/dropbox-export/study", ""),
    ],
)
def test_where_a_folder_lies(folder: str, expected: str) -> None:
    assert where_it_lies(Path(folder), MOUNTS) == expected


def test_a_mark_of_the_program_is_enough(tmp_path: Path) -> None:
    (tmp_path / ".dropbox.cache").mkdir()
    assert where_it_lies(tmp_path / "study", "") == "Dropbox"


def test_it_is_said_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert project.storage.placement_warning() == ""
    monkeypatch.setattr(placement, "where_it_lies", lambda folder: "Dropbox")
    warning = project.storage.placement_warning()
    assert "Dropbox" in warning
    assert "qct bundle" in warning
    assert project.storage.placement_warning() == ""
    monkeypatch.setattr(placement, "where_it_lies", lambda folder: "an NFS share")
    assert "NFS" in project.storage.placement_warning()


def test_doctor_says_it_every_time(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.operations.storage import doctor as health

    monkeypatch.setattr(health, "where_it_lies", lambda folder: "OneDrive")
    for _ in range(2):
        (place,) = (
            diagnosis for diagnosis in project.storage.diagnose() if diagnosis.part == "place"
        )
        assert place.state == "note"
        assert "OneDrive" in place.detail
