"""Tests of coded passages as arrays."""

from __future__ import annotations

import numpy as np
import pytest

from tests.suggest.suggest_world import TOPICS, World, coding
from toolkit.domain.codings import Mode


def test_recency_by_hand() -> None:
    """Passages at 0, 5, 20 and 40 of ten characters: the second overlaps the first."""
    world = World(
        (coding("E01", 0, "law"), "law"),
        (coding("E01", 5, "fear"), "fear"),
        (coding("E01", 20, "law"), "law"),
        (coding("E01", 40, "money"), "money"),
        (coding("E02", 50, "money"), "money"),
    )
    assert TOPICS == ("law", "money", "leak", "fear")
    assert world.coded.recency == pytest.approx(
        np.array(
            [
                [0, 0, 0, 0],
                [0, 0, 0, 0],
                [0.36, 0, 0, 0.6],
                [0.6 + 0.216, 0, 0, 0.36],
                [0, 0, 0, 0],
            ]
        )
    )
    assert world.coded.recent(np.arange(4), 15).tolist() == pytest.approx([0.36, 0, 0, 0.6])
    assert world.coded.recent(np.arange(4), 9).tolist() == [0, 0, 0, 0]
    assert world.coded.recent(np.arange(4), 10).tolist() == pytest.approx([0.6, 0, 0, 0])


def test_only_the_last_twelve_passages_are_recent() -> None:
    world = World(*((coding("E01", 10 * n, "law"), "law") for n in range(14)))
    assert world.coded.recency[13, 0] == pytest.approx(sum(0.6**d for d in range(1, 13)))


def test_several_coders_of_a_passage_are_one_row_with_the_highest_weights() -> None:
    world = World(
        (coding("E01", 0, "law", mode=Mode.ASSISTED), "law"),
        (coding("E01", 0, "law", coder="coder-b"), "law"),
        (coding("E01", 0, "fear", coder="coder-b", mode=Mode.ASSISTED), "law"),
        (coding("E01", 0, "gone"), "law"),
        (coding("E02", 0, "gone"), "law"),
    )
    assert len(world.coded) == 1
    assert world.coded.weights.tolist() == [[1.0, 0.0, 0.0, 0.3]]
    assert world.coded.vectors[0] == pytest.approx(world.embedder.embed(["law"])[0])
    columns, values = world.index.row("law")
    assert world.coded.terms.toarray()[0, columns] == pytest.approx(values)


def test_nothing_coded_is_no_rows() -> None:
    world = World()
    assert len(world.coded) == 0
    assert world.coded.recency.shape == (0, 4)
    assert world.coded.terms.shape == (0, world.index.width)


def test_the_digest_is_of_the_passages_asked_for() -> None:
    world = World((coding("E01", 0, "law"), "law"), (coding("E02", 0, "fear"), "law"))
    changed = World((coding("E01", 0, "law"), "law"), (coding("E02", 0, "leak"), "law"))
    first, both = np.array([True, False]), np.array([True, True])
    assert world.coded.digest(first) == changed.coded.digest(first)
    assert world.coded.digest(both) != changed.coded.digest(both)
