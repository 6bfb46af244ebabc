"""Verdicts of candidates: strong, possible or silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

USEFUL = 0.30
"""Candidates are shown where one of them is right with at least this probability.

Looking at a list of candidates costs .7 s, taking one .3 s and finding a code by hand 2.6 s: a list
pays from a share of .30 of right ones on.
"""
OFFERED = 3
"""Most candidates of a group."""
SMALL_GROUP = 6
"""Groups of up to so many codes get a single candidate."""


def offered(codes: int) -> int:
    """The number of candidates that a group of so many codes gets."""
    return 1 if codes <= SMALL_GROUP else OFFERED


def is_shown(chances: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether a list of candidates is likely enough to have the right one, for each passage.

    `chances` has the probability of each code, shape (passages, codes).
    """
    first = np.sort(chances, axis=1)[:, ::-1][:, : offered(chances.shape[1])]
    shown: NDArray[np.bool_] = first.sum(axis=1) >= USEFUL
    return shown
