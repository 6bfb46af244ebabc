"""Tests of themes that the meanings of codes guide."""

from __future__ import annotations

import numpy as np
import pytest

from tests.themes.test_fit import corpus, words
from toolkit.themes.fit import Asked, fit_themes
from toolkit.themes.guided import guided, numbered_by_size
from toolkit.themes.recipe import unit

pytest.importorskip("bertopic")


def test_segments_near_a_meaning_come_together_and_others_stay_free() -> None:
    random = np.random.default_rng(1)
    truth = np.repeat([0, 1, 2], 20)
    rows = unit(np.eye(8)[truth] + random.normal(0, 0.1, (60, 8)))
    rows -= rows.mean(axis=0)
    found = guided(unit(rows), np.eye(8)[[0, 1, 6, 7]])
    assert set(found[truth == 0].tolist()) <= {0, -1}
    assert set(found[truth == 1].tolist()) <= {1, -1}
    assert (found[truth == 0] == 0).mean() > 0.4


def test_themes_of_codes_and_free_ones_have_one_numbering() -> None:
    codes = np.array([1, 1, -1, -1, -1, 0])
    labels, owners = numbered_by_size(codes, np.array([0, 0, 0]), ["law", "money"])
    assert labels.tolist() == [1, 1, 0, 0, 0, 2]
    assert owners == {1: "money", 2: "law"}


def test_a_guided_fit_names_the_codes() -> None:
    segments, vectors = corpus()
    guides = {"law": np.eye(16)[0], "money": np.eye(16)[1], "other": np.eye(16)[9]}
    run = fit_themes(
        segments, vectors, model="m@1", terms_of=words, asked=Asked(topics=2, guides=guides)
    )
    named = run.parameters["guides"]
    assert isinstance(named, dict)
    assert set(named.values()) <= {"law", "money", "other"}
    assert sum(theme.size for theme in run.themes) == 36
    assert all(theme.stability is None for theme in run.themes)
