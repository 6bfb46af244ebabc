"""`qct import` with many files: exit codes, what is said on stderr, progress and ^C."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.cli.project import import_progress
from toolkit.cli.project.import_progress import ImportProgress
from toolkit.operations.sources.import_batch import Batch
from toolkit.operations.sources.import_results import Phase

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project

Write = Callable[[str, str], Path]
TALK = "I: Well?\n\nE: This is {0}.\n\nI: And?\n\nE: That is all.\n"


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    for name in ("a/S1", "a/S2", "b/S3"):
        write(f"in/{name}.txt", TALK.format(name))
    write("in/.hidden", "x")
    return tmp_path / "in"


def test_the_last_line_counts_the_sources(qct: Qct, folder: Path) -> None:
    done = qct("import", str(folder), "--format", "json")
    assert (done.code, len(done.json())) == (0, 3)
    assert done.err.splitlines()[-1] == "3 sources imported"
    assert f"Passed over: {folder / '.hidden'} (hidden)." in done.err
    assert qct("import", str(folder)).err.splitlines()[-1] == (
        "0 sources imported, 3 already there"
    )


def test_bad_files_are_listed_or_skipped(
    qct: Qct, folder: Path, write: Write, project: Project
) -> None:
    write("in/b/empty.txt", "")
    write("in/b/page.txt", "<!doctype html><html></html>")
    events = project.history.events()
    bad = qct("import", str(folder))
    assert (bad.code, bad.out) == (3, "")
    for text in (
        "2 of 5 files cannot",
        "empty.txt is empty",
        "page.txt is a web page",
        "--skip-bad",
    ):
        assert text in bad.err
    assert project.history.events() == events
    skipped = qct("import", str(folder), "--skip-bad", "--format", "json")
    assert [row["kind"] for row in skipped.json()] == ["source"] * 3 + ["skipped"] * 2
    assert skipped.code == 1
    assert "page.txt is a web page" in skipped.err
    assert skipped.err.splitlines()[-1] == "3 sources imported, 2 skipped"
    assert qct("log", "--verify").code == 0
    (folder / "b" / "page.txt").unlink()
    alone = qct("import", str(folder))
    assert (alone.code, "error[empty-file]" in alone.err) == (3, True)
    assert "With --skip-bad the 3 other files are imported." in alone.err


def test_encodings_are_named_for_all_and_for_single_files(qct: Qct, folder: Path) -> None:
    (folder / "a" / "K1.txt").write_bytes("면담자: 네?\n\nE: 아니요.\n".encode("cp949"))
    (folder / "b" / "L1.txt").write_bytes("I: Déjà?\n\nE: Voilà.\n".encode("latin-1"))
    done = qct(
        *("import", str(folder), "--format", "json"),
        *("--encoding", "cp949", "--encoding", f"{folder}/b/L1.txt=latin-1"),
    )
    assert {row["id"]: row["note"] for row in done.json()} == {
        **{"S1": "", "S2": "", "S3": ""},
        **{"K1": "read as cp949", "L1": "read as latin-1"},
    }
    for encodings, code, message in (
        (["cp949", "latin-1"], 2, "two encodings are named for all files"),
        (["=cp949"], 2, "neither an encoding nor FILE=ENCODING"),
        (["cp949="], 2, "neither an encoding nor FILE=ENCODING"),
        (["S9.txt=cp949"], 3, "named for S9.txt, which is no file"),
    ):
        named = [part for name in encodings for part in ("--encoding", name)]
        ran = qct("import", str(folder), *named)
        assert (ran.code, message in ran.err) == (code, True), ran.err


def test_a_stop_lets_the_file_in_work_be_finished(
    qct: Qct, folder: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Batch.record
    recorded: list[object] = []

    def interrupted(batch: Batch, **step: Any) -> None:
        recorded.append(step)
        if len(recorded) == 2:
            signal.raise_signal(signal.SIGINT)
        record(batch, **step)

    handler = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(Batch, "record", interrupted)
    stopped = qct("import", str(folder))
    monkeypatch.undo()
    assert (stopped.code, stopped.out) == (130, "")
    assert stopped.err.splitlines()[-1] == (
        f"interrupted; 2 of 3 files are stored, up to {folder / 'a' / 'S2.txt'}; "
        "the same import again stores the rest"
    )
    assert [source.id for source in project.sources.all()][2:] == ["S1", "S2"]
    assert signal.getsignal(signal.SIGINT) is handler
    assert qct("log", "--verify").code == 0
    assert "1 source imported, 2 already there" in qct("import", str(folder)).err


def test_a_stop_before_anything_is_stored_says_so(
    qct: Qct, folder: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    events = project.history.events()
    monkeypatch.setattr("toolkit.operations.sources.import_files.read_cases_table", interrupted)
    (folder / "cases.csv").write_text("id\nS1\n")
    stopped = qct("import", str(folder))
    assert (stopped.code, stopped.err.splitlines()[-1]) == (130, "interrupted; nothing was stored")
    assert project.history.events() == events


def test_a_second_stop_does_not_wait() -> None:
    with ImportProgress(shown=False) as progress:
        progress(Phase.STORING, 0, 2)
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_progress_is_shown_on_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(*, wanted: bool, total: int) -> str:
        with ImportProgress(shown=wanted) as progress:
            progress(Phase.READING, 0, total)
            progress(Phase.STORING, total, total)
        return capsys.readouterr().err

    assert shown(wanted=True, total=50) == ""
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    first, last = "\r\x1b[Kreading 0 of 50 files", "\r\x1b[Kstoring 50 of 50 files"
    assert shown(wanted=True, total=50) == f"{first}{last}\r\x1b[K"
    assert shown(wanted=False, total=50) == ""
    assert shown(wanted=True, total=import_progress.FROM - 1) == ""
