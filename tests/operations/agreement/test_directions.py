"""Tests of agreement on directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.agreement.coded_study import A, B, row_of
from toolkit.errors import UsageError

if TYPE_CHECKING:
    from toolkit.project import Project


def test_directions_are_compared_on_segments_that_both_mapped(coded: Project) -> None:
    for coder in (A, B):
        coded.directions.confirm("E01", 40, 60, ["organization"], coder=coder)
        coded.directions.confirm("K01", 30, 50, ["security"], coder=coder)
    coded.directions.confirm("K01", 60, 70, ["security", "law-system"], coder=A)
    coded.directions.confirm("K01", 60, 70, ["security"], coder=B)
    coded.directions.confirm("K01", 75, 80, ["security"], coder=A)
    table = coded.agreement.report(level="directions")
    row = row_of(table, "code", "security")
    assert (row["unit"], row["n"], row["percent"], row["uses"]) == ("segment", 3, 1.0, "2 2")
    assert row_of(table, "code", "law-system")["percent"] == pytest.approx(2 / 3)
    assert any("1 segments were mapped by one coder only" in note for note in table.notes)
    with pytest.raises(UsageError, match="mapped segments are given"):
        coded.agreement.report(level="directions", coefficients=["u-alpha"])
    with pytest.raises(UsageError, match="one set already"):
        coded.agreement.report(level="directions", domains=["top"])


def test_directions_have_units_of_their_own(coded: Project) -> None:
    for coder in (A, B):
        coded.directions.confirm("E01", 40, 60, ["organization"], coder=coder)
        coded.directions.confirm("K01", 40, 60, ["security"], coder=coder)
    with pytest.raises(UsageError, match="not by turn"):
        coded.agreement.report(level="directions", unit="turn")
    table = coded.agreement.report(level="directions")
    assert coded.agreement.report(level="directions", unit="segment").rows == table.rows
    statement = str(coded.consensus.statement(level="directions").rows)
    assert "pooled over directions" in statement
    assert "codes" not in statement.replace("how much its codes", "")
