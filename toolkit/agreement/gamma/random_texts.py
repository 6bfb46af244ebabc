"""Random texts for the chance term of gamma: units as coders might place them by accident."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from toolkit.agreement.gamma.alignment import PlacedUnits

Draw = Callable[[np.random.Generator], list[PlacedUnits]]


def statistical(units: list[PlacedUnits]) -> Draw:
    """Return draws whose numbers, gaps and lengths of units are normal around the given ones."""
    nonempty = [of_coder for of_coder in units if len(of_coder)]
    numbers = np.array([len(of_coder) for of_coder in units])
    sizes = np.concatenate([of_coder.end - of_coder.start for of_coder in units])
    firsts = np.array([of_coder.start[0] for of_coder in nonempty if of_coder.start[0] > 0])
    between = [of_coder.start[1:] - of_coder.end[:-1] for of_coder in nonempty]
    gaps = np.concatenate([firsts, *between])
    gaps = gaps if len(gaps) else np.zeros(1)
    shares = np.bincount(np.concatenate([of_coder.category for of_coder in units])) / len(sizes)

    def draw(rng: np.random.Generator) -> list[PlacedUnits]:
        drawn = np.abs(rng.normal(numbers.mean(), numbers.std(), len(units)).astype(np.int64))
        if not drawn.any():
            drawn[0] = 1
        text = []
        for count in drawn.tolist():
            gap = rng.normal(gaps.mean(), gaps.std(), count)
            size = np.abs(rng.normal(sizes.mean(), sizes.std(), count))
            size = np.where(size > 0, size, sizes.mean())
            end = np.cumsum(gap + size)
            text.append(PlacedUnits(end - size, end, rng.choice(len(shares), count, p=shares)))
        return text

    return draw


def shuffle(units: list[PlacedUnits]) -> Draw:
    """Return draws in which each coder has the units of a given coder, moved along the text.

    Units that pass the end of the text reappear at its beginning. Any two shifts differ
    by half a mean unit or more, so that no coder is compared with an unmoved copy
    (Mathet et al. 2015, section 5.2).
    """
    low = min(float(of_coder.start.min()) for of_coder in units if len(of_coder))
    high = max(float(of_coder.end.max()) for of_coder in units if len(of_coder))
    lengths = np.concatenate([of_coder.end - of_coder.start for of_coder in units])
    least_distance = float(lengths.mean()) / 2.0
    span = high - low

    def draw(rng: np.random.Generator) -> list[PlacedUnits]:
        while True:
            shifts: list[float] = []
            text = []
            for _ in units:
                shift = _free_shift(rng, shifts, span, least_distance)
                shifts.append(shift)
                copied = units[int(rng.integers(len(units)))]
                wrap = np.where(copied.start + shift > high, span, 0.0)
                moved = copied.start + shift - wrap
                end = moved + copied.end - copied.start
                text.append(PlacedUnits(moved, end, copied.category))
            if any(len(of_coder) for of_coder in text):
                return text

    return draw


def _free_shift(
    rng: np.random.Generator, shifts: list[float], span: float, least_distance: float
) -> float:
    """Draw a shift that is not near an earlier one; after 100 tries any shift will do."""
    for _ in range(100):
        shift = float(rng.uniform(0.0, span))
        if all(abs(shift - earlier) >= least_distance for earlier in shifts):
            return shift
    return shift
