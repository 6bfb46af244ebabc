"""Whether two results are the same to the last bit."""

from __future__ import annotations

import struct
from dataclasses import fields, is_dataclass
from typing import Any


def identical(first: Any, second: Any) -> bool:
    """Whether two values have the same types and the same bits, NaN and -0.0 included.

    Arrays are compared by type, shape and bytes; lists, tuples, dictionaries (with their order) and
    dataclasses part by part; anything else by `==`.
    """
    if type(first) is not type(second):
        return False
    if isinstance(first, float):
        return struct.pack("<d", first) == struct.pack("<d", second)
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(identical, first, second))
    if isinstance(first, dict):
        return identical(list(first.items()), list(second.items()))
    if hasattr(first, "tobytes") and hasattr(first, "dtype"):
        alike = first.dtype == second.dtype and first.shape == second.shape
        return bool(alike and first.tobytes() == second.tobytes())
    if is_dataclass(first):
        return all(
            identical(getattr(first, part.name), getattr(second, part.name))
            for part in fields(first)
        )
    return bool(first == second)
