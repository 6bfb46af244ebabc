"""Tables of confirmed directions from passages whose counts are plain."""

from __future__ import annotations

from toolkit.directions.overview import (
    CATEGORIES,
    GAPS,
    RATIOS,
    UNANSWERED,
    Passage,
    categories,
    gaps,
    ratios,
    unanswered,
)
from toolkit.domain.written_directions import Confidence, confidence


def passage(at: int, expert: str, direction: str, *stances: str, code: str = "") -> Passage:
    return Passage(
        "E1",
        at,
        at + 5,
        (expert,),
        frozenset({direction}),
        frozenset(stances),
        frozenset({code} - {""}),
        f"words {at}",
    )


PASSAGES = [
    passage(0, "A", "law", "barrier", code="k"),
    passage(10, "A", "law", "barrier", code="k"),
    passage(20, "B", "law", "proposal", code="m"),
    passage(30, "A", "law", "proposal"),
    passage(40, "C", "tech", "barrier"),
    passage(50, "C", "tech"),
]


def test_segments_and_experts_are_counted_once() -> None:
    rows = categories(PASSAGES, ["law", "tech", "empty"])
    assert all(len(row) == len(CATEGORIES) for row in rows)
    counted = {(row[0], row[1]): (row[2], row[3]) for row in rows}
    assert counted == {
        ("law", "all"): (4, 2),
        ("law", "barrier"): (2, 1),
        ("law", "proposal"): (2, 2),
        ("tech", "all"): (2, 1),
        ("tech", "barrier"): (1, 1),
        ("tech", ""): (1, 1),
    }


def test_ratios_by_direction_code_and_group() -> None:
    rows = ratios(PASSAGES, ["law", "tech"], {"A": "state", "B": "firm", "C": "firm"})
    assert all(len(row) == len(RATIOS) for row in rows)
    found = {row[:3]: row[3:] for row in rows}
    assert found["law", "direction", "law"] == (2, 2, 1.0, 1, 2)
    assert found["law", "code", "k"] == (2, 0, 0.0, 1, 0)
    assert found["law", "code", "m"] == (0, 1, None, 0, 1)
    assert found["law", "group", "firm"] == (0, 1, None, 0, 1)
    assert found["tech", "direction", "tech"] == (1, 0, 0.0, 1, 0)
    assert found["(all)", "direction", "(all)"] == (3, 2, 2 / 3, 2, 2)


def test_a_passage_with_two_directions_is_there_once_over_all() -> None:
    both = Passage("E1", 0, 5, ("A",), frozenset({"law", "tech"}), frozenset({"barrier"}),
                   frozenset({"k"}), "w")  # fmt: skip
    found = {row[:3]: row[3] for row in ratios([both], ["law", "tech"])}
    assert found["(all)", "direction", "(all)"] == found["(all)", "code", "k"] == 1


def test_codes_without_any_proposal() -> None:
    more = [
        passage(60, "B", "law", "barrier", code="m"),
        passage(70, "B", "tech", "barrier", code="m"),
        passage(80, "C", "tech", "barrier", code="k"),
    ]
    rows = unanswered([*PASSAGES, *more], ["law", "tech"])
    assert all(len(row) == len(UNANSWERED) for row in rows)
    # In law, m has a proposal; over all directions it has one too, and k has none.
    assert rows == [
        ("law", "k", 2, 1, "A"),
        ("tech", "k", 1, 1, "C"),
        ("tech", "m", 1, 1, "B"),
        ("(all)", "k", 3, 2, "A C"),
    ]


def test_gaps_name_who_says_one_side_alone() -> None:
    rows = gaps(PASSAGES, ["law", "tech"])
    assert all(len(row) == len(GAPS) for row in rows)
    assert [row[:4] for row in rows] == [
        ("law", "proposal without a barrier", "B", "E1:20:25"),
        ("tech", "barrier without a proposal", "C", "E1:40:45"),
    ]


def test_confidence_follows_the_rule() -> None:
    assert confidence(1, 5) is Confidence.WITHHELD
    assert confidence(5, 1) is Confidence.WITHHELD
    assert confidence(2, 2) is Confidence.LOW
    assert confidence(9, 4, against=5) is Confidence.LOW
    assert confidence(9, 6, groups=1, survey=True) is Confidence.MEDIUM
    assert confidence(9, 6, groups=3) is Confidence.MEDIUM
    assert confidence(9, 6, groups=3, survey=True) is Confidence.HIGH
