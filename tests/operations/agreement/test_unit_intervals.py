"""Tests of intervals by sources and by units in the table of agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.agreement.coded_study import A, B, number, row_of, say
from toolkit.errors import UsageError

if TYPE_CHECKING:
    from toolkit.operations.agreement.request import IntervalKeywords, TableKeywords
    from toolkit.project import Project


def test_intervals_name_their_method_and_repeat_with_the_seed(coded: Project) -> None:
    auto = coded.agreement.report(intervals=True)
    assert "three or more sources" in str(row_of(auto, "pooled")["interval"])
    jackknife = coded.agreement.report(intervals=True, method="jackknife")
    assert "jackknife" in str(row_of(jackknife, "pooled")["interval"])
    drawn = coded.agreement.report(intervals=True, method="bootstrap", resamples=200, seed=3)
    again = coded.agreement.report(intervals=True, method="bootstrap", resamples=200, seed=3)
    assert drawn == again
    row = row_of(drawn, "pooled")
    assert row["krippendorff_alpha_low"] <= row["krippendorff_alpha"]
    assert row["krippendorff_alpha"] <= row["krippendorff_alpha_high"]
    assert 0.0 <= row["alpha_below_667"] <= row["alpha_below_800"] <= 1.0
    assert any("200 resamples, seed 3" in note for note in drawn.notes)
    bca = coded.agreement.report(intervals=True, method="bca", resamples=200, seed=3)
    assert str(row_of(bca, "pooled")["interval"]).startswith(("BCa", "all resamples"))


def test_one_source_has_no_interval_and_says_why(coded: Project) -> None:
    for method, least in (("auto", "three"), ("jackknife", "two"), ("bootstrap", "two")):
        table = coded.agreement.report(intervals=True, sources=["E01"], method=method)
        row = row_of(table, "pooled")
        assert row["krippendorff_alpha_low"] is None
        assert f"{least} or more sources" in str(row["interval"])


def test_the_unitizing_family_has_intervals_by_sources(coded: Project) -> None:
    names = ["u-alpha", "cu-alpha", "cu-alpha-domains", "gamma"]
    table = coded.agreement.report(
        coefficients=names, intervals=True, domains=["trust"], method="jackknife"
    )
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    pooled = next(row for row in rows if row["scope"] == "pooled")
    assert {"u_alpha_low", "u_alpha_high", "cu_alpha_low", "cu_alpha_high"} <= set(table.columns)
    assert "gamma_low" not in table.columns
    low, value, high = (number(pooled[name]) for name in ("u_alpha_low", "u_alpha", "u_alpha_high"))
    assert low <= value <= high
    for row in rows:
        if row["scope"] == "code":
            assert row["cu_alpha_low"] is None
        if row["u_alpha"] is None:
            assert row["u_alpha_low"] is None
    drawn = coded.agreement.report(
        coefficients=["u-alpha"], intervals=True, method="bootstrap", resamples=50, seed=3
    )
    assert any("50 resamples, seed 3" in note for note in drawn.notes)
    again = coded.agreement.report(
        coefficients=["u-alpha"], intervals=True, method="bootstrap", resamples=50, seed=3
    )
    assert again.rows == drawn.rows


def test_every_coefficient_of_the_family_has_its_interval(coded: Project) -> None:
    names = ["u-alpha", "u-alpha-binary", "cu-alpha", "cu-alpha-domains", "ku-alpha"]
    options: TableKeywords = {
        "coefficients": names,
        "intervals": True,
        "domains": ["top"],
        "method": "jackknife",
    }
    table = coded.agreement.report(**options)
    # Without K01 only one domain is left, so no two domains can be told apart.
    assert "cu_alpha_domains_low, cu_alpha_domains_high: the coefficient is undefined" in str(
        row_of(table, "pooled")["undefined"]
    )
    for coder in (A, B):
        say(coded, "E01", "There should be one rule", "proposal", coder)
    table = coded.agreement.report(round_id="all", **options)
    for column, scope, code in (
        ("u_alpha", "code", "trust"),
        ("u_alpha_binary", "domain", "obstacles"),
        ("cu_alpha_domains", "pooled", ""),
    ):
        row = row_of(table, scope, code)
        assert row[f"{column}_low"] <= row[column] <= row[f"{column}_high"], column
    for column in ("cu_alpha", "ku_alpha"):
        assert {f"{column}_low", f"{column}_high"} <= set(table.columns)


def _ratings(project: Project, code: str) -> list[list[int]]:
    """A table of turns by coders, counted the slow way."""
    table = []
    for source in ("E01", "K01"):
        for turn in project.sources.turns(source):
            if turn.role == "expert":
                marked = [
                    any(
                        coding.code_id == code
                        and coding.coder_id == coder
                        and coding.span.start < turn.body.end
                        and turn.body.start < coding.span.end
                        for coding in project.codings.find(source=source)
                    )
                    for coder in (A, B)
                ]
                table.append([int(value) for value in marked])
    return table


def test_intervals_over_units_are_those_of_the_library(coded: Project) -> None:
    from toolkit.agreement import cohen_interval, gwet_interval, hayes_krippendorff

    data = _ratings(coded, "trust")
    gwet = row_of(
        coded.agreement.report(unit="turn", intervals=True, method="gwet"), "code", "trust"
    )
    for column, name in (
        ("krippendorff_alpha", "krippendorff_alpha"),
        ("cohen_kappa", "conger_kappa"),
        ("gwet_ac1", "gwet_ac1"),
    ):
        own = gwet_interval(name, data)
        assert own.low is not None
        assert gwet[f"{column}_low"] == pytest.approx(max(own.low, -1.0))
        assert gwet[f"{column}_high"] == pytest.approx(own.high)
    table = coded.agreement.report(unit="turn", intervals=True, method="cohen")
    cohen = row_of(table, "code", "trust")
    assert cohen["cohen_kappa_low"] == pytest.approx(cohen_interval(data).low)
    assert cohen["krippendorff_alpha_low"] is None
    options: IntervalKeywords = {"method": "hayes-krippendorff", "resamples": 300, "seed": 5}
    table = coded.agreement.report(unit="turn", intervals=True, **options)
    narrow = row_of(table, "code", "trust")
    assert narrow["krippendorff_alpha_low"] == hayes_krippendorff(data, resamples=300, seed=5).low
    assert "far too narrow" in narrow["interval"]
    assert (narrow["resamples"], narrow["seed"]) == (300, 5)
    assert row_of(table, "pooled")["krippendorff_alpha_low"] is None
    assert "codes pooled decide on one unit" in row_of(table, "pooled")["interval"]


@pytest.mark.parametrize("method", ["gwet", "cohen", "hayes-krippendorff"])
def test_characters_are_never_taken_for_independent(coded: Project, method: str) -> None:
    for unit in ("character", "token"):
        with pytest.raises(UsageError, match="resample sources") as caught:
            coded.agreement.report(intervals=True, method=method, unit=unit)
        assert caught.value.code == "units-dependent"
    with pytest.raises(UsageError):
        coded.agreement.trend(over="round", method=method)
