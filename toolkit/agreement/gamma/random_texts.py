"""Random texts for gamma's chance: units as the coders might have placed them by accident."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from toolkit.agreement.gamma.alignment import Units

Draw = Callable[[np.random.Generator], list[Units]]


def statistical(units: list[Units]) -> Draw:
    """Draw texts whose numbers, gaps and lengths of units are normal around the given ones."""
    used = [own for own in units if len(own)]
    numbers = np.array([len(own) for own in units])
    sizes = np.concatenate([own.end - own.start for own in units])
    firsts = np.array([own.start[0] for own in used if own.start[0] > 0])
    gaps = np.concatenate([firsts, *(own.start[1:] - own.end[:-1] for own in used)])
    gaps = gaps if len(gaps) else np.zeros(1)
    shares = np.bincount(np.concatenate([own.category for own in units])) / len(sizes)

    def draw(rng: np.random.Generator) -> list[Units]:
        drawn = np.abs(rng.normal(numbers.mean(), numbers.std(), len(units)).astype(np.int64))
        if not drawn.any():
            drawn[0] = 1
        out = []
        for count in drawn.tolist():
            gap = rng.normal(gaps.mean(), gaps.std(), count)
            size = np.abs(rng.normal(sizes.mean(), sizes.std(), count))
            size = np.where(size > 0, size, sizes.mean())
            end = np.cumsum(gap + size)
            out.append(Units(end - size, end, rng.choice(len(shares), count, p=shares)))
        return out

    return draw


def shuffle(units: list[Units]) -> Draw:
    """Draw texts in which each coder is some given coder moved along, round the end.

    Distances keep half a mean unit apart, so that no coder meets its own copy.
    """
    low = min(float(own.start.min()) for own in units if len(own))
    high = max(float(own.end.max()) for own in units if len(own))
    apart = float(np.concatenate([own.end - own.start for own in units]).mean()) / 2.0
    span = high - low

    def draw(rng: np.random.Generator) -> list[Units]:
        while True:
            taken: list[float] = []
            out = []
            for _ in units:
                shift = _free(rng, taken, span, apart)
                taken.append(shift)
                own = units[int(rng.integers(len(units)))]
                wrap = np.where(own.start + shift > high, span, 0.0)
                moved = own.start + shift - wrap
                out.append(Units(moved, moved + own.end - own.start, own.category))
            if any(len(own) for own in out):
                return out

    return draw


def _free(rng: np.random.Generator, taken: list[float], span: float, apart: float) -> float:
    """Draw a distance that is not near one that was taken, while there is room."""
    for _ in range(100):
        shift = float(rng.uniform(0.0, span))
        if all(abs(shift - other) >= apart for other in taken):
            return shift
    return shift
