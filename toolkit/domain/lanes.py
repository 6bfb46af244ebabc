"""Placing overlapping spans in parallel lanes, as a margin draws them."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from toolkit.domain.spans import Span


def assign_lanes(spans: Sequence[Span]) -> list[int]:
    """A lane number for each span, in the order given; no two spans of a lane overlap.

    Greedy interval partitioning by start (longer first on ties): it needs exactly as
    many lanes as the deepest overlap, and a span keeps the leftmost lane that is free.
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
