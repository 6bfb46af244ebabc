"""Files of the store that cannot be opened, read or written, each told by its own name."""

from __future__ import annotations

import errno
import os
import random
import shutil
import sqlite3
import subprocess
from typing import TYPE_CHECKING

import pytest

from toolkit.cli.diagnostics import run
from toolkit.config import STORE_PATH
from toolkit.errors import InputError, StoreError
from toolkit.project import Project
from toolkit.store import migrate
from toolkit.store.files import errors as file_errors
from toolkit.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["study? no", "50%20 #1;y&z=1", "면담 ü"])
def test_signs_of_urls_in_a_path_are_letters(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in" / name
    with Project.init(folder) as project:
        assert project.storage.copy_to(f"sqlite:///{folder / 'copy?.db'}").events == 1
        project.storage.backup()
    Project.restore(folder, "latest")
    with Project.open(folder, read_only=True) as project:
        assert project.history.verify() == []
    assert [path.name for path in (tmp_path / "in").iterdir()] == [name]
    assert (folder / "copy?.db").is_file()


@pytest.mark.parametrize("kind", ["folder", "pipe", "empty", "text"])
def test_what_is_no_store_is_named_and_restored(project: Project, kind: str) -> None:
    backup = project.storage.backup()
    project.close()
    store = project.folder / STORE_PATH
    for path in store.parent.glob("project.db*"):
        path.unlink()
    if kind == "folder":
        store.mkdir()
        (store / "in it").touch()
    elif kind == "pipe":
        os.mkfifo(store)
    else:
        store.write_text("" if kind == "empty" else "no store " * 100)
    with pytest.raises(StoreError) as caught:
        Project.open(project.folder)
    code = "store-no-file" if kind in ("folder", "pipe") else "store-damaged"
    assert caught.value.code == code
    assert "qct restore latest" in caught.value.hint
    restored = Project.restore(project.folder, "latest")
    assert restored.backup == backup
    assert restored.kept is not None
    assert restored.kept.name.startswith("damaged-")
    with Project.open(project.folder) as again:
        assert again.history.verify() == []


@pytest.mark.parametrize("seed", range(3))
def test_a_store_with_flipped_bytes_is_restored(project: Project, seed: int) -> None:
    project.storage.backup()
    project.close()
    store = project.folder / STORE_PATH
    content = bytearray(store.read_bytes())
    chance = random.Random(seed)
    for _ in range(200):
        content[chance.randrange(100, len(content))] ^= 0xFF
    store.write_bytes(content)
    for words in ("codings", "log --verify", "doctor", "backup"):
        assert run(["--project", str(project.folder), *words.split()]) != 70, words
    Project.restore(project.folder, "latest")
    with Project.open(project.folder) as again:
        assert again.history.verify() == []
        assert [source.id for source in again.sources.all()] == ["E01", "K01"]


def test_text_that_is_no_utf8_is_damage_and_values_of_another_type_too(project: Project) -> None:
    made = project.codings.add("E01", 0, 2, "trust", coder="coder-a")
    database = project._session.database
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("UPDATE codings SET span_end = 'x'")
    with pytest.raises(StoreError, match="the table codings holds values") as caught:
        project.codings.find()
    assert caught.value.code == "store-damaged"
    database.execute("UPDATE codings SET span_end = 2, created_at = CAST(x'ff' AS TEXT)")
    with pytest.raises(StoreError, match="text that is not UTF-8"):
        project.codings.find()
    assert made.id


def test_a_value_that_no_store_can_hold_is_input(project: Project) -> None:
    with pytest.raises(InputError, match="not Unicode"):
        project.codings.add("E01", 0, 2, "trust", coder="\udcff")
    with pytest.raises(InputError, match="not Unicode"):
        project._session.database.first("SELECT :it AS it", {"it": "\udcff"})


def test_a_path_that_is_too_long_leaves_no_half_project(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 200) / ("y" * 200) / ("z" * 200)
    with pytest.raises(StoreError) as caught:
        Project.init(folder)
    assert caught.value.code == "store-path-too-long"
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_too_long_leaves_no_half_project(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "a" / ("x" * 300))]) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def full_disk(tmp_path: Path) -> Path:
    """A mounted disk with a copy of a project, on which only some kilobytes are free."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("a file system can be mounted by root alone, where the machine allows it")
    return place


@pytest.mark.parametrize("kilobytes", [0, 16, 60])
def test_a_full_disk_is_named(project: Project, full_disk: Path, kilobytes: int) -> None:
    other = project.folder
    project.codings.add("E01", 0, 2, "trust", coder="coder-a")
    project.close()
    study = full_disk / "study"
    try:
        shutil.copytree(other, study)
        fill = full_disk / "fill"
        free = shutil.disk_usage(full_disk).free - kilobytes * 1024
        with open(fill, "wb") as file:
            file.write(b"x" * free)
        for words in (
            "codings add --source E01 --at 1:9 --code trust --coder coder-b",
            f"bundle --coder coder-a --out {full_disk}/b.zip",
            f"merge {other}",
            "backup",
        ):
            error = failing(study, words)
            assert error.code == "disk-full", (words, error)
            assert str(full_disk) in error.message, words
            assert str(full_disk) in error.hint, words
        with Project.open(study, read_only=True) as again:
            assert len(again.codings.find()) == 1
    finally:
        subprocess.run(["umount", "-l", str(full_disk)], check=True)


def failing(folder: Path, words: str) -> StoreError:
    from toolkit.cli.app import root

    with pytest.raises(StoreError) as caught:
        root()(["--project", str(folder), *words.split()], prog_name="qct", standalone_mode=False)
    return caught.value


def test_a_full_disk_of_temporary_files_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(file_errors, "nearly_full", lambda folder: folder == temporary)
    error = file_errors.explain(
        sqlite3.OperationalError("database or disk is full"), tmp_path / "project.db"
    )
    assert error.code == "disk-full"
    assert f"temporary files, {temporary}" in error.message


@pytest.mark.parametrize(
    ("number", "writing", "code"),
    [
        (errno.ENOSPC, True, "disk-full"),
        (errno.EDQUOT, True, "disk-full"),
        (errno.EROFS, True, "store-read-only"),
        (errno.EACCES, True, "store-read-only"),
        (errno.EACCES, False, "store-unreachable"),
        (errno.ENAMETOOLONG, True, "store-unreachable"),
    ],
)
def test_errors_of_the_system(tmp_path: Path, number: int, writing: bool, code: str) -> None:
    error = file_errors.file_error(OSError(number, os.strerror(number)), tmp_path, writing=writing)
    assert (error.code, str(tmp_path) in error.message) == (code, True)


def test_two_that_make_one_store_have_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another program has made in the meantime stays."""
    path = tmp_path / "project.db"
    upgrade = migrate.upgrade

    def overtaken(draft: Path, *, named: Path) -> None:
        upgrade(draft, named=named)
        if not path.exists():
            monkeypatch.setattr(migrate, "upgrade", upgrade)
            migrate.create(path)
            database = SqliteDatabase(path)
            database.execute("INSERT INTO settings VALUES ('mine', '1')")
            database.close()

    monkeypatch.setattr(migrate, "upgrade", overtaken)
    migrate.create(path)
    database = SqliteDatabase(path)
    assert [row["key"] for row in database.query("SELECT key FROM settings")] == ["mine"]
    database.close()
    assert sorted(other.suffix for other in tmp_path.iterdir() if "new" in other.name) == []
