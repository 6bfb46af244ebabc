"""Backups are made, verified, kept and restored."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from toolkit.errors import InputError, StoreError
from toolkit.operations.storage import backup as operations
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def stored(project: Project) -> set[str]:
    return {coding.id for coding in project.codings.find()}


def files(project: Project) -> list[Path]:
    return sorted((project.folder / ".qct" / "backups").iterdir())


def test_the_newest_ten_are_kept_and_listed(project: Project) -> None:
    for _ in range(12):
        project.storage.backup()
    listed = project.storage.backups()
    assert len(listed) == operations.KEEP
    assert [backup.path for backup in listed] == files(project)[::-1]
    assert {backup.events for backup in listed} == {project.history.events(limit=1)[0].seq}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in files(project))
    assert (project.folder / ".qct" / "backups").stat().st_mode & 0o777 == 0o700


def test_a_clock_that_went_backwards_never_costs_the_newest_backup(project: Project) -> None:
    for hour in range(12, -1, -1):
        time = f"2026-03-01T{hour:02}:00:00.000Z"
        project._session = replace(project._session, clock=repeat(time).__next__)
        coding = project.codings.add("E01", hour, hour + 3, "trust", coder="coder-a")
        made = project.storage.backup()
        assert project.storage.backups()[0].path == made
    assert len(project.storage.backups()) == operations.KEEP
    assert made.name == "project-20260301T120000000Z_13.db"
    project.codings.remove([coding.id], coder="coder-a")
    Project.restore(project.folder, "latest")
    assert coding.id in stored(project)


@pytest.mark.parametrize("by", ["latest", "name", "path"])
def test_a_backup_comes_back_and_what_it_replaced_is_kept(project: Project, by: str) -> None:
    first = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    made = project.storage.backup()
    second = project.codings.add("E01", 10, 20, "trust", coder="coder-a")
    choice = {"latest": "latest", "name": made.name, "path": str(made)}[by]
    restored = Project.restore(project.folder, choice)
    done, replaced_store = restored.backup, restored.kept
    assert done == made
    # The project that was open before reads the restored store.
    assert stored(project) == {first.id}
    assert not project.history.verify()
    assert (project.folder / ".qct" / "project.db").stat().st_mode & 0o777 == 0o600
    assert replaced_store is not None
    Project.restore(project.folder, str(replaced_store))
    assert stored(project) == {first.id, second.id}


def test_a_damaged_store_is_replaced_and_kept_as_it_was(project: Project) -> None:
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    project.storage.backup()
    project.close()
    store = project.folder / ".qct" / "project.db"
    content = bytearray(store.read_bytes())
    content[100:9000] = b"\xff" * 8900
    store.write_bytes(content)
    with pytest.raises(StoreError):
        Project.open(project.folder).codings.find()
    damaged_store = Project.restore(project.folder, "latest").kept
    with Project.open(project.folder) as again:
        assert stored(again) == {coding.id}
        assert not again.history.verify()
    assert damaged_store is not None
    assert damaged_store.name.startswith("damaged-")
    assert damaged_store.read_bytes() == bytes(content)


def test_nothing_is_replaced_by_what_does_not_hold(project: Project, tmp_path: Path) -> None:
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    made = project.storage.backup()
    with sqlite3.connect(made) as connection:
        connection.execute("UPDATE codings SET span_end = 99")
    connection.close()
    text = tmp_path / "notes.txt"
    text.write_text("not a store", encoding="utf-8")
    before = files(project)
    for path in (str(made), str(text)):
        with pytest.raises(StoreError):
            Project.restore(project.folder, path)
    with pytest.raises(InputError, match="unknown backup 'yesterday'"):
        Project.restore(project.folder, "yesterday")
    assert stored(project) == {coding.id}
    assert files(project) == before
    assert not list((project.folder / ".qct").glob("*.restored*"))


def test_a_project_without_backups_says_so(project: Project) -> None:
    with pytest.raises(InputError, match="no backups yet"):
        Project.restore(project.folder, "latest")


def test_a_bulk_import_is_preceded_by_a_backup(
    project: Project, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    text = project.sources.text("E01")
    lines = [
        json.dumps(
            {
                "source": "E01", "start": at, "end": at + 3, "code": "trust",
                "coder": "coder-a", "round": "main", "quote": text[at : at + 3],
            }
        )
        for at in range(4)
    ]  # fmt: skip
    path = write("codings.jsonl", "\n".join(lines) + "\n")
    monkeypatch.setattr(operations, "BULK", 5)
    project.sources.import_files([path], actor="lead")
    assert project.storage.backups() == []
    monkeypatch.setattr(operations, "BULK", 4)
    project.sources.import_files([path], actor="lead")
    assert len(project.storage.backups()) == 1
