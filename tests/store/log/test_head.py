"""The head that is kept beside the store: what is lost at the end of a log is noticed."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codings import Coder
from toolkit.domain.events import GENESIS, event_hash
from toolkit.errors import StoreError, UsageError
from toolkit.project import Project
from toolkit.store import rows
from toolkit.store.log.head import Head, HeadKeeper, Lost, beside, newest_head
from toolkit.store.log.verify import verify
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.writer import record

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.store.protocol import Database

KILLED = """
import os, signal, sys
from toolkit.project import Project
from toolkit.store.log.head import HeadKeeper
with Project.open(sys.argv[1]) as project:
    HeadKeeper.reach = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    project.codings.add("E01", 2, 9, "trust", coder="coder-a")
"""
WRITER = """
import sys
from pathlib import Path
from toolkit.domain.codings import Coder
from toolkit.store import rows
from toolkit.store.log.head import HeadKeeper, beside
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.writer import record
path = Path(sys.argv[1])
database = SqliteDatabase(path)
HeadKeeper(beside(path)).begin(database)
for number in range(30):
    change = rows.added("coders", rows.coder_row(Coder(f"{sys.argv[2]}-{number}")))
    event = record(database, actor="a", kind="coder.add", changes=[change])
    assert HeadKeeper(beside(path)).read().head.number >= event.seq
"""


def step(database: Database, name: str) -> None:
    change = rows.added("coders", rows.coder_row(Coder(name)))
    record(database, actor="a", kind="coder.add", changes=[change])


def cut(database: Database, above: int) -> None:
    """Remove the last steps with their rows, as someone does who knows the tables."""
    for row in database.query("SELECT changes FROM events WHERE seq > :above", {"above": above}):
        for change in json.loads(row["changes"]):
            database.execute("DELETE FROM coders WHERE id = :id", {"id": change["key"][0]})
    database.execute("DELETE FROM events WHERE seq > :above", {"above": above})


def rechain(database: Database) -> None:
    """Rewrite the actor of the second event, and every hash after it."""
    previous = GENESIS
    for row in database.query("SELECT * FROM events ORDER BY seq"):
        actor = "someone" if row["seq"] == 2 else row["actor"]
        digest = event_hash(
            prev_hash=previous,
            event_id=row["id"],
            at=row["at"],
            actor=actor,
            kind=row["kind"],
            changes=row["changes"],
            summary=row["summary"],
            undoes=row["undoes"],
        )
        database.execute(
            "UPDATE events SET actor = :actor, prev_hash = :prev, hash = :hash WHERE seq = :seq",
            {"actor": actor, "prev": previous, "hash": digest, "seq": row["seq"]},
        )
        previous = digest


@pytest.fixture
def kept(either: Database, tmp_path: Path) -> Database:
    """A store of either kind with four events and a head."""
    HeadKeeper(tmp_path / "head.json").begin(either)
    for name in ("a", "b", "c", "d"):
        step(either, name)
    return either


def keeper_of(database: Database) -> HeadKeeper:
    assert database.head is not None
    return database.head


def test_the_head_is_the_newest_event_and_readable_to_its_owner_alone(kept: Database) -> None:
    keeper = keeper_of(kept)
    known = keeper.read()
    assert known is not None
    assert known.head == newest_head(kept)
    assert known.head.number == 4
    assert keeper.path.stat().st_mode & 0o777 == 0o600
    assert keeper.lost(kept) is None
    assert verify(kept) == []


@pytest.mark.parametrize(
    ("above", "problem"),
    [
        (3, "event 4, acknowledged at {at}, is missing at the end"),
        (1, "events 2 to 4 are missing at the end; the last of them was acknowledged at {at}"),
        (0, "events 1 to 4 are missing at the end; the last of them was acknowledged at {at}"),
    ],
)
def test_a_cut_tail_is_named_and_nothing_is_written(
    kept: Database, above: int, problem: str
) -> None:
    keeper = keeper_of(kept)
    known = keeper.read()
    assert known is not None
    cut(kept, above)
    (finding,) = verify(kept)
    assert (finding.seq, finding.problem) == (4, problem.format(at=known.head.at))
    HeadKeeper(keeper.path).begin(kept)
    with pytest.raises(StoreError, match="lacks steps") as caught:
        step(kept, "e")
    assert caught.value.code == "log-tail-lost"
    assert not any(digit in caught.value.message.partition("of ")[0] for digit in "0123456789")
    assert kept.query("SELECT id FROM coders WHERE id = 'e'") == []
    assert keeper.read() == known


def test_a_log_whose_hashes_were_made_anew_is_noticed(kept: Database) -> None:
    rechain(kept)
    assert verify(kept)[0].problem.startswith("event 4 is not the one that was acknowledged at ")
    assert len(verify(kept)) == 1
    kept.head = None
    assert verify(kept) == []


def test_a_rewritten_log_that_has_grown_is_noticed_too(kept: Database) -> None:
    known = keeper_of(kept).read()
    rechain(kept)
    kept.head, keeper = None, keeper_of(kept)
    step(kept, "e")
    kept.head = keeper
    assert keeper.lost(kept) == Lost(known.head, 5) if known else pytest.fail("no head")
    keeper.advance(kept)
    assert keeper.read() == known


def test_a_log_may_be_ahead_of_its_head_and_opening_repairs_it(kept: Database) -> None:
    keeper = keeper_of(kept)
    kept.head = None
    step(kept, "e")
    assert keeper.lost(kept) is None
    HeadKeeper(keeper.path).begin(kept)
    known = keeper.read()
    assert known is not None
    assert known.head.number == 5


def test_going_on_with_a_shorter_log_keeps_its_head(kept: Database) -> None:
    keeper = keeper_of(kept)
    cut(kept, 2)
    assert keeper.lost(kept) is not None
    with keeper.accept():
        step(kept, "f")
    assert keeper.lost(kept) is None
    step(kept, "g")
    known = keeper.read()
    assert known is not None
    assert known.head.number == 4
    assert verify(kept) == []


def test_an_older_head_never_takes_the_place_of_a_newer_one(kept: Database) -> None:
    keeper = keeper_of(kept)
    third = kept.first("SELECT seq, prev_hash, hash, at FROM events WHERE seq = 3")
    assert third is not None
    keeper.reach(kept, Head(3, third["hash"], third["at"]), third["prev_hash"])
    known = keeper.read()
    assert known is not None
    assert known.head.number == 4


def test_two_processes_leave_the_newest_head(empty_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    shutil.copy(empty_store, path)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in ("x", "y")
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    with closing(SqliteDatabase(path)) as database:
        known = HeadKeeper(beside(path)).read()
        assert known is not None
        assert known.head == newest_head(database)
        assert known.head.number == 60


def test_an_entry_that_a_crash_cut_leaves_the_one_before_it(kept: Database) -> None:
    keeper = keeper_of(kept)
    known = keeper.read()
    assert known is not None
    data = keeper.path.read_bytes()
    json.loads(data)
    assert len(data) == 1024
    place = known.write % 2 * 512
    for torn in (data[: place + 40], data[:place] + b"\0" * 512 + data[place + 512 :]):
        keeper.path.write_bytes(torn)
        before = keeper.read()
        assert before is not None
        assert before.head.number == 3
        assert keeper.lost(kept) is None
    step(kept, "e")
    after = keeper.read()
    assert after is not None
    assert after.head.number == 5


@pytest.mark.parametrize(
    "content", ["", "{}", "[1, 2]", "\x00" * 1024, "[" * 5000, "[null,\nnull]"]
)
def test_a_file_that_says_nothing_is_named_and_written_anew(kept: Database, content: str) -> None:
    keeper = keeper_of(kept)
    keeper.path.write_text(content)
    (finding,) = verify(kept)
    assert "cannot be read" in finding.problem
    step(kept, "e")
    assert verify(kept) == []
    known = keeper.read()
    assert known is not None
    assert known.head.number == 5


def test_a_head_that_cannot_be_written_is_a_note(kept: Database) -> None:
    keeper = keeper_of(kept)
    keeper.path.unlink()
    keeper.path.mkdir()
    step(kept, "e")
    assert keeper.unwritable
    assert kept.query("SELECT id FROM coders WHERE id = 'e'") != []


def test_reading_writes_no_head(empty_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    shutil.copy(empty_store, path)
    with closing(SqliteDatabase(path)) as database:
        step(database, "a")
    with closing(SqliteDatabase(path, read_only=True)) as database:
        HeadKeeper(beside(path)).begin(database)
        assert verify(database) == []
    assert not beside(path).exists()


def test_each_store_has_a_file_of_its_own(tmp_path: Path) -> None:
    assert beside(tmp_path / "project.db").name == "head.json"
    assert beside(tmp_path / "copied.db").name == "copied.db.head.json"


# --- projects ---------------------------------------------------------------------------


def add(project: Project, start: int) -> None:
    project.codings.add("E01", start, start + 5, "trust", coder="coder-a")


def head_of(project: Project) -> HeadKeeper:
    return HeadKeeper(project.folder / ".qct" / "head.json")


@pytest.mark.parametrize("ending", ["-wal", "copied alone"])
def test_a_lost_write_ahead_log_is_noticed(project: Project, tmp_path: Path, ending: str) -> None:
    """The store is copied while a workspace has it open, without the file beside it."""
    project.storage.backup()
    project._session.database.query("PRAGMA wal_checkpoint(TRUNCATE)")
    first = project.history.events(limit=1)[0].seq
    for start in (0, 10, 20):
        add(project, start)
    copy = tmp_path / "copy"
    shutil.copytree(project.folder, copy)
    store = copy / ".qct" / "project.db"
    store.with_name("project.db-shm").unlink()
    if ending == "-wal":
        store.with_name("project.db-wal").unlink()
    else:
        store.with_name("project.db-wal").write_bytes(b"")
    with Project.open(copy, read_only=True) as reader:
        assert "lacks steps" in reader.storage.log_warning()
        (finding,) = reader.history.verify()
        assert f"events {first + 1} to {first + 3} are missing" in finding.problem
        assert len(reader.codings.find()) == 0
    with Project.open(copy) as writer:
        with pytest.raises(StoreError, match="lacks steps"):
            add(writer, 30)
        with pytest.raises(UsageError, match="a reason is needed"):
            writer.history.accept_head(" ", actor="lead")
        event = writer.history.accept_head("the disk failed", actor="lead")
        assert event.summary["lost"] == first + 3
        assert event.summary["reason"] == "the disk failed"
        add(writer, 30)
        assert writer.history.verify() == []
        assert writer.storage.log_warning() == ""
        with pytest.raises(UsageError, match="lacks nothing"):
            writer.history.accept_head("again", actor="lead")


def test_restoring_keeps_the_head_of_what_was_restored(project: Project) -> None:
    project.storage.backup()
    add(project, 0)
    lost = project.history.events(limit=1)[0]
    project.close()
    restored = Project.restore(project.folder, "latest")
    with Project.open(project.folder) as again:
        (event,) = again.history.events(limit=1)
        assert event.kind == "log.restore"
        assert event.summary["backup"] == restored.backup.name
        assert (event.summary["lost"], event.summary["lost_hash"]) == (lost.seq, lost.hash)
        known = head_of(again).read()
        assert known is not None
        assert (known.head.hash, known.instead) == (event.hash, None)
        assert again.history.verify() == []
        with pytest.raises(UsageError, match="cannot be undone"):
            again.history.undo(actor="lead", event=event.seq)
        add(again, 5)


def test_a_kill_while_a_log_is_replaced_allows_either(kept: Database) -> None:
    keeper = keeper_of(kept)
    second = kept.first("SELECT seq, hash, at FROM events WHERE seq = 2")
    assert second is not None
    fresh = Head(2, second["hash"], second["at"])
    with suppress(StoreError), keeper.replaced(fresh):
        assert keeper.lost(kept) is None
        cut(kept, 2)
        assert keeper.lost(kept) is None
        raise StoreError("killed", code="store-failed")
    step(kept, "e")
    known = keeper.read()
    assert known is not None
    assert (known.head.number, known.instead) == (3, None)


def test_a_kill_between_the_commit_and_the_head_loses_nothing(project: Project) -> None:
    head = head_of(project)
    before = head.read()
    project.close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(project.folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert head.read() == before
    with Project.open(project.folder, read_only=True) as reader:
        assert reader.history.verify() == []
        assert len(reader.codings.find()) == 1
    assert head.read() == before
    with Project.open(project.folder) as writer:
        newest = writer.history.events(limit=1)[0]
        known = head.read()
        assert known is not None
        assert known.head.hash == newest.hash


def test_a_store_of_an_older_version_gets_a_head_at_the_next_step(project: Project) -> None:
    head_of(project).path.unlink()
    with Project.open(project.folder) as again:
        assert again.history.verify() == []
        assert not head_of(project).path.exists()
        add(again, 0)
    assert head_of(project).read() is not None


def test_a_copied_store_has_a_head(project: Project) -> None:
    project.storage.copy_to("sqlite:///copied.db")
    known = HeadKeeper(project.folder / "copied.db.head.json").read()
    assert known is not None
    assert known.head.hash == project.history.events(limit=1)[0].hash
    with closing(sqlite3.connect(project.folder / "copied.db")) as copy:
        last = copy.execute("SELECT seq, hash FROM events ORDER BY seq DESC").fetchone()
    assert last == (known.head.number, known.head.hash)
