"""Tests of spherical k-means and principal components."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.themes.clustering import PrincipalComponents, SphericalKMeans, centres_of
from toolkit.themes.recipe import unit

_RUN = """
import numpy as np
from hashlib import sha256
from toolkit.themes.clustering import cluster
from toolkit.themes.recipe import choose, without_interviews
random = np.random.default_rng(3)
rows = random.normal(0, 1, (600, 96)) + random.normal(0, 1, (8, 96))[random.integers(0, 8, 600)]
rows = without_interviews(rows, [f"E{n % 12}" for n in range(600)], ["en"] * 600, 0.5)
print(sha256(cluster(rows, choose(600), 5).tobytes()).hexdigest())
"""


def test_cosines_are_not_worse_than_those_of_scikit_learn() -> None:
    cluster_module = pytest.importorskip("sklearn.cluster")
    rows = unit(np.random.default_rng(1).normal(0, 1, (300, 12)))
    own = SphericalKMeans(8, 42, 20).fit(rows)
    other = cluster_module.KMeans(8, n_init=20, random_state=1).fit_predict(rows)

    def closeness(labels: np.ndarray) -> float:
        return float((rows * centres_of(rows, labels, 8)[labels]).sum())

    assert closeness(own.labels_) >= closeness(other) * 0.995


@pytest.mark.parametrize("shape", [(80, 30), (30, 2000)])
def test_components_are_those_of_scikit_learn(shape: tuple[int, int]) -> None:
    """Also where there are more dimensions than rows."""
    decomposition = pytest.importorskip("sklearn.decomposition")
    rows = np.random.default_rng(1).normal(0, 1, shape) * np.linspace(1, 5, shape[1])
    own = PrincipalComponents(5).fit(rows).project(rows)
    other = decomposition.PCA(5, svd_solver="full").fit_transform(rows)
    assert np.allclose(np.abs(own), np.abs(other), atol=1e-8)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 9), st.integers(20, 60), st.integers(0, 5))
def test_every_cluster_has_a_row(clusters: int, rows: int, seed: int) -> None:
    """Also where most rows are equal, so that some starts lose a cluster."""
    values = np.random.default_rng(seed).normal(0, 1, (rows, 4))
    values[rows // 2 :] = values[0]
    labels = SphericalKMeans(clusters, seed, 3).fit(values).labels_
    assert sorted(set(labels.tolist())) == list(range(clusters))


@pytest.mark.skipif(sys.platform != "linux", reason="OPENBLAS_CORETYPE is told on Linux here")
def test_labels_are_the_same_with_other_processors_and_threads() -> None:
    found = set()
    for core, threads in (("Haswell", "1"), ("Haswell", "2"), ("SkylakeX", "2"), ("Prescott", "2")):
        environment = {**os.environ, "OPENBLAS_CORETYPE": core, "OPENBLAS_NUM_THREADS": threads}
        done = subprocess.run(
            [sys.executable, "-c", _RUN], env=environment, capture_output=True, text=True
        )
        if done.returncode == -signal.SIGILL:
            continue  # This processor lacks instructions of that one.
        assert done.returncode == 0, done.stderr
        found.add(done.stdout.strip())
    assert len(found) == 1
    assert len(found.pop()) == 64
