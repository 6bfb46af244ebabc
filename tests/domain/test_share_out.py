"""Sources shared out for double coding: all are given, evenly, and by the seed alone."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.rounds import share_out

NAMES = [f"E{at:02}" for at in range(1, 21)]


@given(st.integers(1, 40), st.integers(2, 5), st.fractions(Fraction(1, 100), 1), st.integers(0, 99))
def test_every_source_is_given_once_and_evenly(
    count: int, coders: int, share: Fraction, seed: int
) -> None:
    names = [f"S{at}" for at in range(count)]
    people = [f"c{at}" for at in range(coders)]
    shares = share_out(names, people, share, seed)
    assert len(shares.shared) == max(1, ceil(share * count))
    assert list(shares.own) == people
    given_out = [*shares.shared, *(name for own in shares.own.values() for name in own)]
    assert sorted(given_out) == sorted(names)
    sizes = [len(own) for own in shares.own.values()]
    assert max(sizes) - min(sizes) <= 1
    for part in (shares.shared, *shares.own.values()):
        assert list(part) == sorted(part, key=names.index)


def test_the_seed_alone_draws() -> None:
    people = ["coder-a", "coder-b"]
    first = share_out(NAMES, people, Fraction(1, 5), 7)
    assert first.shared == ("E02", "E09", "E12", "E18")
    assert share_out(NAMES, people, Fraction(1, 5), 7) == first
    turned = share_out(NAMES[::-1], people, Fraction(1, 5), 7)
    assert set(turned.shared) == set(first.shared)
    drawn = {share_out(NAMES, people, Fraction(1, 5), seed).shared for seed in range(20)}
    assert len(drawn) > 15


def test_every_source_is_drawn_equally_often() -> None:
    """With 2,000 seeds each of 20 sources is expected in 400 samples, sd 17.9: within 4 sd."""
    drawn = Counter(
        name
        for seed in range(2_000)
        for name in share_out(NAMES, ["a", "b"], Fraction(1, 5), seed).shared
    )
    assert all(abs(drawn[name] - 400) < 72 for name in NAMES)
