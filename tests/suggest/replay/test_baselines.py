"""Methods beside suggestions: scores by hand, no look ahead, fits as scikit-learn makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from toolkit.suggest.replay import baselines
from toolkit.suggest.replay.outcomes import UNRANKED, Items

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERY = sorted(baselines.LEARNERS)


def rows(*numbers: int) -> baselines.Rows:
    return np.array(numbers, dtype=np.intp)


def items_of(
    labels: Sequence[Sequence[int]],
    vectors: Sequence[Sequence[float]] | None = None,
    sources: Sequence[int] | None = None,
    names: Sequence[Sequence[float]] | None = None,
    starts: Sequence[int] | None = None,
) -> Items:
    """Items at places 0, 10, 20 ... of interview 0, with these labels."""
    count, codes = len(labels), len(labels[0])
    dense = np.array(np.eye(count) if vectors is None else vectors, dtype=np.float32)
    return Items(
        sources=np.array([0] * count if sources is None else sources, dtype=np.intp),
        starts=np.array(np.arange(count) * 10 if starts is None else starts, dtype=np.intp),
        vectors=dense,
        terms=csr_matrix(dense),
        labels=np.array(labels, dtype=bool),
        names=np.array(np.eye(codes, dense.shape[1]) if names is None else names, dtype=np.float32),
        languages=("en",) * count,
    )


def clouds(
    seed: int, *, items: int = 120, codes: int = 4, sources: int = 6, more: float = 0, dim: int = 16
) -> Items:
    """Passages around a direction for each code; with `more`, further codes by chance."""
    chance = np.random.default_rng(seed)
    codes_of = chance.integers(0, codes, items)
    centres = chance.normal(size=(codes, dim))
    vectors = centres[codes_of] + chance.normal(size=(items, dim))
    labels = chance.random((items, codes)) < more
    labels[np.arange(items), codes_of] = True
    return items_of(
        labels.astype(int).tolist(),
        (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).tolist(),
        np.sort(chance.integers(0, sources, items)).tolist(),
        (centres / np.linalg.norm(centres, axis=1, keepdims=True)).tolist(),
        np.arange(items).tolist(),
    )


def test_frequency_counts_earlier_interviews_and_earlier_passages() -> None:
    items = items_of(
        [[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0]], sources=[0, 0, 1, 1, 1]
    )
    answers = baselines.frequency(items, rows(0, 1), rows(2, 3, 4))
    expected = [[2 / 2, 1 / 2, 0], [2 / 3, 1 / 3, 1 / 3], [2 / 4, 1 / 4, 2 / 4]]
    assert answers.scores == pytest.approx(np.array(expected))
    assert answers.ranks.tolist() == [[1, 2, 3], [1, 2, 3], [1, 3, 2]]
    assert answers.confidence == pytest.approx(np.array([1, 2 / 3, 1 / 2]))
    first = baselines.frequency(items, rows(), rows(0, 1))
    assert np.isnan(first.confidence).tolist() == [True, False]


def test_names_are_the_cosines_to_the_codes_and_no_probability() -> None:
    items = items_of([[1, 0], [0, 1]], [[0.6, 0.8], [0.0, 1.0]], names=[[1, 0], [0.6, 0.8]])
    answers = baselines.names(items, rows(), rows(0, 1))
    assert answers.scores == pytest.approx(np.array([[0.6, 1.0], [0.0, 0.8]]), abs=1e-6)
    assert np.isnan(answers.confidence).all()


def test_neighbours_vote_with_their_cosines() -> None:
    items = items_of(
        [[1, 0, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1]],
        [[1, 0], [0.8, 0.6], [0, 1], [1, 0]],
        sources=[0, 0, 0, 1],
    )
    two = baselines.knn(items, rows(0, 1, 2), rows(3), neighbours=2)
    assert two.scores[0] == pytest.approx([1 / 1.8, 0.8 / 1.8, 0], abs=1e-6)
    assert two.confidence == pytest.approx([1 / 1.8], abs=1e-6)
    opposite = items_of([[1, 0], [0, 1]], [[1, 0], [-1, 0]], sources=[0, 1])
    nothing = baselines.knn(opposite, rows(0), rows(1))
    assert nothing.scores.tolist() == [[0, 0]]
    assert np.isnan(nothing.confidence).all()


def test_of_more_than_ten_neighbours_only_the_nearest_ten_vote() -> None:
    near, far = [[1.0, 0.0]] * 10, [[0.8, 0.6]] * 30
    items = items_of([[1, 0]] * 10 + [[0, 1]] * 31, near + far + [[1.0, 0.0]])
    assert baselines.knn(items, np.arange(40), rows(40)).scores == pytest.approx(np.array([[1, 0]]))


@pytest.mark.parametrize("method", EVERY)
def test_every_method_answers_before_anything_is_coded(method: str) -> None:
    items = clouds(1)
    answers = baselines.LEARNERS[method]()(items, rows(), np.flatnonzero(items.sources == 0))
    assert np.isfinite(answers.scores).all()
    assert np.isnan(answers.confidence[0])


@pytest.mark.parametrize("method", EVERY)
def test_codings_that_come_later_change_nothing(method: str) -> None:
    if method.endswith("lr"):
        pytest.importorskip("sklearn")
    items = clouds(2, more=0.2)
    earlier, asked = np.flatnonzero(items.sources < 3), np.flatnonzero(items.sources == 3)
    labels = items.labels.copy()
    labels[items.sources > 3] = ~labels[items.sources > 3]
    labels[items.sources > 3, 0] = True
    labels[asked[-1]] = ~labels[asked[-1]] | True
    changed = Items(
        items.sources,
        items.starts,
        items.vectors,
        items.terms,
        labels,
        items.names,
        items.languages,
    )
    before = baselines.LEARNERS[method]()(items, earlier, asked)
    after = baselines.LEARNERS[method]()(changed, earlier, asked)
    assert (before.scores == after.scores).all()


@pytest.mark.parametrize("method", [name for name in EVERY if name != "frequency"])
def test_methods_learn_what_can_be_learned(method: str) -> None:
    if method.endswith("lr"):
        pytest.importorskip("sklearn")
    items = clouds(3, items=400, codes=4)
    asked = np.flatnonzero(items.sources == 5)
    answers = baselines.LEARNERS[method]()(items, np.flatnonzero(items.sources < 5), asked)
    assert (items.labels[asked] & (answers.ranks == 1)).any(axis=1).mean() > 0.8


@pytest.mark.parametrize("features", ["vectors", "terms"])
@pytest.mark.parametrize("dim", [16, 200])
@pytest.mark.parametrize(("tolerance", "within"), [(1e-7, 1e-4), (baselines.TOLERANCE, 0.02)])
def test_probabilities_are_those_of_scikit_learn_fitted_at_once(
    features: str, dim: int, tolerance: float, within: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baselines, "TOLERANCE", tolerance)
    linear = pytest.importorskip("sklearn.linear_model")
    items = clouds(4, more=0.15, dim=dim)
    method = baselines.lr() if features == "vectors" else baselines.tfidf_lr()
    for source in range(1, 6):
        earlier, asked = (
            np.flatnonzero(items.sources < source),
            np.flatnonzero(items.sources == source),
        )
        answers = method(items, earlier, asked)
        passages, codes = np.nonzero(items.labels[earlier])
        data = items.vectors.astype(np.float64)
        model = linear.LogisticRegression(C=10, tol=1e-8, max_iter=2000)
        expected = model.fit(data[earlier[passages]], codes).predict_proba(data[asked])
        assert answers.scores == pytest.approx(expected, abs=within)
    drawn = items.labels[earlier].sum() / len(earlier)
    assert drawn > 1.2
    assert answers.confidence == pytest.approx(1 - (1 - answers.scores.max(axis=1)) ** drawn)


@pytest.mark.parametrize("shape", [(30, 80), (80, 30)])
def test_rotated_features_have_the_same_products_and_no_more_columns(
    shape: tuple[int, int],
) -> None:
    dense = np.random.default_rng(1).normal(size=shape)
    dense[3] = dense[2]
    for features in (dense, csr_matrix(dense)):
        fewer = baselines.rotated(features)
        assert fewer.shape[1] <= min(shape)
        products = fewer @ fewer.T
        if shape[0] > shape[1]:
            assert fewer is features
        else:
            assert fewer.shape == (30, 29)
            assert products == pytest.approx(dense @ dense.T, abs=1e-9)


def test_a_restarted_regression_answers_as_a_new_one() -> None:
    pytest.importorskip("sklearn")
    items = clouds(6, more=0.1)
    first = baselines.lr()
    for source in (5, 3, 2):
        first(
            items, np.flatnonzero(items.sources != source), np.flatnonzero(items.sources == source)
        )
    earlier, asked = np.flatnonzero(items.sources < 3), np.flatnonzero(items.sources == 3)
    expected = baselines.lr()(items, earlier, asked).scores
    assert (first.restarted()(items, earlier, asked).scores == expected).all()
    assert (first(items, earlier, asked).scores != expected).any()


def test_regression_forgets_the_items_of_another_family() -> None:
    pytest.importorskip("sklearn")
    method = baselines.tfidf_lr()
    for items in (clouds(7), clouds(8, codes=5, items=60)):
        earlier, asked = np.flatnonzero(items.sources < 3), np.flatnonzero(items.sources == 3)
        expected = baselines.tfidf_lr()(items, earlier, asked).scores
        assert (method(items, earlier, asked).scores == expected).all()


def test_regression_with_a_single_code_two_codes_and_a_code_that_comes_later() -> None:
    pytest.importorskip("sklearn")
    labels = [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
    vectors = [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [-1.0, 0.0], [1.0, 0.0]]
    items = items_of(labels, vectors, sources=[0, 1, 2, 3, 4])
    method = baselines.lr()
    single = method(items, rows(0, 1), rows(2))
    assert single.scores.tolist() == [[1, 0, 0]]
    assert single.confidence.tolist() == [1]
    two = method(items, rows(0, 1, 2), rows(3))
    assert two.scores[0, :2].sum() == pytest.approx(1)
    assert two.scores[0, 2] == 0
    three = method(items, rows(0, 1, 2, 3), rows(4))
    assert three.scores.sum() == pytest.approx(1)
    assert three.ranks[0, 0] == 1


def test_confidence_of_regression_is_as_high_as_it_is_right() -> None:
    """Labels drawn from a known logistic model with the penalty's own spread of weights."""
    pytest.importorskip("sklearn")
    chance = np.random.default_rng(8)
    vectors = chance.normal(size=(4000, 5))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    logits = vectors @ chance.normal(scale=3, size=(5, 3))
    drawn = (logits + chance.gumbel(size=logits.shape)).argmax(axis=1)
    items = items_of(
        np.eye(3, dtype=int)[drawn].tolist(), vectors.tolist(), np.repeat([0, 1], 2000).tolist()
    )
    answers = baselines.lr()(items, np.arange(2000), np.arange(2000, 4000))
    right = (items.labels[2000:] & (answers.ranks == 1)).any(axis=1)
    assert answers.confidence.mean() == pytest.approx(right.mean(), abs=0.03)


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_passages_asked_for_alone_get_the_same_answers(seed: int) -> None:
    items = clouds(seed, items=40)
    earlier, asked = np.flatnonzero(items.sources < 3), np.flatnonzero(items.sources >= 3)
    for method in (baselines.names, baselines.knn):
        together = method(items, earlier, asked).scores
        for at in range(len(asked)):
            alone = method(items, earlier, asked[at : at + 1]).scores
            assert alone[0] == pytest.approx(together[at], abs=1e-6)


def test_another_coders_codes_on_overlapping_passages_are_a_ranking() -> None:
    items = items_of(
        [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]], sources=[0, 0, 1], starts=[0, 100, 0]
    )
    others = baselines.CodedSpans(
        sources=rows(0, 0, 0, 1, 2),
        starts=rows(0, 60, 90, 50, 0),
        ends=rows(50, 140, 100, 80, 50),
        labels=np.array(
            [[0, 1, 0, 0], [1, 0, 0, 1], [0, 0, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1]], dtype=bool
        ),
    )
    overlap, answers = baselines.second_coder(items, rows(80, 150, 50), others)
    # Item 0 is [0, 80): 50 of 80 with the first passage, 20 of 140 with the second. Item 1 is
    # [100, 150): 40 of 90 with the second; the third ends where it begins. Item 2 ends where a
    # passage begins, and the last passage is of another interview.
    assert overlap.tolist() == [0, 1]
    inf = -np.inf
    expected = [[20 / 140, 50 / 80, inf, 20 / 140], [40 / 90, inf, inf, 40 / 90]]
    assert answers.scores.tolist() == expected
    assert answers.ranks.tolist() == [[2, 1, UNRANKED, 3], [1, UNRANKED, UNRANKED, 2]]
    assert np.isnan(answers.confidence).all()


def test_a_coder_who_gave_the_same_codes_to_the_same_passages_is_always_right() -> None:
    items = clouds(5, items=50)
    ends = items.starts + 1
    same = baselines.CodedSpans(
        items.sources[::-1], items.starts[::-1], ends[::-1], items.labels[::-1]
    )
    overlap, answers = baselines.second_coder(items, ends, same)
    assert overlap.tolist() == list(range(50))
    assert (items.labels & (answers.ranks == 1)).any(axis=1).all()


def test_a_coder_of_other_interviews_overlaps_nothing() -> None:
    items = items_of([[1, 0]])
    others = baselines.CodedSpans(rows(5), rows(0), rows(9), np.array([[True, False]]))
    overlap, answers = baselines.second_coder(items, rows(9), others)
    assert (len(overlap), answers.scores.shape) == (0, (0, 2))
