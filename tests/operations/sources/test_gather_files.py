"""Folders are read with their subfolders in a fixed order, and what is passed over is listed."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.operations.sources.gather_files import Gathered, gather

if TYPE_CHECKING:
    from tests.other_user import OtherUser

Write = Callable[[str, str], Path]


def _names(gathered: Gathered) -> list[str]:
    return [file.inside for file in gathered.files]


def _passed(gathered: Gathered) -> dict[str, str]:
    return {Path(item.file).name: item.reason for item in gathered.passed_over}


def test_subfolders_stand_among_the_files_by_name(tmp_path: Path, write: Write) -> None:
    for name in ("in/b.txt", "in/a/2.txt", "in/a/1.txt", "in/c/d/x.txt", "in/가.txt"):
        write(name, "x")
    gathered = gather([tmp_path / "in"])
    assert _names(gathered) == ["a/1.txt", "a/2.txt", "b.txt", "c/d/x.txt", "가.txt"]
    assert (gathered.passed_over, gathered.refused) == ([], [])


def test_names_are_ordered_and_shown_composed(tmp_path: Path, write: Write) -> None:
    for name in ("나.txt", "가.txt", "면담/다.txt"):
        write("in/" + unicodedata.normalize("NFD", name), "x")
    assert _names(gather([tmp_path / "in"])) == ["가.txt", "나.txt", "면담/다.txt"]


def test_what_is_no_material_is_passed_over_and_named(tmp_path: Path, write: Write) -> None:
    for name in (".DS_Store", ".git/x.txt", "~$a.docx", ".~lock.a.docx#", "Thumbs.db", "qct.toml"):
        write(f"in/{name}", "x")
    for name in ("README.md", "LICENSE", "a.txt", "readme/b.txt"):
        write(f"in/{name}", "x")
    os.mkfifo(tmp_path / "in" / "pipe")
    gathered = gather([tmp_path / "in"])
    assert _names(gathered) == ["a.txt", "readme/b.txt"]
    lock = "the lock file of an open document"
    assert _passed(gathered) == {
        ".DS_Store": "hidden",
        ".git": "hidden",
        "Thumbs.db": "hidden",
        ".~lock.a.docx#": lock,
        "~$a.docx": lock,
        "qct.toml": "the settings of a project",
        "README.md": "about the folder",
        "LICENSE": "about the folder",
        "pipe": "neither a file nor a folder",
    }


def test_links_lead_to_each_folder_and_file_once(tmp_path: Path, write: Write) -> None:
    write("in/a/1.txt", "x")
    write("far/2.txt", "y")
    (tmp_path / "in" / "a" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "far").symlink_to(tmp_path / "far")
    (tmp_path / "in" / "twin.txt").symlink_to(tmp_path / "in" / "a" / "1.txt")
    (tmp_path / "in" / "broken.txt").symlink_to(tmp_path / "nowhere")
    gathered = gather([tmp_path / "in", tmp_path / "in"])
    assert _names(gathered) == ["a/1.txt", "broken.txt", "far/2.txt"]
    assert _passed(gathered) == {
        "loop": "a folder that is read already",
        "twin.txt": f"the same file as {tmp_path / 'in' / 'a' / '1.txt'}",
        "in": "a folder that is read already",
    }
    assert gathered.refused == []


def test_a_folder_without_files_is_refused(tmp_path: Path, write: Write) -> None:
    (tmp_path / "empty" / "below").mkdir(parents=True)
    write("hidden/.x", "x")
    gathered = gather([tmp_path / "empty", tmp_path / "hidden"])
    assert [refused.error.code for refused in gathered.refused] == ["empty-folder"] * 2
    assert "empty holds no file to import" in gathered.refused[0].error.message
    assert ".x (hidden)" in gathered.refused[1].error.hint


GATHER = """
import sys
from pathlib import Path
from toolkit.operations.sources.gather_files import gather
for refused in gather([Path(sys.argv[1])]).refused:
    print(refused.error.code, refused.error.message)
"""


def test_a_folder_that_cannot_be_read_is_refused(nobody: OtherUser) -> None:
    closed = nobody.folder / "in" / "closed"
    closed.mkdir(parents=True)
    (closed / "1.txt").write_text("x")
    nobody.own(nobody.folder)
    assert nobody.run(GATHER, nobody.folder / "in").stdout == ""
    closed.chmod(0)
    (line,) = nobody.run(GATHER, nobody.folder / "in").stdout.splitlines()
    assert line.startswith("unreadable-folder ")
    assert "closed" in line


def test_a_pattern_may_give_lock_files(write: Write) -> None:
    lock, text = write("~$a.docx", "x"), write("a.txt", "x")
    gathered = gather([text, lock])
    assert [file.path for file in gathered.files] == [text]
    assert _passed(gathered) == {"~$a.docx": "the lock file of an open document"}
    assert [file.path for file in gather([lock]).files] == [lock]
