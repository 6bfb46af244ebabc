"""Tests of agreement on segments that come from the answers, from one coder or from a file."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.finished import add_finished
from toolkit.domain.codings import Coding, Mode
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError
from toolkit.operations.agreement.units import coded_passages, unreached

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.operations.agreement.request import AgreementQuestion
    from toolkit.project import Project
    from toolkit.report.tables import Table

A, B, LEAD = "coder-a", "coder-b", "lead"
TRUST, LEAK, RULE = (
    "We do not trust their figures.",
    "A leak is what my director fears.",
    "There should be one rule",
)


def place(project: Project, quote: str) -> tuple[int, int]:
    start = project.sources.text("E01").index(quote)
    return start, start + len(quote)


@pytest.fixture
def coded(project: Project) -> Project:
    """A project with a passage coded alike, one coded differently and one that only A coded."""

    def say(quote: str, code: str, coder: str) -> None:
        add_finished(project, "E01", *place(project, quote), code, coder=coder, round_id="R1")

    project.rounds.open("R1", actor=LEAD, mode=Mode.BLIND)
    for coder in (A, B):
        say(TRUST, "trust", coder)
    say(LEAK, "security", A)
    say("is what my director", "proposal", B)
    say(RULE, "proposal", A)
    project.rounds.close("R1", actor=LEAD)
    return project


def row(table: Table, scope: str, code: str = "") -> dict[str, Any]:
    rows = [dict(zip(table.columns, cells, strict=True)) for cells in table.rows]
    (matching_row,) = [
        candidate for candidate in rows if (candidate["scope"], candidate["code"]) == (scope, code)
    ]
    return matching_row


def test_segments_of_the_answers(coded: Project) -> None:
    table = coded.agreement.report(unit="segment")
    by_code = {code: row(table, "code", code) for code in ("trust", "security", "proposal")}
    assert [(figures["n"], figures["unit"]) for figures in by_code.values()] == [(3, "segment")] * 3
    assert [figures["percent"] for figures in by_code.values()] == pytest.approx([1, 2 / 3, 1 / 3])
    assert by_code["trust"]["cohen_kappa"] == 1.0
    assert by_code["proposal"]["uses"] == "1 1"
    assert by_code["proposal"]["cohen_kappa"] == pytest.approx((1 / 3 - 5 / 9) / (4 / 9))
    assert "a unit counts as coded when any part of it is" in table.notes
    assert "passages that someone in scope coded" in str(by_code["trust"]["frame"])
    statement = coded.consensus.statement(unit="segment")
    assert "by segment (passages that someone in scope coded" in str(statement.rows)


def test_segments_one_coder_cut_before_the_others_coded(coded: Project) -> None:
    for quote in (TRUST, LEAK):
        add_finished(coded, "E01", *place(coded, quote), "trust", coder=LEAD)
        add_finished(coded, "E01", *place(coded, quote), "security", coder=LEAD)
    asked: AgreementQuestion = {
        "coders": [A, B],
        "round_id": "R1",
        "unit": "segment",
        "segments": f"coder:{LEAD}",
    }
    table = coded.agreement.report(**asked)
    assert row(table, "code", "trust")["n"] == 2
    assert any("passages that lead coded in main" in note for note in table.notes)
    assert "1 coding lies outside every segment and does not enter" in table.notes
    statement = str(coded.consensus.statement(**asked).rows)
    assert "by given segment" in statement
    assert "[to be stated: who cut the segments" in statement
    # The segments do not give away the codings of an open blind round either.
    coded.rounds.open("R2", actor=LEAD, mode=Mode.BLIND)
    add_finished(coded, "E01", *place(coded, RULE), "proposal", coder=LEAD, round_id="R2")
    assert coded.agreement.report(**asked).rows == table.rows


def test_a_coder_whose_codings_are_all_blind_gives_no_segments(coded: Project) -> None:
    coded.rounds.open("R2", actor=LEAD, mode=Mode.BLIND)
    add_finished(coded, "E01", *place(coded, RULE), "proposal", coder=LEAD, round_id="R2")
    with pytest.raises(InputError, match="lead has no codings to take as segments"):
        coded.agreement.report(unit="segment", segments="coder:lead")


def test_segments_in_unfinished_sources_are_left_out_or_taken_in_and_told(coded: Project) -> None:
    asked: AgreementQuestion = {"coders": [A, B], "unit": "segment", "segments": f"coder:{LEAD}"}
    for quote in (TRUST, LEAK):
        coded.codings.add("E01", *place(coded, quote), "trust", coder=LEAD)
    with pytest.raises(InputError, match="lead has finished none of the sources") as no:
        coded.agreement.report(**asked)
    assert "qct sources finish E01 --coder lead" in no.value.hint
    everything: AgreementQuestion = {**asked, "include_unfinished": True}
    table = coded.agreement.report(**everything)
    assert row(table, "code", "trust")["n"] == 2
    note = "2 codings of lead make segments although their sources are not finished: E01"
    assert note in table.notes
    start = coded.sources.text("K01").index("저쪽")
    coded.codings.add("K01", start, start + 2, "trust", coder=LEAD)
    coded.rounds.finish(["E01"], coder=LEAD)
    table = coded.agreement.report(**asked)
    assert row(table, "code", "trust")["n"] == 2
    assert any(
        "1 coding of lead makes no segment" in note and "K01" in note for note in table.notes
    )
    # Sources that were not asked for are not told of.
    on_e01: AgreementQuestion = {**asked, "sources": ["E01"]}
    assert not any("K01" in note for note in coded.agreement.report(**on_e01).notes)


def test_segments_from_a_file(coded: Project, tmp_path: Path) -> None:
    start, end = place(coded, LEAK)
    path = tmp_path / "segments.csv"
    path.write_text(f"source,start,end\nE01,{start},{start + 6}\nE01,{start + 6},{end}\n")
    table = coded.agreement.report(unit="segment", segments=str(path))
    security = row(table, "code", "security")
    # Segments that touch are counted as two, and B coded from the second on.
    assert (security["n"], security["uses"]) == (2, "1 0")
    assert row(table, "code", "proposal")["uses"] == "0 1"
    assert any(f"segments: given in {path.name}" in note for note in table.notes)
    assert "3 codings lie outside every segment and do not enter" in table.notes


def test_what_cannot_be_asked_for(coded: Project) -> None:
    with pytest.raises(UsageError, match="the unit is not segment"):
        coded.agreement.report(segments="coder:lead")
    with pytest.raises(UsageError, match="the unit is not segment"):
        coded.agreement.report(unit="segment", level="directions", segments="coder:lead")
    with pytest.raises(InputError, match="unknown coder"):
        coded.agreement.report(unit="segment", segments="coder:nobody")


def test_trend_and_own_earlier_coding_on_segments(coded: Project) -> None:
    assert only(coded.agreement.trend(over="round", unit="segment"), "n") == 3
    # The codings of B make no segments where A is compared alone.
    add_finished(coded, "E01", *place(coded, TRUST), "trust", coder=A)
    add_finished(coded, "E01", 0, 12, "trust", coder=B)
    table = coded.agreement.intra(unit="segment", coders=[A])
    assert (only(table, "n"), only(table, "uses")) == (3, "3 1")


def only(table: Table, column: str) -> Any:
    (row_,) = table.rows
    return row_[table.columns.index(column)]


def coding(start: int, end: int, source: str = "E01") -> Coding:
    return Coding(f"{source}{start}-{end}", source, Span(start, end), "trust", A, "R1")


def test_what_given_segments_do_not_reach_is_counted() -> None:
    units = {"E01": [(10, 20), (60, 70)]}
    codings = [coding(0, 10), coding(19, 30), coding(20, 60), coding(5, 65), coding(0, 5, "E02")]
    assert unreached(units, codings, ["E01", "E02"]) == [
        "left out, since no segment is given there: E02",
        "2 codings lie outside every segment and do not enter",
    ]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), min_size=1, max_size=12))
def test_passages_hold_what_was_coded_and_share_no_character(places: list[tuple[int, int]]) -> None:
    spans = [(start, start + size) for start, size in places]
    passages = coded_passages([coding(*span) for span in spans]).units["E01"]
    assert all(passage[1] <= following[0] for passage, following in pairwise(passages))
    characters = [at for start, end in passages for at in range(start, end)]
    assert characters == sorted({at for start, end in spans for at in range(start, end)})
    # Every coding lies in one passage, and each passage begins where a coding begins.
    assert all(any(a <= start and end <= b for a, b in passages) for start, end in spans)
    assert {start for start, _ in passages} <= {start for start, _ in spans}
