"""Lanes for overlapping spans, as the margin of a transcript draws them."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.spans import Span


def assign_lanes(spans: Sequence[Span]) -> list[int]:
    """A lane number for each span, from 0, in the order of `spans`; spans of a lane never overlap.

    The method is greedy interval partitioning by start, longer spans first on ties. It needs
    exactly as many lanes as the deepest overlap, and a span gets the leftmost free lane.
    """
    lanes = [0] * len(spans)
    order = sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end, i))
    ending: list[tuple[int, int]] = []
    free: list[int] = []
    used = 0
    for index in order:
        span = spans[index]
        while ending and ending[0][0] <= span.start:
            heappush(free, heappop(ending)[1])
        if free:
            lane = heappop(free)
        else:
            lane, used = used, used + 1
        lanes[index] = lane
        heappush(ending, (span.end, lane))
    return lanes
