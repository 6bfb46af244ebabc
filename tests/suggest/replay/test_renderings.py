"""Renderings are compared with their originals, paired by interview."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.suggest.replay import compare
from toolkit.suggest.replay.outcomes import Outcomes
from toolkit.suggest.replay.renderings import ORIGINAL, RENDERING, compared


def answers(hits: list[list[int]], codes: int = 8) -> Outcomes:
    """For each interview the ranks of the right code of its passages."""
    ranks = [rank for interview in hits for rank in interview]
    sources = [number for number, interview in enumerate(hits) for _rank in interview]
    labels = np.zeros((len(ranks), codes), dtype=bool)
    labels[:, 0] = True
    order = np.tile(np.arange(1, codes + 1), (len(ranks), 1))
    for row, rank in enumerate(ranks):
        order[row, 0], order[row, rank - 1] = rank, 1
    return Outcomes(
        method="qct",
        items=np.arange(len(ranks)),
        sources=np.array(sources),
        ranks=order,
        labels=labels,
        confidence=np.full(len(ranks), np.nan),
        verdicts=np.zeros(len(ranks), dtype=np.int8),
        novel=np.zeros(len(ranks), dtype=bool),
    )


def test_the_difference_of_the_languages_is_that_of_their_shares() -> None:
    ours = answers([[1, 4], [4, 4, 2], [1]])
    theirs = answers([[1, 2, 3, 4], [1], [1, 1]])
    rows = compared({"topics": {RENDERING: ours, ORIGINAL: theirs}}, ("ko", "en"), "all")
    assert [(row.language, row.interviews, row.n) for row in rows] == [
        ("ko", 3, 6),
        ("en", 3, 7),
        ("ko - en", 3, 13),
    ]
    assert rows[0].hit_3 == pytest.approx(3 / 6)
    assert rows[1].hit_3 == pytest.approx(6 / 7)
    assert rows[2].hit_3 == pytest.approx(3 / 6 - 6 / 7)
    assert rows[2].low <= rows[2].hit_3 <= rows[2].high


def test_interviews_are_drawn_for_both_at_once() -> None:
    """Interviews differ, but a text and its rendering do not: the difference is certain."""
    hits = [[1] * 6, [5] * 6, [1, 5] * 3, [5] * 6, [1] * 6]
    gap = compare.difference_of_interviews([answers(hits)], [answers(hits)], compare.hits(3))
    assert (gap.estimate, gap.low, gap.high) == (0.0, 0.0, 0.0)
    alone = compare.interval([answers(hits)], compare.hits(3))
    assert alone.high - alone.low > 0.4


def test_large_families_are_taken_together_and_small_ones_judged_by_the_first() -> None:
    small, wide, wider = (answers([[2], [1]], codes) for codes in (4, 7, 9))
    families = {
        name: {RENDERING: part, ORIGINAL: part}
        for name, part in (("stance", small), ("one", wide), ("two", wider))
    }
    rows = compared(families, ("ko", "en"), "together")
    assert [row.family for row in rows if row.language == "ko"] == [
        "stance", "one", "two", "together",
    ]  # fmt: skip
    together = rows[-3]
    assert (together.n, together.hit_1, together.hit_3) == (4, 0.5, 1.0)


def test_a_family_that_only_one_language_has_is_left_out() -> None:
    assert compared({"topics": {ORIGINAL: answers([[1]])}}, ("ko", "en"), "all") == []
