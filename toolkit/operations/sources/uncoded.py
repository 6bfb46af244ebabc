"""What an expert said that a coder has not coded yet."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.spans import Span


def overlaps_any(span: Span, coded: Sequence[Span]) -> bool:
    """Whether a span shares text with one of `coded`, which are disjoint and in order."""
    at = bisect_left(coded, span)
    return any(neighbour.overlaps(span) for neighbour in coded[max(at - 1, 0) : at + 1])
