"""Samples of segments in strata with their weights, and shares with intervals from them.

A stratum h has N_h segments, of which n_h are drawn: in proportion to N_h, and at least
two where there are so many. A segment has the weight N_h / n_h. The share of a direction is
sum_h N_h p_h / N with variance sum_h (N_h / N)^2 (1 - n_h / N_h) p_h (1 - p_h) / (n_h - 1), and the
interval is that of Wilson (1927) with the effective size p (1 - p) / variance (Korn and Graubard
1998). A stratum of which one segment was drawn takes the variance of the whole sample.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Z = 1.959963984540054
LEAST = 2

Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A segment of a sample."""

    source_id: str
    start: int
    end: int
    stratum: str
    size: int
    """Segments of the stratum."""
    drawn: int
    """Of them in the sample."""

    @property
    def weight(self) -> float:
        """The number of segments that it stands for."""
        return self.size / self.drawn

    @property
    def key(self) -> Key:
        return self.source_id, self.start, self.end


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a direction among all segments, from a sample."""

    direction: str
    share: float
    low: float
    high: float
    segments: int
    """Segments of the sample that belong to it."""


def draw(strata: Mapping[str, Iterable[Key]], size: int, seed: int = 1) -> list[Drawn]:
    """A sample of about `size` segments, in the order of strata and text.

    Which segments are drawn depends on the seed and their places alone: in each stratum those
    whose SHA-256 of `SEED:SOURCE:START:END` is smallest.
    """
    listed = {name: sorted(set(keys)) for name, keys in sorted(strata.items())}
    total = sum(map(len, listed.values()))
    result: list[Drawn] = []
    for name, keys in listed.items():
        share = round(size * len(keys) / total) if total else 0
        count = min(len(keys), max(share, min(LEAST, len(keys))))
        chosen = sorted(keys, key=lambda key: _drawn_order(key, seed))[:count]
        result += [Drawn(*key, name, len(keys), count) for key in sorted(chosen)]
    return result


def _drawn_order(key: Key, seed: int) -> bytes:
    source_id, start, end = key
    return sha256(f"{seed}:{source_id}:{start}:{end}".encode()).digest()


def shares(
    sample: Sequence[Drawn], answers: Mapping[Key, Iterable[str]], ids: Iterable[str]
) -> list[Share]:
    """The share of each direction with its 95 % interval.

    Every segment of the sample needs an answer; `KeyError` names one that has none.
    """
    given = {part.key: frozenset(answers[part.key]) for part in sample}
    sizes = {part.stratum: (part.size, part.drawn) for part in sample}
    total = sum(size for size, _drawn in sizes.values())
    result = []
    for direction in ids:
        yes = [part for part in sample if direction in given[part.key]]
        overall = len(yes) / len(sample) if sample else 0.0
        share = variance = 0.0
        for name, (size, drawn) in sizes.items():
            part_share = sum(part.stratum == name for part in yes) / drawn
            part = size / total
            spread = (
                part_share * (1 - part_share) / (drawn - 1)
                if drawn > 1
                else overall * (1 - overall)
            )
            share += part * part_share
            variance += part**2 * (1 - drawn / size) * spread
        low, high = interval(share, variance, len(sample), census=len(sample) == total)
        result.append(Share(direction, share, low, high, len(yes)))
    return result


def interval(
    share: float, variance: float, count: int, *, census: bool = False
) -> tuple[float, float]:
    """The 95 % interval of a share by its variance; the share itself where all is known."""
    if census or not count:
        return share, share
    flat = share * (1 - share)
    size = min(max(flat / variance, 1.0), 1e9) if flat > 0 and variance > 0 else float(count)
    middle = (share + Z * Z / (2 * size)) / (1 + Z * Z / size)
    half = Z / (1 + Z * Z / size) * math.sqrt(flat / size + Z * Z / (4 * size * size))
    return max(0.0, middle - half), min(1.0, middle + half)
