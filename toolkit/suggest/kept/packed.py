"""The models of codes as bytes, and back, without running anything that the bytes say.

A value is made of numbers, texts, arrays, tuples, None and the data classes below. The bytes hold
a tree in JSON and the arrays one after the other.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from typing import Any

import numpy as np

from toolkit.suggest.applying import Applying
from toolkit.suggest.calibration import Calibration
from toolkit.suggest.closeness import Sums
from toolkit.suggest.code_model import CodeModel
from toolkit.suggest.family_model import FamilyModel, Spreads
from toolkit.suggest.models.lexical import Projection
from toolkit.suggest.ridge import Ridge

CLASSES = {
    kind.__name__: kind
    for kind in (CodeModel, FamilyModel, Applying, Calibration, Projection, Ridge, Spreads, Sums)
}
"""The data classes that are packed, by name; no other is made, whatever the bytes say."""
_LENGTH = struct.Struct("<Q")
_PLAIN = (str, int, float, bool, type(None))
_KINDS = frozenset("bfiu")
"""Kinds of arrays: truth values, floats and integers."""


def packed(value: object) -> bytes:
    """The value as bytes. Raises `TypeError` for anything that is not of the kinds above."""
    arrays: list[bytes] = []
    tree = json.dumps(_plain(value, arrays), ensure_ascii=False).encode()
    return b"".join([_LENGTH.pack(len(tree)), tree, *arrays])


def unpacked(content: bytes) -> Any:
    """The value of which `packed` made the bytes.

    Raises `ValueError` where they are not whole, or a class has other fields by now.
    """
    try:
        (length,) = _LENGTH.unpack_from(content)
        start = _LENGTH.size + length
        tree = json.loads(content[_LENGTH.size : start])
        return _built(tree, memoryview(content)[start:])
    except (struct.error, KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is no packed value") from error


def _plain(value: object, arrays: list[bytes]) -> object:
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in _KINDS:
            raise TypeError(f"an array of {value.dtype} cannot be packed")
        at = sum(map(len, arrays))
        arrays.append(np.ascontiguousarray(value).tobytes())
        return {"array": [value.dtype.str, list(value.shape), at]}
    if isinstance(value, np.generic):
        return _plain(value.item(), arrays)
    if isinstance(value, tuple):
        return {"tuple": [_plain(part, arrays) for part in value]}
    name = type(value).__name__
    if CLASSES.get(name) is type(value):
        fields = {
            field.name: _plain(getattr(value, field.name), arrays)
            for field in dataclasses.fields(CLASSES[name])
        }
        return {"class": name, "fields": fields}
    if not isinstance(value, _PLAIN):
        raise TypeError(f"{name} cannot be packed")
    return value


def _built(tree: Any, arrays: memoryview) -> Any:
    if not isinstance(tree, dict):
        return tree
    if "array" in tree:
        kind, shape, at = tree["array"]
        dtype = np.dtype(kind)
        if dtype.kind not in _KINDS:
            raise ValueError(f"an array of {dtype} is not read")
        size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        return np.frombuffer(arrays[at : at + size], dtype).reshape(shape).copy()
    if "tuple" in tree:
        return tuple(_built(part, arrays) for part in tree["tuple"])
    kind = CLASSES[tree["class"]]
    fields = {name: _built(part, arrays) for name, part in tree["fields"].items()}
    if set(fields) != {field.name for field in dataclasses.fields(kind)}:
        raise ValueError(f"{kind.__name__} has other fields")
    return kind(**fields)
