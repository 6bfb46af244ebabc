"""What is no store or no bundle is refused in the name of the file that was given."""

from __future__ import annotations

import os
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.identity import identity
from toolkit.domain.events import event_hash
from toolkit.errors import InputError
from toolkit.operations.exchange import other_copy
from toolkit.project import Project
from toolkit.store.log.well_formed import malformed
from toolkit.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project that nothing comes into."""
    with identity("lead"), Project.init(tmp_path_factory.mktemp("study"), name="Study") as project:
        yield project


STORE = "b/.qct/project.db"


def _zip(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.writestr(STORE, content)

    return write


def _marked(flag: int, method: int) -> Callable[[Path], None]:
    """A zip whose entry says that it is encrypted, or packed by another method."""

    def write(path: Path) -> None:
        _zip(b"junk" * 100)(path)
        content = bytearray(path.read_bytes())
        for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = content.find(sign)
            content[at + place] |= flag
            content[at + place + 2 : at + place + 4] = struct.pack("<H", method)
        path.write_bytes(content)

    return write


def _cut(path: Path) -> None:
    _zip(os.urandom(5000))(path)
    content = bytearray(path.read_bytes())
    content[200:300] = bytes(100)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_marked(1, 8), "other-unreadable"),
        (_marked(0, 98), "other-unreadable"),
        (_zip(b"junk" * 100, zipfile.ZIP_LZMA), "other-unreadable"),
        (_cut, "other-unreadable"),
        (lambda path: path.write_bytes(b"PK\x03\x04"), "other-unreadable"),
        (lambda path: path.write_bytes(b""), "other-unreadable"),
        (lambda path: path.mkdir(), "no-project"),
        (os.mkfifo, "no-such-file"),
        (lambda path: None, "no-such-file"),
        (_zip(b"junk" * 1000), "store-damaged"),
        (_zip(b""), "store-damaged"),
        (_zip(bytes(20_000_000)), "bundle-too-large"),
    ],
)
def test_an_odd_zip_is_refused_by_its_own_name(
    empty: Project, tmp_path: Path, make: Callable[[Path], Any], code: str
) -> None:
    path = tmp_path / "odd.zip"
    make(path)
    before = sorted((empty.folder / ".qct").iterdir())
    with pytest.raises(InputError) as error:
        empty.exchange.merge(path, actor="lead")
    assert error.value.code == code
    assert str(path) in error.value.message
    assert ".qct/merge-" not in str(error.value)
    assert "backup" not in error.value.hint
    assert sorted((empty.folder / ".qct").iterdir()) == before


def test_nothing_larger_than_the_limits_is_unpacked(
    empty: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(other_copy, "LARGEST", 5_000)
    path = tmp_path / "large.zip"
    _zip(os.urandom(6_000))(path)
    with pytest.raises(InputError, match="larger than a bundle may be"):
        empty.exchange.merge(path, actor="lead")


@pytest.mark.parametrize(
    ("changes", "summary", "kind"),
    [
        ('[{"table":"memos","key":["q"],"before":null,"after":[1]}]', "{}", "memo.write"),
        ('[{"table":"memos","key":["q"],"after":null}]', "{}", "memo.write"),
        ('[{"table":"memos","key":"q","before":null,"after":{}}]', "{}", "memo.write"),
        ('[{"table":["q"],"key":["q"],"before":null,"after":{}}]', "{}", "memo.write"),
        ('[{"table":"none","key":["q"],"before":null,"after":{}}]', "{}", "memo.write"),
        ('[{"table":"coders","key":["q"],"before":null,"after":{"id":"p"}}]', "{}", "coder.add"),
        ('[{"table":"coders","key":["q"],"before":null,"after":{"id":["q"]}}]', "{}", "coder.add"),
        ('[{"table":"coders","key":["q"],"before":null,"after":null}]', "{}", "coder.add"),
        ('{"table":"coders"}', "{}", "coder.add"),
        ("[1]", "{}", "coder.add"),
        ("[]", "[1", "merge"),
        ("[]", "[1]", "merge"),
        ("[]", '{"rejected": [1]}', "merge"),
        ("[]", '{"rejected": {"a": [1]}}', "merge"),
        ("[" * 100_000, "{}", "memo.write"),
        ('[{"table":"coders","key":["q"],"before":{"id":"q"},"after":null}]', "{}", "coder.add"),
    ],
)
def test_an_event_that_is_not_what_qct_writes_is_named(
    empty: Project, tmp_path: Path, changes: str, summary: str, kind: str
) -> None:
    copy = tmp_path / "copy.db"
    empty._session.database.copy_to(copy)
    database = SqliteDatabase(copy)
    last = database.first("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")
    assert last is not None
    body = {"at": "2026-01-01", "actor": "coder-b", "kind": kind, "undoes": None}
    content = {"changes": changes, "summary": summary, **body}
    digest = event_hash(prev_hash=last["hash"], event_id="x", **content)  # type: ignore[arg-type]
    database.execute(
        "INSERT INTO events (seq, id, at, actor, kind, changes, summary, undoes, prev_hash, hash) "
        "VALUES (:seq, 'x', :at, :actor, :kind, :changes, :summary, :undoes, :prev, :hash)",
        {"seq": last["seq"] + 1, "prev": last["hash"], "hash": digest, **content},
    )
    assert f"event {last['seq'] + 1} is not what qct writes" in malformed(database)
    database.close()
    with pytest.raises(InputError, match="is not what qct writes") as error:
        empty.exchange.merge(copy, actor="lead")
    assert str(copy) in error.value.message
    assert not list((empty.folder / ".qct").glob("merge-*"))


def test_every_event_of_a_project_is_what_qct_writes(project: Project) -> None:
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    project.codings.change(coding.id, coder="coder-a", end=12)
    project.codebook.merge(["trust"], "security", actor="lead")
    project.history.undo(actor="lead")
    corrected = project.sources.text("E01").replace("hinders", "stops")
    project.sources.correct("E01", corrected, actor="lead")
    assert malformed(project._session.database) == ""
