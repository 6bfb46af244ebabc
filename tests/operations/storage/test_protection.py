"""Only the owner can read the files, and files derived from transcripts can be removed."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.operations.suggestions.models import cache_folder
from toolkit.project import Project
from toolkit.suggest.models.cache import opened, write

if TYPE_CHECKING:
    from collections.abc import Iterator


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


DRAFTS = (
    "backups/project-20261130T002243868Z.part",
    "backups/project-20261130T002243868Z.part-journal",
    "project.db.new-abc",
    "moved.db.copying",
)


def test_purge_takes_what_killed_steps_left_and_doctor_tells_of_the_old(tmp_path: Path) -> None:
    project = used(tmp_path / "study")
    private = project.folder / ".qct"
    for name in DRAFTS:
        (private / name).write_bytes(b"a copy of the store")
    assert drafts_told(project) == ("ok", "no step that was cut short left anything behind")
    yesterday = time.time() - 25 * 3600
    os.utime(private / DRAFTS[0], (yesterday, yesterday))
    state, detail = drafts_told(project)
    assert state == "note"
    assert detail.startswith("1 draft of a step that was cut short is older than a day: backups/")
    assert "qct purge --all-derived" in detail
    assert project.storage.purge().removed != ()  # The cache alone.
    assert all((private / name).exists() for name in DRAFTS)
    removed = project.storage.purge(all_derived=True).removed
    assert sorted(str(path.relative_to(private)) for path in removed) == sorted(DRAFTS)
    assert not any((private / name).exists() for name in DRAFTS)
    assert len(project.storage.backups()) == 1
    project.close()


def drafts_told(project: Project) -> tuple[str, str]:
    (told,) = (part for part in project.storage.diagnose() if part.part == "drafts")
    return told.state, told.detail


def test_outputs_are_their_owners(project: Project) -> None:
    """Files with words of transcripts are readable to their owner alone, whatever the umask is."""
    from toolkit.cli.diagnostics import run

    span = project.codings.add("E01", 10, 30, "trust", coder="coder-a").span
    outputs = project.folder / "outputs"
    assert outputs.stat().st_mode & 0o777 == 0o700
    at = f"{span.start}:{span.end}"
    (outputs / "old.csv").write_text("x")
    commands = [
        *(f"matrix codes-by-cases --out {outputs}/m.{kind}" for kind in ("xlsx", "html", "json")),
        f"matrix codes-by-cases --out {outputs}/old.csv",
        f"codebook export --out {outputs}/new/c.yaml",
        f"cite E01 --at {at} --keep",
    ]
    for command in commands:
        assert run(["--project", str(project.folder), *command.split()]) == 0, command
    expected = {"m.xlsx", "m.html", "m.json", "m.json.meta.json", "old.csv", "old.csv.meta.json",
                "new", "new/c.yaml", "quotes.txt"}  # fmt: skip
    made = {name: mode for name, mode in modes(outputs).items() if name in expected}
    assert made == {name: 0o700 if name == "new" else 0o600 for name in expected}


def test_a_table_written_to_a_pipe_or_a_link_leaves_them_there(tmp_path: Path) -> None:
    """A device must not be replaced by a file, and a link leads to the file that is written."""
    from toolkit.report.files import write_bytes

    write_bytes(Path(os.devnull), b"x")
    assert Path(os.devnull).is_char_device()
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    write_bytes(link, b"x")
    assert link.is_symlink()
    assert target.read_bytes() == b"x"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    project = used(tmp_path / "study")
    outside = tmp_path / "mine.txt"
    outside.write_text("keep", encoding="utf-8")
    (project.folder / ".qct" / "cache" / "link").symlink_to(outside)
    project.storage.purge()
    assert outside.read_text(encoding="utf-8") == "keep"
    project.close()
