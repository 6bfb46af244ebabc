"""Files with provenance: written, read back, and compared."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError, UsageError
from toolkit.report.compare import ABSENT, Difference, differences
from toolkit.report.files import write_report, write_table
from toolkit.report.provenance import EventMark, Provenance
from toolkit.report.read_export import Grid, read_export
from toolkit.report.read_workbook import read_workbook
from toolkit.report.tables import Table
from toolkit.report.xlsx import workbook

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.report.tables import Cell

PROVENANCE = Provenance(
    project="Study", command="qct agree", event=EventMark(3, "id"), language="en", software="qct 1"
)
TABLE = Table(
    ("code", "name", "share"),
    (("trust", "=<b>Trust & co</b>", 0.25), ("security", "보안\n😀", None)),
    "codes",
    ("one note",),
    subheads=(("", "cases", "2 of 5"),),
    provenance=PROVENANCE,
)
SECOND = Table(("reason", "count"), (("another coder's answers count", 3),), "left out")
ENDINGS = ["csv", "json", "txt", "xlsx", "html"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_file_says_where_it_comes_from(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"table.{ending}"
    written = write_report([TABLE, SECOND], path)
    assert written[0] == path
    assert {entry.name for entry in tmp_path.iterdir()} == {entry.name for entry in written}
    export = read_export(path)
    assert export.recorded.command == "qct agree"
    assert export.recorded.event == EventMark(3, "id")
    assert not export.is_altered
    first = {entry.name: entry.read_bytes() for entry in written}
    write_report([TABLE, SECOND], path)
    assert {entry.name: entry.read_bytes() for entry in written} == first


def test_only_files_without_room_for_it_have_one_beside_them(tmp_path: Path) -> None:
    for ending, count in [("csv", 2), ("json", 2), ("txt", 2), ("xlsx", 1), ("html", 1)]:
        assert len(write_report([TABLE], tmp_path / f"table.{ending}")) == count
    assert (tmp_path / "table.csv.meta.json").is_file()
    # The keys of JSON are fixed, so the provenance is not among the rows.
    assert json.loads((tmp_path / "table.json").read_text("utf-8")) == [
        {"code": "trust", "name": "=<b>Trust & co</b>", "share": 0.25},
        {"code": "security", "name": "보안\n😀", "share": None},
    ]


def test_what_the_files_hold_is_read_back(tmp_path: Path) -> None:
    grids: dict[str, tuple[Grid, ...]] = {}
    for ending in ENDINGS:
        write_report([TABLE, SECOND], tmp_path / f"table.{ending}")
        grids[ending] = read_export(tmp_path / f"table.{ending}").grids
    head = ("code", "name", "share")
    assert grids["csv"] == (
        Grid("", head, (("trust", "'=<b>Trust & co</b>", "0.25"), ("security", "보안\n😀", ""))),
    )
    assert grids["json"] == (
        Grid("", head, (("trust", "=<b>Trust & co</b>", 0.25), ("security", "보안\n😀", None))),
    )
    subhead = (None, "cases", "2 of 5")
    assert grids["xlsx"] == (
        Grid(
            "codes",
            head,
            (subhead, ("trust", "=<b>Trust & co</b>", 0.25), ("security", "보안\n😀", None)),
        ),
        Grid("left out", ("reason", "count"), (("another coder's answers count", 3.0),)),
    )
    assert grids["html"] == (
        Grid(
            "codes",
            head,
            (
                ("", "cases", "2 of 5"),
                ("trust", "=<b>Trust & co</b>", "0.250"),
                ("security", "보안^J😀", ""),
            ),
        ),
        Grid("left out", ("reason", "count"), (("another coder's answers count", "3"),)),
    )
    assert "one note" not in str(grids)
    assert any("0.250" in str(row) for row in grids["txt"][0].rows)


def test_a_sheet_and_a_section_are_named_provenance(tmp_path: Path) -> None:
    write_report([TABLE, SECOND], tmp_path / "table.xlsx")
    sheets = read_workbook((tmp_path / "table.xlsx").read_bytes(), "table.xlsx")
    assert list(sheets) == ["codes", "left out", "notes", "provenance"]
    assert sheets["provenance"][0] == ["key", "value"]
    assert ["command", "qct agree"] in sheets["provenance"]
    write_report([TABLE], tmp_path / "table.html")
    assert '<section id="provenance">' in (tmp_path / "table.html").read_text("utf-8")


def test_a_file_changed_after_it_was_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_table(TABLE, path)
    path.write_text(path.read_text("utf-8") + "x,y,1\n", encoding="utf-8")
    assert read_export(path).is_altered


@pytest.mark.parametrize(
    ("language", "bom", "marked"),
    [("ko", None, True), ("en", None, False), ("en", True, True), ("ko", False, False)],
)
def test_a_csv_begins_with_a_mark_where_excel_needs_it(
    tmp_path: Path, language: str, bom: bool | None, marked: bool
) -> None:
    table = Table(("이름",), (("신뢰",),), provenance=Provenance("s", "c", language=language))
    write_report([table], tmp_path / "table.csv", bom=bom)
    data = (tmp_path / "table.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") is marked
    assert data.removeprefix(b"\xef\xbb\xbf").decode() == "이름\n신뢰\n"
    assert read_export(tmp_path / "table.csv").grids[0].columns == ("이름",)
    write_report([table], tmp_path / "table.json", bom=True)
    assert (tmp_path / "table.json").read_bytes().startswith(b"[")


def test_a_table_of_unknown_origin_has_no_side_file_and_no_mark(tmp_path: Path) -> None:
    assert write_table(Table(("이름",), ()), tmp_path / "t.csv") == (tmp_path / "t.csv",)
    assert (tmp_path / "t.csv").read_bytes() == "이름\n".encode()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.csv", None, "cannot-read"),
        ("alone.csv", b"a,b\n", "no-provenance"),
        ("alone.json", b"[]", "no-provenance"),
        ("page.html", b"<table><tr><td>1</td></tr></table>", "no-provenance"),
        ("book.xlsx", workbook([Table(("a",), (("x",),), "t")]), "no-provenance"),
        ("book.xlsx", b"PK\x03\x04 nothing", "bad-workbook"),
        ("page.html", b"\xff\xfe<", "not-utf8"),
        ("table.pdf", b"", "unknown-format"),
        ("table", b"", "unknown-format"),
    ],
)
def test_what_holds_no_provenance_is_refused(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_export(path)
    assert caught.value.code == code
    assert name in caught.value.message


def test_a_workbook_with_entities_or_references_outside_is_refused() -> None:
    data = workbook([Table(("a",), (("x",),), "t")])
    for part, old, new in [
        ("xl/workbook.xml", b"<workbook", b"<!DOCTYPE a [<!ENTITY b 'c'>]><workbook"),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="ZZZ2"'),
        ("xl/sharedStrings.xml", b"<t>x</t>", b"<t>x"),
    ]:
        with pytest.raises(InputError, match=r"t\.xlsx cannot be read"):
            read_workbook(_replaced(data, part, old, new), "t.xlsx")
    assert read_workbook(data, "t.xlsx") == {"t": [["a"], ["x"]]}


def _replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new, 1)
            target.writestr(name, content)
    return out.getvalue()


def test_a_side_file_cannot_be_written_where_a_folder_stands(tmp_path: Path) -> None:
    (tmp_path / "t.csv.meta.json").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write_table(TABLE, tmp_path / "t.csv")


CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.sampled_from(["", "a", "b", "1", "01"])
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_a_table_differs_from_itself_nowhere(rows: list[tuple[Cell, ...]]) -> None:
    grid = Grid("t", ("a", "b"), tuple(rows))
    assert differences([grid], [grid]) == []


@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5),
    st.integers(0, 4),
    st.integers(0, 1),
)
def test_any_changed_cell_is_noticed(rows: list[tuple[Cell, ...]], at: int, column: int) -> None:
    at %= len(rows)
    changed = list(rows)
    cells = list(rows[at])
    cells[column] = "changed"
    changed[at] = tuple(cells)
    assert differences(
        [Grid("t", ("a", "b"), tuple(rows))], [Grid("t", ("a", "b"), tuple(changed))]
    )


def _grid(*rows: tuple[Cell, ...], columns: tuple[str, ...] = ("code", "n")) -> Grid:
    return Grid("", columns, rows)


def test_cells_are_named_by_row_and_column() -> None:
    before, now = _grid(("a", 1), ("b", 2)), _grid(("a", 1), ("b", 3))
    assert differences([before], [now]) == [Difference("", "2 b", "n", 2, 3)]


def test_rows_and_columns_that_only_one_has_are_named() -> None:
    before, now = _grid(("a", 1), ("b", 2), ("b", 2)), _grid(("b", 2), ("c", 3))
    assert differences([before], [now]) == [
        Difference("", "1 a", "", "a | 1", ABSENT),
        Difference("", "3 b", "", "b | 2", ABSENT),
        Difference("", "2 c", "", ABSENT, "c | 3"),
    ]
    other = _grid(("a", 1), columns=("code", "m"))
    assert differences([_grid(("a", 1))], [other]) == [
        Difference("", "", "n", "n", ABSENT),
        Difference("", "", "m", ABSENT, "m"),
    ]


def test_tables_that_only_one_has_are_named() -> None:
    one, two = Grid("one", (), ()), Grid("two", (), ())
    assert differences([one, two], [one]) == [Difference("two", "", "", "two", ABSENT)]
    assert differences([one], [one, two]) == [Difference("two", "", "", ABSENT, "two")]


@pytest.mark.parametrize(
    ("before", "now", "typed", "is_same"),
    [
        ("2.0", "2", 2, True),  # a spreadsheet spells numbers in its own way
        ("0.50", "0.5", 0.5, True),
        ("TRUE", "true", True, True),
        ("01", "1", 1, False),
        ("1", "2", 2, False),
        ("2.0", "2", "2", False),  # a text
        ("", "0", 0, False),  # missing is not none
        ("nan", "nan", None, True),
    ],
)
def test_numbers_are_compared_as_values_and_texts_as_texts(
    before: Cell, now: Cell, typed: Cell, is_same: bool
) -> None:
    rows = differences([_grid(("a", before))], [_grid(("a", now))], _grid(("a", typed)))
    assert (rows == []) is is_same
