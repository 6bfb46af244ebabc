"""No error message contains a word of a transcript, whatever goes wrong."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.cli.diagnostics import run
from toolkit.operations.codings.codings import Codings

if TYPE_CHECKING:
    from toolkit.project import Project

MARK = "quokkaword"
TEXT = f"I: What?\n\nE09: The {MARK} is what we fear, and {MARK} again.\n"
Write = Callable[[str, str], Path]


@pytest.fixture
def study(project: Project, write: Write) -> Project:
    project.sources.import_files([write("E09.txt", TEXT)], actor="lead")
    start = project.sources.text("E09").index(MARK)
    project.codings.add("E09", start, start + len(MARK), "trust", coder="coder-a")
    return project


@pytest.fixture
def run_qct(study: Project, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run_and_read(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run(["--project", str(study.folder), *arguments])
        captured = capsys.readouterr()
        return int(code), captured.err

    return run_and_read


RunQct = Callable[..., tuple[int, str]]


def record(**changes: object) -> str:
    coding = {"source": "E09", "start": 5, "end": 9, "code": "trust", "coder": "c", "round": "main"}
    return json.dumps({**coding, "quote": MARK, **changes}) + "\n"


def test_refused_files_are_not_quoted(run_qct: RunQct, write: Write) -> None:
    bad = (
        ("wrong-quote.jsonl", record()),
        ("outside.jsonl", record(end=99_999)),
        ("code.jsonl", record(code="nowhere")),
        ("source.jsonl", record(source="E77")),
        ("cut.jsonl", record()[:-9] + "\n"),
        ("E09.txt", TEXT.replace("again", "changed")),
        ("empty.txt", f"---\nid: [{MARK}\n---\n{TEXT}"),
        ("cases.csv", f"id,source,{MARK}\nE09\n"),
    )
    for name, content in bad:
        code, message = run_qct("import", str(write(f"bad/{name}", content)))
        assert MARK not in message, name
        if name.endswith(".jsonl"):
            assert code != 0, name


def test_wrong_places_are_named_by_numbers(run_qct: RunQct) -> None:
    for arguments in (
        ("codings", "add", "--source", "E09", "--at", "5:99999", "--code", "trust"),
        ("codings", "add", "--source", "E09", "--at", "9:5", "--code", "trust"),
        ("codings", "add", "--source", "E09", "--at", "5:9", "--code", "nowhere"),
        ("codings", "remove", "nothing", "--coder", "coder-a"),
        ("suggest", "E09", "--at", "0:99999", "--coder", "coder-a"),
        ("directions", "confirm", "--source", "E09", "--at", "5:9", "--direction", "nowhere"),
        ("quotes", "nowhere"),
        ("merge", "nowhere"),
        ("restore", "nowhere"),
    ):
        code, message = run_qct(*arguments)
        assert code not in (0, 70), arguments
        assert MARK not in message, arguments


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE texts SET body = body || 'x'",
        "UPDATE codings SET span_end = span_end + 1000",
        "UPDATE events SET changes = substr(changes, 3)",
        "UPDATE events SET summary = 'no json ' || summary",
        "UPDATE sources SET metadata = 'no json'",
        "ALTER TABLE codings RENAME TO gone",
    ],
)
def test_a_store_altered_by_hand_is_not_quoted(
    study: Project, run_qct: RunQct, damage: str
) -> None:
    study.close()
    with sqlite3.connect(study.folder / ".qct" / "project.db") as connection:
        connection.execute(damage)
    connection.close()
    for arguments in (
        ("log", "--verify"), ("log",), ("codings",), ("sources",), ("backup",), ("undo",),
        ("codings", "add", "--source", "E09", "--at", "5:9", "--code", "trust"),
        ("matrix", "codes-by-cases"), ("quotes", "trust"),
    ):  # fmt: skip
        _, message = run_qct(*arguments)
        assert MARK not in message, arguments


def test_a_damaged_file_is_not_quoted(study: Project, run_qct: RunQct) -> None:
    study.close()
    store = study.folder / ".qct" / "project.db"
    content = bytearray(store.read_bytes())
    for at in range(4096 + 100, len(content), 4096):
        content[at : at + 40] = MARK.encode() * 4
    store.write_bytes(content)
    for arguments in (("codings",), ("log", "--verify"), ("sources",), ("backup",)):
        _, message = run_qct(*arguments)
        assert MARK not in message, arguments


@pytest.mark.parametrize("kind", [ValueError, KeyError, sqlite3.IntegrityError, RuntimeError])
def test_a_fault_of_our_own_is_not_quoted(
    run_qct: RunQct, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind(MARK)

    monkeypatch.setattr(Codings, "rows", fail)
    code, message = run_qct("codings")
    assert code == 70
    assert kind.__name__ in message
    assert MARK not in message


def test_the_log_tells_what_was_done_and_not_what_was_said(
    run_qct: RunQct, capsys: pytest.CaptureFixture[str], study: Project
) -> None:
    run(["--project", str(study.folder), "log", "--format", "json"])
    assert MARK not in capsys.readouterr().out
    for event in study.history.events():
        assert MARK not in json.dumps([change.to_payload() for change in event.changes])
