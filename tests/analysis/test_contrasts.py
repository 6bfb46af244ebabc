"""Contrasts: published values, and against a slow count of all tables."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.analysis.contrasts import contrasts, exact_p, top_share
from toolkit.domain.outcomes import wilson

GROUPS = st.lists(st.integers(1, 6), min_size=2, max_size=4).flatmap(
    lambda of: st.tuples(st.tuples(*(st.integers(0, n) for n in of)), st.just(tuple(of)))
)


def slow_p(named: tuple[int, ...], of: tuple[int, ...]) -> Fraction:
    def ways(row: tuple[int, ...]) -> int:
        return prod(comb(n, m) for m, n in zip(row, of, strict=True))

    tables = [row for row in product(*(range(n + 1) for n in of)) if sum(row) == sum(named)]
    return Fraction(
        sum(ways(row) for row in tables if ways(row) <= ways(named)),
        sum(ways(row) for row in tables),
    )


@settings(max_examples=80, deadline=None)
@given(GROUPS)
def test_p_is_that_of_all_tables_counted_one_by_one(
    given: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    named, of = given
    p = exact_p(named, of)
    assert p == pytest.approx(float(slow_p(named, of)))
    others = tuple(n - m for m, n in zip(named, of, strict=True))
    assert exact_p(others, of) == pytest.approx(p)
    assert exact_p(named[::-1], of[::-1]) == pytest.approx(p)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 12), st.integers(0, 9))
def test_two_groups_are_the_fisher_test_of_scipy(a: int, b: int) -> None:
    from scipy.stats import fisher_exact

    expected = fisher_exact([[a, 12 - a], [b, 9 - b]])[1]
    assert exact_p([a, b], [12, 9]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("named", "of", "expected"),
    [
        # Fisher (1935), The Design of Experiments: the lady who tasted tea, two-sided 34/70.
        ((3, 1), (4, 4), 34 / 70),
        # Agresti (2002), Categorical Data Analysis, table 3.8; R, ?fisher.test, "TeaTasting".
        ((4, 0), (4, 4), 2 / 70),
        # R, ?fisher.test: convictions of like-sex twins (Fisher 1962), p = 0.0005367.
        ((2, 10), (17, 13), 0.0005367),
    ],
)
def test_published_values(named: tuple[int, ...], of: tuple[int, ...], expected: float) -> None:
    assert exact_p(named, of) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(
    ("m", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_wilson(m: int, n: int, low: float, high: float) -> None:
    assert wilson(m, n) == pytest.approx((low, high), abs=5e-5)


def test_p_is_withheld_from_groups_of_fewer_than_five() -> None:
    assert [each.p for each in contrasts([[4, 0]], [5, 4])] == [None]
    tested, everybody, nobody = contrasts([[5, 0], [5, 5], [0, 0]], [5, 5])
    assert tested.p == tested.q == pytest.approx(2 / 252)
    assert tested.beyond_chance is True
    assert everybody.p is None
    assert nobody.beyond_chance is None
    assert contrasts([[4]], [9])[0].p is None
    assert contrasts([], []) == []


def test_four_of_five_and_two_of_five_are_no_contrast() -> None:
    each = contrasts([[4, 2]], [5, 5])[0]
    assert each.p == pytest.approx(132 / 252 + 0 / 252, abs=0.001)
    assert each.beyond_chance is False


def test_q_corrects_for_the_codes_that_are_tested() -> None:
    made = contrasts([[8, 0], [8, 1], [0, 0], [4, 4]], [8, 8])
    assert [each.q is None for each in made] == [False, False, True, False]
    for each in made:
        assert each.p is None or (each.q or 0) >= each.p
    assert made[0].q == pytest.approx(3 * (made[0].p or 0))


def test_many_groups_do_not_take_forever() -> None:
    assert exact_p([1] * 14, [5] * 14) is not None
    assert exact_p([3, 1, 0], [5, 5, 5]) == pytest.approx(float(slow_p((3, 1, 0), (5, 5, 5))))


def test_the_share_of_the_expert_who_says_most() -> None:
    assert top_share([3, 1, 0]) == 0.75
    assert top_share([0, 0]) is None
    assert top_share([]) is None
