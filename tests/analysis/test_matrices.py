"""Matrices equal a slow and plain count, and the order of their input does not change them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.analysis.by_cases import codes_by_cases, directions_by_cases
from toolkit.analysis.by_directions import codes_by_directions, mapped_segments
from toolkit.analysis.case_stretches import Material
from toolkit.analysis.grouping import cases_worked_on, count_cases, group_material, worked_note
from toolkit.analysis.matrix import Matrix, Measure
from toolkit.analysis.rows import RowChoice
from toolkit.domain.codebook import Code, Codebook, CodeStatus
from toolkit.domain.codings import Coding
from toolkit.domain.directions import NO_DIRECTION, Direction, DirectionMapping
from toolkit.domain.spans import Span, clip, union
from toolkit.domain.transcript import Case, Participation, Role, Turn
from toolkit.text.sentences import words
from toolkit.text.turns import parse_turns

if TYPE_CHECKING:
    import random

BOOK = Codebook(
    (
        Code("p", {"en": "Parent", "ko": "상위"}),
        Code("a", {"en": "A"}, parent="p"),
        Code("b", {"en": "B"}, parent="p"),
        Code("c", {"en": "C"}),
        Code("old", {"en": "Old"}, status=CodeStatus.RETIRED),
    )
)
GROUP = "I: aa bb\nK: cc dd ee\nI: ff\nL: gg hh\nK: ii\n"
TEXTS = {"E1": "one two three four five six", "E2": "eins zwei drei", "G": GROUP}
TURNS = {"G": parse_turns(GROUP, speakers=["K", "L"])}
CASES = [Case("E1"), Case("E2"), Case("K"), Case("L")]
PARTICIPATIONS = [
    Participation("E1", "E1"),
    Participation("E2", "E2"),
    Participation("G", "K", "K"),
    Participation("G", "L", "L"),
]
MATERIAL = Material(CASES, PARTICIPATIONS, TURNS, TEXTS)


def coding(
    source: str, start: int, end: int, code: str, name: str = "", coder: str = "x"
) -> Coding:
    key = name or f"{source}-{start}-{end}-{code}-{coder}"
    return Coding(key, source, Span(start, end), code, coder, "main")


def mapping(
    source: str, start: int, end: int, direction: str, coder: str = "x"
) -> DirectionMapping:
    key = f"{source}-{start}-{end}-{direction}-{coder}"
    return DirectionMapping(key, source, Span(start, end), direction, coder, "main")


def test_segments_are_counted_once() -> None:
    matrix = codes_by_cases(
        [
            coding("E1", 0, 7, "a"),
            coding("E1", 0, 7, "a", coder="y"),
            coding("E1", 5, 9, "a"),
            coding("E1", 9, 12, "a"),
            coding("E1", 6, 10, "b"),
        ],
        BOOK,
        MATERIAL,
    )
    # 0-9 is one segment of A; 9-12 touches it and is a second one; P has a single segment, 0-12.
    assert [matrix.cell(row, "E1") for row in ("a", "b", "p")] == [2, 1, 1]
    assert matrix.refs["a", "E1"] == ("E1-0-7-a-x", "E1-0-7-a-y", "E1-5-9-a-x", "E1-9-12-a-x")
    assert len(matrix.refs["p", "E1"]) == 5


def test_missing_is_not_zero() -> None:
    codings = [coding("E1", 0, 3, "a")]
    matrix = codes_by_cases(codings, BOOK, MATERIAL)
    assert matrix.cells[matrix.row_ids.index("b")] == (0, None, None, None)
    matrix = codes_by_cases(codings, BOOK, replace(MATERIAL, covered={"E2"}))
    assert matrix.cells[matrix.row_ids.index("a")] == (1, 0, None, None)


def test_rows_and_their_order() -> None:
    matrix = codes_by_cases([coding("E1", 0, 3, "zz"), coding("E1", 0, 3, "old")], BOOK, MATERIAL)
    assert matrix.row_ids == ("p", "a", "b", "c", "old", "zz")
    assert codes_by_cases([], BOOK, MATERIAL, language="ko").row_labels == ("상위", "A", "B", "C")
    flat = codes_by_cases([coding("E1", 0, 3, "a")], BOOK, MATERIAL, rows=RowChoice("leaves"))
    assert flat.row_ids == ("a", "b", "c")
    used = codes_by_cases([coding("E1", 0, 3, "p")], BOOK, MATERIAL, rows=RowChoice("leaves"))
    assert used.row_ids == ("p", "a", "b", "c")
    assert [used.cell(row, "E1") for row in used.row_ids] == [1, 0, 0, 0]


def test_a_source_with_several_cases_is_told_apart_by_its_turns() -> None:
    k, l, asked = GROUP.index("cc"), GROUP.index("gg"), GROUP.index("ff")  # noqa: E741
    codings = [
        coding("G", k, k + 2, "a"),
        coding("G", l, l + 5, "b"),
        coding("G", k, l + 1, "c"),
        coding("G", asked, asked + 2, "c", name="asked"),
    ]
    matrix = codes_by_cases(codings, BOOK, MATERIAL)
    assert [matrix.cell(row, "K") for row in ("a", "b", "c")] == [1, 0, 1]
    assert [matrix.cell(row, "L") for row in ("a", "b", "c")] == [0, 1, 1]
    assert matrix.unplaced == ("asked",)


def test_an_empty_speaker_means_every_expert_turn() -> None:
    material = replace(
        MATERIAL, participations=[Participation("G", "K", "K"), Participation("G", "all")], cases=[]
    )
    at = GROUP.index("gg")
    matrix = codes_by_cases([coding("G", at, at + 2, "a")], BOOK, material)
    assert matrix.column_ids == ("K", "all")
    assert matrix.cells[1] == (0, 1)


def test_words() -> None:
    codings = [
        coding("E1", 0, 5, "a"),  # one, and a letter of two
        coding("E1", 5, 7, "a"),  # the rest of two
        coding("E1", 4, 13, "b"),  # two three
        coding("E2", 0, 99, "c"),
    ]
    matrix = codes_by_cases(codings, BOOK, MATERIAL, measure="words")
    assert [matrix.cell(row, "E1") for row in ("a", "b", "p")] == [2, 2, 3]
    assert matrix.cell("c", "E2") == 3


def test_words_of_the_interviewer_are_left_out() -> None:
    text = "I: why so\nE1: because of it\n"
    material = Material(
        [Case("E1")], [Participation("E1", "E1")], {"E1": parse_turns(text)}, {"E1": text}
    )
    codings = [coding("E1", 0, len(text), "a")]
    assert codes_by_cases(codings, BOOK, material, measure="words").cell("a", "E1") == 3
    everyone = replace(material, experts_only=False)
    assert codes_by_cases(codings, BOOK, everyone, measure="words").cell("a", "E1") == 7


def test_directions_by_cases() -> None:
    directions = [Direction("law", {"en": "Law"}), Direction("money", {"en": "Money"})]
    matrix = directions_by_cases(
        [
            mapping("E1", 0, 5, "law"),
            mapping("E1", 3, 8, "law", "y"),
            mapping("E1", 20, 25, "other"),
            mapping("E2", 0, 5, NO_DIRECTION),
        ],
        directions,
        MATERIAL,
    )
    assert matrix.row_ids == ("law", "money", "other", NO_DIRECTION)
    assert matrix.cells == (
        (1, 0, None, None),
        (0, 0, None, None),
        (1, 0, None, None),
        (0, 1, None, None),
    )
    assert matrix.refs["law", "E1"] == ("E1-0-5-law-x", "E1-3-8-law-y")
    assert matrix.refs["money", "E2"] == ()


def test_codes_by_directions() -> None:
    directions = [Direction("law", {"en": "Law"}), Direction("money", {"en": "Money"})]
    codings = [
        coding("E1", 0, 10, "a"),
        coding("E1", 2, 12, "a", coder="y"),
        coding("E1", 20, 26, "b"),
        coding("E2", 0, 5, "c"),
    ]
    mappings = [
        mapping("E1", 0, 10, "law"),
        mapping("E1", 0, 10, "law", "y"),
        mapping("E1", 0, 10, "money"),
        mapping("E1", 20, 26, NO_DIRECTION),
        mapping("E2", 4, 14, "law"),
    ]
    matrix = codes_by_directions(codings, mappings, BOOK, directions, MATERIAL)
    table = dict(zip(matrix.row_ids, matrix.cells, strict=True))
    assert matrix.column_ids == ("law", "money", NO_DIRECTION)
    assert table == {"p": (1, 1, 1), "a": (1, 1, 0), "b": (0, 0, 1), "c": (None, None, None)}
    assert matrix.refs["a", "law"] == ("E1-0-10-a-x", "E1-2-12-a-y")
    assert matrix.unplaced == ("E2-0-5-c-x",)
    counted = codes_by_directions(codings, mappings, BOOK, directions, MATERIAL, measure="words")
    assert counted.cell("a", "law") == 3


@pytest.mark.parametrize(
    ("shared_with", "segments", "words_"), [("coding", 0, 0), ("shorter", 1, 1)]
)
def test_a_mapped_phrase_does_not_stand_for_the_passage_around_it(
    shared_with: str, segments: int, words_: int
) -> None:
    # Six words are coded and one of them is mapped.
    codings, mappings = [coding("E1", 0, 27, "a")], [mapping("E1", 0, 3, "law")]
    for measure, expected in (("counts", segments), ("words", words_)):
        matrix = codes_by_directions(
            codings,
            mappings,
            BOOK,
            [Direction("law", {})],
            MATERIAL,
            measure=measure,
            shared_with=shared_with,
        )
        assert matrix.cell("a", "law") == (expected or None)
        assert matrix.unplaced == (() if expected else ("E1-0-27-a-x",))


def test_nothing_at_all() -> None:
    for measure in Measure:
        empty = codes_by_cases([], BOOK, Material(), measure=measure)
        assert (empty.column_ids, empty.cells) == ((), ((), (), (), ()))
        assert codes_by_cases([], BOOK, MATERIAL, measure=measure).cells == ((None,) * 4,) * 4
        assert codes_by_directions([], [], BOOK, [], Material(), measure=measure).cells == (
            (), (), (), (),
        )  # fmt: skip
        crossed = codes_by_directions(
            [coding("E1", 0, 3, "a")], [], BOOK, [Direction("law", {})], MATERIAL, measure=measure
        )
        assert crossed.cells == ((None,),) * 4


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="weight"):
        codes_by_cases([], BOOK, MATERIAL, measure="weight")


CODINGS = st.lists(
    st.builds(
        lambda source, start, length, code, coder: coding(
            source, start, start + length, code, coder=coder
        ),
        st.sampled_from(["E1", "E2", "G", "nowhere"]),
        st.integers(0, 40),
        st.integers(1, 12),
        st.sampled_from(["p", "a", "b", "c", "zz"]),
        st.sampled_from(["x", "y"]),
    ),
    max_size=14,
)
MAPPINGS = st.lists(
    st.builds(
        lambda source, start, length, direction: mapping(source, start, start + length, direction),
        st.sampled_from(["E1", "E2", "G"]),
        st.integers(0, 40),
        st.integers(1, 12),
        st.sampled_from(["law", "money", NO_DIRECTION]),
    ),
    max_size=10,
)


def stretches_of(source: str, case: str) -> list[Span]:
    """The spans of a case: the whole source if it has its own, its turns in the group interview."""
    if source != "G":
        return [Span(0, 10_000)] if source == case else []
    return [turn.body for turn in TURNS["G"] if turn.speaker == case]


def slow_value(codings: list[Coding], inside: set[str], case: str, measure: Measure) -> int:
    total = 0
    for source in TEXTS:
        own = stretches_of(source, case)
        spans = [
            c.span
            for c in codings
            if c.source_id == source
            and c.code_id in inside
            and any(c.span.overlaps(s) for s in own)
        ]
        if measure is Measure.WORDS:
            frame = [turn.body for turn in TURNS.get(source, ()) if turn.role is Role.EXPERT] or own
            heard = [
                word
                for part in union(clip(own, frame))
                if part.start < len(TEXTS[source])
                for word in words(TEXTS[source], part)
            ]
            total += sum(any(word.overlaps(span) for span in spans) for word in heard)
        elif measure is Measure.CHARACTERS:
            frame = [turn.body for turn in TURNS.get(source, ()) if turn.role is Role.EXPERT] or own
            whole = [Span(0, len(TEXTS[source]))]
            said = union(clip(clip(union(spans), whole), union(clip(own, frame))))
            total += sum(map(len, said))
        else:
            total += len(union(spans, join_touching=False))
    return min(total, 1) if measure is Measure.PRESENT else total


@settings(max_examples=200, deadline=None)
@given(CODINGS, st.sampled_from(Measure), st.booleans())
def test_every_cell_equals_the_slow_count(
    codings: list[Coding], measure: Measure, roll_up: bool
) -> None:
    matrix = codes_by_cases(
        codings,
        BOOK,
        MATERIAL,
        measure=measure,
        rows=RowChoice() if roll_up else RowChoice("leaves"),
    )
    covered = {c.source_id for c in codings}
    for row in matrix.row_ids:
        inside = set(BOOK.descendants(row)) if roll_up and row in BOOK else {row}
        for case in matrix.column_ids:
            source = case if case.startswith("E") else "G"
            value = matrix.cell(row, case)
            if source in covered:
                assert value == slow_value(codings, inside, case, measure)
            else:
                assert value is None
            behind = {
                c.id
                for c in codings
                if c.code_id in inside
                and any(c.span.overlaps(own) for own in stretches_of(c.source_id, case))
            }
            assert set(matrix.refs[row, case]) == behind
            assert len(matrix.refs[row, case]) == len(behind)


@settings(max_examples=100, deadline=None)
@given(CODINGS, MAPPINGS, st.randoms(use_true_random=False), st.sampled_from(Measure))
def test_order_and_duplicates_change_nothing(
    codings: list[Coding],
    mappings: list[DirectionMapping],
    chance: random.Random,
    measure: Measure,
) -> None:
    def both(c: list[Coding], m: list[DirectionMapping]) -> list[object]:
        tables: list[Matrix] = [
            codes_by_cases(c, BOOK, MATERIAL, measure=measure),
            directions_by_cases(m, [Direction("law", {})], MATERIAL, measure=measure),
            codes_by_directions(c, m, BOOK, [Direction("law", {})], MATERIAL, measure=measure),
        ]
        return [(t.row_ids, t.column_ids, t.cells, dict(t.refs), t.unplaced) for t in tables]

    shuffled, shuffled_mappings = codings * 2, mappings * 2
    chance.shuffle(shuffled)
    chance.shuffle(shuffled_mappings)
    assert both(codings, mappings) == both(shuffled, shuffled_mappings)


@settings(deadline=None)
@given(CODINGS)
def test_a_parent_is_a_union_and_never_more_than_the_sum(codings: list[Coding]) -> None:
    for measure in Measure:
        matrix = codes_by_cases(codings, BOOK, MATERIAL, measure=measure)
        for case in matrix.column_ids:
            parts = [matrix.cell(row, case) or 0 for row in ("a", "b")]
            own = codes_by_cases(codings, BOOK, MATERIAL, measure=measure, rows=RowChoice("leaves"))
            parts.append((own.cell("p", case) or 0) if "p" in own.row_ids else 0)
            whole = matrix.cell("p", case) or 0
            assert whole <= sum(parts)
            if measure is not Measure.COUNTS:
                assert whole >= max(parts)


@settings(max_examples=100, deadline=None)
@given(CODINGS, MAPPINGS, st.sampled_from(["coding", "shorter"]))
def test_codes_by_directions_equals_the_slow_count(
    codings: list[Coding], mappings: list[DirectionMapping], shared_with: str
) -> None:
    def about(passage: Coding, target: DirectionMapping) -> bool:
        common = (
            passage.span.intersection(target.span)
            if passage.source_id == target.source_id
            else None
        )
        measured = len(passage.span)
        if shared_with == "shorter":
            measured = min(measured, len(target.span))
        return common is not None and 2 * len(common) >= measured

    directions = [Direction("law", {}), Direction("money", {})]
    matrix = codes_by_directions(
        codings, mappings, BOOK, directions, MATERIAL, shared_with=shared_with
    )
    for row in matrix.row_ids:
        inside = set(BOOK.descendants(row)) if row in BOOK else {row}
        here = [c for c in codings if c.code_id in inside]
        seen = any(about(c, m) for c in here for m in mappings)
        for column in ("law", "money"):
            matches = [
                c for c in here if any(about(c, m) and m.direction_id == column for m in mappings)
            ]
            count = sum(
                len(union((c.span for c in matches if c.source_id == source), join_touching=False))
                for source in {c.source_id for c in matches}
            )
            assert matrix.cell(row, column) == (count if seen else None)
            assert set(matrix.refs[row, column]) == {c.id for c in matches}


SECTORS = {"E1": "gov", "E2": "gov", "K": "lab", "L": "lab"}


def test_columns_by_an_attribute() -> None:
    codings = [coding("E1", 0, 3, "a"), coding("E2", 0, 3, "a"), coding("E2", 5, 7, "a")]
    groups = group_material(MATERIAL, {**SECTORS, "L": ""}, "sector")
    matrix = codes_by_cases(codings, BOOK, groups)
    assert matrix.column_ids == ("gov", "lab", "(no sector)")
    assert matrix.cells[matrix.row_ids.index("a")] == (3, None, None)
    assert matrix.refs["a", "gov"] == ("E1-0-3-a-x", "E2-0-3-a-x", "E2-5-7-a-x")


def test_a_column_says_how_many_of_its_cases_were_worked_on() -> None:
    material = replace(MATERIAL, finished={"E1", "G"})
    by_sector = cases_worked_on(material, SECTORS, "sector")
    assert by_sector == {"gov": (1, 2), "lab": (2, 2)}
    assert worked_note(by_sector, "sector") == (
        "columns: cases by sector; cases worked on: gov: 1 of 2, lab: 2 of 2"
    )
    alone = cases_worked_on(material)
    assert alone == {"E1": (1, 1), "E2": (0, 1), "K": (1, 1), "L": (1, 1)}
    assert worked_note(alone, None) == "cases worked on: 3 of 4; not: E2"


def test_a_segment_shared_by_two_cases_of_a_group_counts_once() -> None:
    shared = [coding("G", 0, len(GROUP), "a")]
    assert codes_by_cases(shared, BOOK, MATERIAL).cells[1] == (None, None, 1, 1)
    groups = group_material(MATERIAL, SECTORS, "sector")
    assert codes_by_cases(shared, BOOK, groups).cells[1] == (None, 1)


def test_what_is_coded_where_no_case_speaks_is_in_no_group_either() -> None:
    """The interviewer's words are nobody's, also where all cases of a source are of one group."""
    asked = [coding("G", 0, 8, "a", "asked"), coding("G", 12, 14, "a", "said")]
    groups = group_material(MATERIAL, {"K": "lab", "L": "lab"}, "sector")
    for material, column in ((MATERIAL, "K"), (groups, "lab")):
        matrix = codes_by_cases(asked, BOOK, material)
        assert matrix.cell("a", column) == 1
        assert matrix.unplaced == ("asked",)


def test_an_answer_in_pieces_is_left_out_only_where_no_piece_is_counted() -> None:
    """The rule `intersection` cuts an answer into pieces, which share its id."""
    pieces = [coding("E1", 0, 10, "a", "whole"), coding("E1", 20, 26, "a", "whole")]
    mappings, law = [mapping("E1", 0, 10, "law")], [Direction("law", {})]
    matrix = codes_by_directions(pieces, mappings, BOOK, law, MATERIAL)
    assert matrix.cell("a", "law") == 1
    assert matrix.unplaced == ()
    assert mapped_segments(pieces, mappings) == {("E1", Span(0, 10))}
    in_turns = [coding("G", 0, 8, "a", "whole"), coding("G", 12, 14, "a", "whole")]
    assert codes_by_cases(in_turns, BOOK, MATERIAL).unplaced == ()
    assert codes_by_cases(in_turns[:1], BOOK, MATERIAL).unplaced == ("whole",)


def test_presence_by_an_attribute_is_a_number_of_cases() -> None:
    codings = [coding("E1", 0, 3, "a"), coding("E2", 0, 3, "a"), coding("E2", 5, 7, "a")]
    matrix = count_cases(
        codes_by_cases(codings, BOOK, MATERIAL, measure="present"), MATERIAL, SECTORS, "sector"
    )
    assert matrix.cells[matrix.row_ids.index("a")] == (2, None)
    assert matrix.refs["a", "gov"] == ("E1-0-3-a-x", "E2-0-3-a-x", "E2-5-7-a-x")
    assert len(dict(matrix.refs)) == len(matrix.row_ids) * 2


def test_a_turn_is_needed_only_where_cases_share_a_source() -> None:
    turn = Turn(0, "K", Role.EXPERT, Span(0, 5), Span(3, 5))
    material = Material([], PARTICIPATIONS, {"G": [turn]})
    assert codes_by_cases([coding("G", 0, 2, "a")], BOOK, material).unplaced == ("G-0-2-a-x",)
