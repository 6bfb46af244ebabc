"""Every cell of every matrix equals what pandas computes from the plain files.

`make oracles` runs this; in the ordinary suite it is skipped at once.
"""

from __future__ import annotations

from itertools import product

import pytest

pytest.importorskip("krippendorff", reason="`make oracles` compares with other programs")

from tests.oracles.compare import compare_matrix
from tests.oracles.example import build_example, read_example
from tests.oracles.matrices import Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracles.plain import Study

CASES = ("codes-by-cases", "directions-by-cases")
MEASURES = ("counts", "present", "words")
RULES = ("consensus", "consensus,coder-b", "coder-b", "union", "intersection", "each")
EXAMPLE_QUESTIONS = [
    *(
        Question(kind, measure, by=by)
        for kind, measure, by in product(CASES, MEASURES, (None, "sector"))
    ),
    *(Question("codes-by-cases", answers=rule) for rule in RULES),
    *(Question("directions-by-cases", answers=rule) for rule in RULES[2:]),
    Question("codes-by-cases", "words", answers="intersection", by="sector"),
    Question("codes-by-cases", "words", answers="union", round="R1"),
    Question("codes-by-cases", answers="union", round="all", by="sector"),
    Question("codes-by-cases", sources=("E03", "K03"), answers="coder-a"),
    *(
        Question("codes-by-directions", measure, shared_with=of, answers=rule)
        for measure, of, rule in product(
            MEASURES, ("coding", "shorter"), (None, "union", "coder-b", "intersection")
        )
    ),
]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Path]:
    folder = tmp_path_factory.mktemp("oracle") / "example"
    build_example(folder)
    return read_example(), folder


@pytest.mark.parametrize("question", EXAMPLE_QUESTIONS, ids=lambda q: " ".join(q.arguments()[1:]))
def test_example(example: tuple[Study, Path], question: Question) -> None:
    study, folder = example
    assert compare_matrix(study, folder, question, "example study") > 30
