"""Two coders, what they say, and the rows of tables about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.finished import add_finished

if TYPE_CHECKING:
    from toolkit.project import Project
    from toolkit.report.tables import Table

A, B = "coder-a", "coder-b"


def say(project: Project, source: str, quote: str, code: str, coder: str, **more: Any) -> None:
    """Apply a code to a quote, in a source that its coder has finished."""
    start = project.sources.text(source).index(quote)
    add_finished(project, source, start, start + len(quote), code, coder=coder, **more)


def row_of(table: Table, scope: str, code: str = "", **also: str) -> dict[str, Any]:
    """The only row of a scope and a code, by the names of the columns."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    (matching_row,) = [
        row
        for row in rows
        if (row["scope"], row["code"]) == (scope, code)
        and all(row[name] == value for name, value in also.items())
    ]
    return matching_row


def number(cell: str | float | None) -> float:
    """The cell, which has to be a number."""
    assert isinstance(cell, int | float)
    return cell
