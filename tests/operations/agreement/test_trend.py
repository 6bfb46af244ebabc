"""Tests of agreement over time, of a coder with themselves, as a statement, and as planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project
    from toolkit.report.tables import Table

A, B = "coder-a", "coder-b"
TRUST, LEAK = "We do not trust their figures.", "A leak is what my director fears."


def _say(project: Project, source: str, quote: str, code: str, coder: str, round_: str) -> None:
    start = project.sources.text(source).index(quote)
    add_finished(project, source, start, start + len(quote), code, coder=coder, round_id=round_)


@pytest.fixture
def rounds(project: Project) -> Project:
    """A project with two rounds on the same source: coders disagree in R1 and agree in R2."""
    for name in ("R1", "R2"):
        project.rounds.open(name, actor="lead", mode=Mode.BLIND)
        for coder in (A, B):
            _say(project, "E01", TRUST, "trust", coder, name)
        _say(project, "E01", LEAK, "security", A, name)
        if name == "R2":
            _say(project, "E01", LEAK, "security", B, name)
        project.rounds.close(name, actor="lead")
    return project


def _dicts(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_rounds_come_in_the_order_of_their_answers(rounds: Project) -> None:
    table = rounds.agreement.trend(over="round")
    first, second = _dicts(table)
    assert (first["group"], second["group"]) == ("R1", "R2")
    assert first["krippendorff_alpha"] < second["krippendorff_alpha"] == pytest.approx(1.0)
    assert any("three or more values" in note for note in table.notes)


def test_dates_hold_the_sources_finished_on_them(rounds: Project) -> None:
    table = rounds.agreement.trend(over="date")
    (row,) = _dicts(table)
    assert row["first_date"] == row["last_date"] == row["group"]
    assert row["sources"] == 1


def test_sources_come_in_the_order_of_the_material(rounds: Project) -> None:
    for coder in (A, B):
        _say(rounds, "K01", "저쪽 자료를 믿지 못해요.", "trust", coder, "main")
    table = rounds.agreement.trend(over="source", round_id="all")
    assert [row["group"] for row in _dicts(table)] == ["E01", "K01"]
    assert all(row["alpha_low"] is None and row["sources"] == 1 for row in _dicts(table))
    assert any("one source has no interval of its own" in note for note in table.notes)


def test_a_pass_with_suggestions_in_view_is_no_second_opinion(rounds: Project) -> None:
    rounds.rounds.open("R3", actor="lead", mode=Mode.ASSISTED)
    _say(rounds, "E01", TRUST, "trust", A, "R3")
    groups = [row["group"] for row in _dicts(rounds.agreement.intra(coders=[A]))]
    assert groups == [f"{A}: R1 and R2"]
    everything = rounds.agreement.intra(coders=[A], independent_only=False)
    assert [row["group"] for row in _dicts(everything)][1:] == [f"{A}: R2 and R3"]


def test_what_others_did_with_help_changes_no_ones_own_figures(rounds: Project) -> None:
    before = rounds.agreement.intra(coders=[B])
    start = rounds.sources.text("E01").index(TRUST)
    add_finished(rounds, "E01", start, start + 9, "trust", coder=A, mode=Mode.ASSISTED)
    assert rounds.agreement.intra(coders=[B]).rows == before.rows


def test_an_unknown_trend_is_refused(rounds: Project) -> None:
    with pytest.raises(UsageError, match="round, date, source"):
        rounds.agreement.trend(over="week")


def test_a_coder_is_compared_with_the_own_earlier_round(rounds: Project) -> None:
    table = rounds.agreement.intra()
    of_a, of_b = _dicts(table)
    assert of_a["group"] == f"{A}: R1 and R2"
    assert of_a["coders"] == f"{A}@R1 {A}@R2"
    assert of_a["krippendorff_alpha"] == pytest.approx(1.0)
    assert of_b["krippendorff_alpha"] < 1.0
    assert of_b["uses"] == "1 2"


def test_without_a_second_pass_there_is_nothing_to_compare(project: Project) -> None:
    _say(project, "E01", TRUST, "trust", A, "main")
    with pytest.raises(InputError, match="two rounds"):
        project.agreement.intra()
    with pytest.raises(UsageError, match="across rounds"):
        project.agreement.intra(round_id="main")


def test_the_statement_says_what_is_proven_and_marks_the_rest(rounds: Project) -> None:
    rows = _dicts(rounds.consensus.statement(round_id="R1"))
    proven = " ".join(row["statement"] for row in rows if row["from"] == "data")
    assert "Two coders (coder-a, coder-b)" in proven
    assert "One of 2 sources (50%" in proven
    assert "All 3 codings compared were made in rounds recorded as blind (R1)" in proven
    assert "codebook version 1" in proven
    left = [row["statement"] for row in rows if row["from"] != "data"]
    assert all(text.startswith("[to be stated: ") and text.endswith("]") for text in left)
    assert {"coders", "share double-coded", "segmentation", "threshold", "disagreements"} <= {
        row["item"] for row in rows if row["from"] != "data"
    }


def test_the_statement_tells_what_was_settled_and_who_yielded(rounds: Project) -> None:
    (disagreement,) = rounds.consensus.disagreements(round_id="R1")
    rounds.consensus.settle([disagreement.id], "accept-a", actor="lead", round_id="R1")
    rows = _dicts(rounds.consensus.statement(round_id="R1"))
    text = " ".join(row["statement"] for row in rows)
    assert "1 disagreements were settled and 0 left open (1 accept-a); coder-b 1 times yielded" in (
        text
    )


def test_sample_sizes_are_the_published_ones(rounds: Project) -> None:
    rows = _dicts(rounds.agreement.sample_size(smallest=0.8, rarest=0.25, significance=0.05))
    assert [(row["method"], row["units"]) for row in rows] == [("krippendorff_alpha", 70)]
    rows = _dicts(
        rounds.agreement.sample_size(
            smallest=0.85, rarest=0.5, significance=0.05, expected=0.7, power=0.8
        )
    )
    assert (rows[1]["method"], rows[1]["units"]) == ("cohen_kappa", 96)


def test_the_rarest_share_is_the_projects_own(rounds: Project) -> None:
    table = rounds.agreement.sample_size(smallest=0.8, significance=0.05, round_id="all")
    (row,) = _dicts(table)
    assert row["rarest"] == pytest.approx(3 / 7)
    assert "rarest: security, 3 of 7 codings" in table.notes[0]
    with pytest.raises(UsageError, match="below 1"):
        rounds.agreement.sample_size(smallest=1.5)
