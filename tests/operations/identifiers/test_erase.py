"""What was said before pseudonyms took its place is erased, and the log still proves the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.identity import identity
from tests.operations.identifiers.conftest import KOREAN, NAMES, held_bytes, quotes, stored_text
from toolkit.domain.memos import MemoTarget
from toolkit.errors import ConflictError, UsageError
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_no_name_is_left_and_the_log_holds(replaced: Project) -> None:
    texts = [replaced.sources.text(source) for source in ("A", "B")]
    codings = replaced.codings.find()
    listed = replaced.identifiers.erase(["A", "B"], actor="lead", dry_run=True)
    assert listed.event is None
    assert ("texts", "source_revisions", 2, "removed") in [
        (held.kind, held.name, held.count, held.action) for held in listed.held
    ]
    assert "memos" in {held.name for held in listed.held}
    assert any(name in stored_text(replaced) for name in NAMES)
    done = replaced.identifiers.erase(["A", "B"], actor="lead")
    assert done.held == listed.held
    assert done.is_scrubbed
    assert [name for name in NAMES if name in stored_text(replaced)] == []
    if replaced._session.database.kind == "sqlite":
        assert [name for name in NAMES if name.encode() in held_bytes(replaced)] == []
    assert replaced.history.verify() == []
    assert [replaced.sources.text(source) for source in ("A", "B")] == texts
    assert replaced.codings.find() == codings
    memo = replaced.memos.find(target=MemoTarget.SOURCE, target_id="A")[0]
    assert memo.text == "[전문가-1] 과장, [인물-1]와 친함"
    assert replaced.codebook.code("a").examples[0].text == "[인물-1]가 저를 도와줬어요"
    searched = {"en": ("share",), "ko": ("[전문가-1]",)}
    assert replaced.codebook.code("a").search == searched
    assert replaced.codebook.version(replaced.codebook.current().version)["a"].search == searched


def test_the_project_before_it_is_redacted(replaced: Project) -> None:
    before = len(replaced.history.events())
    replaced.identifiers.erase(["A", "B"], actor="lead")
    with (
        pytest.raises(UsageError, match="redacted") as caught,
        Project.open(replaced.folder, at=before - 3),
    ):
        pass
    assert caught.value.code == "redacted"
    with Project.open(replaced.folder, at=before) as past:
        assert past.sources.text("A") == replaced.sources.text("A")


def test_undo_passes_over_it_and_refuses_what_would_need_the_text(replaced: Project) -> None:
    replaced.identifiers.erase(["A", "B"], actor="lead")
    events = replaced.history.events()
    step = next(event for event in events if event.kind == "source.deidentify")
    with pytest.raises(UsageError, match="was erased"):
        replaced.history.undo(actor="coder-a", event=step.seq)
    coding = next(event for event in events if event.kind == "coding.add")
    with pytest.raises((UsageError, ConflictError)):
        replaced.history.undo(actor="coder-a", event=coding.seq, with_dependents=True)
    assert "[전문가-1]" in replaced.sources.text("A")
    assert replaced.history.verify() == []
    replaced.codings.add("A", 0, 3, "a", coder="coder-a")
    undone = replaced.history.undo(actor="coder-a")
    assert undone.summary["of"] == "coding.add"
    assert len(quotes(replaced, "A")) == 3


def test_files_are_removed_or_named(replaced: Project, write: Callable[[str, str], Path]) -> None:
    corpus = replaced.folder / "corpus"
    corpus.mkdir(exist_ok=True)
    (corpus / "A.txt").write_text(KOREAN, encoding="utf-8")
    backup = replaced.storage.backup()
    listed = replaced.identifiers.erase(["A"], actor="lead", dry_run=True).held
    actions = {held.name: held.action for held in listed}
    assert actions["corpus/A.txt"] == "left to you"
    assert "removed" in {held.action for held in listed if held.kind == "backup"} or (
        replaced._session.database.kind != "sqlite"
    )
    replaced.identifiers.erase(["A"], actor="lead")
    assert (corpus / "A.txt").exists()
    if replaced._session.database.kind == "sqlite":
        assert not backup.exists()


def test_nothing_to_erase_is_said(interviews: Project) -> None:
    with pytest.raises(UsageError, match="no earlier text"):
        interviews.identifiers.erase(["A"], actor="lead")


def test_a_coder_of_a_blind_round_cannot_erase(replaced: Project) -> None:
    replaced.rounds.open("R1", actor="lead", coders=["coder-c"], sources=["A"])
    with identity("coder-c"), Project.open(replaced.folder) as project:
        with pytest.raises(UsageError, match="blind round"):
            project.identifiers.erase(["A"], actor="coder-c")
        assert project.identifiers.propose(["A"]).all == ()


def test_a_copy_from_before_does_not_bring_the_text_back(replaced: Project, tmp_path: Path) -> None:
    if replaced._session.database.kind != "sqlite":
        pytest.skip("a copy of a file")
    import shutil

    other = tmp_path / "other"
    shutil.copytree(replaced.folder, other)
    with Project.open(other) as copy:
        copy.codings.add("B", 0, 11, "a", coder="coder-b")
    replaced.identifiers.erase(["A", "B"], actor="lead")
    replaced.exchange.merge(other, actor="lead")
    assert len(replaced.codings.find(coder="coder-b")) == 1
    assert [name for name in NAMES if name in stored_text(replaced)] == []
    assert replaced.history.verify() == []
