"""Every table that can be printed is a pandas data frame too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.study import MATRICES, TABLES, build_study
from toolkit.report.tables import Table

if TYPE_CHECKING:
    from toolkit.project import Project


@pytest.fixture
def study(project: Project) -> Project:
    return build_study(project)


def test_every_report_is_a_frame(study: Project) -> None:
    for name, report in TABLES.items():
        table = report(study)
        assert isinstance(table, Table)
        frame = table.to_frame()
        assert list(frame.columns) == list(table.columns), name
        assert len(frame) == len(table.rows), name


def test_every_matrix_is_a_frame(study: Project) -> None:
    for name, read in MATRICES.items():
        report = read(study)
        frame = report.to_frame()
        assert list(frame.columns) == list(report.table.columns), name
        assert frame.iloc[:, 0].tolist() == list(report.matrix.row_ids), name
        assert len(report.segments().to_frame()) == len(report.segments().rows)


def test_codings_are_a_frame(study: Project) -> None:
    assert study.codings.to_frame()["id"].tolist() == [row["id"] for row in study.codings.rows()]


def test_numbers_stay_numbers_and_what_is_unknown_is_missing() -> None:
    frame = Table(("code", "n", "share"), (("trust", 1, 0.5), ("security", 2, None))).to_frame()
    assert frame["n"].sum() == 3
    assert frame["share"].isna().tolist() == [False, True]
    assert list(Table(("code",), ()).to_frame().columns) == ["code"]
