"""A store on a server answers as SQLite does and keeps its chain under many writers."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codings import Coder
from toolkit.domain.events import Change, event_hash
from toolkit.errors import ConflictError, StoreError, UsageError
from toolkit.operations.storage.open_project import resolve
from toolkit.store import copy as copying
from toolkit.store import migrate, queries, rows
from toolkit.store.connect import connect
from toolkit.store.log import entries, verify
from toolkit.store.postgres import errors as pg_errors
from toolkit.store.postgres import migrate as migrate_server
from toolkit.store.postgres import urls
from toolkit.store.postgres.adapt import translated
from toolkit.store.postgres.database import PostgresDatabase
from toolkit.store.writer import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.queues import Queue
    from pathlib import Path

    from tests.store.server import Server
    from toolkit.project import Project
    from toolkit.store.protocol import Database

SECRET = "kept-for-myself"


@pytest.fixture
def database(postgres: Server) -> Iterator[PostgresDatabase]:
    with closing(PostgresDatabase(postgres.new_database("study"))) as opened_database:
        yield opened_database


@pytest.fixture
def store_kind() -> str:
    return "postgresql"


def _add(database: Database, name: str, actor: str = "a") -> None:
    change = rows.added("coders", rows.coder_row(Coder(name)))
    record(database, actor=actor, kind="coder.add", changes=[change])


def _other(database: PostgresDatabase) -> PostgresDatabase:
    return PostgresDatabase(database._given_url)


# --- statements and values ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "spelled"),
    [
        ("SELECT x WHERE a = :a AND b < :b_2", "SELECT x WHERE a = %(a)s AND b < %(b_2)s"),
        ("INSERT INTO t VALUES (?, ?)", "INSERT INTO t VALUES (%s, %s)"),
        ("SELECT ':a?' || x::text WHERE y LIKE 'a%'", "SELECT ':a?' || x::text WHERE y LIKE 'a%%'"),
        ("SELECT 'it''s :a', 7 % 3", "SELECT 'it''s :a', 7 %% 3"),
    ],
)  # fmt: skip
def test_parameters_are_spelled_for_the_driver(sql: str, spelled: str) -> None:
    assert translated(sql) == spelled


def test_values_are_as_sqlite_gives_them(either: Database) -> None:
    row = either.first(
        "SELECT 7 % 3 AS m, 'a%' AS p, sum(x) AS whole, avg(x) AS mean, :none AS missing, "
        ":truth AS truth FROM (SELECT 1 AS x UNION ALL SELECT 2) AS t",
        {"none": None, "truth": True, "unused": "x"},
    )
    assert row is not None
    expected = {"m": 1, "p": "a%", "whole": 3, "mean": 1.5, "missing": None}
    assert {**dict(row), "truth": int(row["truth"])} == {**expected, "truth": 1}
    assert type(row["whole"]) is int
    assert tuple(row)[:2] == (1, "a%")
    assert row[0] == row["m"]


def test_texts_sort_by_their_bytes_on_both(either: Database) -> None:
    names = ["b", "B", "a", "_", "가", "Z", "é", "ab", "a b"]
    for name in names:
        _add(either, name)
    assert [coder.id for coder in queries.coders(either)] == sorted(names, key=str.encode)


def test_rows_are_read_while_others_are_asked_for(database: PostgresDatabase) -> None:
    for number in range(2100):
        if number % 100 == 0:
            _add(database, f"c{number:04}")
    seen = []
    for row in database.iterate("SELECT id FROM coders ORDER BY id"):
        again = database.first("SELECT name FROM coders WHERE id = :id", {"id": row["id"]})
        assert again is not None
        seen.append(row["id"])
    assert seen == sorted(seen)
    assert len(seen) == 21


def test_the_migrations_give_the_declared_schema_in_byte_order(postgres: Server) -> None:
    import sqlalchemy as sa
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from toolkit.store.migrations.schema import metadata

    with closing(PostgresDatabase(postgres.new_database())) as database:
        with pytest.raises(StoreError) as error:
            migrate_server.check(database)
        assert error.value.code == "no-store"
        migrate_server.create(database)
        migrate_server.check(database)
        engine = sa.create_engine(
            "postgresql+psycopg://", creator=lambda: database.connect(plain=True)
        )
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata()) == []
        engine.dispose()
        collations = database.query(
            "SELECT DISTINCT collation_name AS name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'text'"
        )
        assert [row["name"] for row in collations] == ["C"]


def test_two_starts_at_once_make_one_schema(postgres: Server) -> None:
    url = postgres.new_database()
    failures: list[BaseException] = []

    def start() -> None:
        try:
            with closing(PostgresDatabase(url)) as database:
                migrate_server.upgrade(database)
        except BaseException as error:
            failures.append(error)

    # SQLAlchemy's registry does not support two threads that import its dialects at once.
    import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with closing(PostgresDatabase(url)) as database:
        assert migrate_server.version_of(database) == migrate.SCHEMA_VERSION


def test_a_newer_and_a_foreign_database_are_left_alone(postgres: Server) -> None:
    url = postgres.new_database("study")
    with closing(PostgresDatabase(url)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(StoreError) as error:
            migrate_server.check(database)
        assert error.value.code == "store-newer"
    with closing(PostgresDatabase(postgres.new_database())) as database:
        database.execute("CREATE TABLE others (x int)")
        with pytest.raises(StoreError) as error:
            migrate_server.create(database)
        assert error.value.code == "store-foreign"


# --- the chain ---------------------------------------------------------------------------


def test_the_server_computes_the_hash_that_python_does(database: PostgresDatabase) -> None:
    summary = {"ko": "한글 \"quoted\" \\ 'single' \n", "n": 1.5, "none": None, "e": "😀"}
    change = rows.added("coders", rows.coder_row(Coder('an "odd" \\ name 가')))
    for _ in range(2):
        record(database, actor="가 'a\"", kind="test", changes=[change], summary=summary)
        row = database.first("SELECT * FROM events ORDER BY seq DESC LIMIT 1")
        assert row is not None
        assert row["hash"] == event_hash(
            prev_hash=row["prev_hash"],
            event_id=row["id"],
            at=row["at"],
            actor=row["actor"],
            kind=row["kind"],
            changes=row["changes"],
            summary=row["summary"],
            undoes=row["undoes"],
        )
        change = change.inverse()
    assert verify.verify(database) == []


def _write(url: str, name: str, seconds: float, results: Queue[list[str]]) -> None:
    done: list[str] = []
    with closing(PostgresDatabase(url)) as database:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            change = rows.added("coders", rows.coder_row(Coder(f"{name}-{len(done)}")))
            event = record(database, actor=name, kind="coder.add", changes=[change])
            done.append(event.id)
    results.put(done)


def test_four_writers_at_once_lose_nothing(postgres: Server) -> None:
    url = postgres.new_database("study")
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    writers = [
        context.Process(target=_write, args=(url, f"w{number}", 2.0, results))
        for number in range(4)
    ]
    for writer in writers:
        writer.start()
    acknowledged = [results.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    with closing(PostgresDatabase(url)) as database:
        stored = {event.id for event in entries.events(database)}
        assert stored == {event for each in acknowledged for event in each}
        assert all(acknowledged)
        assert verify.verify(database) == []


def test_two_changes_of_one_row_are_one_and_a_conflict(database: PostgresDatabase) -> None:
    _add(database, "x")
    before = {"id": "x", "name": ""}
    outcomes: list[str] = []

    def rename(name: str) -> None:
        change = Change("coders", ("x",), before, {"id": "x", "name": name})
        with closing(_other(database)) as connection:
            try:
                record(connection, actor=name, kind="coder.rename", changes=[change])
                outcomes.append("done")
            except ConflictError:
                outcomes.append("conflict")

    threads = [threading.Thread(target=rename, args=(f"n{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 5 + ["done"]
    assert verify.verify(database) == []


def test_a_reader_in_a_snapshot_sees_one_moment(database: PostgresDatabase) -> None:
    _add(database, "a1")
    with closing(_other(database)) as other, database.snapshot():
        assert len(queries.coders(database)) == 1
        _add(other, "a2")
        assert len(queries.coders(database)) == 1
        assert len(entries.events(database)) == 1
    assert len(queries.coders(database)) == 2


# --- hearing of others -------------------------------------------------------------------


def test_a_commit_of_another_is_heard_within_a_second(database: PostgresDatabase) -> None:
    with closing(_other(database)) as other:
        version = database.data_version()
        assert database.data_version() == version
        _add(database, "mine")
        time.sleep(0.1)
        assert database.data_version() == version, "one's own commit is no news"
        _add(other, "theirs")
        until = time.monotonic() + 1
        while database.data_version() == version and time.monotonic() < until:
            time.sleep(0.01)
        assert database.data_version() != version


def test_a_notification_carries_nothing(database: PostgresDatabase) -> None:
    connection = database.connect()
    connection.execute("LISTEN qct")
    _add(database, "someone")
    notes = list(connection.notifies(timeout=1, stop_after=1))
    connection.close()
    assert [note.payload for note in notes] == [""]


# --- errors in the user's terms ------------------------------------------------------------


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"\[postgres\]") as error:
        connect("postgresql+psycopg://host/db")
    assert error.value.code == "postgres-extra"


def test_a_server_that_is_not_there_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setattr("toolkit.store.postgres.connection.PATIENCE", 0.2)
    url = f"postgresql+psycopg://qct:{SECRET}@/study?host={tmp_path}"
    with closing(connect(url)) as database, pytest.raises(StoreError) as error:
        database.query("SELECT 1")
    assert error.value.code == "store-unreachable"
    assert SECRET not in str(error.value) + database.url + database.label


def test_each_refusal_has_its_code(postgres: Server) -> None:
    codes = []
    for url in (postgres.url("nowhere"), postgres.url("study").replace("//qct@", "//stranger@")):
        with closing(connect(url)) as database, pytest.raises(StoreError) as error:
            database.query("SELECT 1")
        codes.append(error.value.code)
    assert codes == ["store-no-database", "store-auth"]


def test_who_may_only_read_is_told(database: PostgresDatabase, postgres: Server) -> None:
    _add(database, "a1")
    with closing(PostgresDatabase(database._given_url, read_only=True)) as reader:
        assert len(queries.coders(reader)) == 1
        with pytest.raises(StoreError) as error:
            _add(reader, "a2")
        assert error.value.code == "store-read-only"
    name = database._given_url.partition("?")[0].rpartition("/")[2]
    with contextlib.suppress(Exception):
        postgres.sql("CREATE ROLE guest LOGIN")
    postgres.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest", database=name)
    guest = database._given_url.replace("//qct@", "//guest@")
    with closing(connect(guest)) as reader:
        assert len(queries.coders(reader)) == 1
        with pytest.raises(StoreError) as error:
            _add(reader, "a2")
        assert error.value.code == "store-read-only"


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        ("DiskFull", "disk-full"),
        ("TooManyConnections", "store-busy"),
        ("LockNotAvailable", "store-locked"),
        ("DeadlockDetected", "store-serialization"),
        ("SerializationFailure", "store-serialization"),
        ("AdminShutdown", "store-unreachable"),
        ("CannotConnectNow", "store-unreachable"),
        ("InsufficientPrivilege", "store-read-only"),
        ("InvalidPassword", "store-auth"),
        ("InvalidCatalogName", "store-no-database"),
        ("UndefinedTable", "store-foreign"),
        ("DataCorrupted", "store-damaged"),
        ("SyntaxError", "store-failed"),
    ],
)
def test_each_state_of_the_server_is_explained(raised: str, code: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    error = getattr(psycopg.errors, raised)("what the interviewee said")
    explained = pg_errors.explain(error, "postgresql://host/db")
    assert explained.code == code
    assert "interviewee" not in str(explained)


def test_a_nul_character_is_explained(database: PostgresDatabase) -> None:
    with pytest.raises(StoreError) as error:
        record(database, actor="a", kind="t", changes=[], texts=["what was \0 said"])
    assert error.value.code == "store-nul"
    assert entries.events(database) == []


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://u:s3cret@h:5/d", "postgresql+psycopg://u@h:5/d"),
        ("postgresql://u@h/d?password=s3cret&sslmode=require", "postgresql://u@h/d?sslmode=require"),
        ("postgresql://h/d", "postgresql://h/d"),
    ],
)  # fmt: skip
def test_a_password_is_never_shown(url: str, shown: str, tmp_path: Path) -> None:
    assert urls.redacted(url) == shown
    assert urls.has_password(url) == ("s3cret" in url)
    if urls.has_password(url):
        with pytest.raises(UsageError) as error:
            resolve(tmp_path, url, shared=True)
        assert error.value.code == "store-password"
        assert "s3cret" not in str(error.value)
        assert resolve(tmp_path, url) == url


# --- copies and backups --------------------------------------------------------------------


def test_a_project_moves_to_a_server_and_back(
    postgres: Server, tmp_path: Path, project: Project
) -> None:
    project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    project.codings.add("K01", 2, 7, "security", coder="coder-b")
    project.history.undo(actor="coder-b")
    file = tmp_path / "moved" / "project.db"
    there = project.storage.copy_to(f"sqlite:///{file}")
    back_url = postgres.new_database()
    with closing(connect(file)) as moved, closing(PostgresDatabase(back_url)) as back:
        migrate_server.create(back)
        copying.copy(moved, back)
        original = copying.digests(project._session.database)
        assert list(there.tables) == original == copying.digests(moved) == copying.digests(back)
        assert verify.verify(moved) == verify.verify(back) == []
        with pytest.raises(ConflictError) as error:
            copying.copy(moved, back)
        assert error.value.code == "store-not-empty"
        _add(back, "goes on")
        assert verify.verify(back) == []
    assert file.stat().st_mode & 0o777 == 0o600
    assert sum(table.rows for table in there.tables) > 10


def test_a_copy_that_breaks_leaves_nothing(
    project: Project, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        copying, "_digest", lambda database, name: copying.CopiedTable(name, 0, "other")
    )
    with closing(PostgresDatabase(postgres.new_database("study"))) as target:
        with pytest.raises(StoreError) as error:
            copying.copy(project._session.database, target)
        assert error.value.code == "copy-broken"
        assert target.query("SELECT * FROM texts") == []


def test_a_backup_of_a_server_is_a_proven_file(project: Project) -> None:
    project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    path = project.storage.backup()
    with closing(connect(path, read_only=True)) as copy:
        assert copying.digests(copy) == copying.digests(project._session.database)
        assert verify.verify(copy) == []


# --- a process that dies -------------------------------------------------------------------

CODER = """
import sys
from toolkit.project import Project
with Project.open(sys.argv[1]) as project:
    for number in range(100000):
        coding = project.codings.add("E01", number % 90, 91 + number // 90, "trust", coder="a")
        print(coding.id, flush=True)
"""


def test_what_was_acknowledged_survives_kill_9(project: Project) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", CODER, str(project.folder)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    seen = [process.stdout.readline().strip() for _ in range(5)]
    os.kill(process.pid, signal.SIGKILL)
    seen += [line.strip() for line in process.stdout.read().splitlines() if len(line) == 36]
    process.wait()
    stored = {coding.id for coding in project.codings.find()}
    assert set(seen) <= stored
    assert len(stored) <= len(seen) + 1
    assert project.history.verify() == []


def test_a_thread_gives_its_connection_back(database: PostgresDatabase) -> None:
    _add(database, "a")
    before = len(database._all)
    seen: list[str] = []

    def look() -> None:
        seen.extend(coder.id for coder in queries.coders(database))
        database.release()
        database.release()

    for _ in range(3):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen.count("a") == 3
    assert len([connection for connection in database._all if not connection.closed]) == before
    database.release()
    assert [coder.id for coder in queries.coders(database)].count("a") == 1
