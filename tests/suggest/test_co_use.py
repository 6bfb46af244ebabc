"""Tests of the sets of codes that are on one axis, on passages whose axes are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.suggest.co_use import axes, co_use


def one_of(chance: np.random.Generator, passages: int, codes: int) -> np.ndarray:
    """A passage has exactly one of the codes."""
    return np.eye(codes, dtype=bool)[chance.integers(0, codes, passages)]


def any_of(chance: np.random.Generator, passages: int, codes: int, share: float) -> np.ndarray:
    """A passage has each of the codes with the same chance, whatever else it has."""
    return chance.random((passages, codes)) < share


@given(st.integers(0, 10_000), st.permutations(range(9)))
@settings(max_examples=30)
def test_an_axis_is_found_beside_codes_that_are_given_freely(seed: int, order: list[int]) -> None:
    chance = np.random.default_rng(seed)
    passages = np.hstack([one_of(chance, 300, 4), any_of(chance, 300, 5, 0.2)])
    (found,) = axes(passages[:, order])
    assert sorted(order[at] for at in found.columns) == [0, 1, 2, 3]
    assert (found.passages, found.together, found.pairs) == (300, 0, 0)
    assert found.looks_exclusive


@pytest.mark.parametrize("seed", range(5))
def test_two_axes_are_two_sets(seed: int) -> None:
    chance = np.random.default_rng(seed)
    found = axes(np.hstack([one_of(chance, 400, 3), one_of(chance, 400, 4)]))
    assert [each.columns for each in found] == [(0, 1, 2), (3, 4, 5, 6)]


def test_codes_that_all_exclude_one_another_are_no_set_of_their_own() -> None:
    """That is a codebook without families, and nothing is to be proposed."""
    chance = np.random.default_rng(0)
    assert axes(one_of(chance, 400, 5)) == ()
    assert axes(np.hstack([one_of(chance, 400, 5), np.zeros((400, 3), dtype=bool)])) == ()


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_codes_that_do_not_regard_one_another_are_seldom_joined(seed: int) -> None:
    assert axes(any_of(np.random.default_rng(seed), 400, 6, 0.25)) == ()


@pytest.mark.parametrize(("passages", "joined"), [(22, False), (26, True)])
def test_six_passages_must_be_expected_before_none_says_anything(
    passages: int, joined: bool
) -> None:
    """Two codes with half of the passages each are expected together on a quarter of them."""
    half = np.arange(passages) % 2 == 0
    third = np.arange(passages) % 3 == 0
    found = axes(np.column_stack([half, ~half, third]))
    assert [each.columns for each in found] == ([(0, 1)] if joined else [])


def test_counts_are_those_of_the_passages() -> None:
    given = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0]], dtype=bool)
    use = co_use(given, (2, 0, 1))
    assert (use.columns, use.passages, use.together, use.pairs) == ((0, 1, 2), 4, 2, 4)
    assert use.expected == pytest.approx((3 * 2 + 3 * 2 + 2 * 2) / 5)
    assert not use.looks_exclusive
    none = co_use(np.zeros((0, 3), dtype=bool), (0, 1))
    assert (none.passages, none.expected, none.looks_exclusive) == (0, 0.0, False)
    assert axes(np.zeros((0, 3), dtype=bool)) == ()
