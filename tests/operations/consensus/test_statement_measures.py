"""Unit, families and imbalance in the agreement statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from tests.operations.codebook.test_families import MARKED, REMEDY

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.project import Project

A, B, C = "coder-a", "coder-b", "coder-c"
TRUST, LEAK = "We do not trust their figures.", "A leak is what my director fears."


def _say(project: Project, quote: str, code: str, coder: str) -> None:
    start = project.sources.text("E01").index(quote)
    add_finished(project, "E01", start, start + len(quote), code, coder=coder)


@pytest.fixture
def coded(project: Project) -> Project:
    for coder in (A, B):
        _say(project, TRUST, "trust", coder)
    _say(project, LEAK, "proposal", A)
    _say(project, LEAK[:6], "proposal", B)
    _say(project, "Last spring", "trust", B)
    return project


def _items(project: Project, item: str, **question: Any) -> list[tuple[str, str]]:
    rows = project.consensus.statement(resamples=20, **question).rows
    return [(str(text), str(origin)) for name, text, origin in rows if name == item]


def _alpha(project: Project, **question: Any) -> str:
    table = project.agreement.report(**question)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    value = next(row["krippendorff_alpha"] for row in rows if row["scope"] == "pooled")
    return f"{value:.3f}".replace("0.", ".", 1)


@pytest.mark.parametrize("unit", ["character", "token", "segment"])
def test_each_unit_has_the_figure_that_the_table_gives(coded: Project, unit: str) -> None:
    (_frame, (text, origin), (reason, asked)) = _items(coded, "unit", unit=unit)
    shown = dict.fromkeys((unit, "character", "sentence", "turn"))
    values = ", ".join(f"{name} {_alpha(coded, unit=name)}" for name in shown)
    assert values in text
    assert f"that by {unit} is reported" in text
    assert origin == "data"
    assert (reason, asked) == ("[to be stated: why this unit was chosen]", "to be stated")


def test_other_units_are_about_the_same_codes_and_sources(coded: Project) -> None:
    given = {"E01": [(0, 40)]}
    asked: dict[str, Any] = {"codes": ["trust"], "coders": [A, B]}
    text = _items(coded, "unit", unit="segment", segments=given, **asked)[1][0]
    assert f"sentence {_alpha(coded, unit='sentence', sources=['E01'], **asked)}" in text


def test_a_codebook_without_families_has_no_such_row(coded: Project) -> None:
    assert _items(coded, "families") == []


def test_families_stand_apart_and_codes_of_none_too(
    coded: Project, write: Callable[[str, str], Any]
) -> None:
    coded.codebook.import_file(write("marked.yaml", MARKED), actor="lead")
    ((text, _origin),) = _items(coded, "families")
    assert f"topics {_alpha(coded, codes=['trust'])} (1 code)" in text
    assert f"remedy {_alpha(coded, codes=['proposal'])} (1 code)" in text
    assert "Without" not in text
    without = MARKED.replace(REMEDY, "").replace("marked", "rest")
    coded.codebook.import_file(write("rest.yaml", without), actor="lead")
    ((text, _origin),) = _items(coded, "families")
    assert f"codes of no family {_alpha(coded, codes=['proposal'])} (1 code)" in text
    assert _items(coded, "families", codes=["trust"]) == []


def test_the_imbalance_counts_stretches_whatever_the_unit(coded: Project) -> None:
    for unit in ("character", "turn"):
        ((text, _origin),) = _items(coded, "balance", unit=unit)
        assert "Coded stretches: coder-a 2, coder-b 3 (+50%)." in text
    expected = _bias(coded)
    assert f"Bias index {expected:+.4f}".replace("0.", ".", 1) in _items(coded, "balance")[0][0]


def _bias(project: Project) -> float:
    """Only B coded the words on spring, only A the rest of the leak; over all decisions."""
    frame = sum(len(turn.body) for turn in project.sources.turns("E01") if turn.role == "expert")
    return (len(LEAK) - 6 - len("Last spring")) / (2 * frame)


def test_three_coders_are_set_against_whoever_coded_least(coded: Project) -> None:
    _say(coded, TRUST, "trust", C)
    ((text, _origin),) = _items(coded, "balance")
    assert text == "Coded stretches: coder-c 1, coder-a 2 (+100%), coder-b 3 (+200%)."


def test_a_coder_without_any_coding_gives_no_percentage(coded: Project) -> None:
    coded.rounds.finish(["E01"], coder=C)
    ((text, _origin),) = _items(coded, "balance", coders=[A, C])
    assert "coder-c 0, coder-a 2. Bias index" in text
