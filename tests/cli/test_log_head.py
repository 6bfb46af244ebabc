"""`qct log --verify` and `accept-head` on a log that lost its end, on both kinds of store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.identity import identity
from toolkit.project import Project

if TYPE_CHECKING:
    from tests.cli.conftest import Qct

JSON = ("--format", "json")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def shortened(project: Project) -> int:
    """A project whose last two codings were taken out with their events; the number left."""
    for start in (2, 12, 22):
        project.codings.add("E01", start, start + 5, "trust", coder="coder-a")
    database = project._session.database
    left = project.history.events(limit=1)[0].seq - 2
    for row in database.query("SELECT changes FROM events WHERE seq > :left", {"left": left}):
        (change,) = json.loads(row["changes"])
        database.execute("DELETE FROM codings WHERE id = :id", {"id": change["key"][0]})
    database.execute("DELETE FROM events WHERE seq > :left", {"left": left})
    return left


def test_the_head_is_printed_and_stands_in_exports(qct: Qct, project: Project) -> None:
    (row,) = qct("log", "--verify", *JSON).json()
    newest = project.history.events(limit=1)[0]
    assert (row["events"], row["head"]) == (newest.seq, newest.hash)
    out = project.folder / "outputs" / "m.csv"
    assert qct("matrix", "codes-by-cases", "--out", str(out)).code == 0
    side = json.loads(out.with_name("m.csv.meta.json").read_text("utf-8"))
    assert side["event"] == {"number": newest.seq, "id": newest.id, "hash": newest.hash}


def test_a_lost_end_is_explained_with_the_way_back(qct: Qct, shortened: int) -> None:
    failed = qct("log", "--verify")
    assert failed.code == 1
    assert f"events {shortened + 1} to {shortened + 2} are missing at the end" in failed.out
    assert "qct restore latest" in failed.err
    assert "qct log accept-head" in failed.err
    read = qct("codings", *JSON)
    assert (read.code, len(read.json())) == (0, 1)
    assert "warning: the log lacks steps" in read.err
    refused = qct("codings", "add", "--source", "E01", "--at", "30:35", "--code", "trust")
    assert refused.code == 4
    assert "log-tail-lost" in refused.err
    assert qct("log", "accept-head").code == 2
    accepted = qct("log", "accept-head", "--reason", "the disk failed")
    assert accepted.code == 0, accepted.err
    (event,) = qct("log", "--last", "1", *JSON).json()
    assert (event["event"], event["kind"]) == (shortened + 1, "log.accept-head")
    assert "reason: the disk failed" in event["what"]
    assert f"lost: {shortened + 2}" in event["what"]
    assert qct("log", "--verify").code == 0
    again = qct("codings", "add", "--source", "E01", "--at", "30:35", "--code", "trust")
    assert (again.code, "warning" in again.err) == (0, False)
    assert qct("log", "accept-head", "--reason", "x").code == 2
    assert "cannot be undone" in qct("undo", "--event", str(shortened + 1)).err
    assert qct("log", "--verify").code == 0


def test_a_bound_coder_is_told_no_number_of_a_lost_end(
    qct: Qct, project: Project, shortened: int
) -> None:
    with Project.open(project.folder) as again:
        again.history.accept_head("the disk failed", actor="lead")
        again.rounds.open("B", actor="lead", coders=["coder-a", "coder-b"], sources=["E01"])
    with identity("coder-b"):
        (row,) = qct("log", "--verify", *JSON).json()
        assert (row["events"], row["head"]) == (None, None)
        kinds = {event["kind"] for event in qct("log", *JSON).json()}
        refused = qct("log", "accept-head", "--reason", "x")
    assert "source.import" in kinds
    assert "log.accept-head" not in kinds
    assert (refused.code, "round-blind" in refused.err) == (2, True)
    assert str(shortened) not in refused.err


def test_a_head_that_cannot_be_kept_is_a_note(qct: Qct, project: Project) -> None:
    (file,) = (project.folder / ".qct").glob("head*.json")
    file.unlink()
    file.mkdir()
    added = qct("codings", "add", "--source", "E01", "--at", "3:9", "--code", "trust")
    assert added.code == 0
    assert "the head of the log cannot be kept" in added.err
    assert len(qct("codings", *JSON).json()) == 1
    file.rmdir()
    added = qct("codings", "add", "--source", "E01", "--at", "9:12", "--code", "trust")
    assert "head" not in added.err
    assert file.is_file()
