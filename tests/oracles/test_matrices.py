"""Every cell of every matrix equals what pandas computes from the plain files.

`make oracles` runs this; in the ordinary suite it is skipped at once.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("krippendorff", reason="`make oracles` compares with other programs")

from tests.oracles.compare import compare_matrix
from tests.oracles.matrices import Question

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracles.plain import Study

CASES = ("codes-by-cases", "directions-by-cases")
MEASURES = ("counts", "present", "words")
UNITS = ("segment", "turn", "source")
MORE_QUESTIONS = [
    *(Question("codes-by-cases", "characters", by=by, answers="union") for by in (None, "sector")),
    *(
        Question("codes-by-cases", measure, level=level, answers="union")
        for measure, level in product(("counts", "words"), ("leaves", "branches"))
    ),
    *(Question("directions-by-stance", measure, answers="union") for measure in MEASURES),
    Question("codes-by-codes", "words", answers="union", level="branches"),
    *(Question("codes-by-codes", answers="union", unit=unit, level="branches") for unit in UNITS),
]
"""Questions over all answers, which every study has."""
RULES = ("consensus", "consensus,coder-b", "coder-b", "union", "intersection", "each")
EXAMPLE_QUESTIONS = [
    *MORE_QUESTIONS,
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
SEEDS = (1, 2)
PEOPLE = ("kim", "consensus,lee", "park,lee", "union:kim,lee", "intersection:kim,park", "each")
FOREIGN_QUESTIONS = [
    *MORE_QUESTIONS,
    *(
        Question(kind, measure, answers=rule, by=by)
        for kind in CASES
        for measure, by in product(MEASURES, (None, "sector", "region"))
        for rule in (None, "union", "intersection")
    ),
    *(Question(kind, answers=rule) for kind, rule in product(CASES, PEOPLE)),
    *(Question("codes-by-cases", "words", by="region", answers=rule) for rule in PEOPLE),
    *(
        Question("codes-by-cases", measure, answers=rule, round=round_)
        for measure, rule, round_ in product(
            ("counts", "words"), ("kim", "park", "union"), ("R1", "R2", "main", "all")
        )
    ),
    Question("codes-by-cases", answers="consensus"),
    Question("codes-by-cases", answers="kim", round="R1", by="sector"),
    Question("codes-by-cases", sources=("rendered", "panel"), answers="kim,lee"),
    Question("directions-by-cases", sources=("집담회", "panel"), by="region"),
    *(
        Question("codes-by-directions", measure, shared_with=of, answers=rule)
        for measure, of, rule in product(
            MEASURES, ("coding", "shorter"), (None, "union", "kim", "lee", "intersection", "each")
        )
    ),
]


@pytest.mark.parametrize("question", EXAMPLE_QUESTIONS, ids=lambda q: " ".join(q.arguments()[1:]))
def test_example(example: tuple[Study, Path], question: Question) -> None:
    study, folder = example
    assert compare_matrix(study, folder, question, "example study") > 30


@pytest.mark.parametrize("foreign", SEEDS, indirect=True)
@pytest.mark.parametrize("question", FOREIGN_QUESTIONS, ids=lambda q: " ".join(q.arguments()[1:]))
def test_foreign(foreign: tuple[Study, Path], question: Question) -> None:
    study, folder = foreign
    assert compare_matrix(study, folder, question, "foreign studies") > 8
