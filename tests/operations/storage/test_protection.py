"""Only the owner can read the files, and files derived from transcripts can be removed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from toolkit.operations.suggestions.models import cache_folder
from toolkit.project import Project
from toolkit.suggest.cache import opened, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _generous() -> Iterator[None]:
    """Set a umask that would let everyone read every file."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_mode & 0o777
        for path in (folder, *folder.rglob("*"))
    }


def used(folder: Path) -> Project:
    """A project with a store, a write-ahead log beside it, backups and a cache."""
    import numpy as np

    with Project.init(folder, name="Study") as project:
        project.storage.backup()
        cache = cache_folder(project._session)
        with opened(cache) as connection:
            write(connection, "model", {b"digest": np.zeros(4, dtype=np.float32)})
    return Project.open(folder)


def test_every_private_file_is_its_owners(tmp_path: Path) -> None:
    project = used(tmp_path / "study")
    project.rounds.open("R1", actor="lead")
    private = project.folder / ".qct"
    (private / "project.db-wal").stat()
    for name, mode in modes(private).items():
        expected = 0o700 if (private / name).is_dir() else 0o600
        assert (name, oct(mode)) == (name, oct(expected))
    assert any("cache" in name for name in modes(private))
    (privacy,) = (
        diagnosis for diagnosis in project.storage.diagnose() if diagnosis.part == "privacy"
    )
    assert privacy.state == "ok"
    next((private / "backups").iterdir()).chmod(0o644)
    (privacy,) = (
        diagnosis for diagnosis in project.storage.diagnose() if diagnosis.part == "privacy"
    )
    assert privacy.state == "note"
    project.close()


def test_a_copy_that_came_open_to_others_is_closed_when_it_is_worked_in(tmp_path: Path) -> None:
    used(tmp_path / "study").close()
    private = tmp_path / "study" / ".qct"
    private.chmod(0o755)
    (private / "project.db").chmod(0o644)
    with Project.open(tmp_path / "study", read_only=True):
        pass
    assert private.stat().st_mode & 0o777 == 0o755
    with Project.open(tmp_path / "study"):
        pass
    assert private.stat().st_mode & 0o777 == 0o700
    assert (private / "project.db").stat().st_mode & 0o777 == 0o600


def test_purge_takes_caches_and_leaves_the_store_and_its_backups(tmp_path: Path) -> None:
    project = used(tmp_path / "study")
    private = project.folder / ".qct"
    left = private / "merge-killed"
    left.mkdir()
    (left / "other.db").write_bytes(b"text")
    done = project.storage.purge()
    assert done.bytes > 0
    assert not (private / "cache").exists()
    assert left.exists()
    assert len(project.storage.backups()) == 1
    assert project.storage.purge() == type(done)((), 0)

    done = project.storage.purge(all_derived=True)
    assert [path.name for path in done.removed] == ["other.db"]
    assert not left.exists()
    assert len(project.storage.backups()) == 1
    assert not project.history.verify()
    project.close()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    project = used(tmp_path / "study")
    outside = tmp_path / "mine.txt"
    outside.write_text("keep", encoding="utf-8")
    (project.folder / ".qct" / "cache" / "link").symlink_to(outside)
    project.storage.purge()
    assert outside.read_text(encoding="utf-8") == "keep"
    project.close()
