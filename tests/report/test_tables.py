"""A written table runs no formula, keeps its columns, and is the same when written again."""

from __future__ import annotations

import csv
import json
import re
import time
import zipfile
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError, UsageError
from toolkit.report.files import write_table
from toolkit.report.tables import Cell, Table
from toolkit.report.xlsx import MAX_TEXT, workbook
from toolkit.text.cells import width

if TYPE_CHECKING:
    from pathlib import Path

TABLE = Table(
    ("code", "이름", "E01", "score", "done"),
    (
        ("trust", "신뢰 부족", 3, 0.5, True),
        ("=1+1", "two\nlines", None, float("nan"), False),
        ("a,b", 'say "hi"', -12, 1e-9, None),
    ),
    "Codes by cases",
    ("counts: segments",),
)


def test_csv() -> None:
    assert TABLE.to_csv() == (
        "code,이름,E01,score,done\n"
        "trust,신뢰 부족,3,0.5,true\n"
        '\'=1+1,"two\nlines",,,false\n'
        '"a,b","say ""hi""",-12,1e-09,\n'
    )


@pytest.mark.parametrize("start", list("=+-@\t＝＋－＠"))
def test_no_text_becomes_a_formula(start: str) -> None:
    evil = start + "cmd|' /C calc'!A0"
    out = Table((evil, "n"), ((evil, -5),)).to_csv()
    header, row = csv.reader(StringIO(out, newline=""))
    assert header[0] == row[0] == "'" + evil
    assert row[1] == "-5"


def test_json() -> None:
    assert json.loads(TABLE.to_json()) == [
        {"code": "trust", "이름": "신뢰 부족", "E01": 3, "score": 0.5, "done": True},
        {"code": "=1+1", "이름": "two\nlines", "E01": None, "score": None, "done": False},
        {"code": "a,b", "이름": 'say "hi"', "E01": -12, "score": 1e-9, "done": None},
    ]
    assert TABLE.to_json().count("\n") == 5
    assert Table(("a",), ()).to_json() == "[]\n"


def test_text() -> None:
    assert TABLE.to_text().split("\n") == [
        "Codes by cases",
        "",
        "code   이름        E01  score  done",
        "─────  ──────────  ───  ─────  ────",
        "trust  신뢰 부족     3  0.500  yes",
        "=1+1   two^Jlines              no",
        'a,b    say "hi"    -12  0.000',
        "",
    ]


def test_controls_reach_no_terminal() -> None:
    table = Table(("a\x1b[2J",), (("\x1b]0;x\x07\x9b31m\u202e",),), "\x1b[1m")
    for text in (table.to_text(), table.to_csv(), table.to_json()):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
    assert "\u202e" not in table.to_text()
    assert json.loads(table.to_json()) == [{"a\x1b[2J": "\x1b]0;x\x07\x9b31m\u202e"}]


CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(), st.booleans(), st.integers(-9999, 9999), st.floats(), st.text(max_size=20),
    st.text(alphabet="가나 ab🙂\u0301\n", max_size=30),
)  # fmt: skip
TABLES = st.integers(1, 6).flatmap(
    lambda columns: st.builds(
        Table,
        st.lists(st.text(max_size=12), min_size=columns, max_size=columns, unique=True).map(tuple),
        st.lists(st.lists(CELLS, min_size=columns, max_size=columns).map(tuple), max_size=4).map(
            tuple
        ),
    )
)


@settings(max_examples=150, deadline=None)
@given(TABLES, st.integers(20, 100))
def test_a_table_fits_its_width(table: Table, cells: int) -> None:
    lines = table.to_text(cells).split("\n")
    widest_number = max([width(line) for line in table.to_text(1).split("\n")], default=0)
    assert all(width(line) <= max(cells, widest_number) for line in lines)


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_columns_stand_under_each_other(table: Table) -> None:
    _, rule, *_ = lines = table.to_text()[:-1].split("\n")
    assert len(lines) == len(table.rows) + 2
    assert all(width(line) <= width(rule) for line in lines)


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_csv_and_json_hold_every_cell(table: Table) -> None:
    rows = list(csv.reader(StringIO(table.to_csv(), newline="")))
    if table.columns != ("",):
        assert len(rows) == len(table.rows) + 1
        assert all(len(row) == len(table.columns) for row in rows)
    objects = json.loads(table.to_json())
    for row, given_row in zip(objects, table.rows, strict=True):
        for cell, expected in zip(row.values(), given_row, strict=True):
            undefined = isinstance(expected, float) and expected - expected != 0
            assert cell == (None if undefined else expected)


def test_a_narrow_terminal_gets_blocks_of_columns() -> None:
    table = Table(("code", *(f"E{at:02}" for at in range(20))), (("trust", *range(20)),))
    text = table.to_text(30)
    blocks = text.strip("\n").split("\n\n")
    assert len(blocks) > 2
    assert all(block.startswith("code ") and "\ntrust " in block for block in blocks)
    assert re.findall(r"E\d\d", text) == [f"E{at:02}" for at in range(20)]
    assert [int(digits) for digits in re.findall(r"(?<=\s)\d+", text)] == list(range(20))


LONG = 'Wörter & "x" <b> ' * 2_500
QUOTES = Table(
    ("source", "start", "end", "code", "coder", "quote"),
    (
        ("E01", 11, 42_500, "pay", "coder-a", LONG),
        ("E02", 6, 22, "pay", "coder-a", "First half\x0bsecond"),
    ),
    wrapped=("quote",),
)


def test_without_a_width_a_long_text_is_whole_and_pads_no_other_row() -> None:
    drawing = QUOTES.draw()
    _, rule, long, short = drawing.text.split("\n")[:-1]
    assert not drawing.cut
    assert long.endswith(LONG.rstrip())
    assert short.endswith("First half^Ksecond")
    assert max(width(rule), width(short)) < 110


def test_a_short_column_is_no_wider_than_its_texts() -> None:
    table = Table(("quote", "id"), (("some words", "a"),), wrapped=("quote",))
    assert table.to_text() == "quote       id\n──────────  ──\nsome words  a\n"
    assert table.draw(80) == table.draw()


@pytest.mark.parametrize("cells", [40, 80, 120])
def test_in_a_terminal_a_long_text_wraps_and_its_last_line_says_its_length(cells: int) -> None:
    drawing = QUOTES.draw(cells)
    lines = drawing.text.split("\n")[:-1]
    assert drawing.cut
    assert all(width(line) <= cells for line in lines)
    assert lines[-2].endswith("… (42,500 characters)")
    assert "half^Ksecond" in drawing.text
    assert len([line for line in lines if "<b>" in line]) == 5


def test_a_text_of_six_lines_is_whole() -> None:
    words = " ".join(["wordsword"] * 12)
    table = Table(
        ("id", "quote"), (("a", words), ("b", words + " wordsword more")), wrapped=("quote",)
    )
    drawing = table.draw(28)
    lines = drawing.text.split("\n")[2:-1]
    assert drawing.cut
    assert " ".join(" ".join(lines[:6]).split()) == f"a {words}"
    assert lines[6].startswith("b ")
    assert lines[11].strip() == "… (134 characters)"
    assert not Table(table.columns, table.rows[:1], wrapped=("quote",)).draw(28).cut


def test_csv_and_json_hold_a_long_text_whole() -> None:
    assert json.loads(QUOTES.to_json())[0]["quote"] == LONG
    assert next(csv.DictReader(StringIO(QUOTES.to_csv(), newline="")))["quote"] == LONG


@settings(max_examples=100, deadline=None)
@given(TABLES, st.integers(40, 100))
def test_a_table_with_a_column_that_wraps_fits_its_width(table: Table, cells: int) -> None:
    wrapping = Table(table.columns, table.rows, wrapped=(table.columns[-1],))
    lines = wrapping.to_text(cells).split("\n")
    least = max([width(line) for line in wrapping.to_text(1).split("\n")], default=0)
    assert all(width(line) <= max(cells, least) for line in lines)


def test_a_table_must_be_a_table() -> None:
    with pytest.raises(ValueError, match="one name"):
        Table(("a", "a"), ())
    with pytest.raises(ValueError, match="2 cells"):
        Table(("a", "b"), (("x",),))


def sheet_texts(data: bytes, number: int = 1) -> list[list[object]]:
    """The cells of a sheet, read from the file's own XML."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        shared = [
            "".join(node.text or "" for node in item.iter(f"{name}t"))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    rows: list[list[object]] = []
    for row in sheet.iter(f"{name}row"):
        cells: list[object] = []
        for cell in row:
            assert cell.find(f"{name}f") is None
            value = cell.find(f"{name}v")
            text = (value.text or "") if value is not None else ""
            kind = cell.get("t")
            cells.append(shared[int(text)] if kind == "s" else bool(int(text)) if kind == "b" else
                         float(text))  # fmt: skip
        rows.append(cells)
    return rows


def test_a_workbook_keeps_text_text_and_numbers_numbers() -> None:
    table = Table(
        ("code", "n"), (("=1+1", -3), ("http://x.y", 0.5), ("12", True), ("mailto:a@b", None)), "m"
    )
    data = workbook([table, Table(("note",), (("=2",),), "notes")])
    assert sheet_texts(data) == [
        ["code", "n"], ["=1+1", -3.0], ["http://x.y", 0.5], ["12", True], ["mailto:a@b"],
    ]  # fmt: skip
    assert sheet_texts(data, 2) == [["note"], ["=2"]]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "rels" in name and "sheet" in name]
        first = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in first
    assert 'xSplit="1" ySplit="1"' in first


def test_a_workbook_is_the_same_bytes_twice() -> None:
    first = workbook([TABLE, Table(("note",), (("x",),), "notes")])
    time.sleep(2.1)  # An archive stores times in steps of two seconds.
    assert workbook([TABLE, Table(("note",), (("x",),), "notes")]) == first


def test_sheet_names_are_made_legal_and_apart() -> None:
    titles = ["a/b:c*?[d]", "x" * 40, "x" * 41, "'quoted'", "History", "", "A B C D"]
    data = workbook([Table(("a",), (), title) for title in titles])
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = re.findall(r'<sheet name="([^"]*)"', archive.read("xl/workbook.xml").decode())
    assert len(set(map(str.lower, names))) == len(titles)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert "quoted" in names
    assert "history" not in map(str.lower, names)


def test_a_text_longer_than_a_cell_is_cut_with_a_mark() -> None:
    data = workbook([Table(("a",), (("🙂" * MAX_TEXT,), ("x" * MAX_TEXT,)), "t")])
    _, (cut,), (whole,) = sheet_texts(data)
    assert len(str(cut).encode("utf-16-le")) // 2 <= MAX_TEXT
    assert str(cut).endswith("🙂…")
    assert whole == "x" * MAX_TEXT


def test_a_table_larger_than_a_sheet_is_refused() -> None:
    with pytest.raises(InputError, match=r"\.csv|columns"):
        workbook([Table(tuple(map(str, range(16_385))), (), "wide")])


@pytest.mark.parametrize("ending", ["csv", "json", "txt", "xlsx", "CSV"])
def test_writing_by_the_ending_twice_gives_the_same(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "new" / f"table.{ending}"
    write_table(TABLE, path)
    first = path.read_bytes()
    write_table(TABLE, path)
    assert path.read_bytes() == first
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    if ending == "csv":
        assert first == TABLE.to_csv().encode()


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.pdf; valid: \.csv"):
        write_table(TABLE, tmp_path / "table.pdf")
    (tmp_path / "table.csv").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write_table(TABLE, tmp_path / "table.csv")
    assert [entry.name for entry in tmp_path.iterdir()] == ["table.csv"]
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written"):
        write_table(TABLE, tmp_path / "file" / "table.csv")
