"""Tests of passages that the codebook quotes: examples, but never of their own interview."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.suggest.suggest_world import TOPICS, World, coding
from toolkit.domain.codebook import Code, Example
from toolkit.domain.spans import Span
from toolkit.suggest.code_model import CodeModel, fit_codes
from toolkit.suggest.examples import TrainingExample
from toolkit.suggest.quoted import NOWHERE, Quotation, Quoted, quotations, quoted_passages

TEXTS = {"E01": "We said no. A box of ghosts stood there.", "E02": "Nothing of this."}
INTERVIEWS = {"E01": "E01", "E02": "E02", "E01-ko": "E01"}


def code_with(*examples: Example) -> Code:
    return Code("fear", {"en": "fear"}, examples=examples)


def example(source: str, start: int, end: int, code: str) -> TrainingExample:
    return TrainingExample("1", source, Span(start, end), code, "coder-a", 1.0)


@pytest.mark.parametrize(
    ("quoted", "interview"),
    [
        (Example("box of ghosts", "E01", 14, 27), "E01"),
        (Example("상자 가득한 유령", "E01-ko", 3, 12), "E01"),
        (Example("box of ghosts"), "E01"),
        (Example("box of ghosts", "another study"), "E01"),
        (Example("never said here"), ""),
        (Example("never said here", "another study", 4, 19), ""),
    ],
)
def test_a_quotation_belongs_to_the_interview_that_it_is_from(
    quoted: Example, interview: str
) -> None:
    """One that names no source of the project is looked for in the texts."""
    assert quotations([code_with(quoted)], TEXTS, INTERVIEWS, []) == [
        Quotation(interview, "fear", quoted.text)
    ]


@pytest.mark.parametrize(
    ("coded", "kept"),
    [
        (example("E01", 20, 40, "fear"), 0),
        (example("E01", 20, 40, "law"), 1),
        (example("E01", 0, 12, "fear"), 1),
        (example("E02", 12, 20, "fear"), 1),
    ],
)
@pytest.mark.parametrize(
    "quoted", [Example("A box of ghosts", "E01", 12, 27), Example("box of ghosts")]
)
def test_what_was_coded_alike_is_not_counted_twice(
    quoted: Example, coded: TrainingExample, kept: int
) -> None:
    assert len(quotations([code_with(quoted)], TEXTS, INTERVIEWS, [coded])) == kept


def test_empty_quotations_and_those_that_no_model_reads_are_left_out() -> None:
    world = World((coding("E01", 0, "law"), "law"))
    assert quotations([code_with(Example("  "))], TEXTS, INTERVIEWS, []) == []
    read = quoted_passages(
        [
            Quotation("E01", "fear", "leak"),
            Quotation("", "gone", "leak"),
            Quotation("", "law", "법"),
        ],
        world.codes.position,
        {"E01": 4},
        world.embedder,
        world.index,
        str.isascii,
    )
    assert read.interviews.tolist() == [4]
    assert read.columns.tolist() == [world.codes.position["fear"]]


def of_topics(world: World, *quoted: tuple[int, str, str]) -> Quoted:
    """Quotations by interview, code and text."""
    names = {str(number): number for number, _code, _text in quoted if number != NOWHERE}
    return quoted_passages(
        [
            Quotation("" if number == NOWHERE else str(number), code, text)
            for number, code, text in quoted
        ],
        world.codes.position,
        names,
        world.embedder,
        world.index,
    )


def fitted(world: World, quoted: Quoted | None, quotes: np.ndarray | None = None) -> CodeModel:
    coded = replace(world.coded, quoted=quoted)
    usable = np.ones(len(coded), dtype=bool)
    families = [group.columns for group in world.groups]
    return fit_codes(world.codes, coded, usable, families, world.index.width, quotes)


def first(world: World, model: CodeModel, text: str) -> str:
    passage = world.passage(text)
    return world.order(world.rank(passage, model=model))[0]


def test_a_code_is_found_by_what_the_codebook_quotes_of_it() -> None:
    """Without the quotations a passage about law and a leak is taken for law."""
    world = World((coding("E01", 0, "law"), "law"), (coding("E02", 0, "leak"), "leak"))
    quoted = of_topics(world, *[(NOWHERE, "fear", "law leak")] * 6)
    assert first(world, fitted(world, None), "law leak") == "law"
    assert first(world, fitted(world, quoted), "law leak") == "fear"
    assert first(world, fitted(world, quoted, np.zeros(6, dtype=bool)), "law leak") == "law"


def test_an_interview_with_many_quotations_cannot_own_a_code() -> None:
    world = World((coding("E01", 0, "law"), "law"))
    weights = []
    for number in (0, NOWHERE):
        quoted = of_topics(world, *[(number, "fear", "money")] * 6)
        every = np.ones(6, dtype=bool)
        vectors = fitted(world, quoted, every).examples.vectors[world.codes.position["fear"]]
        weights.append(float(np.linalg.norm(vectors)))
    assert weights == pytest.approx([3.0, 6.0])


def test_what_was_said_of_an_interview_knows_none_of_its_quotations() -> None:
    """The calibration ranks each interview without what the codebook quotes from it."""
    coded = [
        (coding(source, 20 * n, TOPICS[n % 4]), f"{TOPICS[n % 4]} {TOPICS[(n + shift) % 4]}")
        for shift, source in enumerate(("E01", "E02", "E03"))
        for n in range(8)
    ]
    world = World(*coded)

    def nearness(*quoted: tuple[int, str, str]) -> list[list[float]]:
        model = fitted(world, of_topics(world, *quoted))
        near = model.families[0].nearness
        return [near[world.coded.sources == number].tolist() for number in range(3)]

    own = nearness((1, "fear", "law money"), (1, "law", "leak"))
    none = nearness()
    assert own[1] == pytest.approx(none[1])
    assert own[0] != pytest.approx(none[0])
    assert own[2] != pytest.approx(none[2])


def test_without_a_choice_only_interviews_that_were_read_are_quoted() -> None:
    world = World((coding("E01", 0, "law"), "law"))
    quoted = of_topics(world, (0, "fear", "leak"), (7, "fear", "leak"), (NOWHERE, "fear", "leak"))
    assert quoted.known_from([0]).tolist() == [True, False, True]
    chosen = fitted(world, quoted, np.array([True, False, True]))
    assert fitted(world, quoted).examples.vectors.tolist() == chosen.examples.vectors.tolist()
