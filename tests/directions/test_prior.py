"""Tests of the prior probability of a direction, which follows from the codes of a segment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.directions.prior import (
    OTHERWISE,
    PRIMARY,
    SECONDARY,
    ConfirmedSegment,
    Counts,
    count,
    posterior,
    prior,
)
from toolkit.domain.codebook import DirectionLinks

LINKS = DirectionLinks(primary=("security",), secondary=("law-system",))
IDS = ("security", "law-system", "finance")


def confirmed(source: str, directions: set[str], code: str = "leak") -> ConfirmedSegment:
    return ConfirmedSegment(source, frozenset({code}), frozenset(directions))


def test_links_alone() -> None:
    assert prior({"leak": LINKS}, IDS) == pytest.approx(
        {"security": PRIMARY, "law-system": SECONDARY, "finance": OTHERWISE}
    )
    assert prior({}, IDS) == {}


def test_two_codes_are_joined_by_noisy_or() -> None:
    both = prior({"leak": LINKS, "rule": DirectionLinks(("law-system",))}, IDS)
    assert both["law-system"] == pytest.approx(1 - (1 - SECONDARY) * (1 - PRIMARY))
    assert both["security"] == pytest.approx(1 - (1 - PRIMARY) * (1 - OTHERWISE))


def test_confirmed_segments_correct_the_link() -> None:
    counts = count([confirmed(f"E{n}", {"finance"}) for n in range(12)])
    assert counts.by_code == {"leak": 12}
    assert posterior("leak", LINKS, "finance", counts) == pytest.approx((4 * 0.03 + 12) / 16)
    assert posterior("leak", LINKS, "security", counts) == pytest.approx(4 * 0.9 / 16)


def test_one_interview_cannot_settle_a_link() -> None:
    counts = count([confirmed("E1", {"finance"}) for _ in range(30)])
    assert counts.by_code["leak"] == pytest.approx(3)
    assert counts.by_pair["leak", "finance"] == pytest.approx(3)


def test_a_segment_confirmed_as_none_speaks_against_all() -> None:
    counts = count([confirmed("E1", set()), confirmed("E2", set())])
    assert counts.by_pair == {}
    assert posterior("leak", LINKS, "security", counts) < PRIMARY


@given(
    st.lists(
        st.tuples(st.sampled_from(["E1", "E2", "E3"]), st.sets(st.sampled_from(IDS))), max_size=20
    ),
    st.sampled_from(IDS),
)
def test_a_further_confirmation_never_lowers_its_own_direction(
    segments: list[tuple[str, set[str]]], direction: str
) -> None:
    before = count(confirmed(source, directions) for source, directions in segments)
    after = count([*(confirmed(s, d) for s, d in segments), confirmed("E9", {direction})])
    assert posterior("leak", LINKS, direction, after) >= posterior("leak", LINKS, direction, before)


@given(st.sets(st.sampled_from(["a", "b", "c", "d"]), min_size=1))
def test_a_prior_is_a_probability_and_grows_with_every_code(codes: set[str]) -> None:
    links = dict.fromkeys(codes, LINKS)
    priors = prior(links, IDS, Counts())
    assert all(0 < value < 1 for value in priors.values())
    more = prior({**links, "e": LINKS}, IDS)
    assert all(more[direction] > priors[direction] for direction in IDS)
