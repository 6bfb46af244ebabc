"""Every row of `qct agree` equals what other programs compute from the plain files.

`make oracles` runs this; in the ordinary suite it is skipped at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("krippendorff", reason="`make oracles` compares with other programs")

from tests.oracles.agreement import Question
from tests.oracles.compare import compare_agreement
from tests.oracles.example import build_example, read_example

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


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Path]:
    folder = tmp_path_factory.mktemp("oracle") / "example"
    build_example(folder)
    return read_example(), folder


@pytest.mark.parametrize("question", EXAMPLE_QUESTIONS, ids=lambda q: " ".join(q.arguments()[1:]))
def test_example(example: tuple[Study, Path], question: Question) -> None:
    study, folder = example
    assert compare_agreement(study, folder, question, "example study") > 20
