"""Cells that a command wrote beside those computed here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.oracles.commands import written
from tests.oracles.matrices import Question, figures
from tests.oracles.tally import compared

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracles.plain import Study


def compare_matrix(study: Study, folder: Path, question: Question, name: str) -> int:
    """Compare every cell, denominator, share and reason; return how many figures there were."""
    got = written(folder, *question.arguments())
    made = figures(study, question)
    lead = "direction" if question.kind == "directions-by-cases" else "code"
    cells = {
        (row[lead], column): value
        for row in got.rows
        for column, value in row.items()
        if column not in (lead, "name")
    }
    assert {row for row, _column in cells} == set(made.rows)
    assert {column for _row, column in cells} == set(made.columns)
    wrong = {
        cell: (value, made.cells.get(cell, 0)) for cell, value in cells.items()
        if value != made.cells.get(cell, 0)
    }
    assert wrong == {}, f"{len(wrong)} cells differ (written, recomputed): {question}"
    compared(f"cells of {question.kind}, {name}", len(cells))
    other = 0
    if made.worked:
        heads = re.findall(r"\d+ of \d+", got.shown.split("cases worked on")[1].split("\n")[0])
        columns = list(dict.fromkeys(column for _row, column in cells))
        assert heads == ["{} of {}".format(*made.worked[column]) for column in columns]
        other += len(heads)
    if (question.answers or "").split(":")[0] != "each":
        counts = got.origin["mappings" if lead == "direction" else "codings"]
        assert counts["left_out"] == made.left_out, question
        assert counts["counted"] == made.counted, question
        other += 1 + len(made.left_out)
    if made.mapped is not None:
        mapped, segments = made.mapped
        assert f"{mapped:,} of {segments:,} coded segment" in got.notes
        other += 2
    if other:
        compared(f"denominators and left-out answers, {name}", other)
    return len(cells) + other
