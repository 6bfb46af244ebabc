"""A bundle has what one coder needs and no trace of the others, and its work comes back."""

from __future__ import annotations

import sqlite3
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.identity import identity
from tests.store.older import make_older
from toolkit.config import STORE_PATH
from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.errors import UsageError
from toolkit.project import Project

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "zebra-secret-of-coder-a"


@pytest.fixture(autouse=True)
def _lead(monkeypatch: pytest.MonkeyPatch) -> None:
    """The coder of a bundle is bound by its round; here somebody else looks into it."""
    monkeypatch.setenv("QCT_CODER", "lead")


@pytest.fixture
def study(project: Project) -> Project:
    project.rounds.open("R1", actor="lead", coders=["coder-a", "coder-b"], sources=["E01", "K01"])
    own_coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    project.memos.write(MemoTarget.CODING, own_coding.id, SECRET, coder="coder-a")
    project.memos.write(MemoTarget.SOURCE, "E01", SECRET, coder="coder-a")
    project.codings.add("E01", 10, 20, "trust", coder="coder-b", round_id="R1")
    return project


def unpacked(archive: Path, into: Path) -> Path:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(into)
    return into / archive.stem


def test_a_bundle_opens_as_a_blind_project_of_its_coder(study: Project, tmp_path: Path) -> None:
    out = tmp_path / "for-b.zip"
    study.exchange.bundle(out, coder="coder-b", sources=["E01"], round_id="R1", actor="lead")
    assert out.stat().st_mode & 0o777 == 0o600
    folder = unpacked(out, tmp_path / "b")
    with Project.open(folder) as bundle:
        assert bundle.config.coder == "coder-b"
        assert [source.id for source in bundle.sources.all()] == ["E01"]
        assert bundle.sources.text("E01") == study.sources.text("E01")
        assert bundle.sources.turns("E01") == study.sources.turns("E01")
        assert bundle.codebook.current() == study.codebook.current()
        assert {coding.coder_id for coding in bundle.codings.find()} == {"coder-b"}
        assert [coder.id for coder in bundle.rounds.coders()] == ["coder-b"]
        assert bundle.memos.find() == []
        assert bundle.sources.cases() == []
        assert bundle.rounds.get("R1").coders == ("coder-b",)
        with identity("lead"):
            assert len(bundle.history.events()) == 1
        assert not bundle.history.verify()


def test_no_byte_of_anyone_else_is_in_it(study: Project, tmp_path: Path) -> None:
    out = tmp_path / "for-b.zip"
    study.exchange.bundle(out, coder="coder-b", sources=["E01"], round_id="R1", actor="lead")
    with zipfile.ZipFile(out) as packed:
        content = b"".join(packed.read(name) for name in packed.namelist())
    for forbidden in (SECRET, "coder-a", study.sources.text("K01")[:30], "첫째"):
        assert forbidden.encode() not in content
    assert b"coder-b" in content


def test_it_is_the_same_whatever_others_did(study: Project, tmp_path: Path) -> None:
    def content(name: str) -> list[object]:
        out = tmp_path / name / "b.zip"
        out.parent.mkdir()
        study.exchange.bundle(out, coder="coder-b", sources=["E01"], round_id="R1", actor="lead")
        with identity("lead"), Project.open(unpacked(out, out.parent)) as bundle:
            (event,) = bundle.history.events()
            return [change.to_payload() for change in event.changes]

    before = content("before")
    study.codings.add("E01", 20, 30, "security", coder="coder-a", round_id="R1")
    study.codings.add("E01", 20, 30, "security", coder="coder-c")
    assert content("after") == before


def test_its_work_comes_back_by_merge(study: Project, tmp_path: Path) -> None:
    out = tmp_path / "for-b.zip"
    study.exchange.bundle(out, coder="coder-b", round_id="R1", actor="lead")
    folder = unpacked(out, tmp_path / "b")
    study.codings.add("K01", 3, 9, "trust", coder="coder-a", round_id="R1")
    with Project.open(folder) as bundle:
        removed_coding = bundle.codings.find(coder="coder-b")[0]
        bundle.codings.remove([removed_coding.id], coder="coder-b")
        made = bundle.codings.add("K01", 4, 12, "security", coder="coder-b", round_id="R1")
        bundle.rounds.submit("R1", "K01", coder="coder-b")
    report = study.exchange.merge(folder, actor="lead")
    assert report.conflicts == ()
    by_b = [coding.id for coding in study.codings.find(coder="coder-b")]
    assert by_b == [made.id]
    assert len(study.codings.find(coder="coder-a")) == 2
    assert study.rounds.get("R1").coders == ("coder-a", "coder-b")
    states = {(p.coder_id, p.source_id): p.state for p in study.rounds.progress("R1")}
    assert states["coder-b", "K01"] == "submitted"
    assert study.exchange.merge(folder, actor="lead").event is None
    assert study.exchange.merge(out, actor="lead").event is None
    assert not study.history.verify()


def test_work_goes_from_the_bundle_into_the_project_only(study: Project, tmp_path: Path) -> None:
    out = tmp_path / "for-b.zip"
    study.exchange.bundle(out, coder="coder-b", round_id="R1", actor="lead")
    folder = unpacked(out, tmp_path / "b")
    with Project.open(folder) as bundle:
        with identity("coder-b"), pytest.raises(UsageError, match="the work of everyone"):
            bundle.exchange.merge(study.folder, actor="coder-b")
        with identity("lead"), pytest.raises(UsageError, match="is a bundle"):
            bundle.exchange.merge(study.folder, actor="lead")


def test_what_cannot_be_bundled_is_refused(study: Project, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="takes no part"):
        study.exchange.bundle(tmp_path / "c.zip", coder="coder-c", round_id="R1", actor="lead")
    with pytest.raises(UsageError, match=r"does not end in \.zip"):
        study.exchange.bundle(tmp_path / "c.tar", coder="coder-b", round_id="R1", actor="lead")
    study.exchange.bundle(tmp_path / "b.zip", coder="coder-b", round_id="R1", actor="lead")
    with pytest.raises(UsageError, match="already there"):
        study.exchange.bundle(tmp_path / "b.zip", coder="coder-b", round_id="R1", actor="lead")


def test_a_bundle_of_an_older_schema_comes_back(study: Project, tmp_path: Path) -> None:
    out = tmp_path / "for-b.zip"
    study.exchange.bundle(out, coder="coder-b", round_id="R1", actor="lead")
    folder = unpacked(out, tmp_path / "b")
    with Project.open(folder) as bundle:
        bundle.codings.add("E01", 30, 40, "security", coder="coder-b", round_id="R1")
        bundle.rounds.submit("R1", "E01", coder="coder-b")
        bundle.codings.add("K01", 3, 9, "trust", coder="coder-b", round_id="R1")
    make_older(folder / STORE_PATH)
    report = study.exchange.merge(folder, actor="lead")
    assert not report.undecided
    states = {
        part.source_id: part.progress.value
        for part in study.rounds.coverage()
        if (part.coder_id, part.round_id) == ("coder-b", "R1")
    }
    assert states == {"E01": "submitted", "K01": "working"}
    assert len(study.codings.find(coder="coder-b")) == 3
    assert study.history.verify() == []


def test_a_coders_queues_travel_in_the_bundle_and_their_answers_come_back(
    study: Project, tmp_path: Path
) -> None:
    mine = study.queue.make_from_units(
        "security", coder="coder-b", round_id="R1", sources=["E01", "K01"]
    ).queue
    study.queue.make_from_units("trust", coder="coder-a", round_id="R1", sources=["E01"])
    out = tmp_path / "for-b.zip"
    study.exchange.bundle(out, coder="coder-b", sources=["E01"], round_id="R1", actor="lead")
    # Meanwhile the same coder gets another queue here, and one there: each is their second.
    study.queue.make_from_units("trust", coder="coder-b", round_id="R1", sources=["E01"])
    folder = unpacked(out, tmp_path / "b")
    with Project.open(folder) as bundle:
        (state,) = bundle.queue.all(coder="coder-b")
        assert state.queue.id == mine.id
        assert 0 < state.items < study.queue.get(1, coder="coder-b").items
        first = bundle.queue.items(1, coder="coder-b")[0]
        bundle.queue.answer(1, first.position, "yes", coder="coder-b")
        bundle.queue.make_from_units("proposal", coder="coder-b", round_id="R1", sources=["E01"])
    for _again in range(2):
        study.exchange.merge(out.parent / "b" / "for-b", actor="lead")
        states = study.queue.all(coder="coder-b")
        assert [each.queue.number for each in states] == [1, 2, 3]
        assert [each.queue.code_id for each in states] == ["security", "trust", "proposal"]
        assert states[0].yes == 1
    (coding,) = study.codings.find(coder="coder-b", code="security")
    assert (coding.origin, coding.span) == ("queue", first.span)
    assert study.history.verify() == []


def test_a_blind_bundle_has_no_queue_that_a_model_filled(study: Project, tmp_path: Path) -> None:
    made = study.queue.make_from_units("security", coder="coder-b", sources=["E01"]).queue
    for round_id, mode, kept in (("R2", Mode.COMMIT_THEN_REVEAL, 1), ("R1", Mode.BLIND, 0)):
        if mode is not Mode.BLIND:
            study.rounds.close("R1", actor="lead")
            study.rounds.open(round_id, actor="lead", mode=mode)
        else:
            study.rounds.open("R3", actor="lead", coders=["coder-b"], sources=["E01"])
        study._session.database.execute("UPDATE queues SET kind = 'missed'")
        out = tmp_path / f"{round_id}.zip"
        round_ = round_id if mode is not Mode.BLIND else "R3"
        study.exchange.bundle(out, coder="coder-b", sources=["E01"], round_id=round_, actor="lead")
        with sqlite3.connect(unpacked(out, tmp_path / round_id) / STORE_PATH) as store:
            (count,) = store.execute("SELECT count(*) FROM queues").fetchone()
            (items,) = store.execute("SELECT count(*) FROM queue_items").fetchone()
        assert (count, items > 0) == (kept, bool(kept))
    assert made.kind == "units"
