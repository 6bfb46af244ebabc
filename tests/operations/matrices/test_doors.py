"""Every number of every matrix leads to its passages, and the list of them gives it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from toolkit.domain.directions import Stance
from toolkit.errors import InputError, UsageError
from toolkit.operations.matrices.request import KINDS, OF_CASES

if TYPE_CHECKING:
    from toolkit.operations.matrices.report import MatrixReport
    from toolkit.project import Project

A, B = "coder-a", "coder-b"
TRUST, LEAK = "We do not trust their figures.", "A leak is what my director fears."
K_TRUST = "저쪽 자료를 믿지 못해요."


def place(project: Project, source: str, quote: str) -> tuple[str, int, int]:
    start = project.sources.text(source).index(quote)
    return source, start, start + len(quote)


@pytest.fixture
def study(project: Project) -> Project:
    """Two coders, overlapping codings of branches, and mappings with stances."""
    for coder, source, quote, code in (
        (A, "E01", TRUST, "trust"),
        (A, "E01", "trust their figures", "security"),
        (A, "E01", "their figures", "obstacles"),
        (A, "E01", LEAK, "security"),
        (A, "E01", LEAK, "proposal"),
        (A, "K01", K_TRUST, "trust"),
        (B, "E01", "We do not trust", "trust"),
    ):
        add_finished(project, *place(project, source, quote), code, coder=coder)
    project.directions.confirm(
        *place(project, "E01", TRUST), ["organization"], coder=A, stance=Stance.BARRIER
    )
    project.directions.confirm(
        *place(project, "E01", LEAK), ["security"], coder=A, stance=Stance.PROPOSAL
    )
    project.directions.confirm(*place(project, "K01", K_TRUST), ["none"], coder=A)
    return project


def questions(kind: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = [{"answers": A}, {"answers": "each"}, {"answers": "union"}]
    if kind in OF_CASES:
        made += [
            {"answers": A, "by": "sector"},
            {"answers": A, "by": "sector", "measure": "present"},
        ]
    if kind == "codes-by-attribute":
        made = [{"by": "sector", **question} for question in made]
    if kind in ("codes-by-cases", "codes-by-codes"):
        made += [{**made[0], "level": "leaves"}, {**made[0], "level": "1"}]
    if kind == "codes-by-codes":
        made += [{"answers": A, "unit": "turn"}, {"answers": A, "unit": "source"}]
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_resolves_to_its_codings(study: Project, kind: str) -> None:
    for question in questions(kind):
        report = study.matrices.report(kind, **question)
        assert report.matrix.row_ids
        for row in report.matrix.row_ids:
            for column in report.matrix.column_ids:
                listed = study.matrices.quotes(kind, row, column, **question)
                value = report.matrix.cell(row, column)
                ids = [each["id"] for each in listed.rows]
                assert bool(ids) == bool(value), (question, row, column)
                assert set(ids) == set(report.matrix.refs[row, column])
                for each in listed.rows:
                    text = study.sources.text(each["source"])
                    assert each["quote"] == text[each["start"] : each["end"]]
                    assert each["citation"].startswith(each["source"])


def pivot(report: MatrixReport, label: str, counted: str) -> dict[tuple[str, str], int]:
    """The sum of a column of the list of segments, by row and column, as a pivot table has it."""
    frame = report.segments().to_frame()
    frame = frame[frame[label] != ""]
    table = frame.pivot_table(
        index=label, columns="column", values=counted, aggfunc="sum", fill_value=0
    )
    return {
        (str(row), str(column)): int(table.loc[row, column])
        for row in table.index
        for column in table.columns
    }


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "codes-by-codes"])
def test_a_pivot_of_the_segments_gives_the_matrix_back(study: Project, kind: str) -> None:
    base: dict[str, Any] = {"by": "sector"} if kind == "codes-by-attribute" else {}
    for answers in (A, "union", "each"):
        leaves: dict[str, Any] = {} if kind.startswith("directions") else {"level": "leaves"}
        own = study.matrices.report(kind, answers=answers, **base, **leaves)
        label = "direction" if kind.startswith("directions") else "code"
        by_label = pivot(own, label, "segments")
        whole = study.matrices.report(kind, answers=answers, **base)
        branches = pivot(whole, "level 1", "segments 1") if label == "code" else {}
        branches |= pivot(whole, "level 2", "segments 2") if label == "code" else {}
        for report, sums in ((own, by_label), *([(whole, branches)] if branches else [])):
            for row in report.matrix.row_ids:
                for column in report.matrix.column_ids:
                    value = report.matrix.cell(row, column)
                    assert sums.get((row, column), 0) == (value or 0), (row, column)


def test_the_list_of_segments_says_what_stands_behind_a_number(study: Project) -> None:
    rows = study.matrices.report("codes-by-cases", answers=A).segments().to_frame()
    first = rows[(rows["code"] == "trust") & (rows["source"] == "E01")].iloc[0]
    assert (first["path"], first["case"], first["sector"]) == (
        "Obstacles > Distrust",
        "E01",
        "government",
    )
    assert (first["direction"], first["stance"]) == ("organization", "barrier")
    assert (first["coder"], first["round"], first["quote"]) == (A, "main", TRUST)
    assert first["turn"] > 0
    assert first["level 1"] == "obstacles"
    assert first["level 2"] == "trust"


def test_a_cell_that_is_not_there_is_refused(study: Project) -> None:
    with pytest.raises(InputError, match=r"unknown row 'trus'. Did you mean trust"):
        study.matrices.quotes("codes-by-cases", "trus", "E01", answers=A)
    with pytest.raises(InputError, match="unknown column 'E9'"):
        study.matrices.quotes("codes-by-cases", "trust", "E9", answers=A)


@pytest.mark.parametrize(
    ("kind", "question", "message"),
    [
        ("codes-by-attribute", {}, "needs the attribute"),
        ("codes-by-codes", {"by": "sector"}, "this matrix has none"),
        ("codes-by-cases", {"measure": "weight"}, "counts, present, words, characters, quotes"),
        ("codes-by-cases", {"level": "0"}, "unknown level '0'"),
        ("codes-by-cases", {"family": "topics"}, "unknown family 'topics'"),
        ("codes-by-cases", {"codes": ["zz"]}, "unknown code 'zz'"),
        ("codes-by-cases", {"where": ["sector"]}, "sector=government"),
        ("codes-by-cases", {"where": ["sector=x"]}, "unknown value 'x'"),
        ("codes-by-cases", {"by": "sector,nothing"}, "unknown attribute 'nothing'"),
        ("codes-by-cases", {"by": "sector", "bins": ["sector=1"]}, "has no number as sector"),
        ("codes-by-cases", {"bins": ["sector=1"]}, "no --by names one"),
        ("codes-by-cases", {"since": "yesterday"}, "--since needs a day"),
        ("codes-by-cases", {"stance": ["sad"]}, "unknown stance 'sad'"),
        ("codes-by-cases", {"share": "half"}, "row, column, total, not of 'half'"),
        ("codes-by-cases", {"share": "row", "per_1000_words": True}, "not both"),
        ("codes-by-cases", {"measure": "quotes", "share": "row"}, "neither shares nor rates"),
        ("codes-by-cases", {"unit": "turn"}, "only codes-by-codes asks that"),
        ("codes-by-codes", {"unit": "paragraph"}, "unknown unit 'paragraph'"),
        ("codes-by-codes", {"share": "column"}, "a share of its row"),
        ("codes-by-directions", {"per_1000_words": True}, "words of their own"),
        ("code-by-coder", {"share": "row"}, "never added"),
        ("directions-by-cases", {"level": "1"}, "has none in its rows"),
    ],
)
def test_what_does_not_go_together_is_refused(
    study: Project, kind: str, question: dict[str, Any], message: str
) -> None:
    with pytest.raises((UsageError, InputError)) as no:
        study.matrices.report(kind, **{"answers": A, **question})
    assert message in str(no.value)
