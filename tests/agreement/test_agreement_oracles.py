"""Other implementations, where they are installed; none is needed to run."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from toolkit.agreement import cohen_kappa, fleiss_kappa, krippendorff_alpha, light_kappa
from toolkit.agreement.alpha import METRICS


def ratings(seed: int, missing: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    true = rng.integers(1, 6, 80)
    table = np.stack(
        [np.where(rng.random(80) < 0.3, rng.integers(1, 6, 80), true) for _ in range(4)], axis=1
    ).astype(float)
    table[rng.random(table.shape) < missing] = np.nan
    return table


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_scikit_learn(seed: int, weights: str | None) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    table = ratings(seed)
    values = []
    for first, second in combinations(range(4), 2):
        pair = table[:, [first, second]]
        theirs = metrics.cohen_kappa_score(pair[:, 0], pair[:, 1], weights=weights)
        ours = cohen_kappa(pair, [1, 2, 3, 4, 5], weights or "identity").value
        assert ours == pytest.approx(theirs)
        values.append(theirs)
    found = light_kappa(table, [1, 2, 3, 4, 5], weights or "identity").value
    assert found == pytest.approx(np.mean(values))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("metric", METRICS)
def test_krippendorff(seed: int, metric: str) -> None:
    other: Any = pytest.importorskip("krippendorff")
    table = ratings(seed, missing=0.2)
    theirs = other.alpha(reliability_data=table.T, level_of_measurement=metric)
    assert krippendorff_alpha(table, metric=metric).value == pytest.approx(theirs)


@pytest.mark.parametrize("seed", range(5))
def test_statsmodels(seed: int) -> None:
    other: Any = pytest.importorskip("statsmodels.stats.inter_rater")
    table = ratings(seed)
    counts, _ = other.aggregate_raters(table)
    assert fleiss_kappa(table).value == pytest.approx(other.fleiss_kappa(counts))
