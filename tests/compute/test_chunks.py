"""Chunks keep their items in order, and results are compared to the last bit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.compute.chunks import cut, named
from toolkit.compute.identical import identical


@given(items=st.lists(st.integers(), max_size=40), size=st.integers(1, 9))
def test_chunks_hold_each_item_once_in_order(items: list[int], size: int) -> None:
    chunks = cut(items, [str(item) for item in items], size)
    assert [item for chunk in chunks for item in chunk.items] == items
    assert [number for number, _ in enumerate(chunks)] == [chunk.number for chunk in chunks]
    assert all(len(chunk.items) == size for chunk in chunks[:-1])
    assert all(chunk.ids == tuple(map(str, chunk.items)) for chunk in chunks)


def test_chunks_need_an_id_for_each_item_and_a_size() -> None:
    with pytest.raises(ValueError, match="an id"):
        cut([1, 2], ["a"], 1)
    with pytest.raises(ValueError, match="positive"):
        cut([1], ["a"], 0)


def test_few_ids_are_named_whole() -> None:
    assert named(cut([1, 2], ["a", "b"], 2)[0]) == "a, b"
    assert named(cut(range(4), list("abcd"), 4)[0]) == "a, b, c and 1 other"


@dataclass
class Point:
    x: float
    parts: tuple[object, ...]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (float("nan"), float("nan"), True),
        (0.0, -0.0, False),
        (1, 1.0, False),
        ([1, "a"], [1, "a"], True),
        ((1,), [1], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.array([0.0]), np.array([-0.0]), False),
        (np.zeros(2, np.float32), np.zeros(2), False),
        (np.zeros((2, 1)), np.zeros((1, 2)), False),
        (Point(1.0, (np.ones(2),)), Point(1.0, (np.ones(2),)), True),
        (Point(1.0, (np.ones(2),)), Point(1.0, (np.ones(3),)), False),
    ],
)
def test_identical_compares_types_and_bits(first: object, second: object, *, same: bool) -> None:
    assert identical(first, second) is same
