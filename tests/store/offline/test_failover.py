"""While a server is unreachable a copy replaces it, and changes made meanwhile arrive later."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.server import Server, running
from toolkit.cli.diagnostics import run
from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.errors import StoreError, UsageError
from toolkit.language.identifiers.candidate import Kind
from toolkit.operations.identifiers.accept import Choice
from toolkit.project import Project
from toolkit.store import copy as copying
from toolkit.store import queries
from toolkit.store.offline import failover as standby
from toolkit.store.offline import replica
from toolkit.store.offline.journal import Journal
from toolkit.store.pending_event import Replayed
from toolkit.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from toolkit.store.protocol import Database

Place = Callable[[str, str], tuple[int, int]]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def store_url(server: Server) -> str:
    if not server.is_running():
        server.start()
    return server.new_database()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "SHORT_PATIENCE", 0.1)
    monkeypatch.setattr(standby, "POLL_SECONDS", 0.05)
    monkeypatch.setattr("toolkit.store.postgres.connection.PATIENCE", 0.3)


@pytest.fixture
def away(project: Project, server: Server) -> Iterator[Project]:
    """A project with an offline copy, whose server is stopped."""
    project.storage.make_offline_copy()
    server.stop()
    yield project
    if not server.is_running():
        server.start()


def until(done: Callable[[], object]) -> None:
    limit = time.monotonic() + 30
    while not done():
        assert time.monotonic() < limit
        time.sleep(0.02)


def copy_of(project: Project) -> Database:
    return SqliteDatabase(project.storage.offline_copy().path)


def same(project: Project) -> bool:
    """Whether the copy equals the server in every row."""
    copy = copy_of(project)
    try:
        return copying.digests(project._session.database) == copying.digests(copy)
    finally:
        copy.close()


# --- the copy ------------------------------------------------------------------------------


def test_a_copy_is_made_and_follows_every_kind_of_change(project: Project) -> None:
    made = project.storage.make_offline_copy()
    assert made.events == project.history.events(limit=1)[0].seq
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert same(project)
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    project.memos.write(MemoTarget.CODING, coding.id, "why", coder="coder-a")
    project.sources.correct("E01", "Longer. " + project.sources.text("E01"), actor="lead")
    project.codebook.retire("trust", actor="lead")
    project.history.undo(actor="lead")
    project.codings.remove([coding.id], coder="coder-a")
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    assert project.storage.offline_copy().events == made.events
    assert project.storage.make_offline_copy().events == project.history.events(limit=1)[0].seq
    assert same(project)


def test_a_copy_loses_what_is_withdrawn(project: Project) -> None:
    project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    path = project.storage.make_offline_copy().path
    kept = path.with_name("another-machine.db")
    path.rename(kept)
    project.sources.withdraw(["E01"], actor="lead")
    project.codings.add("K01", 3, 9, "trust", coder="coder-a")
    kept.rename(path)
    project.storage.make_offline_copy()
    assert same(project)
    assert b"my director fears" not in path.read_bytes()


def test_a_copy_loses_what_is_erased(project: Project) -> None:
    path = project.storage.make_offline_copy().path
    kept = path.with_name("another-machine.db")
    text = project.sources.text("E01")
    start = text.index("my director fears")
    chosen = Choice("E01", start, start + len("my director"), Kind.PERSON, "[Person 1]")
    project.identifiers.accept([chosen], actor="lead")
    project.storage.make_offline_copy()
    path.rename(kept)
    project.identifiers.erase(["E01"], actor="lead")
    kept.rename(path)
    project.storage.make_offline_copy()
    assert same(project)
    assert b"[Person 1] fears" in path.read_bytes()
    assert b"my director fears" not in path.read_bytes()


def test_a_wrong_copy_is_made_anew(project: Project) -> None:
    made = project.storage.make_offline_copy()
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    project.storage.make_offline_copy()
    copy = SqliteDatabase(made.path)
    copy.execute("DELETE FROM codings")
    copy.close()
    project.codings.remove([coding.id], coder="coder-a")
    project.storage.make_offline_copy()
    assert same(project)


def test_following_goes_on_in_the_background(project: Project) -> None:
    project.storage.keep_following()
    until(lambda: replica.usable(project.storage.offline_copy().path))
    project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    until(lambda: project.storage.offline_copy().events == project.history.events(limit=1)[0].seq)
    assert same(project)


# --- while the server is away ----------------------------------------------------------------


def test_replaying_while_the_server_is_away_keeps_what_waits(away: Project, server: Server) -> None:
    project = away
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    assert project.storage.away
    assert project.storage.replay_journal() == Replayed(waiting=1)
    assert project.storage.waiting == 1
    server.start()
    database = project._session.database
    assert isinstance(database, standby.FailoverDatabase)
    until(database.fail_back)
    assert project.storage.waiting == 0
    assert [stored_coding.id for stored_coding in project.codings.find()] == [coding.id]
    assert project.history.verify() == []


def test_coding_goes_on_and_arrives_once(away: Project, server: Server, place: Place) -> None:
    project = away
    first = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    assert project.storage.away
    second = project.codings.add("E01", 12, 20, "trust", coder="coder-a")
    project.memos.write(MemoTarget.CODING, first.id, "why", coder="coder-a")
    project.codings.commit_none("K01", 0, 3, coder="coder-a")
    project.codings.remove([second.id], coder="coder-a")
    project.history.undo(actor="coder-a", of="coder-a")
    assert {coding.id for coding in project.codings.find()} == {first.id, second.id}
    assert project.storage.waiting == 6
    assert project.history.verify() == []
    # A second process reads the same codings and adds one.
    with Project.open(project.folder) as other:
        assert other.storage.away
        assert {coding.id for coding in other.codings.find()} == {first.id, second.id}
        third = other.codings.add("K01", 0, 3, "trust", coder="coder-a")
    before = project.storage.data_version()
    project.storage.keep_following()
    server.start()
    until(lambda: project.storage.data_version() is not None and not project.storage.away)
    assert project.storage.data_version() != before
    assert project.storage.waiting == 0
    assert [replay.sent for replay in project.storage.replayed] == [7]
    assert {coding.id for coding in project.codings.find()} == {first.id, second.id, third.id}
    assert [memo.text for memo in project.memos.find()] == ["why"]
    assert project.history.verify() == []
    until(lambda: project.storage.offline_copy().events == project.history.events(limit=1)[0].seq)
    assert same(project)


def test_what_concerns_everyone_waits_for_the_server(away: Project) -> None:
    steps: list[Callable[[], object]] = [
        lambda: away.codebook.retire("trust", actor="lead"),
        lambda: away.sources.correct("E01", "Longer. " + away.sources.text("E01"), actor="lead"),
        lambda: away.rounds.open("R1", actor="lead", mode=Mode.BLIND),
        lambda: away.storage.copy_to("sqlite:///elsewhere.db"),
        away.storage.make_offline_copy,
        away.storage.remove_offline_copy,
    ]
    before = away.history.events(limit=1)[0].seq
    for step in steps:
        with pytest.raises(StoreError) as error:
            step()
        assert error.value.code == "store-away"
    assert away.storage.waiting == 0
    assert away.history.events(limit=1)[0].seq == before


def test_what_others_changed_meanwhile_refuses_what_no_longer_fits(
    away: Project, server: Server
) -> None:
    """Another coder corrects the text that the offline coder coded, and no coding is shifted."""
    away.codings.add("E01", 3, 9, "trust", coder="coder-a")
    korean_coding = away.codings.add("K01", 0, 3, "trust", coder="coder-a")
    pending = (away.folder / ".qct" / "journal" / "pending.jsonl").read_bytes()
    server.start()
    (away.folder / ".qct" / "journal" / "pending.jsonl").unlink()
    with Project.open(away.folder) as lead:
        lead.sources.correct("E01", "Longer. " + lead.sources.text("E01"), actor="lead")
        # The coder has also begun on another machine, and is registered there already.
        lead.codings.add("E01", 10, 20, "trust", coder="coder-a")
    (away.folder / ".qct" / "journal" / "pending.jsonl").write_bytes(pending)
    with Project.open(away.folder) as again:
        [sent] = again.storage.replayed
        assert (sent.sent, sent.refused) == (1, 1)
        assert {coding.id for coding in again.codings.find(source="K01")} == {korean_coding.id}
        assert [coding.span.start for coding in again.codings.find(source="E01")] == [10]
        assert again.history.verify() == []
        again.storage.make_offline_copy()
        assert same(again)
    [refused] = Journal(away.folder / ".qct").refusals()
    assert refused.kind == "coding.add"


def test_a_killed_process_keeps_what_it_acknowledged(away: Project, server: Server) -> None:
    made = away.codings.add("E01", 3, 9, "trust", coder="coder-a")
    # The first project stays open, as after kill -9, while another process opens the folder.
    with Project.open(away.folder) as other:
        assert [coding.id for coding in other.codings.find()] == [made.id]
    server.start()
    with Project.open(away.folder) as back:
        assert not back.storage.away
        assert [coding.id for coding in back.codings.find()] == [made.id]
        back.storage.make_offline_copy()
        assert same(back)


def test_a_blind_round_stays_blind_on_the_copy(project: Project, server: Server) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=["coder-a", "coder-b"])
    project.codings.add("E01", 3, 9, "trust", coder="coder-b", round_id="R1")
    project.storage.make_offline_copy()
    server.stop()
    with Project.open(project.folder, read_only=True) as reader:
        assert reader.storage.away
        viewer = reader.rounds.viewer("coder-a", "R1")
        assert reader.codings.find(viewer=viewer) == []
        reader.restrict_to_viewer(viewer)
        assert reader.codings.find() == []
        assert reader.storage.away


def test_without_a_copy_the_server_is_missed_as_before(project: Project, server: Server) -> None:
    server.stop()
    with pytest.raises(StoreError) as error:
        project.codings.find()
    assert error.value.code == "store-unreachable"
    with pytest.raises(StoreError) as error:
        Project.open(project.folder)
    assert error.value.code == "store-unreachable"


def test_copies_can_be_forbidden(project: Project) -> None:
    settings = project.folder / "qct.toml"
    settings.write_text(settings.read_text().replace("[project]", "[project]\noffline = false"))
    with Project.open(project.folder) as strict:
        strict.storage.keep_following()
        with pytest.raises(UsageError) as error:
            strict.storage.make_offline_copy()
        assert error.value.code == "offline-forbidden"
        assert list((project.folder / ".qct").glob("replica-*")) == []
    settings.write_text(settings.read_text().replace("offline = false", 'offline = "no"'))
    with pytest.raises(Exception, match=r"project.offline must be true or false"):
        Project.open(project.folder)


def test_a_purge_removes_the_copy(project: Project) -> None:
    path = project.storage.make_offline_copy().path
    assert path in project.storage.purge().removed
    assert not path.exists()


# --- the command line --------------------------------------------------------------------------


def test_a_snapshot_stays_on_the_side_on_which_it_began(away: Project, server: Server) -> None:
    away.codings.add("E01", 0, 5, "trust", coder="coder-a")
    database = away._session.database
    assert isinstance(database, standby.FailoverDatabase)
    assert database.away
    with database.snapshot():
        before = queries.codings(database)
        server.start()
        assert not database.fail_back()
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(until, database.fail_back).result()
        with Project.open(away.folder) as other:
            other.codings.add("E01", 6, 9, "trust", coder="coder-b")
        assert queries.codings(database) == before
    assert not database.away
    assert len(queries.codings(database)) == len(before) + 1


def test_commands_work_on_and_say_so(
    away: Project, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--project", str(away.folder)]
    add = ["codings", "add", "--source", "E01", "--at", "3:9", "--code", "trust"]
    add += ["--coder", "coder-a"]
    assert run([*at, *add]) == 0
    assert (
        "the server is away: this is the copy on this machine, as of 20" in capsys.readouterr().err
    )
    assert run([*at, "store", "show", "--format", "json"]) == 0
    shown = capsys.readouterr().out
    assert '"state": "away"' in shown
    assert '"waiting": 1' in shown
    assert run([*at, "doctor"]) in (0, 1)
    assert "1 change waits to be sent" in capsys.readouterr().out
    server.start()
    assert run([*at, "sources"]) == 0
    assert "1 change made on this machine is not sent yet; `qct store replay`" in (
        capsys.readouterr().err
    )
    assert run([*at, "store", "replay"]) == 0
    assert "1 sent" in capsys.readouterr().out
    assert run([*at, "store", "offline"]) == 0
    assert "events, the newest of 20" in capsys.readouterr().out
    assert run([*at, "store", "offline", "--remove"]) == 0
    assert not Path(capsys.readouterr().out.split("removed ")[1].strip()).exists()
