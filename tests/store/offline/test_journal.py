"""When a server fails, an acknowledged change is on the server or in the journal, and once."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.store.server import Server, running
from toolkit.cli.diagnostics import run
from toolkit.domain.codings import Coder
from toolkit.errors import StoreError
from toolkit.project import Project
from toolkit.store import queries, rows
from toolkit.store.driver_errors import ConnectionLostError, QueuedError
from toolkit.store.log import entries, verify
from toolkit.store.offline.journal import Journal
from toolkit.store.pending_event import PendingEvent
from toolkit.store.postgres import writer as pg_writer
from toolkit.store.postgres.database import PostgresDatabase
from toolkit.store.writer import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.store.protocol import Database


@pytest.fixture
def store_kind() -> str:
    return "postgresql"


@pytest.fixture
def database(project: Project) -> PostgresDatabase:
    opened_database = project._session.database
    assert isinstance(opened_database, PostgresDatabase)
    return opened_database


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.store.postgres.connection.PATIENCE", 0.2)


def _add(database: Database, name: str) -> None:
    change = rows.added("coders", rows.coder_row(Coder(name)))
    record(database, actor="a", kind="coder.add", changes=[change])


def _lose(database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Break every connection and let none be made, as when the server has stopped."""

    def refuse(*, plain: bool = False) -> Any:
        raise ConnectionLostError("gone", code="store-unreachable")

    database.drop()
    monkeypatch.setattr(database, "connect", refuse)


def _keep(database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    with monkeypatch.context() as patched:
        _lose(database, patched)
        for name in names:
            with pytest.raises(QueuedError) as error:
                _add(database, name)
            assert error.value.code == "store-kept"


# --- restarts ------------------------------------------------------------------------------


@pytest.fixture
def own_server() -> Iterator[Server]:
    with running(fsync=True) as server:
        yield server


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restart_amid_coding_loses_and_doubles_nothing(
    own_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr("toolkit.store.postgres.connection.PATIENCE", 60.0)
    monkeypatch.setenv("QCT_STORE", own_server.new_database())
    acknowledged: list[str] = []
    failures: list[BaseException] = []
    stop = threading.Event()
    with Project.init(tmp_path / "study") as project:
        database = project._session.database

        def code() -> None:
            try:
                while not stop.is_set():
                    name = f"c{len(acknowledged):05}"
                    _add(database, name)
                    acknowledged.append(name)
            except BaseException as error:
                failures.append(error)

        coder = threading.Thread(target=code)
        coder.start()
        _until(lambda: len(acknowledged) > 20)
        own_server.stop(mode)
        own_server.start()
        before = len(acknowledged)
        _until(lambda: len(acknowledged) > before + 20 or bool(failures))
        stop.set()
        coder.join()
        assert failures == []
        assert [coder.id for coder in project.rounds.coders()] == acknowledged
        assert project.history.verify() == []
        assert Journal(tmp_path / "study" / ".qct").is_empty()


def _until(done: Any) -> None:
    limit = time.monotonic() + 60
    while not done():
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_a_lost_connection_is_made_again_unseen(database: PostgresDatabase) -> None:
    _cut(database)
    assert queries.coders(database) == []
    _cut(database)
    _add(database, "a1")
    assert [coder.id for coder in queries.coders(database)] == ["a1"]


def _cut(database: PostgresDatabase) -> None:
    """Let the server end every other connection to this database."""
    other = database.connect()
    other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    other.close()


def test_what_hides_rows_is_there_after_a_reconnect(database: PostgresDatabase) -> None:
    _add(database, "seen")
    _add(database, "hidden")
    database.execute("CREATE TEMP VIEW coders AS SELECT * FROM public.coders WHERE id = 'seen'")
    _cut(database)
    assert [coder.id for coder in queries.coders(database)] == ["seen"]


def test_listening_goes_on_after_a_reconnect(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.store.postgres.listen.RETRY", 0.0)
    version = database.data_version()
    _cut(database)
    _until(lambda: database.data_version() > version)


# --- the journal ----------------------------------------------------------------------------


def test_a_change_in_flight_is_kept_and_sent_once(
    project: Project,
    database: PostgresDatabase,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _keep(database, monkeypatch, "가 나", "second")
    journal = Journal(project.folder / ".qct")
    assert [draft.changes[0].key for draft in journal.events()] == [("가 나",), ("second",)]
    assert journal.pending.stat().st_mode & 0o777 == 0o600
    assert journal.folder.stat().st_mode & 0o777 == 0o700
    draft_ids = [draft.id for draft in journal.events()]
    database._given_up_until = 0.0
    assert [coder.id for coder in project.rounds.coders()] == ["second", "가 나"], (
        "sent on reconnecting"
    )
    assert journal.is_empty()
    assert [event.id for event in project.history.events(limit=2)][::-1] == draft_ids
    assert [(replay.sent, replay.known) for replay in project.storage.replayed] == [(2, 0)]
    assert project.history.verify() == []
    assert not project.storage.replay_journal()


def test_an_opened_project_sends_what_waits(
    project: Project,
    database: PostgresDatabase,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _keep(database, monkeypatch, "later")
    with Project.open(project.folder, read_only=True) as reader:
        assert reader.rounds.coders() == []
        assert reader.storage.info().waiting == 1
    with Project.open(project.folder) as again:
        assert [coder.id for coder in again.rounds.coders()] == ["later"]
        assert again.storage.info().waiting == 0


def test_a_commit_whose_answer_was_lost_is_not_made_twice(
    project: Project, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, calls = pg_writer._append_once, []

    def lose_the_answer(*arguments: Any) -> Any:
        calls.append(original(*arguments))
        raise ConnectionLostError("gone", code="store-unreachable")

    monkeypatch.setattr(pg_writer, "_append_once", lose_the_answer)
    _add(database, "once")
    assert len(calls) == 1
    assert [coder.id for coder in project.rounds.coders()] == ["once"]
    assert project.history.verify() == []


def test_a_kept_change_that_had_arrived_is_not_sent_again(
    project: Project,
    database: PostgresDatabase,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = pg_writer._append_once
    with monkeypatch.context() as patched:

        def arrive_and_vanish(*arguments: Any) -> Any:
            original(*arguments)
            _lose(database, patched)
            raise ConnectionLostError("gone", code="store-unreachable")

        patched.setattr(pg_writer, "_append_once", arrive_and_vanish)
        with pytest.raises(QueuedError):
            _add(database, "once")
    database._given_up_until = 0.0
    assert [coder.id for coder in project.rounds.coders()] == ["once"]
    assert [(replay.sent, replay.known) for replay in project.storage.replayed] == [(0, 1)]
    assert project.history.verify() == []


def test_what_no_longer_fits_is_kept_and_told(
    project: Project,
    database: PostgresDatabase,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _keep(database, monkeypatch, "same", "other")
    database._given_up_until = 0.0
    with monkeypatch.context() as patched:
        patched.setattr(database, "_replay", None)
        _add(database, "same")
    assert run(["--project", str(project.folder), "store", "replay"]) == 1
    captured = capsys.readouterr()
    assert captured.out == "1 sent, 0 had already arrived, 1 refused\n"
    assert "journal-refused" in captured.err
    assert [coder.id for coder in project.rounds.coders()] == ["other", "same"]
    (refused,) = Journal(project.folder / ".qct").refusals()
    assert refused.changes[0].key == ("same",)
    states = {diagnosis.part: diagnosis.state for diagnosis in project.storage.diagnose()}
    assert states["journal"] == "bad"
    assert project.history.verify() == []


def test_a_torn_line_was_never_acknowledged(tmp_path: Path, empty_project: Project) -> None:
    database = empty_project._session.database
    journal = Journal(tmp_path)
    journal.folder.mkdir()
    journal.pending.write_text('{"id": "x", "at": "202')
    assert journal.events() == []
    change = rows.added("coders", rows.coder_row(Coder("whole")))
    draft = PendingEvent(
        id="01900000-0000-7000-8000-000000000000", at="2026-01-01T00:00:00.000Z", actor="a",
        kind="coder.add", changes=(change,), summary={}, texts=("a text",), undoes=None,
        changes_text="", summary_text="",
    )  # fmt: skip
    journal.queue(draft)
    assert [queued_event.id for queued_event in journal.events()] == [draft.id]
    assert journal.replay(database).sent == 1
    # No row refers to the text of this event, and verification says so and nothing else.
    (finding,) = verify.verify(database)
    assert finding.problem.endswith("belongs to no event")
    (event,) = entries.events(database, limit=1)
    assert (event.id, event.at) == (draft.id, draft.at)


def test_a_journal_that_cannot_be_written_says_that_nothing_is_kept(
    project: Project,
    database: PostgresDatabase,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("toolkit.store.offline.journal._append", full)
    with monkeypatch.context() as patched:
        _lose(database, patched)
        with pytest.raises(StoreError) as error:
            _add(database, "lost")
    assert error.value.code == "journal-unwritable"
    assert not isinstance(error.value, QueuedError)


def test_a_waiting_change_stops_a_copy(
    project: Project,
    database: PostgresDatabase,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    _keep(database, monkeypatch, "later")
    with (
        Project.open(project.folder, read_only=True) as reader,
        pytest.raises(StoreError) as error,
    ):
        reader.storage.copy_to(f"sqlite:///{tmp_path / 'copy.db'}")
    assert error.value.code == "journal-waiting"
