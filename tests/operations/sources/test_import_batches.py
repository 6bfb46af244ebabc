"""Many files at once: every bad one is named, ids do not collide, and a person can stop it."""

from __future__ import annotations

import re
import signal
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.formats.transcripts import read_source
from toolkit.operations.sources import import_files
from toolkit.operations.sources.import_batch import Batch
from toolkit.operations.sources.import_results import BadFilesError, ImportStopped, Phase

if TYPE_CHECKING:
    from tests.other_user import OtherUser
    from toolkit.project import Project

Write = Callable[[str, str], Path]
TALK = "I: Well?\n\nE{0}: This is {0}.\n\nI: And?\n\nE{0}: That is all.\n"


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    """Three good transcripts in subfolders, and a table of their cases."""
    for name in ("north/E05", "north/E06", "south/E07"):
        write(f"in/{name}.txt", TALK.format(name[-2:]))
    write("in/cases.csv", "id,source,sector\nE05,E05,public\nE07,E07,industry\n")
    return tmp_path / "in"


def _spoil(folder: Path) -> None:
    (folder / "north" / "E05.txt").write_bytes("면담자: 네?\n\n참여자: 아니요.\n".encode("cp949"))
    (folder / "empty.txt").write_text("")
    (folder / "south" / "talk.mp3").write_bytes(b"ID3\x04")


def _ids(project: Project) -> list[str]:
    return [source.id for source in project.sources.all()]


def test_all_bad_files_are_named_in_one_error(empty_project: Project, folder: Path) -> None:
    _spoil(folder)
    with pytest.raises(BadFilesError) as caught:
        empty_project.sources.import_files([folder], actor="lead")
    assert caught.value.code == "bad-files"
    assert [Path(refused.file).name for refused in caught.value.refused] == [
        "cases.csv",
        "empty.txt",
        "E05.txt",
        "talk.mp3",
    ]
    for reason in ("4 of 6 files", "unknown source 'E05'", "empty.txt is empty", "--encoding cp949",
                   "north/E05.txt:1: not UTF-8", "south/talk.mp3 is a recording",
                   "may be in a transcript that cannot be imported"):  # fmt: skip
        assert reason in caught.value.message
    assert "the 2 other files" in caught.value.hint
    assert len(empty_project.history.events()) == 1


def test_bad_files_can_be_skipped(empty_project: Project, folder: Path) -> None:
    _spoil(folder)
    done = empty_project.sources.import_files([folder], actor="lead", skip_bad=True)
    assert _ids(empty_project) == ["E06", "E07"]
    assert [refused.error.code for refused in done.skipped] == [
        *("unknown-source", "empty-file", "unknown-encoding", "not-text"),
    ]
    assert done.sentence == "2 sources imported, 4 skipped"
    (folder / "empty.txt").unlink()
    (folder / "south" / "talk.mp3").unlink()
    mended = empty_project.sources.import_files([folder], actor="lead", encoding="cp949")
    assert mended.sentence == (
        "1 source imported, 2 already there, cases: 2 new and 0 already there"
    )
    assert empty_project.history.verify() == []


def test_a_folder_of_bad_files_stores_nothing(
    empty_project: Project, tmp_path: Path, write: Write
) -> None:
    write("bad/a.txt", "")
    write("bad/b.pdf", "%PDF-1.7")
    with pytest.raises(BadFilesError, match="2 of 2 files"):
        empty_project.sources.import_files([tmp_path / "bad"], actor="lead")
    done = empty_project.sources.import_files([tmp_path / "bad"], actor="lead", skip_bad=True)
    assert (len(done), done.sentence) == (0, "0 sources imported, 2 skipped")
    assert len(empty_project.history.events()) == 1


IMPORT = """
import sys
from toolkit.project import Project
from toolkit.operations.sources.import_results import BadFilesError
with Project.init(sys.argv[1]) as project:
    try:
        project.sources.import_files([sys.argv[2]], actor="lead")
    except BadFilesError as error:
        print(error.message)
"""


def test_a_file_that_cannot_be_read_is_one_of_them(nobody: OtherUser) -> None:
    texts = nobody.folder / "texts"
    texts.mkdir()
    (texts / "E05.txt").write_text(TALK.format("05"))
    (texts / "E07.txt").write_text("")
    nobody.own(nobody.folder)
    (texts / "E05.txt").chmod(0)
    done = nobody.run(IMPORT, nobody.folder / "study", texts)
    assert re.search(r"E05\.txt cannot be read(.|\n)*E07\.txt is empty", done.stdout), done


def test_files_that_would_be_one_source_are_named_together(
    empty_project: Project, folder: Path, write: Write
) -> None:
    decomposed = unicodedata.normalize("NFD", "면담")
    for name in ("south/E05", "north/면담", f"south/{decomposed}"):
        write(f"in/{name}.txt", TALK.format("08") + name)
    write("in/south/own.txt", "---\nid: OWN\n---\n" + TALK.format("98"))
    with pytest.raises(BadFilesError) as caught:
        empty_project.sources.import_files([folder], actor="lead")
    north, south = folder / "north", folder / "south"
    for one, other in ((north, south), (south, north)):
        message = f"{one / 'E05.txt'} would be the source E05, and so would {other / 'E05.txt'}"
        assert message in caught.value.message
    assert "면담, and so would" in caught.value.message
    (folder / "cases.csv").unlink()
    done = empty_project.sources.import_files([folder], actor="lead", ids="path")
    assert [file.id for file in done] == [
        *("north-E05", "north-E06", "north-면담"),
        *("south-E05", "south-E07", "OWN", "south-면담"),
    ]


def test_copies_come_in_once_and_the_same_text_is_warned_about(
    empty_project: Project, folder: Path, write: Write
) -> None:
    write("in/south/E05.txt", TALK.format("05"))
    write("in/twin.txt", TALK.format("06"))
    done = empty_project.sources.import_files([folder], actor="lead")
    (copy,) = [file for file in done if file.note]
    assert (copy.new, copy.unchanged) == (0, 1)
    assert copy.note == f"holds the same as {folder / 'north' / 'E05.txt'}"
    assert any("twin has the same text as E06" in text for file in done for text in file.warnings)
    again = empty_project.sources.import_files([write("x.txt", TALK.format("07"))], actor="lead")
    assert "x has the same text as E07" in again[0].warnings[-1]


def test_a_mixed_folder_comes_in_by_one_call(empty_project: Project, tmp_path: Path) -> None:
    text = "면담자: 네?\n\n참여자: 아니요.\n\n면담자: 왜요?\n\n참여자: 그냥요.\n"
    written = {"a": "utf-8", "b": "utf-16", "c": "cp949", "d": "utf-8-sig", "e": "euc-jp"}
    (tmp_path / "면담").mkdir()
    for name, encoding in written.items():
        body = text if name != "e" else "質問者: はい。\n"
        (tmp_path / "면담" / f"{name}.txt").write_bytes(body.encode(encoding))
    done = empty_project.sources.import_files(
        [tmp_path / "면담"], actor="lead", encoding={"*": "cp949", "e.txt": "euc-jp"}
    )
    assert [file.note for file in done] == [
        *("", "read as utf-16", "read as cp949", "", "read as euc-jp"),
    ]
    assert {empty_project.sources.text(name) for name in "abcd"} == {text}
    assert empty_project.sources.text("e") == "質問者: はい。\n"


def test_a_preview_stores_nothing_and_progress_is_told_file_by_file(
    empty_project: Project, folder: Path
) -> None:
    told: list[tuple[Phase, int, int]] = []
    preview = empty_project.sources.import_files(
        [folder], actor="lead", preview=True, progress=lambda *state: told.append(state)
    )
    assert preview.sentence == "3 sources would be imported, cases: 2 new and 0 already there"
    assert len(empty_project.history.events()) == 1
    reading = [(Phase.READING, done, 3) for done in range(3)]
    assert told == reading
    empty_project.sources.import_files(
        [folder], actor="lead", progress=lambda *state: told.append(state)
    )
    assert told == [*reading * 2, *((Phase.STORING, done, 4) for done in range(5))]


def test_a_stop_while_reading_stores_nothing(
    empty_project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_so_far: list[Path] = []

    def stopping(path: Path, **reading: Any) -> object:
        if read_so_far:
            raise KeyboardInterrupt
        read_so_far.append(path)
        return read_source(path, **reading)

    monkeypatch.setattr(import_files, "read_source", stopping)
    with pytest.raises(ImportStopped) as stop:
        empty_project.sources.import_files([folder], actor="lead")
    assert stop.value.sentence == "interrupted; nothing was stored"
    assert len(empty_project.history.events()) == 1


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let SIGINT interrupt: a shell that runs the tests in its background lets it be ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_a_stop_while_storing_keeps_whole_files(
    empty_project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Batch.record
    recorded: list[object] = []

    def interrupted(batch: Batch, **step: Any) -> None:
        if len(recorded) == 2:
            signal.raise_signal(signal.SIGINT)
        recorded.append(step)
        record(batch, **step)

    monkeypatch.setattr(Batch, "record", interrupted)
    with pytest.raises(ImportStopped) as stop:
        empty_project.sources.import_files([folder], actor="lead")
    assert [file.id for file in stop.value.stored] == ["E05", "E06"]
    assert stop.value.sentence.startswith("interrupted; 2 of 4 files are stored, up to ")
    assert _ids(empty_project) == ["E05", "E06"]
    assert empty_project.history.verify() == []
    monkeypatch.undo()
    done = empty_project.sources.import_files([folder], actor="lead")
    assert done.sentence.startswith("1 source imported, 2 already there")
