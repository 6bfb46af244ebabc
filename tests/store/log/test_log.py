"""Tests of undo, of redo, and of the verification of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.domain.codings import Coder
from toolkit.domain.events import Change
from toolkit.errors import ConflictError, UsageError
from toolkit.store import queries, rows
from toolkit.store.log import undo, verify
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.writer import record

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.store.protocol import Database


@pytest.fixture
def database(either: Database) -> Database:
    return either


def _copy(original: Path, path: Path) -> Database:
    path.write_bytes(original.read_bytes())
    return SqliteDatabase(path)


def _add(database: Database, name: str, actor: str = "a") -> None:
    change = rows.added("coders", rows.coder_row(Coder(name)))
    record(database, actor=actor, kind="coder.add", changes=[change])


def _names(database: Database) -> list[str]:
    return [coder.id for coder in queries.coders(database)]


def test_undo_and_redo_walk_the_steps(database: Database) -> None:
    for name in ("a1", "a2", "a3"):
        _add(database, name)
    undo.undo(database, actor="a")
    undo.undo(database, actor="a")
    assert _names(database) == ["a1"]
    undo.redo(database, actor="a")
    assert _names(database) == ["a1", "a2"]
    undo.redo(database, actor="a")
    assert _names(database) == ["a1", "a2", "a3"]
    with pytest.raises(UsageError, match="nothing to redo"):
        undo.redo(database, actor="a")
    assert verify.verify(database) == []


def test_a_new_step_ends_redoing(database: Database) -> None:
    _add(database, "a1")
    undo.undo(database, actor="a")
    _add(database, "a2")
    with pytest.raises(UsageError):
        undo.redo(database, actor="a")
    undo.undo(database, actor="a")
    with pytest.raises(UsageError, match="nothing to undo"):
        undo.undo(database, actor="a")


def test_undo_of_one_coder_leaves_the_others_alone(database: Database) -> None:
    _add(database, "mine", actor="a")
    _add(database, "theirs", actor="b")
    undo.undo(database, actor="a", of="a")
    assert _names(database) == ["theirs"]


def test_undo_says_when_later_work_depends_on_it(database: Database) -> None:
    _add(database, "a1", actor="a")
    before = {"id": "a1", "name": ""}
    change = Change("coders", ("a1",), before, {"id": "a1", "name": "later"})
    record(database, actor="b", kind="coder.rename", changes=[change])
    with pytest.raises(ConflictError) as error:
        undo.undo(database, actor="a", of="a")
    assert error.value.code == "undo-conflict"
    assert _names(database) == ["a1"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from(["add", "undo", "redo"]), max_size=14))
def test_any_walk_keeps_log_and_rows_together(
    steps: list[str], empty_store: Path, tmp_path: Path
) -> None:
    database = _copy(empty_store, tmp_path / "walk.db")
    done: list[str] = []
    undone: list[str] = []
    for number, step in enumerate(steps):
        if step == "add":
            _add(database, f"c{number:02}")
            done.append(f"c{number:02}")
            undone.clear()
        elif step == "undo" and done:
            undo.undo(database, actor="a")
            undone.append(done.pop())
        elif step == "redo" and undone:
            undo.redo(database, actor="a")
            done.append(undone.pop())
    assert _names(database) == sorted(done)
    assert verify.verify(database) == []
    database.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE events SET actor = 'someone else' WHERE seq = 2",
        'UPDATE events SET summary = \'{"coder":"x"}\' WHERE seq = 1',
        "UPDATE events SET at = '1999-01-01T00:00:00Z' WHERE seq = 3",
        "UPDATE events SET hash = prev_hash WHERE seq = 3",
        "DELETE FROM events WHERE seq = 2",
        "UPDATE coders SET name = 'altered' WHERE id = 'a2'",
        "DELETE FROM coders WHERE id = 'a3'",
        "INSERT INTO coders (id, name) VALUES ('ghost', '')",
    ],
)
def test_what_is_altered_by_hand_is_found(database: Database, damage: str) -> None:
    for name in ("a1", "a2", "a3"):
        _add(database, name)
    assert verify.verify(database) == []
    database.execute(damage)
    assert verify.verify(database) != []


def test_an_altered_text_is_found(database: Database) -> None:
    record(database, actor="a", kind="text", changes=[], texts=["what was said"])
    (unused,) = verify.verify(database)
    assert unused.problem.endswith("belongs to no event")
    database.execute("UPDATE texts SET body = 'what was not said'")
    (altered, same) = verify.verify(database)
    assert altered.problem.endswith("does not have its hash")
    assert same == unused
