"""Tests of the coefficients that are computed on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.finished import add_finished
from tests.operations.agreement.coded_study import A, B, row_of
from toolkit.domain.codings import Mode

if TYPE_CHECKING:
    from toolkit.project import Project


def test_requested_coefficients_are_those_of_the_library(coded: Project) -> None:
    from toolkit.agreement import CodedSpan, SourceFrame, cu_alpha, u_alpha, unit_sums

    table = coded.agreement.report(domains=["top"], coefficients=["u-alpha", "cu-alpha"])
    frames = [
        SourceFrame(
            source,
            coded.sources.get(source).length,
            [(t.body.start, t.body.end) for t in coded.sources.turns(source) if t.role == "expert"],
            frozenset((A, B)),
        )
        for source in ("E01", "K01")
    ]
    spans = [
        CodedSpan(c.source_id, c.coder_id, c.code_id, c.span.start, c.span.end)
        for c in coded.codings.find()
    ]
    sums = unit_sums(frames, spans, (A, B), ["trust", "security"])
    row = row_of(table, "domain", "obstacles")
    assert row["u_alpha"] == pytest.approx(u_alpha(sums).value)
    assert row["cu_alpha"] == pytest.approx(cu_alpha(sums).value)
    trust_sums = unit_sums(frames, spans, (A, B), ["trust"])
    assert row_of(table, "code", "trust")["u_alpha"] == pytest.approx(u_alpha(trust_sums).value)
    assert row_of(table, "macro")["u_alpha"] is None


@pytest.mark.parametrize(
    "name",
    [
        "u-alpha-binary",
        "ku-alpha",
        "alpha-u-1995",
        "gamma",
        "pabak",
        "kappa-max",
        "prevalence-index",
        "bias-index",
        "nvivo",
        "maxqda",
    ],
)
def test_every_coefficient_on_request_has_a_value_somewhere(coded: Project, name: str) -> None:
    from toolkit.operations.agreement.optional_coefficients import REGISTRY

    table = coded.agreement_report(domains=["top"], coefficients=[name])
    for column in REGISTRY[name].columns:
        values = [row[table.columns.index(column)] for row in table.rows]
        assert any(isinstance(value, float) and -1.0 <= value <= 1.0 for value in values)


def test_nvivo_counts_characters_whatever_the_unit(coded: Project) -> None:
    by_character = coded.agreement.report(coefficients=["nvivo"])
    by_turn = coded.agreement.report(coefficients=["nvivo"], unit="turn")
    assert row_of(by_character, "pooled")["percent"] != row_of(by_turn, "pooled")["percent"]
    assert row_of(by_character, "pooled")["nvivo_kappa"] == row_of(by_turn, "pooled")["nvivo_kappa"]


def test_gamma_reads_what_lies_in_the_frame(coded: Project) -> None:
    """The interviewer's turns do not enter gamma, however much one coder marks in them."""
    before = row_of(coded.agreement.report(coefficients=["gamma"]), "pooled")
    first = next(turn for turn in coded.sources.turns("E01") if turn.role != "expert")
    body = first.body
    add_finished(coded, "E01", body.start, body.end, "trust", coder=A, mode=Mode.BLIND)
    after = row_of(coded.agreement.report(coefficients=["gamma"]), "pooled")
    assert after["gamma"] == before["gamma"]
    whole = row_of(coded.agreement.report(coefficients=["gamma"], whole_text=True), "pooled")
    assert whole["gamma"] != before["gamma"]


def test_as_other_programs_average(coded: Project) -> None:
    row = row_of(coded.agreement.report(coefficients=["nvivo", "maxqda"]), "code", "trust")
    # In E01 both coded alike. In K01 only A coded, so kappa is 0 and presence differs.
    lengths = {
        source: sum(len(t.body) for t in coded.sources.turns(source) if t.role == "expert")
        for source in ("E01", "K01")
    }
    assert row["nvivo_kappa"] == pytest.approx(0.5)
    assert row["nvivo_kappa_by_length"] == pytest.approx(lengths["E01"] / sum(lengths.values()))
    assert (row["maxqda_presence"], row["maxqda_frequency"]) == (0.5, 0.5)
