"""Tests of the agreement table of a project, its columns and its small print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.operations.agreement.coded_study import A, number, row_of, say
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project

OLD_COLUMNS = [
    "scope",
    "code",
    "coders",
    "percent",
    "cohen_kappa",
    "krippendorff_alpha",
    "fleiss_kappa",
    "gwet_ac1",
    "brennan_prediger",
    "uses",
    "prevalence",
    "n",
    "unit",
    "sources",
    "reason",
]


def test_columns_stay_where_they_were_and_new_ones_follow(coded: Project) -> None:
    assert list(coded.agreement.report().columns[:15]) == OLD_COLUMNS
    wide = coded.agreement.report(
        by="source", domains=["top"], coefficients=["u-alpha"], intervals=True
    )
    assert list(wide.columns[:15]) == OLD_COLUMNS
    assert {"group", "u_alpha", "krippendorff_alpha_low"} <= set(wide.columns)


def test_by_source_measures_each_alone(coded: Project) -> None:
    table = coded.agreement.report(by="source")
    assert {row[table.columns.index("group")] for row in table.rows} == {"E01", "K01"}
    alone = coded.agreement.report(sources=["K01"])
    assert (
        row_of(table, "code", "trust", group="K01")["percent"]
        == (row_of(alone, "code", "trust")["percent"])
    )
    # A note that holds for both sources is printed once.
    assert len(table.notes) == len(set(table.notes))
    assert not any(note.startswith("E01: unit") for note in table.notes)


def test_by_round_says_which_rounds_cannot_be_measured(coded: Project) -> None:
    table = coded.agreement.report(by="round")
    assert {row[table.columns.index("group")] for row in table.rows} == {"R1"}
    assert any(note.startswith("round main is left out") for note in table.notes)


@pytest.mark.parametrize("unit", ["token", "source"])
def test_units_of_their_own_size(coded: Project, unit: str) -> None:
    row = row_of(coded.agreement.report(unit=unit, sources=["E01"]), "code", "trust")
    assert (row["unit"], row["n"]) == (unit, {"token": 32, "source": 1}[unit])


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"level": "themes"}, "codes, parents, directions"),
        ({"by": "day"}, "round, source"),
        ({"method": "guess"}, "auto, bootstrap, bca, jackknife"),
        ({"resamples": 0}, "one resample or more"),
        ({"coefficients": ["omega"]}, "u-alpha, u-alpha-binary"),
        ({"level": "directions", "codes": ["trust"]}, "organization, security, law-system"),
    ],
)
def test_wrong_choices_name_the_right_ones(
    coded: Project, options: dict[str, Any], match: str
) -> None:
    with pytest.raises((UsageError, InputError), match=match):
        coded.agreement.report(**options)


def test_naming_something_twice_asks_for_nothing_more(coded: Project) -> None:
    once = coded.agreement.report(codes=["trust"], sources=["E01"])
    assert coded.agreement.report(codes=["trust"] * 2, sources=["E01"] * 2) == once
    with pytest.raises(InputError, match="needs two coders"):
        coded.agreement.report(coders=["coder-a", "coder-a"])


def test_a_file_without_notes_has_the_small_print_in_every_row(coded: Project) -> None:
    table = coded.agreement.report(intervals=True, seed=7, round_id="R1", method="jackknife")
    record = dict(zip(table.columns, table.rows[0], strict=True))
    assert record["rounds"] == "round R1"
    assert record["codebook_versions"] == "1"
    assert "did not work on are left out" in str(record["missing_rule"])
    # No seed is printed, since the jackknife draws nothing at random.
    assert (record["interval_level"], record["resamples"], record["seed"]) == (0.95, 2, None)
    assert "missing_rule" in table.to_csv().splitlines()[0]
    drawn = coded.agreement.report(intervals=True, seed=7, method="bootstrap", resamples=50)
    assert '"seed": 7' in drawn.to_json()
    rows = [dict(zip(drawn.columns, row, strict=True)) for row in drawn.rows]
    assert all(row["resamples"] == 50 and number(row["degenerate"]) >= 0 for row in rows)
    assert "missing_rule" not in table.to_text()
    assert table.shown().columns == tuple(c for c in table.columns if c not in table.aside)


def test_what_is_empty_says_why_in_its_own_row(coded: Project) -> None:
    say(coded, "E01", "trust their figures", "security", A)
    names = ["cu-alpha", "ku-alpha", "u-alpha", "nvivo"]
    table = coded.agreement.report(domains=["top"], coefficients=names, round_id="all")
    domain = row_of(table, "domain", "obstacles")
    assert domain["cu_alpha"] is None
    assert "cu_alpha: codes of one layer overlap inside a coder" in domain["undefined"]
    code = row_of(table, "code", "trust")
    assert code["u_alpha"] is not None
    assert "ku_alpha: codes of one layer overlap" in code["undefined"]
    assert "u_alpha:" not in code["undefined"].replace("ku_alpha:", "")
    assert "undefined" in table.to_csv().splitlines()[0]
    assert "undefined" not in table.to_text().splitlines()[2]


def test_trend_scales_and_adjudication_carry_the_small_print_too(coded: Project) -> None:
    for table in (
        coded.agreement.trend(over="round"),
        coded.agreement.scales(method="bootstrap", resamples=50, seed=3),
    ):
        record = dict(zip(table.columns, table.rows[0], strict=True))
        assert record["codebook_versions"] == "1"
        assert "did not work on are left out" in str(record["missing_rule"])
        assert "codebook_versions" not in table.to_text()
        assert any(note.startswith("unit: character") for note in table.notes)
    assert record["seed"] == 3
    assert any(
        note.startswith("unit: character") for note in coded.consensus.settlement_report().notes
    )


def test_docs_and_help_name_every_coefficient() -> None:
    from pathlib import Path

    from toolkit.operations.agreement.optional_coefficients import coefficient_names
    from toolkit.operations.agreement.table import METHODS

    root = Path(__file__).parents[3]
    for path in ("docs/agreement.md", "docs/cli.md"):
        # The help is wrapped at hyphens too, so the pieces of a name are joined again.
        text = " ".join((root / path).read_text("utf-8").split()).replace("- ", "-")
        assert [name for name in (*coefficient_names(), *METHODS) if name not in text] == [], path
