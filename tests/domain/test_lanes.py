from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.lanes import assign_lanes
from toolkit.domain.spans import Span

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda at: Span(at[0], at[0] + at[1])),
    max_size=40,
)


@given(spans)
def test_no_two_spans_of_a_lane_overlap(passages: list[Span]) -> None:
    lanes = assign_lanes(passages)
    for index, span in enumerate(passages):
        for other in range(index):
            assert lanes[index] != lanes[other] or not span.overlaps(passages[other])


@given(spans)
def test_no_more_lanes_than_the_deepest_overlap(passages: list[Span]) -> None:
    deepest = max((sum(at in span for span in passages) for at in range(100)), default=0)
    assert len(set(assign_lanes(passages))) == deepest


@given(spans, st.randoms(use_true_random=False))
def test_lanes_do_not_depend_on_the_order_given(passages: list[Span], chance: object) -> None:
    distinct = list(dict.fromkeys(passages))
    shuffled = distinct[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    once = dict(zip(distinct, assign_lanes(distinct), strict=True))
    again = dict(zip(shuffled, assign_lanes(shuffled), strict=True))
    assert once == again


def test_touching_spans_share_a_lane_and_the_longer_goes_first() -> None:
    assert assign_lanes([Span(0, 5), Span(5, 9)]) == [0, 0]
    assert assign_lanes([Span(0, 2), Span(0, 9), Span(3, 4)]) == [1, 0, 1]
    assert assign_lanes([]) == []
