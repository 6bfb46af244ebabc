"""Tests of segments as units: those that someone coded, and those of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project


def test_segments_are_what_someone_coded_joined_where_they_overlap(coded: Project) -> None:
    table = coded.agreement.report(unit="segment")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    by_code = {row["code"]: row for row in rows if row["scope"] == "code"}
    # E01 and K01 have two passages each; a passage is one unit, whatever its length.
    assert {row["n"] for row in by_code.values()} == {4}
    assert by_code["security"]["percent"] == 1.0
    assert by_code["trust"]["percent"] == 0.75
    assert by_code["trust"]["unit"] == "segment"
    assert any("nobody coded is no unit" in note for note in table.notes)


def test_given_segments_are_the_units_and_the_statement_says_so(coded: Project, write: Any) -> None:
    text = coded.sources.text("E01")
    first = text.index("We do not trust")
    lines = [f"E01,{first},{first + 30},x", f"E01,0,{first},y"]
    path = write("segments.csv", "source,start,end,note\n" + "\n".join(lines) + "\n")
    segments = coded.agreement.read_segments(path)
    assert segments == {"E01": [(0, first), (first, first + 30)]}
    table = coded.agreement.report(unit="segment", segments=segments)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    # The text before the first expert turn is the interviewer's and lies outside the frame.
    assert {row["n"] for row in rows if row["scope"] == "code"} == {1}
    assert any("K01" in note and "no segment is given" in note for note in table.notes)
    statement = coded.consensus.statement(unit="segment", segments=segments)
    assert any("fixed apart from the codings" in str(row) for row in statement.rows)
    with pytest.raises(UsageError) as error:
        coded.agreement.report(segments=segments)
    assert error.value.code == "segments-unused"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("source,start\nE01,1\n", "segments-columns"),
        ("source,start,end\nE01,a,3\n", "segments-number"),
        ("source,start,end\nE9,1,3\n", "unknown-source"),
        ("source,start,end\nE01,5,99999\n", "span-outside"),
        ("source,start,end\nE01,1,5\nE01,4,9\n", "segments-overlap"),
        ("source,start,end\n", "segments-empty"),
        ("source,start,end\nE01,,\n", "segments-number"),
    ],
)
def test_what_is_no_list_of_segments_is_refused_with_its_line(
    coded: Project, write: Any, content: str, code: str
) -> None:
    path = write("segments.csv", content)
    with pytest.raises(InputError) as error:
        coded.agreement.read_segments(path)
    assert error.value.code == code
    assert "segments.csv" in error.value.message
