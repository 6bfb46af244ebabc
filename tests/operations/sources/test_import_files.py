"""Files are checked before they are imported, and are stored once and whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.project import Project

Write = Callable[[str, str], Path]


def _line(project: Project, words: str, code: str = "trust", **more: Any) -> str:
    start = project.sources.text("E01").index(words)
    record = {
        "source": "E01",
        "start": start,
        "end": start + len(words),
        "code": code,
        "coder": "coder-a",
        "round": "R1",
        "quote": words,
        **more,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _state(project: Project) -> object:
    return (
        project.sources.all(),
        project.codings.find(),
        project.rounds.coders(),
        project.rounds.all(),
        len(project.history.events()),
    )


def test_front_matter_becomes_case_attributes(project: Project) -> None:
    cases = {case.id: dict(case.attributes) for case in project.sources.cases()}
    assert cases["E01"] == {"sector": "government"}
    assert project.sources.get("K01").language == "ko"
    assert [p.case_id for p in project.sources.participations()] == ["E01", "K01"]


def test_the_text_is_stored_as_it_is(empty_project: Project, write: Write) -> None:
    path = write("x.txt", "\ufeffline one\r\n가\u1161각 \t two  \r\n\r\n")
    empty_project.sources.import_files([path], actor="lead")
    assert empty_project.sources.text("x") == "line one\n가\u1161각 \t two  \n\n"


def test_the_same_file_twice_changes_nothing(project: Project, tmp_path: Path) -> None:
    before = _state(project)
    done = project.sources.import_files([tmp_path / "E01.txt", tmp_path / "K01.txt"], actor="lead")
    assert [(item.new, item.unchanged) for item in done] == [(0, 1), (0, 1)]
    assert _state(project) == before


def test_a_name_with_other_text_is_refused(project: Project, write: Write) -> None:
    before = _state(project)
    with pytest.raises(InputError) as error:
        project.sources.import_files(
            [write("E01b.txt", "---\nid: E01\n---\nI: Other.\n")], actor="lead"
        )
    assert error.value.code == "source-differs"
    assert _state(project) == before


def test_one_bad_file_keeps_the_good_ones_out(project: Project, write: Write) -> None:
    before = _state(project)
    good, bad = write("E02.txt", "I: Fine.\n\nE02: Yes.\n"), write("bad.txt", "")
    with pytest.raises(InputError, match=r"bad\.txt"):
        project.sources.import_files([good, bad], actor="lead")
    assert _state(project) == before


def test_codings_come_in_once_with_rounds_coders_and_notes(project: Project, write: Write) -> None:
    text = _line(project, "We do not trust their figures.") + _line(
        project, "A leak is what my director fears.", "security", note="sure?"
    )
    path = write("coder-a.jsonl", text)
    (done,) = project.sources.import_files([path], actor="lead")
    assert (done.kind, done.new) == ("codings", 2)
    assert [c.code_id for c in project.codings.find()] == ["trust", "security"]
    assert all(c.mode.value == "blind" and c.round_id == "R1" for c in project.codings.find())
    assert [memo.text for memo in project.memos.find()] == ["sure?"]
    before = _state(project)
    (again,) = project.sources.import_files([path], actor="lead")
    assert (again.new, again.unchanged) == (0, 2)
    assert _state(project) == before
    assert project.history.verify() == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": 0}, "quote"),
        ({"quote": "something else"}, "quote"),
        ({"end": 1_000_000}, "outside"),
        ({"code": "trst"}, "unknown code 'trst'"),
        ({"source": "E99"}, "no source 'E99'"),
        ({"start": "12"}, "start"),
    ],
)
def test_a_coding_that_does_not_fit_is_refused_with_its_line(
    project: Project, write: Write, change: dict[str, Any], message: str
) -> None:
    before = _state(project)
    good = _line(project, "We do not trust their figures.")
    path = write("coder-a.jsonl", good + _line(project, "A leak is what", **change))
    with pytest.raises(InputError, match=message) as error:
        project.sources.import_files([path], actor="lead")
    assert "2" in error.value.message
    assert "leak" not in error.value.message
    assert _state(project) == before


def test_codings_of_a_source_in_the_same_command(empty_project: Project, write: Write) -> None:
    book = write("b.yaml", "codes:\n  - {id: trust, name: {en: Trust}, definition: Relying}\n")
    empty_project.codebook.import_file(book, actor="lead")
    source = write("E05.txt", "I: Well?\n\nE05: Nothing is shared.\n")
    record = {
        "source": "E05",
        "start": 15,
        "end": 22,
        "code": "trust",
        "coder": "b",
        "round": "main",
        "quote": "Nothing",
    }
    codings = write("b.jsonl", json.dumps(record) + "\n")
    done = empty_project.sources.import_files([codings, source], actor="lead")
    assert [item.kind for item in done] == ["source", "codings"]


def test_mappings_are_decisions_and_idempotent(project: Project, write: Write) -> None:
    quote = "A leak is what my director fears."
    start = project.sources.text("E01").index(quote)
    record = {
        "source": "E01",
        "start": start,
        "end": start + len(quote),
        "stance": "barrier",
        "directions": ["security", "law-system"],
        "coder": "coder-a",
        "quote": quote,
    }
    path = write("coder-a.jsonl", json.dumps(record) + "\n")
    project.sources.import_files([path], actor="lead")
    mappings = project.directions.mappings()
    assert [(m.direction_id, m.stance and m.stance.value) for m in mappings] == [
        ("law-system", "barrier"),
        ("security", "barrier"),
    ]
    project.sources.import_files([path], actor="lead")
    assert project.directions.mappings() == mappings
    stranger = write("c.jsonl", json.dumps({**record, "directions": ["weather"]}) + "\n")
    with pytest.raises(InputError, match="unknown direction"):
        project.sources.import_files([stranger], actor="lead")


def test_a_codebook_file_is_sent_to_its_own_command(project: Project, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="codebook file") as error:
        project.sources.import_files([tmp_path / "book.yaml"], actor="lead")
    assert "qct codebook import" in error.value.hint


def test_an_id_is_for_one_file(project: Project, tmp_path: Path, write: Write) -> None:
    with pytest.raises(InputError, match="--id names one source"):
        project.sources.import_files(
            [write("a.txt", "x y"), write("b.txt", "x z")], actor="lead", source_id="A"
        )
    project.sources.import_files([write("a.txt", "x y")], actor="lead", source_id="A")
    assert project.sources.get("A").length == 3


@pytest.mark.parametrize("source_id", ["", " A", "a\tb", "x" * 101])
def test_an_id_must_be_usable(project: Project, write: Write, source_id: str) -> None:
    with pytest.raises(InputError):
        project.sources.import_files([write("a.txt", "x y")], actor="lead", source_id=source_id)


def test_a_cases_table_adds_attributes_and_links(project: Project, write: Write) -> None:
    path = write("cases.csv", "id,source,sector,years\nE01,E01,public,12\nX,K01,other,3\n")
    project.sources.import_files([path], actor="lead")
    cases = {case.id: dict(case.attributes) for case in project.sources.cases()}
    assert cases["E01"] == {"sector": "public", "years": "12"}
    assert ("K01", "X") in [(p.source_id, p.case_id) for p in project.sources.participations()]
    with pytest.raises(InputError, match="unknown source"):
        project.sources.import_files([write("bad.csv", "id,source\nE01,E77\n")], actor="lead")
