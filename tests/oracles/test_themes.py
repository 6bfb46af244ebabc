"""Stability of themes beside topic-stability 0.2.0 of D. Mimno (MIT)."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.themes.stability import matched


def test_themes_are_aligned_as_topic_stability_aligns_them() -> None:
    """topic-stability 0.2.0 of D. Mimno: where both align alike, the same themes are stable."""
    package = pytest.importorskip("topic_stability", reason="`make oracles` installs it")
    run = pytest.importorskip("topic_stability.run")
    random = np.random.default_rng(1)
    truth = np.repeat(np.arange(4), 30)
    vectors = np.eye(4)[truth] + random.normal(0, 0.05, (120, 4))
    swapped = np.array([2, 0, 3, 1])[truth]
    mixed = swapped.copy()
    mixed[:30] = random.integers(0, 4, 30)
    for labels in (swapped, mixed):
        runs = [
            run.TopicRun(doc_topic=np.eye(4)[each], doc_ids=[str(n) for n in range(120)])
            for each in (truth, labels)
        ]
        analysis = package.StabilityAnalysis(runs, vectors)
        analysis.align()
        scores = analysis.topic_stability()
        assert (matched(truth, labels, 4) == (scores > 0.5)).all()
