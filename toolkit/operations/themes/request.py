"""Keyword arguments of a fit of themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence


class FitKeywords(TypedDict, total=False):
    """The fields of `FitRequest`."""

    themes: int | None
    sources: Sequence[str]
    language: str | None
    method: str | None
    unit: str
    small_talk: float | None
    guided: bool
    seed: int
    model: str | None
