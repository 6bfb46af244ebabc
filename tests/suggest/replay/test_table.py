"""The table names what it compares, and says what is missing and why."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.suggest.replay.outcomes_world import answers, firsts, simulated
from toolkit.suggest.replay import compare, metrics
from toolkit.suggest.replay.outcomes import NO_VERDICT, Outcomes
from toolkit.suggest.replay.table import COLUMNS, main_rank, results


def named(outcomes: Outcomes, method: str) -> Outcomes:
    return replace(outcomes, method=method)


def test_rows_are_the_figures_over_all_orders() -> None:
    first, second = simulated(1), simulated(2)
    knn = [named(simulated(3, skill=0.1), "knn"), named(simulated(4, skill=0.1), "knn")]
    table = results({"stance": {"knn": knn, "qct": [first, second]}})
    qct, other = table.rows
    assert (qct.method, other.method) == ("qct", "knn")
    assert qct.n == 200
    hits = [metrics.hit_at(outcomes, 1) for outcomes in (first, second)]
    assert qct.hit_1 == pytest.approx(np.mean(hits))
    own = compare.interval([first, second], compare.hits(1))
    assert (qct.low, qct.high) == (own.low, own.high)
    paired = compare.difference([first, second], knn, compare.hits(1))
    assert (other.low, other.high) == (paired.low, paired.high)
    assert dict(zip(COLUMNS, qct.cells, strict=True))["strong_share"] == qct.strong_share


@pytest.mark.parametrize(("codes", "k"), [(2, 1), (6, 1), (7, 3), (105, 3)])
def test_the_main_measure_depends_on_the_number_of_codes(codes: int, k: int) -> None:
    assert main_rank(codes) == k
    outcomes = simulated(5, codes=codes, items=300)
    [row] = results({"topics": {"qct": [outcomes]}}).rows
    own = compare.interval([outcomes], compare.hits(k))
    assert (row.low, row.high) == (own.low, own.high)
    assert any(f"compared by hit@{k}" in note for note in results({"x": {"qct": [outcomes]}}).notes)


def test_the_number_of_codes_can_be_given() -> None:
    outcomes = simulated(5, codes=6)
    [row] = results({"topics": {"qct": [outcomes]}}, codes={"topics": 30}).rows
    own = compare.interval([outcomes], compare.hits(3))
    assert (row.low, row.high) == (own.low, own.high)


def test_what_a_method_does_not_have_is_none_and_not_zero() -> None:
    plain = simulated(1, confidence=False)
    names = replace(named(plain, "names"), verdicts=np.full(len(plain), NO_VERDICT, dtype=np.int8))
    [row] = results({"stance": {"names": [names]}}).rows
    assert (row.ece, row.strong_share, row.strong_right) == (None, None, None)
    assert (row.low, row.high) == (None, None)
    assert row.hit_1 is not None


def test_a_method_that_never_says_strong_has_a_share_of_zero_and_no_precision() -> None:
    never = firsts(
        [True, False, True, True], [0.5] * 4, verdicts=[1, 0, 1, 0], sources=[0, 0, 1, 1]
    )
    [row] = results({"stance": {"qct": [never]}}).rows
    assert (row.strong_share, row.strong_right) == (0.0, None)


def test_the_second_coder_is_compared_on_the_overlap_alone() -> None:
    qct = firsts([True, True, False, False], [math.nan] * 4, sources=[0, 0, 1, 1])
    human = named(qct.at(np.array([2, 3])), "second_coder")
    human = replace(human, ranks=human.ranks[:, ::-1])
    table = results({"stance": {"qct": [qct], "second_coder": [human]}})
    assert [(row.method, row.n, row.hit_1) for row in table.rows] == [
        ("qct", 4, 0.5),
        ("second_coder", 2, 1.0),
    ]
    assert any("what another coder gave" in note for note in table.notes)


def test_notes_say_what_is_few_and_what_was_left_out() -> None:
    few = firsts([True, False], [0.5] * 2, sources=[0, 1], novel=[True, False])
    nothing = replace(answers([], []), method="lr")
    table = results(
        {"stance": {"qct": [few], "lr": [nothing]}, "places": {"qct": [answers([], [])]}},
        left_out={"topics": "It has a single code."},
    )
    text = "\n".join(table.notes)
    for part in (
        "stance is only indicative: 2 passages are fewer than 200.",
        "stance: with only 2 interviews the intervals are too narrow.",
        "stance: lr is left out, since it answered no passage.",
        "stance: 50% of the passages have only codes that no earlier interview had",
        "stance: qct gives no verdicts, so that no answer is strong.",
        "places: qct is left out, since it answered no passage.",
        "topics is left out: It has a single code.",
    ):
        assert part in text
    assert [row.family for row in table.rows] == ["stance"]


def test_many_passages_of_many_interviews_need_no_warning() -> None:
    text = "\n".join(results({"stance": {"qct": [simulated(1)]}}).notes)
    assert "indicative" not in text
    assert "too narrow" not in text
    assert results({}) == results({"stance": {}})
    assert results({}).notes == ()


def test_a_method_with_fewer_orders_is_compared_on_those() -> None:
    qct = [simulated(1), simulated(2), simulated(3)]
    lr = [named(simulated(4), "lr")]
    table = results({"stance": {"qct": qct, "lr": lr}})
    paired = compare.difference(qct[:1], lr, compare.hits(1))
    assert (table.rows[1].low, table.rows[1].high) == (paired.low, paired.high)
    assert "stance: lr was replayed in 1 order, others in 3." in table.notes
