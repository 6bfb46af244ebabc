"""A step that relies on what someone has changed meanwhile is refused, on either store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codings import Mode
from toolkit.domain.events import sha256_text
from toolkit.errors import ConflictError
from toolkit.project import Project
from toolkit.store import sqlite_writer
from toolkit.store.postgres import writer as pg_writer
from toolkit.store.preconditions import Precondition, from_payload, to_payload
from toolkit.store.writer import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.store.protocol import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_what_was_read_must_still_be_so(project: Project) -> None:
    database: Database = project._session.database
    before = project.history.events(limit=1)[0].seq
    with pytest.raises(ConflictError) as error:
        record(
            database, actor="a", kind="text.add", changes=[], texts=["new"],
            preconditions=[Precondition("sources", "E01", "text_sha256", "0" * 64)],
        )  # fmt: skip
    assert error.value.code == "source-corrected"
    assert "E01" in error.value.message
    with pytest.raises(ConflictError) as error:
        record(
            database, actor="a", kind="text.add", changes=[], texts=["new"],
            preconditions=[Precondition("rounds", "none", "status", "open")],
        )  # fmt: skip
    assert error.value.code == "store-conflict"
    assert project.history.events(limit=1)[0].seq == before
    seen = [Precondition("sources", "E01", "text_sha256", project.sources.get("E01").text_sha256)]
    record(database, actor="a", kind="text.add", changes=[], texts=["new"], preconditions=seen)
    problems = [finding.problem for finding in project.history.verify()]
    assert problems == [f"text {sha256_text('new')[:12]} belongs to no event"]


def test_offsets_of_an_earlier_text_code_nothing(project: Project) -> None:
    """Every way to place a span refuses offsets that were read before a correction."""
    coding = project.codings.add("E01", 40, 50, "trust", coder="coder-a")
    texts = {"E01": project.sources.get("E01").text_sha256}
    project.sources.correct("E01", "Longer. " + project.sources.text("E01"), actor="lead")
    [carried] = project.codings.find()
    before = project.history.events(limit=1)[0].seq
    steps: list[Callable[[], object]] = [
        lambda: project.codings.add("E01", 3, 9, "trust", coder="coder-a", texts=texts),
        lambda: project.codings.add_many([("E01", 3, 9, "trust")], coder="coder-a", texts=texts),
        lambda: project.codings.change(coding.id, coder="coder-a", end=52, texts=texts),
        lambda: project.codings.split(coding.id, 45, coder="coder-a", texts=texts),
        lambda: project.codings.commit_none("E01", 3, 9, coder="coder-a", texts=texts),
    ]
    for step in steps:
        with pytest.raises(ConflictError) as error:
            step()
        assert error.value.code == "source-corrected"
    assert project.codings.find() == [carried]
    assert project.history.events(limit=1)[0].seq == before
    # The same text again, after undo, is the text that the offsets were read from.
    project.history.undo(actor="lead")
    project.codings.change(coding.id, coder="coder-a", end=52, texts=texts)
    assert [stored_coding.span.end for stored_coding in project.codings.find()] == [52]


@pytest.mark.parametrize("change", ["text", "code", "round"])
def test_a_change_between_the_look_and_the_write_is_noticed(
    project: Project, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Another process writes in the milliseconds between reading and writing."""
    project.rounds.open("R1", actor="lead", mode=Mode.ASSISTED)
    with Project.open(project.folder) as other:
        steps: dict[str, Callable[[], object]] = {
            "text": lambda: other.sources.correct(
                "E01", "Longer. " + other.sources.text("E01"), actor="lead"
            ),
            "code": lambda: other.codebook.retire("trust", actor="lead"),
            "round": lambda: other.rounds.close("R1", actor="lead"),
        }
        between = steps[change]
        on_server = project._session.database.kind == "postgresql"
        module = pg_writer if on_server else sqlite_writer
        genuine: Callable[..., object] = module.append

        def change_before_writing(*arguments: object, **named: object) -> object:
            monkeypatch.undo()
            between()
            return genuine(*arguments, **named)

        monkeypatch.setattr(module, "append", change_before_writing)
        with pytest.raises(ConflictError):
            project.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    assert project.codings.find() == []
    assert project.history.verify() == []


def test_what_was_seen_waits_in_the_journal_with_its_step() -> None:
    seen = (
        Precondition("sources", "E01", "text_sha256", "ab"),
        Precondition("rounds", "R1", "status", "open"),
    )
    assert tuple(from_payload(json.loads(json.dumps(to_payload(seen))))) == seen
    with pytest.raises(TypeError):
        list(from_payload([["sources", "E01"]]))
