"""A store is built anew from plain files where nothing is lost, and refused where it would be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import CODEBOOK, DIRECTIONS, ENGLISH, KOREAN
from toolkit.cli.diagnostics import run
from toolkit.domain.memos import MemoTarget
from toolkit.errors import UsageError
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILES = """\
[project]
name = "Built"
lead = "coder-a"

[files]
codebook = "codebooks/book.yaml"
directions = "codebooks/directions.yaml"
sources = ["corpus/*.txt"]
codings = ["corpus/*.jsonl"]
"""


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project whose store was built from plain files."""
    monkeypatch.delenv("QCT_STORE", raising=False)
    folder = tmp_path / "built"
    (folder / "corpus").mkdir(parents=True)
    (folder / "codebooks").mkdir()
    (folder / "qct.toml").write_text(FILES, "utf-8")
    (folder / "codebooks" / "book.yaml").write_text(CODEBOOK, "utf-8")
    (folder / "codebooks" / "directions.yaml").write_text(DIRECTIONS, "utf-8")
    (folder / "corpus" / "E01.txt").write_text(ENGLISH, "utf-8")
    coding = {
        "source": "E01", "start": 31, "end": 61, "code": "trust", "coder": "coder-a",
        "quote": "We do not trust their figures.",
    }  # fmt: skip
    (folder / "corpus" / "codings.jsonl").write_text(json.dumps(coding) + "\n", "utf-8")
    with Project.init(folder) as project:
        project.sources.build(actor="lead")
        yield project


def _state(project: Project) -> tuple[object, ...]:
    return (
        [(c.source_id, c.span, c.code_id, c.coder_id) for c in project.codings.find()],
        [source.id for source in project.sources.all()],
        project.rounds.lead_coder(),
        project.history.events()[0].id,
    )


def test_the_store_is_built_anew_and_the_old_one_comes_back(built: Project) -> None:
    before = built.history.events()
    (built.folder / "corpus" / "K01.txt").write_text(KOREAN, "utf-8")
    coding = built.codings.add("E01", 3, 9, "trust", coder="visitor")
    built.history.undo(actor="visitor")
    done = built.storage.reset(actor="lead")
    assert [source.id for source in built.sources.all()] == ["E01", "K01"]
    assert [(c.source_id, c.code_id, c.coder_id) for c in built.codings.find()] == [
        ("E01", "trust", "coder-a")
    ]
    assert built.rounds.lead_coder() == "coder-a"
    assert built.history.verify() == []
    assert {event.id for event in built.history.events()}.isdisjoint(e.id for e in before)
    assert {imported.id for imported in done.imported} >= {"E01", "K01", "small"}
    assert not list((built.folder / ".qct").glob("reset-*"))
    assert [backup.path for backup in built.storage.backups()] == [done.backup]
    Project.restore(built.folder, done.backup.name)
    assert coding.id not in {c.id for c in built.codings.find()}
    assert [source.id for source in built.sources.all()] == ["E01"]
    assert {event.id for event in before} <= {event.id for event in built.history.events()}


def test_what_a_model_proposed_is_no_work_of_people(built: Project) -> None:
    built._session.record(actor="lead", kind="suggestion.offer", changes=[])
    assert built.storage.reset(actor="lead").backup.exists()


def _coding(project: Project) -> None:
    project.codings.add("E01", 3, 9, "trust", coder="visitor")


def _removal(project: Project) -> None:
    (coding,) = project.codings.find()
    project.codings.remove([coding.id], coder="coder-a")


def _memo(project: Project) -> None:
    project.memos.write(MemoTarget.SOURCE, "E01", "look", coder="visitor")


def _round(project: Project) -> None:
    project.rounds.open("R1", actor="lead")
    project.rounds.close("R1", actor="lead")


def _blind(project: Project) -> None:
    project.rounds.open("R1", actor="lead", coders=["coder-b"])
    project.codings.add("E01", 3, 9, "trust", coder="coder-b", round_id="R1")


def _other_file(project: Project) -> None:
    path = project.folder / "K01.txt"
    path.write_text(KOREAN, "utf-8")
    project.sources.import_files([path], actor="lead")


def _other_version(project: Project) -> None:
    path = project.folder / "corpus" / "codings.jsonl"
    path.write_text(path.read_text("utf-8").replace('"trust"', '"security"'), "utf-8")


@pytest.mark.parametrize(
    ("work", "listed"),
    [
        (_coding, "1 x coding.add by visitor"),
        (_removal, "1 x coding.remove by coder-a"),
        (_memo, "1 x memo.set by visitor"),
        (_round, "1 x round.close by lead; 1 x round.open by lead"),
        (_blind, "round R1, which is blind and open"),
        (_other_file, "sources that the files do not give: 1"),
        (_other_version, "codings that the files do not give: 1"),
    ],
)
def test_work_is_listed_and_kept(
    built: Project, work: Callable[[Project], None], listed: str
) -> None:
    work(built)
    before = _state(built)
    with pytest.raises(UsageError) as refused:
        built.storage.reset(actor="lead")
    assert listed in str(refused.value)
    assert "qct backup" in str(refused.value)
    if work is _blind:
        assert "coding.add" not in str(refused.value)
    assert _state(built) == before
    assert built.storage.backups() == []
    assert not list((built.folder / ".qct").glob("reset-*"))


def test_a_project_without_named_files_is_not_reset(project: Project) -> None:
    with pytest.raises(UsageError, match=r"names no files|on a server"):
        project.storage.reset(actor="lead")
    assert len(project.sources.all()) == 2


def test_the_command(built: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = str(built.folder)
    assert run(["init", folder, "--reset", "--coder", "lead"]) == 0
    captured = capsys.readouterr()
    assert "source E01 from" in captured.out
    backup = built.storage.backups()[0].path.name
    assert f"qct restore {backup}" in captured.err
    built.codings.add("E01", 3, 9, "trust", coder="visitor")
    assert run(["init", folder, "--reset"]) == 2
    assert "1 x coding.add by visitor" in capsys.readouterr().err
    assert run(["init", folder, "--reset", "--name", "x"]) == 2
    assert run(["init", str(tmp_path / "nowhere"), "--reset"]) == 2
    assert not (tmp_path / "nowhere").exists()
