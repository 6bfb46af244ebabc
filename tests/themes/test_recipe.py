"""Tests of which clustering is chosen, and that it finds groups that exist."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError, UsageError
from toolkit.themes.clustering import by_size, cluster, merge
from toolkit.themes.recipe import choose, default_topics, without_interviews
from toolkit.themes.stability import adjusted_rand, stability


def blobs(groups: int, each: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors around `groups` directions, and the direction of each."""
    random = np.random.default_rng(seed)
    centres = np.eye(groups, 32)
    labels = np.repeat(np.arange(groups), each)
    rows = centres[labels] + random.normal(0, 0.05, (groups * each, 32))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), labels


NEEDS_SKLEARN = pytest.mark.skipif(
    find_spec("sklearn") is None, reason="scikit-learn of the extra themes is not installed"
)


@pytest.mark.parametrize("segments", [0, 1, 9])
def test_too_few_segments_are_one_clear_message(segments: int) -> None:
    with pytest.raises(InputError, match=f"{segments} segments are too few") as caught:
        choose(segments)
    assert caught.value.code == "themes-too-few"


@pytest.mark.parametrize("segments", [10, 3_000, 3_001, 20_000, 20_001, 200_000])
def test_the_method_is_kmeans_at_every_size(segments: int) -> None:
    assert choose(segments).method == "kmeans"
    assert choose(segments, method="umap").method == "umap"


def test_topics_must_be_possible() -> None:
    assert choose(40, topics=20).topics == 20
    for topics in (1, 21):
        with pytest.raises(UsageError, match="valid: 2 to 20"):
            choose(40, topics=topics)
    with pytest.raises(InputError, match="unknown method 'kmean'"):
        choose(40, method="kmean")


@given(st.integers(10, 100_000))
def test_the_default_number_of_topics_grows_slowly(segments: int) -> None:
    assert 2 <= default_topics(segments) <= 15
    assert default_topics(segments) <= default_topics(segments + 100)
    choose(segments)


@NEEDS_SKLEARN
@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_clear_groups_are_found(method: str) -> None:
    vectors, truth = blobs(6, 20)
    labels = cluster(vectors, choose(120, topics=6, method=method))
    assert adjusted_rand(truth, labels) == 1.0
    assert sorted(set(labels.tolist())) == list(range(6))


@NEEDS_SKLEARN
def test_fine_clusters_merge_with_their_neighbours() -> None:
    vectors, truth = blobs(4, 10)
    fine = truth * 2 + np.tile([0, 1], 20)
    assert adjusted_rand(merge(vectors, fine, 4), truth) == 1.0
    assert np.array_equal(merge(vectors, truth, 4), truth)


def test_clusters_are_numbered_by_size_then_by_first_segment() -> None:
    labels = np.array([7, 3, 3, 5, -1, 5, 9])
    assert by_size(labels).tolist() == [2, 0, 0, 1, -1, 1, 3]


def test_what_makes_an_interview_one_of_its_kind_is_taken_off() -> None:
    vectors, _ = blobs(3, 10)
    sources = ["A", "B"] * 15
    voice = np.zeros((30, 32))
    voice[0::2, 20] = 2.0  # All segments of interview A share one further direction.
    adjusted = without_interviews(vectors + voice, sources, ["en"] * 30, 1.0)
    left = without_interviews(vectors + voice, sources, ["en"] * 30, 0.0)
    assert np.abs(adjusted[:, 20]).mean() < np.abs(left[:, 20]).mean() / 2
    assert np.allclose(np.linalg.norm(adjusted, axis=1), 1, atol=1e-4)


@NEEDS_SKLEARN
def test_languages_meet_after_their_means_are_taken_off() -> None:
    vectors, truth = blobs(4, 20)
    languages = ["ko" if at % 2 else "en" for at in range(80)]
    accent = np.zeros((80, 32))
    accent[1::2, 30] = 3.0
    sources = [f"E{at % 8}" for at in range(80)]
    adjusted = without_interviews(vectors + accent, sources, languages, 0.5)
    labels = cluster(adjusted, choose(80, topics=4))
    assert adjusted_rand(labels, truth) > 0.95


def test_adjusted_rand_against_a_worked_example() -> None:
    """The expected value is computed by hand for a 2 x 2 table, after Hubert and Arabie."""
    first, second = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 1, 1])
    # The cells 2, 1, 0, 3 have 1 + 3 = 4 pairs, the rows 3 + 3 = 6, the columns 1 + 6 = 7, all 15.
    assert adjusted_rand(first, second) == pytest.approx((4 - 42 / 15) / (6.5 - 42 / 15))
    assert adjusted_rand(first, first) == 1.0
    assert adjusted_rand(first, 1 - first) == 1.0


@NEEDS_SKLEARN
def test_themes_of_everyone_are_stable_and_those_of_nobody_are_not() -> None:
    vectors, truth = blobs(4, 30)
    sources = [f"E{at % 10}" for at in range(120)]
    recipe = choose(120, topics=4)
    result = stability(vectors, sources, cluster(vectors, recipe), recipe, 5)
    assert result is not None
    assert result.ari_median == 1.0
    assert result.found_again == (1.0,) * 4
    noise = np.random.default_rng(1).normal(size=(120, 32))
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    loose = stability(noise, sources, cluster(noise, recipe), recipe, 5)
    assert loose is not None
    assert loose.ari_median < 0.6
    assert stability(vectors, ["E1"] * 120, truth, recipe, 5) is None
    assert stability(vectors, sources, truth, choose(120, topics=4, method="umap"), 5) is None


@NEEDS_SKLEARN
@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**31 - 1))
def test_the_same_seed_gives_the_same_clusters(seed: int) -> None:
    vectors = np.random.default_rng(3).normal(size=(60, 16))
    recipe = choose(60, topics=5, seed=seed)
    assert np.array_equal(cluster(vectors, recipe), cluster(vectors, recipe))
