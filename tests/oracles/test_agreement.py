"""Every row of `qct agree` equals what other programs compute from the plain files.

`make oracles` runs this; in the ordinary suite it is skipped at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("krippendorff", reason="`make oracles` compares with other programs")

from tests.oracles.agreement import Question
from tests.oracles.compare import (
    compare_agreement,
    compare_by_source,
    compare_family,
    compare_sets,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracles.plain import Study

BESIDE = ("u-alpha", "pabak", "kappa-max", "prevalence-index", "bias-index", "nvivo", "maxqda")
SOME = ("obstacle-security", "law-restrictive", "barrier")
EXAMPLE_QUESTIONS = [
    Question("R1", families="top", coefficients=BESIDE),
    *(Question("R1", unit) for unit in ("sentence", "turn", "segment", "source")),
    Question("R1", "token", codes=SOME),
    Question("R1", "segment", segments="coder:coder-a", families="stance"),
    Question("R1", level="parents"),
    Question("R1", codes=("law", "obstacles")),
    Question("R1", codes=("law", "law-restrictive"), exactly=True),
    Question("R1", whole_text=True, codes=SOME),
    Question("R1", sources=("E03", "E12"), coefficients=BESIDE),
    Question("main", level="directions"),
]
SEEDS = (1, 2)
UNITS = ("sentence", "token", "turn", "segment", "source")
FOREIGN_QUESTIONS = [
    Question("R1", families="stance,law", coefficients=BESIDE),
    Question("R2", families="top"),
    *(Question("R1", unit) for unit in UNITS),
    Question("R2", "segment", segments="coder:lee"),
    Question("R1", "sentence", whole_text=True),
    Question("R1", "turn", level="parents"),
    Question("R1", coders=("kim", "park"), coefficients=BESIDE),
    Question("R1", codes=("law", "money-lack"), include_unfinished=True),
    Question("R1", include_unfinished=True, unit="sentence"),
    Question("R1", codes=("law",), exactly=True),
    Question("R1", sources=("인터뷰1", "rendered", "panel")),
    Question("all", coefficients=("u-alpha", "nvivo", "maxqda")),
    Question("all", "sentence", include_unfinished=True),
    Question("main", level="directions"),
]


@pytest.mark.parametrize("question", EXAMPLE_QUESTIONS, ids=lambda q: " ".join(q.arguments()[1:]))
def test_example(example: tuple[Study, Path], question: Question) -> None:
    study, folder = example
    assert compare_agreement(study, folder, question, "example study") > 20


@pytest.mark.parametrize("foreign", SEEDS, indirect=True)
@pytest.mark.parametrize("question", FOREIGN_QUESTIONS, ids=lambda q: " ".join(q.arguments()[1:]))
def test_foreign(foreign: tuple[Study, Path], question: Question) -> None:
    study, folder = foreign
    assert compare_agreement(study, folder, question, "foreign studies") > 20


@pytest.mark.parametrize("unit", ["character", "sentence", "turn", "segment"])
def test_example_family(example: tuple[Study, Path], unit: str) -> None:
    study, folder = example
    assert compare_family(study, folder, Question("R1", unit), "stance", "example study") > 5


@pytest.mark.parametrize("foreign", SEEDS, indirect=True)
@pytest.mark.parametrize("unit", ["character", "sentence", "turn", "segment"])
@pytest.mark.parametrize("round_", ["R1", "R2"])
def test_foreign_family(foreign: tuple[Study, Path], unit: str, round_: str) -> None:
    study, folder = foreign
    assert compare_family(study, folder, Question(round_, unit), "stance", "foreign studies") > 5


def test_example_sets(example: tuple[Study, Path]) -> None:
    study, folder = example
    assert compare_sets(study, folder, "main", ("coder-a", "coder-b"), "example study") == 4


@pytest.mark.parametrize("foreign", SEEDS, indirect=True)
def test_foreign_sets(foreign: tuple[Study, Path]) -> None:
    study, folder = foreign
    assert compare_sets(study, folder, "main", ("kim", "lee"), "foreign studies") == 4


def test_example_by_source(example: tuple[Study, Path]) -> None:
    study, folder = example
    assert compare_by_source(study, folder, Question("R1"), "example study") > 1000


@pytest.mark.parametrize("foreign", SEEDS, indirect=True)
@pytest.mark.parametrize("unit", ["character", "turn"])
def test_foreign_by_source(foreign: tuple[Study, Path], unit: str) -> None:
    study, folder = foreign
    assert compare_by_source(study, folder, Question("R1", unit), "foreign studies") > 1000
