"""Coders are renamed and merged everywhere or not at all, and undo takes it back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from tests.operations.study import A, B, build_study
from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.errors import ConflictError, InputError, UsageError
from toolkit.store import rows
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from toolkit.project import Project


def _dump(project: Project) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order of the keys."""
    database = project._session.database
    return {
        name: [
            dict(row)
            for row in database.query(f"SELECT * FROM {name} ORDER BY {', '.join(table.key)}")
        ]
        for name, table in TABLES.items()
    }


def _named(project: Project, name: str) -> list[tuple[str, str]]:
    """Tables and columns in which a name stands."""
    return [
        (table, column)
        for table, stored in _dump(project).items()
        for row in stored
        for column, value in row.items()
        if value == name or (isinstance(value, str) and json.dumps(name) in value)
    ]


def _store(project: Project, table: str, **row: str | float) -> None:
    """Record a row that takes a model or a correction to make."""
    project._session.record(actor="lead", kind="test.row", changes=[rows.added(table, row)])


def _coefficients(project: Project) -> list[object]:
    """The figures of agreement, without the names and the order of the coders."""
    return [
        replace(row, coders=(), uses=tuple(sorted(row.uses)))
        for row in project.agreement.coefficients()
    ]


@pytest.fixture
def study(project: Project) -> Project:
    study = build_study(project)
    study.rounds.open("R3", actor="lead", mode=Mode.COMMIT_THEN_REVEAL, coders=[B, A])
    study.codings.commit_none("E01", 0, 5, coder=A)
    study.memos.write(MemoTarget.SOURCE, "E01", "look", coder=A)
    return study


@pytest.mark.parametrize("new", ["aaron", "zoe", "코더"])
def test_a_renamed_coder_stands_in_every_row_and_no_figure_changes(
    study: Project, new: str
) -> None:
    before = _dump(study)
    disagreements = len(study.consensus.disagreements())
    figures = _coefficients(study)
    assert figures
    places = set(_named(study, A))
    assert {table for table, _column in places} >= {
        "codings", "coverage", "coders", "rounds", "settings", "memos", "adjudications",
        "direction_mappings",
    }  # fmt: skip

    done = study.rounds.rename_coder(A, new, actor="lead")
    assert done.codings == len([row for row in before["codings"] if row["coder_id"] == A])
    after = _dump(study)
    changed = {
        table: sum(row not in after[table] for row in stored)
        for table, stored in before.items()
        if table != "coders"
    }
    assert done.rows == {table: count for table, count in changed.items() if count}
    assert "1 answer that no code fits" in done.sentence
    assert _named(study, A) == []
    assert study.rounds.lead_coder() == new
    assert study.rounds.get("R3").coders == (B, new)
    assert study.history.verify() == []
    assert len(study.consensus.disagreements()) == disagreements
    assert _coefficients(study) == figures

    study.history.undo(actor="lead")
    assert _dump(study) == before
    assert study.history.verify() == []
    study.history.redo(actor="lead")
    assert _named(study, A) == []
    assert study.history.verify() == []


@pytest.mark.parametrize("new", ["aaron", "zoe"])
def test_settlements_still_belong_to_their_disagreements(study: Project, new: str) -> None:
    def outcomes() -> list[tuple[object, ...]]:
        database = study._session.database
        by_id = {
            row["disagreement_id"]: row["outcome"]
            for row in database.query("SELECT * FROM adjudications")
        }
        return sorted(
            (row.source_id, row.start, row.end, by_id.get(row.id))
            for row in study.consensus.disagreements()
        )

    before = outcomes()
    assert any(outcome == "accept-a" for *_place, outcome in before)
    study.rounds.rename_coder(A, new, actor="lead")
    exchanged = {"accept-a": "accept-b", "accept-b": "accept-a"}
    expected = before
    if new > B:
        expected = [(*place, exchanged.get(str(outcome), outcome)) for *place, outcome in before]
    assert outcomes() == sorted(expected)


def test_suggestions_and_orphans_name_the_new_coder(study: Project) -> None:
    evidence = {"examples": [{"coder_id": A, "source_id": "E01"}], "note": A}
    body = {"coder_id": A, "code_id": "trust"}
    span: dict[str, Any] = {"source_id": "E01", "span_start": 0, "span_end": 5, "code_id": "trust"}
    _store(
        study, "suggestions", **span, id="s", batch_id="b", coder_id=B, rank=1,
        score=0.123456789, verdict="strong", model="m", training_sha256="",
        evidence=json.dumps(evidence), created_at="",
    )  # fmt: skip
    _store(
        study, "orphans", **span, id="o", origin_table="codings", revision=1, coder_id=A,
        round_id="main", body=json.dumps(body), orphaned_at="",
    )  # fmt: skip
    sentence = study.rounds.rename_coder(A, "zoe", actor="lead").sentence
    assert "1 suggestion, " in sentence
    assert "1 coding that lost its words" in sentence
    (suggestion,) = _dump(study)["suggestions"]
    assert json.loads(suggestion["evidence"]) == {
        "examples": [{"coder_id": "zoe", "source_id": "E01"}],
        "note": A,
    }
    assert (suggestion["coder_id"], suggestion["score"]) == (B, 0.123456789)
    (orphan,) = _dump(study)["orphans"]
    assert orphan["coder_id"] == json.loads(orphan["body"])["coder_id"] == "zoe"


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        ("nobody", "zoe", InputError, "coder-a"),
        (A, B, UsageError, "already is a coder coder-b"),
        (A, A, UsageError, "already is a coder"),
        (A, "consensus", UsageError, "is no person"),
        ("consensus", "zoe", UsageError, "is no person"),
        (A, " zoe", UsageError, "cannot name a coder"),
    ],
)
def test_what_cannot_be_renamed(
    study: Project, old: str, new: str, error: type[Exception], message: str
) -> None:
    before = _dump(study)
    with pytest.raises(error, match=message):
        study.rounds.rename_coder(old, new, actor="lead")
    assert _dump(study) == before


@pytest.mark.parametrize("coders", [(A, B), ()])
def test_an_open_blind_round_stands_in_the_way(project: Project, coders: tuple[str, ...]) -> None:
    for name in (A, B):
        add_finished(project, "K01", 0, 5, "trust", coder=name)
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=coders)
    with pytest.raises(UsageError, match="R1 is blind and open"):
        project.rounds.rename_coder(A, "zoe", actor="lead")
    with pytest.raises(UsageError, match="R1 is blind and open"):
        project.rounds.merge_coders(A, B, actor="lead")
    project.rounds.close("R1", actor="lead")
    assert project.rounds.rename_coder(A, "zoe", actor="lead").after == "zoe"


def test_two_names_of_one_person_become_one_coder(project: Project) -> None:
    project.codings.add("E01", 31, 61, "trust", coder=A)
    project.codings.add("E01", 3, 9, "trust", coder="Coder-A")
    project.codings.add("K01", 3, 9, "trust", coder="Coder-A")
    project.rounds.open("R2", actor="lead", mode=Mode.COMMIT_THEN_REVEAL, coders=["Coder-A", A])
    project.rounds.set_lead_coder("Coder-A", actor="lead")
    before = _dump(project)
    done = project.rounds.merge_coders("Coder-A", A, actor="lead")
    assert (done.codings, done.sources) == (2, 2)
    assert done.sentence == (
        "coder-a stands in place of Coder-A in 2 codings, 2 statements of progress with a source, "
        "the coders of 1 round, the setting that names the lead coder"
    )
    assert _named(project, "Coder-A") == []
    assert project.rounds.get("R2").coders == (A,)
    assert project.rounds.lead_coder() == A
    assert {(c.source_id, c.coder_id) for c in project.rounds.coverage()} == {
        ("E01", A), ("K01", A),
    }  # fmt: skip
    assert project.history.verify() == []
    project.history.undo(actor="lead")
    assert _dump(project) == before
    assert project.history.verify() == []


def test_later_work_under_the_new_name_stays_when_the_renaming_is_undone(project: Project) -> None:
    project.codings.add("E01", 31, 61, "trust", coder=A)
    project.rounds.rename_coder(A, "zoe", actor="lead")
    later = project.codings.add("E01", 3, 9, "security", coder="zoe")
    renaming = next(event for event in project.history.events() if event.kind == "coder.rename")
    project.history.undo(actor="lead", event=renaming.seq)
    assert {(c.id == later.id, c.coder_id) for c in project.codings.find()} == {
        (True, "zoe"), (False, A),
    }  # fmt: skip
    assert project.history.verify() == []


def test_a_later_change_of_a_renamed_row_is_named_before_undo(project: Project) -> None:
    coding = project.codings.add("E01", 31, 61, "trust", coder=A)
    project.rounds.rename_coder(A, "zoe", actor="lead")
    project.codings.remove([coding.id], coder="zoe")
    renaming = next(event for event in project.history.events() if event.kind == "coder.rename")
    with pytest.raises(ConflictError, match=r"coding\.remove"):
        project.history.undo(actor="lead", event=renaming.seq)


def test_twins_are_refused_and_listed(project: Project) -> None:
    for name in (A, B):
        project.codings.add("E01", 31, 61, "trust", coder=name)
        project.directions.confirm("E01", 31, 61, ["organization"], coder=name)
    project.rounds.finish(["E01"], coder=A)
    before = _dump(project)
    with pytest.raises(UsageError) as refused:
        project.rounds.merge_coders(A, B, actor="lead")
    text = str(refused.value)
    assert "E01 31:61 trust in round main" in text
    assert "E01 31:61 organization in round main" in text
    assert "E01 in round main, which is finished for coder-a and working for coder-b" in text
    assert _dump(project) == before


def test_coders_who_were_compared_stay_two(study: Project) -> None:
    with pytest.raises(UsageError, match="settles a disagreement of the two"):
        study.rounds.merge_coders(A, B, actor="lead")
    with pytest.raises(UsageError, match="with itself"):
        study.rounds.merge_coders(A, A, actor="lead")
    with pytest.raises(UsageError, match="is no person"):
        study.rounds.merge_coders("consensus", A, actor="lead")
    with pytest.raises(InputError, match="nobody"):
        study.rounds.merge_coders(A, "nobody", actor="lead")
