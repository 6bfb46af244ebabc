"""A fitted model as bytes and back, and what is refused."""

from __future__ import annotations

import dataclasses
import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from toolkit.suggest.code_model import CodeModel
from toolkit.suggest.kept.packed import packed, unpacked

if TYPE_CHECKING:
    from tests.suggest.suggest_world import World


def same(first: Any, second: Any) -> bool:
    if isinstance(first, np.ndarray):
        return first.dtype == second.dtype and np.array_equal(first, second, equal_nan=True)
    if dataclasses.is_dataclass(first):
        names = [field.name for field in dataclasses.fields(first)]
        return all(same(getattr(first, name), getattr(second, name)) for name in names)
    if isinstance(first, tuple):
        return len(first) == len(second) and all(map(same, first, second))
    return bool(first == second)


def test_a_fitted_model_comes_back_as_it_was(world: World) -> None:
    model = world.model(world.passage("money"))
    back = unpacked(packed(model))
    assert isinstance(back, CodeModel)
    assert type(back) is type(model)
    assert same(model, back)
    assert model.ridge is not None


def tree(value: object) -> bytes:
    content = json.dumps(value).encode()
    return struct.pack("<Q", len(content)) + content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80\x04N.",
        tree({"class": "Popen", "fields": {}}),
        tree({"class": "Sums", "fields": {"vectors": 1}}),
        tree({"array": ["|O", [1], 0]}),
        tree({"array": ["<f8", [4], 0]}),
        tree({"class": ["os", "system"], "fields": {}}),
    ],
)
def test_bytes_that_are_no_packed_model_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpacked(content)


def test_values_of_other_kinds_are_not_packed() -> None:
    with pytest.raises(TypeError):
        packed(object())
    with pytest.raises(TypeError):
        packed(np.array(["text"]))
