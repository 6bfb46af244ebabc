"""Tests of the candidates for a passage: their order, verdicts, novelty and evidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.suggest.suggest_world import CODES, TOPICS, World, coding
from toolkit.domain.codebook import Codebook, Family
from toolkit.suggest.calibration import Calibration
from toolkit.suggest.candidates import NOVEL_EXAMPLES, SuggestionVerdict, is_novel, judge
from toolkit.suggest.evidence import evidence
from toolkit.suggest.groups import groups_of
from toolkit.suggest.verdicts import is_shown, offered


def many(interviews: int) -> World:
    """Eight clear passages of the four topics from each of some interviews."""
    return World(
        *(
            (coding(f"E{source:02}", 20 * n, TOPICS[n % 4]), f"{TOPICS[n % 4]} word{n}")
            for source in range(interviews)
            for n in range(8)
        )
    )


@pytest.mark.parametrize("topic", TOPICS)
def test_a_passage_gets_the_code_of_passages_like_it(world: World, topic: str) -> None:
    candidates = world.rank(world.passage(f"{topic} {topic} again")).candidates
    assert [candidate.rank for candidate in candidates] == [1, 2, 3, 4]
    assert world.code(candidates[0]) == topic
    assert (candidates[0].examples, candidates[0].sources) == (4, 2)
    chances = [candidate.probability for candidate in candidates]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1, abs=1e-3)


def test_only_active_leaves_are_offered(world: World) -> None:
    assert set(world.order(world.rank(world.passage("law")))) == set(TOPICS)


def test_without_examples_the_meaning_of_the_code_decides() -> None:
    empty = World()
    ranking = empty.rank(empty.passage("money money"))
    assert empty.order(ranking)[0] == "money"
    first = ranking.candidates[0]
    assert (first.examples, first.sources, first.record) == (0, 0, None)
    assert first.verdict is SuggestionVerdict.POSSIBLE
    assert first.reason == "0 of 3 examples"


def test_equal_scores_keep_the_order_of_the_codebook() -> None:
    empty = World()
    assert empty.order(empty.rank(empty.passage("nothing"))) == list(TOPICS)


def test_touching_is_not_overlapping() -> None:
    world = World((coding("E01", 10, "fear"), "money"))
    assert world.candidate(world.passage("money", "E01", 0, 10), "fear").examples == 1
    assert world.candidate(world.passage("money", "E01", 20, 30), "fear").examples == 1
    assert world.candidate(world.passage("money", "E01", 0, 11), "fear").examples == 0


def test_recency_counts_earlier_uses_in_the_same_interview(world: World) -> None:
    after = world.passage("law", "E01", 35, 45)
    assert world.candidate(after, "law").recency == pytest.approx(0.6 + 0.36)
    assert world.candidate(after, "fear").recency == 0
    before = world.passage("law", "E01", 0, 10)
    assert world.candidate(before, "law").recency == 0
    assert world.candidate(world.passage("law", "E99"), "law").recency == 0


def test_shared_words_count_beyond_likeness() -> None:
    world = World(
        (coding("E01", 0, "law"), "law counter"),
        (coding("E02", 0, "money"), "law window"),
    )
    passage = world.passage("window")
    assert world.candidate(passage, "money").lexical > world.candidate(passage, "law").lexical


def test_small_groups_get_one_candidate_and_larger_ones_three(world: World) -> None:
    assert [offered(codes) for codes in (2, 6, 7, 100)] == [1, 1, 3, 3]
    passage = world.passage("law")
    assert len(world.rank(passage, most=None).candidates) == 1
    assert len(world.rank(passage, most=2).candidates) == 2


def test_a_list_is_shown_where_its_codes_together_are_likely() -> None:
    level = np.full((1, 9), 1 / 9)
    assert is_shown(level).tolist() == [True]  # Three of nine codes: .33.
    assert is_shown(np.full((1, 11), 1 / 11)).tolist() == [False]  # Three of eleven: .27.
    assert is_shown(np.array([[0.29, 0.24, 0.24, 0.23], [0.31, 0.23, 0.23, 0.23]])).tolist() == [
        False,
        True,
    ]


def test_fewer_than_60_answers_give_no_strong_candidate_and_no_count() -> None:
    few, enough = many(7), many(8)  # 56 and 64 answers.
    candidate = few.rank(few.passage("law law")).candidates[0]
    assert candidate.verdict is SuggestionVerdict.POSSIBLE
    assert candidate.reason == "56 of 60 earlier answers"
    assert candidate.record is None
    strong = enough.rank(enough.passage("law word0")).candidates
    assert strong[0].verdict is SuggestionVerdict.STRONG
    assert strong[0].reason == ""
    assert strong[0].record is not None
    assert (strong[0].record.right, strong[0].record.answers) == (64, 64)
    assert {candidate.verdict for candidate in strong[1:]} <= {"possible", "silent"}
    assert all(candidate.record is None for candidate in strong[1:])


def test_the_counts_of_the_interview_itself_are_not_answers() -> None:
    world = many(8)
    inside = world.passage("law word0", "E00", 500, 510)
    assert world.model(inside).families[0].calibration.answers == 56
    assert world.rank(inside).candidates[0].verdict is SuggestionVerdict.POSSIBLE


@pytest.fixture(scope="module")
def sure() -> World:
    return many(8)


@pytest.mark.parametrize(
    ("support", "reason"),
    [((2, 2), "2 of 3 examples"), ((9, 1), "examples from 1 of 2 interviews")],
)
def test_a_code_with_too_few_examples_is_never_strong(
    sure: World, support: tuple[int, int], reason: str
) -> None:
    model = sure.model(sure.passage("law")).families[0]
    assert judge(model, 0, 1, 1.0, True, (3, 2)) == (SuggestionVerdict.STRONG, "")
    assert judge(model, 0, 1, 1.0, True, support) == (SuggestionVerdict.POSSIBLE, reason)


@given(
    probability=st.floats(0, 1),
    rank=st.integers(1, 3),
    shown=st.booleans(),
    support=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    answers=st.integers(0, 120),
    strong_from=st.floats(0, 1),
)
def test_strong_needs_everything(
    probability: float,
    rank: int,
    shown: bool,
    support: tuple[int, int],
    answers: int,
    strong_from: float,
) -> None:
    right = np.ones(answers, dtype=bool)
    first = np.zeros(answers, dtype=np.intp)
    past = Calibration(1.0, strong_from, answers, np.ones(answers), right, first)
    model = replace(EMPTY, calibration=past)
    verdict, reason = judge(model, 0, rank, probability, shown, support)
    everything = (
        shown
        and rank == 1
        and support[0] >= 3
        and support[1] >= 2
        and answers >= 60
        and probability >= strong_from
    )
    assert (verdict is SuggestionVerdict.STRONG) == everything
    assert (verdict is SuggestionVerdict.SILENT) == (not shown or (rank > 1 and probability < 0.05))
    if everything:
        assert reason == ""


EMPTY = World().model(World().passage("law")).families[0]


def test_a_code_that_was_often_wrong_when_it_was_strong_is_not_strong(sure: World) -> None:
    model = sure.model(sure.passage("law")).families[0]
    # Of 20 strong answers of the first code 9 were right, of 40 of the second all.
    first = np.repeat([0, 1], [20, 40])
    right = np.concatenate([np.arange(20) < 9, np.ones(40, dtype=bool)])
    past = Calibration(1.0, 0.5, 60, np.full(60, 0.9), right, first)
    model = replace(model, calibration=past)
    assert judge(model, 0, 1, 0.9, True, (20, 4)) == (
        SuggestionVerdict.POSSIBLE,
        "this code was often wrong when it was strong",
    )
    assert judge(model, 1, 1, 0.9, True, (20, 4))[0] is SuggestionVerdict.STRONG
    assert judge(model, 1, 1, 0.4, True, (20, 4)) == (
        SuggestionVerdict.POSSIBLE,
        "not likely enough to be strong",
    )
    assert not model.may_be_strong(0)
    assert model.may_be_strong(1)


def test_a_passage_unlike_all_coded_ones_may_need_a_new_code(world: World) -> None:
    assert not world.rank(world.passage("law law here")).is_novel
    assert world.rank(world.passage("something entirely different")).is_novel


def test_novelty_is_not_judged_on_a_handful() -> None:
    assert NOVEL_EXAMPLES == 10
    nine = World(*((coding("E01", 20 * n, "law"), "law") for n in range(9)))
    ten = World(*((coding("E01", 20 * n, "law"), "law") for n in range(10)))
    assert not nine.rank(nine.passage("x")).is_novel
    assert ten.rank(ten.passage("x")).is_novel


def test_novelty_is_below_the_tenth_percentile() -> None:
    model = replace(EMPTY, nearness=np.linspace(0.0, 1.0, 11))
    assert is_novel(model, 0.0999)
    assert not is_novel(model, 0.1001)


def test_groups_are_the_families_and_the_rest() -> None:
    world = World()
    assert [group.id for group in groups_of(CODES, world.codes)] == [""]
    single = Codebook(
        CODES.codes,
        families=(
            Family("rules", {"en": "Rules"}, True, ("law", "money")),
            Family("lone", codes=("leak",)),
        ),
    )
    rules, rest = groups_of(single, world.codes)
    assert (rules.id, rules.name, rules.exclusive) == ("rules", {"en": "Rules"}, True)
    assert rules.columns.tolist() == [0, 1]
    assert (rest.id, rest.exclusive, rest.columns.tolist()) == ("", False, [2, 3])


def test_evidence_comes_from_other_interviews_first(world: World) -> None:
    """The same interview has the most similar example, and gives way to two others."""
    more = World(
        (coding("E01", 0, "law"), "law law here"),
        (coding("E02", 0, "law"), "law money"),
        (coding("E03", 0, "law"), "law money leak"),
        (coding("E01", 40, "fear"), "fear"),
    )
    passage = more.passage("law law here", "E01", 80, 90)
    support = evidence(passage, "law", more.codes, more.training_set, more.index.terms)
    assert [example.source_id for example in support.examples] == ["E02", "E03"]
    elsewhere = world.passage("law law here")
    support = evidence(elsewhere, "law", world.codes, world.training_set, world.index.terms)
    assert [example.source_id for example in support.examples] == ["E01", "E02"]
    assert [example.code_id for example in support.examples] == ["law", "law"]
    assert support.terms[0] == "law"
    assert support.near_miss is not None
    assert support.near_miss.code_id != "law"


def test_evidence_never_comes_from_the_passage_itself(world: World) -> None:
    example = world.training_set.examples[0]
    passage = world.passage("law law", example.source_id, example.span.start, example.span.end)
    for topic in TOPICS:
        support = evidence(passage, topic, world.codes, world.training_set, world.index.terms)
        places = [*support.examples, *([support.near_miss] if support.near_miss else [])]
        assert places
        assert all(not e.span.overlaps(passage.span) or e.source_id != "E01" for e in places)


def test_a_code_without_examples_has_only_its_words() -> None:
    empty = World()
    support = evidence(
        empty.passage("law"), "law", empty.codes, empty.training_set, empty.index.terms
    )
    assert support.examples == ()
    assert support.near_miss is None
    assert support.terms == ("law",)
