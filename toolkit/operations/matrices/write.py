"""Matrices written to files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.report.files import write_report

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.operations.matrices.report import MatrixReport


def write_matrix(report: MatrixReport, path: Path, *, bom: bool | None) -> tuple[Path, ...]:
    """Write a matrix as its file's ending says, and give the files that were written."""
    tables = [report.table]
    if path.suffix.lower() == ".xlsx":
        tables.append(report.segments())
    return write_report([*tables, report.left_out], path, bom=bom)
