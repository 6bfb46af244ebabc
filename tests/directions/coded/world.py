"""A simulated study whose truth is known: codes, texts and directions of segments."""

from __future__ import annotations

import numpy as np

from toolkit.directions.coded.world import World


def simulated(
    segments: int = 240,
    interviews: int = 12,
    *,
    code_right: float = 0.8,
    signal: float = 0.35,
    seed: int = 1,
    unknown: int = 0,
) -> World:
    """Each segment has one of three directions, a code that points to it, and a text that may.

    `code_right` is how often the code points to the right direction, `signal` by how much the
    margin of the right direction is higher than that of others.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    truth = random.integers(0, 3, segments)
    labels = np.eye(3, dtype=bool)[truth]
    pointed = np.where(random.random(segments) < code_right, truth, random.integers(0, 3, segments))
    margins = random.normal(0.1, 0.12, (segments, 3)) + signal * labels
    known = np.ones(segments, dtype=bool)
    known[segments - unknown :] = False
    return World(
        labels=labels & known[:, None],
        known=known,
        interviews=np.arange(segments) % interviews,
        codes=np.eye(3, dtype=bool)[pointed],
        links=np.full((3, 3), 0.03) + np.eye(3) * 0.87,
        scheme_margins=margins,
        learnt_margins=margins,
        vectors=random.normal(size=(segments, 12)),
        slope=16.0,
    )
