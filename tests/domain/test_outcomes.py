"""What became of a suggestion follows from decisions, own codes and whether a source is done."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.outcomes import Fate, OwnCode, fate_of, is_drawn, wilson
from toolkit.domain.spans import Span
from toolkit.domain.suggestions import Decision, Outcome, Reveal, Suggestion

SHOWN, LATER, EARLIER = "2026-02-02T10:00:00Z", "2026-02-02T11:00:00Z", "2026-02-02T09:00:00Z"
FIRST = Suggestion("s1", "b", "E01", Span(0, 9), "a", "trust", 1, 0.5, "possible", "m", "t")
REVEAL = Reveal("s1", "b", "E01", "a", "main", 1, after_commit=True, shown_at=SHOWN)


def decision(outcome: Outcome, taken: str | None = None, **more: tuple[str, ...]) -> Decision:
    return Decision("d", "b", "a", outcome, taken, decided_at=LATER, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("decisions", "own", "finished", "fate"),
    [
        ([], [], False, Fate.OPEN),
        ([], [], True, Fate.IGNORED),
        ([decision(Outcome.DEFERRED)], [], False, Fate.OPEN),
        ([decision(Outcome.DEFERRED)], [], True, Fate.IGNORED),
        ([decision(Outcome.ACCEPTED, "s1")], [], False, Fate.ACCEPTED),
        ([decision(Outcome.DEFERRED), decision(Outcome.ACCEPTED, "s1")], [], True, Fate.ACCEPTED),
        ([decision(Outcome.ACCEPTED, "s2")], [], False, Fate.OTHER),
        ([decision(Outcome.EDITED, codes_after=("security",))], [], False, Fate.OTHER),
        ([decision(Outcome.EDITED, codes_after=("trust",))], [], False, Fate.BY_HAND),
        ([decision(Outcome.NONE_OF_THESE)], [], False, Fate.REJECTED),
        ([decision(Outcome.REJECTED)], [], True, Fate.REJECTED),
        ([], [OwnCode("trust", LATER)], True, Fate.BY_HAND),
        ([], [OwnCode("security", LATER)], True, Fate.IGNORED),
        ([], [OwnCode("trust", EARLIER)], True, Fate.HAD),
        # Who has the code already and says that none of the others fits did not reject it.
        ([decision(Outcome.NONE_OF_THESE, codes_before=("trust",))], [], True, Fate.HAD),
        ([decision(Outcome.ACCEPTED, "s1", codes_before=("trust",))], [], True, Fate.HAD),
    ],
)
def test_what_became_of_a_suggestion(
    decisions: list[Decision], own: list[OwnCode], finished: bool, fate: Fate
) -> None:
    assert fate_of(FIRST, REVEAL, decisions, own, finished=finished)[0] is fate


@given(st.lists(st.sampled_from(list(Outcome)), max_size=4))
def test_ignored_is_said_of_finished_sources_alone(outcomes: list[Outcome]) -> None:
    decisions = [decision(outcome) for outcome in outcomes]
    unfinished, _ = fate_of(FIRST, REVEAL, decisions, [], finished=False)
    finished, _ = fate_of(FIRST, REVEAL, decisions, [], finished=True)
    assert unfinished is not Fate.IGNORED
    assert finished is (Fate.IGNORED if unfinished is Fate.OPEN else unfinished)


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    # Published in Newcombe (1998), table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_of_shares(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


def test_one_reveal_in_twelve_is_drawn() -> None:
    drawn = sum(is_drawn("seed", 12, "a", "E01", at, at + 9) for at in range(6_000))
    # Binomial with n 6,000 and p 1/12: a standard deviation is 21.4.
    assert abs(drawn - 500) < 5 * 21.4
    assert is_drawn("seed", 12, "a", "E01", 3, 12) == is_drawn("seed", 12, "a", "E01", 3, 12)
