"""Arrays that do not fit are refused, and ranks follow from scores as documented."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.stats import rankdata

from tests.suggest.replay.outcomes_world import answers, simulated
from toolkit.suggest.replay.outcomes import UNRANKED, Items, pooled, ranks_of


def _items(**fields: Any) -> Items:
    given: dict[str, Any] = {
        "sources": np.array([0, 0, 1]),
        "starts": np.array([5, 40, 2]),
        "vectors": np.eye(3, 4, dtype=np.float32),
        "terms": csr_matrix(np.eye(3, 7)),
        "labels": np.array([[1, 0], [0, 1], [1, 1]], dtype=bool),
        "names": np.eye(2, 4, dtype=np.float32),
        "languages": ("en", "en", "ko"),
    }
    return Items(**(given | fields))


def test_items_that_fit_are_taken() -> None:
    assert len(_items()) == 3
    assert len(_items(starts=np.array([5, 5, 2]))) == 3


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"starts": np.array([1, 2])}, "same number of rows"),
        ({"languages": ("en", "en")}, "same number of rows"),
        ({"terms": csr_matrix(np.eye(4, 7))}, "same number of rows"),
        ({"names": np.eye(3, 4, dtype=np.float32)}, "same number of rows"),
        ({"names": np.eye(2, 5, dtype=np.float32)}, "same number of rows"),
        ({"labels": np.array([[1, 0], [0, 0], [1, 1]], dtype=bool)}, "no code"),
        ({"sources": np.array([1, 1, 0])}, "not sorted"),
        ({"starts": np.array([40, 5, 2])}, "not sorted"),
    ],
)
def test_items_that_do_not_fit_are_refused(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        _items(**fields)


def test_answers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="same number of rows"):
        answers([[1, 2]], [[1, 0]], sources=[0, 0])
    with pytest.raises(ValueError, match="same number of rows"):
        answers([[1, 2]], [[1, 0]], [0.5, 0.5])


def test_passages_without_a_code_of_the_family_are_never_hits() -> None:
    outcomes = answers([[1, 2], [2, 1]], [[0, 0], [0, 1]])
    assert outcomes.applies.tolist() == [False, True]
    assert outcomes.right.tolist() == [False, True]
    assert outcomes.own().items.tolist() == [1]


def test_best_ranks_and_hits_of_answers_made_by_hand() -> None:
    outcomes = answers([[1, 2, 3], [3, 1, 2], [2, 3, 1]], [[1, 0, 0], [1, 0, 1], [0, 1, 0]])
    assert outcomes.best_rank.tolist() == [1, 2, 3]
    assert outcomes.right.tolist() == [True, False, False]
    assert outcomes.hit(2).tolist() == [True, True, False]
    assert answers([], []).best_rank.tolist() == []


def test_equal_scores_are_ranked_in_code_order_and_codes_that_are_none_have_no_rank() -> None:
    scores = np.array([[0.5, 0.9, 0.5], [0.0, 0.0, 0.0], [-np.inf, 0.1, -np.inf]])
    assert ranks_of(scores).tolist() == [[2, 1, 3], [1, 2, 3], [UNRANKED, 1, UNRANKED]]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_ranks_are_those_of_scipy(scores: list[int]) -> None:
    expected = rankdata([-score for score in scores], method="ordinal")
    assert ranks_of(np.array([scores], dtype=float))[0].tolist() == expected.tolist()


def test_some_answers_and_answers_of_several_orders() -> None:
    outcomes = simulated(1, items=30)
    odd, even = outcomes.at(np.arange(1, 30, 2)), outcomes.at(outcomes.items % 2 == 0)
    both = pooled([odd, even])
    assert both.items.tolist() == [*range(1, 30, 2), *range(0, 30, 2)]
    assert (both.ranks == outcomes.ranks[both.items]).all()
    assert (both.confidence == outcomes.confidence[both.items]).all()
    with pytest.raises(ValueError, match="single method"):
        pooled([])
    with pytest.raises(ValueError, match="single method"):
        pooled([answers([[1, 2]], [[1, 0]]), answers([[1, 2]], [[1, 0]], method="knn")])
