"""The ratings of units say the same as the cover tables that figures are computed from."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.agreement import CodedSpan, SourceFrame, agreement_table, cohen_kappa, cover_tables
from toolkit.agreement.ratings import MISSING, Ratings
from toolkit.agreement.table.unit_ratings import occurring, unit_ratings

if TYPE_CHECKING:
    from collections.abc import Sequence

CODERS = ("A", "B", "C")
CODES = ("x", "y")
UNITS = ((0, 7), (7, 12), (14, 20), (20, 31), (31, 40))
FRAMES = (
    SourceFrame("s", 40, [(0, 12), (14, 18), (25, 40)], {"A", "B"}, UNITS),
    SourceFrame("t", 40, None, {"A", "B", "C"}, UNITS),
    SourceFrame("u", 40, [(30, 40)], {"C"}, UNITS),
)
LEVELS = ("character", "turn", "source")

spans = st.lists(
    st.builds(
        lambda source, coder, code, start, size: CodedSpan(
            source, coder, code, start, min(start + size, 40)
        ),
        st.sampled_from("stu"),
        st.sampled_from(CODERS),
        st.sampled_from(CODES),
        st.integers(0, 39),
        st.integers(1, 20),
    ).filter(lambda span: span.coder in FRAMES["stu".index(span.source_id)].coverage),
    max_size=14,
)


@pytest.mark.parametrize("level", LEVELS)
@given(rows=spans)
@settings(max_examples=40, deadline=None)
def test_they_are_the_lengths_of_the_cover_tables(level: str, rows: list[CodedSpan]) -> None:
    tables = cover_tables(FRAMES, rows, CODERS, CODES, level)
    units = unit_ratings(FRAMES, rows, CODERS, CODES, level)
    for source, code in product(tables.sources, CODES):
        here = units.source == units.sources.index(source)
        lengths: dict[frozenset[str], int] = {frozenset(): 0}
        answers = units.of_code(code)[here]
        for row, times in zip(answers.tolist(), units.times[here].tolist(), strict=True):
            who = frozenset(name for name, at in zip(CODERS, row, strict=True) if at == 1)
            lengths[who] = lengths.get(who, 0) + times
        expected = tables.subsets(source, code)
        assert {key: n for key, n in lengths.items() if n} == {
            key: n for key, n in expected.items() if n
        }


@pytest.mark.parametrize("level", LEVELS)
@given(rows=spans)
@settings(max_examples=40, deadline=None)
def test_kappa_of_the_ratings_is_that_of_the_table(level: str, rows: list[CodedSpan]) -> None:
    table = agreement_table(FRAMES, rows, CODERS, CODES, level=level)
    units = unit_ratings(FRAMES, rows, CODERS, CODES, level)
    compared = 0
    for row in table:
        if row.scope == "code" and len(row.coders) == 2:
            columns = [CODERS.index(name) for name in row.coders]
            ratings = Ratings(units.of_code(row.code)[:, columns], (0, 1), units.times)
            assert cohen_kappa(ratings).value == pytest.approx(row.cohen_kappa)
            compared += 1
    assert compared == 6


@given(rows=spans)
@settings(max_examples=40, deadline=None)
def test_runs_are_the_frame_cut_where_an_answer_changes(rows: list[CodedSpan]) -> None:
    runs = unit_ratings(FRAMES, rows, CODERS, CODES, "character")
    for at, frame in enumerate(FRAMES):
        own = runs.source == at
        places = list(zip(runs.start[own].tolist(), runs.end[own].tolist(), strict=True))
        inside = [n for start, end in frame.frame or [(0, 40)] for n in range(start, end)]
        assert [n for start, end in places for n in range(start, end)] == inside
        assert runs.number[own].tolist() == list(range(1, len(places) + 1))
        for (start, end), coded in zip(places, runs.coded[own], strict=True):
            for offset in range(start, end):
                assert coded.tolist() == said(rows, frame.source_id, offset)
        follow = runs.start[own][1:] == runs.end[own][:-1]
        same = (runs.coded[own][1:] == runs.coded[own][:-1]).all(axis=(1, 2))
        assert not (follow & same).any()


def said(rows: Sequence[CodedSpan], source: str, offset: int) -> list[list[bool]]:
    """Which coder gave which code to a character."""
    given_here = {
        (row.coder, row.code)
        for row in rows
        if row.source_id == source and row.start <= offset < row.end
    }
    return [[(coder, code) in given_here for code in CODES] for coder in CODERS]


def test_a_family_has_one_code_none_or_nothing_said() -> None:
    rows = [
        CodedSpan("t", "A", "x", 0, 3),
        CodedSpan("t", "B", "x", 1, 3),
        CodedSpan("t", "B", "y", 5, 9),
        CodedSpan("t", "C", "y", 35, 40),
    ]
    units = unit_ratings(FRAMES, rows, CODERS, CODES, "turn")
    here = units.source == 1
    assert units.exclusive()[here].tolist() == [
        [0, MISSING, 2],
        [2, 1, 2],
        [2, 2, 2],
        [2, 2, 2],
        [2, 2, 1],
    ]
    assert units.several()[here].sum() == 1
    elsewhere = units.exclusive()[units.source == 0]
    assert (elsewhere[:, 2] == MISSING).all()
    ratings = units.family_ratings("none")
    assert ratings.categories == ("x", "y", "none")
    only = occurring(Ratings(np.array([[2, 2], [-1, 0]]), ("a", "b", "c"), np.array([1, 1])))
    assert (only.categories, only.values.tolist()) == (("a", "c"), [[1, 1], [-1, 0]])
