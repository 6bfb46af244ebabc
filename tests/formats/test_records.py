"""Codings, mappings and cases are read from files, with errors that name file, line and column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.codings import Mode
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Case, Participation
from toolkit.errors import InputError
from toolkit.formats.cases_table import parse_cases, read_cases
from toolkit.formats.codings_jsonl import (
    CodingRecord,
    MappingRecord,
    check_quotes,
    parse_codings,
    parse_mappings,
    read_codings,
    read_mappings,
)

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"source": "E01", "start": 3, "end": 9, "code": "trust", "coder": "a", "round": "r1"}


def line(**changes: object) -> str:
    return json.dumps({**GOOD, **changes}, ensure_ascii=False)


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in parse_codings(text, "a.jsonl")[1]]


def test_a_coding() -> None:
    text = line(quote="신뢰가 없", mode="blind", note="hm", created_at="2021-05-12T09:30:00Z",
                discuss=True, stance="barrier", directions=["x"])  # fmt: skip
    (record,), faults = parse_codings("\n" + text + "\n", "a.jsonl")
    assert faults == []
    assert record == CodingRecord(
        "E01", 3, 9, "trust", "a", "r1", "신뢰가 없", Mode.BLIND, "manual",
        "2021-05-12T09:30:00Z", "hm", True, {"stance": "barrier", "directions": ["x"]},
    )  # fmt: skip
    assert (record.span, record.file, record.line) == (Span(3, 9), "a.jsonl", 2)


def test_what_a_coding_need_not_say() -> None:
    (record,), _ = parse_codings('{"source":"E","start":0,"end":1,"code":"c","coder":"a"}', "f")
    assert (record.round, record.quote, record.origin, record.mode) == ("main", None, "manual", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad-json"),
        ("{'a': 1}", "bad-json"),
        ("[" * 100_000, "bad-json"),
        ('{"start": NaN}', "bad-json"),
        ("[1]", "not-an-object"),
        ('{"source": "a", "source": "b"}', "repeated-key"),
        (line(start=None), "missing-field"),
        (line(code=None), "missing-field"),
        (line(code=" "), "empty-value"),
        (line(code=5), "not-text"),
        (line(start="3"), "not-a-number"),
        (line(start=3.0), "not-a-number"),
        (line(start=True), "not-a-number"),
        (line(start=-1), "bad-span"),
        (line(start=9), "bad-span"),
        (line(quote=5), "not-text"),
        (line(mode="blnd"), "unknown-mode"),
        (line(created_at="yesterday"), "bad-time"),
        (line(discuss="yes"), "not-a-truth-value"),
    ],
)
def test_what_is_wrong_with_a_line(text: str, code: str) -> None:
    assert problems(f"{line()}\n{text}\n{line()}\n") == [(2, code)]


def test_every_line_is_looked_at() -> None:
    assert problems("{}\n\n" + line(end=0)) == [(1, "missing-field")] * 5 + [(3, "bad-span")]


def test_a_misspelt_key_is_suggested() -> None:
    (problem,) = parse_codings(line(code=None, cod="x"), "a.jsonl")[1]
    assert problem.message == "code is missing; did you mean cod?"


def test_reading_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line().encode() + b"\r\n" + line(code="x").encode())
    assert [record.code for record in read_codings(path)] == ["trust", "x"]
    path.write_text(line() + "\n" + line(end=1) + "\n{\n")
    with pytest.raises(InputError, match=r"a\.jsonl:2: .*\(1 more\)"):
        read_codings(path)


def test_lines_are_cut_at_line_feeds_only() -> None:
    text = line(quote="a\u2028b\u0085c")
    (record,), faults = parse_codings(text, "f")
    assert (record.quote, faults) == ("a\u2028b\u0085c", [])


NAMES = st.text(min_size=1, max_size=8).filter(lambda name: bool(name.strip()))


@given(st.text(alphabet='{}[]":,0a\n\\ ', max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    parse_codings(text, "f")
    parse_mappings(text, "f")


TEXT = "책임 소재가 불분명합니다. 그래서 신뢰가 없어요."


def quoted(start: int, end: int, quote: str | None, source: str = "E01") -> CodingRecord:
    return CodingRecord(source, start, end, "c", "a", quote=quote, file="a.jsonl", line=7)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (quoted(0, 2, "책임"), None),
        (quoted(0, 2, None), None),
        (quoted(0, 2, "신뢰"), "quote-moved"),
        (quoted(0, 2, "없다"), "quote-differs"),
        (quoted(0, 2, ""), "quote-differs"),
        (quoted(0, 1, " "), "quote-differs"),
        (quoted(0, 999, "책임"), "outside-text"),
        (quoted(0, 2, "책임", "E99"), "unknown-source"),
    ],
)
def test_quotes_are_proven(record: CodingRecord, code: str | None) -> None:
    faults = check_quotes([record], {"E01": TEXT}.get)
    assert [fault.code for fault in faults] == ([code] if code else [])
    for fault in faults:
        assert (fault.file, fault.line) == ("a.jsonl", 7)
        assert "책임" not in fault.message
        assert "신뢰" not in fault.message


def test_a_moved_quote_says_where_it_is() -> None:
    at = TEXT.index("신뢰")
    (problem,) = check_quotes([quoted(0, 2, "신뢰")], {"E01": TEXT}.get)
    assert f"at {at}:{at + 2}" in problem.message


def test_each_text_is_fetched_once() -> None:
    asked: list[str] = []

    def text_of(source: str) -> str:
        asked.append(source)
        return TEXT

    check_quotes([quoted(0, 2, "책임")] * 3, text_of)
    assert asked == ["E01"]


def mapping(**changes: object) -> str:
    base = {"source": "E01", "start": 0, "end": 2, "directions": ["security"], "coder": "a"}
    return json.dumps({**base, **changes})


def test_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(mapping(stance="barrier", quote="x", directions=["a", "b"], code="trust"))
    assert read_mappings(path) == [
        MappingRecord("E01", 0, 2, ("a", "b"), "a", "barrier", "x", extra={"code": "trust"})
    ]
    (record,), _ = parse_mappings(mapping(directions="none"), "m")
    assert record.directions == ("none",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (mapping(directions=[]), "bad-directions"),
        (mapping(directions=None), "bad-directions"),
        (mapping(directions=["none", "a"]), "bad-directions"),
        (mapping(directions=["a", "a"]), "bad-directions"),
        (mapping(directions=[1]), "bad-directions"),
        (mapping(stance="bariar"), "unknown-stance"),
        (mapping(coder=""), "empty-value"),
    ],
)
def test_what_is_wrong_with_a_mapping(text: str, code: str) -> None:
    records, faults = parse_mappings(f"{mapping()}\n{text}\n", "m.jsonl")
    assert ([(p.line, p.code) for p in faults], len(records)) == ([(2, code)], 1)


def test_cases() -> None:
    table = parse_cases(
        "\n id , source,speaker,sector,years\nE01,E01,,industry,14\n"
        'E02,G1,E02," public, ""local""",\n\nE02,G2,,,\n',
        "cases.csv",
    )
    assert table.cases == (
        Case("E01", {"sector": "industry", "years": "14"}),
        Case("E02", {"sector": 'public, "local"'}),
    )
    assert table.participations == (
        Participation("E01", "E01"),
        Participation("G1", "E02", "E02"),
        Participation("G2", "E02"),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(separator: str) -> None:
    text = "id,부처\nE01,행안부\n".replace(",", separator)
    assert parse_cases(text, "cases").cases == (Case("E01", {"부처": "행안부"}),)


def test_a_table_with_a_mark_or_in_a_code_page(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes("id,부처\r\nE01,행안부\r\n".encode("utf-8-sig"))
    expected = (Case("E01", {"부처": "행안부"}),)
    assert read_cases(path).cases == expected
    path.write_bytes("id,부처\r\nE01,행안부\r\n".encode("cp949"))
    assert read_cases(path, encoding="cp949").cases == expected
    with pytest.raises(InputError, match="not UTF-8"):
        read_cases(path)


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("case,sector\nE01,x\n", ":1:", "missing-column"),
        ("id,a,a\nE01,x,y\n", ":1: column 'a'", "repeated-column"),
        ("id,,a\nE01,x,y\n", ":1: column 2", "unnamed-column"),
        ("id,a\nE01,x,y\n", ":2:", "too-many-cells"),
        ("id,a\n\n,x\n", ":3: column id", "missing-id"),
        ("id,speaker\nE01,K\n", ":2: column source", "missing-source"),
        ("id,a\nE01,x\nE01,y\n", ":3: column a", "case-conflict"),
        ('id,a\nE01,"x\n', ":2:", "bad-csv"),
        ('id,a\nE01,"two\nlines"\nE02,x,y\n', ":4:", "too-many-cells"),
        ("id,a\n", "cases.csv", "empty-file"),
        ("", ":1:", "missing-column"),
    ],
)
def test_what_is_wrong_with_a_cases_table(text: str, place: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_cases(text, "cases.csv")
    assert caught.value.code == code
    assert f"cases.csv{place}" in caught.value.message or place in caught.value.message
