"""Tests of `qct store`, and of other commands on a project whose store is on a server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Qct
    from tests.store.server import Server
    from toolkit.project import Project


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_show_names_the_store_and_what_waits(qct: Qct, store_kind: str) -> None:
    (shown,) = qct("store", "show", "--format", "json").json()
    assert shown["kind"] == {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[store_kind]
    assert (shown["waiting"], shown["refused"]) == (0, 0)
    assert shown["events"] > 3
    assert shown["where"].endswith("project.db") == (store_kind == "sqlite")


def test_copy_is_whole_even_from_a_blind_round(qct: Qct, project: Project, tmp_path: Path) -> None:
    project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    assert qct("round", "open", "B", "--mode", "blind", "--coders", "coder-a,coder-b").code == 0
    project.codings.add("E01", 3, 9, "trust", coder="coder-b", round_id="B")
    done = qct("store", "copy", f"sqlite:///{tmp_path / 'copy.db'}", "--format", "json")
    assert done.code == 0, done.err
    assert "every hash is equal" in done.err
    counts = {row["table"]: row["rows"] for row in done.json()}
    assert counts["codings"] == 2
    again = qct("store", "copy", f"sqlite:///{tmp_path / 'copy.db'}")
    assert again.code == 2
    assert "store-exists" in again.err


def test_a_copy_on_a_server_is_worked_on(
    qct: Qct, project: Project, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.new_database()
    assert qct("store", "copy", url).code == 0
    assert qct("store", "copy", url).code == 4
    monkeypatch.setenv("QCT_STORE", url)
    added = qct(
        "codings", "add", "--source", "E01", "--at", "3:9", "--code", "trust", "--coder", "a"
    )
    assert added.code == 0, added.err
    assert qct("log", "--verify").code == 0
    assert "backups" in qct("backup").out
    states = {row["part"]: row for row in json.loads(qct("doctor", "--format", "json").out)}
    assert states["store"]["detail"].startswith(url)
    assert url in states["network"]["detail"]


def test_replay_has_nothing_to_send(qct: Qct) -> None:
    done = qct("store", "replay")
    assert (done.code, done.out) == (0, "0 sent, 0 had already arrived, 0 refused\n")


@pytest.mark.parametrize(
    ("url", "code", "message"),
    [
        ("mysql://host/db", 2, "store-kind"),
        ("postgresql+psycopg://u:s3cret@/db?host=/nowhere", 4, "store-unreachable"),
    ],
)
def test_a_store_that_cannot_be_is_one_error(
    qct: Qct, url: str, code: int, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.store.postgres.connection.PATIENCE", 0.1)
    done = qct("store", "copy", url)
    assert done.code == code
    assert message in done.err
    assert "s3cret" not in done.err + done.out
