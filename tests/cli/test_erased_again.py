"""What commands say and ask where a file, a copy or a backup still has an erased text."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.operations.identifiers.conftest import (  # noqa: F401 - fixtures
    ENGLISH,
    accept_all,
    interviews,
    known_rules,
)
from tests.operations.identifiers.test_erased_again import copied
from toolkit.cli.diagnostics import run
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PASSPHRASE = "seven unrelated words"


@pytest.fixture
def here(
    interviews: Project,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Project:
    """A project that has erased what it said before pseudonyms; a copy and a backup have not."""
    monkeypatch.chdir(interviews.folder)
    monkeypatch.setenv("QCT_CODER", "lead")
    copied(interviews, tmp_path / "copy")
    shutil.copy(interviews.storage.backup(), tmp_path / "elsewhere.db")
    accept_all(interviews)
    interviews.identifiers.erase(["A", "B"], actor="lead")
    return interviews


def test_the_file_is_refused_until_that_is_taken_back(
    here: Project, capsys: pytest.CaptureFixture[str], write: Callable[[str, str], Path]
) -> None:
    path = str(write("again.txt", ENGLISH))
    assert run(["import", path]) == 3
    told = capsys.readouterr().err
    assert "is a text of B that was erased on" in told
    assert "`qct deidentify erase --take-back B`" in told
    assert run(["correct", "B", "--file", path]) == 3
    assert run(["deidentify", "erase", "--take-back", "B", "--yes"]) == 2
    assert run(["deidentify", "erase", "--take-back", "K"]) == 3
    capsys.readouterr()
    assert run(["deidentify", "erase", "--take-back", "B"]) == 0
    assert "erased texts of B can be imported again" in capsys.readouterr().err
    assert run(["import", path]) == 0
    assert "again" in {source.id for source in here.sources.all()}


def test_a_merge_says_what_was_left_out_and_what_is_still_here(
    here: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    with Project.open(copy) as other:
        other.codings.add("B", 0, 11, "a", coder="coder-b")
    assert run(["merge", str(copy)]) == 0
    assert "2 rows on B were left out: they lie on a text that was erased here" in (
        capsys.readouterr().err
    )
    assert run(["--project", str(copy), "merge", str(here.folder), "--prefer", "theirs"]) == 0
    assert "`qct deidentify erase A B` takes them out here too" in capsys.readouterr().err


def test_restoring_says_what_was_taken_out(
    here: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    replacements = {entry.replacement for entry in here.identifiers.key()}
    assert run(["restore", str(tmp_path / "elsewhere.db")]) == 0
    told = capsys.readouterr().err
    assert "earlier texts of A, B were erased since the backup was made" in told
    assert "the key names no replaced words" not in told
    here.identifiers.forget(replacements)
    assert run(["restore", str(tmp_path / "elsewhere.db")]) == 0
    assert "the key names no replaced words" in capsys.readouterr().err


def test_the_passphrase_is_taken_only_where_it_is_needed(
    here: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    pytest.importorskip("pyrage")
    here.identifiers.seal_key(PASSPHRASE)
    clean = here.storage.backup()
    events = len(here.history.events())
    for command in (["restore", str(tmp_path / "elsewhere.db")], ["merge", str(tmp_path / "copy")]):
        assert run(command) == 2
        assert "needs its passphrase" in capsys.readouterr().err
    assert len(here.history.events()) == events
    assert run(["restore", str(clean)]) == 0
    monkeypatch.setenv("QCT_PASSPHRASE", PASSPHRASE)
    assert run(["merge", str(tmp_path / "copy")]) == 0
    assert run(["restore", str(tmp_path / "elsewhere.db")]) == 0
    with Project.open(here.folder) as project:
        assert "Park Ji-hoon" not in project.sources.text("B")
