"""The prior by arrays is that of `directions.prior`, and leaves interviews out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.directions.coded.world import simulated
from toolkit.directions.prior import ConfirmedSegment, count, prior
from toolkit.domain.codebook import DirectionLinks

IDS = ("0", "1", "2")


def test_the_prior_is_that_of_the_plain_functions() -> None:
    world = simulated(40, 4)
    world = replace(world, codes=world.codes | np.roll(world.codes, 1, axis=1))
    rows = np.flatnonzero(world.interviews == 2)
    segments = [
        ConfirmedSegment(
            str(world.interviews[at]),
            frozenset(str(code) for code in np.flatnonzero(world.codes[at])),
            frozenset(str(label) for label in np.flatnonzero(world.labels[at])),
        )
        for at in range(40)
        if world.interviews[at] != 2
    ]
    found = world.prior(rows, (2,))
    counts = count(segments)
    for place, at in enumerate(rows):
        links = {
            str(code): DirectionLinks(primary=(str(code),))
            for code in np.flatnonzero(world.codes[at])
        }
        expected = prior(links, IDS, counts)
        assert np.allclose(found[place], [expected[name] for name in IDS], atol=1e-9)


def test_answers_of_an_interview_left_out_change_nothing() -> None:
    world = simulated(60, 6)
    own = np.flatnonzero(world.interviews == 3)
    flipped = world.labels.copy()
    flipped[own] = ~flipped[own]
    other = replace(world, labels=flipped)
    assert np.array_equal(world.prior(own, (3,)), other.prior(own, (3,)))
    assert not np.array_equal(world.prior(own), other.prior(own))


def test_a_segment_without_codes_has_the_base_rate() -> None:
    world = simulated(60, 6)
    bare = replace(world, codes=np.zeros_like(world.codes))
    rates = bare.prior(np.arange(60))
    assert np.allclose(rates, (0.6 + world.labels.sum(axis=0)) / 64)
    assert np.allclose(bare.prior(np.arange(60), learns=False), 0.15)
