"""An import keeps to the rules of rounds: it makes and fills its own, and says which lines fail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.identity import identity
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, UsageError
from toolkit.operations.sources.import_results import BadFilesError, ImportStopped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.operations.sources.import_batch import Batch
    from toolkit.project import Project


def lines(*rows: dict[str, Any], **shared: Any) -> str:
    usual = {"source": "E01", "code": "trust", "coder": "coder-a", "round": "R1", **shared}
    return "\n".join(json.dumps({**usual, "end": row["start"] + 6, **row}) for row in rows)


def test_a_round_is_made_and_filled_by_one_import_and_closed_then(
    project: Project, write: Callable[[str, str], Path]
) -> None:
    files = [
        write("a.jsonl", lines({"start": 3}, {"start": 20})),
        write("b.jsonl", lines({"start": 3}, coder="coder-b")),
    ]
    assert [file.new for file in project.sources.import_files(files, actor="lead")] == [2, 1]
    assert project.rounds.get("R1").status == "closed"
    count = len(project.history.events())
    again = project.sources.import_files(files, actor="lead")
    assert [(file.new, file.unchanged) for file in again] == [(0, 2), (0, 1)]
    assert len(project.history.events()) == count

    more = write("c.jsonl", lines({"start": 3}, {"start": 30}, {"start": 40}))
    with pytest.raises(BadFilesError) as error:
        project.sources.import_files([more], actor="lead")
    assert error.value.code == "round-closed"
    assert "line 2: round R1 is closed\n  line 3: round R1 is closed" in error.value.message
    assert "--into-closed REASON" in error.value.hint
    assert len(project.history.events()) == count

    project.sources.import_files([more], actor="lead", into_closed=" found later ")
    (event,) = project.history.events(limit=1)
    assert (event.summary["into_closed"], event.summary["new"]) == ("found later", 2)
    assert project.rounds.get("R1").status == "closed"
    project.history.undo(actor="lead")
    assert len(project.codings.find(round_id="R1")) == 3
    assert not project.history.verify()


def test_a_reason_is_needed_and_kept_only_where_it_matters(
    project: Project, write: Callable[[str, str], Path]
) -> None:
    file = write("a.jsonl", lines({"start": 3}, round="main"))
    with pytest.raises(UsageError, match="without a reason"):
        project.sources.import_files([file], actor="lead", into_closed="")
    project.sources.import_files([file], actor="lead", into_closed="for nothing")
    (event,) = project.history.events(limit=1)
    assert "into_closed" not in event.summary


def test_an_import_that_was_stopped_goes_on(
    project: Project, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.operations.sources import import_batch

    files = [
        write(f"{name}.jsonl", lines({"start": 3}, {"start": 20}, coder=f"coder-{name}"))
        for name in "ab"
    ]
    record, calls = import_batch.Batch.record, []

    def stopped(batch: Batch, **step: Any) -> None:
        calls.append(step)
        if len(calls) == 2:
            raise KeyboardInterrupt
        record(batch, **step)

    with monkeypatch.context() as patched:
        patched.setattr(import_batch.Batch, "record", stopped)
        with pytest.raises(ImportStopped):
            project.sources.import_files(files, actor="lead")
    with pytest.raises(InputError, match="R1 is closed"):
        project.sources.import_files(files[1:], actor="lead")
    assert [file.new for file in project.sources.import_files(files, actor="lead")] == [0, 2]
    assert len(project.codings.find(round_id="R1")) == 4


def test_what_was_coded_by_hand_is_not_doubled(
    project: Project, write: Callable[[str, str], Path]
) -> None:
    project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    file = write("a.jsonl", lines({"start": 3}, round="main"))
    (done,) = project.sources.import_files([file], actor="lead")
    assert (done.new, done.unchanged) == (0, 1)
    assert len(project.codings.find()) == 1


def test_a_new_round_has_the_mode_of_its_codings(
    project: Project, write: Callable[[str, str], Path]
) -> None:
    rows: list[dict[str, Any]] = [{"start": 3, "mode": "assisted"}, {"start": 20}]
    project.sources.import_files([write("a.jsonl", lines(*rows))], actor="lead")
    assert project.rounds.get("R1").mode is Mode.ASSISTED
    assert {coding.mode for coding in project.codings.find(round_id="R1")} == {Mode.ASSISTED}


def test_a_blind_round_keeps_to_its_version_of_the_codebook(
    project: Project, write: Callable[[str, str], Path]
) -> None:
    project.rounds.open("R1", actor="lead", coders=["coder-a"])
    project.codebook.retire("security", actor="lead")
    file = write("a.jsonl", lines({"start": 3, "code": "security"}))
    project.sources.import_files([file], actor="lead")
    (coding,) = project.codings.find(round_id="R1")
    assert coding.codebook_version == project.rounds.get("R1").codebook_version == 1


def test_a_bound_coder_imports_own_lines_and_learns_nothing(
    project: Project, write: Callable[[str, str], Path]
) -> None:
    project.rounds.open("B", actor="lead", coders=["coder-a", "coder-b"])
    project.codings.add("E01", 3, 9, "trust", coder="coder-b", round_id="B")
    own = write("own.jsonl", lines({"start": 3}, round="B"))
    there = write("there.jsonl", lines({"start": 3}, round="B", coder="coder-b"))
    other = write("other.jsonl", lines({"start": 4}, round="B", coder="coder-b"))
    unknown = write("unknown.jsonl", lines({"start": 3}, round="layer"))
    with identity("coder-a"):
        project.sources.import_files([own], actor="coder-a")
        told = []
        for file in (there, other):
            with pytest.raises(InputError) as error:
                project.sources.import_files([file], actor="coder-a")
            told.append(str(error.value).replace(str(file), ""))
        assert told[0] == told[1]
        with pytest.raises(InputError, match="there is no round 'layer'"):
            project.sources.import_files([unknown], actor="coder-a")
        with pytest.raises(UsageError, match="changes a round that is closed"):
            project.sources.import_files([own], actor="coder-a", into_closed="why")
    assert len(project.codings.find(coder="coder-a")) == 1


def test_mappings_keep_to_the_rules_too(
    project: Project, write: Callable[[str, str], Path]
) -> None:
    project.rounds.submit("main", "E01", coder="coder-a")
    row = {"source": "E01", "start": 3, "end": 9, "directions": ["security"], "coder": "coder-a"}
    with pytest.raises(InputError, match="line 1: coder-a has submitted E01"):
        project.sources.import_files([write("m.jsonl", json.dumps(row))], actor="lead")
    name = json.dumps({**row, "coder": "a\u0007b"})
    with pytest.raises(InputError, match="cannot name a coder"):
        project.sources.import_files([write("n.jsonl", name)], actor="lead")
