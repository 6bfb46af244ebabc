"""Tests of undoing earlier steps, of chains of undo, and of the store as it was before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.memos import MemoTarget
from toolkit.errors import ConflictError, StoreError, UsageError
from toolkit.operations import history
from toolkit.project import Project
from toolkit.store.log.time_travel import PastDatabase

if TYPE_CHECKING:
    from pathlib import Path

Place = Callable[[str, str], tuple[int, int]]


@pytest.fixture
def coded(project: Project, place: Place) -> Project:
    """Events 6 to 9 are two codings of coder-a, a memo on the first and a coding of coder-b."""
    start, end = place("E01", "We do not trust their figures.")
    first = project.codings.add("E01", start, end, "trust", coder="coder-a")
    project.codings.add("E01", start, end, "security", coder="coder-a")
    project.memos.write(MemoTarget.CODING, first.id, "sure?", coder="coder-a")
    project.codings.add("E01", start, start + 2, "trust", coder="coder-b")
    return project


def _seq(project: Project, kind: str, number: int = 0) -> int:
    numbers = [event.seq for event in reversed(project.history.events()) if event.kind == kind]
    return numbers[number]


def test_an_earlier_step_is_undone_alone_where_nothing_builds_on_it(coded: Project) -> None:
    second = _seq(coded, "coding.add", 1)
    coded.history.undo(actor="lead", event=second)
    assert [(c.code_id, c.coder_id) for c in coded.codings.find()] == [
        ("trust", "coder-b"),
        ("trust", "coder-a"),
    ]
    with pytest.raises(UsageError, match="already undone"):
        coded.history.undo(actor="lead", event=second)
    coded.history.redo(actor="lead")
    assert len(coded.codings.find()) == 3
    assert coded.history.verify() == []


def test_the_first_step_of_a_coder_takes_no_later_work_along(coded: Project) -> None:
    coded.history.undo(actor="lead", event=_seq(coded, "memo.set"))
    coded.history.undo(actor="lead", event=_seq(coded, "coding.add"))
    assert [c.code_id for c in coded.codings.find(coder="coder-a")] == ["security"]
    assert "coder-a" in {coder.id for coder in coded.rounds.coders()}
    coded.history.undo(actor="lead", event=_seq(coded, "coding.add", 1))
    assert coded.history.verify() == []


def test_undo_names_what_builds_on_it_and_takes_the_chain_as_one_step(coded: Project) -> None:
    first, memo = _seq(coded, "coding.add"), _seq(coded, "memo.set")
    plan = coded.history.plan_undo(event=first)
    assert [event.seq for event in plan.dependents] == [memo]
    with pytest.raises(ConflictError) as error:
        coded.history.undo(actor="lead", event=first)
    assert error.value.code == "undo-conflict"
    assert f"{memo} memo.set by coder-a" in error.value.message
    assert "--with-dependents" in error.value.hint
    before = len(coded.history.events())
    coded.history.undo(actor="lead", event=first, with_dependents=True)
    assert len(coded.history.events()) == before + 1
    assert coded.memos.find() == []
    assert [c.code_id for c in coded.codings.find(coder="coder-a")] == ["security"]
    assert coded.history.verify() == []
    coded.history.redo(actor="lead")
    assert len(coded.memos.find()) == 1
    assert len(coded.codings.find()) == 3
    assert coded.history.verify() == []


def test_dependents_reach_through_what_they_made(coded: Project) -> None:
    imported = _seq(coded, "source.import")
    chain = [event.kind for event in coded.history.plan_undo(event=imported).dependents]
    assert chain == ["coding.add", "coding.add", "memo.set", "coding.add"]
    coded.history.undo(actor="lead", event=imported, with_dependents=True)
    assert [source.id for source in coded.sources.all()] == ["K01"]
    assert coded.codings.find() == []
    assert coded.history.verify() == []


def test_undo_walks_past_a_chain_that_is_undone(coded: Project) -> None:
    coded.history.undo(actor="lead", event=_seq(coded, "coding.add"), with_dependents=True)
    for _ in range(2):
        coded.history.undo(actor="lead")
    assert coded.codings.find() == []
    assert coded.history.undo(actor="lead").summary["of"] == "source.import"


def test_redo_survives_a_restart(coded: Project) -> None:
    coded.history.undo(actor="lead")
    coded.history.undo(actor="lead")
    coded.close()
    with Project.open(coded.folder) as again:
        again.history.redo(actor="lead")
        again.history.redo(actor="lead")
        assert len(again.codings.find()) == 3
        with pytest.raises(UsageError, match="nothing to redo"):
            again.history.redo(actor="lead")


@pytest.mark.parametrize("event", [0, 999, "01234567-89ab-7def-8123-456789abcdef"])
def test_an_event_that_is_not_there_is_named(coded: Project, event: str | int) -> None:
    with pytest.raises(UsageError) as error:
        coded.history.undo(actor="lead", event=event)
    assert error.value.code == "unknown-event"


def test_undoing_a_codebook_makes_a_version_and_never_reuses_a_number(coded: Project) -> None:
    coded.codebook.rename("trust", {"en": "Mistrust"}, actor="lead")
    assert coded.codebook.current().version == 2
    coded.history.undo(actor="lead")
    assert (coded.codebook.current().version, coded.codebook.current()["trust"].label()) == (
        3,
        "Distrust",
    )
    coded.history.redo(actor="lead")
    assert (coded.codebook.current().version, coded.codebook.current()["trust"].label()) == (
        4,
        "Mistrust",
    )
    assert [version.version for version in coded.codebook.versions()] == [1, 2, 3, 4]
    assert coded.history.verify() == []


def test_the_log_is_filtered(coded: Project) -> None:
    def kinds(
        actor: str | None = None,
        source: str | None = None,
        code: str | None = None,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[str]:
        events = coded.history.events(
            actor=actor, source=source, code=code, kind=kind, since=since, until=until
        )
        return [event.kind for event in events]

    assert kinds(actor="coder-b") == ["coding.add"]
    assert kinds(source="K01") == ["source.import"]
    assert kinds(code="security") == ["coding.add", "codebook.import"]
    assert kinds(kind="coding") == ["coding.add"] * 3
    assert kinds(kind="memo.set") == ["memo.set"]
    now = coded.history.events(limit=1)[0].at
    assert len(kinds(since=now[:10])) == len(coded.history.events())
    assert kinds(until="2000-01-01") == []
    assert kinds(since="2999-01-01T10:00") == []
    with pytest.raises(UsageError, match="neither an event nor a time"):
        kinds(since="yesterday")


def test_the_project_as_it_was(coded: Project) -> None:
    states = {1: ([], 0), 5: ([], 0), 6: (["trust"], 0), 8: (["security", "trust"], 1)}
    for at, (codes, memos) in states.items():
        with Project.open(coded.folder, at=at) as past:
            assert [coding.code_id for coding in past.codings.find()] == codes
            assert len(past.memos.find()) == memos
            assert past.history.verify() == []
            assert len(past.history.events()) == at
    event = coded.history.events()[-6].id
    with Project.open(coded.folder, at=event) as past:
        assert len(past.codings.find()) == 1
        assert past.sources.text("E01") == coded.sources.text("E01")
        with pytest.raises(StoreError) as error:
            past.history.undo(actor="lead")
        assert error.value.code == "past-read-only"
    assert len(coded.codings.find()) == 3


def test_every_past_point_of_a_walk_is_what_it_was(coded: Project) -> None:
    seen = {}
    for step in (coded.history.undo, coded.history.undo, coded.history.redo, coded.history.undo):
        done = step(actor="lead")
        seen[done.seq] = coded.codings.find()
    coded.codebook.merge(["security"], "trust", actor="lead")
    for seq, codings in seen.items():
        with Project.open(coded.folder, at=seq) as past:
            assert past.codings.find() == codings


def test_a_time_names_the_last_event_by_then(coded: Project) -> None:
    database = coded._session.database
    stamps = ["2026-03-01T10:00:00.000Z", "2026-03-01T12:00:00.000Z", "2026-03-01T11:00:00.000Z"]
    for seq in range(1, 9):
        at = stamps[min(seq - 5, 2)] if seq > 5 else stamps[0]
        database.execute("UPDATE events SET at = :at WHERE seq = :seq", {"at": at, "seq": seq})
    session = coded._session
    assert history.resolve(session, "2026-02-28") == 0
    assert history.resolve(session, "2026-03-01T10:30") == 5
    # The clock went back after event 6, and the order of the log decides.
    assert history.resolve(session, "2026-03-01T11:30") == 8
    assert history.resolve(session, "2026-03-01") == 8
    assert history.resolve(session, "2026-03-01T19:30+09:00") == 5


def test_a_clock_that_goes_back_harms_neither_chain_nor_undo(coded: Project) -> None:
    from dataclasses import replace

    coded = Project(replace(coded._session, clock=lambda: "1999-01-01T00:00:00.000Z"))
    made = coded.codings.add("E01", 0, 2, "trust", coder="coder-c")
    assert coded.history.events(limit=1)[0].at.startswith("1999")
    assert coded.history.verify() == []
    coded.history.undo(actor="lead")
    assert made.id not in {coding.id for coding in coded.codings.find()}
    assert coded.history.verify() == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("DELETE FROM events WHERE seq = 6", "event 6 is missing"),
        ("DELETE FROM events WHERE seq IN (5, 6)", "events 5 to 6 are missing"),
        ("UPDATE events SET changes = 'x' WHERE seq = 6", "event 6 cannot be read"),
        ("UPDATE events SET changes = '[{}]' WHERE seq = 6", "was altered"),
        ("UPDATE codings SET span_end = 99999 WHERE coder_id = 'coder-b'", "outside its text"),
        ("UPDATE sources SET length = 3 WHERE id = 'E01'", "length of its text"),
        ("DELETE FROM texts WHERE sha256 = (SELECT text_sha256 FROM sources WHERE id = 'K01')",
         "text is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(coded: Project, damage: str, problem: str) -> None:
    coded._session.database.query("PRAGMA foreign_keys = OFF")
    coded._session.database.execute(damage)
    assert any(problem in finding.problem for finding in coded.history.verify())


def test_damaged_pages_are_told_or_harm_nothing(coded: Project, tmp_path: Path) -> None:
    """Whichever page is overwritten, either verification finds it or all that is read is right."""
    expected = [coding.id for coding in coded.codings.find()]
    coded._session.database.query("PRAGMA wal_checkpoint(TRUNCATE)")
    coded.close()
    folder = coded.folder
    whole = (folder / ".qct" / "project.db").read_bytes()
    report_count = 0
    for page in range(1, len(whole) // 4096, 7):
        copy = tmp_path / f"copy{page}"
        shutil.copytree(folder, copy)
        damaged = whole[: page * 4096] + b"\xff" * 4096 + whole[(page + 1) * 4096 :]
        (copy / ".qct" / "project.db").write_bytes(damaged)
        try:
            with Project.open(copy, read_only=True) as opened:
                if opened.history.verify():
                    report_count += 1
                    continue
                assert [coding.id for coding in opened.codings.find()] == expected
        except StoreError:
            report_count += 1
    assert report_count > 0


def test_the_replica_is_no_file(coded: Project) -> None:
    with Project.open(coded.folder, at=6) as past:
        (row,) = past._session.database.query("PRAGMA database_list")
        assert row["file"] == ""
        assert isinstance(past._session.database, PastDatabase)


def test_undo_and_redo_keep_to_the_kinds_asked_for(coded: Project) -> None:
    kinds = ("coding.add", "memo.set")
    assert coded.history.undo(actor="coder-a", of="coder-a", kinds=["coding.add"]).summary[
        "of"
    ] == ("coding.add")
    assert coded.memos.find() != []
    coded.rounds.open("later", actor="coder-a")
    back = coded.history.redo(actor="coder-a", of="coder-a", kinds=kinds)
    assert (back.summary["of"], back.summary["brought_back"]) == ("undo", "coding.add")
    assert len(coded.codings.find()) == 3
    with pytest.raises(UsageError, match="nothing to redo"):
        coded.history.redo(actor="coder-a", of="coder-a", kinds=kinds)
    with pytest.raises(UsageError, match="nothing to undo"):
        coded.history.undo(actor="coder-a", of="coder-a", kinds=["source.import"])
