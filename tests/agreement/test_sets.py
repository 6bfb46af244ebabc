"""Agreement on sets, against published values."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.agreement.sets import (
    exact_distance,
    jaccard_distance,
    masi_distance,
    mean_set_agreement,
    set_alpha,
)

Answer = AbstractSet[str]
SETS = st.frozensets(st.sampled_from("ABCD"), max_size=4)
STUDY = [
    ((), ()),
    (("A",), ()),
    (("A",), ("A",)),
    (("A",), ("B",)),
    (("A", "B"), ("A",)),
    (("A", "B"), ("A", "C")),
    (("A", "B", "C"), ("A", "B", "C")),
    (("C",), ("A", "C")),
    (("C",), ("A", "C")),
]
"""Nine units of two coders, from DKPro Statistics 2.2, SetAnnotationsTest."""
ANSWERS = [(frozenset(first), frozenset(second)) for first, second in STUDY]


def _partial_match(first: Answer, second: Answer) -> float:
    """The distance of Passonneau (2004), Computing reliability for coreference annotation."""
    if first == second:
        return 0.0
    if first <= second or second <= first:
        return 1 / 3
    return 2 / 3 if first & second else 1.0


def _scaled_jaccard(first: Answer, second: Answer) -> float:
    """What DKPro calls MASI: the distance of Jaccard times that of Passonneau (2004)."""
    return jaccard_distance(first, second) * _partial_match(first, second)


def test_the_weights_are_those_of_passonneau_2006() -> None:
    """Section 3 there: M is 1 for identical sets, 2/3 for subsets, 1/3 for overlap, else 0."""
    assert masi_distance({"a", "b"}, {"a", "b"}) == 0.0
    assert masi_distance({"a", "b"}, {"a", "b", "c", "d"}) == pytest.approx(1 - 2 / 3 / 2)
    assert masi_distance({"a", "b", "c"}, {"b"}) == pytest.approx(1 - 2 / 3 / 3)
    assert masi_distance({"a", "b"}, {"b", "c"}) == pytest.approx(1 - 1 / 3 / 3)
    assert masi_distance({"a"}, {"b"}) == 1.0


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [({"1", "2"}, {"1", "2", "3", "4"}, 0.665), ({"1", "2", "3", "4"}, {"3", "4", "5"}, 0.868)],
)
def test_nltk_differs_by_its_rounded_weights_only(
    first: set[str], second: set[str], value: float
) -> None:
    """The examples of NLTK's documentation of masi_distance and of its metrics how-to."""
    assert masi_distance(first, second) == pytest.approx(value, abs=0.0034 * 0.5)
    rounded = 0.67 if first < second else 0.33
    jaccard = 1 - jaccard_distance(first, second)
    assert 1 - rounded * jaccard == pytest.approx(value, abs=5e-4)


def test_alpha_on_sets_is_the_published_one() -> None:
    """DKPro Statistics gives .186 and .252 for its two distances on the same nine units."""
    assert set_alpha(ANSWERS, _partial_match).value == pytest.approx(0.186, abs=1e-3)
    assert set_alpha(ANSWERS, _scaled_jaccard).value == pytest.approx(0.252, abs=1e-3)
    assert mean_set_agreement(ANSWERS, _partial_match) == pytest.approx(1 - 0.333, abs=1e-3)
    assert mean_set_agreement(ANSWERS, _scaled_jaccard) == pytest.approx(1 - 0.253, abs=1e-3)
    assert mean_set_agreement(ANSWERS) == pytest.approx(0.333, abs=1e-3)


def test_alpha_with_masi_is_one_less_observed_by_expected_distance() -> None:
    """Computed pair by pair, as Krippendorff (2011) writes alpha, without a matrix."""
    values = [answer for unit in ANSWERS for answer in unit]
    observed = sum(masi_distance(*unit) for unit in ANSWERS) / len(ANSWERS)
    pairs = [
        masi_distance(values[i], values[j])
        for i, j in product(range(len(values)), repeat=2)
        if i != j
    ]
    expected = sum(pairs) / len(pairs)
    assert set_alpha(ANSWERS).value == pytest.approx(1 - observed / expected)


def test_a_missing_answer_is_no_empty_set() -> None:
    answers = [*ANSWERS, (frozenset("A"), None)]
    assert set_alpha(answers).value == set_alpha(ANSWERS).value
    assert mean_set_agreement(answers) == mean_set_agreement(ANSWERS)
    empty = [*ANSWERS, (frozenset("A"), frozenset())]
    assert set_alpha(empty).value != set_alpha(ANSWERS).value


def test_of_three_coders_each_unit_weighs_the_same() -> None:
    a, b = frozenset("A"), frozenset("B")
    assert mean_set_agreement([(a, a, b), (a, a, None)]) == pytest.approx((1 / 3 + 1) / 2)


def test_without_two_answers_or_two_sets_nothing_is_measured() -> None:
    assert mean_set_agreement([(frozenset("A"), None)]) is None
    assert set_alpha([]).reason
    assert set_alpha([(frozenset("A"), None)]).value is None
    assert set_alpha([(frozenset("A"), frozenset("A"))]).value is None


@given(SETS, SETS)
def test_masi_is_symmetric_and_never_below_jaccard(
    first: frozenset[str], second: frozenset[str]
) -> None:
    distance = masi_distance(first, second)
    assert distance == masi_distance(second, first)
    assert jaccard_distance(first, second) <= distance <= 1.0
    assert (distance == 0.0) == (exact_distance(first, second) == 0.0) == (first == second)


@given(st.lists(st.tuples(SETS, SETS), min_size=2, max_size=8))
def test_the_order_of_coders_does_not_count(units: list[tuple[frozenset[str], ...]]) -> None:
    alpha, turned = set_alpha(units), set_alpha([unit[::-1] for unit in units])
    assert alpha.value == (turned.value if turned.value is None else pytest.approx(turned.value))
