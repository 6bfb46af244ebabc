"""Tests of the cosines to prototypes, and of what one interview may add to them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.suggest.closeness import (
    capped_weights,
    changed_closeness,
    closeness,
    held_out_closeness,
    sums_of,
)
from toolkit.suggest.coded import Coded


def test_the_cap_scales_an_interview_and_leaves_smaller_sums_alone() -> None:
    weights = np.array([[1.0, 0.3], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    capped = capped_weights(weights, np.array([0, 0, 0, 0, 1]))
    assert capped[:4, 0].tolist() == [0.75] * 4
    assert capped[4].tolist() == [1.0, 1.0]
    assert capped[0, 1] == 0.3


def some_coded(seed: int, passages: int = 30, interviews: int = 4) -> Coded:
    from scipy.sparse import csr_matrix

    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(passages, 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    terms = chance.random((passages, 9)) * (chance.random((passages, 9)) < 0.4)
    weights = (chance.random((passages, 3)) < 0.5) * chance.choice([0.3, 1.0], (passages, 3))
    sources = np.sort(chance.integers(0, interviews, passages))
    starts = np.arange(passages) * 10
    return Coded(sources, sources, starts, starts + 8, vectors, csr_matrix(terms), weights)


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_held_out_closeness_is_that_of_sums_without_the_interview(seed: int) -> None:
    coded = some_coded(seed)
    weights = capped_weights(coded.weights, coded.sources)
    whole = sums_of(weights, coded.vectors, coded.terms)
    by_vectors, by_terms = held_out_closeness(
        whole, weights, coded.vectors, coded.terms, coded.sources, len(coded)
    )
    for source in np.unique(coded.sources):
        own, rest = coded.sources == source, coded.sources != source
        left = sums_of(weights[rest], coded.vectors[rest], coded.terms[rest])
        expected = closeness(coded.vectors[own], coded.terms[own], left)
        # A code that no other interview has is at zero; there the difference of sums is noise.
        known = (weights[rest] > 0).any(axis=0)
        assert by_vectors[own][:, known] == pytest.approx(expected[0][:, known], abs=1e-9)
        assert by_terms[own][:, known] == pytest.approx(expected[1][:, known], abs=1e-9)


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_changed_closeness_is_closeness_passage_by_passage(seed: int) -> None:
    coded = some_coded(seed, passages=8)
    chance = np.random.default_rng(seed + 1)
    base = sums_of(
        chance.random((5, 3)),
        chance.normal(size=(5, 6)).astype(np.float32),
        chance.random((5, 9)),
    )
    changes = chance.random((8, 8, 3)) * (chance.random((8, 8, 3)) < 0.5)
    by_vectors, by_terms = changed_closeness(coded.vectors, coded.terms, base, changes)
    for at in range(8):
        sums = base.plus(sums_of(changes[at], coded.vectors, coded.terms))
        expected = closeness(coded.vectors[[at]], coded.terms[[at]], sums)
        assert by_vectors[at] == pytest.approx(expected[0][0], abs=1e-9)
        assert by_terms[at] == pytest.approx(np.asarray(expected[1])[0], abs=1e-9)
