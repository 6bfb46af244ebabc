"""What a worked example gives and what is computed from it: the types of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Params = Mapping[str, Any]
"""The parameters of an expected value."""
Value = float | tuple[Any, ...] | None
"""A number, limits or a list, or None for an undefined value."""
Compute = Callable[[Any, Params], Value]
"""Computes a coefficient from the data of its example."""
