"""Contrasts and pairs agree with the matrices, and say what they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from tests.operations.matrices.test_doors import K_TRUST, LEAK, A, B, place, study
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.operations.matrices.one_reading import Comparison
    from toolkit.project import Project

__all__ = ["study"]


def rows(made: Comparison) -> list[dict[str, Any]]:
    return [dict(zip(made.table.columns, row, strict=True)) for row in made.table.rows]


def test_contrasts_count_the_experts_of_the_matrix(study: Project) -> None:
    made = study.matrices.contrasts(by="sector", answers=A)
    matrix = study.matrices.report(
        "codes-by-attribute", by="sector", answers=A, measure="present"
    ).matrix
    groups = [name for name in matrix.column_ids if not name.startswith("(no ")]
    for row in rows(made):
        for name in groups:
            if name in row:
                assert row[name] == matrix.cell(row["code"], name)
                assert row[f"{name}: low"] <= row[name] / row[f"{name}: of"]
        assert row["p"] is row["q"] is None
        assert row["finding"].endswith("; beyond chance: not tested")
    assert "p is withheld" in " ".join(made.table.notes)
    assert made.table.provenance is not None
    assert made.table.provenance.answers == A


def test_pairs_count_the_turns_of_the_matrix(study: Project) -> None:
    for unit in ("turn", "source", "segment"):
        made = study.matrices.pairs(answers=A, unit=unit)
        matrix = study.matrices.report("codes-by-codes", answers=A, unit=unit).matrix
        assert made.table.rows
        for row in rows(made):
            assert row["n_a"] == matrix.cell(row["code_a"], row["code_a"])
            if unit != "segment":
                assert row["n_both"] == matrix.cell(row["code_a"], row["code_b"])
            assert row["p"] is None
    assert study.matrices.pairs(answers=A).table.rows == (
        study.matrices.pairs(answers=A, unit="turn").table.rows
    )


def test_unfinished_work_is_in_neither(study: Project) -> None:
    before = study.matrices.pairs(answers=A).table.rows
    contrast = study.matrices.contrasts(by="sector", answers=A).table.rows
    study.codings.add(*place(study, "K01", K_TRUST), "security", coder=B)
    assert study.matrices.pairs(answers=A).table.rows == before
    assert study.matrices.contrasts(by="sector", answers=A).table.rows == contrast
    assert study.matrices.pairs(answers=B, sources=["K01"]).table.rows == ()


def test_what_makes_no_sense_is_refused(study: Project) -> None:
    with pytest.raises(UsageError, match="--by sector"):
        study.matrices.contrasts(answers=A)
    with pytest.raises(UsageError, match="one reading"):
        study.matrices.contrasts(by="sector", answers="each")
    with pytest.raises(UsageError, match="one reading"):
        study.matrices.pairs(answers="each")
    with pytest.raises(UsageError, match="no choice of measure"):
        study.matrices.pairs(answers=A, measure="words")
    with pytest.raises(UsageError, match="no choice of by"):
        study.matrices.pairs(answers=A, by="sector")
    with pytest.raises(InputError, match="attribute"):
        study.matrices.contrasts(by="nothing", answers=A)


def test_an_empty_project_has_neither(empty_project: Project) -> None:
    assert empty_project.matrices.pairs().table.rows == ()


def test_answers_of_another_coder_change_nothing(study: Project) -> None:
    before = rows(study.matrices.contrasts(by="sector", answers=A))
    add_finished(study, *place(study, "E01", LEAK), "trust", coder=B)
    assert rows(study.matrices.contrasts(by="sector", answers=A)) == before
