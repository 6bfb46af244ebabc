"""What tables of agreement say of their intervals: the method, its coverage, what is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.project import Project
    from toolkit.report.tables import Table

A, B = "coder-a", "coder-b"
SOURCES = ("E02", "E03", "E04", "E05")
TEXT = "\n\n".join(
    f"EXPERT: This is the answer number {number:02}, and it is not a long one."
    for number in range(12)
)
NAMES = ["u-alpha", "u-alpha-binary", "cu-alpha", "ku-alpha"]


@pytest.fixture
def coded(project: Project, write: Callable[[str, str], Path]) -> Project:
    """Four interviews in which two coders used `trust` often and `security` twice in all."""
    project.sources.import_files([write(f"{name}.txt", TEXT) for name in SOURCES], actor="lead")
    for at, source in enumerate(SOURCES):
        text = project.sources.text(source)
        for number in range(0, 12, 2):
            start = text.index(f"answer number {number:02}")
            for coder, shift in ((A, 0), (B, (at + number) % 5)):
                if coder == A or (at, number) not in ((1, 4), (2, 8)):
                    add_finished(project, source, start, start + 16 + shift, "trust", coder=coder)
    start = project.sources.text("E03").index("answer number 03")
    for coder in (A, B):
        add_finished(project, "E03", start, start + 16, "security", coder=coder)
    return project


def record(table: Table, scope: str, code: str = "") -> dict[str, Any]:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return next(row for row in rows if (row["scope"], row["code"]) == (scope, code))


def test_the_notes_say_the_method_its_units_and_its_coverage(coded: Project) -> None:
    table = coded.agreement.report(intervals=True, seed=4, resamples=300)
    notes = "\n".join(table.notes)
    assert "with sources as clusters, 300 draws, seed 4; 95%" in notes
    assert "sources are what is sampled" in notes
    assert "of these intervals contained the true value (`make coverage`" in notes
    row = record(table, "code", "trust")
    assert (row["resamples"], row["seed"], row["degenerate"]) == (300, 4, 0)
    for name in ("krippendorff_alpha", "cohen_kappa", "gwet_ac1"):
        for scope, code in (("code", "trust"), ("pooled", ""), ("macro", "")):
            row = record(table, scope, code)
            assert row[f"{name}_low"] <= row[name] <= row[f"{name}_high"] <= 1.0


@pytest.mark.parametrize("method", ["bootstrap", "bca", "jackknife"])
def test_the_other_methods_say_that_their_coverage_is_not_assured(
    coded: Project, method: str
) -> None:
    notes = coded.agreement.report(intervals=True, method=method, resamples=50).notes
    assert any(note.startswith("coverage: not assured for this method") for note in notes)
    assert not any("contained the true value" in note for note in notes)


def test_a_withheld_interval_is_empty_and_its_code_is_named(coded: Project) -> None:
    table = coded.agreement.report(intervals=True, resamples=100)
    row = record(table, "code", "security")
    assert row["krippendorff_alpha"] == pytest.approx(1.0)
    for column in ("krippendorff_alpha_low", "gwet_ac1_high", "alpha_below_667"):
        assert row[column] is None
    assert row["interval"] == "an interval needs five or more uses by each of two coders"
    (note,) = [note for note in table.notes if note.startswith("no interval for")]
    assert note == f"no interval for security: {row['interval']}"


def test_the_unitizing_family_has_intervals_of_the_same_method(coded: Project) -> None:
    table = coded.agreement.report(
        intervals=True, coefficients=NAMES, domains=["top"], resamples=200
    )
    for column, scope, code in (
        ("u_alpha", "code", "trust"),
        ("u_alpha_binary", "domain", "obstacles"),
        ("u_alpha", "pooled", ""),
    ):
        row = record(table, scope, code)
        assert row[f"{column}_low"] <= row[column] <= row[f"{column}_high"], column
    rare = record(table, "code", "security")
    assert rare["u_alpha_low"] is None
    assert "u_alpha_low, u_alpha_high: an interval needs five or more uses" in rare["undefined"]


def test_scales_and_trend_rest_on_the_same_interval(coded: Project) -> None:
    pooled = record(coded.agreement.report(intervals=True), "pooled")
    trend = coded.agreement.trend(over="round")
    row = dict(zip(trend.columns, trend.rows[0], strict=True))
    assert (row["alpha_low"], row["alpha_high"]) == (
        pooled["krippendorff_alpha_low"],
        pooled["krippendorff_alpha_high"],
    )
    assert any("contained the true value" in note for note in trend.notes)
    scales = coded.agreement.scales()
    bands = [dict(zip(scales.columns, cells, strict=True)) for cells in scales.rows]
    (lowest,) = [band for band in bands if band["band"] == "not reliable enough"]
    assert lowest["probability"] == pytest.approx(pooled["alpha_below_667"])
    assert any("contained the true value" in note for note in scales.notes)
    by_source = coded.agreement.trend(over="source")
    assert "no interval for pooled: an interval needs three or more sources" in "\n".join(
        by_source.notes
    )


def test_the_statement_has_the_interval_or_says_why_there_is_none(coded: Project) -> None:
    table = coded.consensus.statement()
    text = " ".join(str(row[1]) for row in table.rows)
    assert "with sources as clusters, 2000 draws, seed 0)" in text
    few = coded.consensus.statement(sources=["E02", "E03"])
    text = " ".join(str(row[1]) for row in few.rows)
    assert "(without an interval: an interval needs three or more sources" in text
