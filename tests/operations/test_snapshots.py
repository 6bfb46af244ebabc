"""A report shows one state of the store, however much others write while it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.operations.study import (
    LEAK,
    MATRICES,
    TABLES,
    TRUST,
    VALUES,
    A,
    B,
    Report,
    build_study,
    say,
)
from toolkit.domain.codings import Mode
from toolkit.errors import ConflictError
from toolkit.operations.matrices.report import MatrixReport
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IS_SERVER_HERE = "SELECT 1 AS here"
"""A statement that is sent before a snapshot, so that a copy can replace an unreachable server."""

REPORTS = {**TABLES, **MATRICES, **VALUES}


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def study(project: Project) -> Project:
    return build_study(project)


def _changes(project: Project) -> Iterator[None]:
    """Take steps as other people; each of them changes a figure of some report."""
    number, added = 0, []
    while True:
        number += 1
        added.append(say(project, "E01", "one rule for all of us", "trust", B))
        yield
        project.rounds.open(f"B{number}", actor="lead", mode=Mode.BLIND)
        say(project, "E01", "And security?", "security", A, round_id=f"B{number}")
        yield
        project.codebook.rename("proposal", {"en": f"Proposal {number}"}, actor="lead")
        yield
        project.rounds.close(f"B{number}", actor="lead")
        yield
        project.codings.remove([added.pop()], coder=B)
        yield
        project.directions.confirm("E01", 40, 70, ["law-system"], coder=B)
        yield


class _Interference:
    """Commits a change of someone else before each statement that a project reads by."""

    def __init__(self, project: Project, report: Report, changes: Iterator[None]) -> None:
        self._changes = changes
        self._report = report
        self._folder = project.folder
        self.statements = 0
        self.expected: Any = None
        """The report on the state of the first statement, made while nobody writes."""
        database = project._session.database
        for name in ("query", "first", "iterate"):
            self._hook(database, name)

    def _hook(self, database: Any, name: str) -> None:
        plain = getattr(database, name)

        def disturbed(sql: str, *arguments: Any) -> Any:
            if sql != IS_SERVER_HERE:
                self.statements += 1
                next(self._changes)
                if self.statements == 1:
                    with Project.open(self._folder, read_only=True) as quiet:
                        self.expected = self._report(quiet)
            return plain(sql, *arguments)

        setattr(database, name, disturbed)


def _comparable(report: Any) -> Any:
    return (report.table, report.segments()) if isinstance(report, MatrixReport) else report


@pytest.mark.parametrize("kind", REPORTS)
def test_a_writer_before_every_read_changes_no_report(study: Project, kind: str) -> None:
    def report(project: Project) -> Any:
        return _comparable(REPORTS[kind](project))

    with (
        Project.open(study.folder) as others,
        Project.open(study.folder, read_only=True) as reading,
    ):
        interference = _Interference(reading, report, _changes(others))
        assert report(reading) == interference.expected
        assert interference.statements >= 1


def test_the_workbook_is_of_what_the_matrix_read(study: Project, tmp_path: Path) -> None:
    report = study.matrices.codes_by_cases()
    before = report.segments()
    removed_coding = study.codings.find(source="K01", coder=A)[0]
    study.codings.remove([removed_coding.id], coder=A)
    text = study.sources.text("E01")
    study.sources.correct("E01", text.replace("Last spring", "In spring"), actor="lead")
    assert report.segments() == before
    report.write(tmp_path / "matrix.xlsx")
    assert (tmp_path / "matrix.xlsx").stat().st_size > 0
    assert study.matrices.codes_by_cases().segments() != before


def test_a_restricted_viewer_reads_one_state_too(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.rounds.open("R9", actor="lead", mode=Mode.BLIND)
    own = say(study, "E01", TRUST, "trust", A, round_id="R9")
    say(study, "E01", LEAK, "security", B, round_id="R9")
    with (
        Project.open(study.folder) as others,
        Project.open(study.folder, read_only=True) as reading,
    ):
        reading.restrict_to_viewer(reading.rounds.viewer(A, "R9"))
        changes = _changes(others)
        plain = reading._session.database.query

        def disturbed(*arguments: Any) -> Any:
            next(changes)
            return plain(*arguments)

        monkeypatch.setattr(reading._session.database, "query", disturbed)
        assert [row["id"] for row in reading.codings.rows()] == [own]


def test_a_settlement_is_refused_on_what_changed_since_it_was_planned(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = study.consensus.disagreements()[0]
    plain = study.consensus._plan

    def planned(*arguments: Any) -> Any:
        plan = plain(*arguments)
        with Project.open(study.folder) as others:
            text = others.sources.text(again.source_id)
            others.sources.correct(again.source_id, f"{text}\nE01: More.\n", actor="lead")
        return plan

    monkeypatch.setattr(study.consensus, "_plan", planned)
    before = len(study.consensus.adjudications().rows)
    with pytest.raises(ConflictError):
        study.consensus.settle([again.id], "accept-b", actor="lead")
    assert len(study.consensus.adjudications().rows) == before


@pytest.mark.parametrize("store_kind", ["postgresql"])
def test_a_report_begins_again_where_the_connection_is_lost(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Project.open(study.folder) as others,
        Project.open(study.folder, read_only=True) as reading,
    ):
        expected = reading.agreement.report()
        database = reading._session.database
        plain = database.query
        statements: list[str] = []

        def cut_off(sql: str, *arguments: Any) -> Any:
            statements.append(sql)
            if len(statements) == 3:
                pid = database.connection().info.backend_pid  # type: ignore[attr-defined]
                ended = "SELECT pg_terminate_backend(:pid)"
                others._session.database.query(ended, {"pid": pid})
            return plain(sql, *arguments)

        monkeypatch.setattr(database, "query", cut_off)
        assert reading.agreement.report() == expected
        assert statements[:2] == statements[3:5]
