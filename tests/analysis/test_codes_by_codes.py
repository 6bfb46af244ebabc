"""Codes by codes: against a slow count over every pair of segments, turns and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.test_matrices import BOOK, CODINGS, MATERIAL, TEXTS, TURNS, coding
from toolkit.analysis.codes_by_codes import codes_by_codes
from toolkit.domain.spans import Span, clip, union
from toolkit.domain.transcript import Role
from toolkit.text.sentences import words

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding


def segments(codings: list[Coding], row: str) -> list[tuple[str, Span]]:
    inside = set(BOOK.descendants(row)) if row in BOOK else {row}
    return [
        (source, span)
        for source in sorted({c.source_id for c in codings})
        for span in union(
            (c.span for c in codings if c.code_id in inside and c.source_id == source),
            join_touching=False,
        )
    ]


def meets(one: tuple[str, Span], other: tuple[str, Span]) -> bool:
    return one[0] == other[0] and one[1].overlaps(other[1])


@settings(max_examples=150, deadline=None)
@given(CODINGS, st.sampled_from(["segment", "turn", "source", "words", "characters"]))
def test_every_cell_equals_the_slow_count(codings: list[Coding], what: str) -> None:
    measure = what if what in ("words", "characters") else "counts"
    unit = what if measure == "counts" else "segment"
    matrix = codes_by_codes(codings, BOOK, MATERIAL, unit=unit, measure=measure)
    turns = [
        (source, turn.body)
        for source, spoken in TURNS.items()
        for turn in spoken
        if turn.role is Role.EXPERT and source in {c.source_id for c in codings}
    ]
    for row in matrix.row_ids:
        for column in matrix.column_ids:
            cell, refs = matrix.cell(row, column), matrix.refs[row, column]
            if {row, column} in ({"p", "a"}, {"p", "b"}) or not codings:
                assert cell is None
                continue
            a, b = segments(codings, row), segments(codings, column)
            if what == "segment":
                expected = sum(any(meets(one, other) for other in b) for one in a)
            elif what == "turn":
                expected = sum(
                    any(meets(one, turn) for one in a) and any(meets(one, turn) for one in b)
                    for turn in turns
                )
            elif what == "source":
                expected = len({source for source, _s in a} & {source for source, _s in b})
            else:
                expected = 0
                for source, text in TEXTS.items():
                    common = union(
                        clip(
                            [s for name, s in a if name == source], [s for n, s in b if n == source]
                        )
                    )
                    frame = [t.body for t in TURNS.get(source, ()) if t.role is Role.EXPERT]
                    frame = frame or [Span(0, len(text))]
                    if what == "characters":
                        expected += sum(map(len, clip(common, frame)))
                    else:
                        heard = [word for part in frame for word in words(text, part)]
                        expected += sum(any(w.overlaps(s) for s in common) for w in heard)
            assert cell == expected, (row, column)
            if what in ("segment", "turn", "source"):
                assert bool(refs) == bool(expected)
            assert len(set(refs)) == len(refs)


def test_a_share_of_the_row_is_a_conditional_share() -> None:
    codings = [coding("E1", 0, 10, "a"), coding("E1", 2, 3, "c"), coding("E1", 5, 6, "c")]
    matrix = codes_by_codes(codings, BOOK, MATERIAL)
    assert (matrix.cell("a", "c"), matrix.cell("c", "a")) == (1, 2)
    assert matrix.totals is not None
    assert matrix.totals().of_rows == (1, 1, 0, 2)
    assert matrix.refs["a", "c"] == ("E1-0-10-a-x", "E1-2-3-c-x", "E1-5-6-c-x")


def test_what_no_expert_says_is_in_no_turn() -> None:
    matrix = codes_by_codes([coding("G", 0, 8, "a", "asked")], BOOK, MATERIAL, unit="turn")
    assert matrix.unplaced == ("asked",)
    with pytest.raises(ValueError, match="paragraph"):
        codes_by_codes([], BOOK, MATERIAL, unit="paragraph")
