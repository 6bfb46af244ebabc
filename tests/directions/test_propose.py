"""Tests of how directions are ranked for a text, with a model whose similarities are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.directions.background import BACKGROUND
from toolkit.directions.evidence import (
    EvidenceModel,
    boundary_statements,
    evidence,
    example_of,
    fit,
    language_of,
    ridge,
    term_hits,
)
from toolkit.directions.propose import (
    NONE_BELOW,
    DirectionVerdict,
    by_chance,
    by_probability,
    fit_models,
    propose_text,
    propose_texts,
)
from toolkit.directions.scale import Scale
from toolkit.domain.directions import BoundaryCase, Direction
from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MARKS = {"law": 0, "법": 0, "money": 1, "돈": 1, "leak": 2, "유출": 2}


class Marks:
    """A model whose vectors point to the marks in a text; Korean texts share a direction."""

    def __init__(self, name: str = "marks@1") -> None:
        self.id = name
        self.dim = 8
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = np.zeros((len(texts), 8), dtype=np.float32)
        rows[:, 6] = 0.7
        for row, text in zip(rows, texts, strict=True):
            for mark, at in MARKS.items():
                row[at] += text.count(mark)
            row[7] = 2.0 if language_of(text) == "ko" else 0.0
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


DIRECTIONS = [
    Direction(
        "law-system",
        {"en": "law"},
        terms={"en": ("legal basis",), "ko": ("법적 근거",)},
        prototypes={"en": ("the law says", "a law again"), "ko": ("법이 그래요",)},
    ),
    Direction("finance", {"en": "money"}, prototypes={"en": ("no money", "the money")}),
    Direction("security", {"en": "leak"}, prototypes={"ko": ("유출이 걱정",)}),
]


SCALE = Scale(16.0, 0.18, (0.7, 0.7, 0.7))
OF_TWO = Scale(16.0, 0.18, (0.7, 0.7))


def propose(texts: Sequence[str], **options: object) -> list[str]:
    proposals = propose_texts(texts, DIRECTIONS, [EvidenceModel(Marks())], **options)  # type: ignore[arg-type]
    return [proposal.direction for proposal in proposals]


def test_a_text_goes_to_the_direction_whose_sentences_it_is_like() -> None:
    assert propose(["law law", "money money", "leak leak"]) == [
        "law-system",
        "finance",
        "security",
    ]


def test_prototypes_of_one_language_serve_the_other() -> None:
    assert propose(["leak", "돈 돈", "법 법"]) == ["security", "finance", "law-system"]


def test_ordinary_talk_and_empty_texts_belong_to_none() -> None:
    for proposal in propose_texts(
        ["lunch at twelve", "점심 먹읍시다", "", "  "], DIRECTIONS, [EvidenceModel(Marks())]
    ):
        assert (proposal.direction, proposal.verdict) == ("none", "silent")
        assert len(proposal.ranked) == len(DIRECTIONS)


def test_rows_texts_and_rankings_are_kept() -> None:
    proposals = propose_texts(["money", "law"], DIRECTIONS, [EvidenceModel(Marks())])
    assert [(proposal.row, proposal.text) for proposal in proposals] == [(0, "money"), (1, "law")]
    for proposal in proposals:
        scores = [score for _, score in proposal.ranked]
        assert scores == sorted(scores, reverse=True)
        assert (proposal.direction, proposal.score) == proposal.ranked[0]
    assert propose_texts([], DIRECTIONS, [EvidenceModel(Marks())]) == []


def test_other_texts_change_nothing() -> None:
    alone = propose_texts(["money law"], DIRECTIONS, [EvidenceModel(Marks())])[0]
    among = propose_texts(["leak", "money law", "법"], DIRECTIONS, [EvidenceModel(Marks())])[1]
    assert alone.ranked == among.ranked


def test_a_term_adds_to_its_direction_as_a_whole_word() -> None:
    law = DIRECTIONS[0]
    assert term_hits("there is no legal basis for it", "en", law) == 1
    assert term_hits("illegal basis", "en", law) == 0
    assert term_hits("법적근거가 없어요", "ko", law) == 1
    plain, termed = propose_texts(["a", "legal basis"], DIRECTIONS, [EvidenceModel(Marks())])
    assert dict(termed.ranked)["law-system"] > dict(plain.ranked)["law-system"]


def test_a_reader_is_asked_only_for_its_languages() -> None:
    english = Marks("english@1")
    readers = [EvidenceModel(english, 1.0, frozenset({"en"})), EvidenceModel(Marks(), 2.0)]
    fitted = fit_models(readers, DIRECTIONS)
    assert not any(language_of(text) == "ko" for text in english.asked)
    english.asked.clear()
    margins = evidence(["law", "법"], DIRECTIONS, fitted.models)
    assert english.asked == ["law"]
    assert margins.shape == (2, 3)
    both = evidence(["법"], DIRECTIONS, fitted.models[1:])
    assert np.array_equal(margins[1], both[0])


def test_a_direction_with_nothing_but_a_name_can_be_fitted() -> None:
    bare = [Direction("a", {"en": "law"}), Direction("b", {})]
    assert fit(EvidenceModel(Marks()), bare).weights.shape == (8, 3)


@pytest.mark.parametrize("directions", [[], DIRECTIONS[:1]])
def test_without_directions_there_is_one_clear_message(directions: list[Direction]) -> None:
    with pytest.raises(InputError, match="no policy directions"):
        propose_texts(["text"], directions, [EvidenceModel(Marks())])


def test_codes_move_the_ranking_and_the_text_moves_it_back() -> None:
    margins = {"law-system": 0.1, "finance": 0.1, "security": 0.1}
    coded = propose_text(
        0, "t", margins, {"law-system": 0.9, "finance": 0.03, "security": 0.03}, SCALE
    )
    assert coded.direction == "law-system"
    assert coded.candidates[0].prior == 0.9
    against = {"law-system": -0.2, "finance": 0.75, "security": 0.0}
    moved = propose_text(
        0, "t", against, {"law-system": 0.5, "finance": 0.5, "security": 0.03}, SCALE
    )
    assert moved.direction == "finance"
    assert moved.verdict == DirectionVerdict.STRONG


def test_a_strong_link_keeps_a_text_without_a_direction_of_its_own() -> None:
    margins = {"law-system": 0.05, "finance": 0.0}
    assert propose_text(0, "t", margins, {}, OF_TWO).direction == "none"
    linked = propose_text(0, "t", margins, {"law-system": 0.9, "finance": 0.03}, OF_TWO)
    assert (linked.direction, linked.verdict) == ("law-system", "possible")


@given(st.floats(-1, 1, allow_nan=False), st.floats(0, 1, allow_nan=False), st.floats(0.01, 0.99))
def test_more_evidence_never_lowers_a_direction(margin: float, more: float, chance: float) -> None:
    priors = {"a": chance, "b": 0.5}
    for prior in (priors, {}):
        less = dict(propose_text(0, "t", {"a": margin, "b": 0.2}, prior, OF_TWO).ranked)["a"]
        higher = dict(propose_text(0, "t", {"a": margin + more, "b": 0.2}, prior, OF_TWO).ranked)[
            "a"
        ]
        assert higher >= less


def test_verdicts_by_probability() -> None:
    assert by_chance(0.8, 0.7, 0.1) is DirectionVerdict.STRONG
    assert by_chance(0.6, 0.7, 0.1) is DirectionVerdict.POSSIBLE
    assert by_chance(0.6, float("inf"), 0.1) is DirectionVerdict.POSSIBLE
    assert by_chance(0.6, 0.5, 0.3) is DirectionVerdict.SILENT
    assert by_chance(0.3, 0.2, 0.1) is DirectionVerdict.SILENT
    assert by_probability(0.8, NONE_BELOW) is DirectionVerdict.STRONG
    assert by_probability(0.8, 0.1) is DirectionVerdict.POSSIBLE
    assert by_probability(0.3, 0.9) is DirectionVerdict.SILENT


def test_probabilities_of_a_text_add_up_to_one_with_none() -> None:
    for proposal in propose_texts(
        ["law", "money leak", "lunch"], DIRECTIONS, [EvidenceModel(Marks())]
    ):
        total = sum(score for _, score in proposal.ranked)
        assert 0.0 <= total <= 1.0 + 1e-3
        if proposal.direction == "none":
            assert total + proposal.score == pytest.approx(1.0, abs=1e-3)


def test_labelled_texts_teach_a_word_that_the_scheme_does_not_have() -> None:
    readers = [EvidenceModel(Words())]
    before = propose_texts(["zebra zebra"], DIRECTIONS, readers)[0]
    assert before.direction == "none"
    examples = [part for _ in range(6) for part in example_of("a zebra here", [1])]
    fitted = fit_models(readers, DIRECTIONS, examples)
    after = propose_texts(["zebra zebra"], DIRECTIONS, fitted=fitted)[0]
    assert after.direction == "finance"


def test_both_ways_of_ridge_give_the_same_numbers() -> None:
    random = np.random.Generator(np.random.PCG64(4))
    rows, labels = random.normal(size=(12, 9)), np.arange(12) % 3
    weights = random.uniform(0.2, 2.0, 12)
    plain, held = ridge(rows, labels, weights)
    # Columns of zeros change nothing, and make fewer rows than dimensions.
    wide = np.concatenate([rows, np.zeros((12, 5))], axis=1)
    other, other_held = ridge(wide, labels, weights)
    assert np.allclose(plain, other[:9])
    assert np.allclose(held, other_held)
    without = np.arange(12) != 4
    again, _rest = ridge(rows[without], labels[without], weights[without])
    assert np.allclose(rows[4] @ again, held[4])


def test_boundary_cases_are_learnt_from() -> None:
    case = BoundaryCase("a zebra here", ("finance",))
    unclear = BoundaryCase("a lion here", ("unclear",))
    cased = [*DIRECTIONS[:2], replace(DIRECTIONS[2], boundary_cases=(case, case, unclear))]
    told = boundary_statements(cased)
    assert [(part.text, part.label) for part in told] == [("a zebra here", 1)]


class Words(Marks):
    """Marks with one more mark."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = super().embed(texts)
        for row, text in zip(rows, texts, strict=True):
            row[5] = 3.0 * text.count("zebra")
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


def test_ordinary_talk_is_talk_in_both_languages() -> None:
    assert set(BACKGROUND) == {"en", "ko"}
    for language, lines in BACKGROUND.items():
        assert len(lines) >= 60
        assert len(set(lines)) == len(lines)
        assert {language_of(line) for line in lines} == {language}
