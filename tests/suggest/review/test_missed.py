"""Uncoded sentences that resemble the examples of a code."""

from __future__ import annotations

import numpy as np
import pytest

from tests.suggest.review.test_audit import clouds
from toolkit.suggest.review.missed import LEAST, resembling
from toolkit.suggest.review.vectors import leave_one_out, unit, with_neighbours


def test_hidden_codings_come_before_unrelated_sentences() -> None:
    random = np.random.default_rng(7)
    coded, code_of = clouds(random, codes=4, each=40, noise=1.0)
    unrelated = unit(random.normal(size=(200, coded.shape[1])))
    rows = np.concatenate([coded, unrelated])
    has_code = np.zeros((len(rows), 4), dtype=bool)
    has_code[np.arange(len(coded)), code_of] = True
    hidden = random.choice(len(coded), size=24, replace=False)
    has_code[hidden] = False
    ranked = resembling(rows, has_code, np.arange(len(rows)))
    listed = {(each.row, each.code) for each in ranked[: 3 * len(hidden)]}
    right = sum((row, code_of[row]) in listed for row in hidden)
    # The rule lists what lies above the median of the code's own sentences: half of them.
    assert 8 <= right <= 18
    assert all(each.row in hidden for each in ranked[:right])


def test_only_uncoded_sentences_above_the_median_of_a_code_are_listed() -> None:
    random = np.random.default_rng(8)
    rows, code_of = clouds(random, codes=2, each=30)
    has_code = np.zeros((len(rows), 2), dtype=bool)
    has_code[np.arange(len(rows)), code_of] = True
    has_code[:10] = False
    ranked = resembling(rows, has_code, np.arange(len(rows)))
    assert {each.row for each in ranked} <= set(range(10))
    assert all(each.above > 0 for each in ranked)
    first = [each.above for each in ranked if each.code == 0]
    assert first == sorted(first, reverse=True)
    own = rows[has_code[:, 0]]
    assert ranked[0].code == 0
    assert ranked[0].usual == pytest.approx(np.median(leave_one_out(own)))


def test_a_code_with_few_sentences_is_left_out() -> None:
    random = np.random.default_rng(9)
    rows, _codes = clouds(random, codes=1, each=LEAST + 3)
    has_code = np.zeros((len(rows), 1), dtype=bool)
    has_code[: LEAST - 1] = True
    assert resembling(rows, has_code, np.arange(len(rows))) == []
    has_code[:LEAST] = True
    assert resembling(rows, has_code, np.arange(len(rows))) != []


def test_a_sentence_is_compared_with_its_neighbours_in_the_turn() -> None:
    rows = np.eye(4)
    mixed = with_neighbours(rows, np.array([0, 0, 0, 1]), 0.5)
    np.testing.assert_allclose(mixed[0], unit(np.array([1.0, 0.5, 0.0, 0.0])))
    np.testing.assert_allclose(mixed[1], unit(np.array([0.25, 1.0, 0.25, 0.0])))
    np.testing.assert_allclose(mixed[3], rows[3])


def test_of_two_equal_candidates_the_more_frequent_code_comes_first() -> None:
    rows = unit(np.array([[1.0, 0.2], [1.0, -0.2]] * 3 + [[-0.2, 1.0], [0.2, 1.0]] * 9))
    rows = np.concatenate([rows, [[1.0, 0.0], [0.0, 1.0]]])
    has_code = np.zeros((len(rows), 2), dtype=bool)
    has_code[:6, 0] = has_code[6:24, 1] = True
    ranked = resembling(rows, has_code, np.arange(len(rows)))
    assert [(each.row, each.code) for each in ranked[:2]] == [(25, 1), (24, 0)]
    assert ranked[0].above < ranked[1].above


def test_neighbours_that_resemble_the_code_too_are_one_passage() -> None:
    random = np.random.default_rng(4)
    rows, code_of = clouds(random, codes=2, each=30, noise=0.3)
    has_code = np.zeros((len(rows), 2), dtype=bool)
    has_code[np.arange(len(rows)), code_of] = True
    has_code[10:15] = False
    middle = unit(rows[:30].sum(axis=0))
    rows[10:15] = middle
    ranked = resembling(rows, has_code, np.arange(len(rows)) // 15)
    spans = sorted((each.first, each.last) for each in ranked if each.code == 0)
    assert spans[0][0] == 10
    assert spans[-1][1] == 14
    assert sum(last - first + 1 for first, last in spans) == 5
    assert all(last - first <= 2 for first, last in spans)
