"""Pairs of codes: published values, the matrix of codes by codes, and every permutation."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.test_codes_by_codes import meets, segments
from tests.analysis.test_matrices import BOOK, CODINGS, MATERIAL, coding
from toolkit.analysis.codes_by_codes import codes_by_codes
from toolkit.analysis.pairs import code_pairs, permuted_p
from toolkit.analysis.rows import RowChoice
from toolkit.domain.codebook import Codebook, Family

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding

LEAVES = RowChoice("leaves")
UNITS = st.sampled_from(["segment", "turn", "source"])


@settings(max_examples=100, deadline=None)
@given(CODINGS, UNITS)
def test_counts_are_those_of_the_matrix_and_figures_keep_their_bounds(
    codings: list[Coding], unit: str
) -> None:
    matrix = codes_by_codes(codings, BOOK, MATERIAL, unit=unit)
    found = code_pairs(codings, BOOK, MATERIAL, unit=unit)
    there = {(pair.a, pair.b) for pair in found.pairs}
    for at, a in enumerate(matrix.row_ids):
        for b in matrix.row_ids[at + 1 :]:
            assert ((a, b) in there) == bool(matrix.cell(a, b))
    for pair in found.pairs:
        assert (pair.n_a, pair.n_b) == (matrix.cell(pair.a, pair.a), matrix.cell(pair.b, pair.b))
        if unit != "segment":
            assert pair.n_both == matrix.cell(pair.a, pair.b)
            assert pair.npmi is None or -1 <= pair.npmi <= 1 + 1e-9
        else:
            assert pair.n_both == most_pairs(codings, pair.a, pair.b)
            assert pair.lift is None
        assert 0 < pair.jaccard <= 1
        assert max(pair.share_of_a, pair.share_of_b) <= 1
        assert pair.p is None or 0 < pair.p <= 1
        assert pair.q is None or pair.q >= (pair.p or 0)


def most_pairs(codings: list[Coding], a: str, b: str) -> int:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_bipartite_matching

    table = [[meets(x, y) for y in segments(codings, b)] for x in segments(codings, a)]
    return int((maximum_bipartite_matching(csr_matrix(table), "column") >= 0).sum())


SOURCE = st.integers(1, 5).flatmap(
    lambda n: st.tuples(st.just(n), st.sets(st.integers(0, n - 1)), st.sets(st.integers(0, n - 1)))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SOURCE, min_size=1, max_size=2))
def test_p_is_that_of_every_permutation_within_the_sources(
    given: list[tuple[int, set[int], set[int]]],
) -> None:
    observed = sum(len(a & b) for _n, a, b in given)
    drawn = product(*(map(set, combinations(range(n), len(b))) for n, _a, b in given))
    met = [sum(len(a & b) for (_n, a, _b), b in zip(given, every, strict=True)) for every in drawn]
    p = permuted_p([(n, len(a), len(b), len(a & b)) for n, a, b in given])
    assert p == pytest.approx(sum(count >= observed for count in met) / len(met))


def test_published_p() -> None:
    # Fisher (1935), The Design of Experiments: 3 of 4 cups right, one-sided 17/70.
    assert permuted_p([(8, 4, 4, 3)]) == pytest.approx(17 / 70)
    # What one interview says of its own turns says nothing where all of them have a code.
    assert permuted_p([(8, 4, 4, 3), (3, 3, 2, 2)]) == pytest.approx(17 / 70)


def test_codes_that_only_share_interviews_are_not_beyond_chance() -> None:
    """Both codes are frequent in one interview and absent from the other: lift is high, and the
    permutation within interviews is not deceived."""
    alone = permuted_p([(10, 10, 5, 5), (90, 0, 0, 0)])
    assert alone == 1.0


def test_the_coefficient_of_atlas_counts_pairs_of_quotations() -> None:
    # All overlap: 2 x 2 pairs of quotations, so that no denominator is left.
    two = [coding("E1", 0, 6, "a"), coding("E1", 2, 8, "a")]
    other = [coding("E1", 1, 7, "c"), coding("E1", 3, 9, "c")]
    (pair,) = code_pairs([*two, *other], BOOK, MATERIAL, unit="segment", rows=LEAVES).pairs
    assert (pair.pairs, pair.c, pair.jaccard) == (4, None, 1.0)


def test_published_coefficient_of_atlas() -> None:
    """The manual of ATLAS.ti: 100 and 10 uses, 5 of them joint, give .048, although half of the
    uses of the rarer code meet the other. A coding of a second coder is the same quotation."""
    many = [coding("E1", 10 * at, 10 * at + 5, "a") for at in range(100)]
    few = [coding("E1", 10 * at, 10 * at + 5, "c") for at in range(5)]
    few += [coding("E1", 10 * at + 6, 10 * at + 8, "c") for at in range(5)]
    again = [coding("E1", 0, 5, "a", coder="y")]
    found = code_pairs([*many, *few, *again], BOOK, MATERIAL, unit="segment", rows=LEAVES)
    (pair,) = found.pairs
    assert pair.c == pytest.approx(5 / 105)
    assert pair.jaccard == pytest.approx(5 / 105)
    assert (pair.share_of_a, pair.share_of_b, pair.uneven) == (0.05, 0.5, True)
    assert pair.p is None


def test_forced_pairs_are_left_out_and_counted() -> None:
    book = Codebook(BOOK.codes, families=(Family("f", exclusive=True, codes=("p",)),))
    codings = [coding("E1", 0, 9, code) for code in ("a", "b", "c")]
    found = code_pairs(codings, book, MATERIAL, unit="source")
    # p-a and p-b are of one branch; a-b of the exclusive family.
    assert (found.of_branch, found.of_family, found.compared) == (2, 1, 3)
    assert {(pair.a, pair.b) for pair in found.pairs} == {("p", "c"), ("a", "c"), ("b", "c")}
    open_family = Codebook(BOOK.codes, families=(Family("f", codes=("p",)),))
    assert code_pairs(codings, open_family, MATERIAL, unit="source").of_family == 0


def test_nothing_coded_has_no_pairs() -> None:
    for unit in ("segment", "turn", "source"):
        found = code_pairs([], BOOK, MATERIAL, unit=unit)
        assert (found.pairs, found.compared, found.tested) == ((), 0, 0)
