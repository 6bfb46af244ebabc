"""Tests of the verdict with which a candidate is offered, and of its evidence."""

from __future__ import annotations

import pytest

from tests.suggest.suggest_world import TOPICS, World, coding
from toolkit.domain.evidence import ScoreParts
from toolkit.suggest import thresholds as verdict
from toolkit.suggest.evidence import evidence
from toolkit.suggest.scorer import Scored, score
from toolkit.suggest.thresholds import SuggestionVerdict, judge, maybe_new, novelty_threshold


def scored(
    code: str, rank: int, value: float, *, examples: int = 5, sources: int = 3, near: float = 0.5
) -> Scored:
    return Scored(code, rank, value, near, ScoreParts(value, 0, 0, 0), examples, sources)


def test_a_clear_lead_is_strong_and_its_followers_are_at_most_possible() -> None:
    offered = judge([scored("a", 1, 3.5), scored("b", 2, 2.4), scored("c", 3, 2.3)])
    assert [suggestion.verdict for suggestion in offered] == ["strong", "possible", "possible"]
    assert [suggestion.rank for suggestion in offered] == [1, 2, 3]


def test_a_close_race_is_possible() -> None:
    offered = judge([scored("a", 1, 3.5), scored("b", 2, 3.4), scored("c", 3, 0.2)])
    assert [suggestion.verdict for suggestion in offered] == ["possible", "possible", "silent"]
    assert offered[0].reason == "close to the next code"


def test_where_nothing_is_near_everything_is_silent() -> None:
    offered = judge([scored("a", 1, 1.9), scored("b", 2, 1.8), scored("c", 3, 1.7)])
    assert {suggestion.verdict for suggestion in offered} == {SuggestionVerdict.SILENT}


@pytest.mark.parametrize(
    ("examples", "sources", "reason"),
    [(2, 2, "2 of 3 examples"), (9, 1, "examples from 1 of 2 sources")],
)
def test_a_code_with_too_few_examples_is_silent(examples: int, sources: int, reason: str) -> None:
    offered = judge([scored("a", 1, 3.5, examples=examples, sources=sources), scored("b", 2, 3.3)])
    assert offered[0].verdict is SuggestionVerdict.SILENT
    assert offered[0].reason == reason
    assert offered[1].verdict is SuggestionVerdict.POSSIBLE


def test_a_definition_far_ahead_of_all_others_is_possible_never_strong() -> None:
    ahead = judge([scored("a", 1, 4.0, examples=0, sources=0), scored("b", 2, 0.5)])
    assert ahead[0].verdict is SuggestionVerdict.POSSIBLE
    second = judge([scored("a", 1, 4.0), scored("b", 2, 3.9, examples=0, sources=0)])
    assert second[1].verdict is SuggestionVerdict.SILENT


def test_never_more_than_three() -> None:
    assert len(judge([scored(str(n), n, 5.0 - n) for n in range(1, 9)])) == 3
    assert judge([]) == ()


def test_a_passage_unlike_all_coded_ones_may_need_a_new_code(world: World) -> None:
    limit = novelty_threshold(world.codes, world.training_set)
    assert limit is not None
    known = score(world.passage("law law here"), world.codes, world.training_set)
    strange = score(world.passage("something entirely different"), world.codes, world.training_set)
    assert not maybe_new(known, limit)
    assert maybe_new(strange, limit)


def test_novelty_is_not_judged_on_a_handful() -> None:
    few = World(*((coding("E01", 20 * n, "law"), "law") for n in range(9)))
    assert novelty_threshold(few.codes, few.training_set) is None
    assert not maybe_new(score(few.passage("x"), few.codes, few.training_set), None)
    assert verdict.NOVEL_EXAMPLES == 10


def test_evidence_names_examples_of_different_interviews(world: World) -> None:
    passage = world.passage("law law here")
    support = evidence(passage, "law", world.codes, world.training_set, world.index.terms)
    assert [example.code_id for example in support.examples] == ["law", "law"]
    assert [example.source_id for example in support.examples] == ["E01", "E02"]
    assert support.terms == ("law",)
    assert support.near_miss is not None
    assert support.near_miss.code_id != "law"


def test_evidence_never_comes_from_the_passage_itself(world: World) -> None:
    example = world.training_set.examples[0]
    passage = world.passage("law law", example.source_id, example.span.start, example.span.end)
    for topic in TOPICS:
        support = evidence(passage, topic, world.codes, world.training_set, world.index.terms)
        places = [*support.examples, *([support.near_miss] if support.near_miss else [])]
        assert all(not e.span.overlaps(passage.span) or e.source_id != "E01" for e in places)


def test_a_code_without_examples_has_only_its_words() -> None:
    empty = World()
    support = evidence(
        empty.passage("law"), "law", empty.codes, empty.training_set, empty.index.terms
    )
    assert support.examples == ()
    assert support.near_miss is None
    assert support.terms == ("law",)
