"""Uncoded sentences that resemble the examples of a code."""

from __future__ import annotations

import numpy as np

from tests.suggest.review.test_audit import clouds
from toolkit.suggest.review.missed import LEAST, resembling
from toolkit.suggest.review.vectors import leave_one_out, unit


def test_hidden_codings_come_before_unrelated_sentences() -> None:
    random = np.random.default_rng(7)
    coded, code_of = clouds(random, codes=4, each=40, noise=1.0)
    unrelated = unit(random.normal(size=(200, coded.shape[1])))
    rows = np.concatenate([coded, unrelated])
    has_code = np.zeros((len(rows), 4), dtype=bool)
    has_code[np.arange(len(coded)), code_of] = True
    hidden = random.choice(len(coded), size=24, replace=False)
    has_code[hidden] = False
    ranked = resembling(rows, has_code)
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
    ranked = resembling(rows, has_code)
    assert {each.row for each in ranked} <= set(range(10))
    assert all(each.above > 0 for each in ranked)
    assert [each.above for each in ranked] == sorted((e.above for e in ranked), reverse=True)
    own = rows[has_code[:, 0]]
    assert ranked[0].code == 0
    assert ranked[0].usual == np.median(leave_one_out(own))


def test_a_code_with_few_sentences_is_left_out() -> None:
    random = np.random.default_rng(9)
    rows, _codes = clouds(random, codes=1, each=LEAST + 3)
    has_code = np.zeros((len(rows), 1), dtype=bool)
    has_code[: LEAST - 1] = True
    assert resembling(rows, has_code) == []
    has_code[:LEAST] = True
    assert resembling(rows, has_code) != []
